"""Exchange rates from a file that an operator keeps, or from a list: for small houses, cases and
tests."""

import tomllib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec

from zandaka.providers.rates.port import NoRate, Rate


class TableRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """`yen` for one of `currency` from an instant on."""

    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
    since: Annotated[datetime, msgspec.Meta(tz=True)]
    yen: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,12})?$")]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rate: tuple[TableRow, ...] = ()


class TableRates:
    """A `RateProvider` of a fixed list."""

    def __init__(self, rows: Iterable[TableRow], source: str = "table") -> None:
        self._rows: Final = sorted(rows, key=lambda row: row.since)
        self._source = source

    def rate(self, currency: str, at: datetime) -> Rate:
        """The newest row that has begun, in yen for one unit. Raises NoRate."""
        found = [row for row in self._rows if row.currency == currency and row.since <= at]
        if not found:
            raise NoRate(f"no rate of {currency}")
        return Rate(currency, found[-1].yen, found[-1].since, self._source)


class FileRates:
    """A `RateProvider` of a TOML file with a `[[rate]]` for each change: `currency`, `from`, `yen`
    as text. It is read again when it has changed; while it cannot be read there is no rate."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, TableRates] | None = None

    def rate(self, currency: str, at: datetime) -> Rate:
        """The newest row that has begun, in yen for one unit. Raises NoRate, also while the file
        cannot be read."""
        try:
            changed = self._path.stat().st_mtime_ns
            if self._read is None or self._read[0] != changed:
                values = tomllib.loads(self._path.read_text(encoding="utf-8"))
                rows = msgspec.convert(values, _File).rate
                self._read = changed, TableRates(rows, self._path.name)
        except (OSError, ValueError) as error:
            raise NoRate(f"the rates of {self._path.name} cannot be read: {error}") from error
        return self._read[1].rate(currency, at)
