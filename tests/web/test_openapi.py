"""The OpenAPI document is complete, and what it says is what the server does."""

# schemathesis is only partly typed.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false

import json
from typing import Any

import httpx
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
from tests.web.conftest import World, fresh

from zandaka.errors import KINDS
from zandaka.web import openapi
from zandaka.web.table import ENDPOINTS

#: Where a made-up request could lock the test's own keys out.
_LEFT_OUT = "^/v1/keys"

schema: Any = schemathesis.openapi.from_dict(json.loads(openapi.document_json())).exclude(
    path_regex=_LEFT_OUT
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
@settings(
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
    headers = {"Authorization": f"Bearer {client.key}"}
    if case.method.upper() == "POST" and not (case.headers or {}).get("Idempotency-Key"):
        headers["Idempotency-Key"] = fresh()
    case.call_and_validate(
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
