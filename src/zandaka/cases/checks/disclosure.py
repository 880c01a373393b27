"""Checks of what holders are told of a product."""

from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from zandaka import ids
from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences, shown
from zandaka.instants import jst_date
from zandaka.rules.disclosure import product_view


class Disclosure(Check, frozen=True):
    """What holders of a product are told on the day of the check, or `on` another: who issues it,
    how it is preserved, caps, amounts, its end, where it is accepted, what it costs. `issuer`,
    `preservation` and `expiry` are compared key by key; `limits` are yen by name, `fees` what
    `GET /v1/products` answers for each."""

    disclosure: str
    on: date | None = None
    status: str | UnsetType = UNSET
    legal_kind: str | UnsetType = UNSET
    issuer: dict[str, Any] | UnsetType = UNSET
    preservation: dict[str, Any] | UnsetType = UNSET
    forms: tuple[str, ...] | UnsetType = UNSET
    holds: tuple[str, ...] | UnsetType = UNSET
    tier: str | UnsetType = UNSET
    expiry: dict[str, Any] | UnsetType = UNSET
    amounts: tuple[int, ...] | UnsetType = UNSET
    limits: dict[str, int] | UnsetType = UNSET
    accepted_at: tuple[dict[str, Any], ...] | UnsetType = UNSET
    charges: tuple[str, ...] | UnsetType = UNSET
    carries_to: tuple[str, ...] | UnsetType = UNSET
    send: str | UnsetType = UNSET
    ends: str | UnsetType = UNSET
    fees: tuple[dict[str, Any], ...] | UnsetType = UNSET
    standard_periods: tuple[dict[str, Any], ...] | UnsetType = UNSET
    exchange: bool | UnsetType = UNSET
    refund_grounds: tuple[str, ...] | UnsetType = UNSET

    def require_said(self) -> None:
        if len(said(self)) <= 3:  # at, disclosure, on
            raise ValueError("says nothing of the product: give limits, issuer or another key")

    def differences(self, ground: Ground) -> list[Difference]:
        product = ground.terms.products.get(self.disclosure)
        if product is None:
            return [Difference(self.disclosure, "a product", "none of that name")]
        view = product_view(ground.terms, product, self.on or jst_date(ground.now))
        got: dict[str, Any] = msgspec.to_builtins(view, enc_hook=ids.to_json)
        # No cap is told where there is none: the whole table is compared.
        got["limits"] = {one["limit"]: one["yen"] for one in got["limits"]}
        expected = {
            key: value
            for key, value in said(self).items()
            if key not in ("at", "disclosure", "on", "limits")
        }
        found = differences(expected, got, self.disclosure)
        if self.limits is not UNSET and self.limits != got["limits"]:
            found.append(
                Difference(f"{self.disclosure}.limits", shown(self.limits), shown(got["limits"]))
            )
        return found
