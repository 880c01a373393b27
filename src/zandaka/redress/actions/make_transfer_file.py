"""Make a transfer file (振込ファイルの作成): all approved refunds of an incident, one line each."""

from datetime import date
from typing import ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.operations.base import Reference
from zandaka.providers.bank.transfer_file import MAX_RECORDS, MAX_YEN
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import terms_of
from zandaka.redress.bank import accounts
from zandaka.redress.claims.desk import require_incident
from zandaka.rules.bank_day import require_pay_day

# What came back from an earlier attempt must be in the books before it can leave again.
_PICK: Final = """
SELECT r.id, r.yen FROM bank_refunds r
WHERE r.incident = %s AND r.state = 'approved' AND r.yen BETWEEN 1 AND %s AND NOT EXISTS (
    SELECT FROM (SELECT state FROM bank_remittances WHERE refund = r.id OFFSET 0) m
    WHERE m.state IN ('to_remit', 'remitted', 'to_return')
)
ORDER BY r.id LIMIT %s FOR UPDATE
"""
_FILE: Final = """
INSERT INTO bank_files (incident, pay_on, originator, line_end, made_at, made_by)
VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""
_LINES: Final = """
INSERT INTO bank_file_lines (file, refund, attempt, yen, account)
SELECT %s, id, attempt, yen, account FROM bank_refunds WHERE id = ANY(%s)
"""
_REMITTANCES: Final = """
INSERT INTO bank_remittances (refund, attempt, entitlement, wallet, coupon, yen)
SELECT r.id, r.attempt, e.id, e.wallet, e.coupon, e.yen - e.given
FROM bank_refunds r
JOIN entitlements e ON e.coupon = r.coupon AND e.incident = r.incident
    AND e.state = 'bank' AND e.taken_by = 'refund-' || r.id
WHERE r.id = ANY(%s) AND e.yen > e.given ORDER BY r.id, e.id
"""
# What the bank is asked to pay and what the books are told come from two tables.
_UNEQUAL: Final = """
SELECT l.refund FROM bank_file_lines l
LEFT JOIN (SELECT refund, attempt, sum(yen) AS yen FROM bank_remittances
           WHERE refund = ANY(%(refunds)s) GROUP BY refund, attempt) m USING (refund, attempt)
WHERE l.file = %(file)s AND l.yen IS DISTINCT FROM m.yen ORDER BY l.refund LIMIT 1
"""
_IN_FILE: Final = "UPDATE bank_refunds SET state = 'in_file' WHERE id = ANY(%s)"
_HISTORY: Final = """
INSERT INTO bank_refund_history (refund, at, by, state, facts)
SELECT id, %s, %s, 'in_file', json_build_object('file', %s::bigint, 'attempt', attempt, 'yen', yen)
FROM bank_refunds WHERE id = ANY(%s) ORDER BY id
"""


class TransferFileMade(msgspec.Struct, frozen=True):
    """The file's number; `records` transfers of `yen` together. It can be had once the books know
    of each, and another person has released it."""

    file: int
    pay_on: date
    records: int
    yen: int


class MakeTransferFile(Action, frozen=True, kw_only=True, tag="make_transfer_file"):
    """Makes a file of all approved refunds whose amount is known, to be transferred on a bank
    business day. Another person releases it."""

    verb: ClassVar[str] = "make_transfer_file"
    ja: ClassVar[str] = (
        "承認済みで金額の決まった振込の申請をすべて集め、指定の銀行営業日に振り込むファイルを作る。"
        "引き渡すのは別の人。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = TransferFileMade

    incident: Reference
    pay_on: date

    def act(self, desk: Desk) -> TransferFileMade:
        connection = desk.connection
        terms = terms_of(desk, self.incident).bank_refund
        require_incident(connection, self.incident)
        payer, own = accounts.originator(terms)
        require_pay_day(self.pay_on, terms.pays_from, jst_date(desk.now))
        picked = connection.execute(_PICK, (self.incident, MAX_YEN, MAX_RECORDS)).fetchall()
        if not picked:
            raise Refusal("nothing_to_transfer", incident=self.incident)
        refunds = [refund for refund, _ in picked]
        row = connection.execute(
            _FILE,
            (
                self.incident, self.pay_on, msgspec.json.encode(payer).decode(), own.line_end,
                desk.now, desk.by,
            ),
        ).fetchone()  # fmt: skip
        assert row is not None, "an INSERT returns its row"
        connection.execute(_LINES, (row[0], refunds))
        connection.execute(_REMITTANCES, (refunds,))
        asked = {"file": row[0], "refunds": refunds}
        unequal = connection.execute(_UNEQUAL, asked).fetchone()
        assert unequal is None, f"refund {unequal and unequal[0]} is not what it took"
        connection.execute(_IN_FILE, (refunds,))
        connection.execute(_HISTORY, (desk.now, desk.by, row[0], refunds))
        return TransferFileMade(row[0], self.pay_on, len(picked), sum(yen for _, yen in picked))
