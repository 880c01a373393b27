"""Cards with prepaid and funds-transfer value: the end of the card, redress of one kind beside the
other, what comes back late. Every yen stays what it was, and its holder's."""

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.convert import Convert
from zandaka.operations.end_contract import EndContract
from zandaka.operations.exchange import Exchange
from zandaka.operations.extend import Extend
from zandaka.operations.forward import Forward
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.redeem import Redeem
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.void import Void
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
#: The end of the cards here, and a later one.
END = datetime(2024, 5, 1, tzinfo=JST)
LATER = datetime(2024, 12, 1, tzinfo=JST)
SHOP = "net-shop"
CAP = 1_000_000

_numbers = itertools.count(1)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A ledger with the terms that are shipped, verified when the test ends."""
    with World(database, at=START, terms=load_terms(REPOSITORY_TERMS)) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney", "mastercard"]),
            )
        yield world
        world.verify()


def card(
    world: World, *prepaid: int, funds: int = 0, product: str = "webmoney-prepaid-card"
) -> ids.WalletId:
    secret = f"card {next(_numbers)}".encode()
    made = world.done(
        IssueMedia(
            product=product, secrets=(secret,), holder="mio", tier="identity_verified",
            printed="2024-04",
        )
    )  # fmt: skip
    wallet = ids.WalletId.parse(made["media"][0]["wallet"])
    for yen in prepaid:
        world.done(Load(wallet=wallet, yen=yen))
    if funds:
        [held] = world.terms.products[product].holds
        world.done(Load(wallet=wallet, yen=funds, product=held))
    return wallet


def did(world: World, command: Any) -> ids.OperationId:
    answer = world.do(command)
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def paid(world: World, wallet: ids.WalletId, yen: int) -> ids.OperationId:
    return did(world, Pay(wallet=wallet, merchant=SHOP, yen=yen, network="webmoney"))


def good(world: World, wallet: ids.WalletId) -> int:
    """Yen in a wallet that have not expired."""
    return int(
        world.value(
            "SELECT coalesce(sum(balance), 0) FROM accounts"
            " WHERE wallet = %s AND (expires_at IS NULL OR expires_at > %s)",
            (int(wallet), world.clock.now()),
        )
    )


def owned(world: World, kind: str) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s"
    return int(world.value(query, (kind,)))


def test_what_a_contract_leaves_at_its_end_does_not_become_value_that_lapses(world: World) -> None:
    wallet = card(world, 3_000, funds=5_000, product="au-pay-prepaid-card")
    world.clock.set(END)
    assert world.refused(ToPrepaid(wallet=wallet)) == "value_expired"
    assert world.done(Lapse(wallet=wallet))["owed_yen"] == 5_000
    assert (owned(world, "withdrawal_payable"), owned(world, "breakage_income")) == (5_000, 3_000)


def test_a_contract_that_has_run_out_costs_no_fee(world: World) -> None:
    before, after = card(world, funds=5_000), card(world, funds=5_000)
    assert world.done(EndContract(wallet=before))["fee_yen"] == 550
    world.clock.set(END)
    ended = world.done(EndContract(wallet=after))
    assert (ended["fee_yen"], ended["pays_yen"]) == (0, 5_000)
    assert owned(world, "withdrawal_payable") == 9_450


def test_of_a_lapse_of_both_kinds_what_was_income_can_be_restored(world: World) -> None:
    wallet, alone = card(world, 3_000, funds=5_000), card(world, funds=700)
    world.clock.set(END)
    lapse, owed = did(world, Lapse(wallet=wallet)), did(world, Lapse(wallet=alone))
    assert world.refused(Restore(debit=lapse, yen=3_001, reason="outage")) == "exceeds_debit"
    restored = world.done(Restore(debit=lapse, reason="outage"))
    assert (restored["yen"], restored["left_yen"]) == (3_000, 0)
    assert world.refused(Restore(debit=lapse, reason="outage")) == "exceeds_debit"
    assert world.refused(Restore(debit=owed, reason="outage")) == "wrong_operation"
    assert (owned(world, "withdrawal_payable"), owned(world, "breakage_income")) == (5_700, 0)


def test_what_is_owed_in_money_does_not_become_a_gift(world: World) -> None:
    wallet, alone = card(world, 3_000, funds=5_000), card(world, funds=700)
    world.clock.set(END)
    assert world.done(Convert(wallet=wallet, reason="outage"))["yen"] == 3_000
    assert world.refused(Convert(wallet=alone, reason="outage")) == "nothing_left"
    assert world.done(Lapse(wallet=wallet))["owed_yen"] == 5_000


def test_a_fee_that_comes_back_above_the_cap_is_kept_apart(world: World) -> None:
    wallet = card(world, 400_000, 500_000, funds=100_000)
    free, other = (
        did(world, Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))
        for _ in range(2)
    )
    world.done(Load(wallet=wallet, yen=2_220))
    assert good(world, wallet) == CAP
    assert world.done(ReturnWithdrawal(withdrawal=free, reason="denied"))["parked_yen"] == 1_000
    completed = world.done(CompleteWithdrawal(withdrawal=other))
    assert (completed["fee_returned_yen"], completed["parked_yen"]) == (220, 220)
    assert good(world, wallet) == CAP
    assert owned(world, "suspense") == 1_220


def test_value_that_comes_back_to_life_counts_towards_the_cap(world: World) -> None:
    """Its lot has expired, but not its card: it ends with the card, and is good again."""
    wallet = card(world, 100_000, 500_000, 400_000)
    payment = paid(world, wallet, 100_000)
    world.done(Load(wallet=wallet, yen=100_000))
    world.done(Extend(wallet=wallet, expires_at=LATER, reason="an outage"))
    world.clock.set(END)
    returned = world.done(Refund(payment=payment, merchant=SHOP))
    assert len(returned["moved_ends"]) == 1
    assert returned["parked_yen"] == 100_000
    assert good(world, wallet) == CAP


def test_a_void_in_part_lets_go_of_the_kind_that_is_spent_last(world: World) -> None:
    wallet = card(world, funds=500)
    world.done(Load(wallet=wallet, yen=1_000))
    asked = Authorise(wallet=wallet, merchant=SHOP, yen=1_500, network="webmoney")
    hold = did(world, asked)
    world.done(Void(hold=hold, merchant=SHOP, yen=500))
    assert world.lots(wallet) == [(500, 0), (1_000, 1_000)]
    world.done(Capture(hold=hold, merchant=SHOP))
    assert world.lots(wallet) == [(500, 0), (0, 0)]


def test_an_exchanged_card_hands_on_no_more_than_the_cap_of_the_new_one(world: World) -> None:
    old = card(world, 500_000, 500_000)
    payment = paid(world, old, 100_000)
    world.done(Load(wallet=old, yen=100_000))
    exchange = Exchange(wallet=old, secret=b"new", medium_returned=True, printed="2024-04")
    new = ids.WalletId.parse(world.done(exchange)["new_wallet"])
    world.done(Refund(payment=payment, merchant=SHOP))
    assert world.refused(Forward(wallet=old, to=new)) == "limit_exceeded"
    paid(world, new, 40_000)
    forwarded = world.done(Forward(wallet=old, to=new))
    assert (forwarded["yen"], forwarded["left_yen"]) == (40_000, 60_000)
    paid(world, new, 60_000)
    assert world.done(Forward(wallet=old, to=new))["yen"] == 60_000
    assert (good(world, old), good(world, new)) == (0, CAP)


@pytest.mark.parametrize("how", ["send", "withdraw", "fee", "free fee", "redeem"])
def test_what_comes_back_from_outside_ends_with_its_card(world: World, how: str) -> None:
    """The card was given a later end while its lot was empty."""
    prepaid = how == "redeem"
    wallet = card(world, *([1_000] if prepaid else []), funds=0 if prepaid else 1_000)
    back = 1_000
    commands: list[Any] = []
    if how == "send":
        sent = did(world, Send(wallet=wallet, to=card(world), yen=1_000))
        commands = [ReturnSend(send=sent)]
    elif how == "withdraw":
        order = did(world, Withdraw(wallet=wallet, yen=1_000))
        commands = [ReturnWithdrawal(withdrawal=order, reason="no such account")]
    elif how == "redeem":
        order = did(world, Redeem(wallet=wallet, ground="SPECIAL", reason="asked for"))
        commands = [ReturnWithdrawal(withdrawal=order, reason="no such account")]
    else:
        free = did(world, Withdraw(wallet=wallet, yen=100, way="atm", terminal="konbini"))
        other = did(world, Withdraw(wallet=wallet, yen=680, way="atm", terminal="konbini"))
        complete = CompleteWithdrawal(withdrawal=other)
        failed = ReturnWithdrawal(withdrawal=free, reason="denied")
        waive = WaiveFee(withdrawal=other)
        commands = [failed, complete] if how == "fee" else [complete, failed, waive]
        back = 320
    world.done(Load(wallet=wallet, yen=1) if prepaid else _funds(world, wallet))
    world.done(Extend(wallet=wallet, expires_at=LATER, reason="an outage"))
    world.clock.set(END if how != "send" else END.replace(day=2))
    for command in commands:
        world.done(command)
    assert good(world, wallet) == back + 1
    world.clock.set(LATER)
    assert good(world, wallet) == 0


def _funds(world: World, wallet: ids.WalletId) -> Load:
    return Load(wallet=wallet, yen=1, product="webmoney-prepaid-card-funds")
