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

# Every query is one table by key: `= ANY` of an index's first column. A join would be planned once
# and then kept, and the plan that was right for an empty table reads a whole book later.
_PAST = """
SELECT id, verb, code, wallet, effective_at, request::text, outcome::text,
       first_transfer, transfers
FROM operations WHERE book = %s AND id = ANY(%s::bigint[])
"""
_PAST_TRANSFERS = """
SELECT operation, id, debit, credit, yen, returns
FROM transfers WHERE book = %s AND id = ANY(%s::bigint[]) ORDER BY id
"""
_RETURNED = """
SELECT returns, sum(yen)::bigint
FROM transfers WHERE returns = ANY(%s::bigint[]) AND returns <> 0 GROUP BY returns
"""
_WALLETS = """
SELECT id, product, form, status, holder, loaded_into
FROM wallets WHERE book = %s AND id = ANY(%s::bigint[])
"""
_LOT_COLUMNS = "id, wallet, series, origin, balance, held, expires_at"
# Without `book`: a wallet's lots are all in its book, and naming it would let the planner walk the
# book by the primary key.
_LOTS_OF_WALLETS = f"SELECT {_LOT_COLUMNS} FROM accounts WHERE wallet = ANY(%s::bigint[])"
_LOTS = f"""
SELECT {_LOT_COLUMNS} FROM accounts WHERE book = %s AND id = ANY(%s::bigint[]) AND kind = 'lot'
"""
_ISSUE_DATES = """
SELECT id, issued_at FROM accounts WHERE book = %s AND id = ANY(%s::bigint[])
"""
_NAMED = """
SELECT id, kind, owner, balance FROM accounts
WHERE book = %s AND owner = ANY(%s) AND kind = ANY(%s)
"""
_NAMED_BY_ID = """
SELECT id, kind, owner, balance FROM accounts
WHERE book = %s AND id = ANY(%s::bigint[]) AND kind <> 'lot'
"""
_USAGE = """
SELECT wallet, limit_kind, period, yen FROM usage
WHERE book = %s AND wallet = ANY(%s::bigint[]) AND limit_kind = ANY(%s)
"""
_HOLDS_OF_LOTS = "SELECT hold FROM hold_lots WHERE lot = ANY(%s::bigint[]) AND yen > 0"
_HOLDS = """
SELECT id, wallet, merchant, expires_at FROM holds
WHERE book = %s AND id = ANY(%s::bigint[]) ORDER BY id
"""
_HOLD_LOTS = """
SELECT hold, lot, yen FROM hold_lots
WHERE book = %s AND hold = ANY(%s::bigint[]) ORDER BY hold, lot
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
        _keep_lots(state, cursor.execute(_LOTS_OF_WALLETS, (wallets,), binary=True), series)
    if touch.limits:
        owners = touch.wallets.union(past.wallet for past in state.past.values())
        used = cursor.execute(_USAGE, (book, bigints(owners), list(touch.limits)), binary=True)
        for row in used.fetchall():
            state.usage[row[0], row[1]] = Usage(*row)
    if account_ids:
        lots = account_ids - state.lots.keys()
        _keep_lots(state, cursor.execute(_LOTS, (book, bigints(lots)), binary=True), series)
        named = cursor.execute(_NAMED_BY_ID, (book, bigints(account_ids)), binary=True)
        for row in named.fetchall():
            _keep_named(state, row)
    if touch.issue_dates:
        dates = cursor.execute(_ISSUE_DATES, (book, bigints(state.lots)), binary=True)
        for row in dates.fetchall():
            state.lots[row[0]].issued_at = row[1]
    state.looked_up = touch.named | _ends(state) if touch.ending else touch.named
    if state.looked_up:
        kinds = list({kind for kind, _ in state.looked_up})
        owners = list({owner for _, owner in state.looked_up})
        for row in cursor.execute(_NAMED, (book, owners, kinds), binary=True).fetchall():
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
    transfers: list[int] = []
    for row in cursor.execute(_PAST, (book, bigints(touch.past)), binary=True).fetchall():
        identifier, verb, code, wallet, effective_at, request, outcome, first, count = row
        state.past[identifier] = Past(
            identifier,
            verb,
            code,
            wallet,
            effective_at,
            msgspec.json.decode(request),
            msgspec.json.decode(outcome),
        )
        transfers.extend(range(first, first + count))
    named = bigints(transfers)
    returned = dict(cursor.execute(_RETURNED, (named,), binary=True).fetchall())
    for row in cursor.execute(_PAST_TRANSFERS, (book, named), binary=True).fetchall():
        operation, identifier, debit, credit, yen, returns = row
        moved = PastTransfer(identifier, debit, credit, yen, returns, returned.get(identifier, 0))
        state.past[operation].transfers.append(moved)
        state.past_transfers[identifier] = moved
        account_ids.update((debit, credit))


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
    open_on_lots = cursor.execute(_HOLDS_OF_LOTS, (bigints(held),), binary=True).fetchall()
    holds = bigints(touch.past.union(row[0] for row in open_on_lots))
    for row in cursor.execute(_HOLDS, (book, holds), binary=True).fetchall():
        state.holds[row[0]] = Hold(*row)
    rows = cursor.execute(_HOLD_LOTS, (book, holds), binary=True).fetchall()
    missing = {lot for _, lot, _ in rows} - state.lots.keys()
    if missing:
        _keep_lots(state, cursor.execute(_LOTS, (book, bigints(missing)), binary=True), series)
    for hold_id, lot_id, yen in rows:
        hold, lot = state.holds[hold_id], state.lots[lot_id]
        line = HoldLine(hold, lot, yen)
        hold.lines.append(line)
        lot.holds = (*lot.holds, line)
