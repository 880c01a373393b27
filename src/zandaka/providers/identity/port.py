"""What is asked of whoever checks identities: how far the person of a check is known.

The person and the papers stay with them; we name the check by the `evidence` that they gave, and
ask until they have decided."""

from typing import Literal, Protocol

import msgspec

from zandaka.terms.model import Tier


class IdentityAnswer(msgspec.Struct, frozen=True):
    """`checked`: known as far as `tier`. `failed`: the check came to nothing, `why` says so.
    `unknown`: not decided, or no answer; ask again."""

    result: Literal["checked", "failed", "unknown"]
    tier: Tier = "anonymous"
    why: str = ""


class IdentityProvider(Protocol):
    """Never raises for what the network does: that is `unknown`. Called from many threads."""

    def ask(self, evidence: str) -> IdentityAnswer:
        """What came of a check. Asking changes nothing there."""
        ...
