"""The database goes away while a verb waits for it: one sentence, and the key to ask again with."""

import re
import signal
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.test_do import Desk
from tests.web.conftest import SECRET, url_of
from typer.testing import CliRunner, Result

from zandaka.cli.main import app, main
from zandaka.postgres import Database

_WAITING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
"""


def cut_off(database: Database, lock: str, *arguments: str, environment: dict[str, str]) -> Result:
    """What a verb says whose session ends while it waits for `lock`."""
    found: list[Result] = []

    def verb() -> None:
        found.append(CliRunner().invoke(app, list(arguments), env=environment))

    with database.connect(role=None) as holder, database.connect(role=None, autocommit=True) as end:
        holder.execute(lock.encode())
        thread = threading.Thread(target=verb)
        thread.start()
        while thread.is_alive() and not end.execute(_WAITING).fetchall():
            time.sleep(0.02)
        thread.join()
    return found[0]


def test_a_verb_of_the_books_is_asked_again_with_its_key(
    database: Database, tmp_path: Path
) -> None:
    desk = Desk(database, tmp_path)
    wallet = desk.wallet(1_000)
    pay = ("do", "pay", "--as", "merchant:onsen", "--set", f"wallet={wallet}",
           "--set", "merchant=onsen", "--set", "yen=400")  # fmt: skip
    lock = "LOCK TABLE books IN ACCESS EXCLUSIVE MODE"
    told = cut_off(database, lock, *pay, environment=desk.environment)
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert not told.stdout
    assert "outage: The outcome is not known right now." in told.stderr
    key = re.search(r"\(--key (\S+)\)", told.stderr)
    assert key is not None, "one that was made up must be told, or nobody could ask again"
    done = desk.json(*pay[1:], "--key", key[1])
    assert done["outcome"]["balance"] == 600
    assert desk.json(*pay[1:], "--key", key[1])["replayed"]


def test_an_action_of_redress_is_asked_again_with_its_key(
    database: Database, tmp_path: Path
) -> None:
    environment = Desk(database, tmp_path).environment
    record = ("redress", "record-holder-name", "--as", "sato", "--key", "monday-1",
              "--set", "holder=hanako", "--set", "name_kana=ミホン ハナコ")  # fmt: skip
    lock = "LOCK TABLE actions IN ACCESS EXCLUSIVE MODE"
    told = cut_off(database, lock, *record, environment=environment)
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert "outage: " in told.stderr
    assert "(--key monday-1)" in told.stderr
    again = CliRunner().invoke(app, list(record), env=environment)
    assert again.exit_code == 0, again.output


def test_a_verb_that_works_through_what_waits_says_so_in_a_sentence(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in Desk(database, tmp_path).environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ZANDAKA_SECRET", SECRET)
    monkeypatch.setenv("ZANDAKA_DATABASE_URL", url_of(database))
    monkeypatch.setattr("sys.argv", ["zandaka", "verify"])
    with database.connect(role=None) as holder, database.connect(role=None, autocommit=True) as end:
        holder.execute(b"LOCK TABLE operations IN ACCESS EXCLUSIVE MODE")
        stopper = threading.Thread(target=_end_waiting, args=(end,))
        stopper.start()
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            signal.signal(signal.SIGTERM, before)
        stopper.join()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "The database went away" in said
    assert "Traceback" not in said


def _end_waiting(session: psycopg.Connection[tuple[Any, ...]]) -> None:
    while not session.execute(_WAITING).fetchall():
        time.sleep(0.02)
