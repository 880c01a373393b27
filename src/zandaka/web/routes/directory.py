"""Merchants and API keys: who takes part."""

import re
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka.directory import api_keys, merchants
from zandaka.directory.api_keys import Role
from zandaka.directory.merchants import MerchantEntry
from zandaka.errors import Invalid
from zandaka.web import params
from zandaka.web.bodies import KeyBody, MerchantBody
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_KEY_ID: Final = re.compile(r"key-[0-9a-f]{16}", re.ASCII)
_MERCHANT_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


class NewKey(msgspec.Struct, frozen=True):
    """A key that was just made. `key` is shown this once."""

    id: str
    role: Role
    subject: str
    key: str


class Keys(msgspec.Struct, frozen=True):
    """A page of API keys."""

    items: list[api_keys.ApiKey]
    next_cursor: str | None


class Merchants(msgspec.Struct, frozen=True):
    """A page of merchants."""

    items: list[MerchantEntry]
    next_cursor: str | None


class Revoked(msgspec.Struct, frozen=True):
    """A key that lets nobody in any more."""

    id: str
    revoked_before: datetime


async def put_merchant(services: Services, request: Request) -> Reply:
    body: MerchantBody = request.body
    entry = MerchantEntry(
        params.merchant(request),
        body.name,
        body.prefecture,
        body.status,
        sorted(set(body.networks)),
        sorted(set(body.groups)),
    )
    await services.readers.write(merchants.put, entry)
    return reply(entry)


async def get_merchant(services: Services, request: Request) -> Reply:
    found = await services.readers.read(merchants.get, params.merchant(request))
    if found is None:
        raise Failure("not_found", field="merchant")
    return reply(found)


async def list_merchants(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    after = params.cursor(request, str, "")
    found = await services.readers.read(merchants.listed, after, wanted + 1)
    last = found[wanted - 1].id if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def create_key(services: Services, request: Request) -> Reply:
    body: KeyBody = request.body
    if body.role == "merchant" and _MERCHANT_ID.fullmatch(body.subject) is None:
        raise Invalid("subject", "must be the merchant's id: 1 to 63 of a-z, 0-9 and -")

    def make(connection: psycopg.Connection[tuple[Any, ...]]) -> NewKey:
        made, text = api_keys.create(connection, services.secrets, body.role, body.subject)
        return NewKey(made.key_id, body.role, made.subject, text)

    made = await services.readers.write(make)
    await services.readers.read(services.keyring.refresh)
    return reply(made, 201)


async def list_keys(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    after = params.cursor(request, str, "")
    found = await services.readers.read(api_keys.listed, after, wanted + 1)
    last = found[wanted - 1].id if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def revoke_key(services: Services, request: Request) -> Reply:
    identifier = request.path["key"]
    if _KEY_ID.fullmatch(identifier) is None:
        raise Invalid("key", "must look like key-0123456789abcdef")
    if not await services.readers.write(api_keys.revoke, identifier):
        raise Failure("not_found", field="key")
    await services.readers.read(services.keyring.refresh)
    return reply(Revoked(identifier, services.clock.now()))


ENDPOINTS: Final = (
    Endpoint(
        method="PUT", path="/v1/merchants/{merchant}", tag="directory", roles=("issuer",),
        ja="加盟店を登録・変更する", en="Enter a merchant, or change what is known of it",
        handler=put_merchant, body=MerchantBody, answer=MerchantEntry,
    ),
    Endpoint(
        method="GET", path="/v1/merchants/{merchant}", tag="directory", roles=("issuer",),
        ja="加盟店を見る", en="A merchant", handler=get_merchant, answer=MerchantEntry,
    ),
    Endpoint(
        method="GET", path="/v1/merchants", tag="directory", roles=("issuer",),
        ja="加盟店一覧", en="All merchants", handler=list_merchants, answer=Merchants,
        query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="POST", path="/v1/keys", tag="directory", roles=("issuer",),
        ja="APIキーを作る(表示は一度だけ)", en="Create an API key; it is shown once",
        handler=create_key, body=KeyBody, answer=NewKey, status=201,
    ),
    Endpoint(
        method="GET", path="/v1/keys", tag="directory", roles=("issuer",),
        ja="APIキー一覧(キー自体は出ない)", en="All API keys, without the keys themselves",
        handler=list_keys, answer=Keys, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="DELETE", path="/v1/keys/{key}", tag="directory", roles=("issuer",),
        ja="APIキーを無効にする", en="Revoke an API key", handler=revoke_key, answer=Revoked,
    ),
)  # fmt: skip
