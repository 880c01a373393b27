"""A plan over HTTP and on the command line: the same figures, and only for those who may."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from tests.redress.plan.conftest import END, FROZEN, INCIDENT, PlanWorld
from tests.web.conftest import PROGRAM, SECRET, serving, url_of

from zandaka.directory import api_keys
from zandaka.directory.api_keys import Role
from zandaka.directory.secrets import Secrets


def run(world: PlanWorld, data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environ = {
        **os.environ,
        "ZANDAKA_DATABASE_URL": url_of(world.database),
        "ZANDAKA_DATA": str(data),
        "ZANDAKA_SECRET": SECRET,
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "plan", *arguments],
        env=environ, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def key(world: PlanWorld, role: Role) -> dict[str, str]:
    with world.database.connect() as connection:
        made = api_keys.create(connection, Secrets(bytes.fromhex(SECRET)), role, "sato")
    return {"authorization": f"Bearer {made[1]}"}


def world_with_plan(world: PlanWorld) -> int:
    """A plan whose first step is done; the second is started, and nobody has worked on it."""
    coupons = world.coupons(3)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, one, 2000) for one in coupons])
    plan = world.approved()
    world.run(plan, 1)
    world.clock.set(END)
    world.start(plan, 2)
    return plan


def test_the_program_runs_a_plan_and_shows_it(world: PlanWorld, tmp_path: Path) -> None:
    plan = world_with_plan(world)
    shown = run(world, tmp_path, "show", str(plan))
    assert "running" in shown.stdout, shown.stderr
    assert run(world, tmp_path, "show", str(plan + 1)).returncode == 2
    worked = run(world, tmp_path, "run")
    assert worked.returncode == 0, worked.stderr
    report = run(world, tmp_path, "report", str(plan), "--json")
    assert report.returncode == 0, report.stderr
    steps = json.loads(report.stdout)["steps"]
    assert [(one["done"], one["yen"], one["state"]) for one in steps] == [(3, 6000, "ended")] * 2
    preview = json.loads(run(world, tmp_path, "preview", str(plan), "--json").stdout)
    assert preview["steps"][0]["by_prefecture"] == [{"prefecture": "13", "coupons": 3, "yen": 6000}]
    for verb in ("show", "preview", "report"):
        said = run(world, tmp_path, verb, str(plan))
        assert said.returncode == 0, said.stderr
        assert "6,000" in said.stdout


def test_sums_that_differ_are_told(world: PlanWorld, tmp_path: Path) -> None:
    """Were a coupon written down with a yen too much, the report would say so and fail."""
    plan = world_with_plan(world)
    assert run(world, tmp_path, "run").returncode == 0
    # As if the end of the step had seen it: what is stored then is taken again by the report.
    world.reader.execute("ALTER TABLE plan_events DISABLE TRIGGER append_only")
    world.reader.execute(
        "UPDATE plan_events SET facts = replace(facts::text, '\"equal\":true',"
        " '\"equal\":false')::json WHERE kind = 'ended' AND step = 2"
    )
    assert run(world, tmp_path, "report", str(plan)).returncode == 0
    world.reader.execute("UPDATE entitlements SET yen = yen + 1 WHERE id = 1")
    told = run(world, tmp_path, "report", str(plan))
    assert told.returncode == 1
    assert "DIFFERS" in told.stdout


def test_a_server_works_the_plan_off(world: PlanWorld, tmp_path: Path) -> None:
    plan = world_with_plan(world)
    operator, holder = key(world, "operator"), key(world, "holder")
    with serving(world.database, tmp_path) as (url, _):

        def get(path: str, headers: dict[str, str] = operator) -> httpx.Response:
            return httpx.get(url + path, headers=headers, trust_env=False)

        here = f"/v1/incidents/{INCIDENT}/plans"
        deadline = time.monotonic() + 60
        found: Any = {}
        while found.get("state") != "ended" and time.monotonic() < deadline:
            found = get(f"{here}/{plan}").json()
            time.sleep(0.1)
        assert found["state"] == "ended"
        assert [one["yen"] for one in found["steps"]] == [6000, 6000]
        assert [one["plan"] for one in get(here).json()["items"]] == [plan]
        assert get(f"{here}/{plan}/report").json()["whole"] is True
        assert get(f"{here}/{plan}/preview").json()["steps"][0]["yen"] == 6000
        assert get(f"{here}/{plan}/report", holder).status_code == 403
        assert get(f"{here}/{plan + 1}").status_code == 404
        assert get(f"/v1/incidents/other/plans/{plan}").status_code == 404
        assert get(f"{here}/x").status_code == 400
