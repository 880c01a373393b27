"""What persons say became of payouts, and alarms where somebody said otherwise."""

from typing import Final

import msgspec

from zandaka.reads import payout_settlements
from zandaka.web import params
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.services import Services


class Settlements(msgspec.Struct, frozen=True):
    """A page of what persons said of payouts."""

    items: list[payout_settlements.SettlementView]
    next_cursor: str | None


class PayoutAlarms(msgspec.Struct, frozen=True):
    """A page of alarms that nobody has closed."""

    items: list[payout_settlements.PayoutAlarmView]
    next_cursor: str | None


async def list_settlements(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    before = params.number_cursor(request, params.NEWEST)
    found = await services.readers.read(payout_settlements.settlements, before, wanted + 1)
    last = found[wanted - 1].settlement if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def list_alarms(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    after = params.number_cursor(request, 0)
    found = await services.readers.read(payout_settlements.alarms, after, wanted + 1)
    last = found[wanted - 1].alarm if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/payout-settlements", tag="payouts", roles=("operator",),
        ja="人が申し出た払出の決着(新しい順)。承認待ちも",
        en="What persons say became of payouts, newest first; also what waits to be approved",
        handler=list_settlements, answer=Settlements, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="GET", path="/v1/payout-alarms", tag="payouts", roles=("operator",),
        ja="決着と食い違う支払の警告(未対応のもの)",
        en="Alarms nobody has closed: money went otherwise than its payout was settled",
        handler=list_alarms, answer=PayoutAlarms, query=(CURSOR, LIMIT),
    ),
)  # fmt: skip
