"""The whole way for an issuer with another ledger: import, who was hurt, the plan, the results."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from tests.redress.importing.conftest import COUPONS, TRANSACTIONS, silent
from tests.redress.plan.conftest import END, FROZEN, INCIDENT, JST, MASTER, PlanWorld

from zandaka import ids
from zandaka.directory.vault import Vault
from zandaka.ledger.ledger import Ledger
from zandaka.operations.restore import Restore
from zandaka.postgres import Database
from zandaka.reads import redress_results
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.freeze_cohort import FreezeCohort
from zandaka.redress.freezing import Frozen
from zandaka.redress.importing.posting import Poster
from zandaka.redress.importing.run import Order, run
from zandaka.redress.work.gift_links import GiftLinks
from zandaka.redress.worker import until_idle
from zandaka.rules.incident import Failure

COUPON = "{},TK-{},travel-support,20,{},2023-02-23T15:00:00+09:00,{}"
EVENING = Failure(
    function="pay",
    since=datetime(2023, 2, 24, 17, 0, tzinfo=JST),
    until=datetime(2023, 2, 24, 22, 0, tzinfo=JST),
)
PAYMENT = "{},{},payment,{},{},2023-02-24T{}+09:00,{},"


@pytest.fixture
def world(database: Database) -> Iterator[PlanWorld]:
    """A world in which nothing was declared yet."""
    world = PlanWorld(database)
    world.reader.execute("ALTER TABLE incidents DISABLE TRIGGER append_only")
    world.reader.execute("DELETE FROM incidents")
    try:
        yield world
    finally:
        world.close()


def take_in(world: PlanWorld, folder: Path) -> None:
    poster = Poster()
    order = Order([folder], INCIDENT, "takane", "utf-8", "operator:sato", world.clock.now())
    with (
        Ledger(
            world.database.connect, world.terms, 2, world.clock, deliver=poster.deliver
        ) as ledger,
        world.database.connect() as connection,
    ):
        run(connection, ledger, poster, Vault(MASTER), order, silent)


def results(world: PlanWorld, file: str = "results.csv") -> list[dict[str, str]]:
    pieces: list[bytes] = []
    redress_results.write(world.reader, file, INCIDENT, pieces.append)
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode())))


def test_from_the_files_to_the_results(world: PlanWorld, tmp_path: Path) -> None:
    coupons = [
        COUPON.format("C1", 1, 3_000, "2023-02-24"),  # in A with 3,000
        COUPON.format("C2", 2, 1_000, "2023-02-24"),  # pressed twice: B1 and B2, nothing left for A
        COUPON.format("C3", 3, 2_000, "2023-02-24"),  # one payment that the shop saw: A with 1,500
        COUPON.format("C4", 4, 2_000, "2023-02-25"),  # another day
    ]
    payments = [
        PAYMENT.format("T1", "C2", "soba", 500, "18:30:00", ""),
        PAYMENT.format("T2", "C2", "soba", 500, "18:30:20", ""),
        PAYMENT.format("T3", "C3", "soba", 500, "18:40:00", "true"),
        PAYMENT.format("T4", "C4", "soba", 500, "12:00:00", ""),
    ]
    (tmp_path / "coupons.csv").write_text("\n".join((COUPONS, *coupons)))
    (tmp_path / "transactions.csv").write_text("\n".join((TRANSACTIONS, *payments)))
    world.clock.set(FROZEN)
    world.act(DeclareIncident(incident=INCIDENT, functions=(EVENING,)), msgspec.Struct)
    take_in(world, tmp_path)
    frozen = {
        name: world.act(FreezeCohort(incident=INCIDENT, cohort=name), Frozen)
        for name in ("A", "B1", "B2")
    }
    assert {name: (one.members, one.yen) for name, one in frozen.items()} == {
        "A": (2, 4_500), "B1": (2, 1_000), "B2": (1, 500),
    }  # fmt: skip
    debit = world.value("SELECT id FROM operations WHERE request->>'reference' = 'T2'")
    # A person decides each of B; here it is done by hand.
    world.do(Restore(debit=ids.OperationId(debit), reason="pressed twice", incident=INCIDENT))
    plan = world.approved()
    world.run(plan, 1)
    world.clock.set(END)
    world.run(plan, 2)
    got = [
        tuple(row[name] for name in ("reference", "inquiry", "cohorts", "remedy", "yen", "state"))
        for row in results(world)
    ]
    assert got == [
        ("C1", "TK-1", "A", "extend", "3000", "done"),
        ("C1", "TK-1", "A", "convert", "3000", "open"),
        ("C2", "TK-2", "B1 B2", "restore", "500", "done"),
        ("C3", "TK-3", "A", "extend", "1500", "done"),
        ("C3", "TK-3", "A", "convert", "1500", "open"),
    ]
    assert results(world, "gift-orders.csv") == []
    # As an import reads them.
    assert {row["at"] for row in results(world) if row["remedy"] == "convert"} == {END.isoformat()}


def test_who_waits_is_in_the_results(world: PlanWorld, tmp_path: Path) -> None:
    (tmp_path / "coupons.csv").write_text(
        "\n".join((COUPONS, COUPON.format("C1", 1, 3_000, "2023-02-24")))
    )
    world.clock.set(FROZEN)
    world.act(DeclareIncident(incident=INCIDENT, functions=(EVENING,)), msgspec.Struct)
    take_in(world, tmp_path)
    world.act(FreezeCohort(incident=INCIDENT, cohort="A"), Frozen)
    [row] = results(world)
    assert (row["reference"], row["cohorts"], row["remedy"], row["yen"], row["state"]) == (
        "C1", "A", "", "3000", "waiting",
    )  # fmt: skip


def test_an_imported_holder_gets_the_link(world: PlanWorld, tmp_path: Path) -> None:
    """R13: who registered with the other ledger has nothing to do."""
    (tmp_path / "coupons.csv").write_text(
        "\n".join((
            COUPONS + ",holder,mail",
            COUPON.format("C1", 1, 3_000, "2023-02-24") + ",aoi,aoi@example.jp",
            COUPON.format("C2", 2, 1_000, "2023-02-24") + ",,",
        ))
    )  # fmt: skip
    world.clock.set(FROZEN)
    world.act(DeclareIncident(incident=INCIDENT, functions=(EVENING,)), msgspec.Struct)
    take_in(world, tmp_path)
    world.act(FreezeCohort(incident=INCIDENT, cohort="A"), Frozen)
    plan = world.approved()
    world.run(plan, 1)
    world.clock.set(END)
    world.run(plan, 2)
    until_idle(world.redress, (GiftLinks(),))
    assert world.value("SELECT count(*) FROM gift_links") == 1
    assert world.reader.execute(
        "SELECT yen FROM entitlements WHERE recipient IS NOT NULL"
    ).fetchall() == [(3_000,)]
