"""Add evidence (証拠の登録): somebody shows of a coupon what the ledger alone cannot tell."""

import contextlib
from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.money import YenOrNone
from zandaka.operations.base import Reason
from zandaka.reads.cohorts.sql import PAYMENTS
from zandaka.redress.action import Action, Desk
from zandaka.redress.incidents import IncidentId, declared
from zandaka.rules.incident import Name

_COUPON = """
SELECT w.id FROM wallets w
WHERE w.id = %(wallet)s OR (%(wallet)s::bigint IS NULL AND w.inquiry = %(inquiry)s)
"""
_DEBIT = """
SELECT FROM operations o
JOIN transfers t ON t.book = o.book AND t.id >= o.first_transfer
                AND t.id < o.first_transfer + o.transfers
JOIN accounts a ON a.book = t.book AND a.id = t.debit
WHERE o.book = %s AND o.id = %s AND o.verb = ANY(%s) AND o.code = '' AND a.origin = %s LIMIT 1
"""
_KEEP = """
INSERT INTO evidence (incident, cohort, coupon, debit, yen, note, at, by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""


class Added(msgspec.Struct, frozen=True):
    """The evidence, and the coupon it speaks of."""

    evidence: int
    coupon: ids.WalletId


class AddEvidence(Action, frozen=True, kw_only=True, tag="add_evidence"):
    """Records that a coupon (by its wallet or its inquiry number) belongs to a cohort of kind
    `evidence`, with the yen that are owed: of one payment (`debit`), or of the balance. A later
    one for the same coupon and payment takes the place of an earlier; 0 yen take it back."""

    verb: ClassVar[str] = "add_evidence"
    ja: ClassVar[str] = (
        "証拠に基づく対象者群へ、クーポン(ウォレットまたはお問い合わせ番号)と金額を登録します。"
        "同じクーポン・同じ支払いについては後の登録が有効で、0円は取り消しです。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = Added

    incident: IncidentId
    cohort: Name
    coupon: ids.WalletId | None = None
    inquiry: Annotated[str, msgspec.Meta(max_length=40)] = ""
    debit: ids.OperationId | None = None
    yen: YenOrNone
    note: Reason

    def act(self, desk: Desk) -> Added:
        cohort = declared(desk, self.incident).cohort_named(self.cohort)
        if cohort is None or cohort.kind != "evidence":
            raise Refusal("unknown_cohort", cohort=self.cohort, kind="evidence")
        coupon = self._coupon(desk)
        if self.debit is not None:
            known = desk.connection.execute(
                _DEBIT, (ids.book_of(self.debit), int(self.debit), list(PAYMENTS), int(coupon))
            ).fetchone()
            if known is None:
                raise Refusal("unknown_operation", debit=str(self.debit))
        row = desk.connection.execute(
            _KEEP,
            (
                self.incident, self.cohort, int(coupon), int(self.debit or 0), self.yen, self.note,
                desk.now, desk.by,
            ),
        ).fetchone()  # fmt: skip
        assert row is not None, "the insert returns its id"
        return Added(row[0], coupon)

    def _coupon(self, desk: Desk) -> ids.WalletId:
        if (self.coupon is None) == (not self.inquiry):
            raise Invalid("coupon", "give either the coupon's wallet or its inquiry number")
        number = self.inquiry
        with contextlib.suppress(ValueError):  # the number of another ledger's coupon has its form
            number = ids.read_inquiry_number(self.inquiry)
        wallet = None if self.coupon is None else int(self.coupon)
        row = desk.connection.execute(_COUPON, {"wallet": wallet, "inquiry": number}).fetchone()
        if row is None:
            raise Refusal("unknown_coupon")
        return ids.WalletId(row[0])
