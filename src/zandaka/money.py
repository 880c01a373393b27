"""Yen: whole, positive, bounded. The only unit of value in the house (1 POINT = 1 JPY, R63)."""

from typing import Annotated

import msgspec

#: The largest amount one command may move. Far above any instrument in the terms, and far below
#: what would overflow a bigint when a million of them are added up.
MAX_YEN = 1_000_000_000_000

#: An amount in a command: at least 1 yen, at most `MAX_YEN`, never fractional.
Yen = Annotated[int, msgspec.Meta(ge=1, le=MAX_YEN, description="Whole yen, at least 1.")]

#: An amount that may be nothing, such as the cash part of a payment.
YenOrNone = Annotated[int, msgspec.Meta(ge=0, le=MAX_YEN, description="Whole yen, 0 or more.")]
