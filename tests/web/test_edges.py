"""Keys and roles, idempotency, code guessing, and the pages."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.web.conftest import Client, World, fresh

from zandaka.web.limiter import MAX_NAMES, Limiter


def test_three_presses_are_one_payment(world: World) -> None:
    wallet = world.prepaid(1_000)
    key = fresh()

    def press(_: int) -> httpx.Response:
        return world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 300}, key)

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(press, range(3)))
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert len({one.content for one in answers}) == 1
    assert sum("idempotency-replayed" in one.headers for one in answers) == 2
    assert world.holder.get(f"/v1/wallets/{wallet}")["available_yen"] == 700


def test_a_key_reused_for_another_request_is_refused(world: World) -> None:
    wallet = world.prepaid(1_000)
    key = fresh()
    world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 100}, key)
    other = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 101}, key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    # Another caller's same key is its own.
    world.other_merchant.done("/v1/payments", {"wallet": wallet, "yen": 101}, key)


def test_a_refusal_is_told_again(world: World) -> None:
    wallet = world.prepaid(100)
    key = fresh()
    first = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 200}, key)
    world.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": 1_000})
    again = world.merchant.post("/v1/payments", {"wallet": wallet, "yen": 200}, key)
    assert first.json() == again.json()
    assert again.json()["code"] == "insufficient_value"
    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "bearer x", "Bearer zk_issuer_x", "Basic YTpi", "Bearer " + "x" * 5000],
)
def test_who_has_no_key_is_not_let_in(world: World, authorization: str | None) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    answer = httpx.get(f"{world.url}/v1/payments", headers=headers, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_each_role_does_its_own(world: World) -> None:
    wallet = world.prepaid(1_000)
    for client, path in (
        (world.holder, "/v1/payments"),
        (world.issuer, "/v1/payments"),
        (world.merchant, f"/v1/wallets/{wallet}/loads"),
        (world.holder, f"/v1/wallets/{wallet}/loads"),
        (world.merchant, "/v1/coupons"),
        (world.holder, "/v1/keys"),
        (world.merchant, f"/v1/wallets/{wallet}/payments"),
    ):
        answer = client.post(path, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path


def test_a_holder_sees_and_uses_its_own_wallets_only(world: World) -> None:
    wallet = world.prepaid(1_000)
    other = world.key("holder", fresh("taro"))
    before = world.rows()
    for answer in (
        other.http.get(f"/v1/wallets/{wallet}"),
        other.http.get(f"/v1/wallets/{wallet}/history"),
        other.post(f"/v1/wallets/{wallet}/payments", {"merchant": "onsen", "yen": 1}),
        other.post(f"/v1/wallets/{wallet}/leave"),
        other.post(f"/v1/wallets/{wallet}/coupon-loads", {"code": "0" * 16}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert world.rows() == before
    assert other.get("/v1/wallets")["items"] == []
    mine = world.holder.get("/v1/wallets", limit=100)["items"]
    assert wallet in [one["wallet"] for one in mine]


def test_a_merchant_touches_its_own_payments_only(world: World) -> None:
    wallet = world.prepaid(1_000)
    paid = world.merchant.done("/v1/payments", {"wallet": wallet, "yen": 100})["operation"]
    for verb in ("refunds", "cancel", "confirmations"):
        answer = world.other_merchant.post(f"/v1/payments/{paid}/{verb}", {})
        assert (answer.status_code, answer.json()["code"]) == (422, "not_your_operation")


def guess(client: Client, code: str) -> httpx.Response:
    return client.post("/v1/payments", {"code": code, "yen": 1})


def test_who_guesses_codes_is_slowed_down(world: World) -> None:
    # A shop of its own: what others of this server's tests have guessed is not its own.
    shop = {"name": "サンプル商店", "prefecture": "13", "status": "open"}
    assert world.issuer.http.put("/v1/merchants/guesser", json=shop).status_code < 300
    guesser = world.key("merchant", "guesser")
    for number in range(10):
        # No codes that made-up requests would come upon: each is counted, too.
        assert guess(guesser, f"7J3K{number:012}").json()["code"] == "unknown_coupon"
    stopped = guess(guesser, f"{99:016}")
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too_many_attempts")
    assert int(stopped.headers["retry-after"]) > 0
    (paper,) = world.papers()
    assert guess(guesser, paper["code"]).status_code == 429
    # Others, and payments without a code, go on.
    assert guess(world.merchant, paper["code"]).status_code == 201
    guesser.done("/v1/payments", {"wallet": world.prepaid(), "yen": 1})


def test_a_code_that_names_nothing_is_kept_nowhere_and_spends_no_key(world: World) -> None:
    shop = {"name": "サンプル商店", "prefecture": "13", "status": "open"}
    assert world.issuer.http.put("/v1/merchants/mistyper", json=shop).status_code < 300
    mistyper = world.key("merchant", "mistyper")
    (paper,) = world.papers()
    key = fresh()
    before = world.rows()
    wrong = mistyper.post("/v1/payments", {"code": "7K3J" + "0" * 12, "yen": 1}, key)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_coupon")
    assert "operation" not in wrong.json()
    assert world.rows() == before
    assert mistyper.post("/v1/payments", {"code": paper["code"], "yen": 1}, key).status_code == 201
    # What a book refused is kept, and its key is spent.
    key = fresh()
    refused = mistyper.post("/v1/payments", {"wallet": "w0-99999", "yen": 1}, key)
    assert refused.json()["operation"]
    again = mistyper.post("/v1/payments", {"code": paper["code"], "yen": 1}, key)
    assert (again.status_code, again.json()["code"]) == (409, "key_reused")


def test_a_code_that_is_used_up_is_slowed_down_whoever_asks(world: World) -> None:
    (paper,) = world.papers()
    for _ in range(12):
        # An honest one is never counted, however often it is used.
        assert guess(world.merchant, paper["code"]).status_code == 201
    first = world.holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
    world.holder.done(f"/v1/wallets/{first}/coupon-loads", {"code": paper["code"]})
    statuses: list[int] = []
    for number in range(11):
        holder = world.key("holder", f"guesser-{number}-{fresh()}")
        own = holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
        answer = holder.post(f"/v1/wallets/{own}/coupon-loads", {"code": paper["code"]})
        statuses.append(answer.status_code)
    assert statuses == [422] * 10 + [429]


def test_the_limiter_forgets_after_its_window_and_keeps_no_more_than_it_must() -> None:
    now = 0.0
    limiter = Limiter(limit=2, window_s=10, now=lambda: now)
    assert [limiter.begin(["a"]) for _ in range(3)] == [0, 0, 11]
    limiter.succeeded(["a"])
    assert limiter.begin(["a", "b"]) == 0
    assert limiter.begin(["a"]) == 11
    now = 10.0
    assert limiter.begin(["a"]) == 0


def test_the_limiter_forgets_the_name_unused_for_longest() -> None:
    limiter = Limiter(limit=1, window_s=1e9, now=lambda: 0.0)
    assert limiter.begin(["first"]) == 0
    assert limiter.begin(["first"]) > 0
    for number in range(MAX_NAMES):
        limiter.begin([f"other {number}"])
    assert limiter.begin(["first"]) == 0


def test_the_pages_ask_nothing_of_other_hosts(world: World) -> None:
    for path in ("/", "/docs"):
        page = httpx.get(world.url + path, trust_env=False)
        assert page.status_code == 200
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert "http://" not in page.text
        assert "https://" not in page.text
        assert 'lang="ja"' in page.text
        assert 'lang="en"' in page.text
    assert httpx.get(world.url + "/style.css", trust_env=False).status_code == 200
    assert httpx.get(world.url + "/healthz", trust_env=False).json() == {"status": "ok"}
    lost = httpx.get(world.url + "/nowhere", trust_env=False)
    assert (lost.status_code, lost.json()["code"]) == (404, "not_found")


def test_secrets_never_reach_the_log(world: World) -> None:
    (paper,) = world.papers()
    guess(world.merchant, paper["code"])
    written = (world.data / "server.log").read_text()
    for secret in (paper["code"], world.issuer.key, world.merchant.key, world.holder.key):
        assert secret not in written
