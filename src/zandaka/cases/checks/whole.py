"""Checks of the ledger as a whole."""

from zandaka.cases.checks.base import Check, Ground
from zandaka.cases.compare import Difference, differences
from zandaka.ledger.verify import Break, verify

_SUMS = "SELECT book, sum(balance)::bigint FROM accounts GROUP BY book ORDER BY book"
_IN_FLIGHT = """
SELECT coalesce(sum(t.yen), 0)::bigint FROM transits x
JOIN operations o ON o.book = x.book AND o.id = x.operation
JOIN transfers t ON t.book = o.book
 AND t.id >= o.first_transfer AND t.id < o.first_transfer + o.transfers
WHERE NOT x.settled
"""
_TRANSIT_SUM = "SELECT coalesce(sum(balance), 0)::bigint FROM accounts WHERE kind = 'in_transit'"


class SumOfBooks(Check, frozen=True):
    """The balances of every book add up to 0, each book by itself."""

    sum_of_books: int

    def require_said(self) -> None:
        if self.sum_of_books != 0:
            raise ValueError("double entry knows one answer: 0")

    def differences(self, ground: Ground) -> list[Difference]:
        sums = {f"book {book}": int(total) for book, total in ground.connection.execute(_SUMS)}
        return differences(dict.fromkeys(sums, 0), sums, "sum_of_books")


class InFlight(Check, frozen=True):
    """Yen on their way from one book to another, of loads that are not settled."""

    in_flight: int

    def differences(self, ground: Ground) -> list[Difference]:
        connection = ground.connection
        (got,) = connection.execute(_IN_FLIGHT).fetchone() or (0,)
        (accounts,) = connection.execute(_TRANSIT_SUM).fetchone() or (0,)
        found = differences(self.in_flight, got, "in_flight")
        return found + differences(0, 0 if got else accounts, "in-transit accounts together")


class Verify(Check, frozen=True):
    """The whole journal replayed: hashes, balances and every invariant. Each case ends with it,
    said or not."""

    verify: bool

    def require_said(self) -> None:
        if not self.verify:
            raise ValueError("verify = true is all there is to say")

    def differences(self, ground: Ground) -> list[Difference]:
        with ground.connect() as connection:
            try:
                verify(connection)
            except Break as broken:
                return [Difference("verify", "no break", str(broken))]
        return []
