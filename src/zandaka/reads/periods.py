"""What waits and is about to pass its standard period (R108, R109), of a wallet or of the house."""

import heapq
from collections.abc import Generator, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import JST, UTC, jst_date
from zandaka.reads.funds_at import (
    AS_IT_IS,
    EVERYBODY,
    FOR_A_HOUSE,
    UNDER_WAY,
    UNSETTLED,
    UNSETTLED_OF_HOUSE,
    paid_by,
)
from zandaka.rules.business_calendar import end_of_day
from zandaka.rules.periods import Due, last_day
from zandaka.terms.instrument.sending import PeriodOf, SendingTerms
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

State = Literal["waits", "told", "passed"]
#: Where something stands in the list: its last day, and its number.
Place = tuple[date, int]
#: What comes before everything.
FIRST: Final = (date.min, 0)

# A send that is there at once has no period, however long another book takes over it.
_BY_NETWORK: Final = paid_by("""
    SELECT operation FROM unsettled WHERE effective_at < %(until)s AND yen > 0
""")
_WAITING: Final = """
SELECT 'pay', p.operation, p.wallet, p.product, p.merchant, p.effective_at, sum(p.yen)::bigint,
       p.network, coalesce((SELECT networks FROM merchants WHERE id = p.merchant), '{}')
FROM payments p
WHERE p.effective_at < %(until)s AND p.yen > 0
GROUP BY p.operation, p.wallet, p.product, p.merchant, p.effective_at, p.network
UNION ALL
SELECT 'send', operation, wallet, product, '', effective_at, yen, '', '{}' FROM sent
WHERE ends_at IS NOT NULL AND effective_at < %(until)s
  AND wallet >= %(low)s AND wallet < %(high)s
UNION ALL
SELECT 'withdraw', operation, wallet, product, '', effective_at, yen, '', '{}' FROM ordered
WHERE effective_at < %(until)s
"""
_ALARMED: Final = "SELECT subject, about FROM alarms WHERE subject = ANY(%s)"
_SLICE: Final = 5_000
_ABOUT: Final[tuple[PeriodOf, ...]] = ("pay", "send", "withdraw")


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
    found = sorted(_found(connection, terms, at, through, wallet), key=place_of)
    return _with_alarms(connection, found)


def page(
    connection: Connection,
    terms: Terms,
    at: datetime,
    through: date | None,
    after: Place,
    limit: int,
    wallet: int | None = None,
) -> list[Waiting]:
    """At most `limit` of them that come after a place, the nearest end first: no more than these
    are kept in memory."""
    found = heapq.nsmallest(
        limit,
        (one for one in _found(connection, terms, at, through, wallet) if place_of(one) > after),
        key=place_of,
    )
    return _with_alarms(connection, found)


def place_of(one: Waiting) -> Place:
    """Where one stands in the list."""
    return (one.due_on, int(one.subject))


def _found(
    connection: Connection, terms: Terms, at: datetime, through: date | None, wallet: int | None
) -> Generator[Waiting]:
    sending = {product.id: product.sending for product in terms.products.values()}
    until = datetime.max.replace(tzinfo=UTC)
    if through is not None:
        begun = _last_begun(sending.values(), through)
        if begun is None:
            return
        until = end_of_day(begun)
    low, high = EVERYBODY if wallet is None else (int(wallet), int(wallet) + 1)
    values = {"at": at, "until": until, "low": low, "high": high, "to_receivers": False}
    unsettled = UNSETTLED_OF_HOUSE if wallet is None else UNSETTLED
    query = "".join((UNDER_WAY, unsettled, _BY_NETWORK, _WAITING)).encode()
    today = jst_date(at)
    with connection.transaction():
        connection.execute(AS_IT_IS)
        if wallet is None:
            connection.execute(FOR_A_HOUSE)
        with connection.cursor("waiting") as cursor:
            cursor.itersize = _SLICE
            for row in cursor.execute(query, values):
                about, operation, of, product, merchant, begun_at, yen, network, networks = row
                if product not in sending:
                    continue
                begun_on = begun_at.astimezone(JST).date()
                due = _due(sending[product], about, network, tuple(networks), begun_on)
                if due is None or (through is not None and due.told > through):
                    continue
                yield Waiting(
                    ids.OperationId(operation), ids.WalletId(of), about, merchant, begun_on,
                    due.told, due.last,
                    "passed" if today > due.last else "told" if today >= due.told else "waits",
                    alarm=False, yen=yen,
                )  # fmt: skip


def _with_alarms(connection: Connection, found: list[Waiting]) -> list[Waiting]:
    subjects = [int(one.subject) for one in found]
    alarmed = set(connection.execute(_ALARMED, (subjects,)).fetchall())
    return [
        msgspec.structs.replace(one, alarm=(int(one.subject), one.about) in alarmed)
        for one in found
    ]


def _due(
    terms: SendingTerms, about: PeriodOf, network: str, networks: tuple[str, ...], begun: date
) -> Due | None:
    """The last day of a period and the day on which somebody is told; None where the terms set
    none. Where it is not known by which network a payment came, it is the longest that may
    apply: what favours the holder."""
    if about != "pay":
        return last_day(terms, about, "", begun)
    known = terms.networks
    names = (network,) if network else [name for name in networks if name in known]
    found = (last_day(terms, about, name, begun) for name in names or sorted(known) or ("",))
    return max((due for due in found if due is not None), default=None)


def _last_begun(sending: Iterable[SendingTerms], through: date) -> date | None:
    """The last day on which anything began that somebody is to be told of by a day; None where the
    terms set no period."""
    periods: list[tuple[SendingTerms, PeriodOf, str]] = [
        (terms, about, name)
        for terms in sending
        for about in _ABOUT
        for name in (*sorted(terms.networks), "")
    ]
    longest = max(
        (
            block.value
            for terms in sending
            for blocks in terms.standard_days.values()
            for block in blocks.blocks
            if block is not None
        ),
        default=-1,
    )
    # Of what is done at once, on the day after.
    for back in range(longest + 2):
        day = through - timedelta(days=back)
        for terms, about, name in periods:
            due = last_day(terms, about, name, day)
            if due is not None and due.told <= through:
                return day
    return None
