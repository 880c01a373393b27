"""What happened, as the house saw it: coupons issued and loaded, a failing evening, an interim
extension, two days of spending. All of it through the same commands as everybody's."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
import psycopg

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.demo.outage.people import DAY, PREFECTURES, Traveller, plan_evening
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.instants import JST
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.operations.confirm import Confirm
from zandaka.operations.extend import Extend
from zandaka.operations.issue import Issue, Issued
from zandaka.operations.leave import Leave
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import Opened, OpenWallet
from zandaka.operations.pay import Pay
from zandaka.rules.stay import DayTrip

Connection = psycopg.Connection[tuple[Any, ...]]
Wanted = tuple[str, Command]

INCIDENT: Final = "outage-2023-02-24"
CAMPAIGN: Final = "travel-support"
#: When the functions failed. The notice says "evening": a person enters the hours (R1).
FAILED_FROM: Final = datetime(2023, 2, 24, 17, tzinfo=JST)
FAILED_UNTIL: Final = datetime(2023, 2, 24, 22, tzinfo=JST)
#: The interim extension that the notice presupposes (R4): to the instant it looks at.
INTERIM: Final = datetime(2023, 2, 27, tzinfo=JST)

_TIMEOUT_S: Final = 120.0
_CALLER: Final = "replay"
_GUESTS: Final = 4
_ATTEMPT: Final = """
INSERT INTO attempts (id, at, caller, key, verb, wallet, why, request)
VALUES (%s, %s, %s, %s, 'pay', %s, %s, %s)
"""
_NAMES: Final = UUID("6f2f5f0e-0b6e-5d5c-9d0d-0e5a3c1b7a24")


class ReplayFailed(Exception):
    """The evening could not be made. The text is one plain sentence."""


class Evening:
    """Makes the past of `travellers`, step by step, at the instants of the clock."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        ledger: Ledger,
        clock: SetClock,
        travellers: Sequence[Traveller],
        seed: int,
    ) -> None:
        self._connect = connect
        self._ledger = ledger
        self._clock = clock
        self._travellers = travellers
        self._seed = seed

    def make(self) -> None:
        """Everything up to the first of March. Raises ReplayFailed."""
        with self._connect() as connection:
            for prefecture in PREFECTURES:
                merchants.put(
                    connection,
                    MerchantEntry(shop(prefecture), shop_name(prefecture), prefecture, "open"),
                )
        self._clock.set(datetime(2023, 2, 23, 10, tzinfo=JST))
        self._issue()
        for traveller in self._travellers:
            plan_evening(traveller, self._seed)
        self._load()
        self._clock.set(datetime(2023, 2, 24, 11, tzinfo=JST))
        self.pay("before", lambda one: one.before)
        self._fail()
        self._clock.set(datetime(2023, 2, 24, 23, tzinfo=JST))
        self._extend_for_now()
        self._clock.set(datetime(2023, 2, 25, 12, tzinfo=JST))
        self.pay("after", lambda one: one.spent_after)
        self._clock.set(datetime(2023, 3, 1, 9, tzinfo=JST))
        self._do(
            (f"leave {one.number}", Leave(wallet=ids.WalletId(one.wallet)))
            for one in self._travellers
            if one.kind == "leaver"
        )

    def pay(self, name: str, yen: Callable[[Traveller], int]) -> None:
        """Lets everybody pay `yen` at the shop of their prefecture; 0 is nobody."""
        self._do(
            (f"{name} {one.number}", _pay(one, amount))
            for one in self._travellers
            if (amount := yen(one))
        )

    def _issue(self) -> None:
        bookings: list[list[Traveller]] = []
        order = sorted(self._travellers, key=lambda one: (one.prefecture, one.ends_on, one.number))
        for _, group in groupby(order, key=lambda one: (one.prefecture, one.ends_on)):
            guests = list(group)
            bookings += [guests[at : at + _GUESTS] for at in range(0, len(guests), _GUESTS)]
        answers = self._do(
            (
                f"issue {guests[0].number}",
                Issue(
                    campaign=CAMPAIGN,
                    prefecture=guests[0].prefecture,
                    trip=DayTrip(on=guests[0].ends_on),
                    secrets=tuple(f"replay {one.number}".encode() for one in guests),
                    lodging="サンプル旅館",
                    booking=f"R-{guests[0].number}",
                ),
            )
            for guests in bookings
        )
        for guests, answer in zip(bookings, answers, strict=True):
            issued = msgspec.json.decode(answer.outcome, type=Issued, dec_hook=ids.from_json)
            for one, coupon in zip(guests, issued.coupons, strict=True):
                one.coupon = one.wallet = int(coupon.wallet)
                one.inquiry = coupon.inquiry
                one.yen = issued.yen

    def _load(self) -> None:
        """Half of them load their coupon into the app, a few into another book."""
        apps = [one for one in self._travellers if one.app]
        opened = self._do(
            (
                self._key_in(f"open {one.number}", one.coupon, one.other_book),
                OpenWallet(product="regional-coupon", holder=f"replay-{one.number}"),
            )
            for one in apps
        )
        for one, answer in zip(apps, opened, strict=True):
            made = msgspec.json.decode(answer.outcome, type=Opened, dec_hook=ids.from_json)
            one.wallet = int(made.wallet)
        loaded = self._do(
            (
                f"load {one.number}",
                LoadCoupon(coupon=ids.WalletId(one.coupon), to=ids.WalletId(one.wallet)),
            )
            for one in apps
        )
        for answer in loaded:
            _accepted(transit.finish(self._ledger, answer), "load_coupon")

    def _fail(self) -> None:
        """The evening: presses that were debited, each under a key of its own, and attempts that
        were refused or never answered."""
        presses = sorted(
            (press.after, one.number, turn)
            for one in self._travellers
            for turn, press in enumerate(one.presses)
        )
        for after, group in groupby(presses, key=lambda press: press[0]):
            self._clock.set(FAILED_FROM + timedelta(minutes=10, seconds=after))
            turns = [(self._travellers[number], turn) for _, number, turn in group]
            answers = self._do(
                (f"press {one.number} {turn}", _pay(one, one.presses[turn].yen))
                for one, turn in turns
            )
            for (one, turn), answer in zip(turns, answers, strict=True):
                one.presses[turn].debit = answer.operation
        self._clock.set(FAILED_UNTIL - timedelta(minutes=30))
        self._do(
            (
                f"confirm {press.debit}",
                Confirm(payment=ids.OperationId(press.debit), merchant=shop(one.prefecture)),
            )
            for one in self._travellers
            for press in one.presses
            if press.confirmed
        )
        self._attempts()

    def _attempts(self) -> None:
        """Nobody is debited by these. Who was stranded pressed, and got no answer."""
        elsewhere = {one: PREFECTURES[at - 1] for at, one in enumerate(PREFECTURES)}
        wanted: list[Wanted] = []
        with self._connect() as connection:
            for one in self._travellers:
                if one.kind == "refused":
                    far = Pay(
                        wallet=ids.WalletId(one.wallet),
                        merchant=shop(elsewhere[one.prefecture]),
                        yen=300,
                    )
                    wanted += [
                        (f"too much {one.number}", _pay(one, one.yen + 1)),
                        (f"elsewhere {one.number}", far),
                    ]
                if one.kind == "stranded":
                    request = msgspec.json.encode(_pay(one, 500), enc_hook=ids.to_json)
                    name = uuid5(_NAMES, f"{self._seed} {one.number}")
                    why = "unreachable" if one.number % 2 else "timed_out"
                    at = FAILED_FROM + timedelta(minutes=5)
                    connection.execute(
                        _ATTEMPT,
                        (name, at, _CALLER, name, int(one.wallet), why, request.decode()),
                    )
        for waiting in [self._ledger.submit(one, _CALLER, key) for key, one in wanted]:
            if not waiting.result(_TIMEOUT_S).code:
                raise ReplayFailed("What the rules do not allow was done.")

    def _extend_for_now(self) -> None:
        self._do(
            (
                f"interim {one.number}",
                Extend(
                    wallet=ids.WalletId(one.wallet),
                    expires_at=INTERIM,
                    reason="暫定の延長",
                    incident=INCIDENT,
                ),
            )
            for one in self._travellers
            if one.ends_on == DAY and one.at_outage
        )

    def _do(self, wanted: Iterable[Wanted]) -> list[Answer]:
        asked = [(self._ledger.submit(one, _CALLER, key), one.verb) for key, one in wanted]
        return [_accepted(waiting.result(_TIMEOUT_S), verb) for waiting, verb in asked]

    def _key_in(self, name: str, coupon: int, other_book: bool) -> str:
        """A key under which a wallet opens in the coupon's book, or in another one."""
        books = self._ledger.books
        number = 0
        while True:
            key = f"{name} {number}"
            book = ids.home_book(ids.operation_key(_CALLER, key), books)
            if books == 1 or (book == ids.book_of(coupon)) != other_book:
                return key
            number += 1


def shop(prefecture: str) -> str:
    """The shop of a prefecture."""
    return f"replay-{prefecture}"


def shop_name(prefecture: str) -> str:
    """Its name, plainly a sample."""
    return f"サンプル商店{prefecture}"


def _pay(one: Traveller, yen: int) -> Pay:
    return Pay(wallet=ids.WalletId(one.wallet), merchant=shop(one.prefecture), yen=yen)


def _accepted(answer: Answer, verb: str) -> Answer:
    if answer.code:
        raise ReplayFailed(f"The evening could not be made: {verb} was refused as {answer.code}.")
    return answer
