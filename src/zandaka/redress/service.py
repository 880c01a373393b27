"""Redress as an edge sees it: hand an action in, get what came of it."""

import hashlib
import hmac
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from zandaka import ids
from zandaka.clock import Clock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.errors import KeyReused
from zandaka.ledger import registry
from zandaka.ledger.ledger import Ledger
from zandaka.postgres.pool import Connect
from zandaka.providers.gift.port import GiftProvider
from zandaka.providers.identity.port import IdentityProvider
from zandaka.providers.mail.port import MailSender
from zandaka.providers.money.port import MoneyProvider
from zandaka.providers.rates.port import RateProvider
from zandaka.providers.sms.port import SmsSender
from zandaka.redress import whereof
from zandaka.redress.action import Action, Connection, Desk
from zandaka.terms.model import Terms

_SEEN: Final = "SELECT id, fingerprint, at, outcome::text FROM actions WHERE key = %s"
_KEEP: Final = """
INSERT INTO actions (id, key, fingerprint, at, verb, by, incident, terms, request, outcome)
OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_LEFT_OUT: Final = "(private)"

encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


class Done(msgspec.Struct, frozen=True):
    """An action that was carried out: its number, when, and what came of it (JSON)."""

    action: int
    at: datetime
    outcome: msgspec.Raw
    replayed: bool = False


class Providers(msgspec.Struct, frozen=True):
    """Whom the house asks for gifts and messages, at which cash machines it pays out (`atm`), who
    collects for automatic loads (`funding`), who checks identities and who knows exchange rates;
    None where nobody was set. Links in messages begin with `public_url`."""

    gift: GiftProvider | None = None
    mail: MailSender | None = None
    sms: SmsSender | None = None
    atm: MoneyProvider | None = None
    funding: MoneyProvider | None = None
    rates: RateProvider | None = None
    identity: IdentityProvider | None = None
    public_url: str = "http://127.0.0.1:8400"


class Redress:
    """Takes actions, and gives the workers what they need. Safe in many threads and processes."""

    def __init__(
        self,
        connect: Connect,
        ledger: Ledger,
        secrets: Secrets,
        vault: Vault,
        providers: Providers,
    ) -> None:
        self.connect = connect
        self.ledger = ledger
        self.terms: Terms = ledger.terms
        self.clock: Clock = ledger.clock
        self.secrets = secrets
        self.vault = vault
        self.providers = providers
        with connect() as connection:
            self._terms_id = registry.terms_id(connection, self.terms)

    def visitor(self, address: str) -> str:
        """The name under which somebody without a key acts. Two who think of the same key are two
        callers; but the audit trail is for ever and an address is personal, so a keyed hash of it
        stands there."""
        return f"public:{self.vault.fingerprint('visitor', address).hex()}"

    def do(self, action: Action, by: str, key: str) -> Done:
        """Carries `action` out in one transaction, once: whoever asks again with the same key
        gets the first outcome. A refusal is not kept; asked again, it is looked at anew.

        Raises Refusal, Invalid, KeyReused."""
        with self.connect() as connection:
            return self.do_in(connection, action, by, key)

    def do_in(self, connection: Connection, action: Action, by: str, key: str) -> Done:
        """`do` on a given session. Raises what `do` raises; then nothing has changed."""
        name = ids.operation_key(f"redress {by}", key)
        uuid = UUID(bytes=name)
        asked = encode(action)
        fingerprint = UUID(bytes=self.vault.fingerprint("action", asked.decode()))
        with connection.transaction():
            # Two with one key at once: the second waits, and finds the first one's outcome.
            connection.execute(
                "SELECT pg_advisory_xact_lock(%s)", (int.from_bytes(name[:8], signed=True),)
            )
            seen = connection.execute(_SEEN, (uuid,)).fetchone()
            if seen is not None:
                number, before, at, outcome = seen
                if not hmac.compare_digest(before.bytes, fingerprint.bytes):
                    raise KeyReused
                return Done(number, at, msgspec.Raw(outcome.encode()), replayed=True)
            row = connection.execute(
                "SELECT nextval(pg_get_serial_sequence('actions', 'id'))"
            ).fetchone()
            assert row is not None, "a sequence has a next value"
            now = self.clock.now()
            desk = Desk(connection, self.terms, now, by, row[0], self.secrets, self.vault)
            outcome_json = encode(action.act(desk))
            request = _public(action)
            incident = whereof.incident(connection, request, msgspec.json.decode(outcome_json))
            connection.execute(
                _KEEP,
                (
                    row[0], uuid, fingerprint, now, action.verb, by,
                    incident, self._terms_id,
                    encode(request).decode(), outcome_json.decode(),
                ),
            )  # fmt: skip
        return Done(row[0], now, msgspec.Raw(outcome_json))


def _public(action: Action) -> dict[str, Any]:
    written: dict[str, Any] = msgspec.json.decode(encode(action))
    return {name: _LEFT_OUT if name in action.private else value for name, value in written.items()}


def command_key(*parts: object) -> bytes:
    """The key of a command that follows from a row of redress: the same for the same row, on
    whichever machine and however often it is asked."""
    text = "\0".join(["redress", *map(str, parts)])
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
