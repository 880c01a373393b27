"""Which error codes were really raised while the tests ran: by the program's own lines in a process
of the tests, or told by one of its servers over HTTP. A code that a test merely names is not
reached: one that nobody raises any more would stay documented for ever."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest

import zandaka
from zandaka.errors import KINDS, Invalid, KeyReused, Outage, Refusal
from zandaka.web.http import TooLarge
from zandaka.web.problem import CONTENT_TYPE, Failure

#: What is told of an exception that nobody expected: no test can reach it by asking.
UNREACHABLE: Final = frozenset({"bug"})
#: Exceptions that are a code each.
_ONE_CODE: Final[dict[type[Exception], str]] = {
    Invalid: "invalid_request",
    KeyReused: "key_reused",
    Outage: "outage",
    TooLarge: "body_too_large",
}
_PROGRAM: Final = str(Path(zandaka.__file__).parent)
_OPTION: Final = "--every-code"
_HANDED_IN: Final = "codes_reached"


def add_option(parser: pytest.Parser) -> None:
    """The option of a run of everything, which fails where a code was not reached."""
    parser.addoption(
        _OPTION, action="store_true", help="Fail when an error code was raised by no test."
    )


class Reached:
    """Watches one process of a run. A worker of xdist hands its codes in to the process that
    started it, which judges when the last one has ended."""

    def __init__(self) -> None:
        self.codes: set[str] = set()
        self.missing: list[str] = []
        self._patch = pytest.MonkeyPatch()
        for kind, code in _ONE_CODE.items():
            self._watch(kind, lambda _error, code=code: code)
        self._watch(Refusal, lambda error: error.code)
        self._watch(Failure, lambda error: error.code)
        self._listen()

    def _watch(self, kind: type[Exception], code: Callable[[Any], str]) -> None:
        """Notes the code of each one that a line of the program makes."""
        made: Callable[..., None] = kind.__init__

        def watched(error: Exception, *args: Any, **facts: Any) -> None:
            made(error, *args, **facts)
            here = inspect.currentframe()
            maker = here.f_back if here else None
            if maker is not None and maker.f_code.co_filename.startswith(_PROGRAM):
                self.codes.add(code(error))

        self._patch.setattr(kind, "__init__", watched)

    def _listen(self) -> None:
        """Notes the code of each problem that a server tells: it runs in a process of its own."""
        send = httpx.Client.send

        def heard(client: httpx.Client, *args: Any, **more: Any) -> httpx.Response:
            found = send(client, *args, **more)
            if found.headers.get("content-type", "").encode() == CONTENT_TYPE:
                self.codes.add(msgspec.json.decode(found.read())["code"])
            return found

        self._patch.setattr(httpx.Client, "send", heard)

    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended, and hands in what it has seen."""
        self.codes.update(getattr(node, "workeroutput", {}).get(_HANDED_IN, ()))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hands in, or judges a run in which all else is well."""
        self._patch.undo()
        handed_in: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if handed_in is not None:
            handed_in[_HANDED_IN] = sorted(self.codes)
        elif session.config.getoption(_OPTION) and exitstatus == pytest.ExitCode.OK:
            self.missing = sorted(KINDS.keys() - UNREACHABLE - self.codes)
            if self.missing:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Names what was missing."""
        if self.missing:
            terminalreporter.section("error codes that no test reached", red=True)
            terminalreporter.line(", ".join(self.missing))
