"""Submits what the files hold as commands, under keys made from the references: killed and run
again, it goes on where it was."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, LiteralString

import msgspec
import psycopg
from psycopg import sql

from zandaka import ids
from zandaka.errors import KeyReused, Outage
from zandaka.ledger.command import Answer, Command, Result
from zandaka.ledger.ledger import Ledger
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.mirror_refund import MirrorRefund
from zandaka.redress import contacts
from zandaka.redress.importing.checks import know
from zandaka.redress.importing.columns import SEALED, Scope
from zandaka.redress.importing.errors import ImportStopped
from zandaka.redress.importing.staging import Tell

Connection = psycopg.Connection[tuple[Any, ...]]

#: A row of one of the queries below: its number in the file, its key, and what the command needs.
Row = tuple[Any, ...]
Make = Callable[[Row], Command]

#: Commands under way at a time: enough for a full batch in each of several books, twice.
_UNDER_WAY: Final = 16_000
_SLICE: Final = 5_000

_NEW_COUPONS: Final = """
SELECT c.row, c.key, c.reference, c.inquiry, c.campaign, c.prefecture, c.yen, c.issued_at,
       c.expires_at, c.holder
FROM import_coupons c WHERE NOT EXISTS (SELECT FROM import_known k WHERE k.key = c.key)
ORDER BY c.row
"""
_ROUNDS: Final = """
SELECT DISTINCT round FROM import_moves WHERE operation IS NULL ORDER BY round
"""
_PAYMENTS: Final = """
SELECT m.row, m.key, k.wallet, m.reference, m.merchant, m.yen, m.at, m.confirmed
FROM import_moves m JOIN import_known k ON k.key = m.coupon
WHERE m.round = %s AND m.operation IS NULL ORDER BY m.row
"""
_REFUNDS: Final = """
SELECT m.row, m.key, p.id, m.reference, m.yen, m.at
FROM import_moves m JOIN operations p ON p.key = m.payment
WHERE m.round = %s AND m.operation IS NULL ORDER BY m.row
"""
_ATTEMPTS: Final = """
INSERT INTO attempts (id, at, caller, key, verb, wallet, why, request)
SELECT t.key, t.at, %(caller)s, t.key, t.verb, coalesce(k.wallet, 0), t.why,
       json_strip_nulls(json_build_object(
           'do', t.verb, 'reference', t.reference, 'merchant', t.merchant, 'yen', t.yen))
FROM import_attempts t LEFT JOIN import_known k ON k.key = t.coupon
ON CONFLICT (id) DO NOTHING
"""
# Who is known already stays as known: what came before may be older than what the holder said.
_CONTACTS: Final = """
SELECT DISTINCT ON (c.holder) c.holder, c.contact FROM import_coupons c
WHERE c.contact IS NOT NULL AND c.holder > %s
  AND NOT EXISTS (SELECT FROM contacts k WHERE k.holder = c.holder)
ORDER BY c.holder, c.row LIMIT %s
"""
_HOLDERS: Final = """
SELECT count(DISTINCT holder) FROM import_coupons c
WHERE c.contact IS NOT NULL AND NOT EXISTS (SELECT FROM contacts k WHERE k.holder = c.holder)
"""


class Posted(msgspec.Struct, frozen=True):
    """What was new."""

    coupons: int
    payments: int
    refunds: int
    attempts: int
    contacts: int


class Poster:
    """Submits and counts. `deliver` is the ledger's: it is made first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0
        self._failed: list[tuple[int, Result]] = []
        self.done = 0

    def deliver(self, pairs: Sequence[tuple[Any, Result]]) -> None:
        """Called by the writers."""
        failed = [
            (row, result)
            for row, result in pairs
            if not (isinstance(result, Answer) and result.accepted)
        ]
        with self._changed:
            self._failed += failed
            self._under_way -= len(pairs)
            self.done += len(pairs)
            self._changed.notify()

    def put(self, ledger: Ledger, command: Command, caller: str, key: bytes, row: int) -> None:
        """Queues one command. Raises ImportStopped once one has failed."""
        with self._changed:
            while self._under_way >= _UNDER_WAY:
                self._changed.wait(1)
            self._under_way += 1
        if self._failed:
            with self._changed:
                self._under_way -= 1
            self.wait()
        ledger.put(command, caller, key, row)

    def wait(self) -> None:
        """Waits for all that is under way. Raises ImportStopped where one has failed."""
        with self._changed:
            while self._under_way:
                self._changed.wait(1)
        if self._failed:
            raise ImportStopped(_why(*min(self._failed, key=lambda one: one[0])))


def _why(row: int, result: Result) -> str:
    match result:
        case Outage():
            return "The database went away. Run the same import again: it goes on where it was."
        case KeyReused():
            return f"Row {row} was taken in at the same time with other content."
        case Answer():
            return (
                f"Row {row} was refused: {result.code} {result.outcome.decode()}. Something has"
                " changed in the books since the files were checked."
            )
        case _:
            return f"Row {row}: {type(result).__name__}: {result}"


def post(
    connection: Connection, ledger: Ledger, poster: Poster, scope: Scope, tell: Tell
) -> Posted:
    """Posts everything that is not in the books yet. Raises ImportStopped."""
    caller = f"import:{scope.ledger}"

    def coupon(row: Row) -> Command:
        return MirrorCoupon(
            ledger=scope.ledger, reference=row[2], inquiry=row[3], campaign=row[4],
            prefecture=row[5], yen=row[6], issued_at=row[7], expires_at=row[8], holder=row[9],
        )  # fmt: skip

    def payment(row: Row) -> Command:
        return MirrorPayment(
            wallet=ids.WalletId(row[2]), ledger=scope.ledger, reference=row[3],
            merchant=row[4], yen=row[5], effective_at=row[6], confirmed=row[7],
        )  # fmt: skip

    def refund(row: Row) -> Command:
        return MirrorRefund(
            payment=ids.OperationId(row[2]), reference=row[3], yen=row[4], effective_at=row[5]
        )

    def submit(query: LiteralString, of: tuple[object, ...], make: Make, name: str) -> int:
        total = _count(connection, query, of)
        first = poster.done
        number = 0
        for number, row in enumerate(_rows(connection, query, of), start=1):
            poster.put(ledger, make(row), caller, row[1].bytes, row[0])
            if not number % _SLICE:
                tell(name, poster.done - first, total)
        poster.wait()
        if total:
            tell(name, total, total)
        return number

    coupons = submit(_NEW_COUPONS, (), coupon, "post coupons")
    know(connection)
    payments, refunds = 0, 0
    for (number,) in connection.execute(_ROUNDS).fetchall():
        if number % 2:
            payments += submit(_PAYMENTS, (number,), payment, "post payments")
        else:
            refunds += submit(_REFUNDS, (number,), refund, "post refunds")
    attempts = connection.execute(_ATTEMPTS, {"caller": caller}).rowcount
    return Posted(coupons, payments, refunds, attempts, _keep_contacts(connection, scope, tell))


def _count(connection: Connection, query: LiteralString, of: tuple[object, ...]) -> int:
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM ({}) rows").format(sql.SQL(query)), of
    ).fetchone()
    assert row is not None
    return int(row[0])


def _rows(
    connection: Connection, query: LiteralString, parameters: tuple[object, ...]
) -> Iterator[Row]:
    with connection.transaction(), connection.cursor("zandaka_import") as cursor:
        cursor.itersize = _SLICE
        yield from cursor.execute(query, parameters)


def _keep_contacts(connection: Connection, scope: Scope, tell: Tell) -> int:
    connection.execute(
        "CREATE INDEX IF NOT EXISTS import_coupons_holder ON import_coupons (holder, row)"
        " WHERE contact IS NOT NULL"
    )
    row = connection.execute(_HOLDERS).fetchone()
    assert row is not None
    total, done, last = int(row[0]), 0, ""
    while found := connection.execute(_CONTACTS, (last, _SLICE)).fetchall():
        with connection.transaction(), connection.pipeline():
            for holder, sealed in found:
                text = scope.vault.open(SEALED, bytes(sealed))
                language, mail, mobile = msgspec.json.decode(text)
                contacts.put(
                    connection, scope.vault, holder, language, mail or None, mobile or None,
                    scope.now,
                )  # fmt: skip
        last = found[-1][0]
        done += len(found)
        tell("keep contacts", done, total)
    return done
