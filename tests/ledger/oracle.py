"""An oracle of the ledger: the rules told again as simply as can be, on lists and dictionaries.

It shares no code with what it judges but the commands (plain data) and the list of refusals, from
which it takes their order: it collects every reason to refuse and answers the first in that order.
Only for the terms of tests/ledger/terms."""

import calendar
import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from zandaka.errors import KINDS
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import Operation
from zandaka.operations.capture import Capture
from zandaka.operations.confirm import Confirm
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.give import Give
from zandaka.operations.issue import Issue
from zandaka.operations.lapse import Lapse
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.mirror_refund import MirrorRefund
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.remit import Remit
from zandaka.operations.restore import Restore
from zandaka.operations.return_remittance import ReturnRemittance
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.operations.void import Void
from zandaka.rules.stay import DayTrip

JST = timezone(timedelta(hours=9))
ORDER = {code: number for number, code in enumerate(KINDS)}
SHOPS = {"tokyo-1": "13", "kyoto-1": "26", "tokyo-2": "13"}
CLOSED = {"tokyo-2"}
#: Days off work in the weeks of the test campaign that fall on a weekday.
DAYS_OFF = {date(2023, 2, 23), date(2023, 3, 21)}
PURSE, COUPON = "purse", "town-coupon"
BALANCE_MAX = {PURSE: 10_000, COUPON: 12_000}
PAY_DAY_MAX = {PURSE: 6_000, COUPON: 7_000}


def day(instant: datetime) -> date:
    return instant.astimezone(JST).date()


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(), JST)


def one_month(on: date) -> datetime:
    """The end of a month that is counted from the day after `on` (Civil Code Art. 140, 143)."""
    first = on + timedelta(days=1)
    year, month = first.year + first.month // 12, first.month % 12 + 1
    if first.day <= calendar.monthrange(year, month)[1]:
        return midnight(date(year, month, first.day))
    return midnight(date(year + month // 12, month % 12 + 1, 1))


@dataclass(eq=False)
class Lot:
    wallet: "Wallet"
    prefecture: str
    origin: "Wallet"
    issued: datetime
    expires: datetime
    age: int
    yen: int = 0
    id: int = 0

    def good(self, now: datetime) -> bool:
        return now < self.expires


@dataclass(eq=False)
class Wallet:
    book: int
    product: str
    form: str
    prefecture: str = ""
    status: str = "open"
    lots: list[Lot] = field(default_factory=list)
    id: int = 0


@dataclass(eq=False)
class Debit:
    """Value that left a lot, and how much of it came back."""

    lot: Lot
    to: tuple[str, str]
    yen: int
    back: int = 0


@dataclass(eq=False)
class Done:
    """What a command came to. `id` is told later."""

    command: Operation
    code: str
    at: datetime
    book: int
    wallet: Wallet | None = None
    wallets: list[Wallet] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    debits: list[Debit] = field(default_factory=list)
    hold: "Hold | None" = None
    used_on: date | None = None
    #: What left the accounts owed to a coupon: coupon, where it went, yen; nothing once undone.
    gone: tuple[str, tuple[str, str], int] | None = None
    id: int = 0


@dataclass(eq=False)
class Hold:
    wallet: Wallet
    shop: str
    expires: datetime
    day: date
    parts: list[tuple[Lot, int]]

    def kept(self, now: datetime) -> int:
        return sum(yen for _, yen in self.parts) if now < self.expires else 0


class No(Exception):
    """Refused for each of `codes`."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = codes


class Oracle:
    """What the books should be."""

    def __init__(self, books: int) -> None:
        self.books = books
        self.wallets: dict[int, Wallet] = {}
        self.done: dict[int, Done] = {}
        self.holds: list[Hold] = []
        #: (book, kind, owner) -> yen
        self.accounts: defaultdict[tuple[int, str, str], int] = defaultdict(int)
        self.used: defaultdict[tuple[int, str, date], int] = defaultdict(int)
        self._ages = itertools.count(1)

    # -- submitting

    def submit(self, command: Operation, book: int, now: datetime) -> Done:
        """Decides and applies one command that reached `book`."""
        try:
            done = getattr(self, "_" + command.verb)(command, book, now)
        except No as no:
            return Done(command, min(no.codes, key=ORDER.__getitem__), now, book)
        return done

    def named(self, done: Done, identifier: int, wallets: list[int], lots: list[int]) -> None:
        """The numbers that the book gave."""
        done.id = identifier
        self.done[identifier] = done
        for wallet, number in zip(done.wallets, wallets, strict=True):
            wallet.id = number
            self.wallets[number] = wallet
        for lot, number in zip(done.lots, lots, strict=True):
            lot.id = number

    # -- looking

    def lots(self) -> list[Lot]:
        return [lot for wallet in self.wallets.values() for lot in wallet.lots]

    def free(self, lot: Lot, now: datetime) -> int:
        kept = sum(
            yen for hold in self.holds if now < hold.expires for of, yen in hold.parts if of is lot
        )
        return lot.yen - kept

    def _wallet(self, identifier: int) -> Wallet:
        if identifier not in self.wallets:
            raise No("unknown_wallet")
        return self.wallets[identifier]

    def _past(self, identifier: int) -> Done:
        if identifier not in self.done:
            raise No("unknown_operation")
        return self.done[identifier]

    # -- moving

    def _post(self, lot: Lot, account: tuple[str, str], yen: int) -> None:
        """`yen` go to the lot from the account; less than nothing: the other way."""
        lot.yen += yen
        self.accounts[(lot.wallet.book, *account)] -= yen

    def _open_lot(
        self, wallet: Wallet, prefecture: str, origin: Wallet, issued: datetime, expires: datetime
    ) -> Lot:
        lot = Lot(wallet, prefecture, origin, issued, expires, next(self._ages))
        wallet.lots.append(lot)
        return lot

    # -- the verbs

    def _open_wallet(self, command: OpenWallet, book: int, now: datetime) -> Done:
        if command.product not in (PURSE, COUPON):
            raise No("unknown_product")
        return Done(command, "", now, book, wallets=[Wallet(book, command.product, "app")])

    def _issue(self, command: Issue, book: int, now: datetime) -> Done:
        if command.campaign != "spring":
            raise No("unknown_campaign")
        trip = command.trip
        assert isinstance(trip, DayTrip)
        expires = midnight(trip.on + timedelta(days=1))
        reasons: list[str] = []
        if not date(2023, 1, 10) <= trip.on <= date(2023, 3, 31):
            reasons.append("outside_campaign_period")
        if command.prefecture not in ("13", "26"):
            reasons.append("prefecture_not_in_campaign")
        if expires <= now:
            reasons.append("value_expired")
        if reasons:
            raise No(*reasons)
        yen = 1_000 if trip.on.weekday() >= 5 or trip.on in DAYS_OFF else 2_000
        done = Done(command, "", now, book)
        for _ in command.secrets:
            wallet = Wallet(book, COUPON, "paper", command.prefecture)
            lot = self._open_lot(wallet, command.prefecture, wallet, now, expires)
            self._post(lot, ("campaign_funding", "spring"), yen)
            done.wallets.append(wallet)
            done.lots.append(lot)
        return done

    def _load(self, command: Load, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        reasons: list[str] = []
        if wallet.status == "closed":
            reasons.append("wallet_closed")
        if wallet.product != PURSE:
            reasons.append("wrong_form")
        else:
            today = self.used[wallet.id, "load", day(now)]
            good = sum(lot.yen for lot in wallet.lots if lot.good(now))
            if command.yen > 5_000 or today + command.yen > 8_000 or good + command.yen > 10_000:
                reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        lot = self._open_lot(wallet, "", wallet, now, one_month(day(now)))
        self._post(lot, ("bank_clearing", ""), command.yen)
        self.used[wallet.id, "load", day(now)] += command.yen
        return Done(command, "", now, book, wallet, lots=[lot])

    def _load_coupon(self, command: LoadCoupon, book: int, now: datetime) -> Done:
        """The coupon is looked at first and then the wallet, which may be in another book."""
        coupon = self._wallet(command.coupon)
        left = [lot for lot in coupon.lots if lot.yen]
        good = [lot for lot in left if lot.good(now)]
        reasons: list[str] = []
        if coupon.form != "paper":
            reasons.append("wrong_form")
        if coupon.status == "loaded":
            reasons.append("coupon_already_loaded")
        if coupon.status == "closed":
            reasons.append("wallet_closed")
        if left and not good:
            reasons.append("value_expired")
        if any(self.free(lot, now) < lot.yen for lot in left):
            reasons.append("hold_open")
        if not left:
            reasons.append("nothing_left")
        if reasons:
            raise No(*reasons)
        wallet = self._wallet(command.to)
        if wallet.status == "closed":
            reasons.append("wallet_closed")
        if wallet.form != "app" or wallet.product != COUPON:
            reasons.append("wrong_form")
        there = sum(lot.yen for lot in wallet.lots if lot.good(now))
        if there + sum(lot.yen for lot in good) > BALANCE_MAX[COUPON]:
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        done = Done(command, "", now, book, coupon)
        for lot in good:
            arrived = self._open_lot(wallet, lot.prefecture, lot.origin, lot.issued, lot.expires)
            arrived.yen, lot.yen = lot.yen, 0
            done.lots.append(arrived)
            if wallet.book != coupon.book:
                self.accounts[coupon.book, "in_transit", str(wallet.book)] += arrived.yen
                self.accounts[wallet.book, "in_transit", str(coupon.book)] -= arrived.yen
        coupon.status = "loaded"
        return done

    def _spend(
        self, command: Pay | Authorise, now: datetime
    ) -> tuple[Wallet, list[tuple[Lot, int]]]:
        """From which lots a payment comes."""
        unknown = [
            code
            for code, known in (
                ("unknown_wallet", command.wallet in self.wallets),
                ("unknown_merchant", command.merchant in SHOPS),
            )
            if not known
        ]
        if unknown:
            raise No(*unknown)
        wallet = self.wallets[command.wallet]
        reasons: list[str] = []
        if command.merchant in CLOSED:
            reasons.append("merchant_closed")
        if wallet.status == "closed":
            reasons.append("wallet_closed")
        left = [lot for lot in wallet.lots if lot.yen]
        good = [lot for lot in left if lot.good(now)]
        here = [lot for lot in good if lot.prefecture in ("", SHOPS[command.merchant])]
        if left and not good:
            reasons.append("value_expired")
        if good and not here:
            reasons.append("not_accepted_here")
        if wallet.product == PURSE and command.yen > 4_000:
            reasons.append("limit_exceeded")
        if self.used[wallet.id, "pay", day(now)] + command.yen > PAY_DAY_MAX[wallet.product]:
            reasons.append("limit_exceeded")
        here.sort(key=lambda lot: (lot.expires, lot.age))
        missing = command.yen
        parts: list[tuple[Lot, int]] = []
        for lot in here:
            part = min(missing, self.free(lot, now))
            if part:
                parts.append((lot, part))
            missing -= part
        if missing:
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        self.used[wallet.id, "pay", day(now)] += command.yen
        return wallet, parts

    def _pay(self, command: Pay, book: int, now: datetime) -> Done:
        wallet, parts = self._spend(command, now)
        to = ("merchant_payable", command.merchant)
        debits = [Debit(lot, to, yen) for lot, yen in parts]
        for lot, yen in parts:
            self._post(lot, to, -yen)
        return Done(command, "", now, book, wallet, debits=debits, used_on=day(now))

    def _authorise(self, command: Authorise, book: int, now: datetime) -> Done:
        wallet, parts = self._spend(command, now)
        until = now + timedelta(minutes=command.minutes or 10_080)
        hold = Hold(wallet, command.merchant, until, day(now), parts)
        self.holds.append(hold)
        return Done(command, "", now, book, wallet, hold=hold)

    def _held(self, identifier: int, shop: str, now: datetime) -> tuple[Hold, list[str]]:
        hold = self._past(identifier).hold
        if hold is None:
            raise No("wrong_operation")
        reasons: list[str] = []
        if hold.shop != shop:
            reasons.append("not_your_operation")
        if not hold.kept(now):
            reasons.append("hold_ended")
        return hold, reasons

    def _capture(self, command: Capture, book: int, now: datetime) -> Done:
        hold, reasons = self._held(command.hold, command.merchant, now)
        yen = hold.kept(now) if command.yen is None else command.yen
        if yen > hold.kept(now):
            reasons.append("exceeds_hold")
        if reasons:
            raise No(*reasons)
        done = Done(command, "", now, book, hold.wallet, used_on=hold.day)
        to = ("merchant_payable", hold.shop)
        rest: list[tuple[Lot, int]] = []
        for lot, kept in sorted(hold.parts, key=lambda part: (part[0].expires, part[0].age)):
            part = min(yen, kept)
            yen -= part
            rest.append((lot, kept - part))
            if part:
                self._post(lot, to, -part)
                done.debits.append(Debit(lot, to, part))
        hold.parts = rest
        if command.final:
            self.used[hold.wallet.id, "pay", hold.day] -= sum(kept for _, kept in rest)
            hold.parts = []
        return done

    def _void(self, command: Void, book: int, now: datetime) -> Done:
        hold, reasons = self._held(command.hold, command.merchant, now)
        if reasons:
            raise No(*reasons)
        self.used[hold.wallet.id, "pay", hold.day] -= hold.kept(now)
        hold.parts = []
        return Done(command, "", now, book, hold.wallet)

    def _payment(self, identifier: int) -> Done:
        past = self._past(identifier)
        if past.code or not isinstance(past.command, Pay | Capture):
            raise No("wrong_operation")
        return past

    def _give_back(self, past: Done, yen: int | None) -> list[tuple[Debit, int]]:
        left = sum(debit.yen - debit.back for debit in past.debits)
        missing = left if yen is None else yen
        if not left or missing > left:
            raise No("exceeds_debit")
        parts: list[tuple[Debit, int]] = []
        for debit in reversed(past.debits):
            part = min(missing, debit.yen - debit.back)
            if part:
                parts.append((debit, part))
            missing -= part
        return parts

    def _return(self, past: Done, debit: Debit, yen: int, account: tuple[str, str]) -> None:
        debit.back += yen
        self._post(debit.lot, account, yen)
        if past.used_on is not None and past.wallet is not None:
            self.used[past.wallet.id, "pay", past.used_on] -= yen

    def _refund(self, command: Refund, book: int, now: datetime) -> Done:
        past = self._payment(command.payment)
        reasons = [] if past.debits[0].to[1] == command.merchant else ["not_your_operation"]
        try:
            parts = self._give_back(past, command.yen)
        except No as no:
            raise No(*no.codes, *reasons) from None
        if reasons:
            raise No(*reasons)
        for debit, yen in parts:
            self._return(past, debit, yen, debit.to)
        return Done(command, "", now, book, past.wallet)

    def _restore(self, command: Restore, book: int, now: datetime) -> Done:
        past = self._past(command.debit)
        if past.code or not isinstance(past.command, Pay | Capture | MirrorPayment | Lapse):
            raise No("wrong_operation")
        reasons: list[str] = []
        at = command.effective_at
        if at is not None and not past.at <= at <= now:
            reasons.append("time_not_allowed")
        try:
            parts = self._give_back(past, command.yen)
        except No as no:
            raise No(*no.codes, *reasons) from None
        if reasons:
            raise No(*reasons)
        for debit, yen in parts:
            bearer = debit.to
            if debit.lot.wallet.product == PURSE and not isinstance(past.command, Lapse):
                bearer = ("compensation_expense", command.incident)
            self._return(past, debit, yen, bearer)
        return Done(command, "", now, book, past.wallet)

    def _confirm(self, command: Confirm, book: int, now: datetime) -> Done:
        past = self._payment(command.payment)
        if past.debits[0].to[1] != command.merchant:
            raise No("not_your_operation")
        return Done(command, "", now, book, past.wallet)

    def _extend(self, command: Extend, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        if command.lot is None:
            chosen = [lot for lot in wallet.lots if lot.yen]
        else:
            chosen = [lot for lot in wallet.lots if lot.id == command.lot]
            if not chosen:
                raise No("unknown_lot")
        until = command.expires_at
        later = [lot for lot in chosen if lot.expires < until]
        reasons: list[str] = []
        if until <= now or (chosen and not later):
            reasons.append("not_later")
        if not chosen:
            reasons.append("nothing_left")
        if wallet.product == COUPON and any(until >= one_month(day(x.issued)) for x in later):
            reasons.append("validity_too_long")
        if reasons:
            raise No(*reasons)
        for lot in later:
            lot.expires = until
        return Done(command, "", now, book, wallet)

    def _lapse(self, command: Lapse, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        left = [lot for lot in wallet.lots if lot.yen]
        ended = [lot for lot in left if not lot.good(now)]
        ended.sort(key=lambda lot: (lot.expires, lot.age))
        going = [(lot, self.free(lot, now)) for lot in ended if self.free(lot, now)]
        if not left:
            raise No("nothing_left")
        if not ended:
            raise No("not_expired")
        if not going:
            raise No("hold_open")
        to = ("breakage_income", PURSE)
        if wallet.product == COUPON:
            to = ("campaign_funding", "spring")
        debits = [Debit(lot, to, yen) for lot, yen in going]
        for lot, yen in going:
            self._post(lot, to, -yen)
        return Done(command, "", now, book, wallet, debits=debits)

    def _convert(self, command: Convert, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        left = [lot for lot in wallet.lots if lot.yen]
        ended = [lot for lot in left if not lot.good(now)]
        reasons: list[str] = []
        if any(self.free(lot, now) < lot.yen for lot in left):
            reasons.append("hold_open")
        if left and not ended:
            reasons.append("not_expired")
        if not left:
            reasons.append("nothing_left")
        if reasons:
            raise No(*reasons)
        for lot in ended:
            origin = f"w{lot.origin.book}-{lot.origin.id & 0xFFFFFFFFFF}"
            self._post(lot, ("gift_payable", origin), -lot.yen)
        return Done(command, "", now, book, wallet)

    def _mirror_coupon(self, command: MirrorCoupon, book: int, now: datetime) -> Done:
        reasons: list[str] = []
        if command.campaign != "spring":
            raise No("unknown_campaign")
        if command.prefecture not in ("13", "26"):
            reasons.append("prefecture_not_in_campaign")
        if command.issued_at > now or command.expires_at <= command.issued_at:
            reasons.append("time_not_allowed")
        if reasons:
            raise No(*reasons)
        wallet = Wallet(book, COUPON, "paper", command.prefecture)
        lot = self._open_lot(
            wallet, command.prefecture, wallet, command.issued_at, command.expires_at
        )
        self._post(lot, ("mirrored_ledger", command.ledger), command.yen)
        return Done(command, "", now, book, wallets=[wallet], lots=[lot])

    def _mirror_payment(self, command: MirrorPayment, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        done = Done(command, "", command.effective_at, book, wallet)
        missing, reasons = command.yen, list[str]()
        for lot in sorted(wallet.lots, key=lambda lot: (lot.expires, lot.age)):
            part = min(missing, self.free(lot, now))
            missing -= part
            if part:
                done.debits.append(Debit(lot, ("mirrored_ledger", command.ledger), part))
        if missing:
            reasons.append("insufficient_value")
        if command.effective_at > now or any(
            debit.lot.issued > command.effective_at for debit in done.debits
        ):
            reasons.append("time_not_allowed")
        if reasons:
            raise No(*reasons)
        for debit in done.debits:
            self._post(debit.lot, debit.to, -debit.yen)
        return done

    def _mirror_refund(self, command: MirrorRefund, book: int, now: datetime) -> Done:
        past = self._past(command.payment)
        if past.code or not isinstance(past.command, MirrorPayment):
            raise No("wrong_operation")
        reasons: list[str] = []
        if not past.at <= command.effective_at <= now:
            reasons.append("time_not_allowed")
        try:
            parts = self._give_back(past, command.yen)
        except No as no:
            raise No(*no.codes, *reasons) from None
        if reasons:
            raise No(*reasons)
        for debit, yen in parts:
            self._return(past, debit, yen, debit.to)
        return Done(command, "", now, book, past.wallet)

    def _owed(self, command: Give | Remit | LapseGift, book: int) -> tuple[Wallet, str, int]:
        """The wallet, the coupon as its account is called, and what is owed to it."""
        wallet = self._wallet(command.wallet)
        if not any(lot.origin.id == command.coupon for lot in wallet.lots):
            raise No("unknown_lot")
        coupon = f"w{command.coupon >> 40}-{command.coupon & 0xFFFFFFFFFF}"
        return wallet, coupon, self.accounts[book, "gift_payable", coupon]

    def _go(self, book: int, coupon: str, to: tuple[str, str], yen: int) -> None:
        self.accounts[book, "gift_payable", coupon] -= yen
        self.accounts[(book, *to)] += yen

    def _give(self, command: Give | Remit, book: int, now: datetime) -> Done:
        wallet, coupon, owed = self._owed(command, book)
        if command.yen > owed:
            raise No("insufficient_value")
        to = ("bank_clearing", "")
        if isinstance(command, Give):
            to = ("gift_provider_payable", command.brand)
        self._go(book, coupon, to, command.yen)
        return Done(command, "", now, book, wallet, gone=(coupon, to, command.yen))

    _remit = _give

    def _take_back_gift(
        self, command: TakeBackGift | ReturnRemittance, book: int, now: datetime
    ) -> Done:
        gift = isinstance(command, TakeBackGift)
        past = self._past(command.gift if isinstance(command, TakeBackGift) else command.remittance)
        if past.code or not isinstance(past.command, Give if gift else Remit):
            raise No("wrong_operation")
        if past.gone is None:
            raise No("exceeds_debit")
        coupon, to, yen = past.gone
        past.gone = None
        self._go(book, coupon, to, -yen)
        return Done(command, "", now, book, past.wallet)

    _return_remittance = _take_back_gift

    def _lapse_gift(self, command: LapseGift, book: int, now: datetime) -> Done:
        wallet, coupon, owed = self._owed(command, book)
        yen = owed if command.yen is None else command.yen
        if yen > owed:
            raise No("insufficient_value")
        if not yen:
            raise No("nothing_left")
        to = ("breakage_income", PURSE)
        if wallet.product == COUPON:
            to = ("campaign_funding", "spring")
        self._go(book, coupon, to, yen)
        return Done(command, "", now, book, wallet)

    def _leave(self, command: Leave, book: int, now: datetime) -> Done:
        wallet = self._wallet(command.wallet)
        if wallet.status == "closed":
            raise No("wallet_closed")
        wallet.status = "closed"
        return Done(command, "", now, book, wallet)


def state(oracle: Oracle, now: datetime) -> dict[str, Any]:
    """What is compared with the database."""
    return {
        "lots": {
            lot.id: (lot.wallet.id, lot.origin.id, lot.prefecture, lot.yen, lot.expires)
            for lot in oracle.lots()
        },
        "wallets": {w.id: (w.product, w.form, w.status) for w in oracle.wallets.values()},
        "accounts": {name: yen for name, yen in oracle.accounts.items() if yen},
        "kept": {
            lot.id: lot.yen - oracle.free(lot, now)
            for lot in oracle.lots()
            if oracle.free(lot, now) != lot.yen
        },
    }
