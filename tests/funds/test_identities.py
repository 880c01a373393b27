"""Checks of identity: asked of a provider until it has decided, over real HTTP, and told to every
wallet of the holder, the newest last."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import unquote

import pytest
from tests.funds.conftest import House

from zandaka import ids
from zandaka.funds.actions.ask_identity import AskIdentity
from zandaka.funds.actions.record_identity import RecordIdentity
from zandaka.funds.work.identities import AskIdentities, TellWallets
from zandaka.operations.leave import Leave
from zandaka.operations.open_wallet import OpenWallet
from zandaka.providers.identity.direct import DirectIdentity
from zandaka.providers.identity.http import HttpIdentity
from zandaka.providers.identity.port import IdentityAnswer
from zandaka.terms.model import Tier

WORK = (AskIdentities(), TellWallets())


class _Checks(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, tuple[int, bytes]]] = {
        "kyc 1/2": (200, b'{"tier": "identity_verified"}'),
        "kyc-2": (200, b'{"tier": "contact_checked", "more": 1}'),
        "kyc-3": (404, b"{}"),
        "kyc-4": (202, b"{}"),
        "kyc-5": (200, b'{"tier": "president"}'),
        "kyc-6": (200, b"<html>"),
        "kyc-7": (500, b""),
        "kyc-8": (302, b""),
    }

    def do_GET(self) -> None:
        assert self.headers["authorization"] == "Bearer token"
        assert self.path.startswith("/v2/checks/")
        status, body = self.answers[unquote(self.path.removeprefix("/v2/checks/"))]
        self.send_response(status)
        self.send_header("location", "/v2/checks/kyc-2")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Quiet."""


@pytest.fixture
def provider() -> Iterator[HttpIdentity]:
    with HTTPServer(("127.0.0.1", 0), _Checks) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        http = HttpIdentity(f"http://127.0.0.1:{server.server_address[1]}/v2/", "token")
        yield http
        http.close()
        server.shutdown()


def test_what_the_provider_says(provider: HttpIdentity) -> None:
    assert provider.ask("kyc 1/2") == IdentityAnswer("checked", "identity_verified")
    assert provider.ask("kyc-2") == IdentityAnswer("checked", "contact_checked")
    assert provider.ask("kyc-3").result == "failed"
    said = [provider.ask(f"kyc-{number}").result for number in range(4, 9)]
    assert said == ["unknown"] * 5, (
        "what cannot be read is no answer, and nobody is taken for known"
    )


def test_a_provider_that_is_away_is_asked_again() -> None:
    away = HttpIdentity("http://127.0.0.1:9/", "token")
    assert away.ask("kyc-1").result == "unknown"


def opened(house: House, holder: str) -> ids.WalletId:
    told = house.done(OpenWallet(product="au-pay-prepaid-card", holder=holder))
    return ids.WalletId.parse(told["wallet"])


def tier(house: House, wallet: ids.WalletId) -> Tier:
    return house.rows("SELECT tier FROM wallets WHERE id = %s", (int(wallet),))[0][0]


def test_every_wallet_that_is_not_closed_is_told_once(house: House) -> None:
    first, second, closed = (opened(house, "nagi") for _ in range(3))
    other = opened(house, "mio")
    house.done(Leave(wallet=closed))
    house.act(RecordIdentity(holder="nagi", tier="contact_checked", evidence="desk 1"))
    house.act(RecordIdentity(holder="nagi", tier="identity_verified", evidence="desk 2"))
    house.work(WORK)
    house.work(WORK)
    assert [tier(house, one) for one in (first, second)] == ["identity_verified"] * 2
    assert [tier(house, one) for one in (closed, other)] == ["anonymous"] * 2
    told = house.rows("SELECT request ->> 'evidence' FROM operations WHERE verb = 'identify'")
    assert told == [("desk 2",)] * 2, "the newest alone, once a wallet"


def test_an_answer_is_waited_for_and_a_failed_check_changes_nothing(house: House) -> None:
    wallet = opened(house, "nagi")
    house.act(AskIdentity(holder="nagi", evidence="ekyc-waiting"))
    house.act(AskIdentity(holder="nagi", evidence="ekyc-failed"))
    direct = DirectIdentity()
    for _ in range(3):
        house.work(WORK, identity=direct)
        house.clock.set(house.clock.now() + timedelta(hours=1))
    rows = house.rows("SELECT evidence, state, asked FROM identity_checks ORDER BY id")
    assert rows == [("ekyc-waiting", "asking", 3), ("ekyc-failed", "failed", 1)]
    assert tier(house, wallet) == "anonymous"
    house.act(AskIdentity(holder="nagi", evidence="ekyc-contact"))
    house.work(WORK)
    assert tier(house, wallet) == "anonymous", "nobody was set to be asked"
    house.work(WORK, identity=direct)
    assert tier(house, wallet) == "contact_checked"
