"""A case as it was read: frozen, every name and key checked, nothing run yet."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from zandaka.cases.checks import Check
from zandaka.funds.registry import ACTIONS
from zandaka.operations.base import Instant, MerchantId, Prefecture, Reference
from zandaka.operations.registry import VERBS
from zandaka.providers.rates.table import TableRow

#: What a step may do: every verb but the two by which the house itself finishes a load that
#: crosses books.
STEP_VERBS = {name: verb for name, verb in VERBS.items() if name not in ("arrive", "settle")}

#: The verbs that issue media with codes, `guests` at once, and where their answers list them.
ISSUING: Final = {"issue": "coupons", "issue_media": "media"}

#: A step that only lets the workers of redress do what waits for them.
WORK = "work"

#: A step that tells the house a message of a card network.
NETWORK_MESSAGE = "network_message"

#: Everything a step may do.
DOES = (*STEP_VERBS, *ACTIONS, NETWORK_MESSAGE, WORK)

#: How a command's way to its book was disturbed: it never got there, or nobody waited for the
#: answer though the book gave one.
Disturbance = Literal["unreachable", "timed_out"]


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the case shows, in one line."""

    ja: str
    en: str


class Shop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A merchant of the case."""

    id: MerchantId
    prefecture: Prefecture
    name: str = ""
    status: Literal["open", "closed"] = "open"
    networks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Holder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holder who can be reached: at least one of `mail` and `phone`."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    mail: str = ""
    phone: str = ""
    language: Literal["ja", "en"] = "ja"


class Step(msgspec.Struct, frozen=True):
    """One command, action or message. `fields` are the verb's own, as the file has them; `made`
    the names of what it makes: one, for `issue` one a guest, for a message one an operation."""

    number: int
    line: int
    at: datetime
    do: str
    fields: dict[str, Any]
    made: tuple[str, ...] = ()
    key: str = ""
    by: str = "case"
    guests: int = 1
    disturbed: Disturbance | None = None
    expect: dict[str, Any] | None = None


class PlacedCheck(msgspec.Struct, frozen=True):
    """A check and where it stands: `at` is the instant at which it looks."""

    number: int
    line: int
    at: datetime
    kind: str
    check: Check


class Case(msgspec.Struct, frozen=True):
    """One file. `story` has the steps and checks in the order in which they are written."""

    file: Path
    title: Title
    rules: tuple[str, ...]
    clock: datetime
    books: int
    terms_folder: Path | None
    overlay: dict[str, Any]
    shops: tuple[Shop, ...]
    holders: tuple[Holder, ...]
    out_of_stock: tuple[str, ...]
    unreachable: tuple[str, ...]
    rates: tuple[TableRow, ...]
    story: tuple[Step | PlacedCheck, ...]


class StepShape(msgspec.Struct, frozen=True, rename={"made": "as"}):
    """The keys of a step that are the case's own; all others are the verb's fields."""

    do: str
    at: Instant | None = None
    made: str | tuple[str, ...] = ()
    key: str = ""
    by: Reference = ""
    guests: int | None = None
    outage: Disturbance | None = None
    expect: dict[str, Any] | None = None


class CaseShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of a case file."""

    title: Title
    rules: tuple[str, ...]
    clock: Instant | None = None
    books: int = 4
    terms: dict[str, Any] = {}
    merchant: tuple[Shop, ...] = ()
    holder: tuple[Holder, ...] = ()
    rate: tuple[TableRow, ...] = ()
    out_of_stock: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    step: tuple[dict[str, Any], ...] = ()
    check: tuple[dict[str, Any], ...] = ()
