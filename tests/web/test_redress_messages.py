"""Contacts and messages over HTTP."""

from datetime import datetime

import pytest
from tests.web.conftest import SECRET, World

from zandaka.directory.vault import Vault
from zandaka.instants import UTC
from zandaka.redress import messages, recipients

INCIDENT = "outage-2023-02-24"
AT = datetime(2023, 4, 1, tzinfo=UTC)


def test_a_holder_says_how_to_be_reached(world: World) -> None:
    given = {"mail": "Hanako@Example.JP", "phone": "０９０－１２３４－５６７８"}
    made = world.holder.http.put("/v1/contacts/hanako", json=given)
    assert made.status_code == 200, made.text
    kept = world.issuer.get("/v1/contacts/hanako")
    assert (kept["mail"], kept["phone"]) == ("Hanako@example.jp", "+819012345678")
    assert kept["language"] == "ja"
    changed = world.issuer.http.put(
        "/v1/contacts/hanako", json={"language": "en", "mail": "h2@example.jp"}
    )
    assert changed.json()["phone"] is None
    with world.database.connect() as connection:
        row = connection.execute("SELECT contacts::text FROM contacts").fetchone()
    assert "example" not in str(row)
    gone = world.holder.http.delete("/v1/contacts/hanako")
    assert gone.json() == {"holder": "hanako"}
    assert world.holder.http.delete("/v1/contacts/hanako").status_code == 404
    assert world.holder.http.get("/v1/contacts/hanako").status_code == 404


def test_nobody_elses_contact_is_a_holders_business(world: World) -> None:
    world.issuer.http.put("/v1/contacts/taro", json={"mail": "taro@example.jp"})
    assert world.holder.http.get("/v1/contacts/taro").status_code == 404
    stolen = world.holder.http.put("/v1/contacts/taro", json={"mail": "mine@example.jp"})
    assert stolen.status_code == 404
    assert world.holder.http.delete("/v1/contacts/taro").status_code == 404
    assert world.merchant.http.get("/v1/contacts/taro").status_code == 403
    assert world.issuer.get("/v1/contacts/taro")["mail"] == "taro@example.jp"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "mail"),
        ({"mail": "nobody"}, "mail"),
        ({"mail": "a@example.jp\r\nBcc: b@example.jp"}, "mail"),
        ({"phone": "03-1234-5678"}, "phone"),
        ({"mail": "a@example.jp", "phone": "1"}, "phone"),
        ({"mail": "a@example.jp", "language": "fr"}, "language"),
        ({"mail": "a" * 255}, "mail"),
    ],
)
def test_what_cannot_be_an_address_is_named(world: World, body: dict[str, str], field: str) -> None:
    answer = world.issuer.http.put("/v1/contacts/jiro", json=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["field"] == field
    assert "Bcc" not in answer.text


def test_messages_are_listed_page_by_page_and_masked(world: World) -> None:
    vault = Vault(bytes.fromhex(SECRET))
    with world.database.connect() as connection:
        connection.execute(
            "INSERT INTO incidents VALUES (%s, %s, 'operator:sato') ON CONFLICT DO NOTHING",
            (INCIDENT, AT),
        )
        for number in range(5):
            who = recipients.enter(
                connection, vault, INCIDENT, language="ja", first="mail",
                mail=f"listed{number}@example.jp", phone=None,
            )  # fmt: skip
            messages.tell(
                connection, once=f"listed:{number}", incident=INCIDENT, recipient=who,
                template="application_received", facts={"claim": "1"}, not_before=AT,
            )  # fmt: skip
    operator = world.key("operator", "sato")
    first = operator.get(f"/v1/incidents/{INCIDENT}/messages", limit=3)
    assert {"template", "channel", "state", "messages"} == set(first["counts"][0])
    rest = operator.get(f"/v1/incidents/{INCIDENT}/messages", limit=3, cursor=first["next_cursor"])
    numbers = [item["message"] for item in first["items"] + rest["items"]]
    assert len(numbers) == 5
    assert numbers == sorted(numbers, reverse=True)
    assert rest["next_cursor"] is None
    assert {item["address"] for item in first["items"]} == {"l***@example.jp"}
    assert first["items"][0]["state"] == "waiting"
    none = operator.get(f"/v1/incidents/{INCIDENT}/messages", state="lost")
    assert none["items"] == []
    bad = operator.http.get(f"/v1/incidents/{INCIDENT}/messages", params={"state": "gone"})
    assert bad.status_code == 400
    assert operator.http.get("/v1/incidents/nothing/messages").status_code == 404
    assert world.holder.http.get(f"/v1/incidents/{INCIDENT}/messages").status_code == 403


def test_a_bounce_comes_in_over_http(world: World) -> None:
    answer = world.issuer.post("/v1/redress/report-bounce", {"reference": "m1-1-0123456789abcdef"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown_message"
    assert world.holder.post("/v1/redress/report-bounce", {}).status_code == 403
