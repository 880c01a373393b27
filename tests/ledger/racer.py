"""A process of its own with a ledger on the tests' database. It does what it is told, a line each,
and writes what the book said: two of them race.

`racer.py CONNINFO INSTANT BOOKS`"""

import sys
from datetime import datetime
from typing import Any, cast

import msgspec

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.ledger.command import Command
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.operations.registry import VERBS
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms


class Told(msgspec.Struct):
    """A command as its request has it, and its key."""

    key: str
    command: msgspec.Raw


def main(conninfo: str, instant: str, books: str) -> None:
    terms = load_terms(REPOSITORY_TERMS)
    clock = SetClock(datetime.fromisoformat(instant))
    with Ledger(Database(conninfo).connect, terms, int(books), clock) as ledger:
        _say({"ready": True})
        for line in sys.stdin.buffer:
            told = msgspec.json.decode(line, type=Told)
            verb = VERBS[msgspec.json.decode(told.command)["do"]]
            command = msgspec.json.decode(told.command, type=verb, dec_hook=ids.from_json)
            answer = ledger.do(cast("Command", command), "test", told.key)
            if verb.verb in transit.VERBS:
                answer = transit.finish(ledger, answer)
            outcome = msgspec.json.decode(answer.outcome)
            _say({"code": answer.code, "outcome": outcome, "operation": answer.operation})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
