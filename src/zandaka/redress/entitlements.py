"""What is owed to coupons after a conversion, as rows: one a conversion and coupon, however often
it is written down."""

from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.command import Answer
from zandaka.operations.convert import Converted

Connection = psycopg.Connection[tuple[Any, ...]]

_RECORD: Final = """
INSERT INTO entitlements (incident, coupon, wallet, operation, prefecture, yen)
SELECT %(incident)s, %(coupon)s, %(wallet)s, %(operation)s, w.prefecture, %(yen)s
FROM wallets w WHERE w.id = %(coupon)s
ON CONFLICT (coupon, operation, wallet) DO NOTHING
"""

_read = msgspec.json.Decoder(Converted, dec_hook=ids.from_json).decode


def record(connection: Connection, incident: str, wallet: int, conversion: Answer) -> int:
    """Writes down what an accepted conversion owes, lots of one coupon together. Returns the yen.
    The caller commits."""
    converted = _read(conversion.outcome)
    owed: dict[int, int] = {}
    for part in converted.entitlements:
        owed[int(part.coupon)] = owed.get(int(part.coupon), 0) + part.yen
    for coupon, yen in owed.items():
        connection.execute(
            _RECORD,
            {
                "incident": incident, "coupon": coupon, "wallet": wallet,
                "operation": conversion.operation, "yen": yen,
            },
        )  # fmt: skip
    return converted.yen
