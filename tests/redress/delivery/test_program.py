"""The program itself: killed while it sends, run twice at once, and what it prints."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.providers.smtp_server import smtp_server
from tests.redress.delivery.conftest import INCIDENT, MASTER, START, Outbox
from tests.redress.delivery.test_bounces import notification, original, reference
from tests.redress.delivery.test_worker import tell_many
from tests.web.conftest import url_of

_PROGRAM = "from zandaka.cli.main import main; main()"


class Program:
    """`zandaka` on the test's database."""

    def __init__(self, outbox: Outbox, folder: Path, **more: str) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if "ZANDAKA" not in name},
            "ZANDAKA_DATABASE_URL": url_of(outbox.database),
            "ZANDAKA_DATA": str(folder),
            "ZANDAKA_SECRET": MASTER.hex(),
            "ZANDAKA_BOOKS": "1",
            **more,
        }

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *arguments],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out


def test_killed_while_sending_nobody_is_left_out_and_one_copy_at_most_is_too_many(
    outbox: Outbox, tmp_path: Path
) -> None:
    tell_many(outbox, 120)
    with smtp_server() as (server, port):
        program = Program(
            outbox,
            tmp_path,
            ZANDAKA_SMTP_URL=f"smtp://127.0.0.1:{port}",
            ZANDAKA_MAIL_FROM="補償窓口 <desk@notice.example.jp>",
            ZANDAKA_MAIL_PER_SECOND="60",
        )
        doomed = program.start("redress", "work")
        deadline = time.monotonic() + 60
        while len(server.received) < 20:
            assert doomed.poll() is None, doomed.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        doomed.kill()
        doomed.communicate()
        assert 20 <= len(server.received) < 120
        # As if the time of the lease had passed.
        with outbox.connect() as connection:
            connection.execute("UPDATE messages SET due_at = now() WHERE state = 'waiting'")
        rivals = [program.start("redress", "work") for _ in range(2)]
        for rival in rivals:
            _, err = rival.communicate(timeout=120)
            assert rival.returncode == 0, err
    told = Counter(one.to[0] for one in server.received)
    assert len(told) == 120
    assert sum(told.values()) <= 121
    names = {one.to[0]: set[str]() for one in server.received}
    for one in server.received:
        names[one.to[0]].add(one.mail["Message-ID"])
    assert all(len(of_one) == 1 for of_one in names.values())
    assert outbox.rows("SELECT DISTINCT state FROM messages") == [("taken",)]


def test_what_came_back_is_read_from_a_maildir_once(outbox: Outbox, tmp_path: Path) -> None:
    for number, other in enumerate((None, "090-1234-5678")):
        outbox.tell(outbox.recipient(mail=f"h{number}@example.jp", phone=other), f"m{number}")
    program = Program(outbox, tmp_path, ZANDAKA_OUTBOX=str(tmp_path / "outbox"))
    program.run("redress", "work")
    assert len(list((tmp_path / "outbox" / "mail").glob("*.eml"))) == 2
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "back" / folder).mkdir(parents=True)
    for number in (1, 2):
        content = notification(original(reference(outbox, number)))
        (tmp_path / "back" / "new" / f"{number}.mx").write_bytes(content)
    strange = notification(original("m1-1-0123456789abcdef"))
    (tmp_path / "back" / "cur" / "3.mx").write_bytes(strange)
    (tmp_path / "back" / "tmp" / "4.mx").write_bytes(notification(original(reference(outbox))))
    said = program.run("bounces", str(tmp_path / "back"), "--as", "sato")
    assert [line.split()[0] for line in said.splitlines()] == ["1", "1", "1"]
    assert "a claim asks a person" in said
    assert "told at the other address" in said
    again = program.run("bounces", str(tmp_path / "back"), "--as", "suzuki")
    assert "2  known before" in again
    program.run("redress", "work")
    (sms,) = (tmp_path / "outbox" / "sms").glob("*.txt")
    assert sms.read_text().startswith("+819012345678\n")
    shown = json.loads(program.run("messages", "show", INCIDENT, "--json"))
    assert shown["counts"] == [
        {"template": "application_received", "channel": channel, "state": state, "messages": 1}
        for channel, state in (("mail", "lost"), ("sms", "taken"))
    ]
    assert {item["address"] for item in shown["items"]} == {"h***@example.jp", "+81******5678"}
    assert "550 5.1.1" in shown["items"][1]["last_why"]
    assert "hanako" not in json.dumps(shown)
    table = program.run("messages", "show", INCIDENT, "--state", "lost")
    assert "h***@example.jp" in table
    assert outbox.one("SELECT count(*) FROM claims WHERE kind = 'bounce'") == 1
    assert outbox.one("SELECT min(not_before) FROM messages") == START
