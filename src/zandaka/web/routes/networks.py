"""Card networks: one door for all their messages."""

import asyncio
from typing import Final

import psycopg

from zandaka.directory import merchants
from zandaka.errors import Outage
from zandaka.funds.network import Network
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services


async def message(services: Services, request: Request) -> Reply:
    """The answer to a message. A network is a merchant under the network's own name: any other
    shop may not speak for one. Raises Invalid, KeyReused, Failure and Outage."""
    name = request.principal.subject
    found = await services.readers.read(merchants.get, name)
    if found is None or name not in found.networks:
        raise Failure("forbidden", rule="needs the key of a merchant that is a network")
    body: Message = request.body
    try:
        answer = await asyncio.to_thread(Network(name, services.redress).handle, body)
    except (psycopg.OperationalError, TimeoutError) as error:
        raise Outage from error
    return reply(answer)


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/network-messages", tag="authorisations", roles=("merchant",),
        ja="カードネットワークの電文を受ける(仮押さえ・増額・事後通知・取消・売上・返金)",
        en="Take a message of a card network: authorise, increment, reversal, clearing and so on",
        handler=message, body=Message, answer=NetworkReply,
    ),
)  # fmt: skip
