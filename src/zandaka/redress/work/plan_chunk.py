"""One chunk of a step: whom it acts on, the commands for them, and what came of these."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.errors import KeyReused, Outage
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.operations.convert import Convert
from zandaka.operations.convert_many import ConvertMany
from zandaka.operations.extend import Extend
from zandaka.operations.extend_many import ExtendMany
from zandaka.operations.many import MOST, Share
from zandaka.operations.restore import Restore
from zandaka.reads.plan_members import DEBITS, MEMBERS, parameters
from zandaka.reads.plan_report import ChunkResult
from zandaka.redress.action import Connection
from zandaka.redress.service import command_key
from zandaka.rules.plan import ORDINARY_ENDS, PlanStep

#: Whose commands they are, in the books.
CALLER: Final = "redress"
#: Seconds without any answer after which the books are taken to be away.
_PATIENCE_S: Final = 60.0

# The ranges of numbers, one a book: an index range each, whatever the size of the cohort. OFFSET in
# what is joined to it keeps it so: without statistics, as right after a cohort was frozen, the
# planner would rather read the whole cohort once for each chunk.
_RANGE: Final = """
    (SELECT (book::bigint << 40) + %(low)s AS low, (book::bigint << 40) + %(high)s AS high
     FROM books) r
"""

# The frozen members never change, so that asking again asks the same: they go many to a command.
# Whom a person has decided on since, and value that has gone to another wallet since the cohort
# was frozen (R16) - into an app, or back onto the paper by a refund -, have a command of their own
# each.
_WALLETS: Final = f"""
WITH m AS MATERIALIZED (
    SELECT m.wallet, m.coupon, max(m.prefecture) AS prefecture, bool_or(m.frozen) AS frozen
    FROM {_RANGE} JOIN LATERAL (
        SELECT m.wallet, m.coupon, m.prefecture, m.frozen FROM ({MEMBERS}) m
        WHERE m.wallet >= r.low AND m.wallet < r.high OFFSET 0
    ) m ON true
    GROUP BY m.wallet, m.coupon
)
SELECT wallet, min(coupon), min(prefecture), true,
       CASE WHEN count(*) > 1 THEN array_agg(coupon ORDER BY coupon) END,
       CASE WHEN count(*) > 1 THEN array_agg(prefecture ORDER BY coupon) END
FROM m WHERE frozen GROUP BY wallet
UNION ALL
SELECT wallet, coupon, prefecture, false, NULL::bigint[], NULL::text[] FROM m WHERE NOT frozen
UNION ALL
SELECT DISTINCT a.wallet, m.coupon, m.prefecture, false, NULL::bigint[], NULL::text[]
FROM m CROSS JOIN LATERAL (
    -- OFFSET keeps it a look-up: no plan may read all accounts for a chunk.
    SELECT wallet FROM accounts WHERE origin = m.coupon AND origin <> wallet OFFSET 0
) a
WHERE NOT EXISTS (SELECT FROM m x WHERE x.wallet = a.wallet AND x.coupon = m.coupon)
UNION ALL
SELECT DISTINCT m.coupon, m.coupon, m.prefecture, false, NULL::bigint[], NULL::text[]
FROM m
WHERE m.wallet <> m.coupon
  AND NOT EXISTS (SELECT FROM m x WHERE x.wallet = m.coupon AND x.coupon = m.coupon)
  AND (SELECT true FROM accounts a WHERE a.wallet = m.coupon AND a.origin = m.coupon AND (
           SELECT true FROM transfers t WHERE t.credit = a.id AND t.returns <> 0 LIMIT 1
       ) LIMIT 1)
ORDER BY 1, 2
"""  # noqa: S608 - the only interpolations are constants

_DEBITS: Final = f"""
SELECT d.wallet, d.coupon, d.prefecture, d.debit, d.yen
FROM {_RANGE} JOIN LATERAL (
    SELECT * FROM ({DEBITS}) d WHERE d.wallet >= r.low AND d.wallet < r.high OFFSET 0
) d ON true
ORDER BY d.debit
"""  # noqa: S608


class _Part(msgspec.Struct, frozen=True, gc=False):
    coupon: str
    yen: int


class _Outcome(msgspec.Struct, frozen=True, gc=False):
    """What is read of a command's outcome."""

    yen: int
    entitlements: tuple[_Part, ...] = ()


class _Wallet(msgspec.Struct, frozen=True, gc=False):
    wallet: str
    yen: int
    entitlements: tuple[_Part, ...] = ()


class _No(msgspec.Struct, frozen=True, gc=False):
    wallet: str
    code: str


class _Many(msgspec.Struct, frozen=True, gc=False):
    """The same of a command on many wallets."""

    parts: tuple[_Wallet, ...]
    refusals: tuple[_No, ...]


_read = msgspec.json.Decoder(_Outcome).decode
_read_many = msgspec.json.Decoder(_Many).decode


class Member(msgspec.Struct, frozen=True, gc=False):
    """A wallet of a chunk, the coupons it is about, and where each was issued."""

    wallet: int
    coupons: Sequence[int]
    prefectures: Sequence[str]


class Owed(msgspec.Struct):
    """What conversions owe to coupons, column by column, one place a coupon."""

    coupons: list[int] = []
    wallets: list[int] = []
    operations: list[int] = []
    prefectures: list[str] = []
    yen: list[int] = []

    def add(self, coupon: int, wallet: int, operation: int, prefecture: str, yen: int) -> None:
        """Adds a coupon and the `yen` that its conversion owes."""
        self.coupons.append(coupon)
        self.wallets.append(wallet)
        self.operations.append(operation)
        self.prefectures.append(prefecture)
        self.yen.append(yen)


class Refused(msgspec.Struct, frozen=True, gc=False):
    """A command that a person has to look at."""

    coupon: int
    wallet: int
    debit: int
    code: str


class Target:
    """Those whom one command is about, and the waiter for its answer: lighter than a future, and
    it answers to all that a deliverer asks of one."""

    __slots__ = ("_told", "debit", "many", "members", "result")

    def __init__(
        self,
        told: Callable[["Target"], None],
        members: Sequence[Member],
        debit: int = 0,
        *,
        many: bool = False,
    ) -> None:
        self._told = told
        self.members = members
        self.debit = debit
        self.many = many
        self.result: Answer | BaseException | None = None

    def set_running_or_notify_cancel(self) -> bool:
        return True

    def done(self) -> bool:
        return self.result is not None

    def set_result(self, answer: Answer) -> None:
        self.result = answer
        self._told(self)

    def set_exception(self, error: BaseException) -> None:
        self.result = error
        self._told(self)


#: Who is acted on, by which command, under which key.
_Work = tuple[Target, Command, bytes]


class Chunk:
    """A chunk under way: submitted, then waited for."""

    def __init__(self, plan: int, incident: str, step: PlanStep, number: int) -> None:
        self.plan = plan
        self.incident = incident
        self.step = step
        self.number = number
        self._answers: list[Target] = []
        self._expected = -1
        self._all = threading.Event()
        self._other = 0

    def submit(self, connection: Connection, ledger: Ledger, low: int, high: int) -> None:
        """Queues the commands of the members with numbers from `low` up to `high`."""
        asked = {**parameters(self.incident, self.step), "low": low, "high": high}
        targets = self._debits if self.step.remedy == "restore" else self._wallets
        count = 0
        for target, command, key in targets(connection, asked):
            count += 1
            try:
                ledger.put(command, CALLER, key, target)
            except KeyReused as reused:
                target.set_exception(reused)
        self._expected = count
        if len(self._answers) >= count:
            self._all.set()

    def answered(self, target: Target) -> None:
        """Called in a writer's thread, once for each target."""
        self._answers.append(target)
        if len(self._answers) == self._expected:
            self._all.set()

    def wait(self) -> list[Target]:
        """All targets with their answers. Raises Outage where an answer is not to be had: what was
        done is learnt by submitting the chunk again."""
        while not self._all.wait(_PATIENCE_S):
            if len(self._answers) == self._other:
                raise Outage
            self._other = len(self._answers)
        for target in self._answers:
            if isinstance(target.result, Outage):
                raise target.result
        return self._answers

    def _wallets(self, connection: Connection, asked: Mapping[str, Any]) -> Iterator[_Work]:
        waiting: list[Member] = []
        for row in connection.execute(_WALLETS.encode(), asked):
            wallet, coupon, prefecture, frozen, several, prefectures = row
            member = Member(wallet, several or (coupon,), prefectures or (prefecture,))
            if not frozen:
                yield self._one(member)
                continue
            if waiting and (
                len(waiting) == MOST or ids.book_of(waiting[0].wallet) != ids.book_of(wallet)
            ):
                yield self._many(waiting)
                waiting = []
            waiting.append(member)
        if waiting:
            yield self._many(waiting)

    def _one(self, member: Member) -> _Work:
        step, wallet, coupons = self.step, ids.WalletId(member.wallet), _chosen(member)
        reason, incident = step.reason_ja, self.incident
        command: Command
        if step.remedy == "convert":
            command = Convert(wallet=wallet, reason=reason, incident=incident, coupons=coupons)
        else:
            assert step.until is not None, "an extension has its end"
            command = Extend(
                wallet=wallet,
                expires_at=step.until,
                reason=reason,
                incident=incident,
                coupons=coupons,
            )
        key = command_key("plan", self.plan, step.number, member.wallet, *member.coupons)
        return Target(self.answered, (member,)), command, key

    def _many(self, members: Sequence[Member]) -> _Work:
        step, reason, incident = self.step, self.step.reason_ja, self.incident
        shares = tuple(Share(ids.WalletId(one.wallet), _chosen(one)) for one in members)
        command: Command
        if step.remedy == "convert":
            command = ConvertMany(wallets=shares, reason=reason, incident=incident)
        else:
            assert step.until is not None, "an extension has its end"
            command = ExtendMany(
                wallets=shares, expires_at=step.until, reason=reason, incident=incident
            )
        key = command_key("plan", self.plan, step.number, "many", members[0].wallet)
        return Target(self.answered, members, many=True), command, key

    def _debits(self, connection: Connection, asked: Mapping[str, Any]) -> Iterator[_Work]:
        for wallet, coupon, prefecture, debit, yen in connection.execute(_DEBITS.encode(), asked):
            command = Restore(
                debit=ids.OperationId(debit),
                yen=yen,
                reason=self.step.reason_ja,
                incident=self.incident,
            )
            # Not of this plan's own: a debit is made good once for the incident, in whichever plan.
            key = command_key("restore", self.incident, debit)
            member = Member(wallet, (coupon,), (prefecture,))
            yield Target(self.answered, (member,), debit), command, key


def _chosen(member: Member) -> tuple[ids.WalletId, ...]:
    # A paper coupon has nothing but its own value: nothing to choose from.
    if len(member.coupons) == 1 and member.coupons[0] == member.wallet:
        return ()
    return tuple(ids.WalletId(one) for one in member.coupons)


class _Tally:
    """What came of a chunk, counted member by member. `ordinary` are the codes of refusals that
    need nobody."""

    def __init__(self, ordinary: frozenset[str]) -> None:
        self._ordinary = ordinary
        self.done = 0
        self.yen = 0
        self.codes: Counter[str] = Counter()
        self.prefectures: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.owed = Owed()
        self.refused: list[Refused] = []

    def made(self, member: Member, operation: int, outcome: _Outcome | _Wallet) -> None:
        """A member for whom the command did what it should."""
        self.done += 1
        self.yen += outcome.yen
        line = self.prefectures[member.prefectures[0]]
        line[0] += 1
        line[1] += outcome.yen
        if outcome.entitlements:
            _owe(member, operation, outcome.entitlements, self.owed)

    def refuse(self, member: Member, code: str, debit: int = 0) -> None:
        """A member who was refused."""
        self.codes[code] += 1
        if code not in self._ordinary:
            self.refused.extend(
                Refused(coupon, member.wallet, debit, code) for coupon in member.coupons
            )

    def sums(self) -> ChunkResult:
        """The figures that are kept of a chunk."""
        already = sum(count for code, count in self.codes.items() if code in self._ordinary)
        return ChunkResult(
            self.done, already, sum(self.codes.values()) - already, self.yen,
            dict(self.codes), tuple(sorted(self._ordinary)),
            {name: (line[0], line[1]) for name, line in self.prefectures.items()},
        )  # fmt: skip


def result(step: PlanStep, targets: Sequence[Target]) -> tuple[ChunkResult, Owed, list[Refused]]:
    """What came of a chunk: its sums, what is owed to coupons, and what a person has to see."""
    tally = _Tally(ORDINARY_ENDS[step.remedy])
    for target in targets:
        answer = target.result
        if not isinstance(answer, Answer) or answer.code:
            for member in target.members:
                tally.refuse(member, _code(answer), target.debit)
        elif target.many:
            outcome = _read_many(answer.outcome)
            by_wallet = {str(ids.WalletId(one.wallet)): one for one in target.members}
            for part in outcome.parts:
                tally.made(by_wallet[part.wallet], answer.operation, part)
            for no in outcome.refusals:
                tally.refuse(by_wallet[no.wallet], no.code)
        else:
            tally.made(target.members[0], answer.operation, _read(answer.outcome))
    return tally.sums(), tally.owed, tally.refused


def _code(answer: Answer | BaseException | None) -> str:
    if isinstance(answer, Answer):
        return answer.code
    return "key_reused" if isinstance(answer, KeyReused) else "bug"


def _owe(member: Member, operation: int, entitlements: Sequence[_Part], owed: Owed) -> None:
    """One place a coupon, however many lots it had."""
    yen: Counter[str] = Counter()
    for part in entitlements:
        yen[part.coupon] += part.yen
    for coupon, prefecture in zip(member.coupons, member.prefectures, strict=True):
        amount = yen[str(ids.WalletId(coupon))]
        if amount:
            owed.add(coupon, member.wallet, operation, prefecture, amount)
