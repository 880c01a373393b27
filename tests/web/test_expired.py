"""A code whose end has come pays nothing and is loaded nowhere, however it is shown."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.web.conftest import SECRET, World, enter, serving, world_at

from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.ledger.ledger import Ledger
from zandaka.operations.issue import Issue
from zandaka.postgres import Database
from zandaka.rules.stay import DayTrip
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

#: Issued by a server of 2024, for a day trip of that day: good strictly before its midnight.
ISSUED = datetime(2024, 2, 1, 1, tzinfo=UTC)
ENDED = "2024-02-01T15:00:00Z"
CODE = "0123456789ABCDEF"


@pytest.fixture
def years_later(database: Database, tmp_path: Path) -> Iterator[World]:
    issue = Issue(
        campaign="demo-region",
        prefecture="13",
        trip=DayTrip(on=date(2024, 2, 1)),
        secrets=(Secrets(bytes.fromhex(SECRET)).of_code(CODE),),
    )
    terms = load_terms(REPOSITORY_TERMS)
    with Ledger(database.connect, terms, 4, SetClock(ISSUED)) as ledger:
        assert ledger.do(issue, "issuer:desk", "issued").accepted
    keys = enter(database)
    with serving(database, tmp_path) as (url, _):
        yield world_at(url, database, tmp_path, keys)


def moved(world: World) -> dict[str, int]:
    return {name: world.rows()[name] for name in ("transfers", "accounts", "wallets", "holds")}


def test_an_expired_code_is_refused_with_its_end_and_the_text_that_says_so(
    years_later: World,
) -> None:
    world = years_later
    mine = world.holder.done("/v1/wallets", {"product": "regional-coupon"})["outcome"]["wallet"]
    before = moved(world)
    asked = (
        (world.merchant, "/v1/payments", {"code": CODE, "yen": 1}),
        # Written as on paper; and part of it in cash.
        (
            world.merchant,
            "/v1/payments",
            {"code": "0123-4567-89AB-CDEF", "yen": 500, "cash_yen": 500},
        ),
        (world.holder, f"/v1/wallets/{mine}/coupon-loads", {"code": CODE}),
        (world.issuer, f"/v1/wallets/{mine}/coupon-loads", {"code": CODE}),
    )
    for client, path, body in asked:
        answer = client.post(path, body)
        said = answer.json()
        assert (answer.status_code, said["code"]) == (422, "value_expired"), path
        assert said["params"] == {"expired_at": ENDED}
        assert said["source"] == "travel-support 2022-10-11"
        # Kept as an attempt on the coupon, for whoever asks later who came too late.
        kept = world.issuer.get(f"/v1/operations/{said['operation']}")
        assert (kept["code"], kept["transfers"]) == ("value_expired", [])
    assert moved(world) == before
    assert world.holder.get(f"/v1/wallets/{mine}")["available_yen"] == 0


def test_nothing_is_issued_for_days_that_are_over(years_later: World) -> None:
    body = {
        "campaign": "demo-region", "prefecture": "13", "guests": 1,
        "trip": {"kind": "day_trip", "on": "2024-02-01"},
    }  # fmt: skip
    said = years_later.issuer.post("/v1/coupons", body).json()
    assert (said["code"], said["params"]) == ("value_expired", {"expired_at": ENDED})
    assert said["source"] == "zandaka-default demo campaign"
