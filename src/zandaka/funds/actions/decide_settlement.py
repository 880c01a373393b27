"""Decide on a settlement (出金の決着の承認): a second person agrees, or not."""

from typing import Annotated, ClassVar, Final, Literal

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.funds import settlements
from zandaka.funds.settlements import Settlement, Standing
from zandaka.redress.action import Action, Desk

_NEW: Final = """
INSERT INTO payout_tries (payout, attempt, yen, state, code, by, at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (payout, attempt) DO NOTHING RETURNING id
"""
_SETTLED: Final = """
UPDATE payout_tries SET state = %s, code = %s, by = %s, at = %s, ask_at = %s WHERE id = %s
"""


class SettlementDecided(msgspec.Struct, frozen=True):
    """`state` is how the payout is tried now: `paid` or `returned`, of which the books are told at
    once, or `cancelling` until its machine has said that it paid nothing - or that it did.
    `rejected`: nothing has changed."""

    settlement: int
    payout: ids.OperationId
    state: Literal["paid", "returned", "cancelling", "rejected"]


class DecideSettlement(Action, frozen=True, kw_only=True, tag="decide_settlement"):
    """Approves what another person said became of a payout, or rejects it; whoever said it can only
    take it back. A machine that was asked to pay may still do so: before a payout of its own is
    returned it is asked to cancel, and its answer counts. Only where `evidence` was named is the
    payout returned without that answer; it is asked for all the same."""

    verb: ClassVar[str] = "decide_settlement"
    ja: ClassVar[str] = (
        "出金の決着の申出を、申し出た人とは別の人が承認または却下する(本人にできるのは取下げだけ)。"
        "ATMに依頼済みの出金を戻すときは、先にATMに取消を求め、その答えに従う。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = SettlementDecided

    settlement: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]
    decision: Literal["approve", "reject"]
    why: Annotated[str, msgspec.Meta(max_length=500)] = ""

    def act(self, desk: Desk) -> SettlementDecided:
        asked = settlements.lock(desk.connection, self.settlement)
        payout = ids.OperationId(asked.payout)
        if self.decision == "reject":
            settlements.decide(desk, asked.id, "rejected", self.why)
            return SettlementDecided(asked.id, payout, "rejected")
        if desk.by == asked.proposed_by:
            raise Refusal("same_person", by=desk.by, source="R104")
        found = settlements.standing(desk.connection, payout)
        if found.attempt != asked.attempt:
            # It came back meanwhile, and what is to be paid now is another try.
            raise Refusal("payout_ended", payout=payout, attempt=asked.attempt)
        settlements.decide(desk, asked.id, "approved", self.why)
        return SettlementDecided(asked.id, payout, _settle(desk, asked, found))


def _settle(
    desk: Desk, asked: Settlement, found: Standing
) -> Literal["paid", "returned", "cancelling"]:
    code = f"{asked.result}: {asked.reason}"[:200]
    if found.try_id is None:
        made = desk.connection.execute(
            _NEW,
            (
                asked.payout, asked.attempt, found.yen, asked.result, code, asked.proposed_by,
                desk.now,
            ),
        ).fetchone()  # fmt: skip
        if made is not None:
            return asked.result
        # Just now a worker has begun to ask a machine.
        found = settlements.standing(desk.connection, ids.OperationId(asked.payout))
    # Whatever was asked of a machine may still be done by it.
    ask_at = desk.now if found.asked and asked.result == "returned" else None
    state = "cancelling" if ask_at is not None and not asked.evidence else asked.result
    desk.connection.execute(
        _SETTLED, (state, code, asked.proposed_by, desk.now, ask_at, found.try_id)
    )
    return state
