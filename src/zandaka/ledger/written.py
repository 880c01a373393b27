"""What an operation wrote into the tables beside its transfers, as the journal keeps it: `verify`
rebuilds wallets and records from it, whatever the verb.

It is put at the end of the stored outcome by the book itself, so that no verb can leave it out, and
taken off again before anybody is answered: a shop need not know how far its customer is known."""

from datetime import date, datetime
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.ledger.model import Decision, Hold, Wallet

#: Where it begins in a stored outcome, whose last field it is. No text can contain these bytes: a
#: quotation mark in one is written with a backslash.
MARK: Final = b',"wrote":{'

#: The same where it tells of a hold, which it does first.
HOLDS: Final = b',"wrote":{"holds":['

_BEGIN: Final = len(b',"wrote":')


class WalletWritten(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A wallet as it is from then on; `prefecture` is told of a new one. What is left out is what
    most new wallets are."""

    wallet: ids.WalletId
    form: str = "app"
    prefecture: str = ""
    status: str = "open"
    holder: str = ""
    loaded_into: ids.WalletId | None = None
    expires_at: datetime | None = None
    tier: str = "anonymous"


class HoldWritten(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What is left of a hold from then on: `counting` are its `uses`, by a name that no effect
    has, since those are looked for in the bytes. As it was authorised that operation tells."""

    hold: ids.OperationId
    expires_at: datetime
    counting: tuple[tuple[date, int], ...] = ()
    rest: int = 0


class Written(msgspec.Struct, frozen=True, omit_defaults=True):
    """`records` are rows as they are from then on, by table. The first with its operation's own
    number is the one that begins it."""

    holds: tuple[HoldWritten, ...] = ()
    wallets: tuple[WalletWritten, ...] = ()
    records: dict[str, list[dict[str, Any]]] = {}


_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode
_decode = msgspec.json.Decoder(Written, dec_hook=ids.from_json).decode


def join(outcome: bytes, decision: Decision, changed_hold: Hold | None) -> bytes:
    """The outcome as it is stored: with what an applied decision wrote, where it did."""
    holds: list[HoldWritten] = []
    if changed_hold is not None:
        one = changed_hold
        holds = [HoldWritten(ids.OperationId(one.id), one.expires_at, one.uses, one.rest)]
    wallets = [_told(one, "") for one in decision.changed_wallets]
    wallets += [_told(one, one.prefecture) for one in decision.wallets if _needs_telling(one)]
    records: dict[str, list[Any]] = {}
    for record in decision.records:
        records.setdefault(record.table, []).append(record)
    named = (("holds", holds), ("wallets", wallets), ("records", records))
    said = {name: found for name, found in named if found}
    if not said:
        return outcome
    assert len(outcome) > len(b"{}"), "an outcome says something"
    return b'%b,"wrote":%b}' % (outcome[:-1], _encode(said))


def answer(outcome: bytes) -> bytes:
    """A stored outcome as its caller is told it: the same bytes as the first time."""
    begin = outcome.rfind(MARK)
    return outcome if begin < 0 else outcome[:begin] + b"}"


def read(outcome: bytes) -> Written | None:
    """What a stored outcome says was written; None where nothing was."""
    begin = outcome.rfind(MARK)
    return None if begin < 0 else _decode(memoryview(outcome)[begin + _BEGIN : -1])


def _needs_telling(new: Wallet) -> bool:
    """Most papers and empty wallets are what follows from their verb, and are issued by the
    hundred."""
    return bool(
        new.holder
        or new.expires_at
        or new.status != "open"
        or new.tier != "anonymous"
        or new.form not in ("paper", "app")
    )


def _told(wallet: Wallet, prefecture: str) -> WalletWritten:
    into = wallet.loaded_into
    return WalletWritten(
        ids.WalletId(wallet.id),
        wallet.form,
        prefecture,
        wallet.status,
        wallet.holder,
        None if into is None else ids.WalletId(into),
        wallet.expires_at,
        wallet.tier,
    )
