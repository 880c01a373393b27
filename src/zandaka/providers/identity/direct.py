"""A checker of identities that knows nobody, in this process: for cases.

The end of the evidence says what it answers: `-failed`, `-contact` (the contact alone was checked),
`-waiting` (never decided); anything else is verified."""

from zandaka.providers.identity.port import IdentityAnswer


class DirectIdentity:
    """An `IdentityProvider` whose answers are in the question."""

    def ask(self, evidence: str) -> IdentityAnswer:
        """What came of a check."""
        if evidence.endswith("-failed"):
            return IdentityAnswer("failed", why="the papers cannot be read")
        if evidence.endswith("-waiting"):
            return IdentityAnswer("unknown", why="not decided")
        if evidence.endswith("-contact"):
            return IdentityAnswer("checked", "contact_checked")
        return IdentityAnswer("checked", "identity_verified")
