"""The OpenAPI document is complete, and what it says is what the server does."""

# schemathesis is only partly typed.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.web.conftest import Client, World, fresh

from zandaka.errors import KINDS
from zandaka.web import openapi
from zandaka.web.table import ENDPOINTS

#: Keys are made and revoked in a run of its own, with a key of its own: what a made-up request does
#: there must not lock the others out, where every answer would be a well-documented 401.
_KEYS = "^/v1/keys"

_everything: Any = schemathesis.openapi.from_dict(json.loads(openapi.document_json()))
schema: Any = _everything.exclude(path_regex=_KEYS)
keys_schema: Any = _everything.include(path_regex=_KEYS)

_made_up: Any = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
    database=None,
)


def test_the_document_is_served_and_says_everything(world: World) -> None:
    document = httpx.get(f"{world.url}/v1/openapi.json", trust_env=False).json()
    assert document["openapi"] == "3.1.0"
    assert document == openapi.document()
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert len(operations) == len(ENDPOINTS)
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["x-summary-ja"]
        assert one["x-summary-en"]
        assert {"400", "401", "403", "500", "503"} <= set(one["responses"])
    statuses = {str(kind.status) for kind in KINDS.values()}
    assert statuses == set(document["components"]["responses"])
    assert not _dangling(document, document)


def _dangling(value: Any, document: Any) -> list[str]:
    if isinstance(value, list):
        return [bad for one in value for bad in _dangling(one, document)]
    if not isinstance(value, dict):
        return []
    bad: list[str] = []
    reference: Any = value.get("$ref")
    if isinstance(reference, str):
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found.get(part, {})
        if not found:
            bad.append(reference)
    return bad + [one for inner in value.values() for one in _dangling(inner, document)]


@schema.parametrize()
@_made_up
def test_made_up_requests_are_answered_as_documented(case: Any, world: World) -> None:
    operation = case.operation
    roles = next(
        one.roles
        for one in ENDPOINTS
        if one.path == operation.path and one.method == operation.method.upper()
    )
    client = {
        "issuer": world.issuer,
        "merchant": world.merchant,
        "holder": world.holder,
        "operator": world.operator,
        "lodging": world.lodging,
    }[roles[0]]
    _as_documented(case, world, client)


@pytest.fixture
def desk(world: World) -> Client:
    """An issuer's key that nobody else uses."""
    return world.key("issuer", fresh("desk"))


@keys_schema.parametrize()
@_made_up
def test_made_up_requests_for_keys_are_answered_as_documented(
    case: Any, world: World, desk: Client
) -> None:
    if _as_documented(case, world, desk).status_code == httpx.codes.UNAUTHORIZED:
        # It was sent without a key, as some are made up. Were the key of this very run revoked, all
        # that follow would be told so, and be as documented.
        assert desk.http.get("/v1/keys").status_code == httpx.codes.OK


def test_a_key_is_made_listed_and_revoked_as_documented(world: World, desk: Client) -> None:
    keys, one = keys_schema["/v1/keys"], keys_schema["/v1/keys/{key}"]
    body = {"role": "merchant", "subject": "soba-ya"}
    made = _as_documented(keys["POST"].Case(body=body, media_type="application/json"), world, desk)
    assert made.status_code == httpx.codes.CREATED
    listed = _as_documented(keys["GET"].Case(query={"limit": 1}), world, desk)
    assert listed.status_code == httpx.codes.OK
    revoking = one["DELETE"].Case(path_parameters={"key": made.json()["id"]})
    assert _as_documented(revoking, world, desk).status_code == httpx.codes.OK
    # Its holder is let in no more, and whoever revoked it still is.
    shop = Client(world.url, made.json()["key"], "merchant")
    assert shop.http.get("/v1/keys").status_code == httpx.codes.UNAUTHORIZED
    assert desk.http.get("/v1/keys").status_code == httpx.codes.OK


def _as_documented(case: Any, world: World, client: Client) -> Any:
    """What the server answers, which must be as its document says."""
    headers = {"Authorization": f"Bearer {client.key}"}
    if case.method.upper() == "POST" and not (case.headers or {}).get("Idempotency-Key"):
        headers["Idempotency-Key"] = fresh()
    return case.call_and_validate(
        base_url=world.url,
        headers=headers,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
            unsupported_method,
        ],
    )
