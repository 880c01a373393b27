"""The transfers of operations, as SQL joins them."""

from typing import LiteralString


def transfers_of(operation: LiteralString) -> LiteralString:
    """SQL that joins `t`, the transfers of `operation`, which stands to its left.

    OFFSET keeps it a look-up by key for each operation. Left to itself the planner now and then
    joins by book, and compares every operation of a book with every transfer: a minute and a half
    for a million conversions that take two seconds."""
    return f"""CROSS JOIN LATERAL (
    SELECT * FROM transfers x WHERE x.book = {operation}.book AND x.id >= {operation}.first_transfer
    AND x.id < {operation}.first_transfer + {operation}.transfers OFFSET 0
) t"""  # noqa: S608 - a piece of SQL made of literals
