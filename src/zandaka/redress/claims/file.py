"""A claim's file (申請の記録): everything on one page for who decides it, personal data opened."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka.directory.vault import SealBroken, Vault
from zandaka.reads import claims as reads
from zandaka.redress.claims import applicants, desk, look
from zandaka.rules.claim import Statement
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]


class ClaimFile(msgspec.Struct, frozen=True):
    """A claim: what was said (`facts`, and `private` opened), how it looks beside the books now
    (`call` or `application`, whichever it is), the shop's records, what was decided and given, and
    its history."""

    claim: reads.ClaimLine
    recipient: int | None
    facts: dict[str, Any]
    private: dict[str, Any] | None
    call: look.CallView | None
    application: look.ApplicantView | None
    shop_records: tuple[reads.ShopRecord, ...]
    decision: dict[str, Any] | None
    awards: tuple[reads.AwardLine, ...]
    history: tuple[reads.Note, ...]


def opened(
    connection: Connection,
    vault: Vault,
    terms: Terms,
    number: int,
    at: datetime,
    *,
    personal: bool = True,
) -> ClaimFile | None:
    """The file of a claim, looked at now. Without `personal` the sealed part stays sealed; what is
    compared is shown all the same."""
    row = reads.one(connection, number)
    if row is None:
        return None
    line = row.line
    private = _open(vault, row.private)
    known = terms.incidents.get(line.incident)
    call = application = None
    if known is not None and line.kind in ("call", "other") and "kind" in row.facts:
        given = {name: value for name, value in row.facts.items() if name != "kind"}
        said = msgspec.convert(given, Statement)
        call = look.call(connection, known, row.facts["kind"], said, at, number)
    elif known is not None and line.kind == "application" and private is not None:
        application = look.applicant(
            connection, known, row.facts["inquiry_number"], applicants.said(known, private), number
        )
    return ClaimFile(
        line, row.recipient, row.facts, private if personal else None, call, application,
        row.shop_records, row.decision, row.awards, row.history,
    )  # fmt: skip


def _open(vault: Vault, sealed: bytes | None) -> dict[str, Any] | None:
    """What is sealed under a claim's own label; other slices seal under theirs."""
    if sealed is None:
        return None
    try:
        found: dict[str, Any] = msgspec.json.decode(vault.open(desk.PRIVATE, sealed))
    except SealBroken:
        return None
    return found
