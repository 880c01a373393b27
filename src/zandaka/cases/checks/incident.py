"""Checks of the facts by which an outage's victims are found (R3, R7, R8)."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, Scope, said
from zandaka.cases.compare import Difference, differences
from zandaka.cases.names import CouponName, OperationName, WalletName
from zandaka.instants import UTC
from zandaka.operations.base import Instant
from zandaka.reads import incident


class Expiring(Check, frozen=True, kw_only=True):
    """Coupons good to the end of a day that had at least so many yen as of an instant (R3).

    The expiry is the one on record at `expiry_known_at`, so that an extension takes nobody out;
    `or_earlier` also takes coupons that had expired on an earlier day. `are` names every one of
    them with its balance as of `balance_at`."""

    coupons_expiring: date
    expiry_known_at: Instant
    balance_at: Instant
    at_least: int = 1
    or_earlier: bool = False
    known_at: Instant | None = None
    are: dict[CouponName, int]

    def differences(self, ground: Ground) -> list[Difference]:
        coupons = incident.expiring_coupons(
            ground.connection,
            self.coupons_expiring,
            known_at=self.expiry_known_at,
            or_earlier=self.or_earlier,
        )
        balances = {
            ground.names.of(coupon): incident.coupon_balance(
                ground.connection, coupon, self.balance_at, self.known_at
            )
            for coupon in coupons
        }
        got = {name: yen for name, yen in balances.items() if yen >= self.at_least}
        found = differences(self.are, got, "coupons_expiring")
        if not found and got.keys() != self.are.keys():
            found = differences(sorted(self.are), sorted(got), "coupons_expiring")
        return found


_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


class Window(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """From an instant, before another. One that is left out sets no bound."""

    since: Instant = _EARLIEST
    until: Instant = _LATEST

    def require(self) -> None:
        if self.since >= self.until:
            raise ValueError("from must lie before until")


class DebitFilter(Window, frozen=True, forbid_unknown_fields=True):
    """Which debits are meant; what is left out does not matter."""

    coupon: CouponName | UnsetType = UNSET
    wallet: WalletName | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    confirmed: bool | UnsetType = UNSET

    def takes(self, debit: dict[str, Any]) -> bool:
        wanted = said(self)
        del wanted["since"], wanted["until"]
        coupon = wanted.pop("coupon", None)
        return (coupon is None or coupon in debit["coupons"]) and all(
            debit[key] == value for key, value in wanted.items()
        )


class DebitSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one debit."""

    payment: OperationName | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    wallet: WalletName | UnsetType = UNSET
    coupons: tuple[CouponName, ...] | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    returned: int | UnsetType = UNSET
    confirmed: bool | UnsetType = UNSET


class Debits(Check, frozen=True):
    """Debits in a window: how many, how many of them the shop confirmed, how much has been given
    back of them, and which they are (R7, R8)."""

    debits: DebitFilter
    count: int | UnsetType = UNSET
    confirmed: int | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    returned: int | UnsetType = UNSET
    are: tuple[DebitSaid, ...] | UnsetType = UNSET

    def require_known(self, scope: Scope) -> None:
        _require_merchant(self.debits.merchant, scope)

    def require_said(self) -> None:
        self.debits.require()
        if len(said(self)) <= 2:
            raise ValueError("says nothing of the debits: give count, confirmed, yen or are")

    def differences(self, ground: Ground) -> list[Difference]:
        rows = [
            row
            for debit in incident.debits(ground.connection, self.debits.since, self.debits.until)
            if self.debits.takes(row := _debit(debit, ground))
        ]
        expected = {key: value for key, value in said(self).items() if key not in ("at", "debits")}
        if self.are is not UNSET:
            expected["are"] = [said(one) for one in self.are]
        got = {
            "count": len(rows),
            "confirmed": sum(row["confirmed"] for row in rows),
            "yen": sum(row["yen"] for row in rows),
            "returned": sum(row["returned"] for row in rows),
            "are": rows,
        }
        return differences(expected, got, "debits")


def _debit(debit: incident.Debit, ground: Ground) -> dict[str, Any]:
    names = ground.names
    return {
        **said(debit),
        "payment": names.of(debit.payment),
        "wallet": names.of(debit.wallet),
        "coupons": [names.of(coupon) for coupon in debit.coupons],
    }


class RepetitionFilter(Window, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to look for repeated debits, and how soon after one another they must be."""

    within_seconds: int


class RepetitionSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one run of equal debits. `excess` is the yen beyond the first."""

    wallet: WalletName | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    count: int | UnsetType = UNSET
    excess: int | UnsetType = UNSET
    payments: tuple[OperationName, ...] | UnsetType = UNSET


class Repeated(Check, frozen=True):
    """Runs of two or more debits of one wallet, shop and amount, each at most so many seconds
    after the one before: what category B2 looks for (R8). Whether they were one purchase is for
    a person to say."""

    repeated_debits: RepetitionFilter
    are: tuple[RepetitionSaid, ...]

    def require_said(self) -> None:
        self.repeated_debits.require()

    def require_known(self, scope: Scope) -> None:
        for one in self.are:
            _require_merchant(one.merchant, scope)

    def differences(self, ground: Ground) -> list[Difference]:
        window = self.repeated_debits
        debits = incident.debits(ground.connection, window.since, window.until)
        runs = incident.repetitions(debits, timedelta(seconds=window.within_seconds))
        names = ground.names
        got = [
            {
                "wallet": names.of(run.debits[0].wallet),
                "merchant": run.debits[0].merchant,
                "yen": run.debits[0].yen,
                "count": len(run.debits),
                "excess": run.excess,
                "payments": [names.of(debit.payment) for debit in run.debits],
            }
            for run in runs
        ]
        return differences([said(one) for one in self.are], got, "repeated_debits")


class AttemptFilter(Window, frozen=True, forbid_unknown_fields=True):
    """Which attempts are meant; what is left out does not matter."""

    wallet: WalletName | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    verb: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    why: str | UnsetType = UNSET


class AttemptSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one attempt."""

    attempted_at: Instant | UnsetType = UNSET
    wallet: WalletName | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    verb: str | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    code: str | UnsetType = UNSET
    why: str | UnsetType = UNSET


class Attempts(Check, frozen=True):
    """Attempts in a window: commands refused (with a `code`), and commands that did not reach a
    book or got no answer in time (`why`)."""

    attempts: AttemptFilter
    count: int | UnsetType = UNSET
    are: tuple[AttemptSaid, ...] | UnsetType = UNSET

    def require_known(self, scope: Scope) -> None:
        _require_merchant(self.attempts.merchant, scope)

    def require_said(self) -> None:
        self.attempts.require()
        if len(said(self)) <= 2:
            raise ValueError("says nothing of the attempts: give count or are")

    def differences(self, ground: Ground) -> list[Difference]:
        wanted = said(self.attempts)
        del wanted["since"], wanted["until"]
        rows = [
            {
                **said(one),
                "attempted_at": one.at,
                "wallet": ground.names.of(one.wallet),
            }
            for one in incident.attempts(
                ground.connection, self.attempts.since, self.attempts.until
            )
        ]
        rows = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
        expected = {
            key: value for key, value in said(self).items() if key not in ("at", "attempts")
        }
        if self.are is not UNSET:
            expected["are"] = [said(one) for one in self.are]
        return differences(expected, {"count": len(rows), "are": rows}, "attempts")


def _require_merchant(merchant: str | UnsetType, scope: Scope) -> None:
    if merchant is not UNSET and merchant not in scope.merchants:
        raise ValueError(f"no merchant {merchant!r} in this case")
