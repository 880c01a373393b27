"""The four files: their columns, and what a row of each has to look like.

A row becomes a tuple of `Kind.staged`, in the order of its columns there."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from zandaka.directory.vault import Vault
from zandaka.money import MAX_YEN
from zandaka.redress.contacts import address_hash
from zandaka.redress.importing.errors import Unfit
from zandaka.redress.service import command_key
from zandaka.rules import contact, inquiry
from zandaka.rules.business_calendar import end_of_day
from zandaka.terms.model import Terms

#: Under which contacts are sealed while they wait in a temporary table.
SEALED: Final = "import contact"
#: How functions of the other ledger are called here.
VERBS: Final[Mapping[str, str]] = {"issue": "issue", "load": "load_coupon", "pay": "pay"}
WHYS: Final = ("refused", "timed_out", "unreachable")


class Scope(msgspec.Struct, frozen=True):
    """What rows are read against: the ledger they come from, the terms, the present."""

    ledger: str
    terms: Terms
    now: datetime
    vault: Vault

    def key(self, kind: str, reference: str) -> str:
        """The key under which a row of the other ledger is posted: always the same one."""
        return command_key("import", self.ledger, kind, reference).hex()


class Row:
    """One row of a file: its fields by name. Whatever reads one raises Unfit where it breaks the
    rule of its column."""

    __slots__ = ("_fields", "_places")

    def __init__(self, places: dict[str, int]) -> None:
        self._places = places
        self._fields: list[str] = []

    def set(self, fields: list[str]) -> None:
        """The next row, in the order of the file's columns."""
        self._fields = fields

    def maybe(self, column: str, longest: int = 100) -> str:
        """The field, of at most `longest` characters; empty where it or its column is missing."""
        place = self._places.get(column)
        text = "" if place is None else self._fields[place].strip()
        if len(text) > longest:
            raise Unfit(column, f"must have at most {longest} characters")
        if "\0" in text:
            raise Unfit(column, "must not hold the character NUL")
        return text

    def text(self, column: str, longest: int = 100) -> str:
        """The field, which must be there."""
        text = self.maybe(column, longest)
        if not text:
            raise Unfit(column, "must not be empty")
        return text

    def one_of(self, column: str, *allowed: str) -> str:
        """The field, which must be one of these."""
        text = self.maybe(column)
        if text not in allowed:
            raise Unfit(column, f"must be {' or '.join(allowed)}")
        return text

    def yen(self, column: str, least: int = 1) -> int:
        """Whole yen, from `least` to MAX_YEN."""
        text = self.maybe(column)
        if not (text.isascii() and text.isdigit() and least <= int(text) <= MAX_YEN):
            raise Unfit(column, f"must be whole yen, {least} or more, in digits alone")
        return int(text)

    def instant(self, column: str) -> datetime:
        """An instant with its offset (ISO 8601)."""
        try:
            return _instant(self.maybe(column))
        except ValueError:
            raise Unfit(
                column, "must be an instant with its offset, such as 2023-02-24T18:05:00+09:00"
            ) from None

    def past(self, column: str, now: datetime) -> datetime:
        """An instant that is not ahead of `now`."""
        at = self.instant(column)
        if at > now:
            raise Unfit(column, "must not lie in the future")
        return at

    def flag(self, column: str) -> bool:
        """Whether it says true or 1; empty is false."""
        text = self.maybe(column).lower()
        if text not in ("", "true", "false", "1", "0"):
            raise Unfit(column, "must be true or false")
        return text in ("true", "1")


@lru_cache(100_000)
def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no offset")
    return at


class Kind(msgspec.Struct, frozen=True):
    """One of the four files. `table` is where its rows wait, `staged` that table's columns."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    table: str
    staged: str
    read: Callable[[Row, Scope], tuple[Any, ...]]


def _coupon(row: Row, scope: Scope) -> tuple[Any, ...]:
    reference = row.text("reference")
    try:
        number = inquiry.read(row.text("inquiry"), others=True)
    except ValueError as problem:
        raise Unfit("inquiry", str(problem)) from None
    campaign = scope.terms.campaigns.get(row.text("campaign"))
    if campaign is None:
        raise Unfit("campaign", f"must be one of {', '.join(scope.terms.campaigns)}")
    prefecture = row.text("prefecture")
    if prefecture not in campaign.prefectures:
        raise Unfit("prefecture", f"must be a prefecture of {campaign.id}, such as 13")
    issued_at = row.past("issued_at", scope.now)
    expires_at = _end(row)
    if expires_at <= issued_at:
        raise Unfit("expires_on", "must lie after issued_at")
    holder = row.maybe("holder")
    return (
        scope.key("coupon", reference), reference, number, campaign.id, prefecture,
        row.yen("yen"), issued_at, expires_at, holder, *_contact(row, holder, scope),
    )  # fmt: skip


def _end(row: Row) -> datetime:
    """The first instant at which the coupon is no longer good (R10)."""
    if row.maybe("expires_at"):
        if row.maybe("expires_on"):
            raise Unfit("expires_at", "must be empty where expires_on is given")
        return row.instant("expires_at")
    try:
        return end_of_day(date.fromisoformat(row.maybe("expires_on")))
    except (ValueError, OverflowError):
        raise Unfit(
            "expires_on", "must be the last good day, such as 2023-02-24, or expires_at be given"
        ) from None


def _contact(row: Row, holder: str, scope: Scope) -> tuple[bytes | None, bytes | None]:
    """The contact, sealed: it is never in a table as it is; and by what it is compared."""
    said = {name: row.maybe(name, 254) for name in ("mail", "mobile")}
    language = row.maybe("language") or "ja"
    if language not in ("ja", "en"):
        raise Unfit("language", "must be ja or en")
    if not any(said.values()):
        return None, None
    if not holder:
        raise Unfit("holder", "must be given where mail or mobile is")
    for name, read in (("mail", contact.mail), ("mobile", contact.mobile)):
        try:
            said[name] = said[name] and read(said[name])
        except ValueError as problem:
            raise Unfit(name, str(problem)) from None
    text = msgspec.json.encode((language, said["mail"], said["mobile"])).decode()
    return scope.vault.seal(SEALED, text), address_hash(scope.vault, text)


def _transaction(row: Row, scope: Scope) -> tuple[Any, ...]:
    reference, coupon = row.text("reference"), row.text("coupon")
    kind = row.one_of("kind", "payment", "refund")
    refund = kind == "refund"
    merchant = row.maybe("merchant") if refund else row.text("merchant")
    payment = row.text("payment") if refund else row.maybe("payment")
    if payment and not refund:
        raise Unfit("payment", "must be empty for a payment")
    return (
        scope.key("transaction", reference), reference, scope.key("coupon", coupon), kind,
        merchant, row.yen("yen"), row.past("at", scope.now), row.flag("confirmed"),
        scope.key("transaction", payment) if payment else None,
    )  # fmt: skip


def _balance(row: Row, scope: Scope) -> tuple[Any, ...]:
    coupon = row.text("coupon")
    return scope.key("coupon", coupon), coupon, row.yen("yen", 0), row.past("at", scope.now)


def _attempt(row: Row, scope: Scope) -> tuple[Any, ...]:
    reference, verb = row.text("reference"), row.one_of("verb", *VERBS)
    # Where an issue failed there is no coupon to name.
    coupon = row.maybe("coupon") if verb == "issue" else row.text("coupon")
    return (
        scope.key("attempt", reference), reference,
        scope.key("coupon", coupon) if coupon else None, VERBS[verb],
        row.past("at", scope.now), row.one_of("why", *WHYS), row.maybe("merchant") or None,
        row.yen("yen") if row.maybe("yen") else None,
    )  # fmt: skip


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "coupons",
            ("reference", "inquiry", "campaign", "prefecture", "yen", "issued_at"),
            ("expires_on", "expires_at", "holder", "language", "mail", "mobile"),
            "import_coupons",
            "key uuid, reference text, inquiry text, campaign text, prefecture text, yen bigint, "
            "issued_at timestamptz, expires_at timestamptz, holder text, contact bytea, "
            "contact_hash bytea",
            _coupon,
        ),
        Kind(
            "transactions",
            ("reference", "coupon", "kind", "yen", "at"),
            ("merchant", "confirmed", "payment"),
            "import_transactions",
            "key uuid, reference text, coupon uuid, kind text, merchant text, yen bigint, "
            "at timestamptz, confirmed boolean, payment uuid",
            _transaction,
        ),
        Kind(
            "balances",
            ("coupon", "yen", "at"),
            (),
            "import_balances",
            "coupon uuid, reference text, yen bigint, at timestamptz",
            _balance,
        ),
        Kind(
            "attempts",
            ("reference", "verb", "at", "why"),
            ("coupon", "merchant", "yen"),
            "import_attempts",
            "key uuid, reference text, coupon uuid, verb text, at timestamptz, why text, "
            "merchant text, yen bigint",
            _attempt,
        ),
    )
}
