"""What operators see: over the API, and on the command line."""

import csv
import io
import json

import pytest
from tests.redress.gifts.conftest import INCIDENT, GiftWorld
from tests.redress.gifts.site import Browser, site
from tests.redress.gifts.test_choice import choose
from tests.web.conftest import url_of
from typer.testing import CliRunner

from zandaka.cli.main import app
from zandaka.directory import api_keys
from zandaka.providers.gift.sandbox.faults import Fault


def test_operators_see_how_gifts_stand(world: GiftWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    recipient = world.owed("aoi", 2_000, 1_450)
    world.sandbox.faults.add(Fault("denial", brand="nanaco"))
    world.act(choose(world, recipient, "nanaco"))
    world.work()
    with world.database.connect() as connection:
        _, key = api_keys.create(connection, world.secrets, "operator", "sato")
        _, other = api_keys.create(connection, world.secrets, "holder", "aoi")
    with site(world) as url:
        http = Browser(url, authorization=f"Bearer {key}").http
        summary = http.get(f"/v1/incidents/{INCIDENT}/gifts").json()
        assert summary["owed"] == {"open": {"count": 2, "yen": 3_400}}
        assert summary["orders"] == [
            {"brand": "amazon", "state": "issued", "count": 1, "yen": 50},
            {"brand": "nanaco", "state": "denied", "count": 1, "yen": 3_400},
        ]
        assert (summary["links"], summary["short"], summary["claims"]) == (1, 0, 1)
        order = world.value("SELECT id FROM gift_orders WHERE state = 'issued'")
        shown = http.get(f"/v1/gifts/orders/{order}").json()
        assert shown["gift"]["yen"] == 50
        assert [(one["yen"], one["state"]) for one in shown["parts"]] == [(50, "given")]
        assert [one["event"] for one in shown["events"]] == ["issued"]
        assert http.get("/v1/gifts/orders/00000000-0000-0000-0000-000000000001").status_code == 404
        assert http.get("/v1/gifts/orders/1").status_code == 400
        assert http.get("/v1/incidents/nothing/gifts").status_code == 404
        holder = Browser(url, authorization=f"Bearer {other}").http
        assert holder.get(f"/v1/gifts/orders/{order}").status_code == 403
    monkeypatch.setenv("ZANDAKA_DATABASE_URL", url_of(world.database))
    told = CliRunner().invoke(app, ["gifts", "orders", INCIDENT, "--csv"])
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [(row["brand"], row["yen"], row["state"]) for row in rows] in (
        [("nanaco", "3400", "denied"), ("amazon", "50", "issued")],
        [("amazon", "50", "issued"), ("nanaco", "3400", "denied")],
    )
    told = CliRunner().invoke(app, ["gifts", "orders", INCIDENT, "--csv", "--state", "issued"])
    assert len(told.stdout.splitlines()) == 2
    told = CliRunner().invoke(app, ["gifts", "show", INCIDENT, "--json"])
    assert json.loads(told.stdout) == summary
    assert CliRunner().invoke(app, ["gifts", "show", INCIDENT]).exit_code == 0
    assert CliRunner().invoke(app, ["gifts", "show", "nothing"]).exit_code == 2
