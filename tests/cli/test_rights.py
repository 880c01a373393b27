"""`zandaka rights`: the sum and the rights of one wallet, before and after, and wrong instants."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.cli.test_do import Desk
from typer.testing import CliRunner

from zandaka.cli.main import app
from zandaka.clock import SystemClock
from zandaka.postgres import Database


def rights(desk: Desk, *arguments: str) -> dict[str, Any]:
    found = CliRunner().invoke(app, ["rights", *arguments, "--json"], env=desk.environment)
    assert found.exit_code == 0, found.output
    told: dict[str, Any] = msgspec.json.decode(found.stdout)
    return told


def test_the_money_is_the_holders_from_the_load_on(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    before = (SystemClock().now() - timedelta(seconds=1)).isoformat()
    cards = [
        str(
            desk.json(
                "open-wallet", "--as", "issuer:desk", "--set", "product=au-pay-prepaid-card",
                "--set", f"holder={holder}", "--set", "tier=identity_verified",
            )["outcome"]["wallet"]
        )
        for holder in ("hanako", "taro")
    ]  # fmt: skip
    for card, yen in zip(cards, (10_000, 2_500), strict=True):
        desk.json("load", "--as", "issuer:desk", "--set", f"wallet={card}", "--set", f"yen={yen}",
                  "--set", "product=au-pay-funds")  # fmt: skip
    # Prepaid value beside it is another law's business.
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={cards[0]}", "--set", "yen=777")
    assert rights(desk)["yen"] == 12_500
    then = rights(desk, "--at", before)
    assert (then["yen"], then["items"]) == (0, [])
    one = rights(desk, "--wallet", cards[1])
    assert (one["yen"], [item["wallet"] for item in one["items"]]) == (2_500, [cards[1]])
    shown = CliRunner().invoke(app, ["rights"], env=desk.environment)
    assert "12,500" in shown.stdout


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--at", "2024-03-31T23:59:59", "with its offset"),
        ("--at", "tomorrow", "with its offset"),
        ("--wallet", "op0-1", "must look like w0-12"),
    ],
)
def test_what_cannot_be_read_is_named(option: str, value: str, said: str) -> None:
    found = CliRunner().invoke(app, ["rights", option, value], env={"COLUMNS": "200"})
    assert found.exit_code == 2
    assert option in found.output
    assert said in found.output
