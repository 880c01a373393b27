"""Who holds the right to which funds-transfer money, at any instant (R100-R103): what the Payment
Services Act Art. 59 asks for when a preservation is paid out."""

from datetime import datetime
from typing import Any, Final, Literal, LiteralString

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.chart import Kind
from zandaka.reads.away import Away, away, due_on
from zandaka.rules.periods import right_ends
from zandaka.terms.model import Product, Terms

Connection = psycopg.Connection[tuple[Any, ...]]

#: Where the money stands: on the card, sent and not received, paid to a merchant that has not got
#: it, ordered out and not credited, kept above the balance cap.
Where = Literal["card", "send", "payment", "withdrawal", "suspense"]

_LOTS: Final = """
SELECT a.wallet, sum(m.yen)::bigint
FROM accounts a
JOIN series s ON s.id = a.series AND s.legal_kind = 'funds_transfer'
CROSS JOIN LATERAL (
    SELECT yen FROM transfers WHERE credit = a.id AND effective_at <= %(at)s
    UNION ALL
    SELECT -yen FROM transfers WHERE debit = a.id AND effective_at <= %(at)s
) m
WHERE a.kind = 'lot' AND (%(wallet)s::bigint IS NULL OR a.wallet = %(wallet)s)
GROUP BY a.wallet HAVING sum(m.yen) <> 0 ORDER BY a.wallet
"""
# What was kept apart above the cap and has not gone to its lots since.
_SUSPENSE: Final = """
SELECT a.wallet, sum(m.yen)::bigint
FROM accounts a
JOIN series s ON s.id = a.series AND s.legal_kind = 'funds_transfer'
CROSS JOIN LATERAL (
    SELECT t.yen FROM transfers t
    JOIN accounts c ON c.book = t.book AND c.id = t.credit AND c.kind = 'suspense'
    WHERE t.debit = a.id AND t.effective_at <= %(at)s
    UNION ALL
    SELECT -t.yen FROM transfers t
    JOIN accounts c ON c.book = t.book AND c.id = t.debit AND c.kind = 'suspense'
    WHERE t.credit = a.id AND t.effective_at <= %(at)s
) m
WHERE a.kind = 'lot' AND (%(wallet)s::bigint IS NULL OR a.wallet = %(wallet)s)
GROUP BY a.wallet HAVING sum(m.yen) <> 0 ORDER BY a.wallet
"""
_SENT_TO: Final = """
SELECT DISTINCT d.wallet FROM sends e
JOIN operations o ON o.book = e.book AND o.id = e.operation
JOIN transfers t ON t.book = e.book AND t.id >= o.first_transfer
     AND t.id < o.first_transfer + o.transfers
JOIN accounts d ON d.book = t.book AND d.id = t.debit
WHERE e.receiver = %s
"""


class Right(msgspec.Struct, frozen=True):
    """Whoever holds `wallet` has the right to `yen` that stand there; `operation` is what took them
    off the card, None for what is on it."""

    wallet: ids.WalletId
    where: Where
    yen: int
    operation: ids.OperationId | None = None


class Rights(msgspec.Struct, frozen=True):
    """The rights at an instant, entries of that instant included; `yen` are those of them all."""

    at: datetime
    yen: int
    items: list[Right]


def rights(connection: Connection, terms: Terms, at: datetime, wallet: int | None = None) -> Rights:
    """Whose the money is at `at`, of one wallet or of all.

    The terms say by which reading: whether what was sent is the receiver's on receipt or on
    acceptance (R101, R102), and when the right to what was paid ends (R103)."""
    values = {"at": at, "wallet": None if wallet is None else int(wallet)}
    inside: tuple[tuple[Where, LiteralString], ...] = (("card", _LOTS), ("suspense", _SUSPENSE))
    found = [
        Right(ids.WalletId(holder), where, yen)
        for where, query in inside
        for holder, yen in connection.execute(query, values)
    ]
    outside = away(connection, at, wallet)
    if wallet is not None:
        # What others have sent to it may be its own already.
        for (sender,) in connection.execute(_SENT_TO, (int(wallet),)).fetchall():
            if sender != wallet:
                outside += away(connection, at, sender, (Kind.SEND_PENDING,))
    paying: dict[int, int] = {}
    for one in outside:
        right = _right(one, terms, at, paying)
        if right is not None and (wallet is None or right.wallet == wallet):
            found.append(right)
    return Rights(at, sum(one.yen for one in found), found)


def _right(one: Away, terms: Terms, at: datetime, paying: dict[int, int]) -> Right | None:
    """Whose one part of what is away is; None where it is nobody's, or counted with what came
    before of the same withdrawal."""
    product = terms.products.get(one.product)
    if product is None:
        return None
    wallet = ids.WalletId(one.wallet)
    match one.kind:
        case Kind.MERCHANT_PAYABLE:
            return None if _over(one, product, terms, at) else _of(one, wallet, "payment")
        case Kind.SEND_PENDING | Kind.IN_TRANSIT:
            if one.reached:
                return None
            receiver = one.to if _moved(one, product, at) else None
            owner = wallet if receiver is None else ids.WalletId.parse(receiver)
            return _of(one, owner, "send")
        case Kind.WITHDRAWAL_PAYABLE:
            # The payout comes first, its fee after it: to that nobody has a right any more.
            left = one.yen if one.pays_yen is None else one.pays_yen
            left = paying.get(one.operation, left)
            yen = min(one.yen, left)
            paying[one.operation] = left - yen
            return None if one.reached or not yen else _of(one, wallet, "withdrawal", yen)
        case _:
            raise AssertionError(one.kind)


def _of(one: Away, wallet: ids.WalletId, where: Where, yen: int = 0) -> Right:
    return Right(wallet, where, yen or one.yen, one.operation)


def _moved(one: Away, product: Product, at: datetime) -> bool:
    """Whether the right is the receiver's before it has the money."""
    accepted = product.sending.right_moves == "acceptance"
    return accepted and (one.ends_at is None or at < one.ends_at)


def _over(one: Away, product: Product, terms: Terms, at: datetime) -> bool:
    if one.settled:
        return True
    due = due_on(one, terms)
    ends = None if due is None else right_ends(product.sending, due.last)
    return ends is not None and at >= ends
