"""A card network and the issuer, over a bad line: every message has one effect and one answer. The
house verifies its books when a test ends."""

import itertools
import threading
import time
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from tests.funds.conftest import House

from zandaka import ids
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.errors import Invalid, KeyReused, Outage
from zandaka.funds import network_purchase
from zandaka.funds.network import Network
from zandaka.funds.work.network import UnansweredMessages
from zandaka.instants import JST
from zandaka.operations.authorise import Authorise
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.load import Load
from zandaka.operations.stop import Stop
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.providers.network.simulator import Line, Purchase, Simulator
from zandaka.providers.rates.table import TableRates, TableRow

RATES = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "150")])


@pytest.fixture
def net(house: House) -> Network:
    with house.database.connect(role=None, autocommit=True) as connection:
        merchants.put(
            connection, MerchantEntry("mastercard", "Mastercard", "13", "open", ["mastercard"])
        )
    return Network("mastercard", house.redress(rates=RATES))


@pytest.fixture
def card(house: House) -> ids.WalletId:
    return house.card(50_000)


def held(house: House, card: ids.WalletId) -> int:
    return int(house.rows("SELECT sum(held) FROM accounts WHERE wallet = %s", (card,))[0][0])


def got(reply: NetworkReply | None) -> NetworkReply:
    assert reply is not None
    return reply


def of(kind: str, card: ids.WalletId, name: str = "m1", **more: Any) -> Message:
    said = {"message": name, "reference": "r1", "kind": kind, "wallet": card, "channel": "online"}
    return msgspec.convert({**said, **more}, Message)


def test_a_purchase_from_beginning_to_end(house: House, net: Network, card: ids.WalletId) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000", channel="online")
    assert buy.approved
    assert got(sim.increment(buy, "2000")).approved
    assert held(house, card) == 12_000
    cleared = got(sim.clear(buy, "11000"))
    assert (cleared.approved, cleared.yen, cleared.forced) == (True, 11_000, False)
    assert (house.balance(card), held(house, card)) == (39_000, 0)
    assert got(sim.refund(buy, "1000")).approved
    assert got(sim.refund(buy, "10001")).refused == "exceeds_debit"
    assert got(sim.refund(buy)).approved
    assert house.balance(card) == 50_000


def test_a_purchase_abroad_takes_its_fee_once_and_at_the_rate_of_its_day(
    house: House, net: Network, card: ids.WalletId
) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "100", currency="USD", country="US")
    assert held(house, card) == 15_600
    # It was 100 and came to 102.50: the hold grows, and the price is never taken twice.
    assert got(sim.clear(buy, "102.50")).yen == 15_375
    assert house.owned("merchant_payable") == 15_375
    assert house.owned("fee_income") == 615
    assert house.balance(card) == 50_000 - 15_375 - 615
    # The yen are worth less by now; what comes back is what was taken.
    dearer = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "165.5")])
    later = Simulator(Network("mastercard", house.redress(rates=dearer)).handle, name="later")
    assert got(later.refund(buy, "50")).approved
    assert house.owned("merchant_payable") == 15_375 - 7_500
    assert house.owned("fee_income") == 615 - 300
    assert got(later.refund(buy)).approved
    assert house.balance(card) == 50_000
    assert house.owned("fee_income") == 0


@pytest.mark.parametrize(
    ("currency", "country", "held_yen"),
    [("USD", "JP", 15_000), ("JPY", "US", 100), ("USD", "US", 15_600)],
)
def test_the_fee_needs_a_foreign_currency_and_a_foreign_country(
    house: House, net: Network, card: ids.WalletId, currency: str, country: str, held_yen: int
) -> None:
    Simulator(net.handle).authorise(card, "100", currency=currency, country=country)
    assert held(house, card) == held_yen


def test_declined_in_the_words_of_the_network(
    house: House, net: Network, card: ids.WalletId
) -> None:
    assert net.handle(of("authorise", card, amount="50001")).response == "51"
    assert net.handle(of("authorise", card, "m2", reference="r2", amount="1")).response == "00"
    missing = ids.WalletId(int(card) + 999)
    assert net.handle(of("authorise", missing, "m3", reference="r3", amount="1")).response == "14"
    asked = of("authorise", card, "m4", reference="r4", amount="1", channel="contactless")
    assert net.handle(asked).response == "57"
    house.done(Stop(wallet=card, reason="lost"))
    assert net.handle(of("authorise", card, "m5", reference="r5", amount="1")).response == "41"
    assert net.handle(of("increment", card, "m6", reference="r6", amount="1")).response == "25"


def test_the_same_message_has_one_effect_and_another_may_not_bear_its_name(
    house: House, net: Network, card: ids.WalletId
) -> None:
    first = net.handle(of("authorise", card, amount="10000"))
    assert net.handle(of("authorise", card, amount="10000")) == first
    # Told again under another name: it is the same purchase.
    assert net.handle(of("authorise", card, "m2", amount="10000")) == first
    assert held(house, card) == 10_000
    with pytest.raises(KeyReused):
        net.handle(of("authorise", card, amount="10001"))
    assert net.handle(of("clearing", card, "m3", amount="10000")).approved
    assert net.handle(of("clearing", card, "m3", amount="10000")).approved
    assert house.balance(card) == 40_000


def test_a_reversal_before_its_authorisation(
    house: House, net: Network, card: ids.WalletId
) -> None:
    assert net.handle(of("reversal", card)).response == "00"
    late = net.handle(of("authorise", card, "m2", amount="10000"))
    assert (late.approved, late.operations) == (False, ())
    assert held(house, card) == 0


def test_a_reversal_in_part_in_whole_and_too_late(
    house: House, net: Network, card: ids.WalletId
) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000")
    assert got(sim.reverse(buy, "4000")).approved
    assert held(house, card) == 6_000
    assert got(sim.clear(buy, "6000")).approved
    assert house.balance(card) == 44_000
    # The shop was paid already: what comes back is a refund.
    assert got(sim.reverse(buy)).approved
    assert house.balance(card) == 50_000
    assert got(sim.reverse(buy)).operations == ()
    other = sim.authorise(card, "5000")
    assert got(sim.reverse(other)).approved
    assert held(house, card) == 0
    # What was taken back is not cleared: that is disputed.
    cleared = got(sim.clear(other))
    assert (cleared.approved, cleared.refused) == (False, "hold_ended")
    assert house.balance(card) == 50_000


#: What was asked, taken back and cleared; whether the clearing is the last; what the shop has then,
#: and what stays held.
ORDERS = [
    (12_000, 5_000, 7_000, True, 7_000, 0),
    (12_000, 5_000, 7_000, False, 7_000, 0),
    (12_000, 5_000, 6_999, False, 6_999, 1),
    (12_000, 5_000, 6_999, True, 6_999, 0),
    (12_000, 5_000, 7_001, False, 7_000, 0),
    (12_000, 5_000, 12_000, True, 7_000, 0),
    # More than was asked is posted as ever; what was taken back is not.
    (12_000, 5_000, 15_000, True, 10_000, 0),
    (12_000, 12_000, 12_000, True, 0, 0),
    (12_000, None, 12_000, True, 0, 0),
    (12_000, None, 7_000, False, 0, 0),
]


@pytest.mark.parametrize(("asked", "back", "cleared", "final", "paid", "open_yen"), ORDERS)
def test_no_order_of_a_purchase_matters(
    house: House, net: Network, asked: int, back: int | None, cleared: int, final: bool,
    paid: int, open_yen: int,
) -> None:  # fmt: skip
    """Told in each order, and each message once more at the end."""
    told: list[tuple[str, dict[str, Any]]] = [
        # Not asked but advised: a question can be answered before the rest alone.
        ("advice", {"amount": str(asked)}),
        ("reversal", {} if back is None else {"amount": str(back)}),
        ("clearing", {"amount": str(cleared), "final": final}),
    ]
    shops = 0
    for order in itertools.permutations(told):
        card = house.card(50_000)
        messages = [
            of(kind, card, f"{kind}-{card}", reference=f"r-{card}", **more) for kind, more in order
        ]
        replies = [net.handle(one) for one in messages]
        assert [net.handle(one) for one in messages] == replies
        names = [kind for kind, _ in order]
        shops += paid
        assert house.owned("merchant_payable") == shops, names
        assert (house.balance(card), held(house, card)) == (50_000 - paid, open_yen), names


class Ledgered:
    """What one purchase should have come to, reckoned again with each message."""

    def __init__(self) -> None:
        self.asked: int | None = None
        self.back = self.cleared = self.paid = 0
        self.whole = False

    @property
    def due(self) -> int:
        if self.whole:
            return 0
        if self.asked is None:
            return self.cleared
        rest = max(0, self.asked - self.cleared)
        return self.cleared - min(self.cleared, max(0, self.back - rest))

    @property
    def open_yen(self) -> int:
        return max(0, (self.asked or 0) - self.back - self.cleared)

    def tell(self, kind: str, yen: int | None, reply: NetworkReply) -> None:
        was = self.due
        match kind:
            case "authorise" | "advice" if reply.approved:
                self.asked = max(self.asked or 0, yen or 0)
            case "increment" if reply.approved:
                self.asked = (self.asked or 0) + (yen or 0)
            case "reversal":
                self.whole, self.back = self.whole or yen is None, self.back + (yen or 0)
            case "clearing":
                self.cleared += yen or 0
            case "refund":
                self.paid -= reply.yen
            case _:
                pass
        self.paid = max(0, self.paid + self.due - was)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_the_shop_has_what_it_is_due(house: House, net: Network, seed: int) -> None:
    """Messages of all kinds, in any order, early and late: what the shop is due of a purchase is
    one sum of them, and no more is held than may still be cleared."""
    random = Random(seed)
    kinds = ["authorise", "advice", "increment", "refund", *["reversal", "clearing"] * 2]
    for number in range(12):
        card = house.card(50_000)
        price = random.randint(1, 5) * 1_000
        sums, told, late = Ledgered(), list[str](), False
        before = house.owned("merchant_payable")
        for step in range(7):
            kind = random.choice(kinds)
            asks = kind in ("authorise", "advice")
            yen: int | None = price if asks else random.randint(1, 4) * 500
            if kind == "reversal" and random.random() < 0.1:
                yen = None
            more = {} if yen is None else {"amount": str(yen)}
            final = random.random() < 0.5
            name = f"m{number}-{step}"
            message = of(kind, card, name, reference=f"r{number}", final=final, **more)
            sums.tell(kind, yen, net.handle(message))
            told.append(f"{kind} {yen} {final}")
            assert house.owned("merchant_payable") - before == sums.paid, told
            assert house.balance(card) == 50_000 - sums.paid, told
            assert late or held(house, card) <= sums.open_yen, told
            if random.random() < 0.1:
                house.clock.set(house.clock.now() + timedelta(days=8))
                late = True  # what a hold kept until it ran out is not written down here
    assert house.owned("shortfall") == 0


def test_no_order_of_two_clearings_and_two_reversals_matters(house: House, net: Network) -> None:
    """In parts, on a hold: 12,000 less 2,000 and 3,000, cleared with 4,000 and 3,500."""
    told = [("reversal", "2000"), ("reversal", "3000"), ("clearing", "4000"), ("clearing", "3500")]
    shops = 0
    for order in itertools.permutations(told):
        card = house.card(50_000)
        assert net.handle(
            of("authorise", card, f"a-{card}", reference=f"r-{card}", amount="12000")
        ).approved
        for number, (kind, amount) in enumerate(order):
            name = f"m{number}-{card}"
            net.handle(of(kind, card, name, reference=f"r-{card}", amount=amount, final=False))
        shops += 7_000
        assert house.owned("merchant_payable") == shops, order
        assert (house.balance(card), held(house, card)) == (43_000, 0), order


def test_what_is_taken_back_abroad_is_measured_in_its_currency(house: House, net: Network) -> None:
    """100 dollars, 40 of them taken back, 60 cleared when the dollar has another rate: in yen the
    clearing alone would be more than the rest."""
    del net
    usd = {"currency": "USD", "country": "US"}
    dearer = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "165.5")])
    before = Network("mastercard", house.redress(rates=RATES))
    later = Network("mastercard", house.redress(rates=dearer))
    shops = 0
    for order in itertools.permutations([("reversal", "40"), ("clearing", "60")]):
        card = house.card(50_000)
        asked = of("authorise", card, f"a-{card}", reference=f"r-{card}", amount="100", **usd)
        assert before.handle(asked).yen == 15_000
        for kind, amount in order:
            told = of(kind, card, f"{kind}-{card}", reference=f"r-{card}", amount=amount, **usd)
            assert later.handle(told).approved
        shops += 9_930
        assert house.owned("merchant_payable") == shops, order
        assert (house.balance(card), held(house, card)) == (50_000 - 9_930 - 397, 0), order


def test_a_refund_after_a_part_that_was_never_cleared_is_no_more_than_it_says(
    house: House, net: Network, card: ids.WalletId
) -> None:
    """The reversal let go of what was held: of the 6,000 that were cleared it is no part."""
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000")
    assert got(sim.clear(buy, "6000", final=False)).approved
    assert got(sim.reverse(buy, "4000")).yen == 4_000
    assert got(sim.refund(buy, "2000")).yen == 2_000
    assert house.balance(card) == 46_000


@pytest.mark.parametrize(("back", "paid"), [(None, 0), ("5000", 7_000)])
def test_what_was_taken_back_late_is_not_taken_by_force(
    house: House, net: Network, card: ids.WalletId, back: str | None, paid: int
) -> None:
    """The hold had run out, so there was nothing to let go of: it is remembered all the same."""
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "12000")
    house.clock.set(house.clock.now() + timedelta(days=8))
    assert got(sim.reverse(buy, back)).response == "00"
    late = got(sim.clear(buy, "12000"))
    assert (late.approved, late.yen, late.refused) == (paid > 0, paid, "hold_ended")
    assert (house.balance(card), house.owned("merchant_payable")) == (50_000 - paid, paid)


def test_an_approval_has_its_hold(house: House, net: Network, card: ids.WalletId) -> None:
    """The same price under another name has the same answer; another price is declined, though
    there is value for it."""
    usd = {"currency": "USD", "country": "US"}
    first = net.handle(of("authorise", card, "m1", amount="10000"))
    assert net.handle(of("authorise", card, "m2", amount="10000.0")) == first
    for name, other in [
        ("m3", {"amount": "10001"}),
        ("m4", {"amount": "9999"}),
        ("m5", {"amount": "10000", "country": "US"}),
        ("m6", {"amount": "100", **usd}),
    ]:
        reply = net.handle(of("authorise", card, name, **other))
        assert (reply.approved, reply.response, reply.refused) == (
            False,
            "94",
            "wrong_operation",
        ), name
    # The network has given its word: it is taken note of, and nothing more is held.
    noted = net.handle(of("advice", card, "m7", amount="11000"))
    assert (noted.approved, noted.refused, noted.operations) == (True, "wrong_operation", ())
    assert held(house, card) == 10_000
    assert net.handle(of("clearing", card, "m8", amount="10000")).operations
    assert (house.balance(card), held(house, card)) == (40_000, 0)


@pytest.mark.parametrize("final", [True, False])
def test_what_was_cleared_already_is_not_held_again(
    house: House, net: Network, card: ids.WalletId, final: bool
) -> None:
    assert net.handle(of("clearing", card, "m1", amount="7000", final=final)).forced
    late = net.handle(of("authorise", card, "m2", amount="7000"))
    assert (late.approved, late.refused) == (False, "hold_ended")
    more = net.handle(of("authorise", card, "m3", amount="12000"))
    assert more.approved is not final
    assert held(house, card) == (0 if final else 5_000)


def test_another_card_under_a_reference_does_not_stop_the_purchase(
    house: House, net: Network, card: ids.WalletId
) -> None:
    other = house.card(50_000)
    assert net.handle(of("authorise", card, "m1", amount="10000")).approved
    assert net.handle(of("clearing", other, "m2", amount="10000")).refused == "wrong_operation"
    assert net.handle(of("reversal", other, "m3")).refused == "wrong_operation"
    assert net.handle(of("clearing", card, "m4", amount="10000")).operations
    assert (house.balance(card), house.balance(other)) == (40_000, 50_000)


def test_what_is_cleared_late_or_beyond_the_hold_is_posted_by_force(
    house: House, net: Network, card: ids.WalletId
) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000")
    house.clock.set(house.clock.now() + timedelta(days=7))
    late = got(sim.clear(buy))
    assert (late.yen, late.forced) == (10_000, True)
    big = sim.authorise(card, "39000")
    beyond = got(sim.clear(big, "45000"))
    assert (beyond.yen, beyond.forced, len(beyond.operations)) == (45_000, True, 2)
    assert house.balance(card) == 0
    assert house.owned("shortfall") == -5_000
    # All of it comes back, what is owed first.
    assert got(sim.refund(big)).approved
    assert (house.balance(card), house.owned("shortfall")) == (40_000, 0)


def test_what_is_cleared_late_and_beyond_the_hold_takes_what_the_hold_kept(
    house: House, net: Network
) -> None:
    """The card has ended meanwhile: what the hold kept of it pays, and the rest alone is owed."""
    made = house.done(
        IssueMedia(
            product="au-pay-prepaid-card", secrets=(b"ends soon",), holder="hanako",
            tier="identity_verified", printed="2024-03",
        )
    )  # fmt: skip
    card = ids.WalletId.parse(made["media"][0]["wallet"])
    house.done(Load(wallet=card, yen=10_000))
    house.clock.set(datetime(2024, 3, 30, tzinfo=JST))
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "8000")
    house.clock.set(datetime(2024, 4, 10, tzinfo=JST))
    late = got(sim.clear(buy, "9000"))
    assert (late.yen, late.forced, len(late.operations)) == (9_000, True, 2)
    assert house.owned("shortfall") == -1_000
    assert house.owned("merchant_payable") == 9_000
    assert got(sim.refund(buy)).approved
    assert (house.owned("shortfall"), house.owned("merchant_payable")) == (0, 0)


@pytest.mark.parametrize("days", [0, 8])
def test_authorised_at_home_and_cleared_abroad_the_shop_gets_the_price(
    house: House, net: Network, card: ids.WalletId, days: int
) -> None:
    """The hold has the price, and not the fee with it, which is taken where there is value."""
    usd = {"country": "US", "currency": "USD"}
    assert net.handle(of("authorise", card, amount="1000", country="US", currency="JPY")).approved
    house.clock.set(house.clock.now() + timedelta(days=days))
    cleared = net.handle(of("clearing", card, "m2", amount="6.53", **usd))
    assert (cleared.approved, cleared.yen) == (True, 979)
    assert house.owned("merchant_payable") == 979
    assert (house.balance(card), house.owned("fee_income")) == (50_000 - 979 - 39, 39)


def test_so_it_does_where_there_is_nothing_for_the_fee(house: House, net: Network) -> None:
    card = house.card(1_000)
    usd = {"country": "US", "currency": "USD"}
    assert net.handle(of("authorise", card, amount="1000", country="US", currency="JPY")).approved
    cleared = net.handle(of("clearing", card, "m2", amount="6.53", **usd))
    assert (cleared.approved, cleared.yen) == (True, 979)
    assert (house.owned("merchant_payable"), house.balance(card)) == (979, 21)


@pytest.mark.parametrize("days", [0, 8])
def test_a_hold_with_its_fee_is_taken_whole_where_the_price_has_grown_by_less_than_it(
    house: House, net: Network, days: int
) -> None:
    card = house.card(1_040)
    usd = {"country": "US", "currency": "USD"}
    assert net.handle(of("authorise", card, amount="6.67", **usd)).approved
    house.clock.set(house.clock.now() + timedelta(days=days))
    cleared = net.handle(of("clearing", card, "m2", amount="6.80", **usd))
    assert (cleared.approved, cleared.yen, len(cleared.operations)) == (True, 1_020, 2)
    assert (house.owned("merchant_payable"), held(house, card)) == (1_020, 0)
    # The fee on the 20 yen beyond the hold is less than one.
    assert (house.balance(card), house.owned("shortfall"), house.owned("fee_income")) == (
        0,
        -20,
        40,
    )


def test_a_refund_of_one_part_leaves_the_other(
    house: House, net: Network, card: ids.WalletId
) -> None:
    """Cleared in two parts: what comes back is what the message says, not all of the purchase
    because one part had that amount; and nothing where more comes back than was cleared."""
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "12000")
    assert got(sim.clear(buy, "7000", final=False)).approved
    assert got(sim.clear(buy, "5000")).approved
    back = got(sim.refund(buy, "7000"))
    assert (back.yen, len(back.operations)) == (7_000, 2)
    assert house.balance(card) == 45_000
    over = got(sim.refund(buy, "7000"))
    assert (over.approved, over.refused, over.operations) == (False, "exceeds_debit", ())
    assert house.balance(card) == 45_000
    assert got(sim.refund(buy, "4999")).yen == 4_999
    # Taken back is never refused: where more is asked than is left, what is left.
    last = got(sim.reverse(buy, "2"))
    assert (last.approved, last.yen) == (True, 1)
    assert house.balance(card) == 50_000


def test_a_whole_amount_after_a_part_is_more_than_is_left(
    house: House, net: Network, card: ids.WalletId
) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000")
    assert got(sim.clear(buy)).approved
    assert got(sim.refund(buy, "1")).approved
    assert got(sim.refund(buy, "10000")).refused == "exceeds_debit"
    assert house.balance(card) == 40_001


def test_what_comes_back_in_parts_leaves_no_fraction_behind(
    house: House, net: Network, card: ids.WalletId
) -> None:
    """Three thirds of 10 dollars at 150.99 are 502, 502 and 502 yen of 1,509: the last brings the
    rest. On the day of the refund the dollar is another, and that says nothing."""
    first = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "150.99")])
    sim = Simulator(Network("mastercard", house.redress(rates=first)).handle)
    buy = sim.authorise(card, "10", currency="USD", country="US")
    assert got(sim.clear(buy)).yen == 1_509
    cheaper = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "99.5")])
    later = Simulator(Network("mastercard", house.redress(rates=cheaper)).handle, name="later")
    assert got(later.refund(buy, "3.33")).yen == 502
    assert got(later.refund(buy, "3.33")).yen == 502
    assert got(later.refund(buy, "3.34")).yen == 505
    assert (house.balance(card), house.owned("fee_income")) == (50_000, 0)


def test_less_than_a_yen_is_a_yen(house: House, net: Network, card: ids.WalletId) -> None:
    """A cent was a yen at the rate of the day, and is less at that of the purchase."""
    cheap = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "99")])
    sim = Simulator(Network("mastercard", house.redress(rates=cheap)).handle)
    buy = sim.authorise(card, "10", currency="USD", country="US")
    assert got(sim.clear(buy)).yen == 990
    assert got(Simulator(net.handle, name="later").refund(buy, "0.01")).yen == 1


def test_what_is_taken_back_of_a_hold_is_at_the_rate_of_the_hold(
    house: House, net: Network, card: ids.WalletId
) -> None:
    buy = Simulator(net.handle).authorise(card, "100", currency="USD", country="JP")
    assert held(house, card) == 15_000
    dearer = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), "165.5")])
    later = Simulator(Network("mastercard", house.redress(rates=dearer)).handle, name="later")
    assert got(later.reverse(buy, "40")).yen == 6_000
    assert held(house, card) == 9_000


def test_a_purchase_told_twice_that_comes_to_more_is_no_force_post(
    house: House, net: Network, card: ids.WalletId
) -> None:
    assert net.handle(of("authorise", card, "m1", amount="10000")).approved
    assert net.handle(of("authorise", card, "m2", amount="10000")).approved
    cleared = net.handle(of("clearing", card, "m3", amount="15000"))
    assert (cleared.yen, cleared.forced, len(cleared.operations)) == (15_000, False, 1)
    assert house.balance(card) == 35_000


def test_after_ninety_days_a_clearing_is_disputed(
    house: House, net: Network, card: ids.WalletId
) -> None:
    sim = Simulator(net.handle)
    buy = sim.authorise(card, "10000")
    house.clock.set(house.clock.now() + timedelta(days=97))
    late = got(sim.clear(buy))
    assert (late.approved, late.refused) == (False, "hold_ended")
    assert house.balance(card) == 50_000


def test_what_the_network_answered_for_us_is_told_later(
    house: House, net: Network, card: ids.WalletId
) -> None:
    away = True

    def deliver(message: Message) -> NetworkReply:
        if away:
            raise Outage("the line is down")
        return net.handle(message)

    sim = Simulator(deliver, stand_in=True)
    small, large = sim.authorise(card, "1000"), sim.authorise(card, "60000")
    assert (small.approved, large.approved, small.stood_in) == (True, True, True)
    away = False
    told = sim.flush()
    assert [one.response for one in told] == ["00", "00"]
    assert [one.refused for one in told] == ["", "insufficient_value"]
    assert held(house, card) == 1_000
    assert not got(sim.clear(small)).forced
    cleared = got(sim.clear(large))
    assert (cleared.yen, cleared.forced) == (60_000, True)
    assert house.owned("shortfall") == -11_000


def test_no_rate_no_answer_and_later_the_same_message_is_taken(
    house: House, card: ids.WalletId, net: Network
) -> None:
    del net
    dark = Network("mastercard", house.redress())
    asked = of("authorise", card, amount="10", currency="USD", country="US")
    with pytest.raises(Outage):
        dark.handle(asked)
    with pytest.raises(Outage):
        Network("mastercard", house.redress(rates=TableRates([]))).handle(asked)
    assert Network("mastercard", house.redress(rates=RATES)).handle(asked).approved
    with pytest.raises(Invalid):
        dark.handle(of("authorise", card, "m2"))
    with pytest.raises(Invalid):
        dark.handle(of("authorise", card, "m3", amount="0"))
    with pytest.raises(Invalid, match="whole yen"):
        dark.handle(of("authorise", card, "m4", amount="10.5"))


def test_a_crash_between_the_command_and_the_answer(
    house: House, net: Network, card: ids.WalletId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> Any:
        raise Outage("killed")

    with monkeypatch.context() as broken:
        broken.setattr(network_purchase, "_replied", dies)
        with pytest.raises(Outage):
            net.handle(of("authorise", card, amount="10000"))
    assert held(house, card) == 10_000
    # The reversal finds what was left unanswered, and takes it back.
    assert net.handle(of("reversal", card, "m2")).operations
    assert held(house, card) == 0
    assert net.handle(of("authorise", card, amount="10000")).approved
    assert held(house, card) == 0


def test_a_message_that_became_visible_late(house: House, net: Network, card: ids.WalletId) -> None:
    first = net.handle(of("authorise", card, "m2", amount="10000"))
    late = of("authorise", card, "m1", amount="10000")
    with house.database.connect(role=None, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO network_messages"
            " (id, network, message, reference, kind, received_at, request, foreign_buy)"
            " OVERRIDING SYSTEM VALUE"
            " SELECT -1, network, 'm1', reference, kind, received_at, %s, foreign_buy"
            " FROM network_messages",
            (msgspec.json.encode(late, enc_hook=ids.to_json).decode(),),
        )
    assert net.handle(late) == first
    assert held(house, card) == 10_000


def test_the_house_answers_what_was_left(
    house: House, net: Network, card: ids.WalletId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise Outage("away")

    with monkeypatch.context() as patch:
        patch.setattr(Network, "submit", away)
        with pytest.raises(Outage):
            net.handle(of("advice", card, amount="10000"))
    worker = UnansweredMessages()
    redress = house.redress(rates=RATES)
    assert not worker.round(redress)
    house.clock.set(house.clock.now() + timedelta(minutes=2))
    assert worker.round(redress)
    assert held(house, card) == 10_000
    assert not worker.round(redress)


def test_the_same_purchase_from_many_sides_at_once(
    house: House, net: Network, card: ids.WalletId, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = Network.submit

    def slowly(self: Network, *asked: Any) -> Any:
        # Long enough for all to have looked at what is known of the purchase.
        time.sleep(0.05)
        return submit(self, *asked)

    monkeypatch.setattr(Network, "submit", slowly)
    messages = [of("authorise", card, f"a{i}", amount="10000") for i in range(4)]
    messages += [of("clearing", card, "c1", amount="10000")] * 4
    found: list[NetworkReply] = []

    def tell(message: Message) -> None:
        found.append(net.handle(message))

    threads = [threading.Thread(target=tell, args=(one,)) for one in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(messages)
    # The clearing came once; where it was first, an authorisation may follow it.
    assert house.owned("merchant_payable") == 10_000
    assert house.balance(card) == 40_000
    assert held(house, card) in (0, 10_000)


@pytest.mark.parametrize("seed", range(6))
def test_a_bad_line_loses_no_yen(house: House, net: Network, card: ids.WalletId, seed: int) -> None:
    random = Random(seed)
    line = Line(answer_lost=0.3, message_lost=0.2, twice=0.3)
    sim = Simulator(net.handle, seed=seed, line=line, stand_in=seed % 2 == 0)
    buys: list[Purchase] = []
    paid = 0
    for _ in range(25):
        roll = random.random()
        if roll < 0.5 or not buys:
            abroad = random.random() < 0.4
            buys.append(
                sim.authorise(
                    card,
                    str(random.randint(1, 60) if abroad else random.randint(1, 9_000)),
                    currency="USD" if abroad else "JPY",
                    country="US" if abroad else "JP",
                )
            )
            continue
        one = random.choice(buys)
        if roll < 0.6:
            sim.increment(one, str(random.randint(1, 50)))
        elif roll < 0.8:
            sim.clear(one)
            paid += 1
        elif roll < 0.9:
            sim.reverse(one, random.choice((None, "1")))
        else:
            sim.refund(one, random.choice((None, "1")))
        if random.random() < 0.2:
            house.clock.set(house.clock.now() + timedelta(days=random.choice((0, 1, 8))))
    while sim.waiting:
        sim.flush()
    assert paid
    # What left the card is with the network and in the fee, less what the holder owes.
    gone = 50_000 - house.balance(card)
    assert gone == (
        house.owned("merchant_payable") + house.owned("fee_income") + house.owned("shortfall")
    )
    unanswered = house.rows("SELECT count(*) FROM network_messages WHERE answer IS NULL")
    assert unanswered == [(0,)]


@pytest.mark.parametrize("kind", ["reversal", "clearing"])
def test_what_nothing_is_open_of_is_not_approved_again(
    house: House, net: Network, card: ids.WalletId, kind: str
) -> None:
    assert net.handle(of("authorise", card, amount="10000")).approved
    net.handle(of(kind, card, "m2", amount="10000"))
    again = net.handle(of("authorise", card, "m3", amount="10000"))
    assert not again.approved
    assert again.refused == "hold_ended"
    assert held(house, card) == 0


@pytest.mark.parametrize("rate", ["165.5", "120"])
def test_a_part_is_let_go_and_counted_at_the_rate_of_its_hold(
    house: House, net: Network, card: ids.WalletId, rate: str
) -> None:
    dollars = {"currency": "USD", "country": "US"}
    another = TableRates([TableRow("USD", datetime(2024, 1, 1, tzinfo=JST), rate)])
    later = Network("mastercard", house.redress(rates=another))
    net.handle(of("authorise", card, amount="100", **dollars))
    later.handle(of("reversal", card, "m2", amount="40", **dollars))
    # 9,000 yen of 15,000 are still held, whatever a dollar costs by now.
    assert later.handle(of("clearing", card, "m3", amount="9000", country="US")).approved
    assert house.owned("merchant_payable") == 9_000


def test_a_message_that_needs_a_person_keeps_no_other_waiting(
    house: House, net: Network, card: ids.WalletId, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = of("authorise", card, amount="1000")
    after = of("authorise", card, "m2", reference="r2", amount="2000")

    def dies(*_: Any, **__: Any) -> Any:
        raise Outage("killed")

    with monkeypatch.context() as broken:
        broken.setattr(Network, "submit", dies)
        for message in (stuck, after):
            with pytest.raises(Outage):
                net.handle(message)
    # Its step stands under its key with another amount.
    net.submit(stuck, "authorise", Authorise(wallet=card, merchant="mastercard", yen=999))
    house.clock.set(house.clock.now() + timedelta(minutes=2))
    assert UnansweredMessages().round(house.redress(rates=RATES))
    assert net.handle(after).approved
    with pytest.raises(KeyReused):
        net.handle(stuck)
