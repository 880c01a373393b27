"""An incident over HTTP and on the command line, on the books that a test has filled."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.redress.incidents.conftest import INCIDENT, SNAPSHOT, Hall
from tests.web.conftest import PROGRAM, SECRET, Client, serving, url_of

from zandaka.directory import api_keys
from zandaka.directory.secrets import Secrets
from zandaka.redress.actions.publish_notice import PublishNotice

AT = f"/v1/incidents/{INCIDENT}"


def an_evening(hall: Hall) -> list[Any]:
    """Three coupons in A, one of which was pressed twice; two revisions of a notice."""
    hall.declare()
    papers = [hall.coupon() for _ in range(3)]
    hall.pay(papers[0], 400)
    hall.later(seconds=3)
    hall.pay(papers[0], 400)
    hall.set(SNAPSHOT + timedelta(days=3))
    for name in ("A", "B2"):
        hall.freeze(name)
    for revision, body in enumerate(("one\ntwo", "one\nthree")):
        hall.act(
            PublishNotice(
                incident=INCIDENT, report=2, revision=revision, published_on=date(2023, 3, 2),
                title="t", body=body,
            )
        )  # fmt: skip
    return papers


def test_over_http(hall: Hall, tmp_path: Path) -> None:
    papers = an_evening(hall)
    [[inquiry]] = hall.rows("SELECT inquiry FROM wallets WHERE id = %s", int(papers[0]))
    own = Secrets(bytes.fromhex(SECRET))
    with hall.database.connect() as connection:
        keys = {
            role: api_keys.create(connection, own, role, "sato")[1]
            for role in ("operator", "holder")
        }
    with serving(hall.database, tmp_path) as (url, _):
        operator = Client(url, keys["operator"], "operator")
        assert [one["id"] for one in operator.get("/v1/incidents")["items"]] == [INCIDENT]
        found = operator.get(AT)
        assert [(one["name"], one["yen"]) for one in found["cohorts"]] == [
            ("A", 5_200),
            ("B2", 400),
        ]
        assert found["not_frozen"] == ["B1"]
        assert found["desk"]["phone"]
        diff = operator.get(f"{AT}/notices/2/diff")
        assert diff["lines"][-2:] == ["-two", "+three"]
        assert operator.get(f"{AT}/notices/2/diff", to=0)["before"] is None
        members: list[Any] = []
        page = operator.get(f"{AT}/cohorts/A/members", limit=2)
        members += page["items"]
        page = operator.get(f"{AT}/cohorts/A/members", limit=2, cursor=page["next_cursor"])
        members += page["items"]
        assert page["next_cursor"] is None
        assert sorted(one["coupon"] for one in members) == sorted(map(str, papers))
        assert {one["yen"] for one in members} == {2_000, 1_200}
        why = operator.get(f"{AT}/coupons/{papers[0]}/why")
        assert [(one["cohort"], one["state"]) for one in why["cohorts"]] == [
            ("A", "in"), ("B1", "not_frozen"), ("B2", "in"),
        ]  # fmt: skip
        assert operator.get(f"{AT}/why", inquiry=inquiry) == why
        for path in (
            "/v1/incidents/none", f"{AT}/cohorts/Z/members", f"{AT}/notices/9/diff",
            f"{AT}/coupons/w0-999/why", f"{AT}/why?inquiry=1", f"{AT}/cohorts/A/members?version=7",
        ):  # fmt: skip
            assert operator.http.get(path).status_code == 404, path
        for path in (f"{AT}/notices/x/diff", f"{AT}/cohorts/A/members?cursor=x", f"{AT}/why"):
            assert operator.http.get(path).status_code == 400, path
        holder = Client(url, keys["holder"], "holder")
        assert holder.http.get(AT).status_code == 403
        wrong = operator.post(
            "/v1/redress/publish-notice",
            {"incident": INCIDENT, "report": 3, "published_on": "2023-03-20", "title": "t",
             "body": "3月31日(土)"},
        )  # fmt: skip
        assert wrong.status_code == 422
        assert wrong.json()["params"]["places"][0]["right"] == "金"
        assert httpx.get(f"{url}{AT}", trust_env=False).status_code == 401


def test_on_the_command_line(hall: Hall, tmp_path: Path) -> None:
    papers = an_evening(hall)
    environ = {
        **{name: value for name, value in os.environ.items() if "ZANDAKA" not in name},
        "ZANDAKA_DATABASE_URL": url_of(hall.database),
        "ZANDAKA_DATA": str(tmp_path),
        "ZANDAKA_SECRET": SECRET,
    }

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "incident", *arguments],
            env=environ, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout

    shown = run("show", INCIDENT)
    assert "5,200" in shown
    assert "B1: not frozen yet" in shown
    assert json.loads(run("show", INCIDENT, "--json"))["cohorts"][0]["members"] == 3
    lines = [json.loads(line) for line in run("cohort", INCIDENT, "A").splitlines()]
    assert sum(line["yen"] for line in lines) == 5_200
    assert "not_met: pressed_again" in run("why", INCIDENT, str(papers[0]))
    [[inquiry]] = hall.rows("SELECT inquiry FROM wallets WHERE id = %s", int(papers[1]))
    assert "A (expiring_with_balance): in 2,000 yen" in run("why", INCIDENT, inquiry)
    assert "2.1  2023-03-02  t" in run("notices", INCIDENT)
    assert "+three" in run("notices", INCIDENT, "--report", "2")
    run("show", "another", code=1)
    run("cohort", INCIDENT, "Z", code=1)
    run("why", INCIDENT, "w0-999", code=1)
