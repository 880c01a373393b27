"""What becomes of media, over HTTP: stopped by their holders, exchanged, paid back, and seen by who
may see them."""

from tests.web.conftest import World, fresh


def card(world: World, yen: int = 0, **more: object) -> dict[str, str]:
    """A card of the kind that ends five years after the month of its issue, loaded."""
    asked = {"product": "webmoney-prepaid-card-lite", "count": 1, **more}
    (made,) = world.issuer.done("/v1/media", asked)["outcome"]["media"]
    if yen:
        world.issuer.done(f"/v1/wallets/{made['wallet']}/loads", {"yen": yen})
    return made


def test_a_holder_stops_a_lost_card_and_nobody_elses(world: World) -> None:
    holder = fresh("holder")
    wallet = card(world, 3_000, holder=holder)["wallet"]
    own, other = world.key("holder", holder), world.key("holder", fresh("holder"))
    lost = {"reason": "lost on a train"}
    assert other.post(f"/v1/wallets/{wallet}/stop", lost).status_code == 404
    told = own.done(f"/v1/wallets/{wallet}/stop", lost)["outcome"]
    assert told == {"yen": 3_000, "already": False}
    load = world.issuer.post(f"/v1/wallets/{wallet}/loads", {"yen": 1})
    assert (load.status_code, load.json()["code"]) == (422, "wallet_stopped")
    assert own.post(f"/v1/wallets/{wallet}/resume", lost).status_code == 403
    world.issuer.done(f"/v1/wallets/{wallet}/resume", {"reason": "found"})
    assert own.get(f"/v1/wallets/{wallet}")["status"] == "open"


def test_the_code_of_an_exchanged_card_is_told_once_and_the_same_again(world: World) -> None:
    wallet = card(world, 700)["wallet"]
    kept = world.issuer.post(f"/v1/wallets/{wallet}/exchanges", {})
    assert (kept.status_code, kept.json()["code"]) == (422, "medium_not_returned")
    key = fresh()
    asked = {"medium_returned": True}
    done = world.issuer.done(f"/v1/wallets/{wallet}/exchanges", asked, key)
    again = world.issuer.post(f"/v1/wallets/{wallet}/exchanges", asked, key)
    assert again.json() == done
    new = done["outcome"]
    assert (new["yen"], new["left_yen"]) == (700, 0)
    code = new["code"]
    stored = world.issuer.get(f"/v1/operations/{done['operation']}")
    assert code not in str(stored)
    # What the book itself put there is told to nobody.
    assert stored["outcome"]["new_wallet"] == new["new_wallet"]
    assert "wrote" not in stored["outcome"]
    assert world.issuer.get(f"/v1/wallets/{new['new_wallet']}")["available_yen"] == 700
    assert world.issuer.get(f"/v1/wallets/{wallet}")["status"] == "exchanged"
    found = world.issuer.get(f"/v1/coupons/{new['inquiry']}")
    assert (found["coupon"], found["yen"], found["status"]) == (new["new_wallet"], 700, "open")


def test_value_is_paid_back_on_a_ground(world: World) -> None:
    asked = {"product": "webmoney", "count": 1, "yen": 900}
    (made,) = world.issuer.done("/v1/media", asked)["outcome"]["media"]
    path = f"/v1/wallets/{made['wallet']}/redemptions"
    body = {"way": "desk", "reason": "sold by mistake"}
    assert world.issuer.post(path, body).json()["code"] == "ground_required"
    done = world.issuer.done(path, {**body, "ground": "SPECIAL", "yen": 400})["outcome"]
    assert (done["yen"], done["balance"]) == (400, 500)


def test_an_extension_is_looked_at_before_it_is_made(world: World) -> None:
    short = {"product": "au-pay-gift-card-short", "count": 1, "yen": 900}
    now = world.issuer.get(f"/v1/wallets/{card(world)['wallet']}")["expires_at"]
    year, month = int(now[:4]) - 5, int(now[5:7])
    first = f"{year + month // 12}-{month % 12 + 1:02}"
    (made,) = world.issuer.done("/v1/media", {**short, "printed": first})["outcome"]["media"]
    path = f"/v1/wallets/{made['wallet']}/extensions"
    until = f"{year + 1}-12-01T00:00:00+09:00"
    found = world.issuer.get(f"{path}/preview", expires_at=until)
    assert (found["beyond_yen"], found["refused"]) == (900, "exemption_would_be_lost")
    assert found["lots"][0]["becomes"] == "au-pay-gift-card"
    body = {"expires_at": until, "reason": "asked for"}
    assert world.issuer.post(path, body).json()["code"] == found["refused"]
    done = world.issuer.done(path, {**body, "acknowledged": True})["outcome"]
    assert done["regulated_yen"] == 900


def test_how_far_a_holder_is_known_is_written_by_the_house_alone(world: World) -> None:
    holder = fresh("holder")
    wallet = card(world, holder=holder)["wallet"]
    body = {"tier": "identity_verified", "evidence": "desk 7"}
    own = world.key("holder", holder)
    assert own.post(f"/v1/wallets/{wallet}/identity", body).status_code == 403
    told = world.issuer.done(f"/v1/wallets/{wallet}/identity", body)["outcome"]
    assert told == {"tier": "identity_verified", "before": "anonymous"}
    assert own.get(f"/v1/wallets/{wallet}")["tier"] == "identity_verified"
    bearer = card(world)["wallet"]
    refused = world.issuer.post(f"/v1/wallets/{bearer}/identity", body)
    assert refused.json()["code"] == "wrong_form"


def test_a_known_holders_new_wallets_are_told_at_once(world: World) -> None:
    holder = fresh("holder")
    body = {"holder": holder, "tier": "contact_checked", "evidence": "desk 9"}
    told = world.key("operator", fresh("clerk")).done("/v1/funds/record-identity", body)["outcome"]
    assert told["tier"] == "contact_checked"
    own = world.key("holder", holder)
    key = fresh()
    opened = own.done("/v1/wallets", {"product": "au-pay-prepaid-card"}, key)
    again = own.post("/v1/wallets", {"product": "au-pay-prepaid-card"}, key)
    assert again.json() == opened
    wallet = opened["outcome"]["wallet"]
    assert own.get(f"/v1/wallets/{wallet}")["tier"] == "contact_checked"
    assert own.get(f"/v1/wallets/{card(world, holder=holder)['wallet']}")["tier"] == body["tier"]
    assert own.post("/v1/funds/record-identity", body).status_code == 403


def test_the_balance_is_one_figure_and_what_lapsed_is_the_issuers_alone(world: World) -> None:
    """R81: whoever asks is told the same. R80: a holder is never told how much has lapsed."""
    holder = fresh("holder")
    path = f"/v1/wallets/{card(world, 3_000, holder=holder)['wallet']}"
    own, operator = world.key("holder", holder), world.key("operator", fresh("clerk"))
    seen = [client.get(path) for client in (world.issuer, operator, own)]
    assert [one["available_yen"] for one in seen] == [3_000] * 3
    assert [one["expired_yen"] for one in seen] == [0, 0, None]
    assert [one["lapsed"] for one in seen] == [False] * 3
    at = seen[0]["lots"][0]["issued_at"]
    for client in (world.issuer, operator, own):
        before = client.get(f"{path}/balance", at=at)
        assert (before["yen"], before["lapsed"]) == (0, False)
        (load,) = client.get(f"{path}/history")["items"]
        assert (load["yen"], load["balance_yen"]) == (3_000, 3_000)
    assert (
        world.key("operator", fresh("clerk")).post(f"{path}/loads", {"yen": 1}).status_code == 403
    )
