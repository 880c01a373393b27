"""Turns the decisions of one batch into rows, numbers and balances, and writes them.

After a decision is made it must succeed: what is checked here are assertions, not rules."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger import records, rows, written
from zandaka.ledger.chart import Kind
from zandaka.ledger.command import Submission
from zandaka.ledger.loading import bigints
from zandaka.ledger.memory import Memory
from zandaka.ledger.model import (
    Account,
    Decision,
    Extension,
    Hold,
    HoldLine,
    Lot,
    State,
    Touch,
    Usage,
    Wallet,
)
from zandaka.ledger.records import Record

#: What is owed to somebody, and is never paid out beyond that.
_OWED: Final = frozenset(
    (Kind.GIFT_PAYABLE, Kind.SEND_PENDING, Kind.WITHDRAWAL_PAYABLE, Kind.SUSPENSE)
)

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode
_text = msgspec.json.Encoder().encode
_names = lru_cache(4096)(rows.operation_names)
_whys = lru_cache(256)(rows.extension_texts)
_day = lru_cache(256)(date.isoformat)


class Head(msgspec.Struct, gc=False):
    """A book's head: the last numbers given out, the last instant, the last hash."""

    batch: int
    operation: int
    transfer: int
    account: int
    wallet: int
    recorded_at: datetime
    hash: bytes


class Posting:
    """One batch in the making."""

    def __init__(self, book: int, head: Head, terms_id: int, at: datetime) -> None:
        self.operations: list[bytes] = []
        self._book = book
        self._head = head
        self._terms_id = terms_id
        self._at = at
        self._at_us = rows.microseconds(at)
        self._batch = head.batch + 1
        self._first_operation = head.operation + 1
        self._first_transfer = head.transfer + 1
        self._transfers: list[bytes] = []
        self._dirty: dict[int, Account | Lot] = {}
        self._used: dict[tuple[int, str], Usage] = {}
        self._new_wallets: dict[int, tuple[Wallet, int]] = {}
        self._new_lots: list[tuple[Lot, int]] = []
        self._new_accounts: list[Account] = []
        self._changed_wallets: dict[int, Wallet] = {}
        self._extensions: list[tuple[int, Extension, datetime | None]] = []
        self._holds: dict[int, Hold] = {}
        self._records: dict[tuple[type[Record], int], Record] = {}
        self._hold_lines: dict[tuple[int, int], HoldLine] = {}
        self._transits: list[tuple[int, int]] = []
        self._settled: list[int] = []

    def refuse(self, one: Submission, code: str, outcome: bytes, state: State) -> int:
        """Keeps a refused command as an attempt, under the wallet it was about. Returns its
        operation."""
        operation = self._next_operation()
        wallet = getattr(one.command, "wallet", None)
        if wallet is None:
            past = state.past.get(getattr(one.command, "on", 0))
            wallet = 0 if past is None else past.wallet
        self._record(
            one, operation, wallet if isinstance(wallet, int) else 0,
            code, outcome, self._at_us, 0,
        )  # fmt: skip
        return operation

    def post(self, one: Submission, decision: Decision, state: State) -> tuple[int, bytes]:
        """Applies a decision to the state and keeps its rows. Returns the operation and the
        outcome's JSON as its caller is told it."""
        operation = self._next_operation()
        if decision.wallets or decision.lots:
            self._open(decision, state, operation)
        effective_us = self._at_us
        if decision.effective_at is not None:
            effective_us = rows.microseconds(decision.effective_at)
        for move in decision.moves:
            self._move(move, operation, effective_us, state)
        for use in decision.uses:
            state.usage[use.wallet, use.limit_kind] = use
            self._used[use.wallet, use.limit_kind] = use
        # A new hold has its number only when it was applied.
        changed_hold = decision.hold if decision.hold is not None and decision.hold.id else None
        self._apply_rest(decision, state, operation)
        outcome = decision.outcome
        encoded = _encode(outcome() if callable(outcome) else outcome)
        stored = encoded
        if (
            decision.records
            or decision.changed_wallets
            or decision.wallets
            or changed_hold is not None
        ):
            stored = written.join(encoded, decision, changed_hold)
        self._record(
            one, operation, decision.wallet, "", stored,
            effective_us, len(decision.moves),
        )  # fmt: skip
        return operation, encoded

    def _next_operation(self) -> int:
        self._head.operation += 1
        return self._head.operation

    def _record(
        self,
        one: Submission,
        operation: int,
        wallet: int,
        code: str,
        outcome: bytes,
        effective_us: int,
        transfers: int,
    ) -> None:
        self.operations.append(
            rows.operation(
                self._book, operation, self._batch, one.key, one.fingerprint, wallet,
                self._head.transfer + 1 - transfers, transfers, self._terms_id,
                effective_us, self._at_us, _names(one.command.verb, code, one.caller),
                one.request, outcome,
            )
        )  # fmt: skip

    def _move(
        self,
        move: tuple[Account | Lot, Account | Lot, int, int],
        operation: int,
        effective_us: int,
        state: State,
    ) -> None:
        debit, credit, yen, returns = move
        if not debit.id:
            self._open_account(debit, state)
        if not credit.id:
            self._open_account(credit, state)
        debit_after = debit.balance = debit.balance - yen
        credit_after = credit.balance = credit.balance + yen
        if isinstance(debit, Lot):
            assert debit_after >= 0, f"lot {debit.id} below zero"
            if debit.held > debit_after:
                self._end_holds(debit)
        elif debit.kind in _OWED:
            assert debit_after >= 0, f"more than was owed to {debit.owner}"
        self._head.transfer = identifier = self._head.transfer + 1
        self._dirty[debit.id] = debit
        self._dirty[credit.id] = credit
        if returns:
            state.past_transfers[returns].returned += yen
        self._transfers.append(
            rows.transfer(
                self._book, identifier, operation, debit.id, credit.id, yen,
                debit_after, credit_after, returns, effective_us, self._at_us,
            )
        )  # fmt: skip

    def _end_holds(self, lot: Lot) -> None:
        """Writes off the lot's holds that have run out. They keep nothing from then on, written
        off or not; but what is written as held must never pass the balance."""
        for line in lot.holds:
            if line.hold.expires_at <= self._at:
                lot.held -= line.yen
                line.yen = 0
                self._hold_lines[line.hold.id, lot.id] = line

    def _open_account(self, account: Account | Lot, state: State) -> None:
        assert isinstance(account, Account), "a lot is opened by its decision"
        self._head.account += 1
        account.id = self._head.account
        state.accounts[account.id] = account
        self._new_accounts.append(account)

    def _open(self, decision: Decision, state: State, operation: int) -> None:
        for wallet in decision.wallets:
            self._head.wallet += 1
            wallet.id = self._head.wallet
            if wallet.form != "app":
                wallet.inquiry = wallet.inquiry or ids.inquiry_number(wallet.prefecture, wallet.id)
            state.wallets[wallet.id] = wallet
            self._new_wallets[wallet.id] = wallet, operation
            for lot in wallet.lots:
                lot.wallet = wallet.id
                lot.origin = lot.origin or wallet.id
            for use in decision.uses:
                # What a new card takes over of caps.
                use.wallet = use.wallet or wallet.id
            if decision.changed_wallets:
                # A card that replaces another is found by that one's name, in this very batch too:
                # it has no accounts yet that could have been looked up.
                owner = str(ids.WalletId(wallet.id))
                state.looked_up = state.looked_up | {(kind, owner) for kind in Kind}
        for lot in decision.lots:
            self._head.account += 1
            lot.id = self._head.account
            state.lots[lot.id] = lot
            owner = state.wallets[lot.wallet]
            if all(lot is not other for other in owner.lots):
                owner.lots.append(lot)
            self._new_lots.append((lot, operation))

    def _apply_rest(self, decision: Decision, state: State, operation: int) -> None:
        for wallet in decision.changed_wallets:
            state.wallets[wallet.id] = wallet
            if wallet.id in self._new_wallets:
                self._new_wallets[wallet.id] = wallet, self._new_wallets[wallet.id][1]
            else:
                self._changed_wallets[wallet.id] = wallet
        for extension in decision.extensions:
            lot = extension.lot
            self._extensions.append((operation, extension, lot.expires_at))
            lot.expires_at = extension.new_expires_at
        if decision.hold is not None:
            self._hold(decision.hold, decision.hold_adds, operation, state)
        for line, released in decision.hold_changes:
            line.yen -= released
            line.lot.held -= released
            assert line.yen >= 0, f"hold {line.hold.id} below zero"
            self._dirty[line.lot.id] = line.lot
            self._hold_lines[line.hold.id, line.lot.id] = line
        for record in decision.records:
            record.operation = record.operation or operation
            state.records[type(record), record.operation] = record
            self._records[type(record), record.operation] = record
        if decision.transit_to is not None:
            self._transits.append((operation, decision.transit_to))
            state.transits[operation] = decision.wallet
        if decision.settles is not None:
            self._settled.append(decision.settles)
            state.transits.pop(decision.settles, None)

    def _hold(
        self, hold: Hold, adds: Sequence[tuple[Lot, int]], operation: int, state: State
    ) -> None:
        """Opens a hold, or keeps more for one that is open."""
        adding = [(line, line.yen) for line in hold.lines]
        if hold.id:
            kept = state.holds[hold.id]
            kept.expires_at, kept.uses, kept.rest = hold.expires_at, hold.uses, hold.rest
            hold = kept
            adding.clear()
            for lot, yen in adds:
                line = next((one for one in hold.lines if one.lot is lot), None)
                if line is None:
                    line = HoldLine(hold, lot, 0)
                    hold.lines = [*hold.lines, line]
                line.yen += yen
                adding.append((line, yen))
        else:
            hold.id = operation
        state.holds[hold.id] = hold
        self._holds[hold.id] = hold
        for line, yen in adding:
            lot = line.lot
            if lot.held + yen > lot.balance:
                self._end_holds(lot)
            if all(line is not other for other in lot.holds):
                lot.holds = (*lot.holds, line)
            lot.held += yen
            assert lot.held <= lot.balance, f"more held of {lot.id} than there is"
            self._dirty[lot.id] = lot
            self._hold_lines[hold.id, lot.id] = line

    def finish(self) -> "Finished":
        """The batch as it will be written, hashed onto the batch before."""
        head = self._head
        operations, transfers = b"".join(self.operations), b"".join(self._transfers)
        digest = rows.batch_hash(
            head.hash, self._book, self._batch, self._at_us,
            self._first_operation, len(self.operations),
            self._first_transfer, len(self._transfers),
            operations, transfers,
        )  # fmt: skip
        new = {account.id for account in self._new_accounts}
        new.update(lot.id for lot, _ in self._new_lots)
        changed = [account for key, account in self._dirty.items() if key not in new]
        used = list(self._used.values())
        return Finished(
            operations,
            transfers,
            {
                "book": self._book,
                "ids": bigints([account.id for account in changed]),
                "balances": bigints([account.balance for account in changed]),
                "helds": bigints([getattr(account, "held", 0) for account in changed]),
                "used_wallets": bigints([use.wallet for use in used]),
                "used_kinds": "{" + ",".join([use.limit_kind for use in used]) + "}",
                "used_periods": "{" + ",".join([_day(use.period) for use in used]) + "}",
                "used_yen": bigints([use.yen for use in used]),
                "batch": self._batch,
                "at": self._at,
                "first_operation": self._first_operation,
                "operations": len(self.operations),
                "first_transfer": self._first_transfer,
                "transfers": len(self._transfers),
                "operation": head.operation,
                "transfer": head.transfer,
                "account": head.account,
                "wallet": head.wallet,
                "hash": digest,
            },
        )

    def remember(self, memory: Memory, touch: Touch, state: State) -> None:
        """Tells `memory` what the batch, now committed, has left of the wallets it touched."""
        lots = [lot for lot, _ in self._new_lots]
        lots += [extension.lot for _, extension, _ in self._extensions]
        # Also of a hold that was only looked at: its lots have it in mind now.
        lots += [line.lot for hold in state.holds.values() for line in hold.lines]
        otherwise = {lot.wallet for lot in lots}
        otherwise.update(self._new_wallets, self._changed_wallets)
        touched = touch.wallets
        otherwise.update(
            [
                one.wallet
                for one in self._dirty.values()
                if isinstance(one, Lot) and one.wallet not in touched
            ]
        )
        otherwise.update([wallet for wallet, _ in self._used if wallet not in touched])
        memory.keep(self._batch, touch, state, self._used, otherwise)

    def write_new(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Writes what the batch opened, extended, held or sent: rare beside payments."""
        with connection.cursor() as cursor:
            self._write_new(cursor)

    def _write_new(self, cursor: psycopg.Cursor[tuple[Any, ...]]) -> None:
        book = self._book
        if self._new_wallets:
            with cursor.copy(
                "COPY wallets (book, id, product, form, status, holder, prefecture, inquiry, "
                "secret, loaded_into, opened_by, expires_at, tier) FROM STDIN"
            ) as copy:
                for w, operation in self._new_wallets.values():
                    copy.write_row((
                        book, w.id, w.product, w.form, w.status, w.holder, w.prefecture,
                        w.inquiry, w.secret, w.loaded_into, operation, w.expires_at, w.tier,
                    ))  # fmt: skip
        if self._new_accounts or self._new_lots:
            with cursor.copy(
                "COPY accounts (book, id, kind, balance, held, owner, wallet, series, origin, "
                "issued_at, opened_by, expires_at) FROM STDIN"
            ) as copy:
                for a in self._new_accounts:
                    copy.write_row((book, a.id, a.kind, a.balance, 0, a.owner, *[None] * 6))
                for lot, operation in self._new_lots:
                    copy.write_row((
                        book, lot.id, Kind.LOT, lot.balance, lot.held, None, lot.wallet,
                        lot.series.id, lot.origin, lot.issued_at, operation, lot.expires_at,
                    ))  # fmt: skip
        if self._changed_wallets:
            self._write_changed_wallets(cursor)
        if self._extensions:
            self._write_extensions(cursor)
        if self._holds:
            holds = list(self._holds.values())
            cursor.execute(
                _HOLDS,
                (
                    book, [one.id for one in holds], [one.wallet for one in holds],
                    [one.merchant for one in holds], [one.expires_at for one in holds],
                    [_text(one.uses).decode() for one in holds], [one.rest for one in holds],
                ),
            )  # fmt: skip
        if self._hold_lines:
            lines = self._hold_lines
            cursor.execute(
                _HOLD_LOTS,
                (
                    book, bigints([hold for hold, _ in lines]), bigints([lot for _, lot in lines]),
                    bigints([line.yen for line in lines.values()]),
                ),
            )  # fmt: skip
        if self._transits:
            cursor.execute(
                "INSERT INTO transits (book, operation, to_book) "
                "SELECT %s, * FROM unnest(%s::bigint[], %s::int[])",
                (book, *map(list, zip(*self._transits, strict=True))),
            )
        kinds: dict[type[Record], list[Record]] = {}
        for (kind, _), record in self._records.items():
            kinds.setdefault(kind, []).append(record)
        for one in kinds.values():
            records.write(cursor.connection, book, one)
        if self._settled:
            cursor.execute(
                "UPDATE transits SET settled = true WHERE book = %s AND operation = ANY(%s)",
                (book, self._settled),
            )

    def _write_changed_wallets(self, cursor: psycopg.Cursor[tuple[Any, ...]]) -> None:
        changed = list(self._changed_wallets.values())
        cursor.execute(
            _CHANGED_WALLETS,
            {
                "book": self._book,
                "ids": bigints([one.id for one in changed]),
                "statuses": [one.status for one in changed],
                "holders": [one.holder for one in changed],
                "into": [one.loaded_into for one in changed],
                "ends": [one.expires_at for one in changed],
                "tiers": [one.tier for one in changed],
            },
        )

    def _write_extensions(self, cursor: psycopg.Cursor[tuple[Any, ...]]) -> None:
        """A million may be extended in one plan, and nearly all of them to the same instant."""
        lots: dict[datetime | None, list[int]] = {}
        lines: list[bytes] = []
        for operation, e, old in self._extensions:
            lots.setdefault(e.lot.expires_at, []).append(e.lot.id)
            lines.append(
                rows.extension(
                    self._book, operation, e.lot.id, rows.microseconds(e.new_expires_at),
                    self._at_us, None if old is None else rows.microseconds(old),
                    _whys(e.reason, e.incident),
                )
            )  # fmt: skip
        _copy(cursor, rows.COPY_EXTENSIONS, b"".join(lines))
        for expires_at, extended in lots.items():
            cursor.execute(
                "UPDATE accounts SET expires_at = %s WHERE book = %s AND id = ANY(%s::bigint[])",
                (expires_at, self._book, bigints(extended)),
            )


_CHANGED_WALLETS = """
UPDATE wallets w SET status = n.status, holder = n.holder, loaded_into = n.loaded_into,
    expires_at = n.expires_at, tier = n.tier
FROM unnest(%(ids)s::bigint[], %(statuses)s::text[], %(holders)s::text[], %(into)s::bigint[],
            %(ends)s::timestamptz[], %(tiers)s::text[])
     AS n(id, status, holder, loaded_into, expires_at, tier)
WHERE w.book = %(book)s AND w.id = ANY(%(ids)s::bigint[]) AND w.id = n.id
"""
_HOLDS = """
INSERT INTO holds (book, id, wallet, merchant, expires_at, uses, rest)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[],
                         %s::jsonb[], %s::bigint[])
ON CONFLICT (id, book) DO UPDATE
SET expires_at = excluded.expires_at, uses = excluded.uses, rest = excluded.rest
"""
_HOLD_LOTS = """
INSERT INTO hold_lots (book, hold, lot, yen)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
ON CONFLICT (hold, lot, book) DO UPDATE SET yen = excluded.yen
"""

# One round trip for what changes in place. A usage row is new once a wallet and limit.
_WRITE = """
WITH balances AS (
    UPDATE accounts a SET balance = n.balance, held = n.held
    FROM unnest(%(ids)s::bigint[], %(balances)s::bigint[], %(helds)s::bigint[])
         AS n(id, balance, held)
    WHERE a.book = %(book)s AND a.id = ANY(%(ids)s::bigint[]) AND a.id = n.id
), used AS (
    INSERT INTO usage (book, wallet, limit_kind, period, yen)
    SELECT %(book)s, * FROM unnest(%(used_wallets)s::bigint[], %(used_kinds)s::text[],
                                   %(used_periods)s::date[], %(used_yen)s::bigint[])
    ON CONFLICT (wallet, limit_kind, book)
    DO UPDATE SET period = excluded.period, yen = excluded.yen
), batch AS (
    INSERT INTO batches (book, id, recorded_at, first_operation, operations,
                         first_transfer, transfers, hash)
    VALUES (%(book)s, %(batch)s, %(at)s, %(first_operation)s, %(operations)s,
            %(first_transfer)s, %(transfers)s, %(hash)s)
)
UPDATE books SET batch = %(batch)s, operation = %(operation)s, transfer = %(transfer)s,
    account = %(account)s, wallet = %(wallet)s, recorded_at = %(at)s, hash = %(hash)s
WHERE book = %(book)s
"""


class Finished(msgspec.Struct, frozen=True):
    """A batch's journal as binary rows, and the parameters of what changes in place."""

    operations: bytes
    transfers: bytes
    changes: dict[str, Any]

    def commit(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Writes the journal by COPY, and balances, limits used and the head in one statement;
        commits."""
        with connection.cursor() as cursor:
            _copy(cursor, rows.COPY_OPERATIONS, self.operations)
            if self.transfers:
                _copy(cursor, rows.COPY_TRANSFERS, self.transfers)
            with connection.pipeline():
                cursor.execute(_WRITE, self.changes)
                connection.commit()


def _copy(cursor: psycopg.Cursor[tuple[Any, ...]], into: bytes, lines: bytes) -> None:
    with cursor.copy(into) as copy:
        copy.write(b"".join((rows.COPY_HEADER, lines, rows.COPY_TRAILER)))
