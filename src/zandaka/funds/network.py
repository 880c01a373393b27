"""A card network's messages become commands of the ledger, each once.

A message is kept before anything is done about it, with the exchange rate asked for it then; its
commands have keys that follow from its name. So whoever repeats it - the network that heard no
answer, another machine, this one after a crash - gets one effect and one answer. Messages of one
purchase are taken one after the other, whatever the order in which they come: what was taken back
is remembered, and neither held nor paid when what it is of comes later (`rules/reversals.py`)."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, KeyReused, Outage
from zandaka.funds.network_purchase import Purchase, Told
from zandaka.ledger.command import Answer, Command
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.providers.rates.port import NoRate
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress, command_key
from zandaka.rules.overseas import Foreign

_TIMEOUT_S: Final = 30.0
_KEEP: Final = """
INSERT INTO network_messages
    (network, message, reference, kind, received_at, request, foreign_buy)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_KEPT: Final = """
SELECT request::text, answer::text FROM network_messages
WHERE network = %s AND message = %s
"""
_PURCHASE: Final = """
SELECT request::text, foreign_buy::text, answer::text FROM network_messages
WHERE network = %s AND reference = %s ORDER BY answered_at NULLS LAST, id
"""
_ANSWER: Final = """
UPDATE network_messages SET answer = %s, answered_at = %s WHERE network = %s AND message = %s
"""
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode
_message = msgspec.json.Decoder(Message, dec_hook=ids.from_json).decode
_reply = msgspec.json.Decoder(NetworkReply, dec_hook=ids.from_json).decode
_foreign = msgspec.json.Decoder(Foreign).decode


class Network:
    """The issuer's side of one network, which is also the merchant that is paid for it. Safe in
    many threads and processes."""

    def __init__(self, name: str, redress: Redress) -> None:
        self.name = name
        self._redress = redress

    def handle(self, message: Message) -> NetworkReply:
        """The answer to a message, the same each time it comes.

        Raises Invalid, KeyReused where another message bore its name, and Outage: then the network
        repeats it, and so does the house."""
        asked = _encode(message).decode()
        with self._redress.connect() as connection:
            kept = connection.execute(_KEPT, (self.name, message.message)).fetchone()
            if kept is None:
                foreign = self._price(message)
                now = self._redress.clock.now()
                # Those of one purchase become visible in the order of their numbers.
                connection.execute(_LOCK, (f"keep {self.name} {message.reference}",))
                connection.execute(
                    _KEEP,
                    (
                        self.name, message.message, message.reference, message.kind, now, asked,
                        None if foreign is None else _encode(foreign).decode(),
                    ),
                )  # fmt: skip
                connection.commit()
                kept = connection.execute(_KEPT, (self.name, message.message)).fetchone()
                assert kept is not None, "it was just kept"
            request, answer = kept
            connection.commit()
            if request != asked:
                raise KeyReused
            if answer is not None:
                return _reply(answer)
            with connection.transaction():
                return self._answer(connection, message)

    def _price(self, message: Message) -> Foreign | None:
        """The yen of a message's amount. Raises Invalid where it has none that can be posted, and
        Outage where there is no rate now."""
        if message.amount is None:
            if message.kind not in ("reversal", "refund"):
                raise Invalid("amount", f"must be given for {message.kind}")
            return None
        if message.currency == "JPY" and Decimal(message.amount) % 1:
            raise Invalid("amount", "must be whole yen")
        rate, at, source = "1", None, ""
        if message.currency != "JPY":
            provider = self._redress.providers.rates
            if provider is None:
                raise Outage("no provider of exchange rates is set")
            try:
                found = provider.rate(message.currency, self._redress.clock.now())
            except NoRate as error:
                raise Outage(str(error)) from error
            rate, at, source = found.yen, found.at, found.source
        priced = Foreign(
            country=message.country,
            currency=message.currency,
            amount=message.amount,
            rate=rate,
            rate_at=at,
            rate_source=source,
        )
        try:
            _ = priced.yen
        except ValueError as error:
            raise Invalid("amount", str(error)) from None
        return priced

    def _answer(self, connection: Connection, message: Message) -> NetworkReply:
        """Under the lock of the purchase: whoever waited for it finds the answer."""
        connection.execute(_LOCK, (f"network {self.name} {message.reference}",))
        told: list[Told] = []
        for text, rate, answer in connection.execute(
            _PURCHASE, (self.name, message.reference)
        ).fetchall():
            one, price = _message(text), None if rate is None else _foreign(rate)
            # What was answered, in that order; then what came before this one and was not, which is
            # answered before it. A number says little: an earlier one may become visible later.
            if answer is None:
                reply = Purchase(self.name, partial(self.submit, one), one, price, told).answer()
                now: datetime = self._redress.clock.now()
                kept = _encode(reply).decode()
                connection.execute(_ANSWER, (kept, now, self.name, one.message))
            else:
                reply = _reply(answer)
            if one.message == message.message:
                return reply
            told.append(Told(one, price, reply))
        raise AssertionError("a message is kept before it is answered")

    def submit(self, message: Message, step: str, command: Command) -> Answer:
        """The book's answer to one of a message's commands. Raises Outage."""
        key = command_key("network", self.name, message.message, step)
        future = self._redress.ledger.submit_key(command, f"network:{self.name}", key)
        return future.result(_TIMEOUT_S)
