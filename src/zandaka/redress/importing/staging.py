"""Reads the files into temporary tables: one pass, a row at a time, so that memory does not grow
with them. The tables are gone with the session."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import msgspec
import psycopg
from psycopg import sql

from zandaka.redress.importing.columns import KINDS, Kind, Row, Scope
from zandaka.redress.importing.errors import Errors, Unfit

Connection = psycopg.Connection[tuple[Any, ...]]
Encoding = Literal["utf-8", "cp932"]

#: Tells how far a long step is: name, done, of how many.
Tell = Callable[[str, int, int], None]

_EVERY: Final = 2_000


class Taken(msgspec.Struct, frozen=True):
    """A file that was read: `sha256` of its bytes."""

    file: str
    rows: int
    sha256: str


def files_of(paths: Sequence[Path], errors: Errors) -> dict[str, Path]:
    """The file of each kind among `paths`, or in them where they are folders."""
    found: dict[str, Path] = {}
    for path in paths:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not inside:
            errors.add(str(path), 0, "", "has no .csv file in it")
        for one in inside:
            kind = one.stem.lower()
            if not one.is_file():
                errors.add(str(one), 0, "", "there is no such file or folder")
            elif kind not in KINDS:
                errors.add(one.name, 0, "", f"must be called {', '.join(KINDS)} and end in .csv")
            elif kind in found:
                errors.add(one.name, 0, "", f"there are two files of {kind}")
            else:
                found[kind] = one
    if not found and not errors.count:
        errors.add("", 0, "", "no file was named")
    # In the order in which one refers to another.
    return {kind: found[kind] for kind in KINDS if kind in found}


def make_tables(connection: Connection) -> None:
    """Makes the temporary tables anew."""
    for kind in KINDS.values():
        connection.execute(f"DROP TABLE IF EXISTS {kind.table}".encode())
        connection.execute(f"CREATE TEMP TABLE {kind.table} (row int, {kind.staged})".encode())


def stage(
    connection: Connection,
    kind: Kind,
    path: Path,
    encoding: Encoding,
    scope: Scope,
    errors: Errors,
    tell: Tell,
) -> Taken:
    """Reads one file. Rows that break a rule are told in `errors` and left out."""
    with path.open("rb") as raw:
        source = _Hashed(raw)
        rows = 0
        size = path.stat().st_size
        into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(kind.table))
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for number, line in _lines(kind, path.name, source, encoding, errors):
                rows += 1
                try:
                    copy.write_row((number, *kind.read(line, scope)))
                except Unfit as unfit:
                    errors.add(path.name, number, unfit.column, unfit.rule)
                if not rows % _EVERY:
                    tell(f"read {path.name}", source.read_bytes, size)
        tell(f"read {path.name}", size, size)
    connection.execute(f"ANALYZE {kind.table}".encode())
    return Taken(path.name, rows, source.digest())


def _lines(
    kind: Kind, name: str, source: "_Hashed", encoding: Encoding, errors: Errors
) -> Iterator[tuple[int, Row]]:
    """The rows after the header, with their numbers. Always the same `Row`."""
    buffered = io.BufferedReader(source, 1 << 16)
    text = io.TextIOWrapper(buffered, "utf-8-sig" if encoding == "utf-8" else encoding, newline="")
    reader = csv.reader(text, strict=True)
    number = 0
    width = 0
    row = Row({})
    try:
        for fields in reader:
            number += 1
            if number == 1:
                places = _header(kind, name, fields, errors)
                if places is None:
                    return
                row, width = Row(places), len(fields)
            elif not fields or (len(fields) == 1 and not fields[0].strip()):
                continue
            elif len(fields) != width:
                errors.add(name, number, "", f"must have {width} fields, like the header")
            else:
                row.set(fields)
                yield number, row
    except UnicodeDecodeError:
        other = "cp932" if encoding == "utf-8" else "utf-8"
        errors.add(
            name, number + 1, "", f"is not {encoding} from about here: try --encoding {other}"
        )
    except csv.Error as problem:
        errors.add(name, number + 1, "", f"is not CSV: {problem}")
    else:
        if not number:
            errors.add(name, 1, "", "must have a header")
    while source.read(1 << 16):
        pass  # what was not read is still part of the file


def _header(kind: Kind, name: str, fields: list[str], errors: Errors) -> dict[str, int] | None:
    columns = [field.strip().lower() for field in fields]
    before = errors.count
    known = (*kind.required, *kind.optional)
    for column in dict.fromkeys(columns):
        if column not in known:
            errors.add(name, 1, column[:40], f"is no column: there are {', '.join(known)}")
        elif columns.count(column) > 1:
            errors.add(name, 1, column, "stands twice")
    for column in kind.required:
        if column not in columns:
            errors.add(name, 1, column, "is missing")
    if errors.count > before:
        return None
    return {column: place for place, column in enumerate(columns)}


class _Hashed(io.RawIOBase):
    """A file's bytes, hashed as they are read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._sha256 = hashlib.sha256()
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._sha256.update(data)
        self.read_bytes += len(data)
        return len(data)

    def digest(self) -> str:
        return self._sha256.hexdigest()
