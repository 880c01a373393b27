"""Messages as people may see them: addresses masked."""

from typing import Final, Literal

import msgspec

from zandaka.directory.vault import Vault
from zandaka.reads import messages
from zandaka.redress import contacts
from zandaka.redress.action import Connection
from zandaka.rules import contact

State = Literal["waiting", "taken", "lost", "void"]
NEWEST: Final = 2**63 - 1


def page(
    connection: Connection, vault: Vault, incident: str, *, before: int, limit: int, state: str
) -> list[messages.MessageLine]:
    """As `reads.messages.listed`, each with enough of its address to know it."""
    return [
        msgspec.structs.replace(
            row.line, address=contact.masked(contacts.opened(vault, row.address))
        )
        for row in messages.listed(connection, incident, before=before, limit=limit, state=state)
    ]
