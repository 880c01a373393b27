"""The real application on a real port, with the clock of a gift world; and a browser of sorts."""

import asyncio
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, Final, cast

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from tests.redress.gifts.conftest import GiftWorld

from zandaka.jobs.webhook_target import TargetRule
from zandaka.redress.service import Redress
from zandaka.web.app import create_app
from zandaka.web.gate import Gate
from zandaka.web.keyring import KeyRing
from zandaka.web.limiter import Limiter
from zandaka.web.owners import Owners
from zandaka.web.readers import Readers
from zandaka.web.services import Services

_VOID: Final = frozenset({"meta", "link", "input", "br", "img", "hr"})


@contextmanager
def site(world: GiftWorld, redress: Redress | None = None) -> Generator[str]:
    """The address at which it is served."""
    readers = Readers(world.database.connect)
    keyring = KeyRing(world.secrets)
    with world.database.connect() as connection:
        keyring.refresh(connection)
    services = Services(
        gate=cast("Gate", None),
        readers=readers,
        keyring=keyring,
        secrets=world.secrets,
        limiter=Limiter(),
        owners=Owners(readers),
        targets=TargetRule(),
        terms=world.terms,
        clock=world.clock,
        redress=redress or world.redress,
        visitors=Limiter(1_000),
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Server(
        create_app(services), address="127.0.0.1", port=port, interface=Interfaces.ASGI,
        websockets=False, log_enabled=False,
    )  # fmt: skip
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()))
    thread.start()
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/healthz", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.02)
        yield url
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join()
        readers.close()


class Form:
    """One form of a page."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}


class Page(HTMLParser):
    """A page as it is read: every element is closed, every field has a label, nothing is fetched
    from elsewhere or run."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.html = answer.text
        self.forms: list[Form] = []
        self.text = ""
        self._open: list[str] = []
        self._labels: set[str] = set()
        self._ids: set[str] = set()
        self.feed(answer.text)
        assert not self._open, self._open
        assert self._ids <= self._labels, self._ids - self._labels
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "form-action 'self'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert 'lang="ja"' in answer.text
        assert 'lang="en"' in answer.text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert tag != "script"
        assert not any(name.startswith("on") or name == "style" for name in given)
        for name in ("src", "href", "action"):
            assert not given.get(name, "").startswith(("http", "//"))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "form":
            assert given["method"] == "post"
            self.forms.append(Form(given["action"]))
        elif tag == "label":
            self._labels.add(given.get("for", ""))
        elif tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        form = self.forms[-1]
        kind = given["type"]
        if kind == "hidden":
            form.fields[given["name"]] = given["value"]
        elif kind in ("radio", "checkbox"):
            assert "label" in self._open
            form.choices.setdefault(given["name"], []).append(given["value"])
        else:
            self._ids.add(given["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, (tag, self._open)

    def handle_data(self, data: str) -> None:
        self.text += data


class Browser:
    """Keeps cookies, follows to where it is sent, and fills in forms."""

    def __init__(self, url: str, **headers: str) -> None:
        self.http = httpx.Client(
            base_url=url, follow_redirects=True, trust_env=False, timeout=20, headers=headers
        )

    def open(self, path: str) -> Page:
        return Page(self.http.get(path))

    def send(self, form: Form, **fields: str) -> Page:
        data: dict[str, Any] = {**form.fields, **fields}
        return Page(self.http.post(form.action, data=data))
