"""Webhooks: who is told of what, and the secret that signs it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg

from zandaka.directory import webhooks
from zandaka.errors import Invalid
from zandaka.jobs.webhook_target import TargetRefused
from zandaka.operations.registry import VERBS
from zandaka.web import params
from zandaka.web.bodies import EmptyBody, WebhookBody
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services


class NewWebhook(msgspec.Struct, frozen=True):
    """A webhook with its new signing secret, shown this once."""

    webhook: webhooks.Webhook
    secret: str


class Webhooks(msgspec.Struct, frozen=True):
    """All webhooks."""

    items: list[webhooks.Webhook]


class Deleted(msgspec.Struct, frozen=True):
    """A webhook that is gone."""

    id: UUID


async def create(services: Services, request: Request) -> Reply:
    body: WebhookBody = request.body
    try:
        services.targets.check(body.url)
    except TargetRefused as error:
        raise Invalid("url", str(error)) from None
    _require_verbs(body.verbs)

    def make(connection: psycopg.Connection[tuple[Any, ...]]) -> NewWebhook:
        identifier, secret = webhooks.create(connection, body.url, sorted(set(body.verbs)))
        return _new(connection, identifier, secret)

    return reply(await services.readers.write(make), 201)


async def list_all(services: Services, request: Request) -> Reply:  # noqa: ARG001
    return reply(Webhooks(await services.readers.read(webhooks.listed)))


async def show(services: Services, request: Request) -> Reply:
    found = await services.readers.read(webhooks.get, params.uuid(request, "webhook"))
    if found is None:
        raise Failure("not_found", field="webhook")
    return reply(found)


async def delete(services: Services, request: Request) -> Reply:
    identifier = params.uuid(request, "webhook")
    if not await services.readers.write(webhooks.delete, identifier):
        raise Failure("not_found", field="webhook")
    return reply(Deleted(identifier))


async def rotate(services: Services, request: Request) -> Reply:
    identifier = params.uuid(request, "webhook")

    def make(connection: psycopg.Connection[tuple[Any, ...]]) -> NewWebhook | None:
        secret = webhooks.rotate(connection, identifier)
        return None if secret is None else _new(connection, identifier, secret)

    made = await services.readers.write(make)
    if made is None:
        raise Failure("not_found", field="webhook")
    return reply(made, 201)


async def end_rotation(services: Services, request: Request) -> Reply:
    identifier = params.uuid(request, "webhook")
    await services.readers.write(webhooks.end_rotation, identifier)
    return await show(services, request)


def _new(
    connection: psycopg.Connection[tuple[Any, ...]], identifier: UUID, secret: bytes
) -> NewWebhook:
    made = webhooks.get(connection, identifier)
    assert made is not None, "it was just written"
    return NewWebhook(made, webhooks.show_secret(secret))


def _require_verbs(verbs: Sequence[str]) -> None:
    for number, verb in enumerate(verbs):
        if verb not in VERBS:
            raise Invalid(f"verbs[{number}]", f"must be one of {', '.join(VERBS)}")


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/webhooks", tag="webhooks", roles=("issuer",),
        ja="Webhookを登録する(署名の秘密は一度だけ表示)",
        en="Register a webhook; its signing secret is shown once",
        handler=create, body=WebhookBody, answer=NewWebhook, status=201,
    ),
    Endpoint(
        method="GET", path="/v1/webhooks", tag="webhooks", roles=("issuer",),
        ja="Webhook一覧", en="All webhooks", handler=list_all, answer=Webhooks,
    ),
    Endpoint(
        method="GET", path="/v1/webhooks/{webhook}", tag="webhooks", roles=("issuer",),
        ja="Webhookの状態(最後のエラーを含む)", en="A webhook, its progress and last error",
        handler=show, answer=webhooks.Webhook,
    ),
    Endpoint(
        method="DELETE", path="/v1/webhooks/{webhook}", tag="webhooks", roles=("issuer",),
        ja="Webhookを削除する", en="Delete a webhook", handler=delete, answer=Deleted,
    ),
    Endpoint(
        method="POST", path="/v1/webhooks/{webhook}/rotation", tag="webhooks", roles=("issuer",),
        ja="署名の秘密を替える(終えるまで新旧両方で署名)",
        en="Rotate the secret: both sign until the rotation is ended",
        handler=rotate, body=EmptyBody, body_optional=True, answer=NewWebhook, status=201,
    ),
    Endpoint(
        method="DELETE", path="/v1/webhooks/{webhook}/rotation", tag="webhooks",
        roles=("issuer",), ja="古い秘密での署名をやめる", en="End the rotation",
        handler=end_rotation, answer=webhooks.Webhook,
    ),
)  # fmt: skip
