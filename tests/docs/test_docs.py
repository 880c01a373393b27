"""The documents say what is there: links lead somewhere, and the glossary has every word."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from zandaka.ledger.chart import CHART
from zandaka.operations.registry import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def anchor(heading: str) -> str:
    """A heading's anchor as GitHub makes it."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def links(page: Path) -> list[str]:
    return _LINK.findall(_CODE.sub("", _FENCED.sub("", page.read_text())))


def broken(page: Path, link: str) -> str:
    """What is wrong with a link of a page; nothing where it leads somewhere."""
    if _SCHEME.match(link):
        return ""
    path, _, fragment = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return f"{link}: there is no such file"
    if fragment:
        headings = _HEADING.findall(_FENCED.sub("", target.read_text()))
        if fragment not in map(anchor, headings):
            return f"{link}: {target.name} has no such heading"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert [said for link in links(page) if (said := broken(page, link))] == []


def test_a_broken_link_is_seen() -> None:
    page = ROOT / "docs" / "README.md"
    assert broken(page, "reference/cases.md") == ""
    assert broken(page, "reference/no-such-page.md")
    assert broken(page, "reference/cases.md#no-such-heading")
    assert broken(page, "https://example.invalid/") == ""


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_says_the_two_commands(name: str) -> None:
    text = (ROOT / name).read_text()
    for command in ("make up", "make test"):
        assert re.search(rf"^{command}\b", text, re.MULTILINE), f"{name} does not say {command}"


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    pages = {page for page in PAGES if page.is_relative_to(index.parent) and page != index}
    assert sorted(str(page.relative_to(ROOT)) for page in pages - linked) == []


def words_of_the_glossary() -> set[str]:
    """What stands as code in the third column of the glossary."""
    rows = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    cells = [row.split("|")[3] for row in rows if row.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_the_glossary_has_every_verb() -> None:
    assert sorted(VERBS.keys() - words_of_the_glossary()) == []


def test_the_glossary_has_every_kind_of_account() -> None:
    assert sorted({str(kind) for kind in CHART} - words_of_the_glossary()) == []
