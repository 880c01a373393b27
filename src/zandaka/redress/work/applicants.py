"""Gives what is owed to a coupon to whoever was approved to receive for it, whether the approval or
the conversion came first (R16)."""

from time import monotonic
from typing import Final

from zandaka.redress.claims import applicants
from zandaka.redress.service import Redress

#: Seconds between two looks at everything; what is new is looked at in every round.
_EVERYTHING_S: Final = 30.0


class ApplicantWorker:
    """Comes before whoever looks for the holders' own addresses: a person has decided."""

    def __init__(self) -> None:
        self._looked_at = -_EVERYTHING_S

    @property
    def name(self) -> str:
        return "applicants"

    def round(self, redress: Redress) -> bool:
        """Finds recipients for what has none."""
        everything = monotonic() - self._looked_at >= _EVERYTHING_S
        with redress.connect() as connection:
            found = applicants.link(connection, everything=everything)
        if everything:
            self._looked_at = monotonic()
        return found > 0
