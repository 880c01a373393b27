"""The steps between books of a coupon's load are the same bytes as when they were first released:
another fingerprint under a key of then would be told KeyReused."""

from datetime import UTC, datetime

import msgspec

from zandaka import ids
from zandaka.ledger.command import Answer
from zandaka.operations import transit
from zandaka.operations.load_coupon import CouponLoaded
from zandaka.operations.parcels import Moved, Parcel

AT = datetime(2023, 2, 24, 3, tzinfo=UTC)
PARCEL = Parcel(2_000, "town-coupon", "spring", "13", ids.WalletId(7), AT, None)
_PARCEL = (
    b'{"yen":2000,"product":"town-coupon","campaign":"spring","prefecture":"13",'
    b'"origin":"w0-7","issued_at":"2023-02-24T03:00:00Z","expires_at":null}'
)


def encoded(value: object) -> bytes:
    return msgspec.json.encode(value, enc_hook=ids.to_json)


def answer(outcome: object) -> Answer:
    return Answer(9, "", encoded(outcome), AT, replayed=False)


def test_a_coupons_steps_are_what_they_were() -> None:
    sent = answer(CouponLoaded(ids.WalletId(7), ids.WalletId(8), 2_000, True, (PARCEL,)))
    assert sent.outcome == (
        b'{"coupon":"w0-7","wallet":"w0-8","yen":2000,"in_transit":true,"parcels":['
        + _PARCEL
        + b"]}"
    )
    sending = transit.in_transit(sent)
    assert sending is not None
    arrive, key = transit.arrive(9, sending)
    assert encoded(arrive) == (
        b'{"do":"arrive","wallet":"w0-8","sent":"op0-9","parcels":[' + _PARCEL + b"]}"
    )
    assert key.hex() == "0242a729ce39ba922731981066abee93"
    settle, key = transit.settle(9, sending, Answer(3, "", b"{}", AT, replayed=False))
    assert encoded(settle) == b'{"do":"settle","sent":"op0-9","coupon":"w0-7","code":""}'
    assert key.hex() == "31517fe8376aaefa74a4431f653aeb42"
    final = transit.final(sent, sending, Answer(3, "", b"{}", AT, replayed=False))
    assert final.outcome == sent.outcome.replace(b"true", b"false")


def test_a_sends_steps_say_why() -> None:
    sent = answer(
        Moved(
            why="send", source=ids.WalletId(7), wallet=ids.WalletId(8), yen=2_000,
            in_transit=True, parcels=(PARCEL,),
        )
    )  # fmt: skip
    sending = transit.in_transit(sent)
    assert sending is not None
    assert encoded(transit.arrive(9, sending)[0]).endswith(b',"why":"send"}')
    refused = Answer(3, "limit_exceeded", b'{"limit":"balance_max"}', AT, replayed=False)
    settle = transit.settle(9, sending, refused)[0]
    assert encoded(settle) == (
        b'{"do":"settle","sent":"op0-9","coupon":"w0-7","code":"limit_exceeded","why":"send"}'
    )
    told = transit.final(sent, sending, refused)
    assert (told.operation, told.code, told.outcome) == (9, "limit_exceeded", refused.outcome)


def test_what_is_there_needs_no_step() -> None:
    there = CouponLoaded(ids.WalletId(7), ids.WalletId(8), 2_000, False, (PARCEL,))
    assert transit.in_transit(answer(there)) is None
    refused = Answer(9, "nothing_left", b"{}", AT, replayed=False)
    assert transit.in_transit(refused) is None
