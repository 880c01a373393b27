"""Files of payouts for the bank as rows, and their content made from the rows: the same bytes each
time."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka.directory.vault import Vault
from zandaka.errors import Invalid, Refusal
from zandaka.providers.bank.transfer_file import LineEnd, Originator, Transfer, write
from zandaka.redress.bank import accounts
from zandaka.terms.incident_model import OriginatorTerms
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

#: Customer code 2 of every line: a payout that is tried again has another try, with its own number.
ATTEMPT: Final = 1

_FILE: Final = """
SELECT id, pay_on, originator::text, line_end, records, yen, sha256, made_by, released_at,
       released_by FROM payout_files WHERE id = %s
"""
_LINES: Final = "SELECT account, yen, id FROM payout_tries WHERE file = %s ORDER BY id"


_COUNTS: Final = """
SELECT count(*) FILTER (WHERE state = 'paid'), count(*) FILTER (WHERE state = 'returned'),
       count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE account IS NULL)
FROM payout_tries WHERE file = %s
"""


class PayoutFileView(msgspec.Struct, frozen=True):
    """A file and what is known of its transfers. `content` is the file in base64, once it was
    released by somebody else than who made it, and until the accounts of `erased` of its lines were
    erased."""

    payout_file: int
    pay_on: date
    records: int
    yen: int
    sha256: str
    made_by: str
    released_at: datetime | None
    released_by: str | None
    paid: int
    returned: int
    waiting: int
    content: str | None
    erased: int = 0


class PayoutFile(msgspec.Struct, frozen=True):
    """A file as it stands."""

    id: int
    pay_on: date
    originator: str
    line_end: LineEnd
    records: int
    yen: int
    sha256: bytes
    made_by: str
    released_at: datetime | None
    released_by: str | None


def find(connection: Connection, number: int) -> PayoutFile | None:
    """The file as it stands now."""
    row = connection.execute(_FILE, (number,)).fetchone()
    return None if row is None else PayoutFile(*row)


def lock(connection: Connection, number: int) -> PayoutFile:
    """The file, held until the transaction ends. Refuses unknown_bank_file."""
    row = connection.execute(_FILE + " FOR UPDATE", (number,)).fetchone()
    if row is None:
        raise Refusal("unknown_bank_file", payout_file=number)
    return PayoutFile(*row)


def content(connection: Connection, vault: Vault, file: PayoutFile) -> bytes:
    """The bytes for the bank. Raises AssertionError where they are not what they were when the
    file was made."""
    payer = msgspec.json.decode(file.originator, type=Originator)
    made = write(payer, file.pay_on, _transfers(connection, vault, file.id), file.line_end)
    assert digest(made) == bytes(file.sha256), "a file is the same whenever it is made"
    return made


def made(
    connection: Connection, vault: Vault, number: int, payer: Originator, day: date, end: LineEnd
) -> bytes:
    """The content of a file whose lines have just been written."""
    return write(payer, day, _transfers(connection, vault, number), end)


def view(connection: Connection, vault: Vault, number: int) -> PayoutFileView | None:
    """A file as operators see it; None where there is no such file."""
    file = find(connection, number)
    if file is None:
        return None
    counts = connection.execute(_COUNTS, (number,)).fetchone()
    assert counts is not None, "a SELECT of sums"
    there = file.released_at is not None and not counts[3]
    return PayoutFileView(
        file.id, file.pay_on, file.records, file.yen, bytes(file.sha256).hex(), file.made_by,
        file.released_at, file.released_by, counts[0], counts[1], counts[2],
        base64.b64encode(content(connection, vault, file)).decode() if there else None, counts[3],
    )  # fmt: skip


def digest(made: bytes) -> bytes:
    """By which the same content is known."""
    return hashlib.sha256(made).digest()


def originator(terms: Terms, product: str) -> tuple[Originator, OriginatorTerms]:
    """The account that pays, as the product's terms name it. Refuses unknown_product and
    no_originator."""
    found = terms.products.get(product)
    if found is None:
        raise Refusal("unknown_product", product=product)
    own = found.withdrawing.originator
    if own is None:
        raise Refusal("no_originator", product=product, source=found.source)
    try:
        paying = accounts.account(
            own.bank, own.branch, own.account_type, own.account_number, own.name_kana
        )
    except Invalid as invalid:
        raise Refusal(
            "no_originator", field=invalid.field, rule=invalid.rule, source=own.source
        ) from None
    return Originator(own.code, paying), own


def _transfers(connection: Connection, vault: Vault, file: int) -> Iterator[Transfer]:
    for sealed, yen, number in connection.execute(_LINES, (file,)):
        yield Transfer(accounts.opened(vault, sealed), yen, number, ATTEMPT)
