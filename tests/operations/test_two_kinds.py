"""Cards with prepaid and funds-transfer value: the end of the card, redress of one kind beside the
other, what comes back late. Every yen stays what it was, and its holder's."""

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.operations.convert import Convert
from zandaka.operations.end_contract import EndContract
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.restore import Restore
from zandaka.operations.to_prepaid import ToPrepaid
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
