"""Balances as of an instant, against a naive sum over the journal."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from tests.ledger.world import START, World

from zandaka import ids
from zandaka.operations.extend import Extend
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.restore import Restore
from zandaka.reads import as_of
from zandaka.reads.as_of import balance_at, lots_at

Connection = psycopg.Connection[tuple[Any, ...]]


def naive(
    transfers: list[tuple[Any, ...]], account: int, at: datetime, known_at: datetime | None
) -> int:
    return sum(
        (yen if credit == account else 0) - (yen if debit == account else 0)
        for debit, credit, yen, effective_at, recorded_at in transfers
        if effective_at < at and (known_at is None or recorded_at <= known_at)
    )


def test_the_end_of_an_instant_is_exclusive(world: World) -> None:
    paper = world.coupons()[0]
    lot = world.value("SELECT id FROM accounts WHERE wallet = %s", (int(paper),))
    with world.database.connect() as connection:
        assert balance_at(connection, lot, START) == 0
        assert balance_at(connection, lot, START + timedelta(microseconds=1)) == 2_000
        assert balance_at(connection, ids.LotId(lot), START + timedelta(days=9)) == 2_000


@pytest.mark.parametrize("seed", range(3))
def test_any_instant_is_the_naive_sum(world: World, seed: int) -> None:
    random = Random(seed)
    wallets = [world.app(f"{seed}/{n}") for n in range(4)]
    for number, wallet in enumerate(wallets):
        for coupon in world.coupons(3, key=f"coupons/{seed}/{number}"):
            world.done(LoadCoupon(coupon=coupon, to=wallet))
    payments: list[tuple[ids.OperationId, datetime]] = []
    for _ in range(60):
        if random.random() < 0.5:
            world.pass_time(seconds=random.choice((0.000001, 1, 60, 7_200)))
        if payments and random.random() < 0.4:
            payment, paid_at = random.choice(payments)
            back = (world.clock.now() - paid_at) * random.random()
            world.do(
                Restore(
                    debit=payment, yen=random.randint(1, 100), reason="late",
                    effective_at=random.choice((None, paid_at, world.clock.now() - back)),
                )
            )  # fmt: skip
        else:
            answer = world.pay(random.choice(wallets), random.randint(1, 300))
            if answer.accepted:
                payments.append((ids.OperationId(answer.operation), answer.recorded_at))
    transfers = world.rows(
        "SELECT debit, credit, yen, effective_at, recorded_at FROM transfers ORDER BY book, id"
    )
    assert sum(effective_at < recorded_at for *_, effective_at, recorded_at in transfers) > 5
    accounts = [row[0] for row in world.rows("SELECT id FROM accounts")]
    instants = sorted({instant for row in transfers for instant in row[3:]})
    nudge = timedelta(microseconds=1)
    with world.database.connect() as connection:
        for _ in range(400):
            account = random.choice(accounts)
            at = random.choice(instants) + random.choice((-nudge, timedelta(), nudge))
            known_at = random.choice((None, random.choice(instants), at))
            expected = naive(transfers, account, at, known_at)
            assert balance_at(connection, account, at, known_at) == expected, (at, known_at)


def test_lots_have_the_expiry_of_the_instant(world: World) -> None:
    first, second = world.coupons(2)
    app = world.app(f"near-{first}")
    world.pass_time(hours=1)
    loaded_at = world.now()
    world.done(LoadCoupon(coupon=first, to=app))
    old: datetime = world.value("SELECT expires_at FROM accounts WHERE wallet = %s", (int(second),))
    world.pass_time(days=2)
    new = world.now() + timedelta(days=1)
    extended_at = world.now()
    world.done(Extend(wallet=app, expires_at=new, reason="outage"))
    world.pass_time(hours=2)
    latest = new + timedelta(days=1)
    world.done(Extend(wallet=app, expires_at=latest, reason="outage"))
    second_extended_at = world.now()
    tick = timedelta(microseconds=1)
    with world.database.connect() as connection:
        assert lots_at(connection, app, loaded_at) == []
        [lot] = lots_at(connection, app, loaded_at + tick)
        assert (lot.yen, lot.origin, lot.expires_at) == (2_000, first, old)
        assert (lot.product, lot.campaign, lot.prefecture) == ("town-coupon", "spring", "13")
        assert lot.legal_kind == "free"
        assert not lot.expired(old - tick)
        assert lot.expired(old)
        assert [o.expires_at for o in lots_at(connection, app, extended_at)] == [old]
        assert [o.expires_at for o in lots_at(connection, app, extended_at + tick)] == [new]
        assert [o.expires_at for o in lots_at(connection, app, second_extended_at)] == [new]
        later = world.now() + timedelta(days=30)
        assert [o.expires_at for o in lots_at(connection, app, later)] == [latest]
        # The same instant, as it was known before the second extension was made.
        known = lots_at(connection, app, later, extended_at)
        assert [o.expires_at for o in known] == [new]
        # The paper keeps its emptied lot.
        assert [o.yen for o in lots_at(connection, first, later)] == [0]
        assert lots_at(connection, app, later, loaded_at - tick) == []


def test_the_late_entries_of_others_are_not_looked_through(world: World) -> None:
    """An import is late as a whole: a balance must not cost more for it."""
    [paper] = world.coupons()
    lot = world.value("SELECT id FROM accounts WHERE wallet = %s", (int(paper),))
    book = ids.book_of(lot)
    with world.database.connect(role=None, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO transfers SELECT %s, %s + n, 1, n, n + 1, 1, 0, 0, 0,"
            " %s::timestamptz, %s::timestamptz + interval '1 hour'"
            " FROM generate_series(1, 20000) n",
            (book, ids.make(book, 1_000), START, START),
        )
        connection.execute("ANALYZE transfers")
        facts = {"accounts": [lot], "book": book, "at": START + timedelta(days=1), "known": None}
        plan = connection.execute(
            b"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + as_of._BALANCES.encode(),  # pyright: ignore[reportPrivateUsage]
            facts,
        ).fetchone()
    assert plan is not None
    assert rows_read(plan[0][0]["Plan"]) < 100


def rows_read(node: dict[str, Any]) -> float:
    """Rows that a plan's scans of the transfers looked at."""
    own = 0.0
    if node.get("Relation Name") == "transfers":
        seen = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        own = seen * node["Actual Loops"]
    return own + sum(rows_read(one) for one in node.get("Plans", ()))
