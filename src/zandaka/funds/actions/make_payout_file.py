"""Make a payout file (出金ファイルの作成): all that is to be paid by bank, one line each."""

from datetime import date
from typing import ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.funds import files
from zandaka.instants import jst_date
from zandaka.operations.base import Reference
from zandaka.providers.bank.transfer_file import MAX_RECORDS, MAX_YEN
from zandaka.reads.payouts import PAYEE
from zandaka.redress.action import Action, Desk
from zandaka.rules.bank_day import require_pay_day

# Each to an account of whose wallet it is, or was: the one named, else the newest of those that it
# has not come back from. A line has the very bytes of its account.
_PICK: Final = "".join(
    (
        """
SELECT p.operation, p.attempt, p.yen, a.account
FROM payouts p JOIN wallets w ON w.book = p.book AND w.id = p.wallet
JOIN LATERAL (
    SELECT r.account FROM payout_accounts r
    WHERE r.holder = """,
        PAYEE,
        """ AND r.holder <> '' AND (r.id = p.account OR (p.account = 0 AND r.closed_at IS NULL))
      AND NOT EXISTS (
          SELECT FROM payout_tries t
          JOIN payout_files f ON f.id = t.file AND f.released_at IS NOT NULL
          WHERE t.payout = p.operation AND t.account = r.account
      )
    ORDER BY r.id DESC LIMIT 1
) a ON true
WHERE p.state = 'ordered' AND p.way = 'bank' AND p.yen <= %s AND NOT EXISTS (
    SELECT FROM payout_tries t WHERE t.payout = p.operation AND t.attempt = p.attempt
)
ORDER BY p.operation LIMIT %s
""",
    )
)
_FILE: Final = """
INSERT INTO payout_files (pay_on, originator, line_end, records, yen, sha256, made_at, made_by)
VALUES (%s, %s, %s, %s, %s, '', %s, %s) RETURNING id
"""
_LINE: Final = """
INSERT INTO payout_tries (payout, attempt, file, yen, account, state, by, at)
VALUES (%s, %s, %s, %s, %s, 'waiting', %s, %s)
"""


class PayoutFileMade(msgspec.Struct, frozen=True):
    """The file's number; `records` transfers of `yen` together. It can be had once another person
    has released it."""

    payout_file: int
    pay_on: date
    records: int
    yen: int


class MakePayoutFile(Action, frozen=True, kw_only=True, tag="make_payout_file"):
    """Makes a file of all that is to be paid to bank accounts - withdrawals, refunds, the ends of
    contracts - to be transferred on a bank business day. What came back goes to another account
    than before; what is owed to a holder who has left goes to one of theirs. The account it leaves
    is the one that the terms of the product `payer` name. Another person releases it."""

    verb: ClassVar[str] = "make_payout_file"
    ja: ClassVar[str] = (
        "銀行口座に支払うべき出金・払戻し・解約返金をすべて集め、指定の銀行営業日に振り込むファイルを作る。"
        "戻ってきた分は前と別の口座へ、退会した人への未払はその人の口座へ振り込む。引き渡すのは別の人。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PayoutFileMade

    payer: Reference
    pay_on: date

    def act(self, desk: Desk) -> PayoutFileMade:
        connection = desk.connection
        payer, own = files.originator(desk.terms, self.payer)
        today = jst_date(desk.now)
        require_pay_day(self.pay_on, today, today)
        # Two at once: the second waits, and finds what the first has taken.
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('payout file', 0))")
        picked = connection.execute(_PICK, (MAX_YEN, MAX_RECORDS)).fetchall()
        if not picked:
            raise Refusal("nothing_to_transfer", payer=self.payer)
        yen = sum(row[2] for row in picked)
        row = connection.execute(
            _FILE,
            (
                self.pay_on, msgspec.json.encode(payer).decode(), own.line_end, len(picked), yen,
                desk.now, desk.by,
            ),
        ).fetchone()  # fmt: skip
        assert row is not None, "an INSERT returns its row"
        with connection.cursor() as cursor:
            cursor.executemany(
                _LINE,
                [
                    (operation, attempt, row[0], amount, account, desk.by, desk.now)
                    for operation, attempt, amount, account in picked
                ],
            )
        made = files.made(connection, desk.vault, row[0], payer, self.pay_on, own.line_end)
        connection.execute(
            "UPDATE payout_files SET sha256 = %s WHERE id = %s", (files.digest(made), row[0])
        )
        return PayoutFileMade(row[0], self.pay_on, len(picked), yen)
