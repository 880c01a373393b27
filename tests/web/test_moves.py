"""Moves between wallets over HTTP: sends, claims, charges, carry-overs, and whose the money is."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.web.conftest import Client, World, fresh

from zandaka import ids


@pytest.fixture(scope="module")
def two(world: World) -> tuple[Client, Client]:
    """Two holders with keys of their own."""
    return world.key("holder", "okuru-hito"), world.key("holder", "ukeru-hito")


def card(world: World, product: str, holder: str, yen: int = 0, kind: str = "") -> str:
    """A card in an app, of an identified holder, with money of a kind on it."""
    body = {"product": product, "holder": holder, "tier": "identity_verified"}
    wallet = world.issuer.done("/v1/wallets", body)["outcome"]["wallet"]
    if yen:
        world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": yen, "product": kind or product})
    return str(wallet)


def balance(world: World, wallet: str) -> int:
    return int(world.issuer.get(f"/v1/wallets/{wallet}")["available_yen"])


def test_a_send_is_there_at_once_and_once(world: World, two: tuple[Client, Client]) -> None:
    sender, receiver = two
    # Among several wallets, so that some lie in another book than the sender's.
    mine = card(world, "au-pay-prepaid-card", "okuru-hito", 50_000, "au-pay-funds")
    theirs = [card(world, "au-pay-prepaid-card", "ukeru-hito") for _ in range(6)]
    for wallet in theirs:
        key = fresh()
        body = {"to": wallet, "yen": 1_000, "note": "ochadai"}
        first = sender.post(f"/v1/wallets/{mine}/sends", body, key)
        again = sender.post(f"/v1/wallets/{mine}/sends", body, key)
        assert first.status_code == 201, first.text
        outcome = first.json()["outcome"]
        assert (outcome["wallet"], outcome["yen"], outcome["in_transit"]) == (wallet, 1_000, False)
        assert again.json()["operation"] == first.json()["operation"]
        assert balance(world, wallet) == 1_000
    assert balance(world, mine) == 44_000
    assert len({wallet.split("-")[0] for wallet in theirs}) > 1, "all in one book"
    # Somebody else's wallet is no business of theirs.
    refused = receiver.post(f"/v1/wallets/{mine}/sends", {"to": theirs[0], "yen": 1})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_a_send_to_nobody_is_kept_and_told_again(world: World, two: tuple[Client, Client]) -> None:
    """In the sender's book and in another one, at once and to be claimed."""
    sender, _ = two
    kept = "SELECT verb, code, wallet FROM operations WHERE id = %s"
    for product, funds in (
        ("au-pay-prepaid-card", "au-pay-funds"),
        ("webmoney-prepaid-card", "webmoney-prepaid-card-funds"),
    ):
        mine = card(world, product, "okuru-hito", 5_000, funds)
        for book in range(2):
            key = fresh()
            body = {"to": f"w{book}-999999", "yen": 1_000}
            refused = sender.post(f"/v1/wallets/{mine}/sends", body, key)
            assert (refused.status_code, refused.json()["code"]) == (422, "unknown_wallet")
            again = sender.post(f"/v1/wallets/{mine}/sends", body, key)
            assert again.json()["operation"] == refused.json()["operation"]
            operation = ids.OperationId.parse(refused.json()["operation"])
            wallet = ids.WalletId.parse(mine)
            with world.database.connect() as connection:
                rows = connection.execute(kept, (int(operation),)).fetchall()
            assert rows == [("send", "unknown_wallet", int(wallet))]
        assert balance(world, mine) == 5_000


def test_a_send_that_its_receiver_could_never_have_is_refused_before_it_is_debited(
    world: World, two: tuple[Client, Client]
) -> None:
    """At once and to be claimed, in the sender's book and in another one (R106)."""
    sender, _ = two
    kept = "SELECT count(*), count(*) FILTER (WHERE transfers > 0) FROM operations WHERE id = %s"
    cards = ("au-pay-prepaid-card", "webmoney-prepaid-card")
    for product, other in (cards, cards[::-1]):
        funds = "au-pay-funds" if product == cards[0] else "webmoney-prepaid-card-funds"
        mine = card(world, product, "okuru-hito", 5_000, funds)
        unknown = {"product": product, "holder": "tokumei-san", "tier": "contact_checked"}
        receivers = [(card(world, other, "ukeru-hito"), "wrong_form") for _ in range(6)] + [
            (world.issuer.done("/v1/wallets", unknown)["outcome"]["wallet"], "tier_too_low")
            for _ in range(6)
        ]
        book = mine.split("-")[0]
        elsewhere = {code for to, code in receivers if to.split("-")[0] != book}
        assert elsewhere == {"wrong_form", "tier_too_low"}
        for to, code in receivers:
            key = fresh()
            refused = sender.post(f"/v1/wallets/{mine}/sends", {"to": to, "yen": 1_000}, key)
            assert (refused.status_code, refused.json()["code"]) == (422, code)
            if code == "tier_too_low":
                assert refused.json()["params"]["needed"] == "identity_verified"
                world.issuer.done(f"/v1/wallets/{to}/identity", {"tier": "identity_verified"})
            # The first answer, also where the receiver could have it by now.
            again = sender.post(f"/v1/wallets/{mine}/sends", {"to": to, "yen": 1_000}, key)
            assert again.json()["operation"] == refused.json()["operation"]
            operation = int(ids.OperationId.parse(refused.json()["operation"]))
            with world.database.connect() as connection:
                assert connection.execute(kept, (operation,)).fetchall() == [(1, 0)]
        assert balance(world, mine) == 5_000
        to = receivers[-1][0]
        assert sender.done(f"/v1/wallets/{mine}/sends", {"to": to, "yen": 1_000})


def test_what_the_receiver_refuses_is_back_at_once(
    world: World, two: tuple[Client, Client]
) -> None:
    sender, _ = two
    mine = card(world, "au-pay-prepaid-card", "okuru-hito", 200_000, "au-pay-funds")
    for _ in range(4):
        full = card(world, "au-pay-prepaid-card", "ukeru-hito", 500_000)
        world.issuer.done(f"/v1/wallets/{full}/loads", {"yen": 500_000})
        refused = sender.post(f"/v1/wallets/{mine}/sends", {"to": full, "yen": 200_000})
        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (422, "limit_exceeded")
        assert balance(world, mine) == 200_000


def test_a_send_is_seen_and_claimed_by_its_receiver_alone(
    world: World, two: tuple[Client, Client]
) -> None:
    sender, receiver = two
    mine = card(world, "webmoney-prepaid-card", "okuru-hito", 10_000, "webmoney-prepaid-card-funds")
    theirs = card(world, "webmoney-prepaid-card", "ukeru-hito")
    sent = sender.done(f"/v1/wallets/{mine}/sends", {"to": theirs, "yen": 4_000})
    operation = sent["operation"]
    for client in (sender, receiver, world.issuer):
        shown = client.get(f"/v1/sends/{operation}")
        assert (shown["yen"], shown["state"], shown["to"]) == (4_000, "waits", theirs)
    stranger = world.holder.http.get(f"/v1/sends/{operation}")
    assert stranger.status_code == 404
    for client, wallet in ((sender, mine), (receiver, theirs)):
        listed = client.get(f"/v1/wallets/{wallet}/sends")
        assert [one["send"] for one in listed["items"]] == [operation]
    early = receiver.post(f"/v1/sends/{operation}/claims", {"to": theirs})
    assert (early.status_code, early.json()["code"]) == (422, "claim_too_early")
    stolen = sender.post(f"/v1/sends/{operation}/claims", {"to": theirs})
    assert stolen.status_code == 404
    none = receiver.http.get("/v1/sends/op0-99999999")
    assert none.status_code == 404


def test_rights_are_told_for_an_instant(world: World, two: tuple[Client, Client]) -> None:
    before = datetime.now(UTC).isoformat()
    wallet = card(world, "au-pay-prepaid-card", "okuru-hito", 7_000, "au-pay-funds")
    world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": 500})
    told = world.issuer.get("/v1/rights", wallet=wallet)
    place = {"where": "card", "product": "au-pay-funds", "held_as": "holder", "yen": 7_000}
    assert (told["yen"], told["sums"], told["next_cursor"]) == (7_000, [place], None)
    assert told["items"] == [{"wallet": wallet, "operation": None} | place]
    early = world.issuer.get("/v1/rights", wallet=wallet, at=before)
    assert (early["yen"], early["sums"], early["items"]) == (0, [], [])
    assert two[0].http.get("/v1/rights").status_code == 403
    wrong = world.issuer.http.get("/v1/rights", params={"wallet": "op0-1"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "wallet")


def test_the_rights_of_the_house_are_summed_and_listed_page_by_page(
    world: World, two: tuple[Client, Client]
) -> None:
    cards = [
        card(world, "au-pay-prepaid-card", "okuru-hito", 1_000 + n, "au-pay-funds")
        for n in range(5)
    ]
    wallet = cards[0]
    operator = world.key("operator", "operator-2")
    first = operator.get("/v1/rights", limit=2)
    # What happens while somebody turns the pages is not of that instant.
    world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": 50_000, "product": "au-pay-funds"})
    pages = [first]
    while pages[-1]["next_cursor"]:
        pages.append(operator.get("/v1/rights", limit=2, cursor=pages[-1]["next_cursor"]))
    assert {one["at"] for one in pages} == {first["at"]}
    assert [one["sums"] for one in pages[1:]] == [None] * (len(pages) - 1)
    items = [item for one in pages for item in one["items"]]
    assert all(len(one["items"]) == 2 for one in pages[:-1])
    assert sum(item["yen"] for item in items) == first["yen"] > 5_000
    assert {item["wallet"]: item["yen"] for item in items if item["wallet"] in cards} == {
        one: 1_000 + n for n, one in enumerate(cards)
    }
    for place in first["sums"]:
        of_it = [one for one in items if all(one[k] == place[k] for k in place if k != "yen")]
        assert sum(one["yen"] for one in of_it) == place["yen"]
    later = operator.get("/v1/rights", at=first["at"])
    assert (later["yen"], later["sums"]) == (first["yen"], first["sums"])
    # A page goes with its instant.
    cursor = first["next_cursor"]
    moved = operator.http.get(
        "/v1/rights", params={"cursor": cursor, "at": "2024-01-01T00:00:00+09:00"}
    )
    assert (moved.status_code, moved.json()["field"]) == (400, "cursor")
    made_up = operator.http.get("/v1/rights", params={"cursor": "WzEsMl0"})
    assert (made_up.status_code, made_up.json()["field"]) == (400, "cursor")
    assert two[0].http.get("/v1/rights", params={"cursor": cursor}).status_code == 403


def test_a_gift_card_charges_and_a_number_is_carried_over_by_their_codes(
    world: World, two: tuple[Client, Client]
) -> None:
    holder = two[0]
    wallet = card(world, "au-pay-prepaid-card", "okuru-hito")
    issued = world.issuer.done("/v1/media", {"product": "au-pay-gift-card", "yen": 3_000})
    code = issued["outcome"]["media"][0]["code"]
    path = f"/v1/wallets/{wallet}/charges"
    shop = holder.post(path, {"code": code, "channel": "store"})
    assert (shop.status_code, shop.json()["code"]) == (422, "not_offered")
    part = holder.done(path, {"code": code, "yen": 1_000})
    assert part["outcome"]["yen"] == 1_000
    rest = holder.done(path, {"code": code})
    assert (rest["outcome"]["yen"], balance(world, wallet)) == (2_000, 3_000)
    wrong = holder.post(path, {"code": "0000000000000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_coupon")
    number = world.issuer.done("/v1/media", {"product": "webmoney", "yen": 700})
    code = number["outcome"]["media"][0]["code"]
    refused = holder.post(f"/v1/wallets/{wallet}/carry-overs", {"code": code})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_offered")
    taken = world.issuer.done("/v1/media", {"product": "webmoney-card"})
    target = taken["outcome"]["media"][0]["wallet"]
    done = world.issuer.done(f"/v1/wallets/{target}/carry-overs", {"code": code})
    assert (done["outcome"]["yen"], balance(world, target)) == (700, 700)


def test_a_merchant_is_settled_with_and_stops_waiting(
    world: World, two: tuple[Client, Client]
) -> None:
    entered = world.issuer.http.put(
        "/v1/merchants/seisan-ten",
        json={"name": "サンプル店", "prefecture": "13", "networks": ["mastercard"]},
    )
    assert entered.status_code == 200, entered.text
    shop = world.key("merchant", "seisan-ten")
    wallet = card(world, "au-pay-prepaid-card", "okuru-hito", 9_000, "au-pay-funds")
    paid = shop.done("/v1/payments", {"wallet": wallet, "yen": 2_500})
    waits = [
        one
        for one in world.issuer.get("/v1/standard-periods", wallet=wallet)["items"]
        if one["subject"] == paid["operation"]
    ]
    assert [(one["yen"], one["state"], one["merchant"], one["about"]) for one in waits] == [
        (2_500, "waits", "seisan-ten", "pay")
    ]
    # Of the house only what somebody is to be told of by a day: nothing by now, all in a year.
    assert world.issuer.get("/v1/standard-periods")["items"] == []
    far = (datetime.now(UTC) + timedelta(days=365)).date().isoformat()
    pages = [world.issuer.get("/v1/standard-periods", through=far, limit=1)]
    while cursor := pages[-1]["next_cursor"]:
        more = world.issuer.get("/v1/standard-periods", through=far, limit=1, cursor=cursor)
        pages.append(more)
    listed = [item for one in pages for item in one["items"]]
    assert [one["due_on"] for one in listed] == sorted(one["due_on"] for one in listed)
    assert waits[0] in listed
    assert len({one["subject"] for one in listed}) == len(listed)
    wrong = world.issuer.http.get("/v1/standard-periods", params={"through": "2024-02-30"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "through")
    book = int(wallet.split("-")[0].removeprefix("w"))
    through = datetime.now(UTC).isoformat()
    body = {"of_book": book, "yen": 2_500, "through": through}
    settled = world.issuer.done("/v1/merchants/seisan-ten/settlements", body)
    assert settled["outcome"]["left_yen"] == 0
    more = world.issuer.post("/v1/merchants/seisan-ten/settlements", body)
    assert (more.status_code, more.json()["code"]) == (422, "exceeds_debit")
    left = world.issuer.get("/v1/standard-periods", wallet=wallet)["items"]
    assert paid["operation"] not in [one["subject"] for one in left]
    assert world.issuer.get("/v1/rights", wallet=wallet)["yen"] == 6_500
    listed = shop.get("/v1/payments")
    assert [(one["verb"], one["wallet"], one["yen"]) for one in listed["items"]] == [
        ("settle_merchant", None, -2_500),
        ("pay", wallet, 2_500),
    ]


@pytest.mark.parametrize("path", ["/v1/rights", "/v1/standard-periods"])
def test_one_reads_the_house_at_a_time(world: World, two: tuple[Client, Client], path: str) -> None:
    wallet = card(world, "au-pay-prepaid-card", "okuru-hito", 100)
    with ThreadPoolExecutor(1) as threads:
        with world.database.connect(role=None) as connection, connection.transaction():
            # Nobody reads sends until this is over: whoever reads the house stands still.
            connection.execute("LOCK TABLE sends IN ACCESS EXCLUSIVE MODE")
            first = threads.submit(world.issuer.http.get, path)
            wait_until_read(connection)
            for other in ("/v1/rights", "/v1/standard-periods"):
                refused = world.operator.http.get(other)
                assert (refused.status_code, refused.json()["code"]) == (503, "outage")
                assert int(refused.headers["retry-after"]) > 0
            # More than there are sessions for: all others go on.
            assert [balance(world, wallet) for _ in range(6)] == [100] * 6
        assert first.result().status_code == 200
    assert world.operator.http.get(path).status_code == 200


def wait_until_read(connection: psycopg.Connection[Any]) -> None:
    """Until somebody waits for the table that `connection` has locked."""
    waits = "SELECT count(*) FROM pg_locks WHERE relation = 'sends'::regclass AND NOT granted"
    for _ in range(1_000):
        row = connection.execute(waits).fetchone()
        if row is not None and row[0]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody reads it")
