"""The whole life of a coupon over HTTP, and every verb of the API at least once."""

from tests.web.conftest import World, fresh, trip


def test_a_coupon_is_issued_found_loaded_paid_refunded_and_left(world: World) -> None:
    booking = fresh("booking")
    first, second = world.papers(2, lodging="サンプル旅館", booking=booking)
    found = world.issuer.get(f"/v1/coupons/{first['inquiry']}")
    assert (found["coupon"], found["status"], found["booking"]) == (
        first["wallet"],
        "open",
        booking,
    )
    assert first["code"] not in str(found)
    held = world.issuer.get("/v1/coupons", lodging="サンプル旅館", booking=booking, limit=1)
    assert [one["inquiry"] for one in held["items"]] == [first["inquiry"]]
    rest = world.issuer.get(
        "/v1/coupons", lodging="サンプル旅館", booking=booking, cursor=held["next_cursor"]
    )
    assert [one["inquiry"] for one in rest["items"]] == [second["inquiry"]]
    assert rest["next_cursor"] is None

    wallet = world.holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
    loaded = world.holder.done(f"/v1/wallets/{wallet}/coupon-loads", {"code": first["code"]})
    assert loaded["outcome"]["in_transit"] is False
    value = loaded["outcome"]["yen"]
    shown = world.holder.get(f"/v1/wallets/{wallet}")
    assert (shown["available_yen"], shown["expired_yen"]) == (value, 0)

    paid = world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 700, "cash_yen": 300})
    payment = paid["operation"]
    world.merchant.done(f"/v1/payments/{payment}/confirmations")
    back = world.merchant.done(f"/v1/payments/{payment}/refunds", {"yen": 200})
    assert (back["outcome"]["yen"], back["outcome"]["left_yen"]) == (200, 500)
    rest_of_it = world.merchant.done(f"/v1/payments/{payment}/cancel")
    assert rest_of_it["outcome"]["yen"] == 500
    over = world.merchant.post(f"/v1/payments/{payment}/refunds", {"yen": 1})
    assert (over.status_code, over.json()["code"]) == (422, "exceeds_debit")

    history = world.holder.get(f"/v1/wallets/{wallet}/history", limit=2)
    assert [one["yen"] for one in history["items"]] == [500, 200]
    older = world.holder.get(f"/v1/wallets/{wallet}/history", cursor=history["next_cursor"])
    assert [one["yen"] for one in older["items"]] == [-700, value]
    assert older["next_cursor"] is None

    before = world.holder.get(f"/v1/wallets/{wallet}/balance", at=paid["recorded_at"])
    assert (before["yen"], before["lots"][0]["yen"]) == (value, value)
    after = world.holder.get(f"/v1/wallets/{wallet}/balance", at=back["recorded_at"])
    assert after["yen"] == value - 700
    naive = world.holder.http.get(f"/v1/wallets/{wallet}/balance?at=2023-02-27T00:00:00")
    assert (naive.status_code, naive.json()["field"]) == (400, "at")

    world.holder.done(f"/v1/wallets/{wallet}/leave", key="leave-once")
    again = world.holder.post(f"/v1/wallets/{wallet}/leave", key="leave-once")
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    gone = world.holder.http.get(f"/v1/wallets/{wallet}")
    assert gone.status_code == 404
    left = world.issuer.get(f"/v1/coupons/{first['inquiry']}")
    assert (left["held_by"], left["wallet_status"], left["yen"]) == (wallet, "closed", value)


def test_a_paper_coupon_pays_by_its_code(world: World) -> None:
    (paper,) = world.papers()
    code = paper["code"].lower().replace("-", " ")
    paid = world.merchant.done("/v1/payments", {"code": code, "yen": 500})
    assert paid["outcome"]["yen"] == 500
    shown = world.merchant.get("/v1/payments", limit=1)
    assert (shown["items"][0]["operation"], shown["items"][0]["wallet"]) == (
        paid["operation"],
        paper["wallet"],
    )
    assert shown["next_cursor"]
    older = world.merchant.get("/v1/payments", cursor=shown["next_cursor"])
    assert all(one["operation"] != paid["operation"] for one in older["items"])


def test_every_pair_of_books_can_be_loaded_between(world: World) -> None:
    papers = world.papers(8)
    wallets = [
        world.holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
        for _ in papers
    ]
    books = {wallet.split("-")[0] for wallet in wallets}
    assert len(books) > 1, "eight wallets in one book: the keys do not spread"
    for paper, wallet in zip(papers, wallets, strict=True):
        key = fresh()
        path, body = f"/v1/wallets/{wallet}/coupon-loads", {"code": paper["code"]}
        first = world.holder.done(path, body, key)
        again = world.holder.post(path, body, key)
        assert again.json() == first
        assert again.headers["idempotency-replayed"] == "true"
        assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == first["outcome"]["yen"]
    with world.database.connect() as connection:
        open_ones = connection.execute("SELECT FROM transits WHERE NOT settled").fetchall()
    assert open_ones == []


def test_a_load_that_the_far_book_refuses_comes_back(world: World) -> None:
    papers = world.papers(8)
    refused_far = 0
    for paper in papers:
        wallet = world.holder.done("/v1/wallets", {"product": "demo-prepaid"})["outcome"]["wallet"]
        path, key = f"/v1/wallets/{wallet}/coupon-loads", fresh()
        answer = world.holder.post(path, {"code": paper["code"]}, key)
        assert (answer.status_code, answer.json()["code"]) == (422, "wrong_form")
        again = world.holder.post(path, {"code": paper["code"]}, key)
        assert again.json()["code"] == "wrong_form"
        refused_far += wallet.split("-")[0] != paper["wallet"].split("-")[0]
        found = world.issuer.get(f"/v1/coupons/{paper['inquiry']}")
        assert (found["status"], found["held_by"]) == ("open", paper["wallet"])
        assert found["yen"] > 0
    assert refused_far


def test_an_issue_asked_again_prints_the_same_codes(world: World) -> None:
    body = {"campaign": "demo-region", "prefecture": "26", "trip": trip(), "guests": 3}
    key = fresh()
    first = world.issuer.post("/v1/coupons", body, key)
    again = world.issuer.post("/v1/coupons", body, key)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    operation = world.issuer.get(f"/v1/operations/{first.json()['operation']}")
    stored = str(operation)
    for coupon in first.json()["outcome"]["coupons"]:
        assert coupon["code"] not in stored
    assert "secrets" not in operation["request"]


def test_a_hold_is_captured_in_part_and_voided(world: World) -> None:
    wallet = world.prepaid(10_000)
    held = world.merchant.done("/v1/authorisations", {"wallet": wallet, "yen": 4_000})
    path = f"/v1/authorisations/{held['operation']}"
    shown = world.holder.get(f"/v1/wallets/{wallet}")
    assert (shown["available_yen"], shown["held_yen"]) == (6_000, 4_000)
    taken = world.merchant.done(f"{path}/captures", {"yen": 1_000, "final": False})
    assert taken["outcome"]["open_yen"] == 3_000
    world.merchant.done(f"{path}/void")
    ended = world.merchant.post(f"{path}/captures")
    assert (ended.status_code, ended.json()["code"]) == (422, "hold_ended")
    assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 9_000


def test_an_issuer_makes_whole(world: World) -> None:
    wallet = world.holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
    (paper,) = world.papers()
    world.holder.done(f"/v1/wallets/{wallet}/coupon-loads", {"code": paper["code"]})
    paid = world.holder.done(f"/v1/wallets/{wallet}/payments", {"merchant": "onsen", "yen": 500})
    restored = world.issuer.done(
        f"/v1/operations/{paid['operation']}/restorations", {"reason": "二重引落し"}
    )
    assert restored["outcome"]["yen"] == 500
    twice = world.issuer.post(
        f"/v1/operations/{paid['operation']}/restorations", {"reason": "二重引落し"}
    )
    assert twice.json()["code"] == "exceeds_debit"
    extended = world.issuer.done(
        f"/v1/wallets/{wallet}/extensions",
        {"expires_at": "2099-01-01T00:00:00+09:00", "reason": "障害"},
    )
    assert extended["outcome"]["lots"][0]["beyond_total_validity"] is True
    for verb, body in (("lapses", None), ("conversions", {"reason": "終了"})):
        early = world.issuer.post(f"/v1/wallets/{wallet}/{verb}", body)
        assert (early.status_code, early.json()["code"]) == (422, "not_expired")


def test_merchants_and_keys_are_kept_in_the_directory(world: World) -> None:
    name = fresh("shop")
    entry = {"name": "サンプル商店", "prefecture": "13"}
    made = world.issuer.http.put(f"/v1/merchants/{name}", json=entry)
    told: dict[str, object] = {
        "id": name, **entry, "status": "open", "networks": [], "groups": [],
    }  # fmt: skip
    assert made.json() == told
    assert world.issuer.get(f"/v1/merchants/{name}") == made.json()
    assert made.json() in world.issuer.get("/v1/merchants", limit=100)["items"]
    shop = world.key("merchant", name)
    wallet = world.prepaid()
    shop.done("/v1/payments", {"wallet": wallet, "yen": 1})
    world.issuer.http.put(f"/v1/merchants/{name}", json={**entry, "status": "closed"})
    assert shop.post("/v1/payments", {"wallet": wallet, "yen": 1}).json()["code"] == (
        "merchant_closed"
    )
    listed = world.issuer.get("/v1/keys", limit=100)["items"]
    own = next(one for one in listed if one["subject"] == name)
    assert "key" not in own
    world.issuer.http.delete(f"/v1/keys/{own['id']}")
    assert shop.http.get("/v1/payments").status_code == 401
