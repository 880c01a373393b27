"""What an edge submits to a book, and what it gets back."""

import hashlib
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from zandaka import ids
from zandaka.errors import KeyReused
from zandaka.ledger.model import Decision, Moment, State, Touch


class Command(Protocol):
    """One request to move value. Frozen data; `touch` and `decide` are pure."""

    verb: ClassVar[str]

    def book(self, key: bytes, books: int) -> int:
        """The book the command belongs to, of `books`: the same for the same command and key."""
        ...

    def touch(self, touch: Touch) -> None:
        """Names what the decision needs of the book."""
        ...

    def decide(self, state: State, moment: Moment) -> Decision:
        """What is to be posted. Raises Refusal, and changes nothing in `state`."""
        ...


class Submission(msgspec.Struct, frozen=True, gc=False):
    """A command under its caller's idempotency key.

    `key` are the 16 bytes of `ids.operation_key`; `request` is the command's canonical JSON and
    `fingerprint` 16 bytes that tell one request from another under the same key."""

    book: int
    key: bytes
    caller: str
    command: Command
    request: bytes
    fingerprint: bytes


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The stored outcome of a command: the same bytes each time the key is asked.

    `code` is empty when accepted, else a code of `errors.KINDS`. `outcome` is JSON."""

    operation: int
    code: str
    outcome: bytes
    recorded_at: datetime
    replayed: bool

    @property
    def accepted(self) -> bool:
        """Whether it was done; else `code` says why not."""
        return not self.code


#: What a book says to one submission: its outcome, that its key stands for another request, or
#: the exception of a bug in its rule (nothing stored; the rest of the batch is not affected).
Result = Answer | KeyReused | Exception

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


def submission(book: int, key: bytes, caller: str, command: Command) -> Submission:
    """A submission of `command`; its request is the command's JSON with its verb."""
    request = _encode(command)
    fingerprint = hashlib.blake2b(request, digest_size=16).digest()
    return Submission(book, key, caller, command, request, fingerprint)
