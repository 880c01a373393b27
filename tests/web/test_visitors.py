"""Limits count whoever is behind the proxy, and nobody's say-so."""

from ipaddress import ip_network

import httpx
import pytest
from tests.web.conftest import World, fresh

from zandaka.settings import Settings, SettingsError
from zandaka.web.visitors import LOOPBACK, visitor

OURS = (*LOOPBACK, ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("::1", ["203.0.113.7"], "203.0.113.7"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        # What the visitor wrote there himself stands before what the proxy added.
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7", "10.1.2.3"], "203.0.113.7"),
        ("127.0.0.1", ["10.9.9.9"], "10.9.9.9"),
        # Nobody else's header counts.
        ("192.0.2.1", ["203.0.113.7"], "192.0.2.1"),
        ("192.0.2.1", ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", ["203.0.113.7", "unknown"], "unknown"),
        ("127.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("127.0.0.1", ["[2001:db8:1:2::5]:4711"], "2001:db8:1:2::"),
        # A household has a whole network of IPv6 addresses.
        ("127.0.0.1", ["2001:db8:1:2:aaaa::1"], "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::1", [], "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("", [], ""),
    ],
)
def test_who_asks(peer: str, forwarded: list[str], who: str) -> None:
    assert visitor(peer, forwarded, OURS) == who


def ask(world: World, *forwarded: str) -> int:
    headers = [("idempotency-key", fresh()), *(("x-forwarded-for", one) for one in forwarded)]
    return httpx.post(
        f"{world.url}/v1/redress/apply", json={}, headers=headers, trust_env=False
    ).status_code


def test_behind_a_proxy_everybody_is_counted_alone(world: World) -> None:
    """The server's own limit: 60 in ten minutes."""
    for number in range(70):
        assert ask(world, f"203.0.113.{number}") == 400
    answers = [ask(world, f"192.0.2.{number}, 198.51.100.1") for number in range(61)]
    assert answers == [400] * 60 + [429]


def test_the_setting() -> None:
    assert Settings.from_env({}).proxies == ()
    given = Settings.from_env({"ZANDAKA_PROXIES": "10.0.0.1, 2001:db8::/32,"})
    assert given.proxies == (ip_network("10.0.0.1/32"), ip_network("2001:db8::/32"))
    for wrong in ("proxy.example.jp", "10.0.0.1/8", "10.0.0.1;10.0.0.2"):
        with pytest.raises(SettingsError, match="ZANDAKA_PROXIES"):
            Settings.from_env({"ZANDAKA_PROXIES": wrong})
