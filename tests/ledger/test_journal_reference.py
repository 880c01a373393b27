"""The reference page says what the chart says."""

from pathlib import Path

from zandaka.ledger.chart import CHART

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "journal.md"


def test_every_account_is_on_the_page() -> None:
    expected = [
        f"| `{kind}` | {line.root} | {line.owner or '-'} | {line.ja} | {line.en} |"
        for kind, line in CHART.items()
    ]
    page = PAGE.read_text(encoding="utf-8").splitlines()
    first = page.index("|---|---|---|---|---|") + 1
    assert page[first : first + len(expected)] == expected
    assert not page[first + len(expected)].startswith("|")
