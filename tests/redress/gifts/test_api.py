"""A gift link for programs: the code, the session, the choice and the codes, over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.redress.gifts.conftest import DEADLINE, INCIDENT, GiftWorld
from tests.redress.gifts.site import site

from zandaka.directory import api_keys
from zandaka.redress.gifts import links


class Client:
    """Somebody without a key."""

    def __init__(self, world: GiftWorld, url: str) -> None:
        self.world = world
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=20)

    def send(self, token: str) -> httpx.Response:
        return self.http.post(f"/v1/gift-links/{token}/codes")

    def enter(self, token: str, code: str) -> httpx.Response:
        return self.http.post(f"/v1/gift-links/{token}/sessions", json={"code": code})

    def session(self, token: str) -> str:
        assert self.send(token).status_code == 201
        return self.enter(token, self.world.sent_code()).json()["session"]

    def show(self, token: str, session: str = "") -> httpx.Response:
        headers = {b"gift-session": session.encode()} if session else {}
        return self.http.get(f"/v1/gift-links/{token}", headers=headers)

    def choose(self, token: str, session: str, brand: str, key: str = "k") -> httpx.Response:
        return self.http.post(
            "/v1/redress/choose-gift",
            json={"link": token, "session": session, "brand": brand, "agreed": True},
            headers={"idempotency-key": key},
        )


@pytest.fixture
def client(world: GiftWorld) -> Iterator[Client]:
    with site(world) as url:
        made = Client(world, url)
        yield made
        made.http.close()


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_from_the_link_to_the_code(world: GiftWorld, client: Client) -> None:
    token = world.token(world.owed("aoi", 2_000, 1_450))
    outside = client.show(token)
    assert outside.json() == {
        "incident": INCIDENT, "name": outside.json()["name"],
        "deadline": "2023-06-01T00:00:00+09:00", "over": False, "inside": None,
    }  # fmt: skip
    sent = client.send(token)
    assert sent.status_code == 201
    assert sent.json() == {
        "channel": "mail", "masked": "a***@example.jp", "expires_at": "2023-04-01T00:10:00+09:00",
    }  # fmt: skip
    # As people type it.
    code = world.sent_code().translate({48 + n: 0xFF10 + n for n in range(10)})
    entered = client.enter(token, f"{code[:3]} {code[3:]}")
    assert entered.status_code == 201, entered.text
    assert entered.json()["expires_at"] == "2023-04-01T00:30:00+09:00"
    session = entered.json()["session"]
    inside: Any = client.show(token, session).json()["inside"]
    assert inside["yen"] == 3_450
    assert [(one["yen"], one["state"]) for one in inside["owed"]] == [
        (2_000, "open"), (1_450, "open"),
    ]  # fmt: skip
    assert [one["brand"] for one in inside["brands"]] == [
        "amazon", "ponta", "paypay", "edy", "nanaco",
    ]  # fmt: skip
    assert inside["brands"][4]["parts"] == [
        {"brand": "nanaco", "yen": 3_400}, {"brand": "amazon", "yen": 50},
    ]  # fmt: skip
    assert inside["gifts"] == []
    chosen = client.choose(token, session, "nanaco")
    assert chosen.status_code == 201, chosen.text
    world.work()
    shown = client.show(token, session)
    assert shown.headers["cache-control"] == "no-store"
    inside = shown.json()["inside"]
    assert (inside["yen"], inside["brands"]) == (0, [])
    given = {one.key: world.sandbox.orders.code(one.key) for one in world.sandbox.orders.all()}
    assert {one["order"]: one["code"] for one in inside["gifts"]} == given
    assert {one["state"] for one in inside["gifts"]} == {"issued"}
    # Kept nowhere: not the link, not the session, not a code.
    for table in ("gift_orders", "gift_events", "gift_challenges", "actions", "messages"):
        kept = str(world.rows(f"SELECT t::text FROM {table} t"))
        for secret in (token, session, *given.values()):
            assert secret not in kept, table
    assert world.value("SELECT incident FROM actions WHERE verb = 'choose_gift'") == INCIDENT


def test_wrong_codes_count_and_sending_is_limited(world: GiftWorld, client: Client) -> None:
    token = world.token(world.owed("aoi", 2_000))
    assert refused(client.enter(token, "000000")) == (422, "gift_code_over")
    assert client.send(token).status_code == 201
    right = world.sent_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1):
        answer = client.enter(token, wrong)
        assert refused(answer) == (422, "gift_code_wrong")
        assert answer.json()["params"] == {"tries_left": left}
    assert refused(client.enter(token, wrong)) == (422, "gift_code_over")
    assert refused(client.enter(token, right)) == (422, "gift_code_over")
    for _ in range(4):
        assert client.send(token).status_code == 201
    answer = client.send(token)
    assert refused(answer) == (429, "too_many_attempts")
    assert answer.headers["retry-after"] == "3601"
    world.pass_time(seconds=3_601)
    assert client.send(token).status_code == 201


def test_who_may_not_see(world: GiftWorld, client: Client) -> None:
    wallets = [world.wallet(one, 2_000) for one in ("aoi", "ren")]
    for one in ("aoi", "ren"):
        world.contact(one)
    world.convert(*wallets)
    token, other = (world.token(world.owed(one)) for one in ("aoi", "ren"))
    session = client.session(token)
    for made_up in (
        client.session(other),
        "x",
        session[:-2] + "xx",
        "é",
    ):
        assert refused(client.show(token, made_up)) == (422, "gift_session_ended")
        assert refused(client.choose(token, made_up, "edy")) == (422, "gift_session_ended")
    # In the URL it is no parameter.
    assert client.http.get(f"/v1/gift-links/{token}?session={session}").status_code == 400
    world.pass_time(minutes=30)
    assert refused(client.show(token, session)) == (422, "gift_session_ended")
    with world.database.connect() as connection:
        key = api_keys.create(connection, world.secrets, "merchant", "shop")[1]
    answer = client.http.post(
        f"/v1/gift-links/{token}/codes", headers={"authorization": f"Bearer {key}"}
    )
    assert answer.status_code in (401, 403)


def test_a_link_of_nobody_and_one_that_was_replaced(world: GiftWorld, client: Client) -> None:
    recipient = world.owed("aoi", 2_000)
    for token in ("a" * 32, "x", "é", "a" * 500, links.token(world.secrets, recipient, 2), "%00"):
        for answer in (client.show(token), client.send(token), client.enter(token, "123456")):
            assert refused(answer) == (422, "unknown_gift_link"), token


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": 123456}, {"code": "1" * 41}])
def test_a_body_that_cannot_be_read(world: GiftWorld, client: Client, body: Any) -> None:
    token = world.token(world.owed("aoi", 2_000))
    answer = client.http.post(f"/v1/gift-links/{token}/sessions", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, "code")


@pytest.mark.parametrize("seconds", [-1, 0])
def test_at_the_deadline(world: GiftWorld, client: Client, seconds: int) -> None:
    token = world.token(world.owed("aoi", 2_000))
    world.clock.set(DEADLINE - timedelta(minutes=5))
    session = client.session(token)
    world.clock.set(DEADLINE + timedelta(seconds=seconds))
    seen = client.show(token, session).json()
    assert seen["over"] == (seconds == 0)
    assert bool(seen["inside"]["brands"]) == (seconds < 0)
    answer = client.choose(token, session, "edy")
    assert answer.status_code == (201 if seconds else 422)


def test_who_chose_the_other_address_is_shown_it_on_the_page(
    world: GiftWorld, client: Client
) -> None:
    wallet = world.wallet("aoi", 2_000)
    world.contact("aoi", "aoi@example.jp", "090-1234-5678")
    world.convert(wallet)
    token = world.token(world.owed("aoi"))
    with world.database.connect() as connection:
        connection.execute("UPDATE recipients SET first_lost = true")
    assert client.send(token).json()["masked"] == "+81******5678"
    page = client.http.get(links.FOLDER + token, params={"step": "code"}).text
    assert "+81******5678" in page
    assert "a***@example.jp" not in page
