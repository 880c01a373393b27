"""Judge publication (公表の要否の判定): raises a proposal to publish the incident, or not to."""

from typing import Any, ClassVar, Final

import msgspec

from zandaka.reads import incidents
from zandaka.redress.action import Action, Desk
from zandaka.redress.incidents import IncidentId, declared
from zandaka.rules.publication import Criterion, Result, Said, judge

_PROPOSE: Final = """
INSERT INTO publication_proposals (id, incident, result, criteria, proposed_at, proposed_by)
VALUES (%s, %s, %s, %s, %s, %s)
"""


class Proposed(msgspec.Struct, frozen=True):
    """The proposal: `met` proposes to publish, `not_met` not to; `unknown`: more must be known.
    Another person decides."""

    proposal: int
    result: Result
    criteria: tuple[Criterion, ...]


class JudgePublication(Action, frozen=True, kw_only=True, tag="judge_publication"):
    """Judges the three criteria for publishing an incident: whether publishing prevents spread and
    whether it helps others avoid the like, as a person says, and whether the impact is large, by
    the frozen cohorts. Raises a proposal that another person decides."""

    verb: ClassVar[str] = "judge_publication"
    ja: ClassVar[str] = (
        "公表の三つの基準を判定します。被害拡大の防止と類似事案の回避に役立つかは人が答え、"
        "社会的影響の大きさは凍結した対象者群の金額と人数で見ます。結果は提案で、別の人が決めます。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = Proposed

    incident: IncidentId
    spreads: Said
    helps_others: Said

    def act(self, desk: Desk) -> Proposed:
        terms = declared(desk, self.incident)
        impact = incidents.impact(
            desk.connection, self.incident, [one.name for one in terms.cohort]
        )
        judged = judge(terms.publication, self.spreads, self.helps_others, impact)
        desk.connection.execute(
            _PROPOSE,
            (
                desk.number, self.incident, judged.result,
                msgspec.json.encode(judged.criteria).decode(), desk.now, desk.by,
            ),
        )  # fmt: skip
        return Proposed(desk.number, judged.result, judged.criteria)
