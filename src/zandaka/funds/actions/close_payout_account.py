"""Close a payout account (出金先口座の解除): nothing more is ordered to it."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds import accounts
from zandaka.redress.action import Action, Desk


class PayoutAccountClosed(msgspec.Struct, frozen=True):
    """What was ordered to it before still goes there."""

    account: int
    holder: str


class ClosePayoutAccount(Action, frozen=True, kw_only=True, tag="close_payout_account"):
    """Takes a registered bank account out of use."""

    verb: ClassVar[str] = "close_payout_account"
    ja: ClassVar[str] = "登録された出金先口座を使えなくする。依頼済みの出金はその口座に支払う。"
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("holder", "issuer", "operator")
    outcome: ClassVar[type[msgspec.Struct]] = PayoutAccountClosed

    account: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]

    def act(self, desk: Desk) -> PayoutAccountClosed:
        return PayoutAccountClosed(self.account, accounts.close(desk, self.account))
