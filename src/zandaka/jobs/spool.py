"""Attempts that never reached a book are kept in a local file until the database takes them.

An outage's victims are computed from attempts, not guessed; so an attempt made while the
database is away must not be lost, and must not be counted twice."""

import contextlib
import os
import queue
import threading
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
import psycopg
import structlog

log = structlog.get_logger(__name__)

Why = Literal["unreachable", "timed_out"]

_NAME: Final = "attempts.jsonl"
#: The file while it is taken in. One that a crash has left is taken in first.
_TAKING: Final = "attempts.taking.jsonl"
_BATCH: Final = 1000


class Own(msgspec.Struct, frozen=True):
    """A wallet that a holder calls its own. Only the database knows whether it is."""

    wallet: int
    holder: str


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One command that got no answer from its book. `key` is the hash of caller and key
    (`ids.operation_key`); `coupon` the keyed hash of the code shown, where the wallet was not
    found because the database was away. The code itself is never here.

    `own`: what a holder asked for counts only if the wallet is its own. That is looked up when the
    attempt is taken in, and one on another's wallet is left out: with the database there it would
    have been told `not_found`, and nobody may write into what is known of another's wallet."""

    id: UUID
    at: datetime
    caller: str
    key: bytes
    verb: str
    wallet: int
    why: Why
    request: msgspec.Raw
    coupon: bytes | None = None
    own: Own | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Attempt).decode


class Spool:
    """`<data>/spool/attempts.jsonl`: one line an attempt, on disk before `append` is done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queue: queue.SimpleQueue[tuple[bytes, Future[None]] | None] = queue.SimpleQueue()
        #: Held while the file is written or moved away.
        self._file = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)
        self._thread.start()

    def append(self, attempt: Attempt) -> "Future[None]":
        """Keeps an attempt. Done when it is on disk; fails with OSError where the disk does."""
        done: Future[None] = Future()
        self._queue.put((_encode(attempt), done))
        return done

    def close(self) -> None:
        """Writes what waits, then ends."""
        self._queue.put(None)
        self._thread.join()

    def holds_any(self) -> bool:
        """Whether there is anything to take in."""
        return any((self._folder / name).exists() for name in (_NAME, _TAKING))

    def take_in(
        self, connection: psycopg.Connection[tuple[Any, ...]], at: datetime | None = None
    ) -> int:
        """Moves what is kept into the database, as known there from `at` on (None: from now);
        returns how many attempts were new. A holder's on another's wallet is not taken in.

        The file is moved aside first and removed only after the commit: whatever kills us in
        between, the attempts are taken in again and their ids keep them single."""
        taken = 0
        taking = self._folder / _TAKING
        if taking.exists():
            taken += self._take(connection, taking, at)
        with self._file:
            try:
                (self._folder / _NAME).rename(taking)
            except FileNotFoundError:
                return taken
        return taken + self._take(connection, taking, at)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            ending = False
            while len(batch) < _BATCH:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    ending = True
                    break
                batch.append(more)
            self._write(batch)
            if ending:
                return

    def _write(self, batch: "list[tuple[bytes, Future[None]]]") -> None:
        try:
            with self._file:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = self._folder / _NAME
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
                with os.fdopen(descriptor, "r+b") as file:
                    end = file.seek(0, os.SEEK_END)
                    if end:
                        # A kill may have left half a line: the next one starts on its own.
                        file.seek(end - 1)
                        if file.read(1) != b"\n":
                            file.write(b"\n")
                    file.write(b"".join(line + b"\n" for line, _ in batch))
                    file.flush()
                    os.fsync(file.fileno())
                if not end:
                    _sync_folder(self._folder)
        except OSError as error:
            log.error("spool_failed", error=str(error), lost=len(batch))
            for _, done in batch:
                done.set_exception(error)
            return
        for _, done in batch:
            done.set_result(None)

    def _take(
        self, connection: psycopg.Connection[tuple[Any, ...]], path: Path, at: datetime | None
    ) -> int:
        attempts: list[Attempt] = []
        torn = 0
        for line in path.read_bytes().split(b"\n"):
            if not line:
                continue
            try:
                attempts.append(_decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError):
                # Cut off by a kill: its caller was never answered.
                torn += 1
        new = 0
        with connection.transaction():
            for attempt in attempts:
                new += connection.execute(_INSERT, {**_row(attempt), "recorded_at": at}).rowcount
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        log.info("spool_taken_in", attempts=len(attempts), new=new, torn=torn)
        return new


_INSERT = """
INSERT INTO attempts (id, at, caller, key, verb, wallet, why, request, recorded_at)
SELECT %(id)s, %(at)s, %(caller)s, %(key)s::uuid, %(verb)s,
       coalesce(nullif(%(wallet)s::bigint, 0),
                (SELECT id FROM wallets WHERE secret = %(coupon)s LIMIT 1), 0),
       %(why)s, %(request)s::json, coalesce(%(recorded_at)s, now())
WHERE %(holder)s::text IS NULL
   OR EXISTS (SELECT FROM wallets WHERE id = %(own)s AND holder = %(holder)s)
ON CONFLICT (id) DO NOTHING
"""


def _row(attempt: Attempt) -> dict[str, Any]:
    return {
        "id": attempt.id,
        "at": attempt.at,
        "caller": attempt.caller,
        "key": attempt.key.hex(),
        "verb": attempt.verb,
        "wallet": attempt.wallet,
        "coupon": attempt.coupon,
        "own": None if attempt.own is None else attempt.own.wallet,
        "holder": None if attempt.own is None else attempt.own.holder,
        "why": attempt.why,
        "request": bytes(attempt.request).decode(),
    }


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
