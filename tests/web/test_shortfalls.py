"""What a holder owes, over HTTP: who owes it, who is told, collecting it and writing it off."""

from typing import Any

import pytest
from tests.web.conftest import Client, World, fresh


@pytest.fixture(scope="module")
def network(world: World) -> Client:
    world.issuer.http.put(
        "/v1/merchants/mastercard",
        json={"name": "Mastercard", "prefecture": "13", "networks": ["mastercard"]},
    ).raise_for_status()
    return world.key("merchant", "mastercard")


def card(world: World, holder: str) -> str:
    body = {"product": "au-pay-prepaid-card", "holder": holder, "tier": "identity_verified"}
    return str(world.issuer.done("/v1/wallets", body)["outcome"]["wallet"])


def posted(network: Client, wallet: str, yen: int) -> Any:
    """A purchase that the network has settled, and that was never authorised here."""
    body = {
        "message": fresh("m"), "reference": fresh("r"), "kind": "clearing", "wallet": wallet,
        "amount": str(yen),
    }  # fmt: skip
    answer = network.http.post("/v1/network-messages", json=body).json()
    assert answer["forced"], answer
    return answer["operations"][0]


def test_collected_written_off_and_told(world: World, network: Client) -> None:
    holder = world.key("holder", "kariru-hito")
    wallet = card(world, "kariru-hito")
    payments = [posted(network, wallet, yen) for yen in (700, 900)]
    assert holder.get(f"/v1/wallets/{wallet}")["owed_yen"] == 1_600
    mine = holder.get(f"/v1/wallets/{wallet}/shortfalls")["items"]
    assert [(one["payment"], one["left_yen"]) for one in mine] == [
        (payments[1], 900), (payments[0], 700),
    ]  # fmt: skip
    all_of_them = world.operator.get("/v1/shortfalls")["items"]
    assert payments == [one["payment"] for one in all_of_them if one["wallet"] == wallet]
    assert {one["holder"] for one in all_of_them if one["wallet"] == wallet} == {"kariru-hito"}
    first = world.operator.http.get("/v1/shortfalls", params={"limit": 1}).json()
    assert len(first["items"]) == 1
    assert first["next_cursor"]
    path = f"/v1/wallets/{wallet}/shortfall-collections"
    world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": 1_000})
    assert holder.post(path, {"reason": "mine"}).status_code == 403
    key = fresh()
    done = world.issuer.post(path, {"reason": "agreed"}, key).json()
    assert done["outcome"]["yen"] == 1_000
    assert world.issuer.post(path, {"reason": "agreed"}, key).json() == done
    off = f"/v1/wallets/{wallet}/shortfall-write-offs"
    body = {"yen": 500, "ground": "cannot be found"}
    assert world.issuer.post(off, body).status_code == 403
    assert world.operator.done(off, body)["outcome"]["left_yen"] == 100
    assert holder.get(f"/v1/wallets/{wallet}")["owed_yen"] == 100
    [newer, older] = holder.get(f"/v1/wallets/{wallet}/shortfalls")["items"]
    assert (newer["left_yen"], newer["collected_yen"], newer["written_off_yen"]) == (100, 300, 500)
    assert (older["left_yen"], older["collected_yen"]) == (0, 700)
    moves = holder.get(f"/v1/wallets/{wallet}/history")["items"]
    assert sum(one["yen"] for one in moves if one["verb"] == "collect_shortfall") == -1_000
    stranger = world.key("holder", fresh("taro"))
    assert stranger.http.get(f"/v1/wallets/{wallet}/shortfalls").status_code == 404
    assert holder.http.get("/v1/shortfalls").status_code == 403
    bad = world.operator.http.get("/v1/shortfalls", params={"cursor": "LTE"})
    assert bad.status_code == 400
