"""Record an identity (本人確認の登録): how far a holder is known, as a person has checked it."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds.actions.record_holder_name import Holder
from zandaka.operations.base import Reference
from zandaka.redress.action import Action, Desk
from zandaka.terms.model import Tier

_KEEP = """
INSERT INTO identity_checks (holder, tier, evidence, state, by, at, decided_at)
VALUES (%s, %s, %s, 'known', %s, %s, %s) RETURNING id
"""


class IdentityRecorded(msgspec.Struct, frozen=True):
    """The check's number, and how far it went."""

    check: int
    tier: str


class RecordIdentity(Action, frozen=True, kw_only=True, tag="record_identity"):
    """Keeps how far a holder's identity was checked, and tells every wallet of that holder.
    `evidence` is where the check itself is kept; personal data stays there. A check that turns
    out wrong is corrected by a lower tier."""

    verb: ClassVar[str] = "record_identity"
    ja: ClassVar[str] = (
        "担当者が確認した本人確認の段階を登録し、その利用者のすべてのウォレットに反映する。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = IdentityRecorded

    holder: Holder
    tier: Tier
    evidence: Reference = ""

    def act(self, desk: Desk) -> IdentityRecorded:
        row = desk.connection.execute(
            _KEEP, (self.holder, self.tier, self.evidence, desk.by, desk.now, desk.now)
        ).fetchone()
        assert row is not None, "an INSERT returns its row"
        return IdentityRecorded(row[0], self.tier)
