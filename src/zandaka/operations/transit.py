"""The two steps after a send between books. Each has a key made from the send, so that whoever
finds a transit open - the edge that waits, or a job after a crash - may take them again."""

import hashlib

import msgspec

from zandaka import ids
from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.operations.load_coupon import Arrive, CouponLoaded, Settle

#: Who submits the steps.
HOUSE = "house"

_decode = msgspec.json.Decoder(CouponLoaded, dec_hook=ids.from_json).decode


def step_key(step: str, sent: int) -> bytes:
    """The key of a step: always the same one for the same send."""
    return hashlib.blake2b(f"{HOUSE}\0{step}\0{sent}".encode(), digest_size=16).digest()


def in_transit(answer: Answer) -> CouponLoaded | None:
    """What an answer sent to another book, or None when nothing is left to do."""
    if not answer.accepted:
        return None
    loaded = _decode(answer.outcome)
    return loaded if loaded.in_transit else None


def arrive(sent: int, loaded: CouponLoaded) -> tuple[Arrive, bytes]:
    """The receiving book's step, and its key."""
    command = Arrive(wallet=loaded.wallet, sent=ids.OperationId(sent), parcels=loaded.parcels)
    return command, step_key("arrive", sent)


def settle(sent: int, loaded: CouponLoaded, arrived: Answer) -> tuple[Settle, bytes]:
    """The sending book's last step, and its key."""
    command = Settle(sent=ids.OperationId(sent), coupon=loaded.coupon, code=arrived.code)
    return command, step_key("settle", sent)


def final(answer: Answer, loaded: CouponLoaded, arrived: Answer) -> Answer:
    """What the caller is told: the value is there, or the refusal of the book it went to."""
    if arrived.accepted:
        done = msgspec.structs.replace(loaded, in_transit=False)
        outcome = msgspec.json.encode(done, enc_hook=ids.to_json)
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
