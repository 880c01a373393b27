"""All that is left of a wallet goes onto a card in the order in which it would be spent. The world
verifies itself when a test ends."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.world import TERMS, World

from zandaka import ids
from zandaka.operations.charge import Charge
from zandaka.operations.extend import Extend
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.postgres import Database
from zandaka.terms.load import load_terms


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    """With a second purse, that the first one charges."""
    terms = tmp_path / "terms"
    shutil.copytree(TERMS, terms)
    purse = (terms / "products/purse.toml").read_text()
    (terms / "products/second.toml").write_text(purse.replace('"purse"', '"second"'))
    sending = {"charges": ["second"], "source": "test-terms"}
    loaded = load_terms(terms, {"products": {"purse": {"sending": sending}}})
    with World(database, books=1, terms=loaded) as world:
        yield world
        world.verify()


def test_what_ends_first_goes_first_whatever_was_loaded_first(world: World) -> None:
    purse = world.purse(1_000)
    world.pass_time(days=1)
    world.done(Load(wallet=purse, yen=20))
    first = world.value("SELECT min(id) FROM accounts WHERE wallet = %s", (int(purse),))
    later = world.now().replace(month=world.now().month + 2)
    world.done(Extend(wallet=purse, lot=ids.LotId(first), expires_at=later, reason="asked for"))
    opened = world.done(OpenWallet(product="second", holder="ren"))
    other = ids.WalletId.parse(opened["wallet"])
    world.done(Charge(wallet=purse, to=other))
    assert [balance for balance, _ in world.lots(other)] == [20, 1_000]
