"""Settle a payout (出金の決着の申出): a person says what became of one that no file carries."""

from typing import Annotated, ClassVar

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.funds import settlements
from zandaka.funds.settlements import Result
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk


class SettlementProposed(msgspec.Struct, frozen=True):
    """Its number. Nothing is told to the books until another person has approved it."""

    settlement: int
    payout: ids.OperationId
    result: str


class SettlePayout(Action, frozen=True, kw_only=True, tag="settle_payout"):
    """Says that a payout was `paid` - at a desk, or by a cash machine that gives no answer - or
    that nothing was and it is to be `returned`. Another person approves it. What stands in a file
    for the bank is told by the bank alone. `evidence`: where it is kept that a machine which does
    not even answer to being cancelled has paid nothing and will not."""

    verb: ClassVar[str] = "settle_payout"
    ja: ClassVar[str] = (
        "窓口での支払やATMの応答なしなど、銀行のファイルにない払出について、支払済みか取消かを申し出る。"
        "別の人が承認して初めて帳簿に伝わる。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = SettlementProposed

    payout: ids.OperationId
    result: Result
    reason: Reason
    evidence: Annotated[str, msgspec.Meta(max_length=500)] = ""

    def act(self, desk: Desk) -> SettlementProposed:
        found = settlements.standing(desk.connection, self.payout)
        number = settlements.propose(
            desk, self.payout, found.attempt, self.result, self.reason, self.evidence
        )
        return SettlementProposed(number, self.payout, self.result)
