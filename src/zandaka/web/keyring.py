"""The API keys in memory: a payment is let in without a look into the database, and also while
the database is away, so that its attempt is kept under the right name."""

from typing import Any, Final

import psycopg

from zandaka.directory import api_keys
from zandaka.directory.api_keys import Principal
from zandaka.directory.secrets import Secrets

_SCHEME: Final = b"Bearer "
_LONGEST: Final = 200


class KeyRing:
    """Every valid key by its keyed hash. `refresh` puts a new table in place of the old one."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._keys: dict[bytes, Principal] = {}
        self._version = (0, 0)
        #: The keys of requests already seen, so that a busy one is hashed once.
        self._seen: dict[bytes, Principal] = {}

    def find(self, authorization: bytes) -> Principal | None:
        """Who sends this Authorization header."""
        # Held on to: a refresh by another thread must not be given a key it has just let go.
        seen, keys = self._seen, self._keys
        principal = seen.get(authorization)
        if principal is not None:
            return principal
        if not authorization.startswith(_SCHEME) or len(authorization) > _LONGEST:
            return None
        try:
            text = authorization[len(_SCHEME) :].decode("ascii")
        except UnicodeDecodeError:
            return None
        principal = keys.get(self._secrets.of_api_key(text))
        if principal is not None:
            seen[authorization] = principal
        return principal

    def refresh(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Reads the keys anew: new ones are let in, revoked ones no longer."""
        with connection.transaction():
            version = api_keys.version(connection)
            if version == self._version:
                return
            keys = dict(api_keys.valid(connection))
        self._keys, self._seen, self._version = keys, {}, version
