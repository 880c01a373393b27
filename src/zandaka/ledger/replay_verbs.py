"""What the journal says of lots, expiries and secrets, verb by verb, held against the tables.

The requests and outcomes are part of the hash chain, so they are what was written; the tables
beside the journal are not, and must follow from it. The verbs named here came first; a new one
says in its outcome what it opened and moved (`effects.py`), and needs nothing here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger import rows, written
from zandaka.ledger.breaks import Break
from zandaka.ledger.effects import Effects, LotMoved
from zandaka.ledger.replay_accounts import Accounts, expiry_us
from zandaka.ledger.replay_facts import Facts
from zandaka.ledger.replay_rows import OperationRow
from zandaka.ledger.replay_wallets import Wallets

Cursor = psycopg.Cursor[tuple[Any, ...]]


class _Coupon(msgspec.Struct, frozen=True, gc=False):
    wallet: ids.WalletId
    inquiry: str


class _Issued(msgspec.Struct, frozen=True, gc=False):
    coupons: tuple[_Coupon, ...]
    expires_at: datetime


class _Issue(msgspec.Struct, frozen=True, gc=False):
    campaign: str
    prefecture: str
    secrets: tuple[bytes, ...]


class _Opened(msgspec.Struct, frozen=True, gc=False):
    wallet: ids.WalletId
    product: str


class _Mirror(msgspec.Struct, frozen=True, gc=False):
    inquiry: str
    campaign: str
    prefecture: str
    issued_at: datetime
    expires_at: datetime


class _Mirrored(msgspec.Struct, frozen=True, gc=False):
    wallet: ids.WalletId


class _Loaded(msgspec.Struct, frozen=True, gc=False):
    expires_at: datetime | None
    product: str = ""


class _Parcel(msgspec.Struct, frozen=True, gc=False):
    product: str
    campaign: str
    prefecture: str
    origin: ids.WalletId
    issued_at: datetime
    expires_at: datetime | None


class _CouponLoaded(msgspec.Struct, frozen=True, gc=False):
    wallet: ids.WalletId
    in_transit: bool
    parcels: tuple[_Parcel, ...]


class _Arrive(msgspec.Struct, frozen=True, gc=False):
    wallet: ids.WalletId
    sent: ids.OperationId
    parcels: tuple[_Parcel, ...]
    why: str = ""


class _Extended(msgspec.Struct, frozen=True, gc=False):
    lots: tuple[LotMoved, ...]


class _Secrets(msgspec.Struct, frozen=True, gc=False):
    secret: bytes | None = None
    secrets: tuple[bytes, ...] = ()


class _ExtendedMany(msgspec.Struct, frozen=True, gc=False):
    parts: tuple[_Extended, ...]


_read_issue = msgspec.json.Decoder(_Issue, dec_hook=ids.from_json).decode
_read_issued = msgspec.json.Decoder(_Issued, dec_hook=ids.from_json).decode
_read_opened = msgspec.json.Decoder(_Opened, dec_hook=ids.from_json).decode
_read_mirror = msgspec.json.Decoder(_Mirror, dec_hook=ids.from_json).decode
_read_mirrored = msgspec.json.Decoder(_Mirrored, dec_hook=ids.from_json).decode
_read_loaded = msgspec.json.Decoder(_Loaded, dec_hook=ids.from_json).decode
_read_coupon_loaded = msgspec.json.Decoder(_CouponLoaded, dec_hook=ids.from_json).decode
_read_arrive = msgspec.json.Decoder(_Arrive, dec_hook=ids.from_json).decode
_read_effects = msgspec.json.Decoder(Effects, dec_hook=ids.from_json).decode
_read_secrets = msgspec.json.Decoder(_Secrets).decode
_read_extended = msgspec.json.Decoder(_Extended, dec_hook=ids.from_json).decode
_read_extended_many = msgspec.json.Decoder(_ExtendedMany, dec_hook=ids.from_json).decode

_WALLETS: Final = """
SELECT id, product, secret, inquiry, opened_by, form, prefecture FROM wallets
WHERE book = %s AND opened_by BETWEEN %s AND %s
"""
_EXTENSIONS: Final = """
SELECT operation, lot, old_expires_at, new_expires_at FROM extensions
WHERE book = %s AND operation BETWEEN %s AND %s
"""


_EXTENDING: Final = (b"extend", b"extend_many")
_OPENING: Final = (b"issue", b"open_wallet", b"mirror_coupon")


class Verbs:
    """Follows the accepted operations of one book."""

    def __init__(
        self, cursor: Cursor, book: int, facts: Facts, accounts: Accounts, states: Wallets
    ) -> None:
        self._cursor = cursor
        self._book = book
        self._facts = facts
        self._accounts = accounts
        self._states = states
        self._wallets: dict[int, tuple[Any, ...]] = {}
        self._extensions: dict[tuple[int, int], tuple[int, int]] = {}
        self._extended = 0
        self._sent = 0
        self._settled = 0
        self._wallet = ids.make(book, 0)

    def prepare(self, operations: Sequence[OperationRow]) -> None:
        """Reads what the tables keep of the coming operations."""
        verbs = {one.verb for one in operations}
        self._wallets, self._extensions = {}, {}
        span = (self._book, operations[0].id, operations[-1].id) if operations else None
        if span and (not verbs.isdisjoint(_OPENING) or _any(b'"opened":', operations)):
            found = self._cursor.execute(_WALLETS, span, binary=True)
            self._wallets = {row[0]: row[1:] for row in found}
        if span and (not verbs.isdisjoint(_EXTENDING) or _any(b'"moved_ends":', operations)):
            found = self._cursor.execute(_EXTENSIONS, span, binary=True)
            self._extensions = {
                (row[0], row[1]): (expiry_us(row[2]), expiry_us(row[3])) for row in found
            }

    def accept(self, operation: OperationRow, batch: int) -> None:
        """One accepted operation. Raises Break where a table says something else."""
        does = self._does.get(operation.verb)
        if does is not None:
            does(self, operation, batch)
        # Looked for in the bytes: nearly all operations have none, and need not be decoded.
        said = operation.outcome
        if (
            b'"new_lots":' in said
            or b'"moved_ends":' in said
            or b'"opened":' in said
            or b'"in_transit":true' in said
        ) and operation.verb != b"load_coupon":
            self._effects(operation, batch)

    def _effects(self, operation: OperationRow, batch: int) -> None:
        said = _read_effects(operation.outcome)
        if said.opened:
            asked = _read_secrets(operation.request)
            secrets = asked.secrets or (asked.secret,) * len(said.opened)
            told = written.read(operation.outcome)
            wallets = {one.wallet: one for one in told.wallets} if told is not None else {}
            for one, secret in zip(said.opened, secrets, strict=True):
                wallet = wallets.get(one.wallet)
                form = (None, None) if wallet is None else (wallet.form, wallet.prefecture)
                expected = (one.product, secret, one.inquiry, operation.id, *form)
                self._opened(operation, batch, one.wallet, expected)
        for lot in said.new_lots:
            series = self._facts.series.get((lot.product, lot.campaign, lot.prefecture), 0)
            issued_us = rows.microseconds(lot.issued_at)
            facts = (operation.id, lot.wallet, lot.origin, issued_us, series)
            self._accounts.open(batch, facts, expiry_us(lot.expires_at))
        self._extend_lots(operation, batch, said.moved_ends)
        self._sent += said.in_transit

    def finish(self) -> None:
        """Nothing is in the tables that no operation of the journal has put there. Raises Break."""
        counts: tuple[tuple[str, str, int], ...] = (
            ("wallets", "SELECT count(*) FROM wallets WHERE book = %s", self._wallet_count),
            ("extensions", "SELECT count(*) FROM extensions WHERE book = %s", self._extended),
            ("transits", "SELECT count(*) FROM transits WHERE book = %s", self._sent),
            (
                "settled transits",
                "SELECT count(*) FROM transits WHERE book = %s AND settled",
                self._settled,
            ),
        )
        for name, query, expected in counts:
            row = self._cursor.execute(query.encode(), (self._book,)).fetchone()
            assert row is not None
            if row[0] != expected:
                raise Break(
                    self._book, None, name, f"there are {row[0]}, the journal has {expected}"
                )

    @property
    def wallet(self) -> int:
        """The last wallet opened."""
        return self._wallet

    @property
    def _wallet_count(self) -> int:
        return ids.number_of(self._wallet)

    def _issue(self, operation: OperationRow, batch: int) -> None:
        asked, issued = _read_issue(operation.request), _read_issued(operation.outcome)
        product = self._facts.product_of(operation.terms, asked.campaign)
        series = self._facts.series.get((product, asked.campaign, asked.prefecture), 0)
        expires_us = expiry_us(issued.expires_at)
        for coupon, secret in zip(issued.coupons, asked.secrets, strict=True):
            expected = (
                product, secret, coupon.inquiry, operation.id, "paper", asked.prefecture,
            )  # fmt: skip
            self._opened(operation, batch, coupon.wallet, expected)
            facts = (operation.id, coupon.wallet, coupon.wallet, operation.recorded_us, series)
            self._accounts.open(batch, facts, expires_us)

    def _open_wallet(self, operation: OperationRow, batch: int) -> None:
        opened = _read_opened(operation.outcome)
        expected = (opened.product, None, None, operation.id, "app", "")
        self._opened(operation, batch, opened.wallet, expected)

    def _mirror_coupon(self, operation: OperationRow, batch: int) -> None:
        asked, wallet = _read_mirror(operation.request), _read_mirrored(operation.outcome).wallet
        product = self._facts.product_of(operation.terms, asked.campaign)
        series = self._facts.series.get((product, asked.campaign, asked.prefecture), 0)
        expected = (product, None, asked.inquiry, operation.id, "paper", asked.prefecture)
        self._opened(operation, batch, wallet, expected)
        issued_us = rows.microseconds(asked.issued_at)
        facts = (operation.id, wallet, wallet, issued_us, series)
        self._accounts.open(batch, facts, expiry_us(asked.expires_at))

    def _opened(
        self, operation: OperationRow, batch: int, wallet: ids.WalletId, expected: tuple[Any, ...]
    ) -> None:
        self._wallet += 1
        if wallet != self._wallet:
            raise Break(
                self._book, batch, f"operation {ids.OperationId(operation.id)}",
                f"opened wallet {wallet}, expected {ids.WalletId(self._wallet)}",
            )  # fmt: skip
        found = self._wallets.get(wallet)
        if found is None:
            raise Break(self._book, batch, f"wallet {wallet}", "is missing")
        self._states.open(operation.id)
        if found == expected:
            return
        names = ("product", "secret", "inquiry", "opened_by", "form", "prefecture")
        for name, got, right in zip(names, found, expected, strict=True):
            # An older program did not tell the form of a medium.
            if got != right and not (right is None and name in ("form", "prefecture")):
                # A keyed hash says nothing, but it need not be in a report either.
                differs = "differs from the journal"
                if name != "secret":
                    differs = f"is {got}, the journal says {right}"
                raise Break(self._book, batch, f"wallet {wallet}", f"{name} {differs}")

    def _load(self, operation: OperationRow, batch: int) -> None:
        loaded = _read_loaded(operation.outcome)
        product = loaded.product or self._facts.wallet_product(self._book, operation.wallet)
        facts = (
            operation.id, operation.wallet, operation.wallet, operation.recorded_us,
            self._facts.series.get((product, "", ""), 0),
        )  # fmt: skip
        self._accounts.open(batch, facts, expiry_us(loaded.expires_at))

    def _load_coupon(self, operation: OperationRow, batch: int) -> None:
        loaded = _read_coupon_loaded(operation.outcome)
        if loaded.in_transit:
            self._sent += 1
        else:
            self._parcels(operation, batch, loaded.wallet, loaded.parcels)

    def _arrive(self, operation: OperationRow, batch: int) -> None:
        arrived = _read_arrive(operation.request)
        if arrived.sent in self._facts.unsettled:
            self._facts.arrived.add(arrived.sent)
        # What is no coupon says in its outcome which lots it opened.
        if not arrived.why:
            self._parcels(operation, batch, arrived.wallet, arrived.parcels)

    def _parcels(
        self,
        operation: OperationRow,
        batch: int,
        wallet: ids.WalletId,
        parcels: tuple[_Parcel, ...],
    ) -> None:
        for one in parcels:
            series = self._facts.series.get((one.product, one.campaign, one.prefecture), 0)
            issued_us = rows.microseconds(one.issued_at)
            facts = (operation.id, wallet, one.origin, issued_us, series)
            self._accounts.open(batch, facts, expiry_us(one.expires_at))

    def _settle(self, _operation: OperationRow, _batch: int) -> None:
        self._settled += 1

    def _extend(self, operation: OperationRow, batch: int) -> None:
        self._extend_lots(operation, batch, _read_extended(operation.outcome).lots)

    def _extend_many(self, operation: OperationRow, batch: int) -> None:
        for part in _read_extended_many(operation.outcome).parts:
            self._extend_lots(operation, batch, part.lots)

    def _extend_lots(self, operation: OperationRow, batch: int, lots: Sequence[LotMoved]) -> None:
        for one in lots:
            self._extended += 1
            row = f"extension of {one.lot} by {ids.OperationId(operation.id)}"
            said = (expiry_us(one.old_expires_at), expiry_us(one.new_expires_at))
            found = self._extensions.get((operation.id, one.lot))
            if found is None:
                raise Break(self._book, batch, row, "is missing")
            if found != said:
                raise Break(
                    self._book, batch, row,
                    f"is from {rows.instant(found[0])} to {rows.instant(found[1])}, the journal"
                    f" says from {rows.instant(said[0])} to {rows.instant(said[1])}",
                )  # fmt: skip
            before = self._accounts.extend(one.lot, *said)
            if before is not None:
                raise Break(
                    self._book, batch, row,
                    f"begins at {rows.instant(said[0])}, and the lot was good until"
                    f" {rows.instant(before)}",
                )  # fmt: skip

    #: Of the class: a book's own would refer to itself, and stay in memory with all its accounts.
    _does: ClassVar[dict[bytes, Callable[["Verbs", OperationRow, int], None]]] = {
        b"issue": _issue,
        b"open_wallet": _open_wallet,
        b"mirror_coupon": _mirror_coupon,
        b"load": _load,
        b"load_coupon": _load_coupon,
        b"arrive": _arrive,
        b"settle": _settle,
        b"extend": _extend,
        b"extend_many": _extend_many,
    }


def _any(mark: bytes, operations: Sequence[OperationRow]) -> bool:
    return any(mark in one.outcome for one in operations)
