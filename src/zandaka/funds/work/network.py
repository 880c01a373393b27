"""Answers the messages of networks that a crash or an outage left without an answer. The network
repeats them as well; whoever comes first does what there is to do."""

from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import KeyReused, Outage
from zandaka.funds.network import Network
from zandaka.providers.network.port import Message
from zandaka.redress.service import Redress

_BATCH: Final = 100
#: A message that is being answered by somebody else is younger than that.
_AGE_S: Final = 60

_LEFT: Final = """
SELECT network, request::text FROM network_messages
WHERE answer IS NULL AND received_at < %s::timestamptz - make_interval(secs => %s)
ORDER BY received_at LIMIT %s
"""

_message = msgspec.json.Decoder(Message, dec_hook=ids.from_json).decode


class UnansweredMessages:
    """A batch a round."""

    name = "unanswered_messages"

    def round(self, redress: Redress) -> bool:
        """Whether any could be answered."""
        now = redress.clock.now()
        with redress.connect() as connection:
            rows = connection.execute(_LEFT, (now, _AGE_S, _BATCH)).fetchall()
        answered = False
        for network, request in rows:
            try:
                Network(network, redress).handle(_message(request))
            except (Outage, KeyReused):
                # One whose step was taken with another amount is a person's to look at: it must not
                # keep those after it waiting.
                continue
            answered = True
        return answered
