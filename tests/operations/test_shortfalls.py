"""What a holder owes after a force post: taken from the card, written off, paid back by a refund.
The world verifies itself when a test ends."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.ledger.world import TERMS, World

from zandaka import ids
from zandaka.ledger.verify import Break, verify
from zandaka.operations.authorise import Authorise
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.force_post import ForcePost
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.stop import Stop
from zandaka.operations.write_off_shortfall import WriteOffShortfall
from zandaka.postgres import Database
from zandaka.reads import shortfalls as reads
from zandaka.reads import wallets
from zandaka.terms.load import load_terms

SHOP = "tokyo-1"
WHY = "asked for by letter"


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    days: list[dict[str, Any]] = [{"from": date(2022, 1, 1), "source": "test-terms", "days": 10}]
    paying = {"force_post": days, "source": "test-terms"}
    terms = load_terms(TERMS, {"products": {"purse": {"paying": paying}}})
    with World(database, terms=terms) as world:
        yield world
        world.verify()


def posted(world: World, wallet: ids.WalletId, yen: int) -> ids.OperationId:
    answer = world.do(ForcePost(wallet=wallet, merchant=SHOP, yen=yen))
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def account(world: World, kind: str) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s"
    return int(world.value(query, (kind,)))


def value(world: World, wallet: ids.WalletId) -> int:
    return sum(balance for balance, _ in world.lots(wallet))


def owed(world: World, wallet: ids.WalletId) -> int:
    """As its holder sees it."""
    with world.database.connect() as connection:
        view = wallets.wallet(connection, wallet, world.clock.now())
    assert view is not None
    return view.owed_yen


def test_collected_from_what_is_loaded_later_the_oldest_first(world: World) -> None:
    purse = world.purse(100)
    first, second = posted(world, purse, 300), posted(world, purse, 500)
    assert (account(world, "shortfall"), owed(world, purse)) == (-700, 700)
    collect = CollectShortfall(wallet=purse, reason=WHY)
    assert world.refused(collect) == "insufficient_value"
    world.done(Load(wallet=purse, yen=600))
    held = world.done(Authorise(wallet=purse, merchant=SHOP, yen=150))
    done = world.done(collect)
    # What the hold keeps stays.
    assert (done["yen"], done["left_yen"]) == (450, 250)
    assert done["of"] == [
        {"payment": str(first), "yen": 200},
        {"payment": str(second), "yen": 250},
    ]
    assert held["yen"] == 150
    assert (value(world, purse), owed(world, purse)) == (150, 250)
    world.done(Load(wallet=purse, yen=1_000))
    assert world.refused(CollectShortfall(wallet=purse, yen=251, reason=WHY)) == "exceeds_debit"
    part = world.done(CollectShortfall(wallet=purse, yen=100, reason=WHY))
    assert (part["yen"], part["left_yen"]) == (100, 150)
    # Asked for more than there is, it takes nothing.
    world.paid(purse, 800)
    assert value(world, purse) == 250
    world.done(Authorise(wallet=purse, merchant=SHOP, yen=10))
    assert world.refused(CollectShortfall(wallet=purse, yen=150, reason=WHY)) == (
        "insufficient_value"
    )
    world.done(CollectShortfall(wallet=purse, yen=90, reason=WHY))
    with world.database.connect() as connection:
        shown = reads.of_wallet(connection, purse, 1 << 62, 10)
        waiting = reads.waiting(connection, 0, 10)
    assert [(one.payment, one.yen, one.left_yen, one.collected_yen) for one in shown] == [
        (second, 500, 60, 440), (first, 200, 0, 200),
    ]  # fmt: skip
    assert [(one.payment, one.merchant, one.left_yen) for one in waiting] == [(second, SHOP, 60)]


def test_written_off_to_the_issuers_expense(world: World) -> None:
    purse = world.purse(100)
    posted(world, purse, 300)
    with world.database.connect() as connection:
        assert reads.owed(connection, purse) == 200
    off = world.done(WriteOffShortfall(wallet=purse, yen=150, ground="cannot be found"))
    assert (off["yen"], off["left_yen"]) == (150, 50)
    assert (account(world, "bad_debt_expense"), account(world, "shortfall")) == (-150, -50)
    assert world.refused(WriteOffShortfall(wallet=purse, yen=51, ground="-")) == "exceeds_debit"
    world.done(WriteOffShortfall(wallet=purse, ground="cannot be found"))
    assert owed(world, purse) == 0
    assert world.refused(WriteOffShortfall(wallet=purse, ground="-")) == "nothing_left"
    assert world.refused(CollectShortfall(wallet=purse, reason=WHY)) == "nothing_left"
    kept = world.rows(
        "SELECT caller, request ->> 'ground' FROM operations"
        " WHERE verb = 'write_off_shortfall' AND code = '' ORDER BY id LIMIT 1"
    )
    assert kept == [("test", "cannot be found")]


def test_a_refund_gives_the_holder_and_then_the_issuer_back(world: World) -> None:
    purse = world.purse(100)
    payment = posted(world, purse, 600)
    world.done(Load(wallet=purse, yen=200))
    world.done(CollectShortfall(wallet=purse, reason=WHY))
    world.done(WriteOffShortfall(wallet=purse, yen=150, ground="half of it"))
    assert (owed(world, purse), account(world, "bad_debt_expense")) == (150, -150)
    first = world.done(Refund(payment=payment, merchant=SHOP, yen=250))
    assert (first["yen"], first["shortfall_yen"]) == (100, 150)
    assert (owed(world, purse), value(world, purse)) == (0, 100)
    second = world.done(Refund(payment=payment, merchant=SHOP, yen=200))
    assert (second["yen"], second["written_off_yen"]) == (100, 100)
    assert "shortfall_yen" not in second
    world.done(Refund(payment=payment, merchant=SHOP))
    assert (account(world, "shortfall"), account(world, "bad_debt_expense")) == (0, 0)
    assert account(world, "merchant_payable") == 0
    # All that was ever on the card is on it again.
    assert value(world, purse) == 300


def test_what_was_paid_back_is_not_collected_again(world: World) -> None:
    purse = world.purse(100)
    payment = posted(world, purse, 300)
    world.done(Refund(payment=payment, merchant=SHOP, yen=200))
    assert owed(world, purse) == 0
    world.done(Load(wallet=purse, yen=200))
    assert world.refused(CollectShortfall(wallet=purse, reason=WHY)) == "nothing_left"


def test_of_a_closed_wallet_it_is_written_off_and_of_a_stopped_one_collected(
    world: World,
) -> None:
    gone, lost = world.purse(100), world.purse(100)
    world.paid(gone, 100)
    world.done(Leave(wallet=gone))
    posted(world, gone, 50)
    assert world.refused(CollectShortfall(wallet=gone, reason=WHY)) == "wallet_closed"
    world.done(WriteOffShortfall(wallet=gone, ground="has left"))
    posted(world, lost, 300)
    world.done(Load(wallet=lost, yen=80))
    world.done(Stop(wallet=lost, reason="lost"))
    assert world.done(CollectShortfall(wallet=lost, reason=WHY))["yen"] == 80


def test_two_collect_at_once_and_no_yen_is_taken_twice(world: World) -> None:
    purse = world.purse(100)
    posted(world, purse, 300)
    world.done(Load(wallet=purse, yen=1_000))
    threads = [
        threading.Thread(target=world.do, args=(CollectShortfall(wallet=purse, reason=WHY),))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (value(world, purse), account(world, "shortfall")) == (800, 0)


def test_verify_sees_a_debt_that_no_payment_left(world: World) -> None:
    purse = world.purse(100)
    payment = posted(world, purse, 300)
    with world.database.connect(role=None, autocommit=True) as connection:
        connection.execute(
            "UPDATE shortfalls SET left_yen = 199 WHERE operation = %s", (int(payment),)
        )
        with pytest.raises(Break):
            verify(connection)
        connection.execute(
            "UPDATE shortfalls SET left_yen = 200 WHERE operation = %s", (int(payment),)
        )


def test_a_restoration_gives_back_what_was_collected(world: World) -> None:
    """What is still owed was debited from nobody, and stays owed."""
    purse = world.purse(100)
    payment = posted(world, purse, 600)
    world.done(Load(wallet=purse, yen=200))
    world.done(CollectShortfall(wallet=purse, reason=WHY))
    too_much = Restore(debit=payment, yen=301, reason="twice")
    assert world.refused(too_much) == "exceeds_debit"
    first = world.done(Restore(debit=payment, yen=150, reason="twice"))
    assert (first["yen"], first["left_yen"], value(world, purse)) == (150, 150, 150)
    second = world.done(Restore(debit=payment, reason="twice"))
    assert (second["yen"], second["left_yen"], value(world, purse)) == (150, 0, 300)
    assert world.refused(Restore(debit=payment, reason="twice")) == "exceeds_debit"
    assert (owed(world, purse), account(world, "shortfall")) == (300, -300)
    # The issuer bore it; a refund by the shop gives nobody the same yen again.
    assert account(world, "compensation_expense") == -300
    back = world.done(Refund(payment=payment, merchant=SHOP))
    assert (back["yen"], back["shortfall_yen"]) == (0, 300)
    assert (value(world, purse), account(world, "shortfall")) == (300, 0)
    assert account(world, "merchant_payable") == 300


def test_a_refund_before_a_restoration_leaves_it_the_rest(world: World) -> None:
    purse = world.purse(100)
    payment = posted(world, purse, 400)
    world.done(Load(wallet=purse, yen=300))
    world.done(CollectShortfall(wallet=purse, reason=WHY))
    world.done(Refund(payment=payment, merchant=SHOP, yen=120))
    assert world.done(Restore(debit=payment, reason="twice"))["yen"] == 280
    assert (value(world, purse), account(world, "shortfall")) == (400, 0)
    assert world.refused(Refund(payment=payment, merchant=SHOP)) == "exceeds_debit"


def test_nobody_leaves_who_owes_something(world: World) -> None:
    purse = world.purse(100)
    payment = posted(world, purse, 300)
    answer = world.do(Leave(wallet=purse))
    assert answer.code == "open_items"
    assert f'"shortfalls":["{payment}"]'.encode() in answer.outcome
    assert b'"owed_yen":200' in answer.outcome
    world.done(Load(wallet=purse, yen=50))
    world.done(CollectShortfall(wallet=purse, reason=WHY))
    assert world.refused(Leave(wallet=purse)) == "open_items"
    world.done(WriteOffShortfall(wallet=purse, ground="asked for"))
    world.done(Leave(wallet=purse))
