"""Checks of claims: where one stands and why, and what was awarded for it (R9, R16 to R27)."""

import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences
from zandaka.cases.names import CouponName, Name, OperationName
from zandaka.operations.base import Instant
from zandaka.reads import claims, lodgings
from zandaka.redress.claims import look
from zandaka.rules.claim import Condition, Statement


class ClaimName(Name):
    """The step that took a claim in."""

    __slots__ = ()
    kinds = frozenset(("action",))


class AwardSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one award. `refused` is the code with which the books said no,
    `good_until` the end of the value that went back (exclusive)."""

    debit: OperationName | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    state: str | UnsetType = UNSET
    refused: str | UnsetType = UNSET
    good_until: Instant | UnsetType = UNSET
    follow_up_at: Instant | UnsetType = UNSET


class ClaimCheck(Check, frozen=True, kw_only=True):
    """A claim, by the step that took it in: its state, its coupon, its conditions by name - as they
    were when it was decided, else as they are now -, its awards and its history in order."""

    claim: ClaimName
    state: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    coupon: CouponName | UnsetType = UNSET
    decided_by: str | UnsetType = UNSET
    conditions: dict[str, str] | UnsetType = UNSET
    awards: tuple[AwardSaid, ...] | UnsetType = UNSET
    history: tuple[str, ...] | UnsetType = UNSET

    def require_said(self) -> None:
        if not said(self).keys() - {"claim", "at"}:
            raise ValueError("says nothing of the claim: give state, conditions, awards or history")

    def differences(self, ground: Ground) -> list[Difference]:
        try:
            number: int = ground.names.filled(f"${self.claim}.claim")
        except KeyError:
            return [Difference("claim", self.claim, "was never taken in")]
        row = claims.one(ground.connection, number)
        assert row is not None, "an answered claim is there"
        expected = {key: value for key, value in said(self).items() if key not in ("claim", "at")}
        if self.awards is not UNSET:
            expected["awards"] = [said(one) for one in self.awards]
        got: dict[str, Any] = {
            "state": row.line.state,
            "kind": row.line.kind,
            "coupon": ground.names.in_place_of_ids(row.line.coupon),
            "decided_by": row.line.decided_by or "",
            "conditions": {one.name: one.result for one in _conditions(row, ground)},
            "awards": [_award(one, ground) for one in row.awards],
            "history": [one.what for one in row.history],
        }
        return differences(expected, got, "claim")


def _conditions(row: claims.ClaimRow, ground: Ground) -> tuple[Condition, ...]:
    if row.decision is not None:
        return msgspec.convert(row.decision["conditions"], tuple[Condition, ...])
    if row.line.kind not in ("call", "other"):
        return ()
    given = {name: value for name, value in row.facts.items() if name != "kind"}
    return look.call(
        ground.connection,
        ground.terms.incidents[row.line.incident],
        row.facts["kind"],
        msgspec.convert(given, Statement),
        ground.now,
        row.line.claim,
    ).conditions


def _award(one: claims.AwardLine, ground: Ground) -> dict[str, Any]:
    outcome = one.outcome or {}
    return {
        "debit": ground.names.in_place_of_ids(one.debit),
        "yen": one.yen,
        "state": one.state,
        "refused": outcome.get("refused", ""),
        "good_until": outcome.get("good_until"),
        "follow_up_at": one.follow_up_at,
    }


class LodgingCheck(Check, frozen=True, kw_only=True):
    """What a lodging finds of the coupons it handed out, by booking or a day of the trip (R21)."""

    lodging: str
    booking: str | None = None
    date: datetime.date | None = None
    are: tuple[CouponName, ...]

    def require_said(self) -> None:
        if self.booking is None and self.date is None:
            raise ValueError("a lodging looks by booking or by date")

    def differences(self, ground: Ground) -> list[Difference]:
        found = lodgings.issued_by(
            ground.connection, self.lodging, self.booking, self.date, 0, 1_000
        )
        got = sorted(ground.names.of(one.coupon) for one in found)
        return differences(sorted(self.are), got, "lodging")
