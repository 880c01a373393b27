"""The special site, the operators' reads and the lodging's look-up over real HTTP."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.web.conftest import (
    PROGRAM,
    SECRET,
    World,
    a_database,
    enter,
    fresh,
    serving,
    url_of,
    world_at,
)

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.postgres import Database

TERMS = Path(__file__).resolve().parents[3] / "terms"
OPEN = "outage-2023-02-24"
#: A number that could be printed, and was not.
NOBODYS = ids.inquiry_number("13", ids.make(1, 999_999))
#: The same promises, before the site opens and after it has closed.
EARLY, LATE = "outage-early", "outage-late"


def _terms(to: Path) -> None:
    """The shipped terms with a site that is open today, one still to open and one that is over."""
    shutil.copytree(TERMS, to)
    path = to / "incidents" / f"{OPEN}.toml"
    text = path.read_text(encoding="utf-8")
    start = "from = 2023-03-22T00:00:00+09:00"
    end = "until = 2023-05-01T00:00:00+09:00"
    for name, since, until in (
        (OPEN, "2023-03-22", "2098-05-01"),
        (EARLY, "2097-03-22", "2098-05-01"),
        (LATE, "2023-03-22", "2023-05-01"),
    ):
        made = text.replace(f'id = "{OPEN}"', f'id = "{name}"')
        made = made.replace(start, start.replace("2023-03-22", since))
        made = made.replace(end, end.replace("2023-05-01", until))
        (to / "incidents" / f"{name}.toml").write_text(made, encoding="utf-8")


@pytest.fixture(scope="module")
def site(
    postgres: Database,
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    data = tmp_path_factory.mktemp("site")
    _terms(data / "terms")
    with pytest.MonkeyPatch.context() as patch, a_database(postgres, migrated_template) as database:
        patch.setenv("ZANDAKA_TERMS", str(data / "terms"))
        keys = enter(database)
        with serving(database, data) as (url, _):
            yield world_at(url, database, data, keys)


@pytest.fixture(scope="module")
def operators(site: World) -> tuple[httpx.Client, httpx.Client]:
    """Two people, and an incident that one of them has declared."""
    first, second = (_made(site, "operator", name) for name in ("sato", "suzuki"))
    declared = first.post(
        "/v1/redress/declare-incident",
        headers={"idempotency-key": fresh()},
        json={
            "incident": OPEN,
            "functions": [
                {
                    "function": "pay",
                    "from": "2026-01-01T00:00:00+09:00",
                    "until": "2026-01-02T00:00:00+09:00",
                }
            ],
        },
    )
    assert declared.status_code == 201, declared.text
    return first, second


def _made(site: World, role: Role, subject: str) -> httpx.Client:
    client = site.key(role, subject)
    return httpx.Client(
        base_url=site.url,
        headers={"authorization": f"Bearer {client.key}"},
        timeout=20,
        trust_env=False,
    )


def act(client: httpx.Client, verb: str, **fields: Any) -> httpx.Response:
    return client.post(f"/v1/redress/{verb}", json=fields, headers={"idempotency-key": fresh()})


def printed(site: World, booking: str = "b-1", lodging: str = "yado-dogo") -> str:
    (paper,) = site.papers(booking=booking, lodging=lodging)
    return paper["inquiry"]


def filled(inquiry: str, **more: str) -> dict[str, str]:
    return {
        "name": "見本 花子", "contact": "東京都架空区", "prefecture": "13",
        "travel_date": "2023-02-23", "inquiry_number": inquiry, "mobile": "",
        "mail": "hanako@example.jp", "language": "ja", **more,
    }  # fmt: skip


def mark(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert found is not None, page
    return found[1]


def test_the_entry_lists_the_prefectures(site: World) -> None:
    page = httpx.get(f"{site.url}/apply/{OPEN}", trust_env=False)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.count(f'href="/apply/{OPEN}/') == 47
    assert "東京都" in page.text
    assert "Tokyo" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("incident", "said"), [(EARLY, "受付は2097年3月22日"), (LATE, "2023年4月30日(日)をもって終了")]
)
def test_outside_its_time_the_site_says_when(site: World, incident: str, said: str) -> None:
    for path in (f"/apply/{incident}", f"/apply/{incident}/13"):
        page = httpx.get(site.url + path, trust_env=False)
        assert page.status_code == 200
        assert said in page.text
        assert "<form" not in page.text
    sent = httpx.post(f"{site.url}/apply/{incident}/13", data=filled("x"), trust_env=False)
    assert sent.status_code == 422
    assert said in sent.text


def test_an_unknown_incident_or_prefecture(site: World) -> None:
    for path in ("/apply/nothing", f"/apply/{OPEN}/48", "/apply/nothing/13", "/apply/x/thanks"):
        assert httpx.get(site.url + path, trust_env=False).status_code == 404


def test_the_form_is_the_terms_and_errors_stand_beside_their_fields(
    site: World, operators: Any
) -> None:
    page = httpx.get(f"{site.url}/apply/{OPEN}/13", trust_env=False).text
    for field in ("name", "contact", "prefecture", "travel_date", "inquiry_number", "mobile"):
        assert f'id="f-{field}"' in page
    assert '<option value="13" selected>' in page
    wrong = filled("1300-0000-0000-0000", mail='x" onfocus="y', name="")
    answer = httpx.post(
        f"{site.url}/apply/{OPEN}/13", data={**wrong, "key": mark(page)}, trust_env=False
    )
    assert answer.status_code == 422
    for field in ("name", "inquiry_number", "mail"):
        assert f'id="e-{field}"' in answer.text
    assert 'id="e-contact"' not in answer.text
    # What was right is still there, and nothing that was typed becomes markup.
    assert 'value="東京都架空区"' in unescape(answer.text)
    assert 'onfocus="y' not in answer.text


def test_a_good_form_is_thanked_once_and_says_nothing_of_the_coupon(
    site: World, operators: Any
) -> None:
    numbers: list[str] = []
    for inquiry in (printed(site), NOBODYS):
        page = httpx.get(f"{site.url}/apply/{OPEN}/13", trust_env=False).text
        data = {**filled(inquiry), "key": mark(page)}
        answers = [
            httpx.post(f"{site.url}/apply/{OPEN}/13", data=data, trust_env=False) for _ in range(2)
        ]
        assert [one.status_code for one in answers] == [303, 303], answers[0].text
        assert answers[0].headers["location"] == answers[1].headers["location"]
        thanks = httpx.get(site.url + answers[0].headers["location"], trust_env=False)
        assert thanks.status_code == 200
        number = answers[0].headers["location"].rpartition("=")[2]
        numbers.append(thanks.text.replace(f"<dd>{number}</dd>", "<dd>N</dd>"))
    assert numbers[0] == numbers[1]


def test_over_the_api_it_is_neutral_too(site: World, operators: Any) -> None:
    answers = [
        httpx.post(
            f"{site.url}/v1/redress/apply",
            json={
                "incident": OPEN, "prefecture": "13",
                "fields": {**_fields(inquiry), "mail": "api@example.jp"},
            },
            headers={"idempotency-key": fresh()},
            trust_env=False,
        )
        for inquiry in (printed(site), NOBODYS)
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [201, 201], answers[0].text
    assert [set(one.json()["outcome"]) for one in answers] == [{"claim", "received_at"}] * 2
    bad = httpx.post(
        f"{site.url}/v1/redress/apply",
        json={"incident": OPEN, "prefecture": "13", "fields": {"mail": "x"}},
        headers={"idempotency-key": fresh()},
        trust_env=False,
    )
    assert bad.status_code == 400
    assert bad.json()["field"] == "fields.name"


def _fields(inquiry: str) -> dict[str, str]:
    return {name: text for name, text in filled(inquiry).items() if text and name != "language"}


def test_an_operator_reads_the_file_with_personal_data_and_decides(
    site: World, operators: tuple[httpx.Client, httpx.Client]
) -> None:
    first, second = operators
    page = httpx.get(f"{site.url}/apply/{OPEN}/13", trust_env=False).text
    data = {**filled(printed(site), mail="reader@example.jp"), "key": mark(page)}
    sent = httpx.post(f"{site.url}/apply/{OPEN}/13", data=data, trust_env=False)
    number = int(sent.headers["location"].rpartition("=")[2])
    listed = first.get("/v1/claims", params={"kind": "application", "state": "open"}).json()
    assert number in [one["claim"] for one in listed["items"]]
    file = first.get(f"/v1/claims/{number}").json()
    assert file["private"]["mail"] == "reader@example.jp"
    assert file["application"]["left_yen"] > 0
    assert [one["what"] for one in file["history"]] == ["taken_in"]
    decided = act(second, "decide-claim", claim=number, decision="approve", reasons=["一致"])
    assert decided.status_code == 201, decided.text
    assert first.get(f"/v1/claims/{number}").json()["decision"]["reasons"] == ["一致"]
    for other in (site.issuer.http, site.holder.http, httpx.Client(base_url=site.url)):
        assert other.get(f"/v1/claims/{number}").status_code in (401, 403)


def test_a_list_goes_on_where_it_ended(
    site: World, operators: tuple[httpx.Client, httpx.Client]
) -> None:
    first = operators[0]
    every = first.get("/v1/claims", params={"limit": 100}).json()
    assert len(every["items"]) >= 3
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = first.get("/v1/claims", params={"limit": 1, **cursor}).json()
        seen += [one["claim"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == [one["claim"] for one in every["items"]]
    for wrong in ({"state": "x"}, {"kind": "x"}, {"cursor": "x"}):
        assert first.get("/v1/claims", params=wrong).status_code == 400
    assert first.get("/v1/claims/999999").status_code == 404
    assert first.get("/v1/claims/x").status_code == 400


def test_a_lodging_finds_its_own_numbers_and_no_code(
    site: World, operators: tuple[httpx.Client, httpx.Client]
) -> None:
    inquiry = printed(site, "b-77", "yado-a")
    printed(site, "b-77", "yado-b")
    own = _made(site, "lodging", "yado-a")
    found = own.get("/v1/lodging/coupons", params={"booking": "b-77"})
    assert found.status_code == 200, found.text
    (coupon,) = found.json()["items"]
    assert coupon["inquiry"] == inquiry
    assert set(coupon) == {"coupon", "inquiry", "booking", "prefecture", "trip", "issued_at"}
    day = coupon["trip"]["check_in"]
    assert own.get("/v1/lodging/coupons", params={"date": day}).json()["items"] == [coupon]
    assert own.get("/v1/lodging/coupons", params={"date": "2020-01-01"}).json()["items"] == []
    assert (
        own.get("/v1/lodging/coupons", params={"date": day, "booking": "b-78"}).json()["items"]
        == []
    )
    assert own.get("/v1/lodging/coupons").status_code == 400
    others = {"booking": "b-77", "lodging": "yado-b"}
    assert own.get("/v1/lodging/coupons", params=others).status_code == 403
    assert own.get(f"/v1/coupons/{inquiry}").status_code == 403
    (theirs,) = operators[0].get("/v1/lodging/coupons", params=others).json()["items"]
    assert theirs["inquiry"] != inquiry
    assert site.merchant.http.get("/v1/lodging/coupons", params=others).status_code == 403


def test_a_call_over_the_api(site: World, operators: tuple[httpx.Client, httpx.Client]) -> None:
    first, second = operators
    told = {
        "incident": OPEN, "kind": "other", "inquiry_number": printed(site),
        "expires_on": "2026-01-01", "prefecture": "13", "shop": "onsen", "said": "秘密の話",
    }  # fmt: skip
    taken = act(first, "take-in-call", **told)
    assert taken.status_code == 201, taken.text
    number = taken.json()["outcome"]["claim"]
    assert "秘密" not in taken.text
    assert first.get(f"/v1/claims/{number}").json()["private"] == {"said": "秘密の話"}
    same = act(first, "decide-claim", claim=number, decision="close", reasons=["済"])
    assert (same.status_code, same.json()["code"]) == (422, "same_person")
    closed = act(second, "decide-claim", claim=number, decision="close", reasons=["済"])
    assert closed.json()["outcome"]["state"] == "closed"
    missing = act(first, "take-in-call", **{**told, "shop": ""})
    assert (missing.status_code, missing.json()["field"]) == (400, "shop")
    assert act(_made(site, "lodging", "yado-a"), "take-in-call", **told).status_code == 403


def program(site: World, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command line beside the running server."""
    environ = {
        **os.environ, "ZANDAKA_DATABASE_URL": url_of(site.database), "ZANDAKA_SECRET": SECRET,
        "ZANDAKA_DATA": str(site.data), "ZANDAKA_TERMS": str(site.data / "terms"), "COLUMNS": "160",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "claims", *arguments],
        env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_on_the_command_line(site: World, operators: tuple[httpx.Client, httpx.Client]) -> None:
    told = {
        "incident": OPEN, "kind": "other", "inquiry_number": printed(site),
        "expires_on": "2026-01-01", "prefecture": "13", "shop": "onsen", "said": "内緒",
    }  # fmt: skip
    number = act(operators[0], "take-in-call", **told).json()["outcome"]["claim"]
    listed = program(site, "list", "--kind", "other", "--state", "open", "--json")
    lines = [json.loads(line) for line in listed.stdout.splitlines()]
    assert number in [one["claim"] for one in lines], listed.stderr
    assert {one["kind"] for one in lines} == {"other"}
    shown = json.loads(program(site, "show", str(number)).stdout)
    assert (shown["private"], shown["call"]["suggested"]) == (None, [])
    assert json.loads(program(site, "show", str(number), "--private").stdout)["private"] == {
        "said": "内緒"
    }
    assert "operator:sato" in program(site, "list").stdout
    assert program(site, "list", "--state", "x").returncode == 2
    assert program(site, "show", "999999").returncode == 2


def test_one_address_cannot_send_without_end(site: World) -> None:
    answers = [
        httpx.post(f"{site.url}/apply/{OPEN}/13", data={}, trust_env=False) for _ in range(61)
    ]
    (told,) = {answer.text for answer in answers if answer.status_code == 429}
    # To a person: minutes, and no word of headers.
    assert "分後にもう一度" in told
    assert "Retry-After" not in told
