"""Decide publication (公表の決定): another person than proposed says whether to publish."""

from typing import Annotated, Any, ClassVar, Final

import msgspec

from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk

_PROPOSAL: Final = """
SELECT p.proposed_by, d.decided_by FROM publication_proposals p
LEFT JOIN publication_decisions d ON d.proposal = p.id WHERE p.id = %s
"""
_DECIDE: Final = """
INSERT INTO publication_decisions (proposal, publish, why, decided_at, decided_by)
VALUES (%s, %s, %s, %s, %s)
"""


class PublicationDecided(msgspec.Struct, frozen=True):
    """Whether the incident is to be published, as a person decided."""

    proposal: int
    publish: bool


class DecidePublication(Action, frozen=True, kw_only=True, tag="decide_publication"):
    """Decides a proposal to publish an incident, either way, with the reason. Not by whom raised
    it."""

    verb: ClassVar[str] = "decide_publication"
    ja: ClassVar[str] = (
        "障害の公表の提案について、公表するかどうかを理由とともに決めます。提案した人は決められません。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PublicationDecided

    proposal: Annotated[int, msgspec.Meta(ge=1, le=(1 << 63) - 1)]
    publish: bool
    why: Reason

    def act(self, desk: Desk) -> PublicationDecided:
        desk.connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('zandaka proposal', %s))",
            (self.proposal,),
        )
        row = desk.connection.execute(_PROPOSAL, (self.proposal,)).fetchone()
        if row is None:
            raise Refusal("unknown_proposal", proposal=self.proposal)
        proposed_by, decided_by = row
        if decided_by is not None:
            raise Refusal("publication_decided", by=decided_by)
        if proposed_by == desk.by:
            raise Refusal("same_person", by=desk.by, source="R137")
        desk.connection.execute(_DECIDE, (self.proposal, self.publish, self.why, desk.now, desk.by))
        return PublicationDecided(self.proposal, self.publish)
