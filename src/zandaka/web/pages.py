"""The pages for people: what runs here, and the documentation. They work without JavaScript and
ask nothing of another host."""

from pathlib import Path
from typing import Any, Final

import jinja2
import msgspec
from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler

from zandaka import __version__
from zandaka.errors import KINDS
from zandaka.terms.model import Terms
from zandaka.web import openapi
from zandaka.web.readers import Connection, Readers
from zandaka.web.table import TAGS

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "static" / "style.css").read_bytes()
#: On every page: nothing from another host, nothing run, nothing told to others.
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "interest-cohort=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
templates: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def handlers(readers: Readers, terms: Terms) -> list[HTTPRouteHandler]:
    """The handlers of everything that is not /v1."""
    home_html = templates.get_template("home.html").render(
        version=__version__,
        campaigns=list(terms.campaigns.values()),
        products=list(terms.products.values()),
        incidents=list(terms.incidents.values()),
    )
    docs_html = _docs()

    @get("/", include_in_schema=False, sync_to_thread=False)
    def home() -> Response[str]:
        return _page(home_html)

    @get("/docs", include_in_schema=False, sync_to_thread=False)
    def docs() -> Response[str]:
        return _page(docs_html)

    @get("/style.css", include_in_schema=False, sync_to_thread=False)
    def style() -> Response[bytes]:
        headers = {**HEADERS, "cache-control": "max-age=300"}
        return Response(_STYLE, media_type="text/css; charset=utf-8", headers=headers)

    @get("/healthz", include_in_schema=False, sync_to_thread=False)
    def healthz() -> Response[dict[str, str]]:
        return Response({"status": "ok"}, headers={**HEADERS, "cache-control": "no-store"})

    @get("/readyz", include_in_schema=False)
    async def readyz() -> Response[dict[str, str]]:
        await readers.read(_reach)
        return Response({"status": "ready"}, headers={**HEADERS, "cache-control": "no-store"})

    return [home, docs, style, healthz, readyz]


def _page(html: str) -> Response[str]:
    return Response(html, media_type=MediaType.HTML, headers=HEADERS)


def _reach(connection: Connection) -> None:
    connection.execute("SELECT")


def _docs() -> str:
    document = openapi.document()
    schemas: dict[str, Any] = document["components"]["schemas"]
    groups: list[dict[str, Any]] = [
        {"name": tag, "ja": ja, "en": en, "operations": []} for tag, (ja, en) in TAGS.items()
    ]
    by_tag = {group["name"]: group for group in groups}
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            by_tag[described["tags"][0]]["operations"].append(
                {
                    "method": method.upper(),
                    "path": path,
                    "anchor": described["operationId"],
                    "spec": described,
                    "body": _fields(described.get("requestBody"), schemas),
                    "answer": _answer(described, schemas),
                }
            )
    return templates.get_template("docs.html").render(
        version=__version__,
        groups=groups,
        kinds=list(KINDS.values()),
        schemas=schemas,
        describe=_describe,
        to_json=lambda value: msgspec.json.encode(value).decode(),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    )


def _fields(holder: Any, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if holder is None:
        return []
    schema = holder["content"]["application/json"]["schema"]
    schema = schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    required = set(schema.get("required", ()))
    return [
        {"name": name, "required": name in required, "said": _describe(one)}
        for name, one in schema.get("properties", {}).items()
    ]


def _answer(described: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    for status, response in described["responses"].items():
        if status.startswith("2"):
            return _fields(response, schemas)
    return []


def _describe(schema: dict[str, Any]) -> str:
    """A schema in a few words; a named one by its name."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(_describe(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    kind = str(schema.get("type", "any"))
    if "prefixItems" in schema:
        return f"[{', '.join(_describe(one) for one in schema['prefixItems'])}]"
    if kind == "array":
        return f"[{_describe(schema.get('items') or {})}]"
    details = [
        f"{sign}{schema[name]}"
        for name, sign in (
            ("minimum", "≥ "),
            ("maximum", "≤ "),
            ("minLength", "長さ/length ≥ "),
            ("maxLength", "長さ/length ≤ "),
            ("pattern", ""),
            ("format", ""),
        )
        if name in schema
    ]
    return f"{kind} ({', '.join(details)})" if details else kind
