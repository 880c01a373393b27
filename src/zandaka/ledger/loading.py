"""Reads what a batch touches, after the book's row is locked. Nothing here decides."""

from collections.abc import Iterable
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import (
    Account,
    Hold,
    HoldLine,
    Lot,
    Merchant,
    Past,
    PastTransfer,
    Series,
    State,
    Touch,
    Usage,
    Wallet,
)

Cursor = psycopg.Cursor[tuple[Any, ...]]

_PAST = """
SELECT id, verb, code, wallet, effective_at, request::text, outcome::text
FROM operations WHERE book = %s AND id = ANY(%s::bigint[])
"""
_PAST_TRANSFERS = """
SELECT t.operation, t.id, t.debit, t.credit, t.yen, t.returns,
       coalesce((SELECT sum(r.yen) FROM transfers r
                 WHERE r.book = t.book AND r.returns = t.id AND r.returns <> 0), 0)::bigint
FROM operations o JOIN transfers t
  ON t.book = o.book AND t.id >= o.first_transfer AND t.id < o.first_transfer + o.transfers
WHERE o.book = %s AND o.id = ANY(%s::bigint[]) ORDER BY t.id
"""
_WALLETS = """
SELECT id, product, form, status, holder, loaded_into
FROM wallets WHERE book = %s AND id = ANY(%s::bigint[])
"""
_LOT_COLUMNS = "id, wallet, series, origin, balance, held, expires_at"
_LOTS_OF_WALLETS = f"""
SELECT {_LOT_COLUMNS} FROM accounts WHERE book = %s AND wallet = ANY(%s::bigint[])
"""
_LOTS = f"""
SELECT {_LOT_COLUMNS} FROM accounts WHERE book = %s AND id = ANY(%s::bigint[]) AND kind = 'lot'
"""
_ISSUE_DATES = """
SELECT id, issued_at FROM accounts WHERE book = %s AND id = ANY(%s::bigint[])
"""
_NAMED = """
SELECT a.id, a.kind, a.owner, a.balance
FROM unnest(%s::text[], %s::text[]) n(kind, owner)
JOIN accounts a ON a.book = %s AND a.kind = n.kind AND a.owner = n.owner
"""
_NAMED_BY_ID = """
SELECT id, kind, owner, balance FROM accounts
WHERE book = %s AND id = ANY(%s::bigint[]) AND kind <> 'lot'
"""
_USAGE = """
SELECT wallet, limit_kind, period, yen FROM usage
WHERE book = %s AND wallet = ANY(%s::bigint[]) AND limit_kind = ANY(%s)
"""
_HOLDS = """
SELECT h.id, h.wallet, h.merchant, h.expires_at, l.lot, l.yen
FROM holds h JOIN hold_lots l ON l.book = h.book AND l.hold = h.id
WHERE h.book = %s AND (h.id = ANY(%s::bigint[])
   OR h.id IN (SELECT hold FROM hold_lots WHERE book = %s AND lot = ANY(%s::bigint[]) AND yen > 0))
ORDER BY h.id, l.lot
"""


def bigints(values: Iterable[int]) -> str:
    """An array literal: a third of the cost of binding a list. `int.__repr__` writes digits for
    identifiers too, whose `str` is their public form."""
    return "{" + ",".join(map(int.__repr__, values)) + "}"


def load(cursor: Cursor, book: int, touch: Touch, series: dict[int, Series]) -> State:
    """The state that the commands behind `touch` see, as it is under the book's lock."""
    state = State()
    account_ids: set[int] = set()
    if touch.past:
        _load_past(cursor, book, touch, state, account_ids)
    if touch.wallets:
        wallets = bigints(touch.wallets)
        for row in cursor.execute(_WALLETS, (book, wallets), binary=True).fetchall():
            state.wallets[row[0]] = Wallet(*row)
        _keep_lots(state, cursor.execute(_LOTS_OF_WALLETS, (book, wallets), binary=True), series)
    if touch.limits:
        owners = touch.wallets.union(past.wallet for past in state.past.values())
        used = cursor.execute(_USAGE, (book, bigints(owners), list(touch.limits)), binary=True)
        for row in used.fetchall():
            state.usage[row[0], row[1]] = Usage(*row)
    if account_ids:
        lots = account_ids - state.lots.keys()
        _keep_lots(state, cursor.execute(_LOTS, (book, bigints(lots)), binary=True), series)
        for row in cursor.execute(_NAMED_BY_ID, (book, bigints(account_ids)), binary=True):
            _keep_named(state, row)
    if touch.issue_dates:
        for row in cursor.execute(_ISSUE_DATES, (book, bigints(state.lots)), binary=True):
            state.lots[row[0]].issued_at = row[1]
    state.looked_up = touch.named | _ends(state) if touch.ending else touch.named
    if state.looked_up:
        kinds, owners = zip(*state.looked_up, strict=True)
        for row in cursor.execute(_NAMED, (list(kinds), list(owners), book), binary=True):
            _keep_named(state, row)
    held = [lot.id for lot in state.lots.values() if lot.held]
    if held or touch.past:
        _load_holds(cursor, book, touch, held, state, series)
    if touch.merchants:
        for row in cursor.execute(
            "SELECT id, prefecture, status FROM merchants WHERE id = ANY(%s)",
            (list(touch.merchants),),
            binary=True,
        ):
            state.merchants[row[0]] = Merchant(*row)
    return state


def _load_past(
    cursor: Cursor, book: int, touch: Touch, state: State, account_ids: set[int]
) -> None:
    identifiers = bigints(touch.past)
    for row in cursor.execute(_PAST, (book, identifiers), binary=True).fetchall():
        identifier, verb, code, wallet, effective_at, request, outcome = row
        state.past[identifier] = Past(
            identifier,
            verb,
            code,
            wallet,
            effective_at,
            msgspec.json.decode(request),
            msgspec.json.decode(outcome),
        )
    for row in cursor.execute(_PAST_TRANSFERS, (book, identifiers), binary=True).fetchall():
        moved = PastTransfer(*row[1:])
        state.past[row[0]].transfers.append(moved)
        state.past_transfers[moved.id] = moved
        account_ids.update((moved.debit, moved.credit))


def _ends(state: State) -> set[tuple[Kind, str]]:
    names: set[tuple[Kind, str]] = set()
    for lot in state.lots.values():
        names.add((Kind.CAMPAIGN_FUNDING, lot.series.campaign))
        names.add((Kind.BREAKAGE_INCOME, lot.series.product))
        names.add((Kind.GIFT_PAYABLE, str(ids.WalletId(lot.origin))))
    return names


def _keep_lots(state: State, cursor: Cursor, series: dict[int, Series]) -> None:
    lots, wallets = state.lots, state.wallets
    for identifier, wallet, series_id, origin, balance, held, expires_at in cursor.fetchall():
        lot = Lot(identifier, wallet, series[series_id], origin, balance, held, expires_at)
        lots[identifier] = lot
        owner = wallets.get(wallet)
        if owner is not None:
            owner.lots.append(lot)


def _keep_named(state: State, row: tuple[Any, ...]) -> None:
    kind = Kind(row[1])
    # The same account may be named by one command and met in the past of another.
    account = state.named.setdefault((kind, row[2]), Account(row[0], kind, row[2], row[3]))
    state.accounts[account.id] = account


def _load_holds(
    cursor: Cursor,
    book: int,
    touch: Touch,
    held: list[int],
    state: State,
    series: dict[int, Series],
) -> None:
    rows = cursor.execute(
        _HOLDS, (book, bigints(touch.past), book, bigints(held)), binary=True
    ).fetchall()
    missing = {row[4] for row in rows} - state.lots.keys()
    if missing:
        _keep_lots(state, cursor.execute(_LOTS, (book, bigints(missing)), binary=True), series)
    for identifier, wallet, merchant, expires_at, lot_id, yen in rows:
        hold = state.holds.get(identifier)
        if hold is None:
            hold = state.holds[identifier] = Hold(identifier, wallet, merchant, expires_at, [])
        line = HoldLine(hold, state.lots[lot_id], yen)
        hold.lines.append(line)
        line.lot.holds = (*line.lot.holds, line)
