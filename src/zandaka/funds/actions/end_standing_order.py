"""End a standing order (自動チャージ・自動出金の解除)."""

from typing import Annotated, ClassVar, Final

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.funds.standing import require_own
from zandaka.redress.action import Action, Desk

_FIND: Final = "SELECT wallet FROM standing_orders WHERE id = %s FOR UPDATE"
_END: Final = """
UPDATE standing_orders SET ended_at = coalesce(ended_at, %s) WHERE id = %s
"""


class StandingOrderEnded(msgspec.Struct, frozen=True):
    """What it has begun is finished; nothing more follows."""

    standing_order: int
    wallet: ids.WalletId


class EndStandingOrder(Action, frozen=True, kw_only=True, tag="end_standing_order"):
    """Ends what was done again and again."""

    verb: ClassVar[str] = "end_standing_order"
    ja: ClassVar[str] = "自動チャージ・自動出金の設定を解除する。始まっている分は最後まで行う。"
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("holder", "issuer", "operator")
    outcome: ClassVar[type[msgspec.Struct]] = StandingOrderEnded

    standing_order: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]

    def act(self, desk: Desk) -> StandingOrderEnded:
        row = desk.connection.execute(_FIND, (self.standing_order,)).fetchone()
        if row is None:
            raise Refusal("unknown_operation", standing_order=self.standing_order)
        wallet = ids.WalletId(row[0])
        require_own(desk.connection, wallet, desk.by)
        desk.connection.execute(_END, (desk.now, self.standing_order))
        return StandingOrderEnded(self.standing_order, wallet)
