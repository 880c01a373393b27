"""Freeze all cohorts (全対象者群の凍結): every one of the incident's terms, as of one moment."""

from typing import Any, ClassVar

import msgspec

from zandaka.redress.action import Action, Desk
from zandaka.redress.freezing import Frozen, freeze
from zandaka.redress.incidents import IncidentId, declared
from zandaka.terms.incident_model import Instant


class AllFrozen(msgspec.Struct, frozen=True):
    """Every cohort, in the order of the terms."""

    cohorts: list[Frozen]


class FreezeCohorts(Action, frozen=True, kw_only=True, tag="freeze_cohorts"):
    """Freezes every cohort of the incident's terms as of one moment (none given: now), or none of
    them where one cannot be frozen yet."""

    verb: ClassVar[str] = "freeze_cohorts"
    ja: ClassVar[str] = (
        "障害の規約にあるすべての対象者群を、同じ時点(省略時は現在)で凍結します。"
        "一つでも凍結できなければ、どれも凍結しません。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = AllFrozen

    incident: IncidentId
    known_at: Instant | None = None

    def act(self, desk: Desk) -> AllFrozen:
        terms = declared(desk, self.incident)
        return AllFrozen(
            [freeze(desk, self.incident, cohort, self.known_at) for cohort in terms.cohort]
        )
