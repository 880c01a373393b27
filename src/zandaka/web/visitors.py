"""Who asks: the address behind a proxy of ours, as limits count it.

Zandaka stands behind a TLS proxy. Counted by the proxy's own address, all the public together would
be one visitor, and the sixty-first form of ten minutes would be refused whoever sent it."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from litestar.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network

#: A proxy on the same machine. Whoever else can connect from here need not pretend anything.
LOOPBACK: Final[tuple[Network, ...]] = (ip_network("127.0.0.0/8"), ip_network("::1"))
#: Of IPv6 a household has so many bits to itself; one visitor is all of them.
_HOUSEHOLD: Final = 64
_HEADER: Final = b"x-forwarded-for"


def visitor(peer: str, forwarded: Iterable[str], trusted: tuple[Network, ...]) -> str:
    """The address that a request came from: its `peer`, or, where that is a proxy of ours, the last
    one of `forwarded` that is not. Earlier ones are what the visitor says: they could be anything.
    """
    found = peer
    for one in (*reversed([*forwarded]), None):
        if one is None or not _within(found, trusted):
            break
        found = _bare(one)
    return _household(found)


def _bare(text: str) -> str:
    """Some proxies put the port beside the address, and it is another one each time."""
    host, colon, port = text.rpartition(":")
    if colon and port.isdecimal() and (":" not in host or host.startswith("[")):
        text = host
    return text.removeprefix("[").removesuffix("]")


@lru_cache(10_000)
def _within(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed in one for one in trusted)


@lru_cache(10_000)
def _household(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        # Not an address, but still a name.
        return address[:100]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), _HOUSEHOLD), strict=False).network_address)
    return address


def behind(app: ASGIApp, trusted: tuple[Network, ...]) -> ASGIApp:
    """`app`, which sees as its client whoever is behind the proxies `trusted`."""

    async def seen(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (client := scope["client"]) is not None:
            said = [value for name, value in scope["headers"] if name == _HEADER]
            forwarded = [
                one.strip() for value in said for one in value.decode("latin-1").split(",")
            ]
            scope["client"] = (visitor(client[0], forwarded, trusted), client[1])
        await app(scope, receive, send)

    return seen
