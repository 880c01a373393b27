"""Where a webhook may go. A server that calls any address it is given can be made to call the
machines beside it, so only public addresses are called, and only by https."""

import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

MAX_URL: Final = 500


class TargetRefused(Exception):
    """The address may not be called. The text is the rule it breaks."""


class Target(msgspec.Struct, frozen=True):
    """What to connect to: `url` with the address in place of the name, `host` for the Host header,
    `name` for TLS. The name is looked up once, so it cannot change after it was checked."""

    url: str
    host: str
    name: str


class TargetRule(msgspec.Struct, frozen=True):
    """`loopback` lets http reach this machine, for development."""

    loopback: bool = False

    def check(self, url: str) -> SplitResult:
        """Refuses what can be told from the URL alone. Raises TargetRefused."""
        if len(url) > MAX_URL or not url.isascii() or any(letter <= " " for letter in url):
            raise TargetRefused(f"must be a URL of at most {MAX_URL} ASCII characters")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise TargetRefused("must be a URL") from None
        if not parts.hostname or port == 0:
            raise TargetRefused("must be a URL with a host")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise TargetRefused("must not hold a user, a password or a fragment")
        if parts.scheme != "https" and not (parts.scheme == "http" and self.loopback):
            raise TargetRefused("must start with https://")
        try:
            address = ipaddress.ip_address(parts.hostname)
        except ValueError:
            return parts
        self._check_address(address, parts.scheme)
        return parts

    def resolve(self, url: str) -> Target:
        """Where to connect. Looks the name up; raises TargetRefused and OSError."""
        parts = self.check(url)
        name = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(one[4][0])) for one in found]
        for address in addresses:
            self._check_address(address, parts.scheme)
        address = addresses[0]
        literal = f"[{address}]" if address.version == 6 else str(address)
        return Target(parts._replace(netloc=f"{literal}:{port}").geturl(), parts.netloc, name)

    def _check_address(
        self, address: ipaddress.IPv4Address | ipaddress.IPv6Address, scheme: str
    ) -> None:
        mapped = getattr(address, "ipv4_mapped", None)
        address = mapped or address
        if address.is_loopback and self.loopback:
            return
        if scheme != "https":
            raise TargetRefused("must start with https://")
        if not address.is_global or address.is_multicast:
            raise TargetRefused("must not lead to a private address")
