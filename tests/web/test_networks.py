"""Holds as a shop changes them, and a card network's door: over HTTP, on a real server."""

from typing import Any

import pytest
from tests.web.conftest import Client, World, fresh
from typer.testing import CliRunner

from zandaka.cli.main import app
from zandaka.ledger.verify import verify


@pytest.fixture
def network(world: World) -> Client:
    entered = world.issuer.http.put(
        "/v1/merchants/mastercard",
        json={"name": "Mastercard", "prefecture": "13", "networks": ["mastercard"]},
    )
    assert entered.status_code == 200, entered.text
    return world.key("merchant", "mastercard")


def tell(network: Client, kind: str, wallet: str, name: str, **more: Any) -> Any:
    body = {"message": name, "reference": wallet, "kind": kind, "wallet": wallet, **more}
    answer = network.http.post("/v1/network-messages", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_hold_grows_shrinks_and_is_captured(world: World) -> None:
    shop = world.merchant
    hold = shop.done("/v1/authorisations", {"wallet": world.prepaid(), "yen": 500})["operation"]
    path = f"/v1/authorisations/{hold}"
    assert shop.done(f"{path}/increases", {"yen": 300})["outcome"]["open_yen"] == 800
    assert shop.done(f"{path}/void", {"yen": 100})["outcome"]["open_yen"] == 700
    late = shop.post(f"{path}/force-posts")
    assert (late.status_code, late.json()["code"]) == (422, "not_offered")
    assert world.other_merchant.post(f"{path}/increases", {"yen": 1}).status_code == 422
    assert shop.done(f"{path}/captures")["outcome"]["yen"] == 700


def test_a_network_speaks_and_repeats_itself(world: World, network: Client) -> None:
    wallet = world.prepaid()
    first = tell(network, "authorise", wallet, fresh("m"), amount="4000")
    assert (first["approved"], first["response"]) == (True, "00")
    name = fresh("m")
    cleared = tell(network, "clearing", wallet, name, amount="4000")
    assert tell(network, "clearing", wallet, name, amount="4000") == cleared
    view = world.issuer.get(f"/v1/wallets/{wallet}")
    assert (view["available_yen"], view["parked_yen"], view["owed_yen"]) == (6_000, 0, 0)
    other = {"message": name, "reference": wallet, "kind": "clearing", "wallet": wallet}
    reused = network.http.post("/v1/network-messages", json={**other, "amount": "4001"})
    assert (reused.status_code, reused.json()["code"]) == (409, "key_reused")


def test_the_sandbox_plays_a_network(world: World, network: Client) -> None:
    wallet = world.prepaid(50_000)
    told = CliRunner().invoke(
        app,
        ["sandbox", "network", "--url", world.url, "--key", network.key, "--wallet", wallet,
         "--purchases", "12"],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "clearing" in told.output
    assert told.output.splitlines()[-1].endswith("never answered: 0")
    view = world.issuer.get(f"/v1/wallets/{wallet}")
    with world.database.connect() as connection:
        verify(connection)
        row = connection.execute(
            "SELECT sum(a.balance) FROM accounts a"
            " WHERE a.kind = 'merchant_payable' AND a.owner = 'mastercard'"
            " AND EXISTS (SELECT FROM transfers t WHERE t.credit = a.id)"
        ).fetchone()
    assert row is not None
    assert row[0] > 0
    assert view["available_yen"] < 50_000
    stranger = CliRunner().invoke(
        app,
        ["sandbox", "network", "--url", world.url, "--key", world.merchant.key, "--wallet", wallet],
    )
    assert stranger.exit_code == 1


def test_a_shop_is_no_network_and_there_is_no_rate(world: World, network: Client) -> None:
    wallet = world.prepaid()
    body = {"message": fresh("m"), "reference": "r", "kind": "authorise", "wallet": wallet}
    for amount, currency, status in (("1", "JPY", 403), ("x", "JPY", 400)):
        asked = {**body, "amount": amount, "currency": currency}
        found = world.merchant.http.post("/v1/network-messages", json=asked)
        assert found.status_code == status, found.text
    abroad = {**body, "amount": "1.50", "currency": "USD", "country": "US"}
    assert network.http.post("/v1/network-messages", json=abroad).status_code == 503
    assert network.http.post("/v1/network-messages", json=body).status_code == 400
