"""Short messages through a provider over HTTP.

`POST <url>/messages` with `{"to": "+819012345678", "text": ..., "reference": ...}`, a bearer token,
and the reference as Idempotency-Key: whoever asks again sends nothing twice. 2xx is taken; 400,
404, 410 and 422 say that this number takes none; anything else is asked again. What happens later
comes in as `report_bounce`, naming the reference."""

from typing import Final

import httpx

from zandaka.providers.mail.port import Sent
from zandaka.providers.pace import Pace
from zandaka.providers.sms.port import Sms

_REFUSED: Final = frozenset({400, 404, 410, 422})
_TIMEOUT_S: Final = 10.0


class HttpSms:
    """Hands messages to the provider at `url`. Safe in many threads."""

    def __init__(
        self, url: str, token: str, *, per_second: float = 10.0, timeout_s: float = _TIMEOUT_S
    ) -> None:
        self._url = f"{url.rstrip('/')}/messages"
        self._pace = Pace(per_second)
        self._client = httpx.Client(
            headers={"authorization": f"Bearer {token}"}, timeout=timeout_s, trust_env=False
        )

    def send(self, sms: Sms) -> Sent:
        """Hands one message over."""
        self._pace.wait()
        try:
            answer = self._client.post(
                self._url,
                json={"to": sms.to, "text": sms.text, "reference": sms.reference},
                headers={"idempotency-key": sms.reference},
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Sent("unknown", type(error).__name__)
        said = f"{answer.status_code} {' '.join(answer.text.split())[:200]}"
        if answer.is_success:
            return Sent("taken", said)
        return Sent("refused" if answer.status_code in _REFUSED else "unknown", said)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()
