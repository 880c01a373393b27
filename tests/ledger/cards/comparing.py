"""What the tables say, held against what the oracle has."""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from tests.ledger.cards.books import Card, Lot
from tests.ledger.oracle_cards import CardOracle
from tests.ledger.world import World

from zandaka import ids

#: The name of a cap in the books, and in the oracle.
CAPS = {
    "load_day_max": "load",
    "cash_load_day_max": "cash",
    "pay_day_max": "pay",
    "send_month_max": "send",
    "receive_month_max": "receive",
    "withdraw_day_max": "withdraw",
    "free_atm_month_max": "free atm",
    "free_bank_month_max": "free bank",
}
#: All that a refusal may not change: everything but the operations and their batches.
TABLES = (
    "accounts", "card_uses", "ended_contracts", "extensions", "hold_lots", "holds",
    "month_received", "month_sent", "parked", "payouts", "sends", "shortfalls", "transfers",
    "transits", "usage", "wallets",
)  # fmt: skip


def snapshot(world: World) -> list[tuple[Any, ...]]:
    """All rows of these tables, as one value for each."""
    return world.rows(" UNION ALL ".join(
        f"SELECT '{name}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
        for name in TABLES
    ))  # fmt: skip


def compare(world: World, oracle: CardOracle) -> None:
    """Raises AssertionError where a table says something else."""
    now = world.clock.now()
    rows = world.rows
    cards = rows(
        "SELECT id, product, form, status, holder, tier, expires_at, loaded_into FROM wallets"
    )
    assert {row[0]: row[1:] for row in cards} == {
        card.id: (
            card.product, card.form, card.status, card.holder, card.tier, card.ends,
            None if card.into is None else card.into.id,
        )
        for card in oracle.cards.values()
    }  # fmt: skip
    numbers = _lots(world, oracle)
    accounts = rows(
        "SELECT book, kind, owner, balance FROM accounts WHERE kind <> 'lot' AND balance <> 0"
    )
    expected = {
        (book, kind, str(ids.WalletId(owner.id)) if isinstance(owner, Card) else owner): yen
        for (book, kind, owner), yen in oracle.accounts.items()
        if yen
    }
    assert {row[:3]: row[3] for row in accounts} == expected
    _holds(world, oracle, numbers, now)
    _under_way(world, oracle, numbers)
    used: dict[tuple[int, str], tuple[date, int]] = {}
    for wallet, kind, period, yen in rows("SELECT wallet, limit_kind, period, yen FROM usage"):
        used[wallet, CAPS[kind]] = period, yen
    assert used == {
        (card.id, what): (begun, oracle.used[card, what, begun])
        for (card, what), begun in oracle.latest.items()
    }


def _lots(world: World, oracle: CardOracle) -> dict[Lot, int]:
    """The number that the books gave to each lot: they open them in the same order."""
    found = world.rows(
        "SELECT a.id, a.wallet, s.product, a.origin, a.issued_at, a.balance, a.expires_at"
        " FROM accounts a JOIN series s ON s.id = a.series ORDER BY a.id"
    )
    lots = sorted(
        (lot for card in oracle.cards.values() for lot in card.lots),
        key=lambda lot: (lot.card.book, lot.number),
    )
    assert [row[1:6] for row in found] == [
        (lot.card.id, lot.product, lot.origin.id, lot.issued, lot.yen) for lot in lots
    ]
    # The end of what is empty is nobody's.
    assert {row[0]: row[6] for row in found if row[5]} == {
        row[0]: lot.ends for row, lot in zip(found, lots, strict=True) if lot.yen
    }
    for row, lot in zip(found, lots, strict=True):
        lot.id = row[0]
    return {lot: lot.id for lot in lots}


def _holds(world: World, oracle: CardOracle, numbers: dict[Lot, int], now: datetime) -> None:
    holds = {done.id: done.hold for done in oracle.done.values() if done.hold is not None}
    found = world.rows("SELECT id, wallet, merchant, expires_at, rest FROM holds")
    assert {row[0]: row[1:] for row in found} == {
        number: (hold.card.id, hold.shop, hold.ends, hold.rest) for number, hold in holds.items()
    }
    kept = world.rows(
        "SELECT l.hold, l.lot, l.yen FROM hold_lots l JOIN holds h ON h.id = l.hold"
        " WHERE h.expires_at > %s AND l.yen > 0",
        (now,),
    )
    assert {row[:2]: row[2] for row in kept} == {
        (number, numbers[lot]): yen
        for number, hold in holds.items()
        if now < hold.ends
        for lot, yen in hold.parts.items()
        if yen
    }


def _under_way(world: World, oracle: CardOracle, numbers: dict[Lot, int]) -> None:
    every = oracle.done.values()
    payouts = world.rows(
        "SELECT operation, wallet, kind, way, state, yen, fee_yen, free <> '', counted_yen,"
        " ordered_on FROM payouts"
    )
    assert {row[0]: row[1:] for row in payouts} == {
        one.id: (
            one.payout.card.id, one.payout.kind, one.payout.way, one.payout.state, one.payout.yen,
            one.payout.fee, one.payout.free, one.payout.counted, one.payout.on,
        )
        for one in every
        if one.payout is not None
    }  # fmt: skip
    sends = world.rows(
        "SELECT operation, wallet, receiver, yen, claim_from, ends_at, state FROM sends"
    )
    assert {row[0]: row[1:] for row in sends} == {
        one.id: (
            one.sent.card.id, one.sent.to, one.sent.yen, one.sent.opens, one.sent.ends,
            one.sent.state,
        )
        for one in every
        if one.sent is not None
    }  # fmt: skip
    owing = world.rows(
        "SELECT operation, wallet, yen, left_yen, written_off_yen, collected FROM shortfalls"
    )
    assert {
        row[0]: (*row[1:5], [(one["lot"], one["yen"]) for one in row[5]]) for row in owing
    } == {
        one.id: (
            debt.card.id, debt.missing, debt.owed, debt.lost,
            [(numbers[lot], len(list(yen))) for lot, yen in groupby(debt.taken)],
        )
        for one in every
        if one.payment is not None and (debt := one.payment.debt) is not None
    }  # fmt: skip
    parked: dict[int, list[list[tuple[int, int]]]] = {}
    for wallet, parts in world.rows(
        "SELECT wallet, parts FROM parked WHERE parts <> '[]' ORDER BY operation"
    ):
        parked.setdefault(wallet, []).append([(one["lot"], one["yen"]) for one in parts])
    assert parked == {
        card.id: [[(numbers[lot], yen) for lot, yen in one.parts] for one in card.parked]
        for card in oracle.cards.values()
        if card.parked
    }
    books = world.rows(
        "SELECT book, operation, to_book FROM transits WHERE NOT settled ORDER BY operation"
    )
    open_ways = [one for one in every if one.way is not None and not one.way.settled]
    assert books == sorted(
        ((ids.book_of(one.id), one.id, ids.book_of(one.way.to)) for one in open_ways if one.way),
        key=lambda row: row[1],
    )
