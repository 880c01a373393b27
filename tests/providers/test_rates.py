"""Exchange rates from a file and over HTTP: the one in force, or none, and never a guess."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from zandaka.instants import JST
from zandaka.providers.rates.http import HttpRates
from zandaka.providers.rates.port import NoRate
from zandaka.providers.rates.table import FileRates

NOON = datetime(2024, 6, 1, 12, tzinfo=JST)
FILE = """
[[rate]]
currency = "USD"
from = 2024-06-01T12:00:00+09:00
yen = "151.37"

[[rate]]
currency = "USD"
from = 2024-05-01T00:00:00+09:00
yen = "149.5"
"""


def test_a_rate_is_in_force_from_its_instant_on(tmp_path: Path) -> None:
    path = tmp_path / "rates.toml"
    path.write_text(FILE)
    rates = FileRates(path)
    assert rates.rate("USD", NOON).yen == "151.37"
    before = rates.rate("USD", NOON - timedelta(microseconds=1))
    assert (before.yen, before.source) == ("149.5", "rates.toml")
    for currency, at in (("EUR", NOON), ("USD", NOON - timedelta(days=60))):
        with pytest.raises(NoRate):
            rates.rate(currency, at)


def test_a_file_is_read_again_when_it_changes_and_a_broken_one_has_no_rate(tmp_path: Path) -> None:
    path = tmp_path / "rates.toml"
    rates = FileRates(path)
    for text in (None, "[[rate", FILE.replace('"151.37"', "151.37"), FILE.replace("USD", "usd")):
        if text is not None:
            path.write_text(text)
            os.utime(path, ns=(len(text), len(text)))
        with pytest.raises(NoRate):
            rates.rate("USD", NOON)
    path.write_text(FILE)
    os.utime(path, ns=(1, 1))
    assert rates.rate("USD", NOON).yen == "151.37"
    path.write_text(FILE.replace("151.37", "152"))
    os.utime(path, ns=(2, 2))
    assert rates.rate("USD", NOON).yen == "152"


class _Bureau(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.asked.append((self.headers.get("authorization", ""), query["at"][0]))
        body = {
            "USD": b'{"yen": "151.37", "at": "2024-06-01T03:00:00Z", "source": "bureau"}',
            "EUR": b'{"yen": 160, "at": "2024-06-01T03:00:00Z"}',
            "GBP": b"<html>",
        }.get(query["currency"][0])
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Bureau) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/rates"
        server.shutdown()


def test_over_http(url: str) -> None:
    rates = HttpRates(url, "secret")
    found = rates.rate("USD", NOON)
    assert (found.yen, found.source) == ("151.37", "bureau")
    assert _Bureau.asked[-1] == ("Bearer secret", NOON.isoformat())
    for currency in ("EUR", "GBP", "CHF"):
        with pytest.raises(NoRate):
            rates.rate(currency, NOON)
    rates.close()


def test_nobody_there() -> None:
    with pytest.raises(NoRate):
        HttpRates("http://127.0.0.1:9/rates").rate("USD", NOON)
