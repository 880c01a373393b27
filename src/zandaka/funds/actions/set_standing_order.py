"""Set a standing order (自動チャージ・自動出金の設定): load or withdraw at a threshold."""

from typing import Annotated, ClassVar, Final

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.funds.standing import StandingKind, require_own
from zandaka.ledger.model import Wallet
from zandaka.money import Yen
from zandaka.operations.base import Reference
from zandaka.redress.action import Action, Desk
from zandaka.rules import transferable

_WALLET: Final = "SELECT product, form, status FROM wallets WHERE book = %s AND id = %s"
_ACCOUNT: Final = """
SELECT FROM payout_accounts WHERE id = %s AND holder = %s AND closed_at IS NULL
"""
_END: Final = """
UPDATE standing_orders SET ended_at = %s WHERE wallet = %s AND kind = %s AND ended_at IS NULL
"""
_NEW: Final = """
INSERT INTO standing_orders (wallet, kind, threshold, yen, source, account, seen, set_at, set_by)
VALUES (%s, %s, %s, %s, %s, %s, -1, %s, %s) RETURNING id
"""


class StandingOrderSet(msgspec.Struct, frozen=True):
    """In force from now on; one of the same kind that the wallet had has ended."""

    standing_order: int
    wallet: ids.WalletId


class SetStandingOrder(Action, frozen=True, kw_only=True, tag="set_standing_order"):
    """Has `yen` loaded from `source` whenever a payment leaves less than `threshold_yen`, or
    withdrawn to the registered `account` whenever what comes in makes it `threshold_yen` or more.
    Every load and withdrawal passes the same caps as one by hand."""

    verb: ClassVar[str] = "set_standing_order"
    ja: ClassVar[str] = (
        "支払で残高がしきい値を下回るたびに決まった額をチャージする、または残高がしきい値以上になるたびに"
        "登録口座へ出金するよう設定する。上限は手動の場合と同じ。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("holder", "issuer", "operator")
    outcome: ClassVar[type[msgspec.Struct]] = StandingOrderSet

    wallet: ids.WalletId
    kind: StandingKind
    threshold_yen: Yen
    yen: Yen
    source: Reference = ""
    account: Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)] = 0

    def act(self, desk: Desk) -> StandingOrderSet:
        connection = desk.connection
        holder = require_own(connection, self.wallet, desk.by)
        if self.kind == "withdraw":
            self._require_automatic(desk)
            if connection.execute(_ACCOUNT, (self.account, holder)).fetchone() is None:
                raise Refusal("unknown_account", account=self.account)
            if self.yen > self.threshold_yen:
                raise Refusal("insufficient_value", yen=self.yen, available_yen=self.threshold_yen)
        connection.execute(_END, (desk.now, int(self.wallet), self.kind))
        row = connection.execute(
            _NEW,
            (
                int(self.wallet), self.kind, self.threshold_yen, self.yen, self.source,
                self.account, desk.now, desk.by,
            ),
        ).fetchone()  # fmt: skip
        assert row is not None, "an INSERT returns its row"
        return StandingOrderSet(row[0], self.wallet)

    def _require_automatic(self, desk: Desk) -> None:
        row = desk.connection.execute(
            _WALLET, (ids.book_of(self.wallet), int(self.wallet))
        ).fetchone()
        assert row is not None, "it has a holder"
        product = transferable.funds_product(Wallet(self.wallet, *row), desk.terms)
        if product is None or "automatic" not in product.withdrawing.routes:
            raise Refusal("not_offered", product=row[0], route="automatic")
