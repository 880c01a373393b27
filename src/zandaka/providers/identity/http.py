"""Checks of identity over HTTP: `GET <url>/checks/<evidence>` with a bearer token.

200 with `{"tier": "contact_checked"}` or `{"tier": "identity_verified"}` is checked; 404, 410 and
422 say that the check came to nothing; 202 and anything else is asked again."""

from typing import Final
from urllib.parse import quote

import httpx
import msgspec

from zandaka.providers.identity.port import IdentityAnswer
from zandaka.terms.model import Tier

#: Seconds to connect, and to wait for an answer.
_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
_OK: Final = 200
_FAILED: Final = frozenset({404, 410, 422})


class _Told(msgspec.Struct, frozen=True):
    tier: Tier


class HttpIdentity:
    """An `IdentityProvider` behind `url`, which is asked with a bearer `token`."""

    def __init__(self, url: str, token: str, timeout: httpx.Timeout = _TIMEOUT) -> None:
        self._url = url.rstrip("/")
        self._http = httpx.Client(
            headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            timeout=timeout,
            follow_redirects=False,
            # A proxy of the environment has no business with this.
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def ask(self, evidence: str) -> IdentityAnswer:
        """What came of a check."""
        try:
            found = self._http.get(f"{self._url}/checks/{quote(evidence, safe='')}")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # The class alone: a text may hold the address.
            return IdentityAnswer("unknown", why=type(error).__name__)
        if found.status_code in _FAILED:
            return IdentityAnswer("failed", why=f"HTTP {found.status_code}")
        if found.status_code != _OK:
            return IdentityAnswer("unknown", why=f"HTTP {found.status_code}")
        try:
            told = msgspec.json.decode(found.content, type=_Told)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return IdentityAnswer("unknown", why="the answer cannot be read")
        return IdentityAnswer("checked", told.tier)
