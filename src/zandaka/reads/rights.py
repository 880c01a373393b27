"""Who holds the right to which funds-transfer money, at any instant (R100-R103): what the Payment
Services Act Art. 59 asks for when a preservation is paid out. Of one wallet or of the whole house,
summed or right by right."""

from collections.abc import Generator
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads.funds_at import (
    AS_IT_IS,
    EVERYBODY,
    FOR_A_HOUSE,
    UNDER_WAY,
    UNSETTLED,
    UNSETTLED_OF_HOUSE,
    paid_by,
)
from zandaka.rules.open_rights import open_days
from zandaka.terms.instrument.sending import SendingTerms
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

#: Where the money stands: on the card, sent and not received, paid to a merchant that has not got
#: it, ordered out and not credited, kept above the balance cap.
Where = Literal["card", "payment", "send", "suspense", "withdrawal"]
#: As whom somebody holds the right: until a send is received it is the sender's, or the receiver's
#: where the terms say so.
HeldAs = Literal["holder", "sender", "receiver"]

# `open_days` says of which days, first and last, payments with a product are somebody's right yet:
# `whole`, of whichever network; else those of `networks`, and with `other` those of networks
# that are not `known` to have a period. Where it is not known by which network a payment came, it
# is the longest that may apply: what favours the holder.
_OPEN_DAYS: Final = """,
open_days AS MATERIALIZED (
    SELECT product, first::timestamp AT TIME ZONE 'Asia/Tokyo' AS begins,
           (last + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' AS ends,
           whole, string_to_array(networks, ' ') AS networks,
           string_to_array(known, ' ') AS known, other
    FROM unnest(%(products)s::text[], %(first)s::date[], %(last)s::date[], %(whole)s::bool[],
                %(networks)s::text[], %(known)s::text[], %(other)s::bool[])
         AS d(product, first, last, whole, networks, known, other)
)
"""
_BY_NETWORK: Final = paid_by("""
    SELECT t.operation
    FROM unsettled t
    JOIN open_days d ON d.product = t.product
         AND t.effective_at >= d.begins AND t.effective_at < d.ends
    WHERE NOT d.whole AND t.yen <> 0
""")
_ENTRIES: Final = """,
paid AS NOT MATERIALIZED (
    SELECT t.wallet, t.product, t.operation, t.yen
    FROM payments t
    JOIN open_days d ON d.product = t.product
         AND t.effective_at >= d.begins AND t.effective_at < d.ends
    WHERE t.yen <> 0 AND (d.whole OR CASE
        WHEN t.network <> '' THEN
            t.network = ANY(d.networks) OR d.other AND t.network <> ALL(d.known)
        ELSE coalesce((
            SELECT m.networks && d.networks FROM merchants m
            WHERE m.id = t.merchant AND m.networks && d.known
        ), cardinality(d.networks) > 0 OR cardinality(d.known) = 0 AND d.other)
    END)
),
due AS (
    SELECT CASE WHEN s.product = ANY(%(to_receiver)s) AND coalesce(s.ends_at > %(at)s, true)
           THEN 'receiver' ELSE 'sender' END AS held_as, s.*
    FROM sent s
),
entries AS (
    SELECT wallet, 'card' AS place, product, 'holder' AS held_as, 0::bigint AS operation,
           balance AS yen
    FROM lots
    UNION ALL
    SELECT l.wallet, 'card', l.product, 'holder', 0, t.yen
    FROM later b
    JOIN transfers t ON t.id >= b.first AND t.id < b.last AND t.effective_at > %(at)s
    JOIN lots l ON l.id = t.debit
    UNION ALL
    SELECT l.wallet, 'card', l.product, 'holder', 0, -t.yen
    FROM later b
    JOIN transfers t ON t.id >= b.first AND t.id < b.last AND t.effective_at > %(at)s
    JOIN lots l ON l.id = t.credit
    UNION ALL
    SELECT l.wallet, 'suspense', l.product, 'holder', 0, t.yen
    FROM accounts n
    JOIN transfers t ON t.credit = n.id AND t.effective_at <= %(at)s
    JOIN lots l ON l.id = t.debit
    WHERE n.kind = 'suspense' AND wallet_of(n.kind, n.owner) >= %(low)s
      AND wallet_of(n.kind, n.owner) < %(high)s
    UNION ALL
    SELECT l.wallet, 'suspense', l.product, 'holder', 0, -t.yen
    FROM accounts n
    JOIN transfers t ON t.debit = n.id AND t.effective_at <= %(at)s
    JOIN lots l ON l.id = t.credit
    WHERE n.kind = 'suspense' AND wallet_of(n.kind, n.owner) >= %(low)s
      AND wallet_of(n.kind, n.owner) < %(high)s
    UNION ALL
    SELECT wallet, 'payment', product, 'holder', operation, yen FROM paid
    UNION ALL
    SELECT wallet, 'withdrawal', product, 'holder', operation, yen FROM ordered
    UNION ALL
    SELECT wallet, 'send', product, held_as, operation, yen FROM (
        SELECT CASE held_as WHEN 'receiver' THEN receiver ELSE wallet END AS wallet,
               product, held_as, operation, yen
        FROM due
    ) s
    WHERE wallet >= %(low)s AND wallet < %(high)s
)
"""
_SUMS: Final = """
SELECT place, product, held_as, sum(yen)::bigint FROM entries
GROUP BY place, product, held_as HAVING sum(yen) <> 0
ORDER BY place COLLATE "C", product COLLATE "C", held_as COLLATE "C"
"""
_LIST: Final = """
SELECT wallet, place, sum(yen)::bigint, operation, product, held_as FROM entries
WHERE (wallet, place COLLATE "C", operation, product COLLATE "C")
    > (%(wallet)s::bigint, %(place)s::text, %(operation)s::bigint, %(product)s::text)
GROUP BY wallet, place, operation, product, held_as HAVING sum(yen) <> 0
ORDER BY wallet, place COLLATE "C", operation, product COLLATE "C"
LIMIT %(limit)s
"""
_PRODUCTS: Final = "SELECT DISTINCT product FROM series WHERE legal_kind = 'funds_transfer'"
#: The wallet that is so many after a number.
_NEXT: Final = "SELECT id FROM wallets WHERE id >= %s ORDER BY id OFFSET %s LIMIT 1"


class Right(msgspec.Struct, frozen=True):
    """Whoever holds `wallet` has the right to `yen` of a product that stand there; `operation` is
    what took them off a card, None for what is on it."""

    wallet: ids.WalletId
    where: Where
    yen: int
    operation: ids.OperationId | None
    product: str
    held_as: HeldAs


class RightsSum(msgspec.Struct, frozen=True):
    """The rights in one place to funds-transfer money of one product."""

    where: Where
    product: str
    held_as: HeldAs
    yen: int


#: What comes before every right.
FIRST: Final = (-1, "", 0, "")
#: The place of a right in the list: its wallet, where, operation and product.
Place = tuple[int, str, int, str]
#: Wallets that are looked at for a page: at first, and at most.
_SPAN: Final = 128
_WIDEST: Final = 1 << 17
#: Rights that are brought over at a time.
_SLICE: Final = 5_000


def sums(
    connection: Connection, terms: Terms, at: datetime, wallet: int | None = None
) -> list[RightsSum]:
    """How much money is whose at `at`, entries of that instant included: of one wallet, or of the
    house.

    The terms say by which reading: whether what was sent is the receiver's on receipt or on
    acceptance (R101, R102), and when the right to what was paid ends (R103)."""
    low, high = _range(wallet)
    query = _query(_SUMS, house=wallet is None)
    with connection.transaction():
        values = _values(connection, terms, at, low, high)
        if wallet is None:
            connection.execute(FOR_A_HOUSE)
        rows = connection.execute(query, values, prepare=False).fetchall()
    return [RightsSum(where, product, held_as, yen) for where, product, held_as, yen in rows]


def page(
    connection: Connection,
    terms: Terms,
    at: datetime,
    after: Place,
    limit: int,
    wallet: int | None = None,
) -> list[Right]:
    """At most `limit` of the rights at `at` that come after one of them, by wallet. Where few have
    any, it looks at more and more wallets."""
    low, end = _range(wallet)
    low = max(low, after[0])
    found: list[Right] = []
    span = _SPAN
    query = _query(_LIST, house=False)
    with connection.transaction():
        values = _values(connection, terms, at, low, end)
        while low < end and len(found) < limit:
            high = end
            if wallet is None:
                following = connection.execute(_NEXT, (low, span)).fetchone()
                high = end if following is None else int(following[0])
            values |= {"low": low, "high": high, "limit": limit - len(found)} | _after(after)
            rows = connection.execute(query, values, prepare=False).fetchall()
            found += [_right(row) for row in rows]
            low, span = high, min(4 * span, _WIDEST)
    return found


def stream(
    connection: Connection, terms: Terms, at: datetime, wallet: int | None = None
) -> Generator[Right]:
    """All rights of a wallet or of the house at `at`, by wallet, brought over in slices: memory
    does not grow with the house. `connection` is busy until the last one was taken."""
    with connection.transaction():
        values = _values(connection, terms, at, *_range(wallet))
        values |= {"limit": None} | _after(FIRST)
        if wallet is None:
            connection.execute(FOR_A_HOUSE)
        with connection.cursor("rights") as cursor:
            cursor.itersize = _SLICE
            for row in cursor.execute(_query(_LIST, house=wallet is None), values):
                yield _right(row)


def place_of(right: Right) -> Place:
    """Where a right stands in the list."""
    return (int(right.wallet), right.where, int(right.operation or 0), right.product)


def _query(what: str, *, house: bool) -> bytes:
    unsettled = UNSETTLED_OF_HOUSE if house else UNSETTLED
    return "".join((UNDER_WAY, unsettled, _OPEN_DAYS, _BY_NETWORK, _ENTRIES, what)).encode()


def _range(wallet: int | None) -> tuple[int, int]:
    return EVERYBODY if wallet is None else (int(wallet), int(wallet) + 1)


def _after(place: Place) -> dict[str, Any]:
    return dict(zip(("wallet", "place", "operation", "product"), place, strict=True))


def _right(row: tuple[Any, ...]) -> Right:
    wallet, where, yen, operation, product, held_as = row
    return Right(
        ids.WalletId(wallet), where, yen, ids.OperationId(operation) if operation else None,
        product, held_as,
    )  # fmt: skip


def _values(
    connection: Connection, terms: Terms, at: datetime, low: int, high: int
) -> dict[str, Any]:
    """What the statements ask of the terms."""
    products = [str(product) for (product,) in connection.execute(_PRODUCTS).fetchall()]
    sending = {
        # Of what the terms no longer know, nobody has said when a right ends.
        one: terms.products[one].sending if one in terms.products else SendingTerms()
        for one in products
    }
    days = [(one, found) for one in products for found in open_days(sending[one], at)]
    to_receiver = [one for one in products if sending[one].right_moves == "acceptance"]
    connection.execute(AS_IT_IS)
    return {
        "at": at,
        "low": low,
        "high": high,
        "to_receiver": to_receiver,
        "to_receivers": bool(to_receiver) and (low, high) != EVERYBODY,
        "products": [product for product, _ in days],
        "first": [one.first for _, one in days],
        "last": [one.last for _, one in days],
        "whole": [one.whole for _, one in days],
        "networks": [" ".join(one.networks) for _, one in days],
        "known": [" ".join(one.known) for _, one in days],
        "other": [one.other for _, one in days],
    }
