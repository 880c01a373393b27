"""What an operator may set, read once from the environment. Nothing else in Zandaka reads it."""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final, TypeVar

import msgspec

#: The repository's own terms/, three folders above this file.
REPOSITORY_TERMS: Final = Path(__file__).resolve().parents[2] / "terms"

SECRET_BYTES: Final = 32
MAX_BOOKS: Final = 1024


class SettingsError(ValueError):
    """A setting cannot be used. The text is one sentence: the variable and the rule it breaks."""

    def __init__(self, variable: str, rule: str) -> None:
        super().__init__(f"{variable} {rule}.")
        self.variable = variable


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One process's settings.

    `database_url` None means the embedded PostgreSQL in `data`; `secret` None means the file
    `data`/secret (see `load_secret`). An empty variable counts as not set.

    `proxies` are other machines' addresses whose X-Forwarded-For says where a request came from;
    one on this machine is believed as it is.

    `public_url` is where holders reach this house: links in messages begin with it. Mail, short
    messages and gifts go to the provider named here; without one they wait, or lie as files in
    `outbox` where that is set. Rates are messages a second.
    """

    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8400
    data: Path = Path("data")
    terms: Path = REPOSITORY_TERMS
    books: int = 4
    secret: bytes | None = None
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    public_url: str = ""
    outbox: Path | None = None
    smtp_url: str | None = None
    mail_from: str | None = None
    mail_reply_to: str = ""
    mail_bounces: str = ""
    mail_per_second: int = 20
    sms_url: str | None = None
    sms_token: str = ""
    sms_per_second: int = 10
    gifts_url: str | None = None
    gifts_token: str = ""
    rates_url: str | None = None
    rates_token: str = ""
    rates_file: Path | None = None
    atm_url: str | None = None
    atm_token: str = ""
    funding_url: str | None = None
    funding_token: str = ""
    identity_url: str | None = None
    identity_token: str = ""

    @property
    def public(self) -> str:
        """Where holders reach this house, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    def __repr__(self) -> str:
        # A URL may hold a password: neither it nor a secret or a token belongs in a log line.
        return (
            f"Settings(host={self.host!r}, port={self.port}, data={str(self.data)!r},"
            f" terms={str(self.terms)!r}, books={self.books},"
            f" database={'external' if self.database_url else 'embedded'},"
            f" public={self.public!r}, mail={bool(self.smtp_url)}, sms={bool(self.sms_url)},"
            f" gifts={bool(self.gifts_url)})"
        )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads the ZANDAKA_ variables. Raises `SettingsError` on the first one that is wrong."""
        return cls(
            database_url=_database_url(environ),
            host=_host(environ),
            port=_integer(environ, "ZANDAKA_PORT", default=8400, low=1, high=65535),
            data=_path(environ, "ZANDAKA_DATA", Path("data")),
            terms=_path(environ, "ZANDAKA_TERMS", REPOSITORY_TERMS),
            books=_integer(environ, "ZANDAKA_BOOKS", default=4, low=1, high=MAX_BOOKS),
            secret=_secret(environ),
            proxies=_networks(environ, "ZANDAKA_PROXIES"),
            public_url=(_url(environ, "ZANDAKA_PUBLIC_URL") or "").rstrip("/"),
            outbox=_path(environ, "ZANDAKA_OUTBOX", None),
            smtp_url=_get(environ, "ZANDAKA_SMTP_URL"),
            mail_from=_beside(environ, "ZANDAKA_MAIL_FROM", "ZANDAKA_SMTP_URL"),
            mail_reply_to=_get(environ, "ZANDAKA_MAIL_REPLY_TO") or "",
            mail_bounces=_get(environ, "ZANDAKA_MAIL_BOUNCES") or "",
            mail_per_second=_integer(
                environ, "ZANDAKA_MAIL_PER_SECOND", default=20, low=1, high=10_000
            ),
            sms_url=_url(environ, "ZANDAKA_SMS_URL"),
            sms_token=_beside(environ, "ZANDAKA_SMS_TOKEN", "ZANDAKA_SMS_URL") or "",
            sms_per_second=_integer(
                environ, "ZANDAKA_SMS_PER_SECOND", default=10, low=1, high=10_000
            ),
            gifts_url=_url(environ, "ZANDAKA_GIFTS_URL"),
            gifts_token=_beside(environ, "ZANDAKA_GIFTS_TOKEN", "ZANDAKA_GIFTS_URL") or "",
            rates_url=_url(environ, "ZANDAKA_RATES_URL"),
            rates_token=_get(environ, "ZANDAKA_RATES_TOKEN") or "",
            rates_file=_path(environ, "ZANDAKA_RATES_FILE", None),
            atm_url=_url(environ, "ZANDAKA_ATM_URL"),
            atm_token=_beside(environ, "ZANDAKA_ATM_TOKEN", "ZANDAKA_ATM_URL") or "",
            funding_url=_url(environ, "ZANDAKA_FUNDING_URL"),
            funding_token=_beside(environ, "ZANDAKA_FUNDING_TOKEN", "ZANDAKA_FUNDING_URL") or "",
            identity_url=_url(environ, "ZANDAKA_IDENTITY_URL"),
            identity_token=_beside(environ, "ZANDAKA_IDENTITY_TOKEN", "ZANDAKA_IDENTITY_URL") or "",
        )


def load_secret(settings: Settings) -> bytes:
    """The key for keyed hashes, at least 32 bytes: the one set, else the file `data`/secret.

    The file is made on first use and readable by its owner only. Losing it makes every secret
    code that was issued useless, so it must be backed up with the database. Raises
    `SettingsError` if the file exists but does not hold a usable key.
    """
    if settings.secret is not None:
        return settings.secret
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.data / "secret"
    if not path.exists():
        # Written in full beside its place, then linked: of two processes that start at once one
        # wins, and neither ever reads half a key.
        draft = settings.data / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    return _hex_key(path.read_text().strip(), f"The secret in {path}")


def _get(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _database_url(environ: Mapping[str, str]) -> str | None:
    value = _get(environ, "ZANDAKA_DATABASE_URL")
    if value is not None and not value.startswith(("postgresql://", "postgres://")):
        raise SettingsError(
            "ZANDAKA_DATABASE_URL", "must be a URL that starts with postgresql:// (or be left out)"
        )
    return value


def _host(environ: Mapping[str, str]) -> str:
    value = _get(environ, "ZANDAKA_HOST") or "127.0.0.1"
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise SettingsError("ZANDAKA_HOST", f"must be an address or a host name, not {value!r}")
    return value


def _integer(environ: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    value = _get(environ, name)
    if value is None:
        return default
    # int() alone would take full-width digits, signs and underscores.
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        raise SettingsError(name, f"must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def _networks(environ: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        given = (one.strip() for one in (_get(environ, name) or "").split(","))
        return tuple(ip_network(one) for one in given if one)
    except ValueError:
        raise SettingsError(
            name, "must be addresses or networks separated by commas, such as 10.0.0.0/8"
        ) from None


_Default = TypeVar("_Default", Path, None)


def _path(environ: Mapping[str, str], name: str, default: _Default) -> Path | _Default:
    value = _get(environ, name)
    if value is None:
        return default
    if "\0" in value:
        raise SettingsError(name, "must be a path")
    return Path(value).expanduser()


def _url(environ: Mapping[str, str], name: str) -> str | None:
    """An address that may be called: over TLS, unless it is on this machine. It is never repeated
    in a message, for it may hold a password."""
    value = _get(environ, name)
    if value is None:
        return None
    if not re.fullmatch(
        r"https://[!-~]+|http://(127\.0\.0\.1|localhost|\[::1\])([:/][!-~]*)?", value
    ):
        raise SettingsError(name, "must be a URL that starts with https:// (http:// on loopback)")
    return value


def _beside(environ: Mapping[str, str], name: str, other: str) -> str | None:
    """A setting without which another one is of no use."""
    value = _get(environ, name)
    if value is None and _get(environ, other) is not None:
        raise SettingsError(name, f"must be set where {other} is")
    return value


def _secret(environ: Mapping[str, str]) -> bytes | None:
    value = _get(environ, "ZANDAKA_SECRET")
    return None if value is None else _hex_key(value, "ZANDAKA_SECRET")


def _hex_key(text: str, name: str) -> bytes:
    # The value itself is never repeated in the message: it is a secret even when it is wrong.
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", text) or len(text) < 2 * SECRET_BYTES:
        raise SettingsError(
            name, f"must be at least {2 * SECRET_BYTES} hexadecimal digits ({SECRET_BYTES} bytes)"
        )
    return bytes.fromhex(text)
