"""Money out: withdrawals, the end of a contract, registered accounts, files for the bank."""

from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.funds import accounts, files, payees, standing
from zandaka.money import Yen
from zandaka.operations.base import Reason, Reference
from zandaka.operations.begin_contract import BeginContract, ContractBegun
from zandaka.operations.end_contract import ContractEnded, EndContract
from zandaka.operations.to_prepaid import ToPrepaid, TurnedToPrepaid
from zandaka.operations.withdraw import AccountNumber, Way, Withdraw, Withdrawn, require_place
from zandaka.reads import operations, payouts
from zandaka.web import params
from zandaka.web.bodies import Body
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, Look, submit

_NEWEST: Final = (1 << 63) - 1


class WithdrawBody(Body, frozen=True, kw_only=True):
    """`account` is a registered one (0: the newest), for `bank`; `terminal` the cash machine, for
    `atm`."""

    yen: Yen
    way: Way = "bank"
    account: AccountNumber = 0
    terminal: Reference = ""
    reference: Reference = ""

    def __post_init__(self) -> None:
        require_place(self.way, self.account, self.terminal)


class EndContractBody(Body, frozen=True, kw_only=True):
    """`account` is a registered one; 0: the newest that there is when it is paid."""

    account: AccountNumber = 0
    reason: Reason = "asked for by the holder"


class ToPrepaidBody(Body, frozen=True, kw_only=True):
    """Why."""

    reason: Reason = "asked for by the holder"


class BeginContractBody(Body, frozen=True, kw_only=True):
    """Why."""

    reason: Reason = "asked for by the holder"


class Payouts(msgspec.Struct, frozen=True):
    """A page of payouts."""

    items: list[payouts.PayoutView]
    next_cursor: str | None


class PayoutAccounts(msgspec.Struct, frozen=True):
    """A holder's registered accounts, newest first."""

    items: list[accounts.PayoutAccountView]


class StandingOrders(msgspec.Struct, frozen=True):
    """A wallet's standing orders, newest first."""

    items: list[standing.StandingOrder]


async def withdraw(services: Services, request: Request) -> Reply:
    body: WithdrawBody = request.body
    wallet = params.wallet(request)
    command = Withdraw(
        wallet=wallet,
        yen=body.yen,
        way=body.way,
        account=body.account,
        terminal=body.terminal,
        reference=body.reference,
    )
    look = _to_account(services, request, command) if body.way == "bank" else None
    return await submit(services, request, command, own=wallet, look=look)


async def end_contract(services: Services, request: Request) -> Reply:
    body: EndContractBody = request.body
    wallet = params.wallet(request)
    command = EndContract(wallet=wallet, account=body.account, reason=body.reason)
    look = _to_account(services, request, command) if body.account else None
    return await submit(services, request, command, own=wallet, look=look)


async def to_prepaid(services: Services, request: Request) -> Reply:
    body: ToPrepaidBody = request.body
    wallet = params.wallet(request)
    command = ToPrepaid(wallet=wallet, reason=body.reason)
    return await submit(services, request, command, own=wallet)


async def begin_contract(services: Services, request: Request) -> Reply:
    body: BeginContractBody = request.body
    wallet = params.wallet(request)
    command = BeginContract(wallet=wallet, reason=body.reason)
    return await submit(services, request, command, own=wallet)


async def of_wallet(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    wanted = params.limit(request)
    before = _operation(params.cursor(request, int, _NEWEST))
    await services.owners.require_now(request.principal, wallet)
    found = await services.readers.read(payouts.of_wallet, wallet, before, wanted + 1)
    return reply(params.page(found, wanted, _last(found, wanted)))


async def waiting(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    after = _operation(params.cursor(request, int, 0))
    left = request.query.get("holder_left")
    if left not in (None, "true"):
        raise Invalid("holder_left", "must be true, or be left out")
    read = payouts.waiting if left is None else payouts.of_who_left
    found = await services.readers.read(read, after, wanted + 1)
    return reply(params.page(found, wanted, _last(found, wanted)))


async def payee(services: Services, request: Request) -> Reply:
    operation = params.operation(request)
    found = await services.readers.read(payees.view, services.redress.vault, operation)
    if found is None:
        raise Failure("not_found", field="operation")
    return reply(found)


async def list_accounts(services: Services, request: Request) -> Reply:
    principal = request.principal
    holder = principal.subject
    if principal.role != "holder":
        holder = params.text(request, "holder")
    elif request.query.get("holder", holder) != holder:
        raise Invalid("holder", "must be left out: a holder sees its own accounts")
    vault = services.redress.vault
    return reply(PayoutAccounts(await services.readers.read(accounts.of_holder, vault, holder)))


async def standing_orders(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    await services.owners.require_now(request.principal, wallet)
    return reply(StandingOrders(await services.readers.read(standing.of_wallet, wallet)))


async def file(services: Services, request: Request) -> Reply:
    text = request.path["payout_file"]
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid("payout_file", "must be a number")
    found = await services.readers.read(files.view, services.redress.vault, int(text))
    if found is None:
        raise Failure("not_found", field="payout_file")
    return reply(found)


def _to_account(services: Services, request: Request, command: Withdraw | EndContract) -> Look:
    """Refuses unknown_account unless the wallet's holder has registered the command's account. A
    request that was answered before is let through to the stored answer."""

    async def look() -> Withdraw | EndContract:
        has = await services.readers.read(payouts.has_account, command.wallet, command.account)
        if not has:
            key = ids.operation_key(request.principal.caller, request.key)
            if not await services.readers.read(operations.submitted, key):
                raise Refusal("unknown_account", account=command.account, source="R104")
        return command

    return look


def _operation(number: int) -> int:
    if not 0 <= number < 1 << 63:
        raise Invalid("cursor", "must be a next_cursor of this list")
    return number


def _last(found: list[payouts.PayoutView], wanted: int) -> int | None:
    return int(found[wanted - 1].payout) if len(found) > wanted else None


_HOLDER: Final = Query(
    "holder", "利用者(利用者自身のキーでは省く)", "the holder (left out with a holder's own key)",
    schema={"type": "string", "minLength": 1, "maxLength": 100},
)  # fmt: skip
_HOLDER_LEFT: Final = Query(
    "holder_left", "`true`なら退会した人への未払だけ", "`true`: only what is owed to who has left",
    schema={"type": "string", "enum": ["true"]},
)  # fmt: skip

ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/withdrawals", tag="payouts",
        roles=("holder", "issuer"), ja="資金移動の残高を出金する(本人の口座またはATM)",
        en="Withdraw funds-transfer value, to one's own account or at a cash machine",
        handler=withdraw, body=WithdrawBody, answer=Accepted[Withdrawn], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/contract-end", tag="payouts",
        roles=("holder", "issuer"), ja="資金移動を解約し、手数料を引いた残りの返金を受ける",
        en="End the funds-transfer contract: what is left is paid out, less a fee",
        handler=end_contract, body=EndContractBody, body_optional=True,
        answer=Accepted[ContractEnded], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/to-prepaid", tag="payouts",
        roles=("holder", "issuer"), ja="資金移動を解約し、残高の全部を前払式に切り替える",
        en="End the funds-transfer contract: all of it becomes prepaid value",
        handler=to_prepaid, body=ToPrepaidBody, body_optional=True,
        answer=Accepted[TurnedToPrepaid], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/contract", tag="payouts",
        roles=("holder", "issuer"), ja="解約した資金移動の契約をあらためて始める",
        en="Begin the funds-transfer contract anew, after it was ended",
        handler=begin_contract, body=BeginContractBody, body_optional=True,
        answer=Accepted[ContractBegun], status=201, command=True,
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/payouts", tag="payouts",
        roles=("holder", "issuer"), ja="ウォレットの払出(新しい順)",
        en="A wallet's payouts, newest first",
        handler=of_wallet, answer=Payouts, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="GET", path="/v1/payouts", tag="payouts", roles=("operator", "issuer"),
        ja="まだ支払われていない払出のすべて", en="All that is still to be paid out",
        handler=waiting, answer=Payouts, query=(_HOLDER_LEFT, CURSOR, LIMIT),
    ),
    Endpoint(
        method="GET", path="/v1/payouts/{operation}/payee", tag="payouts", roles=("operator",),
        ja="払出の受取人:氏名、登録口座、これまでに試みた口座(退会した人も)",
        en="Whom a payout is to be paid to: name, registered accounts, and what was tried before",
        handler=payee, answer=payees.PayeeView,
    ),
    Endpoint(
        method="GET", path="/v1/payout-accounts", tag="payouts",
        roles=("holder", "issuer", "operator"), ja="利用者の登録口座(番号は末尾だけ)",
        en="A holder's registered accounts, with the end of each number",
        handler=list_accounts, answer=PayoutAccounts, query=(_HOLDER,),
    ),
    Endpoint(
        method="GET", path="/v1/payout-files/{payout_file}", tag="payouts", roles=("operator",),
        ja="出金ファイル(引渡し後は中身も)",
        en="A payout file, with its bytes in base64 once released",
        handler=file, answer=files.PayoutFileView,
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/standing-orders", tag="payouts",
        roles=("holder", "issuer"), ja="自動チャージ・自動出金の設定と前回の結果",
        en="Standing orders, and what became of each the last time",
        handler=standing_orders, answer=StandingOrders,
    ),
)  # fmt: skip
