"""What an action is: its fields, who may, and what it changes."""

from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
import psycopg

from zandaka.directory.api_keys import Role
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]


class Desk(msgspec.Struct, frozen=True):
    """What an action works with: one open transaction, the instant, and who acts.

    `by` is the caller as in `operator:sato`: two people are two callers. `number` is the action's
    own, under which it will be kept."""

    connection: Connection
    terms: Terms
    now: datetime
    by: str
    number: int
    secrets: Secrets
    vault: Vault


class Action(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="do",
):
    """An action as data. Its JSON carries the verb in `do`. The docstring of each is what the API
    and `zandaka redress --help` say of it; `ja` says the same in Japanese."""

    verb: ClassVar[str]
    ja: ClassVar[str]
    #: Who may. `public`: also who has no key; its fields must prove for whom it is done.
    roles: ClassVar[tuple[Role, ...]]
    public: ClassVar[bool] = False
    #: Under which path and heading it stands in the API.
    group: ClassVar[Literal["redress", "funds"]] = "redress"
    #: Fields that the audit trail does not keep: personal data, codes.
    private: ClassVar[frozenset[str]] = frozenset()
    #: What `act` returns.
    outcome: ClassVar[type[msgspec.Struct]]

    def act(self, desk: Desk) -> msgspec.Struct:
        """Checks and changes. Raises Refusal or Invalid, and then nothing has changed. What is
        returned is kept: it holds nothing private."""
        raise NotImplementedError
