"""A real SMTP server, on a port of its own, that can be told to misbehave."""

import asyncio
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Received:
    """A mail as the server took it."""

    def __init__(self, envelope: Envelope, tls: bool) -> None:
        assert isinstance(envelope.content, bytes)
        self.sender = envelope.mail_from
        self.to = list(envelope.rcpt_tos)
        self.tls = tls
        self.raw = envelope.content
        self.mail = message_from_bytes(envelope.content, policy=default)


class Handler:
    """Answers by the address: `refused@` 550, `later@` 451 the first time, `hang@` hangs up after
    it has the mail the first time, `content@` 554 after DATA, `policy@` 550 5.7.1."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.tried: list[str] = []
        self.sessions: set[int] = set()

    async def handle_RCPT(  # noqa: N802 - the server calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        who = address.partition("@")[0]
        first = address not in self.tried
        self.tried.append(address)
        if who == "refused":
            return f"550 5.1.1 <{address}>: no such user here"
        if who == "policy":
            return "550 5.7.1 relaying denied"
        if who == "later" and first:
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        to = envelope.rcpt_tos[0]
        if to.startswith("content@"):
            return "554 5.6.0 will not take that"
        self.sessions.add(id(session))
        self.received.append(Received(envelope, session.ssl is not None))
        if to.startswith("hang@") and self.tried.count(to) == 1:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            await asyncio.sleep(0.05)
        return "250 OK queued"


def check(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: LoginPassword
) -> AuthResult:
    """One user with one password."""
    good = (auth_data.login, auth_data.password) == (b"desk", b"p:w/d@")
    return AuthResult(success=good)


@contextmanager
def smtp_server(
    *, tls: ssl.SSLContext | None = None, auth: bool = False, implicit: bool = False
) -> Generator[tuple[Handler, int]]:
    """The handler and its port."""
    handler = Handler()
    more: dict[str, Any] = {}
    if tls is not None:
        more = {"ssl_context": tls} if implicit else {"tls_context": tls, "require_starttls": True}
    if auth:
        more |= {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    # The controller knocks at its own port when it starts, so that it cannot be 0.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()
