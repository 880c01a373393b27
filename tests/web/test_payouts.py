"""Money out over HTTP: to one's own account, by a file of two persons, at a cash machine."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Client, World, a_database, enter, fresh, serving, world_at

from zandaka import ids
from zandaka.instants import jst_date
from zandaka.postgres import Database
from zandaka.providers.money.sandbox import MoneySandbox
from zandaka.rules.bank_day import next_bank_day

ACCOUNT = {
    "bank": "0001",
    "branch": "001",
    "account_type": "ordinary",
    "name_kana": "ミホン ハナコ",
}


def card(world: World, yen: int, product: str = "au-pay-prepaid-card") -> str:
    opened = world.issuer.done(
        "/v1/wallets", {"product": product, "holder": "hanako", "tier": "identity_verified"}
    )
    wallet = str(opened["outcome"]["wallet"])
    funds = "au-pay-funds" if product.startswith("au-") else "webmoney-prepaid-card-funds"
    world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": yen, "product": funds})
    return wallet


def account(world: World, number: str = "1234567") -> int:
    named = {"holder": "hanako", "name_kana": "ミホン ハナコ"}
    world.operator.done("/v1/funds/record-holder-name", named)
    body = {"holder": "hanako", "account_number": number, **ACCOUNT}
    return int(world.holder.done("/v1/funds/register-payout-account", body)["outcome"]["account"])


def until(world: World, wallet: str, state: str) -> dict[str, Any]:
    payout: dict[str, Any] = {}
    for _ in range(200):
        [payout] = world.holder.get(f"/v1/wallets/{wallet}/payouts")["items"]
        if payout["state"] == state:
            return dict(payout)
        time.sleep(0.1)
    raise AssertionError(payout)


def test_to_ones_own_account_by_a_file_of_two_persons(world: World) -> None:
    wallet = card(world, 50_000)
    other = world.key("holder", fresh("taro"))
    path = f"/v1/wallets/{wallet}/withdrawals"
    assert other.post(path, {"yen": 1_000}).status_code == 404
    number = account(world)
    unknown = world.holder.post(path, {"yen": 1_000, "account": number + 99})
    assert unknown.json()["code"] == "unknown_account"
    key = fresh()
    made = world.holder.done(path, {"yen": 1_000, "account": number}, key)
    assert made["outcome"]["fee_yen"] == 220
    waiting = world.operator.get("/v1/payouts")["items"]
    assert made["operation"] in [one["payout"] for one in waiting]
    world.holder.done("/v1/funds/close-payout-account", {"account": number})
    # Asked again once the account is closed, the first answer is told.
    assert world.holder.done(path, {"yen": 1_000, "account": number}, key) == made
    assert world.holder.post(path, {"yen": 1_000}).json()["code"] == "unknown_account"
    shown = world.holder.get("/v1/payout-accounts")["items"]
    assert (shown[0]["account"], shown[0]["ends_with"]) == (number, "67")
    assert "1234567" not in str(shown)
    assert other.http.get("/v1/payout-accounts", params={"holder": "hanako"}).status_code == 400
    day = bank_day()
    file = world.operator.done(
        "/v1/funds/make-payout-file", {"payer": "au-pay-funds", "pay_on": day}
    )["outcome"]["payout_file"]
    assert world.operator.get(f"/v1/payout-files/{file}")["content"] is None
    second = world.key("operator", fresh("suzuki"))
    body = {"payout_file": file}
    assert (
        world.operator.post("/v1/funds/release-payout-file", body).json()["code"] == "same_person"
    )
    second.done("/v1/funds/release-payout-file", body)
    released = world.operator.get(f"/v1/payout-files/{file}")
    assert released["content"] is not None
    assert world.operator.http.get("/v1/payout-files/999999").status_code == 404
    [line] = rows(world, "SELECT id FROM payout_tries WHERE file = %s", file)
    world.operator.done(
        "/v1/funds/import-payout-results",
        {"payout_file": file, "content": f"refund,attempt,yen,code\n{line[0]},1,1000,0\n"},
    )
    assert until(world, wallet, "paid")["try_code"] == "0"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"terminal": "konbini-0001"}, "terminal"),
        ({"way": "bank", "terminal": "konbini-0001"}, "terminal"),
        ({"way": "atm"}, "terminal"),
        ({"way": "atm", "terminal": "konbini-0001", "account": 1}, "account"),
    ],
)
def test_terminal_and_account_go_with_their_way(
    world: World, body: dict[str, Any], field: str
) -> None:
    wallet = card(world, 5_000)
    account(world)
    answer = world.holder.post(f"/v1/wallets/{wallet}/withdrawals", {"yen": 1_000, **body})
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 5_000


def test_a_contract_ends_by_either_way(world: World) -> None:
    wallet = card(world, 10_000, "webmoney-prepaid-card")
    refused = world.holder.post(f"/v1/wallets/{wallet}/to-prepaid")
    assert refused.json()["code"] == "not_offered"
    ended = world.holder.done(f"/v1/wallets/{wallet}/contract-end")
    assert ended["outcome"] == {"yen": 10_000, "fee_yen": 550, "pays_yen": 9_450}
    other = card(world, 7_000)
    turned = world.holder.done(f"/v1/wallets/{other}/to-prepaid")
    assert (turned["outcome"]["yen"], turned["outcome"]["into"]) == (7_000, "au-pay-prepaid-card")


def test_a_contract_begins_anew_where_its_holder_wants_it(world: World) -> None:
    wallet = card(world, 7_000)
    world.holder.done(f"/v1/wallets/{wallet}/to-prepaid")
    path, body = f"/v1/wallets/{wallet}/loads", {"yen": 1, "product": "au-pay-funds"}
    refused = world.issuer.post(path, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "contract_ended")
    stranger = world.key("holder", "somebody-else")
    assert stranger.post(f"/v1/wallets/{wallet}/contract").status_code in (403, 404, 422)
    assert world.issuer.post(path, body).json()["code"] == "contract_ended"
    begun = world.holder.done(f"/v1/wallets/{wallet}/contract")
    assert begun["outcome"] == {"product": "au-pay-funds"}
    world.issuer.done(path, body)
    again = world.holder.post(f"/v1/wallets/{wallet}/contract")
    assert again.json()["code"] == "nothing_left"


def test_a_person_settles_what_no_file_carries(world: World) -> None:
    account(world)
    wallet = card(world, 5_000)
    order = world.holder.done(f"/v1/wallets/{wallet}/withdrawals", {"yen": 1_000})["operation"]
    body = {"payout": order, "result": "returned", "reason": "asked to"}
    assert world.holder.post("/v1/funds/settle-payout", body).status_code == 403
    told = world.operator.done("/v1/funds/settle-payout", body)["outcome"]
    number = told.pop("settlement")
    assert told == {"payout": order, "result": "returned"}
    again = world.operator.post("/v1/funds/settle-payout", body).json()
    assert (again["code"], again["params"]["settlement"]) == ("open_items", number)
    shown = {
        one["settlement"]: one for one in world.operator.get("/v1/payout-settlements")["items"]
    }
    assert (shown[number]["state"], shown[number]["payout"]) == ("proposed", order)
    approve = {"settlement": number, "decision": "approve"}
    alone = world.operator.post("/v1/funds/decide-settlement", approve).json()
    assert alone["code"] == "same_person"
    second = world.key("operator", fresh("suzuki"))
    decided = second.done("/v1/funds/decide-settlement", approve)["outcome"]
    assert decided == {"settlement": number, "payout": order, "state": "returned"}
    assert world.operator.post("/v1/funds/settle-payout", body).json()["code"] == "payout_ended"
    assert world.operator.get("/v1/payout-alarms") == {"items": [], "next_cursor": None}
    assert world.holder.http.get("/v1/payout-alarms").status_code == 403
    nobody = {**body, "payout": "op0-99999999"}
    refused = world.operator.post("/v1/funds/settle-payout", nobody).json()
    assert (refused["code"], refused["params"]) == (
        "unknown_operation", {"payout": "op0-99999999"},
    )  # fmt: skip
    assert until(world, wallet, "returned")["try_code"] == "returned: asked to"


def file_of_all(world: World, second: Client) -> int:
    """A file of all that is to be paid, released by another person."""
    made = world.operator.done(
        "/v1/funds/make-payout-file", {"payer": "au-pay-funds", "pay_on": bank_day()}
    )
    file = int(made["outcome"]["payout_file"])
    second.done("/v1/funds/release-payout-file", {"payout_file": file})
    return file


def results(world: World, file: int, order: str, code: int) -> None:
    """What the bank says of one order in a file; the others wait."""
    query = "SELECT id, yen FROM payout_tries WHERE file = %s AND payout = %s"
    [(line, yen)] = rows(world, query, file, int(ids.OperationId.parse(order)))
    content = f"refund,attempt,yen,code\n{line},1,{yen},{code}\n"
    world.operator.done(
        "/v1/funds/import-payout-results", {"payout_file": file, "content": content}
    )


def left_unpaid(world: World, order: str, *, there: bool) -> dict[str, Any]:
    """Waits until the order is, or is no more, among what is owed to holders who have left."""
    found: dict[str, Any] = {}
    for _ in range(200):
        listed = world.operator.get("/v1/payouts", holder_left="true")["items"]
        found = {one["payout"]: one for one in listed}
        if (order in found) is there:
            return dict(found.get(order, {}))
        time.sleep(0.1)
    raise AssertionError(found)


def test_what_comes_back_after_its_holder_has_left_is_found_and_paid(world: World) -> None:
    first = account(world, "1111111")
    second = world.key("operator", fresh("suzuki"))
    wallet = card(world, 1_220)
    order = world.holder.done(
        f"/v1/wallets/{wallet}/withdrawals", {"yen": 1_000, "account": first}
    )["operation"]
    file = file_of_all(world, second)
    results(world, file, order, 0)
    until(world, wallet, "paid")
    world.holder.done(f"/v1/wallets/{wallet}/leave")
    results(world, file, order, 1)
    shown = left_unpaid(world, order, there=True)
    assert (shown["state"], shown["yen"], shown["attempt"]) == ("ordered", 1_000, 2)
    payee = world.operator.get(f"/v1/payouts/{order}/payee")
    assert (payee["holder"], payee["holder_left"]) == ("hanako", True)
    assert (payee["name_kana"], payee["tries"][0]["account"]["ends_with"]) == ("ﾐﾎﾝﾊﾅｺ", "11")
    assert "1111111" not in str(payee)
    # Who it is, is the operators' to know.
    path = f"/v1/payouts/{order}/payee"
    assert world.issuer.http.get(path).status_code == 403
    assert world.holder.http.get(path).status_code == 403
    assert world.operator.http.get("/v1/payouts/op0-99999999/payee").status_code == 404
    refused = world.operator.http.get("/v1/payouts?holder_left=yes")
    assert (refused.status_code, refused.json()["field"]) == (400, "holder_left")
    body = {"holder": "hanako", "account_number": "2222222", **ACCOUNT}
    world.operator.done("/v1/funds/register-payout-account", body)
    results(world, file_of_all(world, second), order, 0)
    left_unpaid(world, order, there=False)
    found = world.operator.get(path)
    assert (found["state"], [one["state"] for one in found["tries"]]) == (
        "paid", ["returned", "paid"],
    )  # fmt: skip
    assert found["tries"][1]["account"]["ends_with"] == "22"


def test_standing_orders_are_listed(world: World) -> None:
    wallet = card(world, 10_000)
    body = {"wallet": wallet, "kind": "load", "threshold_yen": 1_000, "yen": 2_000}
    number = world.holder.done("/v1/funds/set-standing-order", body)["outcome"]["standing_order"]
    [shown] = world.holder.get(f"/v1/wallets/{wallet}/standing-orders")["items"]
    assert (shown["standing_order"], shown["ended_at"]) == (number, None)
    stranger = world.key("holder", fresh("taro"))
    assert stranger.post("/v1/funds/set-standing-order", body).json()["code"] == "unknown_wallet"
    listed = stranger.http.get(f"/v1/wallets/{wallet}/standing-orders")
    assert listed.status_code == 404


@pytest.fixture
def box() -> Iterator[MoneySandbox]:
    with MoneySandbox(0, "machines") as box:
        box.start()
        yield box


def test_a_cash_machine_pays_or_denies(
    postgres: Database,
    migrated_template: str,
    tmp_path: Path,
    box: MoneySandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZANDAKA_ATM_URL", box.url)
    monkeypatch.setenv("ZANDAKA_ATM_TOKEN", "machines")
    with a_database(postgres, migrated_template) as database:
        keys = enter(database)
        with serving(database, tmp_path) as (url, _):
            world = world_at(url, database, tmp_path, keys)
            paid, denied = card(world, 10_000), card(world, 10_000)
            path = f"/v1/wallets/{paid}/withdrawals"
            named = world.holder.post(path, {"yen": 1_000, "way": "atm"})
            assert named.json()["code"] == "invalid_request"
            world.holder.done(path, {"yen": 1_000, "way": "atm", "terminal": "konbini"})
            world.holder.done(
                f"/v1/wallets/{denied}/withdrawals",
                {"yen": 1_000, "way": "atm", "terminal": "konbini-0001"},
            )
            assert until(world, paid, "paid")["fee_yen"] == 220
            until(world, denied, "returned")
            balance = world.holder.get(f"/v1/wallets/{denied}")["available_yen"]
            assert balance == 10_000
    assert len(box.desk.orders) == 2


def rows(world: World, query: str, *values: object) -> list[tuple[Any, ...]]:
    with world.database.connect(role=None) as connection:
        return connection.execute(query.encode(), values).fetchall()


def bank_day() -> str:
    return next_bank_day(jst_date(datetime.now(UTC) + timedelta(days=1))).isoformat()
