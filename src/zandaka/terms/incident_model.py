"""What was promised to those an outage hurt, as written in terms/incidents/ and as it is read.

These structs are both: msgspec checks keys, types and ranges, `terms/incidents.py` the rest. A
value carries its source on the same block. Instants that end something are exclusive (R10)."""

from datetime import date, datetime, time
from typing import Annotated, Final, Literal, get_args

import msgspec

from zandaka.money import Yen
from zandaka.terms.shape import NameShape, Shape, Text

#: What can fail: the verbs of the app.
Function = Literal["issue", "load", "pay"]
FUNCTIONS: Final[tuple[Function, ...]] = get_args(Function)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
CohortKind = Literal["expiring_with_balance", "unconfirmed_debit", "repeated_debit", "evidence"]
Remedy = Literal["extend", "restore", "convert"]
Days = Literal["weekdays", "every_day"]
FieldKind = Literal["text", "date", "mail", "mobile", "inquiry_number", "prefecture", "yen"]


class DeskPeriod(Shape, frozen=True, kw_only=True):
    """From one day through another, both counted, the desk has other days."""

    since: date
    through: date
    days: Days
    source: Text


class ContactDesk(Shape, frozen=True, kw_only=True):
    """Where holders ask (R22, R30). `weekdays` are neither Saturday, Sunday nor holiday;
    `closed` are month-day pairs of every year such as "12-29"."""

    name: NameShape
    phone: Text
    opens: time
    closes: time
    days: Days
    closed: list[Annotated[str, msgspec.Meta(pattern=r"^[01][0-9]-[0-3][0-9]$")]] = []
    source: Text
    period: list[DeskPeriod] = []


class CohortTerms(Shape, frozen=True, kw_only=True):
    """Who was hurt. Which of the optional keys belong to which kind is checked when the file is
    read.

    `expiring_with_balance` (A): good to the end of `expires_on` - or earlier, where `or_earlier` -
    by the expiry before any extension of this incident, and at least `at_least` yen at
    `balance_at`. `unconfirmed_debit` (B1): debited while `function` failed, and the shop has not
    confirmed it. `repeated_debit` (B2): same coupon, shop and amount, each at most
    `within_seconds` after the one before. `evidence`: named by imported evidence."""

    name: Text
    kind: CohortKind
    source: Text
    expires_on: date | None = None
    or_earlier: bool = False
    balance_at: Instant | None = None
    at_least: Yen = 1
    function: Function = "pay"
    within_seconds: Annotated[int, msgspec.Meta(ge=1, le=86_400)] | None = None
    automatic: bool = True


class StepTerms(Shape, frozen=True, kw_only=True):
    """One step of the plan. `extend` moves the expiry to `until`; `restore` gives back what each
    member of the cohorts was debited; `convert` turns what is left at `until` into gift value.
    `not_before` is the first instant at which the step may run."""

    number: Annotated[int, msgspec.Meta(ge=1, le=100)]
    remedy: Remedy
    cohorts: Annotated[list[Text], msgspec.Meta(min_length=1)]
    until: Instant | None = None
    not_before: Instant | None = None
    reason: NameShape
    source: Text


class Brand(Shape, frozen=True, kw_only=True):
    """A gift that may be chosen: amounts from `minimum` to `maximum` in steps of `step` yen.
    `code_valid_months` is how long a code can be used once issued; None: for ever."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    name: NameShape
    minimum: Yen
    maximum: Yen
    step: Yen
    code_valid_months: Annotated[int, msgspec.Meta(ge=1, le=1200)] | None = None
    source: Text


class GiftTerms(Shape, frozen=True, kw_only=True):
    """Links go out from `from` on (R14) and can be used strictly before `until` (R15). `fallback`
    is the brand for an amount that the chosen one cannot give, so it gives every amount.
    `again_days`: how long somebody may choose anew whom the provider let down, though `until` has
    come. `short_days`: a link that goes out with no more than these left is pointed out (R20)."""

    since: Instant
    until: Instant
    fallback: Text
    again_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    short_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    source: Text
    source_of: dict[str, Text] = {}


class FormField(Shape, frozen=True, kw_only=True):
    """One field of the site's form. `one_of`: at least one of the fields that name the same group
    must be filled in (R18). `max_length` counts characters."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
    label: NameShape
    kind: FieldKind
    required: bool = True
    one_of: str = ""
    max_length: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
    source: Text


class ApplicationTerms(Shape, frozen=True, kw_only=True):
    """The special site: open from `from` on, strictly before `until` (R17, R19)."""

    since: Instant
    until: Instant
    source: Text
    field: Annotated[list[FormField], msgspec.Meta(min_length=1)]


class OriginatorTerms(Shape, frozen=True, kw_only=True):
    """The account that repayments leave, as the issuer's bank wrote it down: its own code for the
    issuer (委託者コード), the account holder's name in kana, and whether the bank wants a line end
    after each record of a file."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}$")]
    name_kana: Text
    bank: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}$")]
    branch: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}$")]
    account_type: Literal["ordinary", "checking", "other"]
    account_number: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{7}$")]
    line_end: Literal["crlf", "none"] = "crlf"
    source: Text


class BankRefundTerms(Shape, frozen=True, kw_only=True):
    """Repayment by bank transfer: applied for strictly before `until`, paid from `pays_from` on
    (R28), out of the account of `originator`; without one, no file can be made."""

    since: Instant
    until: Instant
    pays_from: date
    originator: OriginatorTerms | None = None
    source: Text
    source_of: dict[str, Text] = {}


class CallTerms(Shape, frozen=True, kw_only=True):
    """What the call centre must ask (R23), and how close in time (R27) the shop's record lies."""

    questions: Annotated[
        list[Literal["inquiry_number", "expires_on", "prefecture", "shop"]],
        msgspec.Meta(min_length=1),
    ]
    source: Text


class DeliveryTerms(Shape, frozen=True, kw_only=True):
    """Through which channel a holder with both is told (R13)."""

    first: Literal["mail", "sms"]
    source: Text


class PublicationTerms(Shape, frozen=True, kw_only=True):
    """When to propose that the incident be published (R137): a person says whether it spreads or
    helps others avoid the like; reaching either figure calls its impact large."""

    large_yen: Yen
    large_holders: Annotated[int, msgspec.Meta(ge=1)]
    source: Text


class IncidentTerms(Shape, frozen=True, kw_only=True):
    """Everything promised for one incident."""

    id: Text
    name: NameShape
    source: Text
    desk: ContactDesk
    cohort: Annotated[list[CohortTerms], msgspec.Meta(min_length=1)]
    step: Annotated[list[StepTerms], msgspec.Meta(min_length=1)]
    gift: GiftTerms
    brand: Annotated[list[Brand], msgspec.Meta(min_length=1)]
    application: ApplicationTerms
    bank_refund: BankRefundTerms
    call: CallTerms
    delivery: DeliveryTerms
    publication: PublicationTerms

    def cohort_named(self, name: str) -> CohortTerms | None:
        """The cohort of that name."""
        return next((one for one in self.cohort if one.name == name), None)

    def brand_named(self, identifier: str) -> Brand | None:
        """The brand of that id."""
        return next((one for one in self.brand if one.id == identifier), None)
