"""Bad input gets a 4xx that names the field and the rule, and changes nothing."""

import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from tests.web.conftest import World, fresh

JSON = {"content-type": "application/json"}


def pay_with(world: World, wallet: str, raw: bytes, **headers: str) -> httpx.Response:
    sent = {**JSON, "idempotency-key": fresh(), **headers}
    return world.merchant.http.post(
        "/v1/payments", content=raw.replace(b"WALLET", wallet.encode()), headers=sent
    )


#: The body as sent, and the field that is named.
BODIES: list[tuple[str, bytes, str]] = [
    ("zero", b'{"wallet":"WALLET","yen":0}', "yen"),
    ("negative", b'{"wallet":"WALLET","yen":-1}', "yen"),
    ("huge", b'{"wallet":"WALLET","yen":1000000000001}', "yen"),
    ("beyond 64 bits", b'{"wallet":"WALLET","yen":99999999999999999999999999}', "yen"),
    ("fraction", b'{"wallet":"WALLET","yen":1.5}', "yen"),
    ("whole fraction", b'{"wallet":"WALLET","yen":500.0}', "yen"),
    ("exponent", b'{"wallet":"WALLET","yen":5e2}', "yen"),
    ("text", b'{"wallet":"WALLET","yen":"500"}', "yen"),
    ("boolean", b'{"wallet":"WALLET","yen":true}', "yen"),
    ("null", b'{"wallet":"WALLET","yen":null}', "yen"),
    ("missing", b'{"wallet":"WALLET"}', "yen"),
    ("full-width digits", '{"wallet":"WALLET","yen":５００}'.encode(), "body"),
    ("full-width text", '{"wallet":"WALLET","yen":"５００"}'.encode(), "yen"),
    ("infinity", b'{"wallet":"WALLET","yen":Infinity}', "body"),
    ("negative cash", b'{"wallet":"WALLET","yen":1,"cash_yen":-1}', "cash_yen"),
    ("given twice", b'{"wallet":"WALLET","yen":1,"yen":2}', "yen"),
    ("given twice, once escaped", b'{"yen":1,"wallet":"WALLET","y\\u0065n":1}', "yen"),
    ("unknown field", b'{"wallet":"WALLET","yen":1,"tip":1}', "tip"),
    ("merchant is not given", b'{"wallet":"WALLET","yen":1,"merchant":"soba"}', "merchant"),
    ("neither wallet nor code", b'{"yen":1}', "wallet"),
    ("both", b'{"wallet":"WALLET","code":"0000-0000-0000-0000","yen":1}', "wallet"),
    ("wallet as number", b'{"wallet":12,"yen":1}', "wallet"),
    ("wallet of another kind", b'{"wallet":"op0-1","yen":1}', "wallet"),
    ("wallet full-width", '{"wallet":"w０-１","yen":1}'.encode(), "wallet"),
    ("wallet with leading zero", b'{"wallet":"w00-1","yen":1}', "wallet"),
    ("wallet number too large", b'{"wallet":"w0-9999999999999999","yen":1}', "wallet"),
    ("code too short", b'{"code":"ABC","yen":1}', "code"),
    ("code full-width", '{"code":"ＡＢＣＤ-ＡＢＣＤ-ＡＢＣＤ-ＡＢＣＤ","yen":1}'.encode(), "code"),
    ("reference too long", b'{"wallet":"WALLET","yen":1,"reference":"%b"}' % (b"x" * 101),
     "reference"),
    ("reference with NUL", b'{"wallet":"WALLET","yen":1,"reference":"a\\u0000b"}', "reference"),
    ("raw NUL", b'{"wallet":"WALLET","yen":1,"reference":"a\x00b"}', "body"),
    ("not UTF-8", b'{"wallet":"WALLET","yen":1,"reference":"\xff"}', "body"),
    ("half a surrogate", b'{"wallet":"WALLET","yen":1,"reference":"\\ud800"}', "body"),
    ("array", b"[]", "body"),
    ("empty", b"", "body"),
    ("two values", b'{"wallet":"WALLET","yen":1} {}', "body"),
    ("cut off", b'{"wallet":"WALLET","yen":1', "body"),
    ("deep", b'{"wallet":"WALLET","yen":' + b"[" * 100_000, "yen"),
    ("deep and unknown", b'{"deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep"),
    ("form", b"wallet=WALLET&yen=1", "body"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "field"), [row[1:] for row in BODIES], ids=[r[0] for r in BODIES])
def test_a_body_that_does_not_fit(world: World, raw: bytes, field: str) -> None:
    wallet = world.prepaid(1_000)
    before = world.rows()
    answer = pay_with(world, wallet, raw)
    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (400, "invalid_request", field)
    assert said["rule"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert world.rows() == before


@pytest.mark.parametrize(
    "key", [None, "", "x" * 129, "with space", "tab\there", b"\xe9", "鍵".encode()]
)  # fmt: skip
def test_an_idempotency_key_that_does_not_fit(world: World, key: str | bytes | None) -> None:
    wallet = world.prepaid(1_000)
    before = world.rows()
    headers: dict[str, Any] = {} if key is None else {"idempotency-key": key}
    answer = world.merchant.http.post(
        "/v1/payments", json={"wallet": wallet, "yen": 1}, headers=headers
    )
    said = answer.json()
    assert (answer.status_code, said["field"]) == (400, "Idempotency-Key")
    assert world.rows() == before


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx",
                     "application/json; charset=shift_jis"],
)  # fmt: skip
def test_a_content_type_that_is_not_json(world: World, content_type: str) -> None:
    wallet = world.prepaid(1_000)
    before = world.rows()
    answer = pay_with(
        world, wallet, b'{"wallet":"WALLET","yen":1}', **{"content-type": content_type}
    )
    assert (answer.status_code, answer.json()["field"]) == (400, "Content-Type")
    assert world.rows() == before


def test_the_largest_key_and_body_that_fit(world: World) -> None:
    wallet = world.prepaid(1_000)
    padding = b" " * (1024 * 1024 - 200)
    raw = b'{"wallet":"WALLET",' + padding + b'"yen":1}'
    answer = pay_with(world, wallet, raw, **{"idempotency-key": "~" * 128})
    assert answer.status_code == 201, answer.text


def test_a_body_over_1_mib(world: World) -> None:
    wallet = world.prepaid(1_000)
    before = world.rows()
    raw = b'{"wallet":"WALLET","yen":1,"reference":"' + b"x" * 1024 * 1024 + b'"}'
    answer = pay_with(world, wallet, raw)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert world.rows() == before


def test_a_body_over_1_mib_that_does_not_say_so(world: World) -> None:
    before = world.rows()

    def parts() -> Any:
        yield b'{"reference":"'
        for _ in range(40):
            yield b"x" * 32 * 1024
        yield b'"}'

    answer = world.merchant.http.post(
        "/v1/payments", content=parts(), headers={**JSON, "idempotency-key": fresh()}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert world.rows() == before


def test_a_declared_length_over_1_mib_is_refused_before_it_is_sent(world: World) -> None:
    where = urlsplit(world.url)
    assert where.hostname
    assert where.port
    with socket.create_connection((where.hostname, where.port), 10) as connection:
        connection.sendall(
            f"POST /v1/payments HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer {world.merchant.key}\r\n"
            f"Idempotency-Key: a\r\nContent-Type: application/json\r\n"
            f"Content-Length: 1000000000000\r\n\r\n".encode()
        )
        assert b" 413 " in connection.recv(4096)


BAD_PATHS: list[tuple[str, Callable[[World], httpx.Response], int, str | None]] = [
    ("wallet", lambda w: w.issuer.http.get("/v1/wallets/abc"), 400, "wallet"),
    ("wallet by a lot", lambda w: w.issuer.http.get("/v1/wallets/lot0-1"), 400, "wallet"),
    ("wallet book too large", lambda w: w.issuer.http.get("/v1/wallets/w9999-1"), 400, "wallet"),
    ("wallet NUL", lambda w: w.issuer.http.get("/v1/wallets/w0-1%00"), 400, "wallet"),
    ("no such wallet", lambda w: w.issuer.http.get("/v1/wallets/w1023-99"), 404, "wallet"),
    ("no such operation", lambda w: w.issuer.http.get("/v1/operations/op0-999999"), 404,
     "operation"),
    ("operation", lambda w: w.issuer.http.get("/v1/operations/1"), 400, "operation"),
    ("inquiry", lambda w: w.issuer.http.get("/v1/coupons/1300-0000-0000-0000"), 400, "inquiry"),
    ("inquiry full-width", lambda w: w.issuer.http.get("/v1/coupons/１３００"), 400, "inquiry"),
    ("merchant", lambda w: w.issuer.http.get("/v1/merchants/Shop"), 400, "merchant"),
    ("webhook", lambda w: w.issuer.http.get("/v1/webhooks/1"), 400, "webhook"),
    ("key", lambda w: w.issuer.http.delete("/v1/keys/1"), 400, "key"),
    ("not UTF-8", lambda w: w.issuer.http.get("/v1/wallets/%ff"), 400, "path"),
    ("nowhere", lambda w: w.issuer.http.get("/v1/nowhere"), 404, None),
    ("beside", lambda w: w.issuer.http.get("/v1x"), 404, None),
    ("trailing slash", lambda w: w.issuer.http.get("/v1/merchants/"), 404, None),
    ("method", lambda w: w.issuer.http.delete("/v1/merchants"), 405, None),
    ("cursor", lambda w: w.merchant.http.get("/v1/payments?cursor=abc"), 400, "cursor"),
    ("cursor of another list", lambda w: w.merchant.http.get("/v1/payments?cursor=MQ"), 400,
     "cursor"),
    ("cursor naive time", lambda w: w.merchant.http.get(
        "/v1/payments?cursor=WyIyMDIzLTAyLTI0VDAwOjAwOjAwIiwxXQ"), 400, "cursor"),
    ("limit", lambda w: w.merchant.http.get("/v1/payments?limit=0"), 400, "limit"),
    ("limit full-width", lambda w: w.merchant.http.get("/v1/payments?limit=５"), 400, "limit"),
    ("unknown parameter", lambda w: w.merchant.http.get("/v1/payments?a=1"), 400, "a"),
    ("twice", lambda w: w.merchant.http.get("/v1/payments?limit=1&limit=2"), 400, "query"),
    ("parameter NUL", lambda w: w.issuer.http.get("/v1/wallets?holder=%00"), 400, "holder"),
    ("parameter not UTF-8", lambda w: w.issuer.http.get("/v1/wallets?holder=%ff"), 400, "query"),
    ("lodging alone", lambda w: w.issuer.http.get("/v1/coupons?lodging=a"), 400, "booking"),
    ("naive time", lambda w: w.issuer.post(
        "/v1/wallets/w0-1/extensions",
        {"expires_at": "2030-01-01T00:00:00", "reason": "x"}), 400, "expires_at"),
    ("date for a time", lambda w: w.issuer.post(
        "/v1/wallets/w0-1/extensions", {"expires_at": "2030-01-01", "reason": "x"}), 400,
     "expires_at"),
    ("no nights", lambda w: w.issuer.post("/v1/coupons", {
        "campaign": "demo-region", "prefecture": "13", "guests": 1,
        "trip": {"kind": "stay", "check_in": "2026-01-01", "nights": 0}}), 400, "trip"),
    ("prefecture", lambda w: w.issuer.post("/v1/coupons", {
        "campaign": "demo-region", "prefecture": "48", "guests": 1,
        "trip": {"kind": "day_trip", "on": "2026-01-01"}}), 400, "prefecture"),
    ("too many guests", lambda w: w.issuer.post("/v1/coupons", {
        "campaign": "demo-region", "prefecture": "13", "guests": 501,
        "trip": {"kind": "day_trip", "on": "2026-01-01"}}), 400, "guests"),
    ("holder for another", lambda w: w.holder.post(
        "/v1/wallets", {"product": "demo-prepaid", "holder": "taro"}), 400, "holder"),
    ("no holder", lambda w: w.issuer.post("/v1/wallets", {"product": "demo-prepaid"}), 400,
     "holder"),
    ("key of a strange merchant", lambda w: w.issuer.post(
        "/v1/keys", {"role": "merchant", "subject": "Shop!"}), 400, "subject"),
    ("strange role", lambda w: w.issuer.post(
        "/v1/keys", {"role": "root", "subject": "a"}), 400, "role"),
    ("webhook by http", lambda w: w.issuer.post(
        "/v1/webhooks", {"url": "http://192.0.2.1/", "verbs": ["pay"]}), 400, "url"),
    ("webhook to a private address", lambda w: w.issuer.post(
        "/v1/webhooks", {"url": "https://10.0.0.1/", "verbs": ["pay"]}), 400, "url"),
    ("webhook with a password", lambda w: w.issuer.post(
        "/v1/webhooks", {"url": "https://a:b@example.com/", "verbs": ["pay"]}), 400, "url"),
    ("webhook of no verb", lambda w: w.issuer.post(
        "/v1/webhooks", {"url": "https://example.com/", "verbs": ["pray"]}), 400, "verbs[0]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "status", "field"), [row[1:] for row in BAD_PATHS], ids=[row[0] for row in BAD_PATHS]
)
def test_a_request_that_does_not_fit(
    world: World, ask: Callable[[World], httpx.Response], status: int, field: str | None
) -> None:
    before = world.rows()
    answer = ask(world)
    assert (answer.status_code, answer.json().get("field")) == (status, field), answer.text
    assert answer.json()["status"] == status
    assert world.rows() == before


def test_a_refusal_names_what_decided_and_moves_nothing(world: World) -> None:
    (paper,) = world.papers(prefecture="26")
    before = world.rows()
    answer = world.merchant.post("/v1/payments", {"code": paper["code"], "yen": 1})
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "not_accepted_here")
    assert said["params"] == {"prefecture": "13", "accepted_in": ["26"]}
    assert said["source"] == "travel-support 2022-10-11"
    assert said["title_ja"] != said["title_en"]
    after = world.rows()
    # The attempt is kept: an operation and its batch, and nothing of value.
    assert after["operations"] == before["operations"] + 1
    assert after["transfers"] == before["transfers"]


def test_the_language_asked_for_comes_first(world: World) -> None:
    for accept, language in (
        ("", "ja"), ("ja", "ja"), ("en", "en"), ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("ja,en;q=0.9", "ja"), ("fr", "ja"), ("en;q=x", "ja"),
    ):  # fmt: skip
        answer = world.issuer.http.get("/v1/nowhere", headers={"accept-language": accept})
        said = answer.json()
        assert answer.headers["content-language"] == language, accept
        assert said["title"] == said[f"title_{language}"]
        assert said["detail"] == said[f"detail_{language}"]


def test_nothing_asked_badly_ever_reads_as_a_bug(world: World) -> None:
    for raw in (b"\x00", b"nul", b'"', b"{" * 50_000, json.dumps({"yen": 10**400}).encode()):
        answer = pay_with(world, "w0-1", raw)
        assert answer.status_code == 400, raw[:20]
