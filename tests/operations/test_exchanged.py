"""What goes on when a damaged card is exchanged for another (R83): what it used of caps, what was
sent to it, what is posted late, what comes back. Nothing is won by an exchange and nothing lost.
The world verifies itself when a test ends."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations import transit
from zandaka.operations.authorise import Authorise
from zandaka.operations.claim import Claim
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.end_hold import EndHold
from zandaka.operations.exchange import Exchange
from zandaka.operations.force_post import ForcePost
from zandaka.operations.forward import Forward
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.redeem import Redeem
from zandaka.operations.refund import Refund
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw
from zandaka.operations.write_off_shortfall import WriteOffShortfall
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
SHOP = "net-shop"
CARD, AU_CARD = "webmoney-prepaid-card", "au-pay-prepaid-card"
FUNDS = {CARD: "webmoney-prepaid-card-funds", AU_CARD: "au-pay-funds"}

_numbers = itertools.count(1)


@pytest.fixture
def terms() -> Terms:
    """The terms that are shipped, and a cap on a day's payments."""
    day = [{"from": date(2010, 4, 1), "yen": 30_000, "source": "zandaka-default"}]
    return load_terms(REPOSITORY_TERMS, {"products": {CARD: {"pay_day_max": day}}})


@pytest.fixture
def world(database: Database, terms: Terms) -> Iterator[World]:
    with World(database, at=START, terms=terms) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney", "mastercard"]),
            )
        yield world
        world.verify()


def card(
    world: World, prepaid: int = 0, funds: int = 0, product: str = CARD, book: int | None = None,
    printed: str = "2024-12",
) -> ids.WalletId:  # fmt: skip
    """A card of a known holder, in a book of our choice."""
    for _ in range(64):
        secret = f"card {next(_numbers)}".encode()
        made = world.done(
            IssueMedia(
                product=product, secrets=(secret,), holder="mio", tier="identity_verified",
                printed=printed,
            )
        )  # fmt: skip
        wallet = ids.WalletId.parse(made["media"][0]["wallet"])
        if book in (None, ids.book_of(wallet)):
            break
    else:
        raise AssertionError("no card came to that book")
    if prepaid:
        world.done(Load(wallet=wallet, yen=prepaid))
    if funds:
        world.done(Load(wallet=wallet, yen=funds, product=FUNDS[product]))
    return wallet


def exchanged(world: World, wallet: ids.WalletId, printed: str = "2026-12") -> ids.WalletId:
    secret = f"new {next(_numbers)}".encode()
    command = Exchange(wallet=wallet, secret=secret, medium_returned=True, printed=printed)
    return ids.WalletId.parse(world.done(command)["new_wallet"])


def did(world: World, command: Command) -> ids.OperationId:
    answer = world.do(command)
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def moved(world: World, command: Command) -> tuple[str, dict[str, Any]]:
    """The code and outcome of what may go to another book."""
    answer = transit.finish(world.ledger, world.ledger.do(command, "test", world.new_key()))
    return answer.code, msgspec.json.decode(answer.outcome)


def paid(world: World, wallet: ids.WalletId, yen: int) -> ids.OperationId:
    return did(world, pays(wallet, yen))


def pays(wallet: ids.WalletId, yen: int) -> Pay:
    return Pay(wallet=wallet, merchant=SHOP, yen=yen, network="webmoney")


def balance(world: World, wallet: ids.WalletId) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE wallet = %s"
    return int(world.value(query, (int(wallet),)))


def owned(world: World, kind: str) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s"
    return int(world.value(query, (kind,)))


# -- caps that were used, and free withdrawals


def test_a_new_card_has_used_of_a_day_what_the_old_one_had(world: World) -> None:
    old = card(world, 50_000)
    paid(world, old, 20_000)
    new = exchanged(world, old)
    assert world.refused(pays(new, 10_001)) == "limit_exceeded"
    paid(world, new, 10_000)
    assert world.refused(pays(new, 1)) == "limit_exceeded"
    world.pass_time(days=1)
    paid(world, new, 20_000)


def test_cash_at_counters_counts_over_both_cards(world: World) -> None:
    old = card(world)
    world.done(Load(wallet=old, yen=400_000, channel="cash_counter"))
    new = exchanged(world, old)
    more = Load(wallet=new, yen=100_001, channel="cash_counter")
    assert world.refused(more) == "limit_exceeded"
    world.done(msgspec.structs.replace(more, yen=100_000))


@pytest.mark.parametrize("times", [1, 3])
def test_a_month_goes_on(world: World, times: int) -> None:
    old, other = card(world, funds=500_000), card(world)
    world.done(Send(wallet=old, to=other, yen=120_000))
    world.done(Withdraw(wallet=old, yen=60_000))
    new = old
    for _ in range(times):
        new = exchanged(world, new)
    assert world.refused(Send(wallet=new, to=other, yen=80_001)) == "limit_exceeded"
    world.done(Send(wallet=new, to=other, yen=80_000))
    assert world.refused(Withdraw(wallet=new, yen=40_001)) == "limit_exceeded"
    world.done(Withdraw(wallet=new, yen=40_000))


def test_the_free_withdrawal_of_a_month_is_one_over_both_cards(world: World) -> None:
    old = card(world, funds=10_000)
    first = did(world, Withdraw(wallet=old, yen=1_000, way="atm", terminal="konbini"))
    new = exchanged(world, old)
    second = world.done(Withdraw(wallet=new, yen=1_000, way="atm", terminal="konbini"))
    assert second["fee_yen"] == 220
    # It failed at the old card, and is free again at the new one.
    world.done(ReturnWithdrawal(withdrawal=first, reason="denied"))
    third = did(world, Withdraw(wallet=new, yen=1_000, way="atm", terminal="konbini"))
    assert balance(world, new) == 10_000 - 1_000 - 1_220 - 1_000
    world.done(CompleteWithdrawal(withdrawal=third))
    assert (
        world.done(Withdraw(wallet=new, yen=100, way="atm", terminal="konbini"))["fee_yen"] == 220
    )


def test_a_free_one_of_a_month_that_is_over_is_not_free_again(world: World) -> None:
    old = card(world, funds=10_000)
    free = did(world, Withdraw(wallet=old, yen=1_000, way="atm", terminal="konbini"))
    with_fee = did(world, Withdraw(wallet=old, yen=1_000, way="atm", terminal="konbini"))
    world.done(CompleteWithdrawal(withdrawal=free))
    world.clock.set(datetime(2024, 4, 1, tzinfo=JST))
    exchanged(world, old)
    assert world.done(CompleteWithdrawal(withdrawal=with_fee))["fee_yen"] == 220


@pytest.mark.parametrize("exchanges", ["before", "between", "after"])
@pytest.mark.parametrize("fails", [True, False])
def test_a_month_that_is_over_is_counted_over_all_of_the_cards(
    world: World, exchanges: str, fails: bool
) -> None:
    """Ordered with the first card and the second in March, and in April with a third: whichever
    fails or succeeds, and whether the card was exchanged by then."""

    def order(wallet: ids.WalletId) -> ids.OperationId:
        return did(world, Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))

    now = card(world, funds=20_000)
    free = order(now)
    if exchanges == "before":
        now = exchanged(world, exchanged(world, now))
    paid_for, with_fee = order(now), order(now)
    world.done(CompleteWithdrawal(withdrawal=paid_for))
    world.clock.set(datetime(2024, 4, 1, tzinfo=JST))
    if exchanges == "between":
        now = exchanged(world, now)
    assert order(now)
    if exchanges == "after":
        now = exchanged(world, exchanged(world, now))
    if fails:
        world.done(ReturnWithdrawal(withdrawal=free, reason="denied"))
    told = world.done(CompleteWithdrawal(withdrawal=with_fee))
    assert told["fee_yen"] == (0 if fails else 220)
    assert world.refused(WaiveFee(withdrawal=paid_for)) == "nothing_left"
    assert owned(world, "fee_income") == (220 if fails else 440)
    if fails:
        world.done(ReturnWithdrawal(withdrawal=with_fee, reason="sent back"))
        world.done(WaiveFee(withdrawal=paid_for))
        assert owned(world, "fee_income") == 0
    # What was paid out, with the fees of it that were taken.
    gone = 1_000 if fails else 2_440
    assert owned(world, "lot") + owned(world, "withdrawal_payable") == 20_000 - gone


def test_one_that_failed_at_the_old_card_frees_one_of_the_new(world: World) -> None:
    old = card(world, funds=10_000)
    free = did(world, Withdraw(wallet=old, yen=1_000, way="atm", terminal="konbini"))
    new = exchanged(world, old)
    with_fee = did(world, Withdraw(wallet=new, yen=1_000, way="atm", terminal="konbini"))
    world.done(CompleteWithdrawal(withdrawal=with_fee))
    assert world.refused(WaiveFee(withdrawal=with_fee)) == "nothing_left"
    world.done(ReturnWithdrawal(withdrawal=free, reason="denied"))
    assert world.done(WaiveFee(withdrawal=with_fee))["fee_yen"] == 220
    assert (
        world.done(Withdraw(wallet=new, yen=100, way="atm", terminal="konbini"))["fee_yen"] == 220
    )


def test_what_a_shop_gives_back_makes_room_at_the_new_card(world: World) -> None:
    old = card(world, 50_000)
    payment = paid(world, old, 30_000)
    new = exchanged(world, old)
    assert world.refused(pays(new, 1)) == "limit_exceeded"
    world.done(Refund(payment=payment, merchant=SHOP, yen=4_000))
    assert world.refused(pays(new, 4_001)) == "limit_exceeded"
    paid(world, new, 4_000)


def test_a_hold_that_ran_out_makes_room_at_the_new_card(world: World) -> None:
    old = card(world, 50_000)
    asked = Authorise(wallet=old, merchant=SHOP, yen=30_000, network="webmoney", minutes=10)
    hold = did(world, asked)
    assert world.refused(
        Exchange(wallet=old, secret=b"early", medium_returned=True)
    ) == "hold_open"  # fmt: skip
    world.pass_time(minutes=10)
    new = exchanged(world, old)
    assert world.refused(pays(new, 1)) == "limit_exceeded"
    world.done(EndHold(hold=hold))
    assert world.refused(pays(new, 30_001)) == "limit_exceeded"
    paid(world, new, 30_000)


def test_what_comes_back_while_it_is_exchanged_in_one_batch(world: World) -> None:
    """The refund finds the new card in the batch that opened it."""
    old = card(world, 50_000)
    payment = paid(world, old, 30_000)
    commands: list[Command] = [
        Exchange(wallet=old, secret=b"one batch", medium_returned=True, printed="2026-12"),
        Refund(payment=payment, merchant=SHOP),
    ]
    futures = [world.ledger.submit(one, "test", world.new_key()) for one in commands]
    new = msgspec.json.decode(futures[0].result(30).outcome)["new_wallet"]
    assert futures[1].result(30).accepted
    world.done(Forward(wallet=old, to=ids.WalletId.parse(new)))
    paid(world, ids.WalletId.parse(new), 30_000)


class TestUpToTheDay:
    """The other reading of a month: that up to the day (R106)."""

    @pytest.fixture
    def terms(self) -> Terms:
        return load_terms(
            REPOSITORY_TERMS, {"products": {FUNDS[CARD]: {"sending": {"month": "rolling"}}}}
        )

    def test_it_goes_on(self, world: World) -> None:
        old, other = card(world, funds=300_000), card(world)
        sent = did(world, Send(wallet=old, to=other, yen=120_000))
        world.pass_time(days=10)
        new = exchanged(world, old)
        assert world.refused(Send(wallet=new, to=other, yen=80_001)) == "limit_exceeded"
        world.pass_time(days=12)
        world.done(ReturnSend(send=sent))
        world.done(Send(wallet=new, to=other, yen=180_000))


# -- what was sent to it


@pytest.mark.parametrize("far", [0, 1])
@pytest.mark.parametrize("times", [1, 2])
def test_the_new_card_claims_what_was_sent_to_the_old(world: World, far: int, times: int) -> None:
    sender, old = card(world, funds=50_000, book=0), card(world, book=far)
    stranger = card(world, book=far)
    sent = did(world, Send(wallet=sender, to=old, yen=30_000))
    new = old
    for _ in range(times):
        new = exchanged(world, new)
    world.pass_time(days=1)
    assert moved(world, Claim(send=sent, to=stranger))[0] == "not_your_operation"
    assert moved(world, Claim(send=sent, to=old))[0] == "wallet_closed"
    code, said = moved(world, Claim(send=sent, to=new))
    assert (code, said["wallet"], said["sent_to"]) == ("", str(new), str(old))
    assert (balance(world, sender), balance(world, new)) == (20_000, 30_000)
    assert owned(world, "send_pending") == 0
    assert moved(world, Claim(send=sent, to=new))[0] == "send_ended"


# -- what is posted late


def test_a_late_capture_takes_from_the_new_card(world: World) -> None:
    old = card(world, 1_000, funds=2_000)
    asked = Authorise(wallet=old, merchant=SHOP, yen=2_500, network="webmoney", minutes=10)
    hold = did(world, asked)
    world.pass_time(minutes=10)
    new = exchanged(world, old)
    posted = world.done(ForcePost(hold=hold, merchant=SHOP))
    assert "shortfall_yen" not in posted
    assert balance(world, new) == 500
    assert owned(world, "shortfall") == 0
    # What the shop gives back goes to the new card, too.
    [(operation,)] = world.rows("SELECT id FROM operations WHERE verb = 'force_post'")
    world.done(Refund(payment=ids.OperationId(operation), merchant=SHOP))
    assert balance(world, new) == 3_000


def test_what_was_never_authorised_takes_from_the_new_card_and_counts_there(world: World) -> None:
    old = card(world, 40_000)
    new = exchanged(world, old)
    post = ForcePost(wallet=old, merchant=SHOP, yen=29_000, network="webmoney")
    assert "shortfall_yen" not in world.done(post)
    assert balance(world, new) == 11_000
    assert world.refused(pays(new, 1_001)) == "limit_exceeded"
    more = world.done(msgspec.structs.replace(post, yen=12_000))
    assert more["shortfall_yen"] == 1_000


def test_what_strayed_onto_the_old_card_is_taken_as_well(world: World) -> None:
    old = card(world, 5_000)
    payment = paid(world, old, 3_000)
    new = exchanged(world, old)
    world.done(Refund(payment=payment, merchant=SHOP))
    post = ForcePost(wallet=old, merchant=SHOP, yen=5_000, network="webmoney")
    assert "shortfall_yen" not in world.done(post)
    assert (balance(world, old), balance(world, new)) == (0, 0)


# -- what comes back after the old card's own end


def test_what_comes_back_after_the_old_end_is_good_until_the_new_one(world: World) -> None:
    old = card(world, 5_000)
    payment = paid(world, old, 3_000)
    new = exchanged(world, old)
    world.clock.set(datetime(2025, 1, 1, tzinfo=JST))
    world.done(Refund(payment=payment, merchant=SHOP))
    assert world.done(Forward(wallet=old, to=new))["yen"] == 3_000
    paid(world, new, 5_000)


def test_so_it_is_of_a_card_that_ends_after_its_last_use(world: World) -> None:
    old = card(world, 5_000, product="webmoney-card", printed="")
    payment = paid(world, old, 5_000)
    world.pass_time(days=700)
    new = exchanged(world, old, printed="")
    world.pass_time(days=40)
    world.done(Refund(payment=payment, merchant=SHOP))
    assert world.done(Forward(wallet=old, to=new))["yen"] == 5_000
    paid(world, new, 5_000)


# -- ends of contracts, and leaving


@pytest.mark.parametrize("product", [CARD, AU_CARD])
def test_a_contract_waits_for_what_the_old_card_has_under_way(world: World, product: str) -> None:
    old = card(world, funds=9_000, product=product)
    ends: Command = EndContract(wallet=old) if product == CARD else ToPrepaid(wallet=old)
    order = did(world, Withdraw(wallet=old, yen=3_000, way="atm", terminal="konbini"))
    new = exchanged(world, old)
    ends = msgspec.structs.replace(ends, wallet=new)
    assert world.refused(ends) == "open_items"
    assert world.refused(Leave(wallet=new)) == "open_items"
    world.done(ReturnWithdrawal(withdrawal=order, reason="denied"))
    # It came back to the old card, and goes on first.
    assert world.refused(ends) == "open_items"
    world.done(Forward(wallet=old, to=new))
    assert world.done(ends)["yen"] == 9_000
    assert (owned(world, "shortfall"), balance(world, old)) == (0, 0)


def test_a_contract_waits_for_what_is_on_its_way_to_another_book(world: World) -> None:
    """The other book may refuse it: then it comes back."""
    sender, to = (card(world, funds=9_000, product=AU_CARD, book=0), card(world, product=AU_CARD,
                                                                           book=1))  # fmt: skip
    answer = world.ledger.do(Send(wallet=sender, to=to, yen=3_000), "test", world.new_key())
    assert b'"in_transit":true' in answer.outcome
    refused = world.do(ToPrepaid(wallet=sender))
    assert refused.code == "open_items"
    sent = str(ids.OperationId(answer.operation))
    assert msgspec.json.decode(refused.outcome)["transits"] == [sent]
    transit.finish(world.ledger, answer)
    assert world.done(ToPrepaid(wallet=sender))["yen"] == 6_000


def test_a_send_and_the_end_of_a_contract_in_one_batch(world: World) -> None:
    sender, to = (card(world, funds=9_000, product=AU_CARD, book=0), card(world, product=AU_CARD,
                                                                           book=1))  # fmt: skip
    commands: list[Command] = [Send(wallet=sender, to=to, yen=3_000), ToPrepaid(wallet=sender)]
    futures = [world.ledger.submit(one, "test", world.new_key()) for one in commands]
    first, second = (future.result(30) for future in futures)
    assert (first.code, second.code) == ("", "open_items")
    transit.finish(world.ledger, first)


@pytest.mark.parametrize("way", ["bank", "desk"])
def test_nobody_leaves_while_something_is_to_be_paid_to_them(world: World, way: Any) -> None:
    wallet = card(world, 1_000)
    asked = Redeem(wallet=wallet, ground="SPECIAL", way=way, reason="asked for")
    order = did(world, asked)
    assert world.refused(Leave(wallet=wallet)) == "open_items"
    world.done(CompleteWithdrawal(withdrawal=order))
    world.done(Leave(wallet=wallet))


# -- a refund on a ground that fails


@pytest.mark.parametrize("was_paid", [False, True])
def test_what_was_to_be_paid_back_stays_owed_after_the_end(world: World, *, was_paid: bool) -> None:
    wallet = card(world, 7_000)
    order = did(world, Redeem(wallet=wallet, ground="SPECIAL", reason="asked for"))
    if was_paid:
        world.done(CompleteWithdrawal(withdrawal=order))
    world.clock.set(datetime(2025, 1, 1, tzinfo=JST))
    returned = world.done(ReturnWithdrawal(withdrawal=order, reason="no such account"))
    assert (returned["yen"], returned["still_owed_yen"]) == (0, 7_000)
    assert owned(world, "withdrawal_payable") == 7_000
    assert balance(world, wallet) == 0
    world.done(CompleteWithdrawal(withdrawal=order))
    assert (owned(world, "withdrawal_payable"), owned(world, "breakage_income")) == (0, 0)


def test_before_the_end_it_goes_back_to_the_card(world: World) -> None:
    wallet = card(world, 7_000)
    order = did(world, Redeem(wallet=wallet, ground="SPECIAL", reason="asked for"))
    world.clock.set(datetime(2025, 1, 1, tzinfo=JST) - timedelta(microseconds=1))
    returned = world.done(ReturnWithdrawal(withdrawal=order, reason="no such account"))
    assert returned["yen"] == 7_000
    assert balance(world, wallet) == 7_000


def test_what_was_collected_from_a_card_that_was_exchanged_since_is_good_again(
    world: World,
) -> None:
    """Of three cards the second one paid; the third stands for it by now."""
    old = card(world, 1_000)
    payment = did(
        world, ForcePost(wallet=old, merchant=SHOP, yen=3_000, network="webmoney", channel="online")
    )
    second = exchanged(world, old, "2024-12")
    world.done(Load(wallet=second, yen=2_000))
    world.done(CollectShortfall(wallet=second, reason="asked for"))
    third = exchanged(world, second, "2026-12")
    world.clock.set(datetime(2025, 2, 1, tzinfo=JST))
    world.done(Refund(payment=payment, merchant=SHOP, yen=2_000))
    world.done(Forward(wallet=second, to=third))
    world.done(pays(third, 2_000))


def test_what_is_owed_with_the_old_card_is_owed_when_the_contract_ends(world: World) -> None:
    old = card(world, funds=1_000)
    payment = did(world, ForcePost(wallet=old, merchant=SHOP, yen=3_000, network="webmoney"))
    new = exchanged(world, old)
    world.done(Load(wallet=new, yen=2_500, product=FUNDS[CARD]))
    answer = world.do(EndContract(wallet=new))
    assert (answer.code, str(payment).encode() in answer.outcome) == ("open_items", True)
    world.done(CollectShortfall(wallet=new, yen=1_500, reason="asked for"))
    assert world.refused(EndContract(wallet=new)) == "open_items"
    world.done(WriteOffShortfall(wallet=new, ground="asked for"))
    assert world.done(EndContract(wallet=new))["yen"] == 1_000
