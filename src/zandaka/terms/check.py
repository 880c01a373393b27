"""Checks that every kind of terms file shares: sources, ids, dated blocks."""

from collections.abc import Iterable, Mapping
from datetime import date

from zandaka.terms.blocks import Block
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.errors import TermsError
from zandaka.terms.model import Source
from zandaka.terms.prefectures import PREFECTURES
from zandaka.terms.shapes import AmountBlock, NightsBlock

AnyBlock = Block | NightsBlock | AmountBlock


class FileCheck:
    """One file while it is checked: knows its name for messages and the texts it may cite.
    Every method raises TermsError for what it does not accept."""

    def __init__(self, name: str, sources: Mapping[str, Source]) -> None:
        self._name = name
        self._sources = sources

    def refuse(self, key: str, rule: str) -> TermsError:
        return TermsError(self._name, key, rule)

    def identifier(self, expected: str, written: str) -> str:
        """The id, the same as the file's name."""
        if written != expected:
            raise self.refuse("id", f"{written!r} is not the file's name {expected!r}")
        return written

    def cite(self, key: str, source: str) -> str:
        """The source as written: the id of a registered text, then the place in it."""
        identifier = source.split(maxsplit=1)[0] if source.strip() else ""
        if identifier not in self._sources:
            raise self.refuse(key, f"{source!r} does not begin with an id of sources.toml")
        return source

    def source_of(self, written: Mapping[str, str], parameters: Iterable[str]) -> dict[str, str]:
        """The sources of single parameters, each one the file has."""
        known = sorted(parameters)
        for name, source in written.items():
            if name not in known:
                raise self.refuse(f"source_of.{name}", f"not one of {', '.join(known)}")
            self.cite(f"source_of.{name}", source)
        return dict(written)

    def prefecture(self, key: str, code: str) -> str:
        """A code of JIS X 0401."""
        if code not in PREFECTURES:
            raise self.refuse(key, f'{code!r} is not a prefecture, "01" to "47" (JIS X 0401)')
        return code

    def series(self, key: str, blocks: Iterable[tuple[int, AnyBlock]]) -> Dated[int]:
        """The blocks of one value, each with its place in the file; sorted here. No day may begin
        two of them."""
        found: dict[date, DatedValue[int] | None] = {}
        for index, block in blocks:
            at = f"{key}[{index}]"
            if block.since in found:
                raise self.refuse(f"{at}.from", f"{block.since} comes twice for the same value")
            found[block.since] = self._value(at, block)
        ordered = sorted(found.items(), key=lambda pair: pair[0])
        return Dated(tuple(since for since, _ in ordered), tuple(value for _, value in ordered))

    def _value(self, at: str, block: AnyBlock) -> DatedValue[int] | None:
        value = block.value
        if isinstance(block, Block) and (value is None) != block.ends:
            name = block.value_key
            raise self.refuse(f"{at}.{name}", f"write either {name} or ends = true")
        source = self.cite(f"{at}.source", block.source)
        return None if value is None else DatedValue(block.since, value, source)
