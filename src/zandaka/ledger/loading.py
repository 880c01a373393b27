"""Reads what a batch touches, after the book's row is locked. Nothing here decides."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger import records
from zandaka.ledger.chart import Kind
from zandaka.ledger.memory import Memory
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
from zandaka.ledger.records import Record

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]
Ask = Callable[[str, tuple[Any, ...]], Cursor]

#: The columns of `_HEAD` and `_SEEN`.
HeadRow = tuple[Any, ...]
SeenRow = tuple[Any, ...]

_HEAD = """
SELECT batch, operation, transfer, account, wallet, recorded_at, hash
FROM books WHERE book = %s FOR UPDATE
"""
# Across all books: a key stands for one request wherever the first one went.
_SEEN = """
SELECT uuid_send(key), uuid_send(fingerprint), id, code, outcome::text, recorded_at
FROM operations WHERE key = ANY(%s::uuid[])
"""
_MERCHANTS = "SELECT id, prefecture, status, networks, groups FROM merchants WHERE id = ANY(%s)"

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
SELECT id, product, form, status, holder, loaded_into, expires_at, tier
FROM wallets WHERE book = %s AND id = ANY(%s::bigint[])
"""
_REPLACED = "SELECT id, status FROM wallets WHERE loaded_into = ANY(%s::bigint[])"
_TRANSITS = "SELECT operation FROM transits WHERE book = %s AND NOT settled"
_TRANSITS_OF = """
SELECT id, wallet FROM operations WHERE book = %s AND id = ANY(%s::bigint[])
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
WHERE book = %s AND owner = ANY(%s) AND kind = %s
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
SELECT id, wallet, merchant, expires_at, uses::text, rest FROM holds
WHERE book = %s AND id = ANY(%s::bigint[]) ORDER BY id
"""
_HOLD_LOTS = """
SELECT hold, lot, yen FROM hold_lots
WHERE book = %s AND hold = ANY(%s::bigint[]) ORDER BY hold, lot
"""


_uses = msgspec.json.Decoder(tuple[tuple[date, int], ...]).decode


def bigints(values: Iterable[int]) -> str:
    """An array literal: a third of the cost of binding a list. `int.__repr__` writes digits for
    identifiers too, whose `str` is their public form."""
    return "{" + ",".join(map(int.__repr__, values)) + "}"


def load(
    connection: Connection,
    book: int,
    keys: str,
    touch: Touch,
    series: dict[int, Series],
    memory: Memory,
) -> tuple[HeadRow, list[SeenRow], State]:
    """Locks the book and reads what a batch needs: the book's head, the operations that `keys`
    already stand for, and the state behind `touch` as it is under the lock - or as `memory` has
    it, once the head has shown that it still holds.

    What a command names goes out in one round trip: a busy server's thread gets the interpreter
    back late after each wait. What follows from an earlier operation is asked after it.

    Raises LookupError where there is no such book, psycopg.Error where the database fails."""
    state = State()
    known = memory.known(touch)
    with connection.pipeline():
        ask = _asker(connection)
        head = ask(_HEAD, (book,))
        seen = ask(_SEEN, (keys,))
        past = merchants = None
        under_way: list[tuple[type[Record], Cursor]] = []
        wallets = _ask_wallets(ask, book, touch.wallets - known, touch)
        if touch.wallets:
            for kind in touch.under_way:
                named = bigints(touch.wallets)
                under_way.append((kind, ask(records.by_wallet(kind), (book, named))))
        if touch.past:
            past = ask(_PAST, (book, bigints(touch.past)))
        if touch.merchants:
            merchants = ask(_MERCHANTS, (list(touch.merchants),))
        accounts = _ask_named(ask, book, touch.named)
    found = head.fetchone()
    if found is None:
        raise LookupError(f"book {book} does not exist")
    _keep_wallets(state, wallets, series)
    if memory.holds_at(found[0]):
        memory.give(known, touch, state)
    elif known:
        with connection.pipeline():
            wallets = _ask_wallets(_asker(connection), book, known, touch)
        _keep_wallets(state, wallets, series)
    for row in _rows(merchants):
        state.merchants[row[0]] = Merchant(*row)
    for cursor in accounts:
        for row in cursor.fetchall():
            _keep_named(state, row)
    state.looked_up = touch.named
    for kind, cursor in under_way:
        _keep_records(state, kind, cursor)
    _load_rest(connection, book, touch, _rows(past), state, series)
    return found, seen.fetchall(), state


def _asker(connection: Connection) -> Ask:
    def ask(query: str, parameters: tuple[Any, ...]) -> Cursor:
        return connection.execute(query.encode(), parameters, binary=True)

    return ask


def _rows(cursor: Cursor | None) -> list[tuple[Any, ...]]:
    return [] if cursor is None else cursor.fetchall()


def _ask_wallets(
    ask: Ask, book: int, wallets: set[int], touch: Touch
) -> tuple[Cursor, Cursor, Cursor | None] | None:
    """Wallets, all their lots, and what they have used of the limits that `touch` names."""
    if not wallets:
        return None
    named = bigints(wallets)
    return (
        ask(_WALLETS, (book, named)),
        ask(_LOTS_OF_WALLETS, (named,)),
        ask(_USAGE, (book, named, list(touch.limits))) if touch.limits else None,
    )


def _keep_wallets(
    state: State,
    found: tuple[Cursor, Cursor, Cursor | None] | None,
    series: dict[int, Series],
) -> None:
    if found is None:
        return
    wallets, lots, usage = found
    for row in wallets.fetchall():
        state.wallets[row[0]] = Wallet(*row)
    _keep_lots(state, lots.fetchall(), series)
    for row in _rows(usage):
        state.usage[row[0], row[1]] = Usage(*row)


def _ask_named(ask: Ask, book: int, names: set[tuple[Kind, str]]) -> list[Cursor]:
    """One query a kind: of two kinds with a thousand owners and one, two thousand and more would
    be looked up."""
    owners: dict[Kind, list[str]] = {}
    for kind, owner in names:
        owners.setdefault(kind, []).append(owner)
    return [ask(_NAMED, (book, named, kind)) for kind, named in owners.items()]


def _load_rest(
    connection: Connection,
    book: int,
    touch: Touch,
    past: list[tuple[Any, ...]],
    state: State,
    series: dict[int, Series],
) -> None:
    """What could not be asked by name: accounts and limits of earlier operations, accounts to
    which value goes at a lot's end, holds."""
    ask = _asker(connection)
    accounts: set[int] = set()
    if past:
        accounts = _keep_past(ask, book, past, state)
        for kind in touch.records:
            _keep_records(state, kind, ask(records.by_operation(kind), (book, bigints(state.past))))
        if touch.past_wallets:
            wallets = {one.wallet for one in state.past.values()}
            _load_wallets(ask, book, touch, wallets, state, series)
    if touch.successors:
        _load_successors(ask, book, touch, state, series)
    if touch.predecessors:
        _load_predecessors(ask, book, touch, state, series)
    if past and touch.counted:
        _load_counted(ask, book, touch, state)
    if touch.transits:
        sent = bigints(row[0] for row in _rows(ask(_TRANSITS, (book,))))
        state.transits.update(_rows(ask(_TRANSITS_OF, (book, sent))))
    if past:
        lots = accounts - state.lots.keys()
        _keep_lots(state, _rows(ask(_LOTS, (book, bigints(lots)))), series)
        for row in _rows(ask(_NAMED_BY_ID, (book, bigints(accounts)))):
            _keep_named(state, row)
        if touch.limits:
            owners = bigints({state.successor(one.wallet) for one in state.past.values()})
            for row in _rows(ask(_USAGE, (book, owners, list(touch.limits)))):
                state.usage[row[0], row[1]] = Usage(*row)
    if touch.issue_dates or touch.exempt_dates:
        _load_issue_dates(ask, book, touch, state)
    if touch.ending or touch.fees:
        ends = _ends(state) if touch.ending else set[tuple[Kind, str]]()
        for product in {one.product for one in series.values()} if touch.fees else ():
            # Of all products: the lot that pays it may be opened by this very batch.
            ends.update((Kind.FEE_INCOME, f"{product} {fee}") for fee in touch.fees)
        ends -= touch.named
        for cursor in _ask_named(ask, book, ends):
            for row in cursor.fetchall():
                _keep_named(state, row)
        state.looked_up = touch.named | ends
    if touch.of_wallets:
        owners_of = state.wallets.keys() | {one.wallet for one in state.past.values()}
        names = {(kind, str(ids.WalletId(one))) for kind in touch.of_wallets for one in owners_of}
        for cursor in _ask_named(ask, book, names - state.looked_up):
            for row in cursor.fetchall():
                _keep_named(state, row)
        state.looked_up = state.looked_up | names
    held = [lot.id for lot in state.lots.values() if lot.held]
    if held or past:
        _load_holds(ask, book, touch, held, state, series)


def _load_issue_dates(ask: Ask, book: int, touch: Touch, state: State) -> None:
    lots: Collection[int] = state.lots
    if not touch.issue_dates:
        lots = [one.id for one in state.lots.values() if one.series.legal_kind == "exempt"]
    if lots:
        for row in _rows(ask(_ISSUE_DATES, (book, bigints(lots)))):
            state.lots[row[0]].issued_at = row[1]


def _keep_past(ask: Ask, book: int, past: list[tuple[Any, ...]], state: State) -> set[int]:
    """Keeps earlier operations with their transfers; the accounts that these touched."""
    transfers: list[int] = []
    for row in past:
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
    returned = dict(_rows(ask(_RETURNED, (named,))))
    accounts: set[int] = set()
    for row in _rows(ask(_PAST_TRANSFERS, (book, named))):
        operation, identifier, debit, credit, yen, returns = row
        moved = PastTransfer(identifier, debit, credit, yen, returns, returned.get(identifier, 0))
        state.past[operation].transfers.append(moved)
        state.past_transfers[identifier] = moved
        accounts.update((debit, credit))
    return accounts


def _load_successors(
    ask: Ask, book: int, touch: Touch, state: State, series: dict[int, Series]
) -> None:
    """Cards that replaced others, and those that replaced them: where nothing was exchanged there
    is nothing to ask."""
    named = state.wallets.keys() - {one.wallet for one in state.past.values()}
    while (
        missing := {
            one.loaded_into
            for one in state.wallets.values()
            if one.status == "exchanged" and one.loaded_into
        }
        - state.wallets.keys()
    ):
        _load_wallets(ask, book, touch, missing, state, series)
    # Those of earlier operations are asked for after this.
    replaced = {state.successor(one) for one in named} - named
    if touch.limits and replaced:
        for row in _rows(ask(_USAGE, (book, bigints(replaced), list(touch.limits)))):
            state.usage[row[0], row[1]] = Usage(*row)


def _load_predecessors(
    ask: Ask, book: int, touch: Touch, state: State, series: dict[int, Series]
) -> None:
    asked = set(state.wallets)
    while asked:
        rows = _rows(ask(_REPLACED, (bigints(asked),)))
        # A coupon is loaded into a wallet as well, and is none that it replaced.
        asked = {row[0] for row in rows if row[1] == "exchanged"} - state.wallets.keys()
        _load_wallets(ask, book, touch, asked, state, series)


def _load_counted(ask: Ask, book: int, touch: Touch, state: State) -> None:
    """Of the wallets of earlier operations, and of cards that replaced others or were replaced:
    one of these may be such a wallet's."""
    wallets = {one.wallet for one in state.past.values()}
    for one in state.wallets.values():
        if one.status == "exchanged" and one.loaded_into:
            wallets.update((one.id, one.loaded_into))
    for kind in touch.counted:
        _keep_records(state, kind, ask(records.by_wallet_counted(kind), (book, bigints(wallets))))


def _load_wallets(
    ask: Ask,
    book: int,
    touch: Touch,
    wanted: Collection[int],
    state: State,
    series: dict[int, Series],
) -> None:
    missing = set(wanted) - state.wallets.keys() - {0}
    if not missing:
        return
    named = bigints(missing)
    for row in _rows(ask(_WALLETS, (book, named))):
        state.wallets[row[0]] = Wallet(*row)
    _keep_lots(state, _rows(ask(_LOTS_OF_WALLETS, (named,))), series)
    for kind in touch.under_way:
        _keep_records(state, kind, ask(records.by_wallet(kind), (book, named)))


def _keep_records(state: State, kind: type[Record], cursor: Cursor) -> None:
    for (text,) in cursor.fetchall():
        found = records.read(kind, text)
        state.records[kind, found.operation] = found


def _ends(state: State) -> set[tuple[Kind, str]]:
    names: set[tuple[Kind, str]] = set()
    for lot in state.lots.values():
        names.add((Kind.CAMPAIGN_FUNDING, lot.series.campaign))
        names.add((Kind.BREAKAGE_INCOME, lot.series.product))
        names.add((Kind.GIFT_PAYABLE, str(ids.WalletId(lot.origin))))
    return names


def _keep_lots(state: State, rows: list[tuple[Any, ...]], series: dict[int, Series]) -> None:
    lots, wallets = state.lots, state.wallets
    for identifier, wallet, series_id, origin, balance, held, expires_at in rows:
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
    ask: Ask,
    book: int,
    touch: Touch,
    held: list[int],
    state: State,
    series: dict[int, Series],
) -> None:
    open_on_lots = _rows(ask(_HOLDS_OF_LOTS, (bigints(held),)))
    holds = bigints(touch.past.union(row[0] for row in open_on_lots))
    for identifier, wallet, merchant, ends, uses, rest in _rows(ask(_HOLDS, (book, holds))):
        state.holds[identifier] = Hold(identifier, wallet, merchant, ends, [], _uses(uses), rest)
    rows = _rows(ask(_HOLD_LOTS, (book, holds)))
    missing = {lot for _, lot, _ in rows} - state.lots.keys()
    if missing:
        _keep_lots(state, _rows(ask(_LOTS, (book, bigints(missing)))), series)
    for hold_id, lot_id, yen in rows:
        hold, lot = state.holds[hold_id], state.lots[lot_id]
        line = HoldLine(hold, lot, yen)
        hold.lines.append(line)
        lot.holds = (*lot.holds, line)
