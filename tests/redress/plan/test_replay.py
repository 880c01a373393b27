"""The replay of the outage: what it finds and gives is what is true, and it says so when not."""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.redress.plan.conftest import JST, MASTER, TERMS

from zandaka.clock import SetClock
from zandaka.demo.outage.people import Traveller, draw
from zandaka.demo.outage.replay import Replay, replay
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.redress.service import Providers, Redress
from zandaka.terms.load import load_terms

Play = Callable[[int, int], Replay]


@pytest.fixture
def play(database: Database) -> Play:
    def run(holders: int, seed: int) -> Replay:
        clock = SetClock(datetime(2023, 2, 20, tzinfo=JST))
        with Ledger(database.connect, load_terms(TERMS), 2, clock) as ledger:
            redress = Redress(database.connect, ledger, Secrets(MASTER), Vault(MASTER), Providers())
            return replay(
                database.connect, redress, clock,
                holders=holders, seed=seed, tell=lambda ja, en: None,
            )  # fmt: skip

    return run


def test_every_victim_and_nobody_else(play: Play) -> None:
    found = play(120, 7)
    assert found.same, found.lines
    figures = {line.what: (line.found, line.found_yen) for line in found.lines}
    assert figures.keys() == {
        "A", "B1", "B2", "B2_not_confirmed", "restored", "extended", "owed_as_gifts",
    }  # fmt: skip
    assert all(count for count, _ in figures.values()), figures
    # Who was not hurt called too, and was told so.
    assert found.approved == figures["restored"][0]
    assert found.denied > 0
    assert figures["B2"] > figures["B2_not_confirmed"]


@pytest.mark.parametrize(
    ("what", "lie"),
    [
        ("A", property(lambda one: one.ends_on.day == 24)),
        ("owed_as_gifts", property(lambda one: one.left + one.restored if one.made_whole else 0)),
    ],
)
def test_a_difference_is_told(
    play: Play, monkeypatch: pytest.MonkeyPatch, what: str, lie: property
) -> None:
    """Were the truth another, the replay would say so."""
    monkeypatch.setattr(Traveller, "in_a" if what == "A" else "owed", lie)
    found = play(60, 7)
    assert not found.same
    line = next(line for line in found.lines if line.what == what)
    assert line.missing or line.differing


def test_a_seed_is_an_evening() -> None:
    assert draw(200, 1) == draw(200, 1)
    assert draw(200, 1) != draw(200, 2)
    assert {one.kind for one in draw(11, 3)} == {one.kind for one in draw(500, 4)}
