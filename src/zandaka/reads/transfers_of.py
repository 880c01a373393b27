"""The transfers of operations, as SQL joins them."""

from typing import LiteralString


def transfers_of(operation: LiteralString) -> LiteralString:
    """SQL that joins `t`, the transfers of `operation`, which stands to its left.

    Named one by one, as a book's own queries name what they look up, and OFFSET keeps it apart. As
    a range, and with the statistics of a while ago, the planner now and then compares every
    operation of a book with every transfer, or walks an index of accounts for each: a minute and
    more for a million conversions that take two seconds."""
    series = f"{operation}.first_transfer, {operation}.first_transfer + {operation}.transfers - 1"
    return f"""CROSS JOIN LATERAL (
    SELECT * FROM transfers x WHERE x.book = {operation}.book
    AND x.id = ANY(ARRAY(SELECT generate_series({series}))) OFFSET 0
) t"""  # noqa: S608 - a piece of SQL made of literals
