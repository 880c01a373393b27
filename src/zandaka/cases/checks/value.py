"""Checks of value: what wallets, coupons and accounts have, now and as of an instant."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from zandaka import ids
from zandaka.cases.checks.base import Check, Ground, Scope, said
from zandaka.cases.compare import Difference, differences, shown
from zandaka.cases.names import CouponName, WalletName
from zandaka.instants import UTC
from zandaka.ledger.chart import Kind
from zandaka.operations.base import Instant
from zandaka.reads import as_of, coupons, extension_preview, wallets
from zandaka.rules.expiry import history_since
from zandaka.terms.model import Form, Tier

#: Lines of a history that a case can name.
_LONGEST = 1_000

WalletStatus = Literal["open", "loaded", "closed", "stopped", "exchanged"]


class Balances(Check, frozen=True):
    """Yen in each wallet, expired and held value included. With `as_of` only entries that took
    effect before that instant count (R5); with `known_at` only those recorded by then."""

    balances: dict[WalletName, int]
    as_of: Instant | None = None
    known_at: Instant | None = None

    def require_said(self) -> None:
        if not self.balances:
            raise ValueError("names no wallet")
        if self.known_at is not None and self.as_of is None:
            raise ValueError("known_at goes with as_of")

    def differences(self, ground: Ground) -> list[Difference]:
        got = {name: self._balance(ground, name) for name in self.balances}
        return differences(self.balances, got, "balances")

    def _balance(self, ground: Ground, name: str) -> int:
        wallet = ground.names.wallet(name)
        if self.as_of is None:
            return sum(lot.yen for lot in wallets.lots(ground.connection, int(wallet), ground.now))
        lots = as_of.lots_at(ground.connection, int(wallet), self.as_of, self.known_at)
        return sum(lot.yen for lot in lots)


class Available(Check, frozen=True):
    """Yen that each wallet could spend at this instant: neither expired nor held."""

    available: dict[WalletName, int]

    def require_said(self) -> None:
        if not self.available:
            raise ValueError("names no wallet")

    def differences(self, ground: Ground) -> list[Difference]:
        got: dict[str, int] = {}
        for name in self.available:
            wallet = int(ground.names.wallet(name))
            view = wallets.wallet(ground.connection, wallet, ground.now)
            assert view is not None, name
            got[name] = view.available_yen
        return differences(self.available, got, "available")


class LotSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of a lot; what it leaves out is not looked at."""

    yen: int | UnsetType = UNSET
    held_yen: int | UnsetType = UNSET
    expires_at: Instant | UnsetType = UNSET
    issued_at: Instant | UnsetType = UNSET
    product: str | UnsetType = UNSET
    prefecture: str | UnsetType = UNSET
    campaign: str | UnsetType = UNSET
    legal_kind: str | UnsetType = UNSET
    coupon: CouponName | UnsetType = UNSET


class WalletCheck(Check, frozen=True):
    """One wallet: whose it is, how it stands, and each lot with value left in it, earliest expiry
    first. `expires_at` is the end of the medium; `lapsed` whether value of it came to its end
    unspent. `seen_by = "holder"`: as its holder is shown it; `expired = "hidden"` then says that no
    amount is."""

    wallet: WalletName
    product: str | UnsetType = UNSET
    form: Form | UnsetType = UNSET
    status: WalletStatus | UnsetType = UNSET
    expires_at: Instant | UnsetType = UNSET
    tier: Tier | UnsetType = UNSET
    lapsed: bool | UnsetType = UNSET
    seen_by: Literal["issuer", "holder"] = "issuer"
    holder: str | UnsetType = UNSET
    held: int | UnsetType = UNSET
    expired: int | Literal["hidden"] | UnsetType = UNSET
    lots: tuple[LotSaid, ...] | UnsetType = UNSET

    def require_said(self) -> None:
        if len(said(self)) <= 3:  # at, wallet, seen_by
            raise ValueError("says nothing of the wallet: give status, lots or another key")

    def differences(self, ground: Ground) -> list[Difference]:
        wallet = int(ground.names.wallet(self.wallet))
        view = wallets.wallet(ground.connection, wallet, ground.now)
        assert view is not None, self.wallet
        own = ("at", "wallet", "seen_by")
        expected = {key: value for key, value in said(self).items() if key not in own}
        media = ground.terms.products[view.product].media
        if self.seen_by == "holder" and media.hides_lapsed:
            view = wallets.without_lapsed(view)
        if self.lots is not UNSET:
            expected["lots"] = [said(lot) for lot in self.lots]
        got = {
            "product": view.product,
            "form": view.form,
            "status": view.status,
            "holder": view.holder,
            "held": view.held_yen,
            "expired": "hidden" if view.expired_yen is None else view.expired_yen,
            "expires_at": view.expires_at,
            "tier": view.tier,
            "lapsed": view.lapsed,
            "lots": [_lot(lot, ground) for lot in view.lots],
        }
        return differences(expected, got, self.wallet)


def _lot(lot: wallets.LotView, ground: Ground) -> dict[str, Any]:
    return {**said(lot), "coupon": ground.names.of(lot.origin)}


class MovementSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one line of a history; `"hidden"` where no amount is shown."""

    verb: str | UnsetType = UNSET
    yen: int | Literal["hidden"] | UnsetType = UNSET
    balance_yen: int | Literal["hidden"] | UnsetType = UNSET


class History(Check, frozen=True):
    """What came into a wallet and went out, newest first; `seen_by = "holder"`: as its holder is
    shown it, as far back as the terms say (R117) and without the amounts of what lapsed.
    `balance_yen` is what is left in the lot after the entry."""

    lines: WalletName
    are: tuple[MovementSaid, ...]
    seen_by: Literal["issuer", "holder"] = "issuer"

    def require_said(self) -> None:
        if any(not said(one) for one in self.are):
            raise ValueError("a line in `are` says nothing")

    def differences(self, ground: Ground) -> list[Difference]:
        wallet = int(ground.names.wallet(self.lines))
        name = wallets.product(ground.connection, wallet)
        assert name is not None, self.lines
        product = ground.terms.products[name]
        newest = (1 << 63) - 1
        if self.seen_by == "holder":
            since = history_since(product, ground.now)
            found = wallets.history(ground.connection, wallet, newest, _LONGEST, since)
            if product.media.hides_lapsed:
                ended = wallets.lapsed(ground.connection, wallet, ground.now)
                found = wallets.history_without(found, ended)
        else:
            found = wallets.history(ground.connection, wallet, newest, _LONGEST)
        got = [
            {
                "verb": one.verb,
                "yen": "hidden" if one.yen is None else one.yen,
                "balance_yen": "hidden" if one.balance_yen is None else one.balance_yen,
            }
            for one in found
        ]
        return differences([said(one) for one in self.are], got, f"history of {self.lines}")


class Exemption(Check, frozen=True):
    """What an extension of a wallet to `until` would do to the six-month exemption, asked before
    anybody makes it: yen `beyond` the total validity, and the code with which it would be
    `refused`, empty where it would not."""

    exemption: WalletName
    until: Instant
    beyond: int | UnsetType = UNSET
    refused: str | UnsetType = UNSET

    def require_said(self) -> None:
        if self.beyond is UNSET and self.refused is UNSET:
            raise ValueError("says nothing: give beyond or refused")

    def differences(self, ground: Ground) -> list[Difference]:
        wallet = int(ground.names.wallet(self.exemption))
        until = self.until.astimezone(UTC)
        found = extension_preview.preview(
            ground.connection, wallet, until, ground.terms, ground.now
        )
        got = {"beyond": found.beyond_yen, "refused": found.refused}
        own = ("at", "exemption", "until")
        expected = {key: value for key, value in said(self).items() if key not in own}
        return differences(expected, got, f"exemption of {self.exemption}")


#: One account's owner and yen, or the yen of all accounts of a kind together.
Owners = dict[str, int] | int

_ACCOUNTS = "SELECT id, balance FROM accounts WHERE kind = %s AND (%s::text IS NULL OR owner = %s)"


class Accounts(Check, frozen=True):
    """Named accounts by kind and owner, each over all books: credits less debits, so what is owed
    is positive, what was spent or is to be received negative. A number in place of the owners is
    all of the kind together."""

    accounts: dict[str, Owners]
    as_of: Instant | None = None
    known_at: Instant | None = None

    def require_said(self) -> None:
        if not self.accounts:
            raise ValueError("names no account")
        if self.known_at is not None and self.as_of is None:
            raise ValueError("known_at goes with as_of")

    def require_known(self, scope: Scope) -> None:
        kinds = [kind.value for kind in Kind if kind is not Kind.LOT]
        for kind, owners in self.accounts.items():
            if kind not in kinds:
                raise ValueError(f"{kind} is no account: one of {', '.join(kinds)}")
            if owners == {}:
                raise ValueError(f"{kind} names no owner")
            for owner in owners if isinstance(owners, dict) else ():
                known = _owners(kind, scope)
                if known is not None and owner not in known:
                    raise ValueError(f"{kind} of {owner!r}: nothing of that name in this case")

    def differences(self, ground: Ground) -> list[Difference]:
        got = {
            kind: {owner: self._balance(ground, kind, owner) for owner in owners}
            if isinstance(owners, dict)
            else self._balance(ground, kind, None)
            for kind, owners in self.accounts.items()
        }
        return differences(self.accounts, got, "accounts")

    def _balance(self, ground: Ground, kind: str, owner: str | None) -> int:
        if kind == Kind.GIFT_PAYABLE and owner is not None:
            owner = str(ground.names.wallet(owner))
        found = ground.connection.execute(_ACCOUNTS, (kind, owner, owner)).fetchall()
        if self.as_of is None:
            return sum(balance for _, balance in found)
        return sum(
            as_of.balance_at(ground.connection, account, self.as_of, self.known_at)
            for account, _ in found
        )


def _owners(kind: str, scope: Scope) -> frozenset[str] | None:
    """The owners that a case can speak of; None where only the terms know."""
    match kind:
        case Kind.MERCHANT_PAYABLE:
            return scope.merchants
        case Kind.COMPENSATION_EXPENSE:
            return scope.incidents
        case Kind.GIFT_PAYABLE:
            return scope.coupons
        case Kind.BANK_CLEARING:
            return frozenset({""})
        case Kind.IN_TRANSIT:
            return frozenset(str(book) for book in range(scope.books))
        case _:
            return None


class Gifts(Check, frozen=True):
    """Yen owed as a gift for each coupon, after what was left of it was converted (R11)."""

    gifts: dict[CouponName, int]

    def require_said(self) -> None:
        if not self.gifts:
            raise ValueError("names no coupon")

    def differences(self, ground: Ground) -> list[Difference]:
        got: dict[str, int] = {}
        for name in self.gifts:
            owner = str(ground.names.wallet(name))
            rows = ground.connection.execute(_ACCOUNTS, (Kind.GIFT_PAYABLE, owner, owner))
            got[name] = sum(balance for _, balance in rows)
        return differences(self.gifts, got, "gifts")


class ExtensionSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one extension."""

    old_expires_at: Instant | UnsetType = UNSET
    new_expires_at: Instant | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    incident: str | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class Extensions(Check, frozen=True):
    """Every extension on record for a coupon's value, oldest first (R4)."""

    extensions: CouponName
    are: tuple[ExtensionSaid, ...]

    def require_said(self) -> None:
        if any(not said(one) for one in self.are):
            raise ValueError("an extension in `are` says nothing")

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT e.old_expires_at, e.new_expires_at, e.reason, e.incident, e.recorded_at"
            " FROM extensions e JOIN accounts a ON a.book = e.book AND a.id = e.lot"
            " WHERE a.origin = %s ORDER BY e.recorded_at, e.operation",
            (int(ground.names.wallet(self.extensions)),),
        )
        got = [dict(zip(ExtensionSaid.__struct_fields__, row, strict=True)) for row in rows]
        return differences([said(one) for one in self.are], got, f"extensions of {self.extensions}")


_VALUE_OF_COUPON = """
SELECT wallet, sum(balance)::bigint FROM accounts
WHERE kind = 'lot' AND origin = %s AND balance > 0 GROUP BY wallet ORDER BY wallet
"""


class Inquiry(Check, frozen=True):
    """A coupon found by the number printed beside it (R16, R18): how it stands, which wallet has
    its value and how that wallet stands, and - `value_in` - every wallet with value that was
    issued in it."""

    inquiry: CouponName
    status: WalletStatus | UnsetType = UNSET
    prefecture: str | UnsetType = UNSET
    held_by: WalletName | UnsetType = UNSET
    wallet_status: WalletStatus | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    value_in: dict[WalletName, int] | UnsetType = UNSET

    def require_said(self) -> None:
        if len(said(self)) <= 2:  # at, inquiry
            raise ValueError("says nothing of what is found: give status, held_by or another key")

    def differences(self, ground: Ground) -> list[Difference]:
        names = ground.names
        printed = ids.read_inquiry_number(names.printed(self.inquiry))
        found = coupons.by_inquiry(ground.connection, printed, ground.now)
        if found is None:
            return [Difference(f"inquiry {printed}", "a coupon", "(nothing)")]
        value_in = {
            names.of(ids.WalletId(wallet)): yen
            for wallet, yen in ground.connection.execute(_VALUE_OF_COUPON, (int(found.coupon),))
        }
        got = {
            "status": found.status,
            "prefecture": found.prefecture,
            "held_by": names.of(found.held_by),
            "wallet_status": found.wallet_status,
            "yen": found.yen,
            "value_in": value_in,
        }
        expected = {key: value for key, value in said(self).items() if key not in ("at", "inquiry")}
        differ = differences(expected, got, f"inquiry {self.inquiry}")
        # All of the value is meant, not only the wallets that the case thought of.
        if not differ and self.value_in is not UNSET and value_in.keys() != self.value_in.keys():
            differ = [Difference("value_in", shown(sorted(self.value_in)), shown(sorted(value_in)))]
        return differ
