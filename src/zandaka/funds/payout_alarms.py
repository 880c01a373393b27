"""What somebody said of a payout against what it had been settled as: money went another way than
the books have it, or may have. Kept as a row until a person has looked."""

from datetime import datetime
from typing import Any, Final, Literal

import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]
Said = Literal["paid", "returned"]

_KEEP: Final = """
INSERT INTO payout_alarms (payout, attempt, yen, said, stood, code, at)
SELECT payout, attempt, yen, %(said)s, %(stood)s, %(code)s, %(now)s
FROM payout_tries WHERE id = %(number)s
ON CONFLICT (payout, attempt, said) DO NOTHING
"""


def keep(
    connection: Connection, number: int, said: Said, stood: str, code: str, now: datetime
) -> None:
    """Keeps that the try `number` was said to be `said` where it `stood` otherwise; once, however
    often it is said."""
    given = {"number": number, "said": said, "stood": stood, "code": code, "now": now}
    connection.execute(_KEEP, given)
