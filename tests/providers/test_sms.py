"""The provider over HTTP, against the sandbox that ships."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from zandaka.providers.sms.folder import FolderSms
from zandaka.providers.sms.http import HttpSms
from zandaka.providers.sms.port import Sms
from zandaka.providers.sms.sandbox import SmsSandbox

TOKEN = "sandbox-token"


@pytest.fixture
def box() -> Iterator[SmsSandbox]:
    with SmsSandbox(0, TOKEN) as box:
        box.start()
        yield box


def send(box: SmsSandbox, to: str, token: str = TOKEN, times: int = 1) -> list[str]:
    sender = HttpSms(box.url, token, per_second=10_000, timeout_s=3)
    try:
        return [sender.send(Sms(to, "受取はこちら", "m1-1-abc")).result for _ in range(times)]
    finally:
        sender.close()


@pytest.mark.parametrize(
    ("number", "results", "kept"),
    [
        ("+819012345678", ["taken", "taken"], 1),
        ("+819012340001", ["refused", "refused"], 0),
        ("+819012340002", ["unknown", "taken"], 1),
        ("+819012340003", ["unknown", "taken"], 1),
        ("+819012340004", ["taken", "taken"], 1),
    ],
)
def test_asking_twice_sends_once(
    box: SmsSandbox, number: str, results: list[str], kept: int
) -> None:
    assert send(box, number, times=2) == results
    answer = httpx.get(
        f"{box.url}/messages", headers={"authorization": f"Bearer {TOKEN}"}, trust_env=False
    )
    items = answer.json()["items"]
    assert [item["to"] for item in items] == [number] * kept
    assert all(item["text"] == "受取はこちら" for item in items)


def test_a_wrong_token_is_our_fault_and_not_the_numbers(box: SmsSandbox) -> None:
    assert send(box, "+819012345678", token="guess") == ["unknown"]
    assert not box.taken


def test_a_provider_that_is_away_is_unknown() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sender = HttpSms(f"http://127.0.0.1:{port}", TOKEN, timeout_s=2)
    assert sender.send(Sms("+819012345678", "x", "r")).result == "unknown"


def test_a_key_stands_for_one_message(box: SmsSandbox) -> None:
    send(box, "+819012345678")
    assert send(box, "+819099999999") == ["unknown"]
    assert [entry.to for entry in box.taken.values()] == ["+819012345678"]


def test_a_folder_keeps_the_same_message_once(tmp_path: Path) -> None:
    folder = FolderSms(tmp_path / "sms")
    for _ in range(2):
        assert folder.send(Sms("+819012345678", "受取", "m1")).result == "taken"
    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == "+819012345678\n\n受取"
    assert file.stat().st_mode & 0o077 == 0
