"""Messages of a card network as an issuer meets them, in the manner of Mastercard's: what ISO 8583
says in numbers is said in words here, one message a line of a purchase."""

from typing import Annotated, Literal

import msgspec

from zandaka import ids
from zandaka.money import MAX_YEN
from zandaka.rules.overseas import Amount, Country, Currency

Label = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
#: `authorise`: may this be paid? `increment`: may more of it? `advice`: the network has answered
#: for us while we were away, and tells us now. `reversal`: what was authorised is not wanted, or
#: its answer was never heard. `clearing`: the shop is paid; it can no longer be refused. `refund`:
#: the shop gives back.
MessageKind = Literal["authorise", "increment", "advice", "reversal", "clearing", "refund"]


class Message(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One message. `message` names it and is the same when it is repeated; `reference` is what all
    messages of one purchase have in common. `wallet` is the card. `amount` is in `currency`; a
    reversal or refund without one is of the whole. `country`, `channel` and `shop` are where."""

    message: Label
    reference: Label
    kind: MessageKind
    wallet: ids.WalletId
    amount: Amount | None = None
    currency: Currency = "JPY"
    country: Country = "JP"
    channel: Annotated[str, msgspec.Meta(max_length=63, pattern=r"^([a-z0-9][a-z0-9_-]*)?$")] = ""
    shop: Annotated[str, msgspec.Meta(max_length=40)] = ""
    final: bool = True


class NetworkReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer. `response` is the code of ISO 8583's field 39: "00" approved or taken note of.
    `refused` is our own code where it is not, where an advice could not be followed, or where not
    all of a clearing was paid. `yen` are the price in yen, and `operations` what came of it in the
    ledger. `forced`: some of it was posted by force."""

    approved: bool
    response: str
    refused: str = ""
    approval: str = ""
    yen: Annotated[int, msgspec.Meta(ge=0, le=MAX_YEN)] = 0
    operations: tuple[ids.OperationId, ...] = ()
    forced: bool = False
