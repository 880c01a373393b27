"""What an edge submits for a send. The receiver may be in another book, which the sender's cannot
ask: a send that waits to be claimed would lie there for its whole time, though nobody may claim it
(R106: refused before anything is debited). So the edge looks, here, whichever edge it is."""

from typing import Any, Final

import psycopg

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.operations import receiving
from zandaka.operations.send import Send, SendToNobody, SendToOtherKind, SendToUnknownHolder
from zandaka.reads import receivers
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

_IN_VAIN: Final[dict[str, type[Send]]] = {
    "wrong_form": SendToOtherKind,
    "tier_too_low": SendToUnknownHolder,
}


def addressed(connection: Connection, send: Send, terms: Terms) -> Send:
    """The same request, byte for byte; as one that its sender's book refuses where the receiver is
    not there, or cannot hold what is sent. What changes after this look is told by the receiver's
    book, as ever."""
    receiver = receivers.card(connection, send.to)
    if receiver is None:
        return _as(SendToNobody, send)
    if ids.book_of(send.to) == ids.book_of(send.wallet):
        return send
    sender = receivers.card(connection, send.wallet)
    product = None if sender is None else receiving.sent_value(sender, terms)
    if product is None:
        return send
    try:
        receiving.require_able(receiver, product, terms)
    except Refusal as refusal:
        return _as(_IN_VAIN[refusal.code], send)
    return send


def _as(kind: type[Send], send: Send) -> Send:
    return kind(wallet=send.wallet, to=send.to, yen=send.yen, note=send.note)
