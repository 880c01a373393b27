"""The client against the sandbox, over a real connection, with every fault."""

import socket
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from zandaka.providers.gift.http import HttpGifts
from zandaka.providers.gift.port import GiftAnswer, GiftOrder
from zandaka.providers.gift.sandbox.faults import Fault
from zandaka.providers.gift.sandbox.server import GiftSandbox


@pytest.fixture
def sandbox() -> Iterator[GiftSandbox]:
    with GiftSandbox() as server:
        yield server


@pytest.fixture
def gifts(sandbox: GiftSandbox) -> Iterator[HttpGifts]:
    client = HttpGifts(sandbox.url, "sandbox", httpx.Timeout(1.0))
    yield client
    client.close()


def new(brand: str = "edy", yen: int = 500) -> GiftOrder:
    return GiftOrder(str(uuid.uuid4()), brand, yen)


def admin(sandbox: GiftSandbox, path: str, body: object) -> httpx.Response:
    return httpx.post(
        f"{sandbox.url}/admin/{path}", json=body, headers={"authorization": "Bearer sandbox"},
        trust_env=False,
    )  # fmt: skip


def test_one_key_is_one_code_however_often_and_at_once(
    sandbox: GiftSandbox, gifts: HttpGifts
) -> None:
    order = new()
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(gifts.order, [order] * 16))
    (answer,) = answers
    assert answer.result == "issued"
    assert len(sandbox.orders.all()) == 1
    code = gifts.reveal(order, answer.reference)
    assert code is not None
    assert code == gifts.reveal(order, answer.reference)
    other = gifts.order(new())
    assert other.reference != answer.reference


def test_a_key_of_another_amount_is_not_taken_for_an_answer(gifts: HttpGifts) -> None:
    order = new()
    gifts.order(order)
    assert gifts.order(GiftOrder(order.key, "edy", 501)) == GiftAnswer("unknown", why="HTTP 409")


@pytest.mark.parametrize(
    ("kind", "why", "issued"),
    [
        ("timeout", "ReadTimeout", 1),
        ("error_after_issue", "HTTP 500", 1),
        ("error", "HTTP 500", 0),
        ("throttle", "HTTP 429", 0),
    ],
)
def test_whatever_goes_wrong_is_unknown_and_the_same_key_finds_the_one_code(
    sandbox: GiftSandbox, gifts: HttpGifts, kind: str, why: str, issued: int
) -> None:
    assert admin(sandbox, "faults", {"kind": kind}).status_code == 200
    order = new()
    assert gifts.order(order) == GiftAnswer("unknown", why=why)
    assert len(sandbox.orders.all()) == issued
    assert gifts.order(order).result == "issued"
    assert len(sandbox.orders.all()) == 1


def test_a_denial_stays_one(sandbox: GiftSandbox, gifts: HttpGifts) -> None:
    sandbox.faults.add(Fault("denial", brand="edy"))
    order = new()
    assert gifts.order(new("amazon")).result == "issued"
    assert gifts.order(order) == GiftAnswer("denied", why="out of stock")
    assert gifts.order(order).result == "denied"
    assert gifts.reveal(order, "") is None
    assert gifts.order(new()).result == "issued"


def test_slow_is_not_lost(sandbox: GiftSandbox, gifts: HttpGifts) -> None:
    sandbox.faults.add(Fault("slow", seconds=0.2))
    assert gifts.order(new()).result == "issued"


def test_a_code_that_is_not_ready_yet(sandbox: GiftSandbox, gifts: HttpGifts) -> None:
    order = new()
    reference = gifts.order(order).reference
    sandbox.faults.add(Fault("code_not_ready", times=2))
    assert [gifts.reveal(order, reference) is None for _ in range(3)] == [True, True, False]


def test_taken_back_within_fifteen_minutes_and_not_after(
    sandbox: GiftSandbox, gifts: HttpGifts
) -> None:
    early, late = new(), new()
    gifts.order(early)
    gifts.order(late)
    admin(sandbox, "clock", {"seconds": 899})
    assert gifts.cancel(early).result == "denied"
    assert gifts.cancel(early).result == "denied"
    assert gifts.order(early).result == "denied"
    assert gifts.reveal(early, "") is None
    admin(sandbox, "clock", {"seconds": 2})
    assert gifts.cancel(late).result == "issued"
    assert gifts.order(late).result == "issued"


def test_cancel_refused(sandbox: GiftSandbox, gifts: HttpGifts) -> None:
    order = new()
    gifts.order(order)
    sandbox.faults.add(Fault("cancel_refused"))
    assert gifts.cancel(order).result == "issued"
    assert gifts.cancel(order).result == "denied"


def test_who_has_the_wrong_token_is_not_let_in(sandbox: GiftSandbox) -> None:
    client = HttpGifts(sandbox.url, "guess")
    assert client.order(new()) == GiftAnswer("unknown", why="HTTP 401")
    assert sandbox.orders.all() == []
    client.close()


def test_nobody_there_is_unknown() -> None:
    with GiftSandbox() as gone:
        url = gone.url
    client = HttpGifts(url, "sandbox")
    order = new()
    assert client.order(order).result == "unknown"
    assert client.cancel(order).result == "unknown"
    assert client.reveal(order, "x") is None
    client.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 53\r\n\r\n"
        b'{"key": "other", "state": "issued", "reference": "R"}',
        b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_makes_no_sense_is_unknown(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for _ in range(2):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        client = HttpGifts(f"http://127.0.0.1:{listening.getsockname()[1]}", "t", httpx.Timeout(2))
        assert client.order(new()).result == "unknown"
        assert client.reveal(new(), "x") is None
        client.close()
        thread.join(5)


def test_the_sandbox_says_what_it_cannot_read(sandbox: GiftSandbox) -> None:
    assert admin(sandbox, "faults", {"kind": "earthquake"}).status_code == 400
    assert admin(sandbox, "nowhere", {}).status_code == 404
