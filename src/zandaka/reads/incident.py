"""The facts by which an outage's victims are found: which coupons were to expire on a day, what
was debited and whether the shop confirmed it, which attempts failed. Facts only: who is made
whole for them is decided elsewhere."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import UTC
from zandaka.reads.as_of import balance_at
from zandaka.reads.cohorts.sql import PAYMENTS, public
from zandaka.rules.business_calendar import end_of_day

Connection = psycopg.Connection[tuple[Any, ...]]

# The expiry as it stood at an instant: the first extension recorded after it says what it was.
# A coupon is its wallet of issue, wherever its value has gone since (R32).
_EXPIRING = """
SELECT DISTINCT origin FROM (
    SELECT a.origin, coalesce(
        (SELECT e.old_expires_at FROM extensions e
         WHERE e.book = a.book AND e.lot = a.id AND e.recorded_at > %(known_at)s
         ORDER BY e.operation LIMIT 1),
        a.expires_at) AS expires_at
    FROM accounts a JOIN operations o ON o.book = a.book AND o.id = a.opened_by
    WHERE a.kind = 'lot' AND o.recorded_at <= %(known_at)s
) lots
WHERE expires_at > %(after)s AND expires_at <= %(until)s ORDER BY origin
"""

_LOTS_OF_COUPON = """
SELECT id FROM accounts WHERE wallet = %(coupon)s AND origin = %(coupon)s
UNION ALL
SELECT id FROM accounts WHERE origin = %(coupon)s AND origin <> wallet ORDER BY id
"""

# Nothing takes effect after it is recorded, and a book's batches rise with time: they say between
# which numbers to look. What was posted late (R5) has an index of its own.
_STRETCH = """
stretch AS MATERIALIZED (
    SELECT b.book, first.first_transfer, first.first_operation,
           coalesce(after.first_transfer, (b.book::bigint + 1) << 40) AS end_transfer,
           coalesce(after.first_operation, (b.book::bigint + 1) << 40) AS end_operation
    FROM books b
    CROSS JOIN LATERAL (
        SELECT x.first_transfer, x.first_operation FROM batches x
        WHERE x.book = b.book AND x.recorded_at >= %(since)s ORDER BY x.recorded_at, x.id LIMIT 1
    ) first
    LEFT JOIN LATERAL (
        SELECT x.first_transfer, x.first_operation FROM batches x
        WHERE x.book = b.book AND x.recorded_at >= %(until)s ORDER BY x.recorded_at, x.id LIMIT 1
    ) after ON true
)"""

# A confirmation names its payment, and its operation has the payment's wallet and book. What
# another ledger had confirmed came with the payment.
_DEBITS = f"""
WITH {_STRETCH}, moved AS MATERIALIZED (
    SELECT t.* FROM stretch s JOIN transfers t ON t.book = s.book
     AND t.id >= s.first_transfer AND t.id < s.end_transfer
     AND t.effective_at >= %(since)s AND t.effective_at < %(until)s
    UNION ALL
    SELECT t.* FROM stretch s JOIN transfers t ON t.book = s.book AND t.id >= s.end_transfer
     AND t.effective_at < t.recorded_at
     AND t.effective_at >= %(since)s AND t.effective_at < %(until)s
)
SELECT o.id, o.effective_at, o.wallet, o.outcome->>'merchant', sum(t.yen)::bigint,
       array_agg(DISTINCT a.origin ORDER BY a.origin),
       coalesce(sum((SELECT sum(r.yen) FROM transfers r
                     WHERE r.returns = t.id AND r.returns <> 0)), 0)::bigint,
       coalesce((o.outcome->>'confirmed')::boolean, false) OR EXISTS (
           SELECT FROM operations c WHERE c.request->>'payment' = {public("op", "o.id")}
            AND c.verb = 'confirm' AND c.code = '')
FROM moved t
JOIN operations o ON o.book = t.book AND o.id = t.operation
JOIN accounts a ON a.book = t.book AND a.id = t.debit
WHERE o.verb = ANY(%(payments)s) AND o.code = ''
GROUP BY o.book, o.id ORDER BY o.effective_at, o.book, o.id
"""  # noqa: S608 - the only interpolations are the constant above and a column's public form

# `arrive` is the second half of a load between two books: its refusal is the holder's.
_ATTEMPTS = f"""
WITH {_STRETCH}
SELECT o.recorded_at AS at, CASE o.verb WHEN 'arrive' THEN 'load_coupon' ELSE o.verb END, o.wallet,
       o.code, '', o.request->>'merchant', (o.request->>'yen')::bigint
FROM stretch s JOIN operations o ON o.book = s.book
 AND o.id >= s.first_operation AND o.id < s.end_operation AND o.code <> ''
UNION ALL
SELECT at, verb, wallet, '', why, request->>'merchant', (request->>'yen')::bigint
FROM attempts WHERE at >= %(since)s AND at < %(until)s
ORDER BY at
"""  # noqa: S608 - the only interpolation is the constant above


class Debit(msgspec.Struct, frozen=True):
    """A payment as the ledger has it. `returned` is how much of it has been given back by now;
    `confirmed` whether the shop said it saw it complete (R7)."""

    payment: ids.OperationId
    at: datetime
    wallet: ids.WalletId
    merchant: str
    yen: int
    coupons: tuple[ids.WalletId, ...]
    confirmed: bool
    returned: int


class Repetition(msgspec.Struct, frozen=True):
    """Debits that may be one purchase: same wallet, shop and amount, each soon after the one
    before. Two true purchases look the same, so a person confirms (R8, R27)."""

    debits: tuple[Debit, ...]

    @property
    def excess(self) -> int:
        """Yen debited beyond the first press: (n - 1) x amount."""
        return sum(debit.yen for debit in self.debits[1:])


class Attempt(msgspec.Struct, frozen=True):
    """A command that moved nothing. `code` is the refusal's; else `why` says how it failed to
    reach a book or to be answered: `unreachable` or `timed_out`."""

    at: datetime
    verb: str
    wallet: ids.WalletId
    code: str
    why: str
    merchant: str | None
    yen: int | None


def expiring_coupons(
    connection: Connection, day: date, *, known_at: datetime, or_earlier: bool = False
) -> list[ids.WalletId]:
    """Coupons good to the end of `day` (R3), by the expiry on record at `known_at`: later
    extensions do not take anybody out. `or_earlier` is the other reading of R3."""
    after = datetime.min.replace(tzinfo=UTC) if or_earlier else end_of_day(day - timedelta(days=1))
    found = connection.execute(
        _EXPIRING, {"known_at": known_at, "after": after, "until": end_of_day(day)}
    )
    return [ids.WalletId(row[0]) for row in found]


def coupon_balance(
    connection: Connection, coupon: int, at: datetime, known_at: datetime | None = None
) -> int:
    """Yen of a coupon's value as of `at`, in whichever wallets it was then (R5, R16)."""
    lots = connection.execute(_LOTS_OF_COUPON, {"coupon": int(coupon)}).fetchall()
    return sum(balance_at(connection, lot, at, known_at) for (lot,) in lots)


def debits(connection: Connection, since: datetime, until: datetime) -> list[Debit]:
    """Payments made at `since` or later and before `until`, in order of time."""
    rows = connection.execute(_DEBITS, {"since": since, "until": until, "payments": list(PAYMENTS)})
    return [
        Debit(
            ids.OperationId(identifier), at, ids.WalletId(wallet), merchant, yen,
            tuple(ids.WalletId(origin) for origin in origins), confirmed, returned,
        )
        for identifier, at, wallet, merchant, yen, origins, returned, confirmed in rows
    ]  # fmt: skip


def repetitions(found: Iterable[Debit], within: timedelta) -> list[Repetition]:
    """Runs of two or more debits of one wallet, shop and amount, each at most `within` after the
    one before, in order of their first."""
    runs: list[list[Debit]] = []
    latest: dict[tuple[int, str, int], list[Debit]] = {}
    for debit in sorted(found, key=lambda one: one.at):
        key = debit.wallet, debit.merchant, debit.yen
        run = latest.get(key)
        if run is not None and debit.at - run[-1].at <= within:
            run.append(debit)
        else:
            latest[key] = [debit]
            runs.append(latest[key])
    return [Repetition(tuple(run)) for run in runs if len(run) > 1]


def attempts(connection: Connection, since: datetime, until: datetime) -> list[Attempt]:
    """Commands refused, unreachable or unanswered at `since` or later and before `until`."""
    found = connection.execute(_ATTEMPTS, {"since": since, "until": until})
    return [
        Attempt(at, verb, ids.WalletId(wallet), code, why, merchant, yen)
        for at, verb, wallet, code, why, merchant, yen in found
    ]
