"""Numbers and cards over HTTP: issued, found, spent by their code; products as they are told."""

import re
from pathlib import Path

import pytest
from tests.web.conftest import World, fresh


@pytest.fixture(scope="module")
def shop(world: World) -> str:
    """A merchant of the WebMoney network, entered over the API."""
    entered = world.issuer.http.put(
        "/v1/merchants/web-shop",
        json={
            "name": "サンプル電子書店", "prefecture": "13",
            "networks": ["webmoney", "webmoney"], "groups": ["books"],
        },
    )  # fmt: skip
    assert entered.status_code == 200, entered.text
    found = world.issuer.get("/v1/merchants/web-shop")
    assert (found["networks"], found["groups"]) == (["webmoney"], ["books"])
    return "web-shop"


def test_a_number_is_issued_and_spent_by_its_code(world: World, shop: str) -> None:
    merchant = world.key("merchant", shop)
    key = fresh()
    body = {"product": "webmoney", "yen": 3_000, "count": 2}
    issued = world.issuer.post("/v1/media", body, key)
    assert issued.status_code == 201, issued.text
    outcome = issued.json()["outcome"]
    assert set(outcome) == {"media", "yen", "expires_at"}
    first, second = outcome["media"]
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", first["code"])
    assert first["code"] != second["code"]
    again = world.issuer.post("/v1/media", body, key)
    assert (again.json(), again.headers["idempotency-replayed"]) == (issued.json(), "true")
    paid = merchant.done("/v1/payments", {"code": first["code"], "yen": 1_200})
    assert paid["outcome"]["balance"] == 1_800
    shown = world.issuer.get(f"/v1/wallets/{first['wallet']}")
    assert (shown["form"], shown["available_yen"]) == ("number", 1_800)
    assert world.issuer.get(f"/v1/coupons/{first['inquiry']}")["yen"] == 1_800
    # At a shop of another network it is not good.
    refused = world.merchant.post("/v1/payments", {"code": second["code"], "yen": 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_accepted_here")


def test_a_code_is_written_down_nowhere(world: World) -> None:
    code = world.issuer.done("/v1/media", {"product": "webmoney", "yen": 500})["outcome"]["media"][
        0
    ]["code"]
    plain = code.replace("-", "")
    with world.database.connect(role=None) as connection:
        for table in ("operations", "wallets", "attempts"):
            rows = connection.execute(f"SELECT t::text FROM {table} t".encode()).fetchall()
            assert rows or table == "attempts"
            assert all(code not in text and plain not in text for (text,) in rows)
    log = Path(world.data / "server.log").read_text(encoding="utf-8")
    assert code not in log
    assert plain not in log


def test_one_wrong_letter_finds_nothing(world: World) -> None:
    code = world.issuer.done("/v1/media", {"product": "webmoney", "yen": 500})["outcome"]["media"][
        0
    ]["code"]
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    answer = world.merchant.post("/v1/payments", {"code": wrong, "yen": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_coupon")


def test_a_card_is_issued_to_a_holder_who_is_known_and_loaded_with_both_kinds(
    world: World,
) -> None:
    issued = world.issuer.done(
        "/v1/media",
        {
            "product": "au-pay-prepaid-card", "holder": "hanako", "tier": "identity_verified",
            "printed": "2031-03",
        },
    )["outcome"]  # fmt: skip
    assert issued["expires_at"] == "2031-03-31T15:00:00Z"
    card = issued["media"][0]["wallet"]
    world.issuer.done(f"/v1/wallets/{card}/loads", {"yen": 3_000, "channel": "bank"})
    loaded = world.issuer.done(
        f"/v1/wallets/{card}/loads", {"yen": 2_000, "product": "au-pay-funds"}
    )["outcome"]
    assert (loaded["balance"], loaded["product"]) == (5_000, "au-pay-funds")
    # It is the holder's own.
    shown = world.holder.get(f"/v1/wallets/{card}")
    assert (shown["form"], shown["available_yen"]) == ("card", 5_000)
    kinds = sorted(lot["legal_kind"] for lot in shown["lots"])
    assert kinds == ["funds_transfer", "prepaid"]


def test_a_bearer_is_not_known(world: World) -> None:
    body = {"product": "webmoney-prepaid-card-lite", "tier": "contact_checked"}
    answer = world.issuer.post("/v1/media", body)
    assert (answer.status_code, answer.json()["field"]) == (400, "tier")


def test_yen_are_whole_and_the_smallest_is_one(world: World) -> None:
    for yen in (0, 1.5, -1):
        answer = world.issuer.post(f"/v1/wallets/{world.prepaid()}/loads", {"yen": yen})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request"), yen
    issued = world.issuer.post("/v1/media", {"product": "webmoney", "yen": 1.5})
    assert (issued.status_code, issued.json()["code"]) == (400, "invalid_request")
    one = world.issuer.done("/v1/media", {"product": "webmoney", "yen": 1})["outcome"]
    shown = world.issuer.get(f"/v1/wallets/{one['media'][0]['wallet']}")
    assert shown["available_yen"] == 1


def test_a_printed_end_is_in_half_width_digits_and_else_leaves_no_trace(world: World) -> None:
    for printed in ("２０３１-03", "2031-0３", "2031-03-３１", "2031-13", "2031"):
        body = {"product": "webmoney-prepaid-card-lite", "printed": printed}
        answer = world.issuer.post("/v1/media", body)
        assert (answer.status_code, answer.json()["field"]) == (400, "printed"), printed


def test_only_the_issuer_says_how_far_a_holder_is_known(world: World) -> None:
    body = {"product": "au-pay-prepaid-card", "tier": "identity_verified"}
    answer = world.holder.post("/v1/wallets", body)
    assert (answer.status_code, answer.json()["field"]) == (400, "tier")
    opened = world.issuer.done("/v1/wallets", {**body, "holder": "hanako"})["outcome"]
    assert opened["expires_at"].endswith("T15:00:00Z")


def test_every_product_is_told_with_its_issuer_and_caps(world: World) -> None:
    items = world.holder.get("/v1/products")["items"]
    told = {one["id"]: one for one in items}
    assert {"demo-prepaid", "webmoney", "au-pay-funds"} <= told.keys()
    one = world.merchant.get("/v1/products/au-pay-funds")
    assert one == told["au-pay-funds"]
    assert (one["issuer"]["bureau"], one["issuer"]["number"]) == ("関東財務局長", "第00053号")
    assert {cap["limit"]: cap["yen"] for cap in one["limits"]}["withdraw_max"] == 100_000
    assert all(cap["source"].startswith("webmoney-disclosure 3") for cap in one["limits"])
    # No registration, no issuer's file: the demo's own.
    assert told["demo-prepaid"]["issuer"] is None


def test_a_product_is_told_as_it_was_on_a_day(world: World) -> None:
    for on, status, places in (("2021-08-30", "open", 1), ("2021-08-31", "refunding", 0)):
        one = world.issuer.get("/v1/products/webmoney-wallet", on=on)
        assert (one["on"], one["status"], len(one["accepted_at"])) == (on, status, places)
    missing = world.issuer.http.get("/v1/products/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    for bad in ("yesterday", "20240401", "2024-13-01"):
        answer = world.issuer.http.get("/v1/products", params={"on": bad})
        assert (answer.status_code, answer.json()["field"]) == (400, "on")
