"""Moves between wallets: sends, claims, charges, carry-overs; whose the money is, and what is about
to pass its standard period."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.instants import UTC, jst_date
from zandaka.money import Yen
from zandaka.operations.addressed import addressed
from zandaka.operations.base import Instant, Reference
from zandaka.operations.carry_over import CarriedOver, CarryOver
from zandaka.operations.charge import Charge, Charged
from zandaka.operations.claim import Claim, Claimed
from zandaka.operations.send import Send, Sent
from zandaka.operations.settle_merchant import BookNumber, MerchantSettled, SettleMerchant
from zandaka.reads import periods, rights, sends, wallets
from zandaka.terms.instrument.sending import ChargeChannel
from zandaka.terms.model import Terms
from zandaka.web import params
from zandaka.web.bodies import Body, Code
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.readers import Connection
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, by_code, submit

_NEWEST: Final = (1 << 63) - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: Microseconds that Python has an instant for, so that all pages are of one; and the last right.
_Microseconds = Annotated[int, msgspec.Meta(ge=-(62_135 * 10**12), lt=253_402 * 10**12)]
_Number = Annotated[int, msgspec.Meta(ge=-1, le=_NEWEST)]
_WaitingCursor = tuple[_Microseconds, periods.Place]
_RightsCursor = tuple[_Microseconds, tuple[_Number, str, _Number, str]]
_INSTANT: Final = {"type": "string", "format": "date-time"}
_WALLET: Final = {"type": "string", "pattern": r"^w(0|[1-9][0-9]{0,3})-[1-9][0-9]{0,11}$"}

_OF_WALLET: Final = Query(
    "wallet", "このウォレットの分(既定は全体)", "of this wallet (of the house unless told)",
    schema=_WALLET,
)  # fmt: skip


class SendBody(Body, frozen=True, kw_only=True):
    """To whom, and how much."""

    to: ids.WalletId
    yen: Yen
    note: Reference = ""


class ClaimBody(Body, frozen=True, kw_only=True):
    """The wallet that the send is to."""

    to: ids.WalletId


class ChargeBody(Body, frozen=True, kw_only=True):
    """The code of the number; all that is left on it where `yen` is not said.
    `accept_exemption_loss`: it is meant that value outside the Act comes inside it."""

    code: Code
    yen: Yen | None = None
    channel: ChargeChannel = "app"
    accept_exemption_loss: bool = False


class CarryOverBody(Body, frozen=True, kw_only=True):
    """The code of the number whose balance the card takes over."""

    code: Code
    accept_exemption_loss: bool = False


class SettlementBody(Body, frozen=True, kw_only=True):
    """`yen` were paid for all payments before `through` that stand in book `of_book`."""

    of_book: BookNumber
    yen: Yen
    through: Instant
    reference: Reference = ""


class Sends(msgspec.Struct, frozen=True):
    """A page of sends."""

    items: list[sends.SendView]
    next_cursor: str | None


class Rights(msgspec.Struct, frozen=True):
    """A page of the rights at an instant, by wallet. The first page also has what they all come to,
    by where the money stands: of the wallet that was asked for, or of the house."""

    at: datetime
    yen: int | None
    sums: list[rights.RightsSum] | None
    items: list[rights.Right]
    next_cursor: str | None


class WaitingList(msgspec.Struct, frozen=True):
    """A page of what has a standard period and has not come to its end, the nearest end first."""

    items: list[periods.Waiting]
    next_cursor: str | None


async def send(services: Services, request: Request) -> Reply:
    body: SendBody = request.body
    wallet = params.wallet(request)
    made = Send(wallet=wallet, to=body.to, yen=body.yen, note=body.note)

    async def look() -> Send:
        return await services.readers.read(addressed, made, services.terms)

    return await submit(services, request, made, own=wallet, look=look)


async def claim(services: Services, request: Request) -> Reply:
    body: ClaimBody = request.body
    command = Claim(send=params.operation(request), to=body.to)
    return await submit(services, request, command, own=body.to)


async def show_send(services: Services, request: Request) -> Reply:
    operation = params.operation(request)
    found = await services.readers.read(sends.send, operation, services.clock.now())
    principal = request.principal
    if found is not None and principal.role == "holder":
        holders = [
            await services.readers.read(wallets.holder, one) for one in (found.wallet, found.to)
        ]
        if principal.subject not in holders:
            found = None
    if found is None:
        raise Failure("not_found", field="operation")
    return reply(found)


async def list_sends(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    await services.owners.require_now(request.principal, wallet)
    wanted = params.limit(request)
    before = params.cursor(request, int, _NEWEST)
    if not 0 < before <= _NEWEST:
        raise Invalid("cursor", "must be a next_cursor of this list")
    found = await services.readers.read(
        sends.of_wallet, wallet, services.clock.now(), before, wanted + 1
    )
    last = int(found[wanted - 1].send) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def charge(services: Services, request: Request) -> Reply:
    body: ChargeBody = request.body
    wallet = params.wallet(request)

    def command(number: ids.WalletId) -> Charge:
        return Charge(
            wallet=number,
            to=wallet,
            yen=body.yen,
            channel=body.channel,
            accept_exemption_loss=body.accept_exemption_loss,
        )

    return await by_code(services, request, body.code, command, own=wallet)


async def carry_over(services: Services, request: Request) -> Reply:
    body: CarryOverBody = request.body
    wallet = params.wallet(request)

    def command(number: ids.WalletId) -> CarryOver:
        return CarryOver(wallet=number, to=wallet, accept_exemption_loss=body.accept_exemption_loss)

    return await by_code(services, request, body.code, command, own=wallet)


async def show_rights(services: Services, request: Request) -> Reply:
    wallet = _wallet(request)
    first = (_microseconds(services.clock.now()), rights.FIRST)
    moment, after = params.cursor(request, _RightsCursor, first)
    at = params.instant(request, "at")
    if "cursor" not in request.query:
        at = at or _instant(moment)
    elif at in (None, _instant(moment)):
        at = _instant(moment)
    else:
        raise Invalid("cursor", "goes with the at of the page before")
    wanted = params.limit(request)
    ask = services.readers.read_house if wallet is None else services.readers.read
    sums, found = await ask(
        _rights, services.terms, at, after, wanted + 1, wallet, summed="cursor" not in request.query
    )
    last = found[wanted - 1] if len(found) > wanted else None
    cursor = None
    if last is not None:
        cursor = params.next_cursor((_microseconds(at), rights.place_of(last)))
    yen = None if sums is None else sum(one.yen for one in sums)
    return reply(Rights(at, yen, sums, found[:wanted], cursor))


def _rights(
    connection: Connection,
    terms: Terms,
    at: datetime,
    after: rights.Place,
    limit: int,
    wallet: ids.WalletId | None,
    *,
    summed: bool,
) -> tuple[list[rights.RightsSum] | None, list[rights.Right]]:
    sums = rights.sums(connection, terms, at, wallet) if summed else None
    return sums, rights.page(connection, terms, at, after, limit, wallet)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


async def show_waiting(services: Services, request: Request) -> Reply:
    wallet = _wallet(request)
    at = params.instant(request, "at")
    through = _day(request, "through")
    if at is None:
        at = services.clock.now()
    first = (_microseconds(at), periods.FIRST)
    moment, after = params.cursor(request, _WaitingCursor, first)
    if "at" in request.query and moment != _microseconds(at):
        raise Invalid("cursor", "goes with the at of the page before")
    at = _instant(moment)
    if through is None and wallet is None:
        # Of the house what somebody is to be told of by then; there is no end to what waits.
        through = jst_date(at)
    wanted = params.limit(request)
    ask = services.readers.read_house if wallet is None else services.readers.read
    found = await ask(periods.page, services.terms, at, through, after, wanted + 1, wallet)
    last = (moment, periods.place_of(found[wanted - 1])) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


def _day(request: Request, name: str) -> date | None:
    given = request.query.get(name)
    if given is None:
        return None
    try:
        return msgspec.convert(given, date)
    except msgspec.ValidationError:
        raise Invalid(name, "must be a day such as 2024-03-31") from None


def _wallet(request: Request) -> ids.WalletId | None:
    """The wallet that is asked for, None where it is the house."""
    if "wallet" not in request.query:
        return None
    try:
        return ids.WalletId.parse(params.text(request, "wallet"))
    except ValueError as error:
        raise Invalid("wallet", str(error)) from None


async def settle(services: Services, request: Request) -> Reply:
    body: SettlementBody = request.body
    return await submit(
        services,
        request,
        SettleMerchant(
            merchant=params.merchant(request),
            of_book=body.of_book,
            yen=body.yen,
            through=body.through,
            reference=body.reference,
        ),
    )


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/sends", tag="moves", roles=("issuer", "holder"),
        ja="ほかの利用者に送金する(商品により、即時または受取り待ち)",
        en="Send to another holder, at once or to be claimed as the product says",
        handler=send, body=SendBody, answer=Accepted[Sent], status=201, command=True,
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/sends", tag="moves", roles=("issuer", "holder"),
        ja="受取りを要する送金の一覧(送った分と届いた分)",
        en="Sends to be claimed, from the wallet and to it",
        handler=list_sends, answer=Sends, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="GET", path="/v1/sends/{operation}", tag="moves", roles=("issuer", "holder"),
        ja="受取りを要する送金の状態", en="How a send to be claimed stands",
        handler=show_send, answer=sends.SendView,
    ),
    Endpoint(
        method="POST", path="/v1/sends/{operation}/claims", tag="moves",
        roles=("issuer", "holder"), ja="送金を受け取る", en="Claim a send",
        handler=claim, body=ClaimBody, answer=Accepted[Claimed], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/charges", tag="moves",
        roles=("issuer", "holder"),
        ja="番号の残高をカードにチャージする(チャージカード、ギフトカード)",
        en="Load the value of a number onto the card (charge card, gift card)",
        handler=charge, body=ChargeBody, answer=Accepted[Charged], status=201, command=True,
        limited=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/carry-overs", tag="moves",
        roles=("issuer", "holder"),
        ja="番号の残高をカードに引き継ぐ(有効期限はカードのものになる)",
        en="Let the card take over the balance of a number, with the card's own end",
        handler=carry_over, body=CarryOverBody, answer=Accepted[CarriedOver], status=201,
        command=True, limited=True,
    ),
    Endpoint(
        method="POST", path="/v1/merchants/{merchant}/settlements", tag="moves",
        roles=("issuer",), ja="加盟店への精算を記録する",
        en="Record that a merchant was paid for its payments",
        handler=settle, body=SettlementBody, answer=Accepted[MerchantSettled], status=201,
        command=True,
    ),
    Endpoint(
        method="GET", path="/v1/rights", tag="moves", roles=("issuer", "operator"),
        ja="ある時点で、資金移動の資金が誰の権利で、どこにあるか(合計と一覧)",
        en="Whose the funds-transfer money is at an instant, and where it stands: sums and list",
        handler=show_rights, answer=Rights,
        query=(
            Query("at", "この時点(既定は今)", "at this instant (now unless told)",
                  schema=_INSTANT),
            _OF_WALLET,
            CURSOR,
            LIMIT,
        ),
    ),
    Endpoint(
        method="GET", path="/v1/standard-periods", tag="moves", roles=("issuer", "operator"),
        ja="標準履行期間があり、まだ終わっていないもの(期限の近い順)",
        en="What has a standard period and has not come to its end, the nearest end first",
        handler=show_waiting, answer=WaitingList,
        query=(
            Query("at", "この時点(既定は今)", "at this instant (now unless told)",
                  schema=_INSTANT),
            _OF_WALLET,
            Query(
                "through",
                "この日までに知らせるもの(全体の既定はatの日、ウォレットの既定はすべて)",
                "what is to be told of by this day (the day of at for the house unless told)",
                schema={"type": "string", "format": "date"},
            ),
            CURSOR,
            LIMIT,
        ),
    ),
)  # fmt: skip
