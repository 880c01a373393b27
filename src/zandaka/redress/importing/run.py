"""An import from its files to the books."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg

from zandaka.directory.vault import Vault
from zandaka.errors import Invalid
from zandaka.ledger.ledger import Ledger
from zandaka.redress.importing import checks, staging
from zandaka.redress.importing.columns import KINDS, Scope
from zandaka.redress.importing.errors import Errors, ImportRefused
from zandaka.redress.importing.posting import Posted, Poster, post
from zandaka.redress.importing.staging import Encoding, Taken, Tell

Connection = psycopg.Connection[tuple[Any, ...]]

#: As `operations.mirror_coupon.LedgerName`.
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)

_KEEP: Final = """
INSERT INTO imports (incident, ledger, by, started_at, files, counts, finished_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


class Imported(msgspec.Struct, frozen=True):
    """Which files were read, and what of them was new."""

    files: list[Taken]
    new: Posted


class Order(msgspec.Struct, frozen=True):
    """What is to be taken in, for which incident, of which ledger, by whom."""

    paths: Sequence[Path]
    incident: str
    ledger: str
    encoding: Encoding
    by: str
    now: datetime


def run(
    connection: Connection,
    ledger: Ledger,
    poster: Poster,
    vault: Vault,
    order: Order,
    tell: Tell,
) -> Imported:
    """Checks all of the files and posts all of them, or nothing. `connection` is a session of its
    own; `ledger` delivers to `poster`.

    Raises Invalid for a name that is none, ImportRefused where the files do not fit, ImportStopped
    where the books could not be written to the end: the same files again go on from there."""
    if _NAME.fullmatch(order.ledger) is None:
        raise Invalid("ledger", "must be small letters, digits and hyphens, such as takane")
    connection.autocommit = True
    scope = Scope(order.ledger, ledger.terms, order.now, vault)
    errors = Errors()
    found = staging.files_of(order.paths, errors)
    _refuse(errors)
    staging.make_tables(connection)
    taken = [
        staging.stage(connection, KINDS[kind], path, order.encoding, scope, errors, tell)
        for kind, path in found.items()
    ]
    # Rows that could not be read would make others look wrong.
    _refuse(errors)
    tell("check", 0, 1)
    checks.prepare(connection)
    checks.check(connection, {kind: path.name for kind, path in found.items()}, errors)
    tell("check", 1, 1)
    _refuse(errors)
    posted = post(connection, ledger, poster, scope, tell)
    imported = Imported(taken, posted)
    if not any(msgspec.structs.astuple(posted)):
        return imported
    connection.execute(
        _KEEP,
        (
            order.incident, order.ledger, order.by, order.now,
            msgspec.json.encode(taken).decode(), msgspec.json.encode(posted).decode(),
            ledger.clock.now(),
        ),
    )  # fmt: skip
    return imported


def _refuse(errors: Errors) -> None:
    if errors.count:
        raise ImportRefused(errors)
