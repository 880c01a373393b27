"""The page of the files says what is read, and what is written."""

import re
from pathlib import Path

from tests.redress.importing.conftest import Desk

from zandaka.reads import redress_results
from zandaka.redress.importing.columns import KINDS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "import.md").read_text()


def test_every_column_is_on_the_page_and_no_other() -> None:
    for kind in KINDS.values():
        section = PAGE.split(f"\n## {kind.name}.csv\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (`.*?) \| (.*?) \|", section, re.MULTILINE)
        columns = {name: must for cell, must in rows for name in re.findall(r"`(\w+)`", cell)}
        assert columns.keys() == {*kind.required, *kind.optional}
        assert {name for name, must in columns.items() if must == "required"} == set(kind.required)


def test_every_column_of_the_results_is_on_the_page(desk: Desk) -> None:
    with desk.world.database.connect() as connection:
        for name in redress_results.FILES:
            pieces: list[bytes] = []
            redress_results.write(connection, name, "outage-1", pieces.append)
            [header] = b"".join(pieces).decode().splitlines()
            said = PAGE.split(f"`{name}` has a row")[1].split("\n\n")[0]
            assert set(header.split(",")) <= set(re.findall(r"`(\w+)`", said))
