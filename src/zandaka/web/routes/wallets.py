"""Wallets: opened, loaded, looked at, extended, converted, left."""

from datetime import datetime
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.ledger.command import Answer
from zandaka.operations.convert import Convert, Converted
from zandaka.operations.extend import Extend, Extended
from zandaka.operations.lapse import Lapse, Lapsed
from zandaka.operations.leave import Leave, Left
from zandaka.operations.load import Load, Loaded
from zandaka.operations.open_wallet import Opened, OpenWallet
from zandaka.reads import as_of, incidents, wallets
from zandaka.redress import entitlements
from zandaka.redress.action import Connection
from zandaka.rules.expiry import history_since
from zandaka.web import known_holders, params
from zandaka.web.bodies import ConvertBody, EmptyBody, ExtendBody, LoadBody, OpenWalletBody
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, accepted, submit

_decode_opened = msgspec.json.Decoder(Accepted[Opened], dec_hook=ids.from_json).decode
_INSTANT: Final = {"type": "string", "format": "date-time"}


class Wallets(msgspec.Struct, frozen=True):
    """A page of a holder's wallets."""

    items: list[wallets.WalletLine]
    next_cursor: str | None


class History(msgspec.Struct, frozen=True):
    """A page of a wallet's movements, newest first."""

    items: list[wallets.Movement]
    next_cursor: str | None


class BalanceAt(msgspec.Struct, frozen=True):
    """What was in the wallet before `at`, in yen, as known at `known_at` (none: as known now):
    entries that took effect strictly before `at` count (R5), expired value too. `lapsed`: value of
    it has come to its end unspent by now; holders see none of that where the terms hide it."""

    wallet: ids.WalletId
    at: datetime
    known_at: datetime | None
    yen: int
    lots: list[as_of.LotAt]
    lapsed: bool


async def open_wallet(services: Services, request: Request) -> Reply:
    body: OpenWalletBody = request.body
    principal = request.principal
    if principal.role == "holder":
        if body.holder is not None and body.holder != principal.subject:
            raise Invalid("holder", "must be left out: a holder opens wallets of its own")
        if body.tier != "anonymous":
            raise Invalid("tier", "must be left out: the issuer says how far it knows a holder")
        holder = principal.subject
    elif body.holder is None:
        raise Invalid("holder", "is required")
    else:
        holder = body.holder
    answered = await submit(
        services, request, OpenWallet(product=body.product, holder=holder, tier=body.tier)
    )
    if body.tier == "anonymous":
        opened = _decode_opened(answered.body).outcome.wallet
        await known_holders.tell(services, holder, [opened])
    return answered


async def list_wallets(services: Services, request: Request) -> Reply:
    principal = request.principal
    if principal.role == "holder":
        if request.query.get("holder", principal.subject) != principal.subject:
            raise Invalid("holder", "must be left out: a holder sees its own wallets")
        holder = principal.subject
    else:
        holder = params.text(request, "holder")
    wanted = params.limit(request)
    after = params.cursor(request, int, 0)
    if not 0 <= after < 1 << 63:
        raise Invalid("cursor", "must be a next_cursor of this list")
    found = await services.readers.read(wallets.of_holder, holder, after, wanted + 1)
    last = int(found[wanted - 1].wallet) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def show(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    await services.owners.require_now(request.principal, wallet)
    found = await services.readers.read(wallets.wallet, wallet, services.clock.now())
    if found is None:
        raise Failure("not_found", field="wallet")
    hides = _hides(services, request, found.product)
    return reply(wallets.without_lapsed(found) if hides else found)


def _hides(services: Services, request: Request, product: str) -> bool:
    """Whether who asks is a holder, and the product hides from holders what has lapsed."""
    if request.principal.role != "holder":
        return False
    return services.terms.products[product].media.hides_lapsed


async def balance(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    at = params.instant(request, "at")
    if at is None:
        raise Invalid("at", "is required")
    known_at = params.instant(request, "known_at")
    await services.owners.require_now(request.principal, wallet)
    product = await services.readers.read(wallets.product, wallet)
    if product is None:
        raise Failure("not_found", field="wallet")
    lots = await services.readers.read(as_of.lots_at, wallet, at, known_at)
    ended = await services.readers.read(wallets.lapsed, wallet, services.clock.now())
    if _hides(services, request, product):
        lots = [lot for lot in lots if lot.id not in ended]
    yen = sum(lot.yen for lot in lots)
    return reply(BalanceAt(wallet, at, known_at, yen, lots, bool(ended)))


async def history(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    wanted = params.limit(request)
    before = params.cursor(request, int, (1 << 63) - 1)
    if not 0 < before < 1 << 63:
        raise Invalid("cursor", "must be a next_cursor of this list")
    await services.owners.require_now(request.principal, wallet)
    product = await services.readers.read(wallets.product, wallet)
    if product is not None and request.principal.role == "holder":
        found = await _own_history(services, wallet, product, before, wanted + 1)
    else:
        found = await services.readers.read(wallets.history, wallet, before, wanted + 1)
    last = (
        ids.make(ids.book_of(wallet), found[wanted - 1].transfer) if len(found) > wanted else None
    )
    return reply(params.page(found, wanted, last))


async def _own_history(
    services: Services, wallet: ids.WalletId, product: str, before: int, limit: int
) -> list[wallets.Movement]:
    """What a holder sees: as far back as the terms say (R117), without what has lapsed."""
    now = services.clock.now()
    media = services.terms.products[product].media
    since = history_since(services.terms.products[product], now)
    found = await services.readers.read(wallets.history, wallet, before, limit, since)
    if not media.hides_lapsed:
        return found
    ended = await services.readers.read(wallets.lapsed, wallet, now)
    return wallets.history_without(found, ended)


async def load(services: Services, request: Request) -> Reply:
    body: LoadBody = request.body
    return await submit(
        services,
        request,
        Load(
            wallet=params.wallet(request),
            yen=body.yen,
            reference=body.reference,
            product=body.product,
            channel=body.channel,
        ),
    )


async def extend(services: Services, request: Request) -> Reply:
    body: ExtendBody = request.body
    return await submit(
        services,
        request,
        Extend(
            wallet=params.wallet(request),
            expires_at=body.expires_at,
            reason=body.reason,
            incident=body.incident,
            lot=body.lot,
            acknowledged=body.acknowledged,
        ),
    )


async def lapse(services: Services, request: Request) -> Reply:
    return await submit(services, request, Lapse(wallet=params.wallet(request)))


async def convert(services: Services, request: Request) -> Reply:
    body: ConvertBody = request.body
    wallet = params.wallet(request)
    command = Convert(wallet=wallet, reason=body.reason, incident=body.incident)
    caller = request.principal.caller
    answer = await services.gate.submit(command, caller, ids.operation_key(caller, request.key))
    if answer.accepted:
        # Also when the key is asked again: whoever was cut off in between makes up for it.
        await services.readers.write(_owe, body.incident, int(wallet), answer)
    return accepted(answer)


def _owe(connection: Connection, incident: str, wallet: int, answer: Answer) -> None:
    """Writes down what a conversion for a declared incident owes: without a row nobody would be
    given it."""
    if incidents.incident(connection, incident) is not None:
        entitlements.record(connection, incident, wallet, answer)


async def leave(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    return await submit(services, request, Leave(wallet=wallet), own=wallet)


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/wallets", tag="wallets", roles=("issuer", "holder"),
        ja="アプリのウォレットを開く", en="Open an app wallet",
        handler=open_wallet, body=OpenWalletBody, answer=Accepted[Opened], status=201,
        command=True,
    ),
    Endpoint(
        method="GET", path="/v1/wallets", tag="wallets", roles=("issuer", "holder"),
        ja="利用者のウォレット一覧", en="A holder's wallets",
        handler=list_wallets, answer=Wallets,
        query=(
            Query(
                "holder", "利用者(発行者のキーでは必須)",
                "the holder (required with an issuer's key)",
                schema={"type": "string", "minLength": 1, "maxLength": 100},
            ),
            CURSOR, LIMIT,
        ),
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}", tag="wallets",
        roles=("issuer", "operator", "holder"),
        ja="残高(いま使える額、期限切れの額、期限ごとの内訳)",
        en="Balance: what can be spent now, what has expired, and the lots by expiry",
        handler=show, answer=wallets.WalletView,
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/balance", tag="wallets",
        roles=("issuer", "operator", "holder"), ja="ある時点の残高(その時点で知られていた限りでも)",
        en="The balance at an instant, also as it was known at another",
        handler=balance, answer=BalanceAt,
        query=(
            Query("at", "この時点より前に効力が生じた分", "before this instant", True, _INSTANT),
            Query("known_at", "この時点までに記録された分", "recorded by this instant",
                  schema=_INSTANT),
        ),
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/history", tag="wallets",
        roles=("issuer", "operator", "holder"), ja="入出金の履歴",
        en="What came in and went out, newest first",
        handler=history, answer=History, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/loads", tag="wallets", roles=("issuer",),
        ja="チャージする(入金済みの代金)", en="Load money the issuer has received",
        handler=load, body=LoadBody, answer=Accepted[Loaded], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/extensions", tag="redress", roles=("issuer",),
        ja="有効期限を延長する(期限切れの後でも)",
        en="Extend value, also after it has expired",
        handler=extend, body=ExtendBody, answer=Accepted[Extended], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/lapses", tag="redress", roles=("issuer",),
        ja="期限切れの残高を失効させる", en="Take expired value out of the wallet",
        handler=lapse, body=EmptyBody, body_optional=True, answer=Accepted[Lapsed], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/conversions", tag="redress", roles=("issuer",),
        ja="期限切れの残高をギフトへ転換する", en="Turn expired value into gift value",
        handler=convert, body=ConvertBody, answer=Accepted[Converted], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/leave", tag="wallets",
        roles=("issuer", "holder"), ja="退会する(残高は番号で探せるまま残る)",
        en="Leave: the wallet closes, and its coupons stay findable by number",
        handler=leave, body=EmptyBody, body_optional=True, answer=Accepted[Left], status=201,
        command=True,
    ),
)  # fmt: skip
