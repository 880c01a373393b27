"""The OpenAPI 3.1 document, made from the table of endpoints and the types they use."""

import re
from typing import Any, Final

import msgspec

from zandaka import __version__, ids
from zandaka.errors import KINDS
from zandaka.funds.registry import ACTIONS
from zandaka.web.endpoint import Endpoint
from zandaka.web.problem import Problem
from zandaka.web.table import ENDPOINTS, TAGS

_REF: Final = "#/components/schemas/{name}"
_PATH_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "wallet": {"type": "string", "pattern": r"^w(0|[1-9][0-9]{0,3})-[1-9][0-9]{0,11}$"},
    "operation": {"type": "string", "pattern": r"^op(0|[1-9][0-9]{0,3})-[1-9][0-9]{0,11}$"},
    "product": {"type": "string", "minLength": 1, "maxLength": 100},
    "merchant": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]{0,62}$"},
    "inquiry": {"type": "string", "pattern": r"^[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{4}$"},
    "key": {"type": "string", "pattern": r"^key-[0-9a-f]{16}$"},
    "webhook": {"type": "string", "format": "uuid"},
    "file": {"type": "integer", "minimum": 1},
    "payout_file": {"type": "integer", "minimum": 1},
    "refund": {"type": "integer", "minimum": 1},
    "claim": {"type": "integer", "minimum": 1},
    "incident": {"type": "string", "minLength": 1, "maxLength": 100},
    "order": {"type": "string", "format": "uuid"},
    "link": {"type": "string", "minLength": 1, "maxLength": 100},
    "holder": {"type": "string", "minLength": 1, "maxLength": 100},
    "plan": {"type": "integer", "minimum": 1},
    "report": {"type": "integer", "minimum": 0, "maximum": 9999},
    "cohort": {"type": "string", "minLength": 1, "maxLength": 100},
}
_PATH_SAID: Final[dict[str, str]] = {
    "wallet": "ウォレット番号 / the wallet",
    "operation": "取引番号 / the operation",
    "product": "商品番号 / the product",
    "merchant": "加盟店番号 / the merchant",
    "inquiry": "お問い合わせ番号 / the number printed on the paper",
    "key": "APIキーの番号 / the key's id",
    "webhook": "Webhookの番号 / the webhook's id",
    "file": "振込ファイルの番号 / the transfer file",
    "payout_file": "出金の振込ファイルの番号 / the payout file",
    "refund": "振込の申請番号 / the bank refund",
    "claim": "申請番号 / the claim",
    "incident": "障害の番号 / the incident",
    "order": "ギフトの注文番号 / the gift order",
    "link": "受取リンクの文字列 / what comes last in the link that was sent",
    "holder": "利用者 / the holder",
    "plan": "救済計画の番号 / the plan",
    "report": "お知らせの報の番号 / the number of the report",
    "cohort": "対象者群の名前 / the cohort's name",
}
#: A problem's status and what causes it.
_STATUSES: Final[dict[int, str]] = {
    status: " / ".join(kind.code for kind in KINDS.values() if kind.status == status)
    for status in sorted({kind.status for kind in KINDS.values()})
}


def _schema_hook(kind: type[Any]) -> dict[str, Any]:
    if issubclass(kind, ids.Id):
        return {
            "type": "string",
            "pattern": rf"^{kind.prefix}(0|[1-9][0-9]{{0,3}})-[1-9][0-9]{{0,11}}$",
        }
    raise NotImplementedError(kind.__name__)


def document() -> dict[str, Any]:
    """The whole document as plain values."""
    kinds: list[Any] = [Problem]
    for endpoint in ENDPOINTS:
        kinds += [kind for kind in (endpoint.body, endpoint.answer) if kind is not None]
    schemas, components = msgspec.json.schema_components(
        kinds, schema_hook=_schema_hook, ref_template=_REF
    )
    for action in ACTIONS.values():
        _without_tag(components.get(action.__name__))
    of = {id(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        described = _operation(endpoint, of)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = described
    made: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Zandaka 残高 API",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": (
                "前払残高・地域クーポンのためのAPI。金額は円の整数。\n\n"
                "Stored value and regional coupons. Amounts are whole yen."
            ),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag, "description": f"{ja} / {en}"} for tag, (ja, en) in TAGS.items()],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "APIキー / an API key, of any role",
                }
            },
            "headers": {
                "Idempotency-Replayed": {
                    "description": "同じキーの以前の結果 / the stored answer of an earlier request",
                    "schema": {"type": "string", "enum": ["true"]},
                },
                "Retry-After": {
                    "description": "秒 / seconds", "schema": {"type": "integer", "minimum": 1}
                },
            },
            "responses": {
                str(status): _problem_response(status, codes) for status, codes in _STATUSES.items()
            },
        },
    }  # fmt: skip
    # As it is served: a default that is a tuple in Python is a list in JSON.
    return msgspec.json.decode(msgspec.json.encode(made))


def _without_tag(schema: dict[str, Any] | None) -> None:
    # The path says which action it is; nobody has to say it again in the body.
    if schema is not None:
        schema["properties"].pop("do", None)
        schema["required"] = [name for name in schema.get("required", ()) if name != "do"]


def document_json() -> bytes:
    """The document as it is served."""
    return msgspec.json.encode(document())


def _problem_response(status: int, codes: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": codes,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    if status in (429, 503):
        made["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    if status == 422:
        made["headers"] = {
            "Idempotency-Replayed": {"$ref": "#/components/headers/Idempotency-Replayed"}
        }
    return made


def _operation(endpoint: Endpoint, of: dict[int, Any]) -> dict[str, Any]:
    variables = re.findall(r"\{(\w+)\}", endpoint.path)
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_SAID[name],
            "schema": _PATH_SCHEMAS[name],
        }
        for name in variables
    ]
    parameters += [
        {
            "name": one.name,
            "in": where,
            "required": one.required,
            "description": f"{one.ja} / {one.en}",
            "schema": one.schema,
        }
        for where, given in (("query", endpoint.query), ("header", endpoint.headers))
        for one in given
    ]
    if endpoint.command:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": (
                    "冪等キー。同じキーで送り直しても二重にはなりません。"
                    " / Asking again with the same key never does it twice."
                ),
                "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,128}$"},
            }
        )
    success: dict[str, Any] = {
        "description": "成功 / done",
        "content": {"application/json": {"schema": of[id(endpoint.answer)]}},
    }
    if endpoint.command:
        success["headers"] = {
            "Idempotency-Replayed": {"$ref": "#/components/headers/Idempotency-Replayed"}
        }
    made: dict[str, Any] = {
        "operationId": _operation_id(endpoint),
        "tags": [endpoint.tag],
        "summary": f"{endpoint.ja} / {endpoint.en}",
        "x-summary-ja": endpoint.ja,
        "x-summary-en": endpoint.en,
        "x-roles": list(endpoint.roles),
        "parameters": parameters,
        "responses": {
            str(endpoint.status): success,
            **{
                str(status): {"$ref": f"#/components/responses/{status}"}
                for status in _statuses(endpoint)
            },
        },
    }
    if endpoint.public:
        made["security"] = [{}, {"key": []}]
    if endpoint.body is not None:
        made["requestBody"] = {
            "required": not endpoint.body_optional,
            "content": {"application/json": {"schema": of[id(endpoint.body)]}},
        }
    return made


def _statuses(endpoint: Endpoint) -> list[int]:
    statuses = {400, 401, 403, 500, 503}
    if "{" in endpoint.path:
        statuses.add(404)
    if endpoint.body is not None:
        statuses.add(413)
    if endpoint.command:
        statuses.add(409)
    if endpoint.command or endpoint.public:
        statuses.add(422)
    if endpoint.limited:
        statuses |= {404, 429}
    return sorted(statuses)


def _operation_id(endpoint: Endpoint) -> str:
    parts = re.findall(r"\w+", endpoint.path.removeprefix("/v1/"))
    return "_".join((endpoint.method.lower(), *parts))
