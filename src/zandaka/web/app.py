"""The web application: /v1 as one ASGI application, the pages as Litestar's."""

from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from zandaka.errors import Outage
from zandaka.web import apply_pages, gift_pages
from zandaka.web.api import Api
from zandaka.web.pages import handlers
from zandaka.web.problem import Failure, problem
from zandaka.web.services import Services
from zandaka.web.visitors import LOOPBACK, Network, behind

_PAGE_ERRORS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def create_app(services: Services, proxies: tuple[Network, ...] = LOOPBACK) -> ASGIApp:
    """The application that the server runs. What `proxies` say of where a request came from is
    believed."""
    api = Api(services)
    pages = Litestar(
        [
            *handlers(services.readers, services.terms),
            *gift_pages.handlers(services),
            *apply_pages.handlers(services),
        ],
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: _page_error, Exception: _page_error},
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Beside Litestar, not below it: its layers do nothing for /v1 and cost a sixth of what the
        # event loop spends on a payment (docs/decisions/0006).
        if scope["type"] == "http" and f"{scope['path']}/".startswith("/v1/"):
            await api(scope, receive, send)  # pyright: ignore[reportArgumentType]
        else:
            await pages(scope, receive, send)

    return behind(app, proxies)


def _page_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    known: Exception = error
    if isinstance(error, HTTPException):
        known = Failure(_PAGE_ERRORS.get(error.status_code, "bug"))
    elif not isinstance(error, Outage):
        known = Failure("bug")
    said = problem(known, request.headers.get("accept-language", "").encode("latin-1"))
    headers = {name.decode(): value.decode() for name, value in said.headers}
    return Response(
        said.body,
        status_code=said.status,
        media_type=said.content_type.decode(),
        headers={**headers, "x-content-type-options": "nosniff", "cache-control": "no-store"},
    )
