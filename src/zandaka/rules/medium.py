"""The end of a medium - a card, a number - and of the value on it."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, LiteralString

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.effects import LotMoved
from zandaka.ledger.model import Extension, Lot, Moment, State, Wallet
from zandaka.ledger.records import Record
from zandaka.rules.expiry import (
    months_after_load,
    months_from_issue,
    passes_total_validity,
    printed_end,
)
from zandaka.terms.model import Product

#: Why an extension that a use makes was made, and one that its return makes.
USED = "use"
UNUSED = "use returned"
#: Why value that comes back to a lot that was empty meanwhile ends later than when it left.
REJOINED = "ends with its card"


class CardUse(Record, kw_only=True, eq=False):
    """A use of a card whose end counts from its last use (R76): `ends` is the end (exclusive) that
    it gave the card, `before` the one that the card had. `returned`: all of it was given back, so
    that it is none any more."""

    table: ClassVar[LiteralString] = "card_uses"
    changing: ClassVar[tuple[LiteralString, ...]] = ("before", "returned")
    open_where: ClassVar[LiteralString] = "NOT returned"

    ends: datetime
    before: datetime | None
    returned: bool = False

    @property
    def under_way(self) -> bool:
        return not self.returned


class Renewed(msgspec.Struct, frozen=True):
    """What a use, or its return, does to the ends of a card and of the value on it. Empty where it
    does nothing. `regulated`: lots outside the Act whose value would be good for too long, and the
    end that it has where it comes inside (R91)."""

    wallets: tuple[Wallet, ...] = ()
    extensions: tuple[Extension, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    records: tuple[CardUse, ...] = ()
    regulated: tuple[tuple[Lot, datetime], ...] = ()

    def ends(self) -> dict[int, datetime]:
        """The new ends of what is in some lots, or comes into them."""
        found = {one.lot.id: one.new_expires_at for one in self.extensions}
        found.update((lot.id, end) for lot, end in self.regulated)
        return found


NOTHING = Renewed()


def end_at_issue(
    product: Product, printed: str, moment: Moment, *, with_value: bool = False
) -> datetime | None:
    """The end (exclusive) of a medium issued now: what is `printed` on it - a month `2029-03` or a
    day `2029-03-31`, empty for nothing - before what the terms count (R75, R77). None = never.
    `with_value`: it is a number, whose issue is the one load there ever is.

    Refuses wrong_end where the print is no day ahead, or does not fit the product: one without an
    end of its medium's, or on the other side of the six-month exemption (R91)."""
    end = None
    if printed:
        try:
            end = printed_end(printed)
        except ValueError:
            raise Refusal("wrong_end", printed=printed) from None
        if end <= moment.at or product.expiry_policy != "medium":
            source = product.source_for("expiry_policy")
            raise Refusal("wrong_end", printed=printed, expires_at=end, source=source)
    elif product.expiry_policy == "medium":
        end = months_from_issue(product, moment.at)
    elif product.expiry_policy == "months_after_use":
        return months_after_load(product, moment.at)
    elif product.expiry_policy == "months_after_load" and with_value:
        end = months_after_load(product, moment.at)
    _require_side(product, end, moment)
    return end


def _require_side(product: Product, end: datetime | None, moment: Moment) -> None:
    """Value that ends near enough is exempt and a product of its own: each is issued as what it
    is."""
    media = product.media
    exempt = moment.terms.products[media.exempt_as] if media.exempt_as else product
    if not media.exempt_as and not media.regulated_as:
        return
    is_exempt = end is not None and not passes_total_validity(exempt, moment.at, end)
    if is_exempt == bool(media.exempt_as):
        other = media.exempt_as or media.regulated_as
        raise Refusal(
            "wrong_end",
            expires_at=end,
            issued_as=other,
            source=media.source_for("exempt_as" if media.exempt_as else "regulated_as"),
        )


def ends_together(product: Product, wallet: Wallet) -> bool:
    """Whether the end of a medium was fixed at its issue for all value that is ever on it."""
    if product.expiry_policy == "months_after_load":
        return wallet.form == "number"
    return product.expiry_policy == "medium"


def end_of_value(product: Product, wallet: Wallet, moment: Moment) -> datetime | None:
    """Until when value is good that comes onto a wallet of `product` now, other than by a use that
    renews it: with the medium (R85), from the load, or for ever."""
    if product.expiry_policy == "months_after_use" or ends_together(product, wallet):
        return wallet.expires_at
    return months_after_load(product, moment.at)


def require_good(wallet: Wallet, moment: Moment) -> None:
    """Refuses value_expired: nothing is put onto a medium whose end has come."""
    if wallet.expires_at is not None and wallet.expires_at <= moment.at:
        source = moment.terms.products[wallet.product].source_for("expiry_policy")
        raise Refusal("value_expired", expired_at=wallet.expires_at, source=source)


def use(product: Product, wallet: Wallet, verb: str, moment: Moment) -> Renewed:
    """What `verb` does as a use of the wallet: its end and that of the value on it count from now
    (R76). Most products know no such thing, and the second use of a day moves nothing."""
    if product.expiry_policy != "months_after_use" or verb not in product.media.uses:
        return NOTHING
    until = months_after_load(product, moment.at)
    if until is None:
        return NOTHING
    before = wallet.expires_at
    # The operation is filled in by the book.
    records = (CardUse(wallet=wallet.id, ends=until, before=before),)
    if before is not None and before >= until:
        return Renewed(records=records)
    moved = [
        lot
        for lot in wallet.lots
        if lot.balance
        and lot.expires_at is not None
        and lot.expires_at < until
        and not lot.expired(moment.at)
    ]
    return _renewed(wallet, until, moved, USED, records)


def rejoin(wallet: Wallet, lots: Iterable[int], state: State, moment: Moment) -> Renewed:
    """What value that comes back to `lots` of a wallet whose end is its medium's does to their
    ends: a lot that was empty was left out when the others were given a later one, or went on to
    the card that replaced this one. Value outside the Act that would be good for too long is not
    given the end, but comes inside.

    Asks for the `successors` of the wallet, and the `exempt_dates`."""
    end = state.wallets.get(state.successor(wallet.id), wallet).expires_at
    if end is None:
        return NOTHING
    taking = set(lots)
    back = [
        lot
        for lot in wallet.lots
        if lot.id in taking
        and not lot.balance
        and lot.expires_at is not None
        and lot.expires_at < end
    ]
    inside = tuple((lot, end.astimezone(UTC)) for lot in back if _comes_inside(lot, end, moment))
    outside = {lot.id for lot, _ in inside}
    moved = [lot for lot in back if lot.id not in outside]
    renewed = _renewed(wallet, end, moved, REJOINED, ())
    # The end is the medium's, whatever comes back to it.
    return msgspec.structs.replace(renewed, wallets=(), regulated=inside)


def _comes_inside(lot: Lot, end: datetime, moment: Moment) -> bool:
    """Whether the value of a lot stands outside the Act only while it ends before `end`."""
    product = moment.terms.products[lot.series.product]
    if not product.media.regulated_as:
        return False
    assert lot.issued_at is not None, "issue dates were not touched"
    return passes_total_validity(product, lot.issued_at, end)


def returned(
    product: Product, state: State, payment: int, lots: Iterable[int], whole: bool, moment: Moment
) -> Renewed:
    """What the return of a payment's value to `lots` does: once the `whole` of it came back, it was
    no use, and the end counts from the use before. What comes back ends with its card.

    Asks for the records of the payment, for those that its wallet has under way, and for what
    `rejoin` asks for."""
    if product.expiry_policy != "months_after_use":
        return NOTHING
    use_of = state.record(CardUse, payment)
    wallet = None if use_of is None else state.wallets.get(use_of.wallet)
    if use_of is None or wallet is None or wallet.expires_at is None:
        return NOTHING
    if state.successor(wallet.id) != wallet.id:
        # A card that was exchanged counts no more; what comes back ends with the new one.
        unused = whole and not use_of.returned
        records = [msgspec.structs.replace(use_of, returned=True)] if unused else []
        return msgspec.structs.replace(rejoin(wallet, lots, state, moment), records=tuple(records))
    old = end = wallet.expires_at
    records: list[CardUse] = []
    if whole and not use_of.returned:
        left = [one for one in state.records_of(CardUse, wallet.id) if one is not use_of]
        records.append(msgspec.structs.replace(use_of, returned=True))
        base = use_of.before
        if left and left[0].operation > use_of.operation:
            # What the card's end would be without any use is kept with the oldest that is left.
            left[0] = msgspec.structs.replace(left[0], before=base)
            records.append(left[0])
        elif left:
            base = left[0].before
        # An operator may have set a later end than any use: it stays.
        if old == use_of.ends:
            end = max([one.ends for one in left] + [base or old])
    taking = set(lots)
    # A lot that is empty does not keep the end of a use that was none: what comes back to it
    # later ends with its card.
    moved = [
        lot
        for lot in wallet.lots
        if lot.expires_at is not None
        and (
            (lot.balance and lot.expires_at == old != end)
            or (not lot.balance and end < lot.expires_at <= old)
            or (not lot.balance and lot.expires_at < end and lot.id in taking)
        )
    ]
    return _renewed(wallet, end, moved, UNUSED, tuple(records))


def extended(cards: Iterable[Wallet], until: datetime, state: State) -> list[CardUse]:
    """The uses of cards that somebody gave the end `until`. It is what a card's end would be
    without any use, and stays when a later one is returned.

    Asks for the records that the cards have under way."""
    uses = (state.records_of(CardUse, card.id) for card in cards)
    return [msgspec.structs.replace(found[0], before=until) for found in uses if found]


def _renewed(
    wallet: Wallet, end: datetime, lots: list[Lot], reason: str, records: tuple[CardUse, ...]
) -> Renewed:
    end = end.astimezone(UTC)
    changed = () if wallet.expires_at == end else (
        msgspec.structs.replace(wallet, expires_at=end),
    )  # fmt: skip
    return Renewed(
        changed,
        tuple(Extension(lot, end, reason, "") for lot in lots),
        tuple(LotMoved(ids.LotId(lot.id), lot.expires_at, end) for lot in lots),
        records,
    )
