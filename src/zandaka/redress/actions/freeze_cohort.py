"""Freeze a cohort (対象者群の凍結): who was hurt, how much and why, as of a moment."""

from typing import Any, ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.redress.action import Action, Desk
from zandaka.redress.freezing import Frozen, freeze
from zandaka.redress.incidents import IncidentId, declared
from zandaka.rules.incident import Name
from zandaka.terms.incident_model import Instant


class FreezeCohort(Action, frozen=True, kw_only=True, tag="freeze_cohort"):
    """Finds who is in a cohort of the incident's terms and keeps them with amounts and reasons, as
    its next version. Only what was recorded by `known_at` (none given: now) counts: asked again
    with the same, the same members and hash come out."""

    verb: ClassVar[str] = "freeze_cohort"
    ja: ClassVar[str] = (
        "障害の規約にある対象者群の該当者を、金額と理由つきで次の版として凍結します。"
        "known_at(省略時は現在)までに記録されたものだけを見るので、同じ時点で凍結し直すと同じ結果になります。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = Frozen

    incident: IncidentId
    cohort: Name
    known_at: Instant | None = None

    def act(self, desk: Desk) -> Frozen:
        cohort = declared(desk, self.incident).cohort_named(self.cohort)
        if cohort is None:
            raise Refusal("unknown_cohort", cohort=self.cohort)
        return freeze(desk, self.incident, cohort, self.known_at)
