"""Verify: is every yen where the journal says it is?

Replays each book from its first batch and holds every table against what follows from it, in one
REPEATABLE READ snapshot, so that a server may go on writing meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.breaks import Break
from zandaka.ledger.chart import Kind
from zandaka.ledger.replay import Replay
from zandaka.ledger.replay_facts import Facts

__all__ = ["Break", "Verified", "journal_rows", "verify"]

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]


class Verified(msgspec.Struct, frozen=True):
    """What was read without a break."""

    books: list[int]
    batches: int
    operations: int
    transfers: int
    accounts: int


class _Check(msgspec.Struct, frozen=True):
    """A query that finds rows only where something does not fit: `row` and `differs` are format
    strings over the columns of the first one."""

    query: str
    row: str
    differs: str

    def run(self, cursor: Cursor, book: int) -> None:
        """Raises Break where the query finds a row."""
        found = cursor.execute(self.query.encode(), {"book": book}).fetchone()
        if found is not None:
            raise Break(book, None, self.row.format(*found), self.differs.format(*found))


def _number(column: str) -> str:
    """SQL for the public form of an identifier, without its prefix."""
    return f"({column} >> 40) || '-' || ({column} & {ids.make(1, 0) - 1})"


#: What follows from no single row of the journal.
_CHECKS: Final = (
    # A card never ends before what its last use that counts gave it.
    _Check(
        f"""
        SELECT {_number("u.wallet")}, w.expires_at, {_number("u.operation")}, u.ends
        FROM card_uses u JOIN wallets w ON w.book = u.book AND w.id = u.wallet
        WHERE u.book = %(book)s AND NOT u.returned
          AND (w.expires_at IS NULL OR w.expires_at < u.ends)
        ORDER BY u.operation LIMIT 1
        """,
        "wallet w{0}",
        "ends at {1}, and its use op{2} gave it {3}",
    ),
    _Check(
        f"""
        SELECT {_number("id")}, balance, held FROM accounts
        WHERE book = %(book)s AND kind = 'lot' AND (balance < 0 OR held < 0 OR held > balance)
        ORDER BY id LIMIT 1
        """,
        "account lot{0}",
        "has a balance of {1} yen and {2} held",
    ),
    _Check(
        f"""
        SELECT {_number("coalesce(a.id, l.lot)")}, coalesce(a.held, 0), coalesce(l.yen, 0)
        FROM (SELECT id, held FROM accounts WHERE book = %(book)s AND held <> 0) a
        FULL JOIN (
            SELECT lot, sum(yen) AS yen FROM hold_lots
            WHERE book = %(book)s AND yen <> 0 GROUP BY lot
        ) l ON l.lot = a.id
        WHERE a.held IS DISTINCT FROM l.yen ORDER BY coalesce(a.id, l.lot) LIMIT 1
        """,
        "account lot{0}",
        "has {1} yen held, and its holds keep {2}",
    ),
    _Check(
        f"""
        SELECT {_number("l.hold")}, {_number("l.lot")} FROM hold_lots l
        LEFT JOIN holds h ON h.book = l.book AND h.id = l.hold
        LEFT JOIN operations o ON o.book = l.book AND o.id = l.hold
        WHERE l.book = %(book)s AND (h.id IS NULL OR o.verb <> 'authorise' OR o.code <> '')
        ORDER BY l.hold, l.lot LIMIT 1
        """,
        "hold op{0} on account lot{1}",
        "was not authorised by the operation of its number",
    ),
    # Whose hold, and for whom.
    _Check(
        f"""
        SELECT {_number("h.id")} FROM holds h
        LEFT JOIN operations o ON o.book = h.book AND o.id = h.id
             AND o.verb = 'authorise' AND o.code = ''
             AND o.wallet = h.wallet AND o.outcome ->> 'merchant' = h.merchant
        WHERE h.book = %(book)s AND o.id IS NULL ORDER BY h.id LIMIT 1
        """,
        "hold op{0}",
        "is not what its operation authorised",
    ),
    # To whom it is owed: the first payment into an account says for which merchant it is. What
    # payments cost beside is the house's, by product and fee.
    _Check(
        f"""
        SELECT {_number("a.id")}, a.kind, a.owner, {_number("o.id")}, o.outcome ->> 'merchant'
        FROM accounts a
        CROSS JOIN LATERAL (
            SELECT operation FROM transfers WHERE credit = a.id ORDER BY id LIMIT 1
        ) t
        JOIN operations o ON o.book = a.book AND o.id = t.operation
        WHERE a.book = %(book)s AND a.kind <> 'lot' AND CASE
            WHEN o.verb NOT IN ('pay', 'capture', 'force_post') THEN a.kind = 'merchant_payable'
            WHEN a.kind = 'fee_income' THEN a.owner NOT LIKE '%% overseas'
            ELSE (a.kind, a.owner) IS DISTINCT FROM ('merchant_payable', o.outcome ->> 'merchant')
        END
        ORDER BY a.id LIMIT 1
        """,
        "account {0}",
        "is {1} of {2}, and op{3} brought the first yen there: merchant {4}",
    ),
    _Check(
        f"""
        SELECT {_number("r.id")}, {_number("r.returns")} FROM transfers r
        LEFT JOIN transfers d ON d.book = r.book AND d.id = r.returns
        WHERE r.book = %(book)s AND r.returns <> 0
          AND (d.id IS NULL OR d.id >= r.id OR d.debit <> r.credit)
        ORDER BY r.id LIMIT 1
        """,
        "transfer {0}",
        "gives back transfer {1}, which is not an earlier debit of the same lot",
    ),
    _Check(
        f"""
        SELECT {_number("r.returns")}, sum(r.yen), d.yen FROM transfers r
        JOIN transfers d ON d.book = r.book AND d.id = r.returns
        WHERE r.book = %(book)s AND r.returns <> 0
        GROUP BY r.returns, d.yen HAVING sum(r.yen) > d.yen ORDER BY r.returns LIMIT 1
        """,
        "transfer {0}",
        "of {2} yen was given back {1} yen",
    ),
    # Kept by the lock of the book: whichever way takes what is owed, it is taken once.
    _Check(
        """
        SELECT owner, balance FROM accounts
        WHERE book = %(book)s AND kind = 'gift_payable' AND balance < 0 ORDER BY id LIMIT 1
        """,
        "account gift_payable of {0}",
        "has {1} yen: more was given or paid out than was owed",
    ),
    # Nothing is on its way out that is not owed, nor owed without being on its way.
    _Check(
        f"""
        SELECT coalesce(a.owner, p.owner), coalesce(a.balance, 0), coalesce(p.yen, 0)
        FROM (
            SELECT owner, balance FROM accounts
            WHERE book = %(book)s AND kind = 'withdrawal_payable' AND balance <> 0
        ) a
        FULL JOIN (
            SELECT 'w' || {_number("wallet")} AS owner, sum(yen + fee_yen) AS yen FROM payouts
            WHERE book = %(book)s AND state = 'ordered' GROUP BY wallet
        ) p ON p.owner = a.owner
        WHERE a.balance IS DISTINCT FROM p.yen ORDER BY 1 LIMIT 1
        """,
        "account withdrawal_payable of {0}",
        "has {1} yen, and its payouts are of {2}",
    ),
    # What waits to be claimed is there once, and is what was ordered.
    _Check(
        f"""
        SELECT coalesce(a.owner, p.owner), coalesce(a.balance, 0), coalesce(p.yen, 0)
        FROM (
            SELECT owner, balance FROM accounts
            WHERE book = %(book)s AND kind = 'send_pending' AND balance <> 0
        ) a
        FULL JOIN (
            SELECT 'w' || {_number("wallet")} AS owner, sum(yen) AS yen FROM sends
            WHERE book = %(book)s AND state = 'pending' GROUP BY wallet
        ) p ON p.owner = a.owner
        WHERE a.balance IS DISTINCT FROM p.yen ORDER BY 1 LIMIT 1
        """,
        "account send_pending of {0}",
        "has {1} yen, and its sends that wait are of {2}",
    ),
    _Check(
        f"""
        SELECT {_number("s.operation")} FROM sends s
        LEFT JOIN operations o ON o.book = s.book AND o.id = s.operation
             AND o.verb = 'send' AND o.code = ''
             AND (o.outcome ->> 'yen')::bigint = s.yen
             AND (o.outcome ->> 'claim_from')::timestamptz = s.claim_from
             AND (o.outcome ->> 'ends_at')::timestamptz = s.ends_at
        WHERE s.book = %(book)s AND o.id IS NULL ORDER BY s.operation LIMIT 1
        """,
        "send op{0}",
        "is not what its operation ordered",
    ),
    # What came back above a cap is to go to its lots, to the yen.
    _Check(
        f"""
        SELECT coalesce(a.owner, p.owner), coalesce(a.balance, 0), coalesce(p.yen, 0)
        FROM (
            SELECT owner, balance FROM accounts
            WHERE book = %(book)s AND kind = 'suspense' AND balance <> 0
        ) a
        FULL JOIN (
            SELECT 'w' || {_number("k.wallet")} AS owner, sum((part ->> 'yen')::bigint) AS yen
            FROM parked k, jsonb_array_elements(k.parts) part
            WHERE k.book = %(book)s GROUP BY k.wallet
        ) p ON p.owner = a.owner
        WHERE a.balance IS DISTINCT FROM p.yen ORDER BY 1 LIMIT 1
        """,
        "account suspense of {0}",
        "has {1} yen, and {2} are to go to its lots",
    ),
    # Whatever a holder owes was left owing by some payment, to the yen.
    _Check(
        f"""
        SELECT coalesce(a.owner, p.owner), coalesce(a.balance, 0), coalesce(p.yen, 0)
        FROM (
            SELECT owner, balance FROM accounts
            WHERE book = %(book)s AND kind = 'shortfall' AND balance <> 0
        ) a
        FULL JOIN (
            SELECT 'w' || {_number("wallet")} AS owner, sum(left_yen) AS yen FROM shortfalls
            WHERE book = %(book)s AND left_yen > 0 GROUP BY wallet
        ) p ON p.owner = a.owner
        WHERE coalesce(a.balance, 0) + coalesce(p.yen, 0) <> 0 ORDER BY 1 LIMIT 1
        """,
        "account shortfall of {0}",
        "has {1} yen, and its payments left {2} owing",
    ),
    # What a hold keeps counts on some day.
    _Check(
        f"""
        SELECT {_number("h.id")}, l.yen, u.yen
        FROM holds h
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(x.yen), 0) AS yen FROM hold_lots x
            WHERE x.book = h.book AND x.hold = h.id
        ) l
        CROSS JOIN LATERAL (
            SELECT coalesce(sum((x ->> 1)::bigint), 0) AS yen FROM jsonb_array_elements(h.uses) x
        ) u
        WHERE h.book = %(book)s AND l.yen > u.yen ORDER BY h.id LIMIT 1
        """,
        "hold op{0}",
        "keeps {1} yen, and counts with {2} towards limits",
    ),
    _Check(
        f"""
        SELECT {_number("t.operation")} FROM transits t
        LEFT JOIN operations o ON o.book = t.book AND o.id = t.operation
             AND o.verb IN ('load_coupon', 'send', 'claim', 'charge', 'carry_over')
             AND o.code = ''
        WHERE t.book = %(book)s AND o.id IS NULL ORDER BY t.operation LIMIT 1
        """,
        "transit op{0}",
        "was sent by no operation",
    ),
)

_HEAD: Final = """
SELECT batch, operation, transfer, account, wallet, hash FROM books WHERE book = %s
"""
_NEWER: Final = """
SELECT (SELECT id FROM operations WHERE book = %(book)s AND id > %(operation)s LIMIT 1),
       (SELECT id FROM transfers WHERE book = %(book)s AND id > %(transfer)s LIMIT 1)
"""
_IN_TRANSIT: Final = """
SELECT book, owner, balance FROM accounts WHERE kind = %s ORDER BY book, owner
"""
_OPEN: Final = """
SELECT t.book, t.to_book, t.operation,
       coalesce(sum(m.yen) FILTER (WHERE c.kind = 'in_transit'), 0)::bigint
FROM transits t
JOIN operations o ON o.book = t.book AND o.id = t.operation
LEFT JOIN transfers m ON m.book = t.book AND m.operation = t.operation
     AND m.id >= o.first_transfer AND m.id < o.first_transfer + o.transfers
LEFT JOIN accounts c ON c.book = m.book AND c.id = m.credit
WHERE NOT t.settled GROUP BY t.book, t.to_book, t.operation
"""


def verify(
    connection: Connection,
    book: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Verified:
    """Verifies one book, or all of them and the value between them.

    `connection` must be in no transaction. `progress` is told how many more rows of the journal
    were read. Raises Break at the first thing that does not fit, LookupError where there is no
    such book, psycopg.Error where the database fails."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction(), connection.cursor() as cursor:
        books = _books(cursor, book)
        facts = Facts(cursor)
        read = [0, 0, 0, 0]
        for number in books:
            for i, count in enumerate(_verify_book(cursor, number, facts, progress)):
                read[i] += count
        if book is None:
            _between(cursor, facts)
        return Verified(books, *read)


def journal_rows(connection: Connection, book: int | None = None) -> int:
    """How many rows `verify` will read: operations and transfers."""
    with connection.transaction(), connection.cursor() as cursor:
        total = 0
        for number in _books(cursor, book):
            head = cursor.execute(_HEAD, (number,)).fetchone()
            assert head is not None
            total += ids.number_of(head[1]) + ids.number_of(head[2])
        return total


def _books(cursor: Cursor, book: int | None) -> list[int]:
    books = [row[0] for row in cursor.execute("SELECT book FROM books ORDER BY book")]
    if book is None:
        return books
    if book not in books:
        raise LookupError(f"There is no book {book}.")
    return [book]


def _verify_book(
    cursor: Cursor, book: int, facts: Facts, progress: Callable[[int], None]
) -> Iterable[int]:
    replay = Replay(cursor, book, facts, progress)
    replay.run()
    _check_head(cursor, replay, book)
    replay.verbs.finish()
    replay.accounts.check()
    replay.usages.finish()
    replay.holds.finish(replay.usages.kept, replay.recorded_us)
    replay.wallets.finish()
    replay.records.finish()
    for check in _CHECKS:
        check.run(cursor, book)
    accounts = len(replay.accounts.balance) - 1
    return replay.batch, ids.number_of(replay.operation), ids.number_of(replay.transfer), accounts


def _check_head(cursor: Cursor, replay: Replay, book: int) -> None:
    head = cursor.execute(_HEAD, (book,)).fetchone()
    assert head is not None
    expected = (
        ("batch", replay.batch),
        ("operation", replay.operation),
        ("transfer", replay.transfer),
        ("account", ids.make(book, len(replay.accounts.balance) - 1)),
        ("wallet", replay.verbs.wallet),
        ("hash", replay.hash),
    )
    for (name, right), got in zip(expected, head, strict=True):
        if got != right:
            raise Break(
                book, replay.batch, "head of the book", f"{name} is {got}, the journal says {right}"
            )
    newer = cursor.execute(
        _NEWER, {"book": book, "operation": replay.operation, "transfer": replay.transfer}
    ).fetchone()
    assert newer is not None
    for name, row in zip(("operation", "transfer"), newer, strict=True):
        if row is not None:
            raise Break(book, None, f"{name} {row}", "belongs to no batch")


def _between(cursor: Cursor, facts: Facts) -> None:
    """What two books have in transit between them is what was sent and has not arrived."""
    balances: dict[tuple[int, int], int] = {}
    for book, owner, balance in cursor.execute(_IN_TRANSIT, (Kind.IN_TRANSIT,)):
        pair = (min(book, int(owner)), max(book, int(owner)))
        balances[pair] = balances.get(pair, 0) + balance
    for book, to_book, operation, yen in cursor.execute(_OPEN):
        if operation not in facts.arrived:
            pair = (min(book, to_book), max(book, to_book))
            balances[pair] = balances.get(pair, 0) - yen
    for (low, high), yen in sorted(balances.items()):
        if yen:
            raise Break(
                None, None, f"in transit between books {low} and {high}",
                f"is {yen} yen more than was sent and has not arrived",
            )  # fmt: skip
