"""Checks of gifts: what is owed, what was ordered, who has a link."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from zandaka import ids
from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences
from zandaka.cases.names import CouponName
from zandaka.money import Yen

EntitlementState = Literal["open", "gift", "given", "bank", "repaid", "lapsed"]
OrderState = Literal["intended", "unknown", "issued", "denied", "cancelling", "cancelled"]


class OwedSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one entitlement."""

    coupon: CouponName | UnsetType = UNSET
    yen: Yen | UnsetType = UNSET
    given: int | UnsetType = UNSET
    state: EntitlementState | UnsetType = UNSET


class OrderSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one gift order."""

    brand: str | UnsetType = UNSET
    yen: Yen | UnsetType = UNSET
    state: OrderState | UnsetType = UNSET


class LinkSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one link: `short` where little time was left when it was made (R20)."""

    holder: str | UnsetType = UNSET
    channel: Literal["mail", "sms"] | UnsetType = UNSET
    short: bool | UnsetType = UNSET
    generation: int | UnsetType = UNSET


class Entitlements(Check, frozen=True):
    """Everything that was ever owed after conversion, by the coupon's name (R12, R32)."""

    entitlements: tuple[OwedSaid, ...]

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT coupon, yen, given, state FROM entitlements ORDER BY id"
        ).fetchall()
        got = [
            {"coupon": ground.names.of(ids.WalletId(coupon)), "yen": yen, "given": given,
             "state": state}
            for coupon, yen, given, state in rows
        ]  # fmt: skip
        got.sort(key=lambda one: str(one["coupon"]))
        return differences([said(one) for one in self.entitlements], got, "entitlements")


class GiftOrders(Check, frozen=True):
    """Every gift order, in the order they were chosen; parts of one choice largest first."""

    gift_orders: tuple[OrderSaid, ...]

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT brand, yen, state FROM gift_orders ORDER BY choice, part"
        ).fetchall()
        got = [dict(zip(OrderSaid.__struct_fields__, row, strict=True)) for row in rows]
        return differences([said(one) for one in self.gift_orders], got, "gift_orders")


class GiftLinks(Check, frozen=True):
    """Every link, by the holder's name (R13, R14); of several with one address, by the first's."""

    gift_links: tuple[LinkSaid, ...]

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT r.holder, r.channel, l.short, l.generation FROM gift_links l"
            " JOIN recipients r ON r.id = l.recipient ORDER BY r.holder, r.id"
        ).fetchall()
        got = [dict(zip(LinkSaid.__struct_fields__, row, strict=True)) for row in rows]
        return differences([said(one) for one in self.gift_links], got, "gift_links")
