"""Real conversations with a real SMTP server."""

import ipaddress
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.providers.smtp_server import smtp_server

from zandaka.clock import SetClock
from zandaka.instants import JST
from zandaka.providers.mail.folder import FolderMail
from zandaka.providers.mail.letter import Origin
from zandaka.providers.mail.port import Mail
from zandaka.providers.mail.smtp import Relay, SmtpSender

ORIGIN = Origin.parse(
    "regionPAY 補償コールセンター <desk@notice.example.jp>",
    reply_to="ask@example.jp",
    bounces="bounce@notice.example.jp",
)
AT = datetime(2023, 4, 1, 9, tzinfo=JST)
TEXT = "お受け取りはこちらです。\n.\n..\nhttps://example.jp/g/abc\n" + "あ" * 500 + "\n"


def mail(to: str, reference: str = "m1-1-abc", subject: str = "【重要】お受け取りのご案内") -> Mail:
    return Mail(to, subject, TEXT, reference)


def sender(port: int, url: str = "smtp://127.0.0.1", **more: object) -> SmtpSender:
    given = {"timeout_s": 3.0, "per_second": 10_000, "clock": SetClock(AT), **more}
    return SmtpSender(Relay.parse(f"{url}:{port}"), ORIGIN, **given)  # type: ignore[arg-type]


def test_a_mail_arrives_as_it_was_written() -> None:
    with smtp_server() as (server, port):
        sent = sender(port).send(mail("hanako@example.jp"))
    assert sent.result == "taken"
    (got,) = server.received
    assert got.to == ["hanako@example.jp"]
    assert got.sender == "bounce+m1-1-abc@notice.example.jp"
    assert got.mail["Subject"] == "【重要】お受け取りのご案内"
    assert got.mail["From"].addresses[0].display_name == "regionPAY 補償コールセンター"
    assert got.mail["Reply-To"] == "ask@example.jp"
    assert got.mail["Message-ID"] == "<m1-1-abc@notice.example.jp>"
    assert got.mail["Date"].datetime == AT
    assert got.mail["Auto-Submitted"] == "auto-generated"
    assert got.mail["List-Id"] == "<notices.notice.example.jp>"
    assert got.mail.get_content().replace("\r\n", "\n") == TEXT
    assert all(len(line) < 998 for line in got.raw.split(b"\r\n"))


def test_one_connection_carries_many() -> None:
    with smtp_server() as (server, port):
        one = sender(port)
        for number in range(5):
            assert one.send(mail("hanako@example.jp", f"m{number}")).result == "taken"
        # A refusal does not cost the connection.
        assert one.send(mail("refused@example.jp", "m8")).result == "refused"
        assert one.send(mail("hanako@example.jp", "m9")).result == "taken"
        one.close()
    assert len(server.received) == 6
    assert len(server.sessions) == 1


@pytest.mark.parametrize(
    ("who", "result", "then"),
    [
        ("refused", "refused", "refused"),
        ("later", "unknown", "taken"),
        ("hang", "unknown", "taken"),
        ("content", "refused", "refused"),
        ("policy", "unknown", "unknown"),
    ],
)
def test_what_the_server_says_decides(who: str, result: str, then: str) -> None:
    with smtp_server() as (server, port):
        one = sender(port)
        first = one.send(mail(f"{who}@example.jp"))
        second = one.send(mail(f"{who}@example.jp"))
        assert one.send(mail("hanako@example.jp", "m2")).result == "taken"
    assert (first.result, second.result) == (result, then), (first, second)
    copies = {got.mail["Message-ID"] for got in server.received if got.to[0].startswith(who)}
    # Where it was taken twice, both copies are known as one.
    assert len(copies) <= 1


def test_a_server_that_is_away_is_unknown() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert sender(port).send(mail("hanako@example.jp")).result == "unknown"


def test_a_connection_closed_while_resting_is_opened_anew() -> None:
    with smtp_server() as (server, port):
        one = sender(port)
        assert one.send(mail("hanako@example.jp")).result == "taken"
        assert one._open is not None  # pyright: ignore[reportPrivateUsage]
        assert one._open.sock is not None  # pyright: ignore[reportPrivateUsage]
        one._open.sock.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportPrivateUsage]
        assert one.send(mail("hanako@example.jp", "m2")).result == "taken"
    assert len(server.sessions) == 2


def test_a_password_logs_in(caplog: pytest.LogCaptureFixture) -> None:
    with smtp_server(auth=True) as (server, port):
        right = sender(port, "smtp://desk:p%3Aw%2Fd%40@127.0.0.1")
        assert right.send(mail("hanako@example.jp")).result == "taken"
        wrong = sender(port, "smtp://desk:guess@127.0.0.1").send(mail("hanako@example.jp"))
        assert wrong.result == "unknown"
        assert "guess" not in wrong.why
    assert len(server.received) == 1
    assert "p:w" not in repr(Relay.parse("smtp://desk:p%3Aw@example.jp:587"))


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=str(folder / "cert.pem"))


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_tls_is_used_and_its_certificate_checked(tmp_path: Path, scheme: str) -> None:
    theirs, ours = certificate(tmp_path)
    with smtp_server(tls=theirs, implicit=scheme == "smtps") as (server, port):
        url = f"{scheme}://127.0.0.1"
        assert sender(port, url, tls=ours).send(mail("hanako@example.jp")).result == "taken"
        stranger = sender(port, url).send(mail("hanako@example.jp"))
        assert stranger.result == "unknown"
        assert "CERTIFICATE" in stranger.why.upper()
    (got,) = server.received
    assert got.tls or scheme == "smtps"


@pytest.mark.parametrize("to", ["a\r\nBcc: x@example.jp", "a@b.jp\r\nDATA", "hanako", "花子@例.jp"])
def test_an_address_that_could_say_more_is_refused(to: str) -> None:
    with smtp_server() as (server, port):
        assert sender(port).send(mail(to)).result == "refused"
    assert not server.received


def test_a_subject_stays_a_subject() -> None:
    with smtp_server() as (server, port):
        sent = sender(port).send(mail("hanako@example.jp", subject="a\r\nBcc: x@example.jp\n\nhi"))
    assert sent.result == "taken"
    (got,) = server.received
    assert got.mail["Bcc"] is None
    assert got.mail["Subject"] == "a Bcc: x@example.jp hi"


@pytest.mark.parametrize("to", ["a..b@docomo.example.jp", "c.@ezweb.example.jp"])
def test_old_carrier_addresses_take_mail(to: str) -> None:
    with smtp_server() as (server, port):
        assert sender(port).send(mail(to)).result == "taken"
    assert server.received[0].to == [to]


@pytest.mark.parametrize(
    "url", ["mailto:a@b", "smtp://", "smtp://u:hidden@h:x", "http://u:hidden@h", "smtp://h/path"]
)
def test_a_url_that_cannot_be_used_is_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="must look like") as told:
        Relay.parse(url)
    assert "hidden" not in str(told.value)


def test_a_folder_keeps_the_same_mail_once(tmp_path: Path) -> None:
    folder = FolderMail(tmp_path / "outbox", ORIGIN, SetClock(AT))
    for _ in range(2):
        assert folder.send(mail("hanako@example.jp")).result == "taken"
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == "m1-1-abc.eml"
    assert b"To: hanako@example.jp\r\n" in file.read_bytes()
