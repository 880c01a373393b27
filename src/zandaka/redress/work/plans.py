"""Runs the steps that were started: chunk by chunk, shared by however many processes work.

A chunk belongs to whoever holds its row's lock, and the lock ends with the process. Its commands
have keys made from what it is, so one that was cut off is simply done again, and its result and
what it owes to coupons are written together, once."""

from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.ledger.loading import bigints
from zandaka.reads import plans as reads
from zandaka.reads.plan_report import accounts, equalities
from zandaka.reads.plans import Plan
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress
from zandaka.redress.work.plan_chunk import Chunk, Owed, Refused, result

#: Chunks under way at once: while one is written down, the books have the next to do.
_LANES: Final = 2
#: Chunks of a round: a server that wants to stop waits for one round at most.
_ROUND: Final = 8

_CLAIM: Final = """
SELECT c.plan, c.step, c.number, c.low, c.high FROM plan_chunks c
WHERE NOT c.done AND (
    SELECT e.kind FROM plan_events e
    WHERE e.plan = c.plan AND e.kind IN ('approved', 'paused', 'resumed', 'stopped')
    ORDER BY e.id DESC LIMIT 1
) IN ('approved', 'resumed')
ORDER BY c.plan, c.step, c.number LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""
_DONE: Final = """
UPDATE plan_chunks SET done = true, result = %s WHERE plan = %s AND step = %s AND number = %s
"""
_ENTITLE: Final = """
INSERT INTO entitlements (incident, coupon, wallet, operation, prefecture, yen)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[])
ON CONFLICT DO NOTHING
"""
_CLAIMS: Final = """
INSERT INTO claims (incident, kind, coupon, facts, taken_in_at, taken_in_by)
VALUES (%s, 'plan', %s, %s, %s, %s)
"""
_FINISHED: Final = """
SELECT s.plan, s.step FROM plan_events s
WHERE s.kind = 'started'
  AND NOT EXISTS (SELECT FROM plan_events e
                  WHERE e.plan = s.plan AND e.step = s.step AND e.kind = 'ended')
  AND NOT EXISTS (SELECT FROM plan_chunks c
                  WHERE c.plan = s.plan AND c.step = s.step AND NOT c.done)
ORDER BY s.plan, s.step
"""
_END: Final = """
INSERT INTO plan_events (plan, step, kind, at, by, facts) VALUES (%s, %s, 'ended', %s, %s, %s)
ON CONFLICT DO NOTHING
"""
_BY: Final = "redress"


class PlanWorker:
    """Takes the open chunks of plans that are approved and not paused."""

    @property
    def name(self) -> str:
        return "plans"

    def round(self, redress: Redress) -> bool:
        """Works some chunks off, and ends the steps that have none left."""
        with ExitStack() as stack:
            lanes = [_Lane(redress, stack) for _ in range(_LANES)]
            busy: deque[_Lane] = deque()
            begun = 0
            while begun < _ROUND or busy:
                if begun < _ROUND and lanes and lanes[-1].begin():
                    begun += 1
                    busy.append(lanes.pop())
                    continue
                if not busy:
                    break
                lane = busy.popleft()
                lane.finish()
                lanes.append(lane)
            return _end_steps(redress) or begun > 0


class _Lane:
    """One chunk at a time, under a transaction that holds its row."""

    def __init__(self, redress: Redress, stack: ExitStack) -> None:
        self._redress = redress
        self._stack = stack
        self._opened: Connection | None = None
        self._plans: dict[int, Plan] = {}
        self._chunk: Chunk | None = None

    @property
    def _connection(self) -> Connection:
        if self._opened is None:
            self._opened = self._stack.enter_context(self._redress.connect())
            # Before it is given back: what a lane has not finished never was.
            self._stack.callback(self._opened.rollback)
        return self._opened

    def begin(self) -> bool:
        """Claims a chunk and submits it; False where none is open."""
        row = self._connection.execute(_CLAIM).fetchone()
        if row is None:
            self._connection.rollback()
            return False
        number, step_number, chunk, low, high = row
        plan = self._plans.get(number) or reads.plan(self._connection, number)
        assert plan is not None
        self._plans[number] = plan
        step = plan.step(step_number)
        assert step is not None
        self._chunk = Chunk(plan.id, plan.incident, step, chunk)
        self._chunk.submit(self._connection, self._redress.ledger, low, high)
        return True

    def finish(self) -> None:
        """Waits for the chunk, and commits what came of it. Raises Outage: then it stays open."""
        chunk = self._chunk
        assert chunk is not None
        self._chunk = None
        sums, owed, refused = result(chunk.step, chunk.wait())
        connection = self._connection
        if owed.coupons:
            _entitle(connection, chunk.incident, owed)
        if refused:
            self._tell_person(chunk, refused)
        connection.execute(
            _DONE,
            (msgspec.json.encode(sums).decode(), chunk.plan, chunk.step.number, chunk.number),
        )
        connection.commit()

    def _tell_person(self, chunk: Chunk, refused: Sequence[Refused]) -> None:
        now = self._redress.clock.now()
        with self._connection.cursor() as cursor:
            cursor.executemany(
                _CLAIMS,
                [
                    (chunk.incident, one.coupon, _facts(chunk, one), now, f"plan:{chunk.plan}")
                    for one in refused
                ],
            )


def _facts(chunk: Chunk, one: Refused) -> str:
    said: dict[str, Any] = {
        "plan": chunk.plan,
        "step": chunk.step.number,
        "remedy": chunk.step.remedy,
        "wallet": str(ids.WalletId(one.wallet)),
        "code": one.code,
    }
    if one.debit:
        said["debit"] = str(ids.OperationId(one.debit))
    return msgspec.json.encode(said).decode()


def _entitle(connection: Connection, incident: str, owed: Owed) -> None:
    # Array literals: a fifth of the cost of binding five lists of ten thousand.
    quoted = {one: _quoted(one) for one in set(owed.prefectures)}
    connection.execute(
        _ENTITLE,
        (
            incident,
            bigints(owed.coupons),
            bigints(owed.wallets),
            bigints(owed.operations),
            "{" + ",".join([quoted[one] for one in owed.prefectures]) + "}",
            bigints(owed.yen),
        ),
    )


def _quoted(text: str) -> str:
    """`text` as an element of an array literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _end_steps(redress: Redress) -> bool:
    """Ends the steps whose last chunk is done; whether there was one."""
    with redress.connect() as connection:
        finished = connection.execute(_FINISHED).fetchall()
        for number, step_number in finished:
            plan = reads.plan(connection, number)
            assert plan is not None
            step = plan.step(step_number)
            facts: dict[str, Any] = {"accounts": accounts(connection)}
            if step is not None and step.remedy == "convert":
                facts["equalities"] = equalities(connection, plan.incident)
            connection.execute(
                _END,
                (
                    number, step_number, redress.clock.now(), _BY,
                    msgspec.json.encode(facts).decode(),
                ),
            )  # fmt: skip
    return bool(finished)
