"""Mail over SMTP: one connection, used again for the mails that follow."""

import re
import smtplib
import ssl
import threading
import time
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

import msgspec

from zandaka.clock import Clock, SystemClock
from zandaka.providers.mail.letter import Origin, is_plain, letter
from zandaka.providers.mail.port import Mail, Sent
from zandaka.providers.pace import Pace

_TIMEOUT_S: Final = 20.0
#: Servers close a connection that rests or has carried much; a new one costs less than a failure.
_REST_S: Final = 30.0
_MAILS: Final = 100
#: By these a server refuses us and not the address: were they taken for the address's, a relay set
#: up wrongly would send a million holders to the other channel. 5.7 is policy (RFC 3463).
_OUR_FAULT: Final = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
_POLICY: Final = re.compile(rb"5\.7\.[0-9]")
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Relay(msgspec.Struct, frozen=True):
    """The server that takes our mail. `smtps`: TLS from the first byte. `smtp`: STARTTLS where it
    is offered; a password is sent in the clear to this very machine only."""

    scheme: Literal["smtp", "smtps"]
    host: str
    port: int
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Relay({self.scheme}://{self.host}:{self.port})"

    @classmethod
    def parse(cls, url: str) -> "Relay":
        """From smtp://user:password@host:port. Raises ValueError, which never repeats the URL."""
        rule = "must look like smtp://user:password@mail.example.jp:587 or smtps://...:465"
        try:
            found = urlsplit(url)
            host, port = found.hostname, found.port
        except ValueError:
            raise ValueError(rule) from None
        if found.scheme not in ("smtp", "smtps") or not host or found.path.strip("/"):
            raise ValueError(rule)
        scheme: Literal["smtp", "smtps"] = "smtps" if found.scheme == "smtps" else "smtp"
        return cls(
            scheme,
            host,
            port or (465 if scheme == "smtps" else 587),
            unquote(found.username or ""),
            unquote(found.password or ""),
        )


class _Unusable(Exception):
    """The relay cannot be used now."""


class SmtpSender:
    """Hands mails to a relay, one after the other. Safe in many threads."""

    def __init__(
        self,
        relay: Relay,
        origin: Origin,
        *,
        per_second: float = 20.0,
        timeout_s: float = _TIMEOUT_S,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._relay = relay
        self._origin = origin
        self._pace = Pace(per_second)
        self._timeout_s = timeout_s
        self._tls = tls or ssl.create_default_context()
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._open: smtplib.SMTP | None = None
        self._carried = 0
        self._used_at = 0.0

    def send(self, mail: Mail) -> Sent:
        """Hands one mail over."""
        if not is_plain(mail.to):
            return Sent("refused", "not an address that mail can be sent to")
        content = letter(mail, self._origin, self._clock.now()).as_bytes()
        self._pace.wait()
        with self._lock:
            try:
                return self._send(mail, content)
            except (OSError, smtplib.SMTPException, _Unusable) as error:
                self._close()
                return Sent("unknown", _said(error))

    def close(self) -> None:
        """Ends the connection."""
        with self._lock:
            self._close()

    def _send(self, mail: Mail, content: bytes) -> Sent:
        smtp, fresh = self._connection()
        try:
            code, text = smtp.mail(self._origin.envelope(mail.reference))
        except (OSError, smtplib.SMTPServerDisconnected):
            if fresh:
                raise
            # It closed while resting; nothing of this mail had been sent.
            self._close()
            smtp, _ = self._connection()
            code, text = smtp.mail(self._origin.envelope(mail.reference))
        if code != 250:
            # Our sender is refused, and would be for every address.
            return self._after("unknown", "MAIL", code, text)
        code, text = smtp.rcpt(mail.to)
        if code not in (250, 251):
            return self._after(_verdict(code, text), "RCPT", code, text)
        try:
            code, text = smtp.data(content)
        except smtplib.SMTPDataError as error:
            code, text = error.smtp_code, error.smtp_error
        self._used_at = time.monotonic()
        self._carried += 1
        if code == 250:
            return Sent("taken", _text(code, text))
        return self._after(_verdict(code, text), "DATA", code, text)

    def _after(
        self, result: Literal["refused", "unknown"], stage: str, code: int, text: bytes | str
    ) -> Sent:
        # The next mail may use the connection, if the server still listens on it.
        try:
            listens = code != 421 and self._open is not None and self._open.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            listens = False
        if not listens:
            self._close()
        return Sent(result, f"{stage}: {_text(code, text)}")

    def _connection(self) -> tuple[smtplib.SMTP, bool]:
        if self._open is not None and (
            self._carried >= _MAILS or time.monotonic() - self._used_at > _REST_S
        ):
            self._close()
        if self._open is not None:
            return self._open, False
        self._open = self._connect()
        self._carried, self._used_at = 0, time.monotonic()
        return self._open, True

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        if relay.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, timeout=self._timeout_s, context=self._tls
            )
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, timeout=self._timeout_s)
        try:
            smtp.ehlo_or_helo_if_needed()
            secure = relay.scheme == "smtps"
            if not secure and smtp.has_extn("starttls"):
                smtp.starttls(context=self._tls)
                smtp.ehlo()
                secure = True
            if relay.user:
                if not secure and relay.host not in _LOOPBACK:
                    raise _Unusable("the relay offers no TLS, so that no password is sent")
                smtp.login(relay.user, relay.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _close(self) -> None:
        smtp, self._open = self._open, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()


def _verdict(code: int, text: bytes | str) -> Literal["refused", "unknown"]:
    words = text if isinstance(text, bytes) else text.encode()
    if code < 500 or code in _OUR_FAULT or _POLICY.match(words):
        return "unknown"
    return "refused"


def _text(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())[:200]}"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
