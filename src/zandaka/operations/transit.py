"""The two steps after a send between books. Each has a key made from the send, so that whoever
finds a transit open - the edge that waits, or a job after a crash - may take them again."""

import hashlib
from datetime import datetime
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.operations.arrive import Arrive
from zandaka.operations.load_coupon import CouponLoaded
from zandaka.operations.parcels import Moved, Why
from zandaka.operations.settle import Settle

#: Who submits the steps.
HOUSE = "house"
#: The verbs that may send value to another book.
VERBS: Final = frozenset(("load_coupon", "send", "claim", "charge", "carry_over"))

#: What went to another book: a coupon's load, or one of the others.
Sending = CouponLoaded | Moved


class _Addressed(Moved, frozen=True, kw_only=True):
    """What was sent, and to which card where that is not the one that has it now; until when it
    waits where a cap refuses it, if the terms say so (R106)."""

    sent_to: ids.WalletId | None = None
    ends_at: datetime | None = None


class _Peek(msgspec.Struct, frozen=True):
    why: Why = ""
    in_transit: bool = False


_peek = msgspec.json.Decoder(_Peek).decode
_read_coupon = msgspec.json.Decoder(CouponLoaded, dec_hook=ids.from_json).decode
_read_moved = msgspec.json.Decoder(_Addressed, dec_hook=ids.from_json).decode


def step_key(step: str, sent: int) -> bytes:
    """The key of a step: always the same one for the same send."""
    return hashlib.blake2b(f"{HOUSE}\0{step}\0{sent}".encode(), digest_size=16).digest()


def in_transit(answer: Answer) -> Sending | None:
    """What the answer to one of `VERBS` sent to another book, or None when nothing is left to
    do."""
    if not answer.accepted:
        return None
    seen = _peek(answer.outcome)
    if not seen.in_transit:
        return None
    return _read_moved(answer.outcome) if seen.why else _read_coupon(answer.outcome)


def arrive(sent: int, sending: Sending) -> tuple[Arrive, bytes]:
    """The receiving book's step, and its key."""
    command = Arrive(
        wallet=sending.wallet,
        sent=ids.OperationId(sent),
        parcels=sending.parcels,
        why=_why(sending),
        sent_to=sending.sent_to if isinstance(sending, _Addressed) else None,
    )
    return command, step_key("arrive", sent)


def settle(sent: int, sending: Sending, arrived: Answer) -> tuple[Settle, bytes]:
    """The sending book's last step, and its key."""
    source = sending.source if isinstance(sending, Moved) else sending.coupon
    command = Settle(
        sent=ids.OperationId(sent), coupon=source, code=arrived.code, why=_why(sending)
    )
    return command, step_key("settle", sent)


def _why(sending: Sending) -> Why:
    return sending.why if isinstance(sending, Moved) else ""


def final(answer: Answer, sending: Sending, arrived: Answer) -> Answer:
    """What the caller is told: the value is there, it waits to be claimed, or the refusal of the
    book it went to."""
    held = isinstance(sending, _Addressed) and sending.ends_at is not None
    if arrived.accepted or (held and arrived.code == "limit_exceeded"):
        assert sending.in_transit, "nothing was sent"
        outcome = answer.outcome.replace(b'"in_transit":true', b'"in_transit":false', 1)
        if held and arrived.accepted:
            told: dict[str, Any] = msgspec.json.decode(outcome)
            outcome = msgspec.json.encode(
                {key: told[key] for key in told if key not in ("claim_from", "ends_at")}
            )
        return msgspec.structs.replace(answer, outcome=outcome)
    return msgspec.structs.replace(answer, code=arrived.code, outcome=arrived.outcome)


def finish(ledger: Ledger, answer: Answer, timeout: float = 30.0) -> Answer:
    """Takes an answer's remaining steps and waits for them. Raises Outage; ask again."""
    loaded = in_transit(answer)
    if loaded is None:
        return answer
    command, key = arrive(answer.operation, loaded)
    arrived = ledger.submit_key(command, HOUSE, key).result(timeout)
    closing, key = settle(answer.operation, loaded, arrived)
    ledger.submit_key(closing, HOUSE, key).result(timeout)
    return final(answer, loaded, arrived)
