"""What every check shares."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka.cases.compare import Difference
from zandaka.cases.names import Names
from zandaka.operations.base import Instant
from zandaka.terms.model import Terms


class Ground(msgspec.Struct, frozen=True):
    """What a check looks at: the database of the case, its names, and the instant of the look.
    `connect` is for who needs a session to itself."""

    connection: psycopg.Connection[tuple[Any, ...]]
    connect: Callable[[], psycopg.Connection[tuple[Any, ...]]]
    names: Names
    terms: Terms
    now: datetime


class Scope(msgspec.Struct, frozen=True):
    """What a check may refer to, as far as the file tells: shops, campaigns and so on."""

    merchants: frozenset[str]
    incidents: frozenset[str]
    coupons: frozenset[str]
    books: int


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement about the ledger. Reads only."""

    at: Instant | None = None

    def require_said(self) -> None:
        """Raises ValueError where the check says nothing."""

    def require_known(self, scope: Scope) -> None:
        """Raises ValueError where the check speaks of what is not in the case."""

    def differences(self, ground: Ground) -> list[Difference]:
        """Where the ledger says otherwise."""
        raise NotImplementedError


def said(shape: msgspec.Struct) -> dict[str, Any]:
    """The fields a case gave: those left out say nothing."""
    return {
        name: value
        for name in shape.__struct_fields__
        if (value := getattr(shape, name)) is not msgspec.UNSET
    }
