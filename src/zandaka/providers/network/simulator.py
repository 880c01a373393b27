"""A card network to try an issuer with: it sends what shops do, hears badly, repeats itself, takes
back what it got no answer to, and tells later what it answered for an issuer that was away."""

from collections.abc import Callable
from random import Random

import msgspec

from zandaka import ids
from zandaka.errors import Outage
from zandaka.providers.network.port import Message, NetworkReply


class Line(msgspec.Struct, frozen=True):
    """How bad the line is, in shares of all messages: how often no answer is heard though the
    message arrived, how often a message does not arrive, and how often it arrives twice."""

    answer_lost: float = 0.0
    message_lost: float = 0.0
    twice: float = 0.0


GOOD = Line()


class Purchase(msgspec.Struct):
    """A purchase as the network knows it. `approved` says what the shop was told, by the issuer or
    - where that was away - by the network for it."""

    reference: str
    wallet: ids.WalletId
    amount: str
    currency: str
    country: str
    channel: str
    shop: str
    approved: bool = False
    stood_in: bool = False


class Simulator:
    """Sends messages to `deliver`, one issuer's end of the line. `seed` decides which are lost."""

    #: How often a message is told again before the network gives up.
    TRIES = 3

    def __init__(
        self,
        deliver: Callable[[Message], NetworkReply],
        *,
        seed: int = 0,
        line: Line = GOOD,
        stand_in: bool = False,
        name: str = "sim",
    ) -> None:
        self._deliver = deliver
        self._random = Random(seed)  # noqa: S311 - what is lost must be lost again
        self._line = line
        self._stand_in = stand_in
        self._name = name
        self._serial = 0
        #: What is told later, in this order.
        self.waiting: list[Message] = []
        self.sent = 0

    def authorise(
        self,
        wallet: ids.WalletId,
        amount: str,
        *,
        currency: str = "JPY",
        country: str = "JP",
        channel: str = "online",
        shop: str = "",
    ) -> Purchase:
        """A shop asks. Where no answer is heard, the network takes the message back as soon as it
        can, or stands in for the issuer and advises it later."""
        purchase = Purchase(self._next("R"), wallet, amount, currency, country, channel, shop)
        reply = self.send(self.message("authorise", purchase, amount))
        if reply is not None:
            purchase.approved = reply.approved
        elif self._stand_in:
            purchase.approved = purchase.stood_in = True
            self.waiting.append(self.message("advice", purchase, amount))
        else:
            self.waiting.append(self.message("reversal", purchase))
        return purchase

    def increment(self, purchase: Purchase, amount: str) -> NetworkReply | None:
        """The shop asks for more."""
        return self.send(self.message("increment", purchase, amount))

    def reverse(self, purchase: Purchase, amount: str | None = None) -> NetworkReply | None:
        """The shop does not want it, or not all of it."""
        return self._insist(self.message("reversal", purchase, amount))

    def clear(
        self, purchase: Purchase, amount: str | None = None, *, final: bool = True
    ) -> NetworkReply | None:
        """The shop is paid."""
        message = self.message("clearing", purchase, amount or purchase.amount)
        return self._insist(msgspec.structs.replace(message, final=final))

    def refund(self, purchase: Purchase, amount: str | None = None) -> NetworkReply | None:
        """The shop gives back."""
        return self._insist(self.message("refund", purchase, amount))

    def flush(self) -> list[NetworkReply]:
        """Tells what waits, once each; what is not heard goes on waiting."""
        told: list[NetworkReply] = []
        waiting, self.waiting = self.waiting, []
        for message in waiting:
            reply = self._insist(message)
            if reply is not None:
                told.append(reply)
        return told

    def message(self, kind: str, purchase: Purchase, amount: str | None = None) -> Message:
        """A message of a purchase, under a name of its own."""
        said = {
            "message": self._next("M"),
            "reference": purchase.reference,
            "kind": kind,
            "wallet": purchase.wallet,
            "currency": purchase.currency,
            "country": purchase.country,
            "channel": purchase.channel,
            "shop": purchase.shop,
        }
        if amount is not None:
            said["amount"] = amount
        return msgspec.convert(said, Message, dec_hook=lambda _kind, value: value)

    def send(self, message: Message) -> NetworkReply | None:
        """Tells a message, again where no answer is heard. None where none ever was."""
        for _ in range(self.TRIES):
            roll = self._random.random
            if roll() < self._line.message_lost:
                continue
            try:
                reply = self._once(message)
                if roll() < self._line.twice:
                    again = self._once(message)
                    assert again == reply, "a repeated message has another answer"
            except Outage:
                continue
            if roll() >= self._line.answer_lost:
                return reply
        return None

    def _insist(self, message: Message) -> NetworkReply | None:
        reply = self.send(message)
        if reply is None:
            self.waiting.append(message)
        return reply

    def _once(self, message: Message) -> NetworkReply:
        self.sent += 1
        return self._deliver(message)

    def _next(self, what: str) -> str:
        self._serial += 1
        return f"{self._name}-{what}{self._serial}"
