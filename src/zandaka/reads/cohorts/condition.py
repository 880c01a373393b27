"""What is asked of one coupon, and one condition's answer."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from zandaka import ids
from zandaka.rules.incident import IncidentContent
from zandaka.terms.incident_model import CohortTerms


class Condition(msgspec.Struct, frozen=True):
    """One condition of a cohort. `fact` is what it was judged by, `source` where it is written;
    `debit` the payment it speaks of. `unknown`: the ledger has nothing to judge it by."""

    name: str
    result: Literal["met", "not_met", "unknown"]
    fact: dict[str, Any]
    source: str
    debit: ids.OperationId | None = None


class Question(msgspec.Struct, frozen=True):
    """A coupon and the definition of a frozen cohort, as of the cohort's `known_at`."""

    coupon: ids.WalletId
    incident: str
    terms: CohortTerms
    scope: IncidentContent
    known_at: datetime

    def in_scope(self, campaign: str, product: str) -> bool:
        """Whether the incident hit value of that campaign and product."""
        scope = self.scope
        return (not scope.campaigns or campaign in scope.campaigns) and (
            not scope.products or product in scope.products
        )


def met(name: str, yes: bool, fact: dict[str, Any], source: str, **of: Any) -> Condition:
    """A condition that is either met or not."""
    return Condition(name, "met" if yes else "not_met", fact, source, **of)
