"""What an extension would do, before anybody makes it: which value would be good for longer, and
whether the six-month exemption would be lost (Z-4, R91). Reads only."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads import wallets
from zandaka.rules.expiry import passes_total_validity
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]


class LotExtension(msgspec.Struct, frozen=True):
    """A lot with value that would be good until `new_expires_at` (exclusive). `beyond`: for longer
    from its issue than its product's total validity allows; `becomes` is the product inside the
    Act as which it would then count, empty where it stays what it is."""

    lot: ids.LotId
    yen: int
    product: str
    legal_kind: str
    issued_at: datetime
    old_expires_at: datetime
    new_expires_at: datetime
    beyond: bool
    becomes: str


class ExtensionPreview(msgspec.Struct, frozen=True):
    """What would be extended, `beyond_yen` of it past its total validity. `refused` is the code
    with which `extend` would answer, empty where it would be accepted; `exemption_would_be_lost`
    is no refusal to who acknowledges it."""

    wallet: ids.WalletId
    expires_at: datetime
    lots: tuple[LotExtension, ...]
    yen: int
    beyond_yen: int
    refused: str


def preview(
    connection: Connection, wallet: int, until: datetime, terms: Terms, at: datetime
) -> ExtensionPreview:
    """An extension of the wallet's value to `until`, looked at at `at`, which is the present."""
    inside = wallets.lots(connection, wallet, at)
    lots: list[LotExtension] = []
    refused = "" if inside else "nothing_left"
    for lot in inside:
        if lot.expires_at is None or lot.expires_at >= until or until <= at:
            continue
        of = terms.products[lot.product]
        beyond = passes_total_validity(of, lot.issued_at, until)
        policy = of.beyond_max_total_validity
        if beyond and policy == "refuse":
            refused = "validity_too_long"
        elif beyond and policy == "acknowledge" and refused != "validity_too_long":
            refused = "exemption_would_be_lost"
        lots.append(
            LotExtension(
                lot.lot, lot.yen, of.id, lot.legal_kind, lot.issued_at, lot.expires_at, until,
                beyond, of.media.regulated_as if beyond else "",
            )
        )  # fmt: skip
    if inside and not lots:
        refused = "not_later"
    return ExtensionPreview(
        ids.WalletId(wallet),
        until,
        tuple(lots),
        sum(lot.yen for lot in lots),
        sum(lot.yen for lot in lots if lot.beyond),
        refused,
    )
