"""Apply for a bank refund (振込による返金の申請): who wants no points names an account (R28)."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.instants import jst_date
from zandaka.operations.base import Prefecture, Reference
from zandaka.providers.bank.transfer_file import AccountType
from zandaka.reads import claim_facts
from zandaka.redress import messages
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import other_numbers, terms_of
from zandaka.redress.bank import accounts
from zandaka.redress.bank.accounts import AccountDigits, BankCode, BranchCode, NameKana
from zandaka.redress.bank.refunds import note
from zandaka.redress.claims import desk as claims
from zandaka.redress.claims import told
from zandaka.redress.contacts import Language
from zandaka.rules import inquiry
from zandaka.terms.incident_model import BankRefundTerms

_NEW: Final = """
INSERT INTO bank_refunds (incident, claim, coupon, account, account_by)
VALUES (%s, %s, %s, %s, %s) RETURNING id
"""

Entry = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class BankRefundApplied(msgspec.Struct, frozen=True):
    """The application was taken in. The same is said whether or not there is a coupon of that
    number: nobody can try numbers out here."""

    refund: int
    received_at: datetime


class BankApplication(msgspec.Struct, frozen=True):
    """What the applicant said, as it lies sealed in the claim; the account lies in the refund."""

    inquiry_number: str
    name: str
    name_kana: str
    birth_date: date
    address: str
    contact: str
    lodging: str
    travel_date: date


class ApplyBankRefund(Action, frozen=True, kw_only=True, tag="apply_bank_refund"):
    """Applies to be repaid by bank transfer instead of a gift: for whoever was hurt in either way.
    Bank, branch and the characters of the name are checked at once. Whether there is such a
    coupon, and what is owed to it, is never told here; a person reviews it. Who gives a `mail`
    address or a `mobile` number is told there what becomes of it; `contact` is for persons."""

    verb: ClassVar[str] = "apply_bank_refund"
    ja: ClassVar[str] = (
        "ギフトに代えて銀行振込での返金を申請する。銀行・支店の有無と名義の文字はその場で確かめる。"
        "クーポンの有無や金額は答えない。内容は担当者が確認する。"
        "メールアドレスか携帯番号があれば、受付・振込・組戻しをそこに知らせる。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    public: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset(
        {
            "inquiry_number", "name", "name_kana", "birth_date", "address", "contact", "lodging",
            "travel_date", "bank", "branch", "account_type", "account_number", "mail", "mobile",
        }
    )  # fmt: skip
    outcome: ClassVar[type[msgspec.Struct]] = BankRefundApplied

    incident: Reference
    prefecture: Prefecture
    inquiry_number: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    name: Entry
    name_kana: NameKana
    birth_date: date
    address: Entry
    contact: Entry
    lodging: Entry
    travel_date: date
    bank: BankCode
    branch: BranchCode
    account_type: AccountType
    account_number: AccountDigits
    mail: told.Mail = ""
    mobile: told.Mobile = ""
    language: Language = "ja"

    def act(self, desk: Desk) -> BankRefundApplied:
        connection = desk.connection
        terms = terms_of(desk, self.incident)
        _require_open(terms.bank_refund, desk.now)
        claims.require_incident(connection, self.incident)
        number = self._number(other_numbers(connection))
        self._require_past(jst_date(desk.now))
        account = accounts.account(
            self.bank, self.branch, self.account_type, self.account_number, self.name_kana
        )
        said = BankApplication(
            number, self.name, account.name, self.birth_date, self.address, self.contact,
            self.lodging, self.travel_date,
        )  # fmt: skip
        found = claim_facts.by_number(connection, number)
        # A number with another prefecture is a number tried out, or a slip: a person looks.
        known = found is not None and found.prefecture == self.prefecture
        coupon = int(found.coupon) if found is not None and known else None
        by = "public" if desk.by.startswith("public") else desk.by
        recipient = told.recipient(desk, terms, self.language, self.mail, self.mobile)
        claim = claims.take_in(
            connection,
            incident=self.incident,
            kind="bank",
            coupon=coupon,
            private=desk.vault.seal(claims.PRIVATE, msgspec.json.encode(said).decode()),
            facts={"prefecture": self.prefecture, "coupon_found": known},
            at=desk.now,
            by=by,
            recipient=recipient,
        )
        sealed = accounts.seal(desk.vault, account)
        row = connection.execute(_NEW, (self.incident, claim, coupon, sealed, by)).fetchone()
        assert row is not None, "an INSERT returns its row"
        note(connection, row[0], desk.now, by, "applied", {"claim": claim})
        if recipient is not None:
            messages.tell(
                connection,
                # Anybody's address may be typed here: it is written to once a day and no more.
                once=f"bank-refund-received:{recipient}:{jst_date(desk.now)}",
                incident=self.incident,
                recipient=recipient,
                template="bank_refund_received",
                facts={"refund": str(row[0])},
                not_before=desk.now,
            )
        return BankRefundApplied(row[0], desk.now)

    def _number(self, others: bool) -> str:
        try:
            return inquiry.read(self.inquiry_number, others=others)
        except ValueError as error:
            raise Invalid("inquiry_number", str(error)) from None

    def _require_past(self, today: date) -> None:
        for name in ("travel_date", "birth_date"):
            if getattr(self, name) > today:
                raise Invalid(name, "must not lie in the future")


def _require_open(terms: BankRefundTerms, at: datetime) -> None:
    """Refuses application_not_open before the first instant and application_closed from the end
    on."""
    if at < terms.since:
        raise Refusal("application_not_open", opens_at=terms.since, source=terms.source)
    if at >= terms.until:
        source = terms.source_of.get("until", terms.source)
        raise Refusal("application_closed", closed_at=terms.until, source=source)
