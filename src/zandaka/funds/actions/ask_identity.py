"""Ask for an identity (本人確認の照会): a provider is asked what came of its check of a holder."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds.actions.record_holder_name import Holder
from zandaka.redress.action import Action, Desk

_KEEP = """
INSERT INTO identity_checks (holder, evidence, state, by, at, ask_at)
VALUES (%s, %s, 'asking', %s, %s, %s) RETURNING id
"""


class IdentityAsked(msgspec.Struct, frozen=True):
    """The check's number. Its answer comes later, and changes nothing until then."""

    check: int


class AskIdentity(Action, frozen=True, kw_only=True, tag="ask_identity"):
    """Has the identity provider asked for the check that it calls `evidence`, until it is decided.
    Once it is, every wallet of the holder is told how far it went."""

    verb: ClassVar[str] = "ask_identity"
    ja: ClassVar[str] = (
        "本人確認の事業者に結果を照会する。決まったら、その利用者のすべてのウォレットに反映する。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = IdentityAsked

    holder: Holder
    evidence: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

    def act(self, desk: Desk) -> IdentityAsked:
        row = desk.connection.execute(
            _KEEP, (self.holder, self.evidence, desk.by, desk.now, desk.now)
        ).fetchone()
        assert row is not None, "an INSERT returns its row"
        return IdentityAsked(row[0])
