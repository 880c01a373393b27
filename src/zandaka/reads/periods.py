"""What waits and is about to pass its standard period (R108, R109)."""

from datetime import date, datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import JST
from zandaka.ledger.chart import Kind
from zandaka.reads.away import Away, away, due_on
from zandaka.rules.periods import Due, last_day
from zandaka.terms.instrument.sending import PeriodOf
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

State = Literal["waits", "told", "passed"]

_ALARMED: Final = "SELECT subject, about FROM alarms WHERE subject = ANY(%s)"
_ABOUT: Final[dict[Kind, PeriodOf]] = {
    Kind.MERCHANT_PAYABLE: "pay",
    Kind.SEND_PENDING: "send",
    Kind.WITHDRAWAL_PAYABLE: "withdraw",
}


class Waiting(msgspec.Struct, frozen=True):
    """`yen` of `subject` have not come to their end. The standard period ends with the day
    `due_on`; somebody is told from `tell_on` on. `alarm` says whether that was done."""

    subject: ids.OperationId
    wallet: ids.WalletId
    about: PeriodOf
    merchant: str
    begun_on: date
    tell_on: date
    due_on: date
    state: State
    alarm: bool
    yen: int


def waiting(
    connection: Connection,
    terms: Terms,
    at: datetime,
    through: date | None = None,
    wallet: int | None = None,
) -> list[Waiting]:
    """What waits at `at`, of one wallet or of all, the nearest end first; with `through` only what
    somebody is to be told of by that day. Of all it reads every payment that is not settled."""
    found: dict[tuple[int, str], Waiting] = {}
    today = at.astimezone(JST).date()
    for one in away(connection, at, wallet, tuple(_ABOUT)):
        about = _ABOUT[one.kind]
        due = None if one.settled or one.reached else _due(one, about, terms)
        if due is None or (through is not None and due.told > through):
            continue
        before = found.get((one.operation, about))
        yen = one.yen + (0 if before is None else before.yen)
        found[one.operation, about] = Waiting(
            one.operation, ids.WalletId(one.wallet), about,
            one.owner if about == "pay" else "", one.day, due.told, due.last,
            "passed" if today > due.last else "told" if today >= due.told else "waits",
            alarm=False, yen=yen,
        )  # fmt: skip
    subjects = [int(subject) for subject, _ in found]
    alarmed = set(connection.execute(_ALARMED, (subjects,)).fetchall())
    return sorted(
        (
            msgspec.structs.replace(one, alarm=(int(one.subject), one.about) in alarmed)
            for one in found.values()
        ),
        key=lambda one: (one.due_on, one.subject),
    )


def _due(one: Away, about: PeriodOf, terms: Terms) -> Due | None:
    if about == "pay":
        return due_on(one, terms)
    product = terms.products.get(one.product)
    return None if product is None else last_day(product.sending, about, "", one.day)
