"""When PostgreSQL goes away: 503, the attempt is kept, each exactly once, and all comes back."""

import json
import os
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from tests.conftest import MIGRATIONS
from tests.web.conftest import (
    World,
    enter,
    fresh,
    serving,
    world_at,
)

from zandaka.jobs.spool import Attempt, Spool
from zandaka.postgres import Database, EmbeddedPostgres, migrate


@contextmanager
def own_server(folder: Path) -> Generator[Database]:
    with EmbeddedPostgres(folder) as server:
        database = Database(server.conninfo, server)
        migrate(database, MIGRATIONS)
        yield database


def attempts(database: Database) -> list[tuple[str, str, str, int, str]]:
    with database.connect() as connection:
        rows = connection.execute(
            "SELECT caller, verb, why, wallet, request::text FROM attempts ORDER BY at"
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def test_attempts_of_an_outage_are_kept_once_and_no_answer_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "web"
    data.mkdir()
    with own_server(tmp_path / "db") as database:
        assert database.server is not None
        keys = enter(database)
        # Given by its URL, so that the server cannot bring it back before we have looked.
        with serving(database, data) as (url, process):
            world = world_at(url, database, data, keys)
            wallet = world.prepaid(1_000)
            (paper,) = world.papers()
            pid = database.server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
            pressed = [fresh() for _ in range(3)]
            for key in pressed:
                answer = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 300}, key)
                assert (answer.status_code, answer.json()["code"]) == (503, "outage")
                assert int(answer.headers["retry-after"]) > 0
            by_code = world.merchant.post("/v1/payments", {"code": paper["code"], "yen": 100})
            assert by_code.status_code == 503
            assert world.holder.http.get(f"/v1/wallets/{wallet}").status_code == 503
            assert world.issuer.http.get("/readyz").status_code == 503
            assert world.issuer.http.get("/healthz").status_code == 200
            spooled = (data / "spool" / "attempts.jsonl").read_text()
            assert len(spooled.splitlines()) == 4
            assert paper["code"] not in spooled
            assert process.poll() is None
            database.revive()
            until = time.monotonic() + 20
            while len(attempts(database)) < 4:
                assert time.monotonic() < until, "the attempts were not taken in"
                time.sleep(0.1)
            kept = attempts(database)
            assert [one[:3] for one in kept] == [("merchant:onsen", "pay", "unreachable")] * 4
            named = [f"w{one[3] >> 40}-{one[3] & (1 << 40) - 1}" for one in kept]
            assert named == [wallet] * 3 + [paper["wallet"]]
            assert json.loads(kept[0][4])["yen"] == 300
            assert "wallet" not in json.loads(kept[3][4])
            assert not list((data / "spool").iterdir())
            # Asked again with its key, each learns its outcome; nothing had been done before.
            for key in pressed:
                world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 300}, key)
            assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 100
            assert len(attempts(database)) == 4


def test_a_book_that_does_not_answer_in_time_is_an_outage(
    world: World,
) -> None:
    wallet = world.prepaid(1_000)
    book = int(wallet[1:].split("-")[0])
    key = fresh()
    before = world.rows()["attempts"]
    with world.database.connect() as holding:
        holding.execute("SELECT FROM books WHERE book = %s FOR UPDATE", (book,))
        answer = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 300}, key)
        assert (answer.status_code, answer.json()["code"]) == (503, "outage")
        holding.rollback()
    again = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 300}, key)
    assert again.status_code == 201
    until = time.monotonic() + 10
    while world.rows()["attempts"] == before and time.monotonic() < until:
        time.sleep(0.1)
    assert attempts(world.database)[-1][:3] == ("merchant:onsen", "pay", "timed_out")
    assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 700


def an_attempt(number: int) -> Attempt:
    return Attempt(
        id=uuid4(),
        at=datetime(2023, 2, 24, 3, 0, number, tzinfo=UTC),
        caller="merchant:onsen",
        key=number.to_bytes(16, "big"),
        verb="pay",
        wallet=number,
        why="unreachable",
        request=msgspec.Raw(b'{"do":"pay"}'),
    )


def test_a_spool_torn_by_a_kill_is_taken_in_once(database: Database, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for number in range(3):
        spool.append(an_attempt(number)).result(5)
    # What a kill in the middle of a line leaves, and the next life of the server goes on.
    with (tmp_path / "attempts.jsonl").open("ab") as file:
        file.write(b'{"id":"half')
    spool.append(an_attempt(3)).result(5)
    lines = (tmp_path / "attempts.jsonl").read_bytes()
    with database.connect() as connection:
        assert spool.take_in(connection) == 4
        # What a kill after the commit and before the removal leaves.
        (tmp_path / "attempts.taking.jsonl").write_bytes(lines)
        spool.append(an_attempt(4)).result(5)
        assert spool.take_in(connection) == 1
        assert spool.take_in(connection) == 0
    assert not spool.holds_any()
    spool.close()
    assert [one[3] for one in attempts(database)] == [0, 1, 2, 3, 4]


def test_many_attempts_at_once_are_all_kept(database: Database, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    taken = 0
    stop = threading.Event()
    all_done = [spool.append(an_attempt(number % 60)) for number in range(500)]

    def take() -> int:
        with database.connect() as connection:
            return spool.take_in(connection)

    while not stop.is_set():
        taken += take()
        if all(one.done() for one in all_done):
            stop.set()
    taken += take()
    spool.close()
    assert taken == 500


def test_a_spool_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    spool = Spool(blocked / "spool")
    with pytest.raises(OSError, match="file"):
        spool.append(an_attempt(1)).result(5)
    spool.close()


def test_embedded_postgres_that_dies_is_brought_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with own_server(data) as database:
        keys = enter(database)
        with serving(database, data, embedded=True) as (url, _):
            world = world_at(url, database, data, keys)
            wallet = world.prepaid(1_000)
            assert database.server is not None
            pid = database.server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            key = fresh()
            until = time.monotonic() + 30
            while True:
                answer = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 1}, key)
                if answer.status_code == 201:
                    break
                assert answer.status_code == 503, answer.text
                assert time.monotonic() < until
                time.sleep(0.2)
            assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 999


def test_a_transit_left_open_by_a_crash_is_settled(tmp_path: Path) -> None:
    """Sent by one server, which is killed before the other book has it; found by the next."""
    data = tmp_path / "web"
    data.mkdir()
    with own_server(tmp_path / "db") as database:
        keys = enter(database)
        with serving(database, data) as (url, process):
            world = world_at(url, database, data, keys)
            papers = world.papers(4)
            paper = papers[0]
            while True:
                wallet = world.holder.done("/v1/wallets", {"product": "regional-coupon"})
                wallet = wallet["outcome"]["wallet"]
                if wallet.split("-")[0] != paper["wallet"].split("-")[0]:
                    break
            book = int(wallet[1:].split("-")[0])
            key = fresh()
            path = f"/v1/wallets/{wallet}/coupon-loads"
            with database.connect() as holding:
                holding.execute("SELECT FROM books WHERE book = %s FOR UPDATE", (book,))
                answer = world.holder.post(path, {"code": paper["code"]}, key)
                assert answer.status_code == 503
                process.kill()
                process.wait(10)
                holding.rollback()
        with serving(database, data) as (url, _):
            world = world_at(url, database, data, keys)
            until = time.monotonic() + 40
            while True:
                with database.connect() as connection:
                    row = connection.execute("SELECT bool_and(settled) FROM transits").fetchone()
                if row == (True,):
                    break
                assert time.monotonic() < until, "nobody settled it"
                time.sleep(0.2)
            shown = world.holder.get(f"/v1/wallets/{wallet}")
            assert shown["available_yen"] > 0
            again = world.holder.post(path, {"code": paper["code"]}, key)
            assert (again.status_code, again.json()["outcome"]["in_transit"]) == (201, False)
