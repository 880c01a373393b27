"""Exchange rates over HTTP: `GET <url>?currency=USD&at=<instant>` answers `{"yen": "151.37", "at":
"...", "source": "..."}`."""

from datetime import datetime
from typing import Annotated, Final

import httpx
import msgspec

from zandaka.providers.rates.port import NoRate, Rate

_TIMEOUT: Final = httpx.Timeout(3.0, connect=1.0)
_OK: Final = 200


class _Answer(msgspec.Struct, frozen=True):
    yen: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,12})?$")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    source: Annotated[str, msgspec.Meta(max_length=100)] = ""


class HttpRates:
    """A `RateProvider` behind `url`, which is asked with a bearer `token` where there is one."""

    def __init__(self, url: str, token: str = "", timeout: httpx.Timeout = _TIMEOUT) -> None:
        bearer = {"authorization": f"Bearer {token}"} if token else {}
        self._url = url
        self._http = httpx.Client(
            headers={"accept": "application/json", **bearer},
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def rate(self, currency: str, at: datetime) -> Rate:
        """What the other side says. Raises NoRate where it says nothing that can be used."""
        try:
            found = self._http.get(self._url, params={"currency": currency, "at": at.isoformat()})
            if found.status_code != _OK:
                raise NoRate(f"no rate of {currency}: status {found.status_code}")
            answer = msgspec.json.decode(found.content, type=_Answer)
        except (httpx.HTTPError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise NoRate(f"no rate of {currency}: {type(error).__name__}") from error
        return Rate(currency, answer.yen, answer.at, answer.source or "http")
