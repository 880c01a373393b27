"""A holder presses while PostgreSQL is away, and nobody can look up whose the wallet is: the
attempt is kept all the same, and counts once it is known to be on the holder's own wallet."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from tests.web.conftest import World, enter, fresh, serving, world_at
from tests.web.test_outage import attempts, own_server

from zandaka.ids import WalletId


def spooled(data: Path) -> list[dict[str, Any]]:
    text = (data / "spool" / "attempts.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def wait_for_spool(data: Path) -> None:
    until = time.monotonic() + 30
    while any((data / "spool").iterdir()):
        assert time.monotonic() < until, "the attempts were not taken in"
        time.sleep(0.1)


def everything_a_holder_does(
    wallet: str, other: str, code: str
) -> list[tuple[str, str, dict[str, Any], str]]:
    """Verb, path, body, and the wallet that the attempt is about: none where the command names an
    operation or a code that nobody knows."""
    here = f"/v1/wallets/{wallet}"
    return [
        ("pay", f"{here}/payments", {"merchant": "onsen", "yen": 500}, wallet),
        ("load_coupon", f"{here}/coupon-loads", {"code": code}, "paper"),
        ("send", f"{here}/sends", {"to": other, "yen": 500}, wallet),
        ("claim", "/v1/sends/op0-1/claims", {"to": wallet}, "w0-0"),
        ("charge", f"{here}/charges", {"code": code}, "paper"),
        ("carry_over", f"{here}/carry-overs", {"code": code}, "paper"),
        ("withdraw", f"{here}/withdrawals", {"yen": 500}, wallet),
        ("end_contract", f"{here}/contract-end", {"account": 1}, wallet),
        ("to_prepaid", f"{here}/to-prepaid", {}, wallet),
        ("begin_contract", f"{here}/contract", {}, wallet),
        ("stop", f"{here}/stop", {"reason": "lost"}, wallet),
        ("leave", f"{here}/leave", {}, wallet),
    ]


def test_what_a_holder_tried_is_kept_though_nobody_could_say_whose_the_wallet_is(
    tmp_path: Path,
) -> None:
    data = tmp_path / "web"
    data.mkdir()
    with own_server(tmp_path / "db") as database:
        keys = enter(database)
        with serving(database, data) as (url, _):
            world = world_at(url, database, data, keys)
            wallet = world.prepaid(1_000)
            (paper,) = world.papers()
            opened = world.key("holder", "taro").done("/v1/wallets", {"product": "demo-prepaid"})
            others = opened["outcome"]["wallet"]
        # A server that has looked no wallet up yet.
        with serving(database, data) as (url, _):
            world = world_at(url, database, data, keys)
            assert database.server is not None
            pid = database.server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)

            mine = everything_a_holder_does(wallet, others, paper["code"])
            strangers = everything_a_holder_does(others, wallet, paper["code"])
            pressed = [fresh() for _ in mine]
            for (_, path, body, _), key in zip(mine, pressed, strict=True):
                answer = world.holder.post(path, body, key)
                assert (answer.status_code, answer.json()["code"]) == (503, "outage"), path
            for _, path, body, _ in strangers:
                assert world.holder.post(path, body).status_code == 503, path
            kept = spooled(data)
            assert [one["verb"] for one in kept] == [one[0] for one in (*mine, *strangers)]
            assert {one["own"]["holder"] for one in kept} == {"hanako"}
            assert paper["code"] not in json.dumps(kept)

            database.revive()
            wait_for_spool(data)
            taken = [
                (caller, verb, why, str(WalletId(about)))
                for caller, verb, why, about, _ in attempts(database)
            ]
            assert taken == [
                ("holder:hanako", verb, "unreachable", about.replace("paper", paper["wallet"]))
                for verb, _, _, about in mine
            ]
            first = json.loads(attempts(database)[0][4])
            assert (first["merchant"], first["yen"]) == ("onsen", 500)

            # Asked again with its key, each learns its outcome; nothing had been done before.
            for (_, path, body, _), key in list(zip(mine, pressed, strict=True))[:2]:
                world.holder.post(path, body, key)
            assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 500
            for _, path, body, _ in strangers:
                assert world.holder.post(path, body).status_code == 404, path
            assert len(attempts(database)) == len(mine)


def test_an_attempt_that_the_disk_refuses_is_told_of_in_the_log(tmp_path: Path) -> None:
    data = tmp_path / "web"
    data.mkdir()
    with own_server(tmp_path / "db") as database:
        keys = enter(database)
        with serving(database, data) as (url, _):
            world = world_at(url, database, data, keys)
            wallet = world.prepaid(1_000)
            # Where the folder should be there is a file, so that nothing can be written into it.
            (data / "spool").write_text("")
            assert database.server is not None
            pid = database.server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
            answer = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 300})
            assert (answer.status_code, answer.json()["code"]) == (503, "outage")
            log = (data / "server.log").read_text()
            (line,) = [line for line in log.splitlines() if "attempt_lost" in line]
            assert "pay" in line
            assert wallet not in line


def test_a_key_that_was_answered_before_opens_no_way_to_anothers_wallet(world: World) -> None:
    """It is let through to its book, for the stored answer: what is kept of it when the book does
    not answer is looked at again all the same."""
    mine = world.prepaid(1_000)
    opened = world.key("holder", "jiro").done("/v1/wallets", {"product": "demo-prepaid"})
    others = opened["outcome"]["wallet"]
    key = fresh()
    body = {"merchant": "onsen", "yen": 300}
    world.holder.done(f"/v1/wallets/{mine}/payments", body, key)
    before = world.rows()["attempts"]
    with world.database.connect() as holding:
        holding.execute("SELECT FROM books FOR UPDATE")
        for wallet, again in ((others, key), (mine, fresh())):
            answer = world.holder.post(f"/v1/wallets/{wallet}/payments", body, again)
            assert (answer.status_code, answer.json()["code"]) == (503, "outage")
        holding.rollback()
    wait_for_spool(world.data)
    assert world.rows()["attempts"] == before + 1
    assert attempts(world.database)[-1][3] == WalletId.parse(mine)
