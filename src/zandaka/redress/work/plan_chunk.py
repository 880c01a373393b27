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
from zandaka.operations.extend import Extend
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

# The ranges of numbers, one a book: an index range each, whatever the size of the cohort.
_RANGE: Final = """
    (SELECT (book::bigint << 40) + %(low)s AS low, (book::bigint << 40) + %(high)s AS high
     FROM books) r
"""

# A coupon's value may have gone to another wallet since the cohort was frozen (R16): where a lot
# of it is, there is a command of its own. Those of the frozen wallet never change, so that asking
# again asks the same.
_WALLETS: Final = f"""
WITH m AS MATERIALIZED (
    SELECT m.wallet, m.coupon, max(m.prefecture) AS prefecture
    FROM {_RANGE} JOIN LATERAL (
        SELECT m.wallet, m.coupon, m.prefecture FROM ({MEMBERS}) m
        WHERE m.wallet >= r.low AND m.wallet < r.high
    ) m ON true
    GROUP BY m.wallet, m.coupon
)
SELECT wallet, min(coupon), min(prefecture), false,
       CASE WHEN count(*) > 1 THEN array_agg(coupon ORDER BY coupon) END,
       CASE WHEN count(*) > 1 THEN array_agg(prefecture ORDER BY coupon) END
FROM m GROUP BY wallet
UNION ALL
SELECT DISTINCT a.wallet, m.coupon, m.prefecture, true, NULL::bigint[], NULL::text[]
FROM m JOIN accounts a ON a.origin = m.coupon AND a.origin <> a.wallet
WHERE NOT EXISTS (SELECT FROM m x WHERE x.wallet = a.wallet AND x.coupon = m.coupon)
ORDER BY 1, 2
"""  # noqa: S608 - the only interpolations are constants

_DEBITS: Final = f"""
SELECT d.wallet, d.coupon, d.prefecture, d.debit, d.yen
FROM {_RANGE} JOIN LATERAL (
    SELECT * FROM ({DEBITS}) d WHERE d.wallet >= r.low AND d.wallet < r.high
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


_read = msgspec.json.Decoder(_Outcome).decode


class Owed(msgspec.Struct):
    """What conversions owe to coupons, column by column, one place a coupon."""

    coupons: list[int] = []
    wallets: list[int] = []
    operations: list[int] = []
    prefectures: list[str] = []
    yen: list[int] = []

    def add(self, coupon: int, wallet: int, operation: int, prefecture: str, yen: int) -> None:
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
    """A command's addressee, and the waiter for its answer: lighter than a future, of which a
    million would cost as much as the rules. It answers to all that a deliverer asks of one."""

    __slots__ = ("_told", "coupons", "debit", "prefectures", "result", "wallet")

    def __init__(
        self,
        told: Callable[["Target"], None],
        wallet: int,
        coupons: Sequence[int],
        prefectures: Sequence[str],
        debit: int = 0,
    ) -> None:
        self._told = told
        self.wallet = wallet
        self.coupons = coupons
        self.prefectures = prefectures
        self.debit = debit
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
        step, told, reason = self.step, self.answered, self.step.reason_ja
        for row in connection.execute(_WALLETS.encode(), asked):
            wallet, coupon, prefecture, moved, several, prefectures = row
            coupons = several or (coupon,)
            # A paper coupon has nothing but its own value: nothing to choose from.
            alone = coupon == wallet and several is None
            chosen = () if alone else tuple(ids.WalletId(one) for one in coupons)
            command: Command
            if step.remedy == "extend":
                assert step.until is not None, "an extension has its end"
                command = Extend(
                    wallet=ids.WalletId(wallet),
                    expires_at=step.until,
                    reason=reason,
                    incident=self.incident,
                    coupons=chosen,
                )
            else:
                command = Convert(
                    wallet=ids.WalletId(wallet),
                    reason=reason,
                    incident=self.incident,
                    coupons=chosen,
                )
            key = command_key("plan", self.plan, step.number, wallet, moved, *coupons)
            yield Target(told, wallet, coupons, prefectures or (prefecture,)), command, key

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
            yield Target(self.answered, wallet, (coupon,), (prefecture,), debit), command, key


def result(step: PlanStep, targets: Sequence[Target]) -> tuple[ChunkResult, Owed, list[Refused]]:
    """What came of a chunk: its sums, what is owed to coupons, and what a person has to see."""
    ordinary = ORDINARY_ENDS[step.remedy]
    codes: Counter[str] = Counter()
    prefectures: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    owed = Owed()
    refused: list[Refused] = []
    done = yen = 0
    for target in targets:
        answer = target.result
        if isinstance(answer, Answer) and not answer.code:
            outcome = _read(answer.outcome)
            done += 1
            yen += outcome.yen
            line = prefectures[target.prefectures[0]]
            line[0] += 1
            line[1] += outcome.yen
            if outcome.entitlements:
                _owe(target, answer.operation, outcome, owed)
            continue
        code = _code(answer)
        codes[code] += 1
        if code not in ordinary:
            refused.extend(
                Refused(coupon, target.wallet, target.debit, code) for coupon in target.coupons
            )
    already = sum(count for code, count in codes.items() if code in ordinary)
    return (
        ChunkResult(
            done, already, len(targets) - done - already, yen, dict(codes), tuple(sorted(ordinary)),
            {name: (line[0], line[1]) for name, line in prefectures.items()},
        ),
        owed,
        refused,
    )  # fmt: skip


def _code(answer: Answer | BaseException | None) -> str:
    if isinstance(answer, Answer):
        return answer.code
    return "key_reused" if isinstance(answer, KeyReused) else "bug"


def _owe(target: Target, operation: int, outcome: _Outcome, owed: Owed) -> None:
    """One place a coupon, however many lots it had."""
    if len(target.coupons) == 1:
        coupon, prefecture = target.coupons[0], target.prefectures[0]
        owed.add(coupon, target.wallet, operation, prefecture, outcome.yen)
        return
    yen: Counter[str] = Counter()
    for part in outcome.entitlements:
        yen[part.coupon] += part.yen
    for coupon, prefecture in zip(target.coupons, target.prefectures, strict=True):
        amount = yen[str(ids.WalletId(coupon))]
        if amount:
            owed.add(coupon, target.wallet, operation, prefecture, amount)
