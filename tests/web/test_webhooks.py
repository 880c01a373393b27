"""Deliveries to a real receiver, with the signature checked by another implementation."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from tests.web.conftest import World

from zandaka.clock import SystemClock
from zandaka.directory import webhooks as directory
from zandaka.jobs import webhooks as job
from zandaka.jobs.webhook_target import TargetRefused, TargetRule


class Receiver:
    """Listens on this machine; says `statuses` one after the other, then 204."""

    def __init__(self) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.seen.append((headers, body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Says nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook?a=1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, count: int) -> None:
        until = time.monotonic() + 20
        while len(self.seen) < count:
            assert time.monotonic() < until, f"{len(self.seen)} of {count} arrived"
            time.sleep(0.02)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.close()


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the specification tells a receiver to check, written apart from the sender."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


def register(world: World, url: str, *verbs: str) -> tuple[str, str]:
    made = world.issuer.http.post("/v1/webhooks", json={"url": url, "verbs": list(verbs)})
    assert made.status_code == 201, made.text
    return made.json()["webhook"]["id"], made.json()["secret"]


@pytest.fixture
def hooked(world: World, receiver: Receiver) -> Iterator[tuple[str, str]]:
    made = register(world, receiver.url, "pay", "refund")
    yield made
    world.issuer.http.delete(f"/v1/webhooks/{made[0]}")


def test_accepted_operations_of_the_verbs_asked_for_are_told_in_order(
    world: World, receiver: Receiver, hooked: tuple[str, str]
) -> None:
    identifier, secret = hooked
    wallet = world.prepaid(1_000)
    paid = world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 100})
    world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 99_999})
    back = world.merchant.done(f"/v1/payments/{paid['operation']}/refunds", {"yen": 40})
    receiver.wait(2)
    told = [json.loads(body) for _, body in receiver.seen]
    assert [one["type"] for one in told] == ["pay", "refund"]
    assert [one["data"]["operation"] for one in told] == [paid["operation"], back["operation"]]
    assert told[0]["data"]["outcome"] == paid["outcome"]
    for headers, body in receiver.seen:
        assert verified(secret, headers, body)
        assert not verified(secret, headers, body + b" ")
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 30
    shown = world.issuer.get(f"/v1/webhooks/{identifier}")
    assert "secret" not in shown
    assert shown["rotating"] is False


def test_while_a_secret_rotates_both_sign(
    world: World, receiver: Receiver, hooked: tuple[str, str]
) -> None:
    identifier, old = hooked
    new = world.issuer.http.post(f"/v1/webhooks/{identifier}/rotation").json()["secret"]
    wallet = world.prepaid(1_000)
    world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 1})
    receiver.wait(1)
    assert [verified(secret, *receiver.seen[0]) for secret in (old, new)] == [True, True]
    ended = world.issuer.http.delete(f"/v1/webhooks/{identifier}/rotation").json()
    assert ended["rotating"] is False
    world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 1})
    receiver.wait(2)
    assert [verified(secret, *receiver.seen[1]) for secret in (old, new)] == [False, True]


def test_a_receiver_that_fails_is_asked_again_in_order(
    world: World, receiver: Receiver, hooked: tuple[str, str]
) -> None:
    identifier, _ = hooked
    receiver.statuses = [500]
    wallet = world.prepaid(1_000)
    first = world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 1})["operation"]
    receiver.wait(1)
    world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 2})

    def failing() -> list[str]:
        progress = world.issuer.get(f"/v1/webhooks/{identifier}")["progress"]
        return [one["last_error"] for one in progress if one["last_error"]]

    until = time.monotonic() + 5
    while not failing() and time.monotonic() < until:
        time.sleep(0.02)
    assert failing() == ["The receiver answered 500."]
    receiver.wait(3)
    ids = [headers["webhook-id"] for headers, _ in receiver.seen]
    assert ids[0] == ids[1] == f"evt_{first}"
    assert ids[2] != ids[1]


def test_each_failure_waits_longer_and_a_cursor_passes_what_is_not_told(world: World) -> None:
    with world.database.connect() as connection:
        identifier, _ = directory.create(connection, "https://example.com/", ["leave"])
    try:
        wallet = world.prepaid(1_000)
        world.holder.done(f"/v1/wallets/{wallet}/leave")
        later = datetime.now(UTC) + timedelta(days=1)
        clock = SystemClock()

        def refuse(url: str, body: bytes, headers: Any) -> None:
            raise job.DeliveryFailed("no")

        waits: list[float] = []
        for _ in range(3):
            waits.append(_one_round(world, identifier, later, refuse, clock))
        assert waits[0] < waits[1] < waits[2]
        told: list[bytes] = []
        with world.database.connect() as connection:
            mine = [one for one in job.due(connection, later) if one.webhook == identifier]
        for one in mine:
            job.deliver(
                world.database.connect, one, lambda url, body, headers: told.append(body), clock
            )
        assert [json.loads(body)["type"] for body in told] == ["leave"]
        with world.database.connect() as connection:
            assert [o for o in job.due(connection, later) if o.webhook == identifier] == []
    finally:
        with world.database.connect() as connection:
            directory.delete(connection, identifier)


def _one_round(
    world: World, identifier: Any, later: datetime, send: Callable[..., None], clock: SystemClock
) -> float:
    with world.database.connect() as connection:
        mine = [one for one in job.due(connection, later) if one.webhook == identifier]
    for one in mine:
        job.deliver(world.database.connect, one, send, clock)
    with world.database.connect() as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM max(next_at) - now()) FROM webhook_cursors"
            " WHERE webhook = %s AND failures > 0",
            (identifier,),
        ).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://example.com/", "https"),
        ("ftp://example.com/", "https"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://192.168.0.1:8443/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://localhost/", "private"),
        ("https://user@example.com/", "user"),
        ("https://example.com/#part", "fragment"),
        ("https:///path", "host"),
        ("https://exa mple.com/", "ASCII"),
        ("https://[::1", "URL"),
    ],
)
def test_only_public_addresses_are_called(url: str, rule: str) -> None:
    with pytest.raises(TargetRefused, match=rule):
        TargetRule().resolve(url)


def test_development_may_reach_this_machine_and_nothing_else_by_http() -> None:
    target = TargetRule(loopback=True).resolve("http://localhost:8080/hook?a=1")
    assert (target.host, target.url.rsplit(":", 1)[1]) == ("localhost:8080", "8080/hook?a=1")
    with pytest.raises(TargetRefused, match="https"):
        TargetRule(loopback=True).resolve("http://192.0.2.1/")
