"""What a decision gives (R24, R25): rows that `work/awards.py` carries out."""

from collections.abc import Collection, Sequence
from typing import Final

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.reads import claim_facts
from zandaka.redress.action import Desk
from zandaka.redress.claims.desk import Claim

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_WAITING: Final = """
SELECT coalesce(sum(yen), 0)::bigint FROM awards WHERE debit = %s AND state = 'decided'
"""
_WALLET: Final = "SELECT wallet FROM operations WHERE book = %s AND id = %s"
_MAKE: Final = """
INSERT INTO awards (incident, claim, coupon, wallet, debit, yen)
VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""


def make(
    desk: Desk,
    claim: Claim,
    wanted: Sequence[tuple[ids.OperationId, int]],
    allowed: Collection[str] | None,
) -> tuple[int, ...]:
    """One award for each debit of the claim's coupon; `allowed` are those the claim speaks of.

    Refuses wrong_operation for another's debit, and exceeds_debit where less is left of it than
    awards that wait would leave."""
    assert claim.coupon is not None, "a claim without a coupon is never approved"
    if len({debit for debit, _ in wanted}) < len(wanted):
        raise Invalid("restore", "names a debit twice")
    debits = {one.debit: one for one in claim_facts.debits(desk.connection, claim.coupon, None)}
    made: list[int] = []
    for debit, yen in wanted:
        found = debits.get(str(debit))
        if found is None or (allowed is not None and str(debit) not in allowed):
            raise Refusal("wrong_operation", debit=debit, source="R24")
        # Two decisions on one debit at once: the second waits, and sees what the first gave.
        desk.connection.execute(_LOCK, (f"award {debit}",))
        row = desk.connection.execute(_WAITING, (int(debit),)).fetchone()
        assert row is not None, "a sum has a row"
        left = found.yen - found.returned - row[0]
        if yen > left:
            raise Refusal(
                "exceeds_debit", debit=debit, left_yen=max(left, 0), yen=yen, source="R25"
            )
        wallet = desk.connection.execute(_WALLET, (ids.book_of(debit), int(debit))).fetchone()
        assert wallet is not None, "a debit is an operation"
        row = desk.connection.execute(
            _MAKE, (claim.incident, claim.id, claim.coupon, wallet[0], int(debit), yen)
        ).fetchone()
        assert row is not None, "an INSERT returns its row"
        made.append(row[0])
    return tuple(made)
