"""`zandaka redress <verb>`: what it lists, how it reads fields, and what it says of wrong ones."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from zandaka.cli.fields import lines
from zandaka.cli.main import app
from zandaka.redress.registry import ACTIONS


def said(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["redress", *arguments], env={"COLUMNS": "200"})
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.output


def test_help_lists_every_field_of_every_verb() -> None:
    for verb, action in ACTIONS.items():
        code, text = said(verb.replace("_", "-"), "--help")
        assert code == 0
        for line in lines(action):
            assert line.partition(":")[0] + ":" in text


def test_digits_of_a_field_of_text_need_no_quotes() -> None:
    # Digits in a number field, and digits in quotes, are what they were.
    code, text = said(
        "take-in-call", "--as", "sato",
        "--set", "prefecture=13", "--set", "inquiry_number=1300000000000018",
        "--set", "yen=500", "--set", 'shop="7"',
    )  # fmt: skip
    assert code == 1
    assert "incident: is required" in text


def test_a_number_is_not_taken_as_text() -> None:
    code, text = said("approve-plan", "--as", "suzuki", "--set", "plan=one")
    assert code == 1
    assert "plan: Expected `int`, got `str`" in text


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("gone.toml", None, "No such file"),
        ("text.toml", b"incident = ", "Invalid value"),
        ("text.json", b"{", "truncated"),
        ("list.json", b"[1]", "must be an object"),
        ("kanji.toml", "incident = '障害'".encode("cp932"), "must be UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes | None, rule: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, text = said("draft-plan", str(path), "--as", "sato")
    assert code == 1
    assert name in text
    assert rule in text
    assert "redress draft-plan --help" in text
