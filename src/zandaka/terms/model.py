"""The terms as the rules read them: frozen, checked, quick to ask.

Amounts are whole yen, days are calendar days in Japan. Nothing here reads a file; a `Terms` comes
from `zandaka.terms.load`."""

from datetime import date
from typing import Final, Literal, get_args

import msgspec

from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.incident_model import IncidentTerms
from zandaka.terms.instrument.accepting import AcceptingTerms
from zandaka.terms.instrument.issuing import IssuingTerms
from zandaka.terms.instrument.media import MediaTerms
from zandaka.terms.instrument.paying import PayingTerms
from zandaka.terms.instrument.sending import SendingTerms
from zandaka.terms.instrument.withdrawing import WithdrawingTerms
from zandaka.terms.preservation import Preservation

LegalKind = Literal["prepaid", "funds_transfer", "exempt", "free"]
#: `number`: a code that is spent until nothing is left. `card`: a card that can be loaded.
Form = Literal["paper", "app", "number", "card"]
#: How far a holder's identity was checked, from the least to the most.
Tier = Literal["anonymous", "contact_checked", "identity_verified"]
#: `per_lot`: each lot brings its own end, fixed when it is issued. `months_after_load`: counted
#: from the day of the load by `validity`. `none`: never. `medium`: with the card or number, whose
#: end is fixed when it is issued. `months_after_use`: counted from the day after the last use by
#: `validity`, for all that is on the card.
ExpiryPolicy = Literal["per_lot", "months_after_load", "none", "medium", "months_after_use"]
#: `same_prefecture`: only shops of the prefecture that granted the value.
#: `networks`: where `accepting` says.
Acceptance = Literal["same_prefecture", "any", "networks"]
#: `owed`: nobody's income; it is to be paid to the holder all the same, as what is left of a
#: contract's balance is.
LapseTo = Literal["campaign_funding", "breakage_income", "owed"]
RestoreBorneBy = Literal["merchant", "issuer"]
#: `acknowledge`: refused unless whoever extends says that the exemption may be lost.
BeyondMaxTotalValidity = Literal["flag", "refuse", "acknowledge"]

DayType = Literal["weekday", "holiday"]
#: The only rule so far: value ends with the day of checkout, or of the day trip.
Validity = Literal["checkout_day_end"]
BeyondMax = Literal["cap", "refuse"]

#: Caps in yen. A day and a month are calendar ones in Japan (R67, R106). A new kind is added here
#: and as a key of the product file.
LimitKind = Literal[
    "load_max",
    "load_day_max",
    "balance_max",
    "pay_max",
    "pay_day_max",
    "issue_max",
    "cash_load_day_max",
    "send_max",
    "send_month_max",
    "receive_month_max",
    "withdraw_max",
    "withdraw_day_max",
]

TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
LIMIT_KINDS: Final[tuple[LimitKind, ...]] = get_args(LimitKind)
DAY_TYPES: Final[tuple[DayType, ...]] = get_args(DayType)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A text the terms cite."""

    id: str
    title_ja: str
    title_en: str
    publisher: str
    #: None where the text bears none.
    date: date | None
    note: str


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What an issuer is registered as, by which bureau, under which number (R62, R94)."""

    kind: str
    bureau: str
    number: str
    source: str


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands behind an instrument."""

    id: str
    name_ja: str
    name_en: str
    source: str
    registrations: dict[str, Registration]
    #: By legal kind, the latest last.
    preservations: dict[str, tuple[Preservation, ...]] = {}

    def preservation(self, kind: LegalKind, on: date) -> Preservation | None:
        """How value of a legal kind is preserved on a day; None where the file does not say."""
        begun = [one for one in self.preservations.get(kind, ()) if one.since <= on]
        return begun[-1] if begun else None


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument with terms."""

    id: str
    name_ja: str
    name_en: str
    legal_kind: LegalKind
    forms: frozenset[Form]
    expiry_policy: ExpiryPolicy
    acceptance: Acceptance
    lapse_to: LapseTo
    restore_borne_by: RestoreBorneBy
    beyond_max_total_validity: BeyondMaxTotalValidity
    source: str
    source_of: dict[str, str]
    limits: dict[LimitKind, Dated[int]]
    validity: Dated[int]
    max_total_validity: Dated[int]
    #: Products whose value may be on the same card beside its own: one balance cap over all (R69).
    holds: frozenset[str] = frozenset()
    #: How far its holder must be known.
    tier: Tier = "anonymous"
    issuing: IssuingTerms = IssuingTerms()
    accepting: AcceptingTerms = AcceptingTerms()
    media: MediaTerms = MediaTerms()
    paying: PayingTerms = PayingTerms()
    sending: SendingTerms = SendingTerms()
    withdrawing: WithdrawingTerms = WithdrawingTerms()

    def limit(self, kind: LimitKind, on: date) -> int | None:
        """The cap in yen in force on a day; None where there is none."""
        found = self.limits[kind].at(on)
        return None if found is None else found.value

    def limit_source(self, kind: LimitKind, on: date) -> str:
        """The source of that cap; empty where there is none."""
        found = self.limits[kind].at(on)
        return "" if found is None else found.source

    def validity_months(self, on: date) -> int | None:
        """Months a load of that day stays valid (`months_after_load`); None for `per_lot`."""
        found = self.validity.at(on)
        return None if found is None else found.value

    def max_total_validity_months(self, on: date) -> int | None:
        """Months from issue that validity may reach, extensions counted in (Z-4); None where
        there is no bound. `beyond_max_total_validity` says what follows."""
        found = self.max_total_validity.at(on)
        return None if found is None else found.value

    def source_for(self, parameter: str) -> str:
        """The source of an undated parameter such as `restore_borne_by`."""
        return self.source_of.get(parameter, self.source)


class Period(msgspec.Struct, frozen=True):
    """Nights (or days of a day trip) a campaign grants: both ends count; `through` None = open."""

    since: date
    through: date | None
    source: str

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.since <= day and (self.through is None or day <= self.through)


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """What grants coupons of a product: where, when and how much a person and night."""

    id: str
    name_ja: str
    name_en: str
    product: str
    prefectures: frozenset[str]
    validity: Validity
    beyond_max: BeyondMax
    source: str
    source_of: dict[str, str]
    periods: tuple[Period, ...]
    max_nights: Dated[int]
    amounts: dict[DayType, Dated[int]]
    prefecture_amounts: dict[tuple[str, DayType], Dated[int]]

    def runs_on(self, day: date) -> bool:
        """Whether the campaign grants anything for that day."""
        return any(period.covers(day) for period in self.periods)

    def amount(self, day_type: DayType, on: date) -> DatedValue[int] | None:
        """The campaign's own yen for a person and night. Never None on a day it runs."""
        return self.amounts[day_type].at(on)

    def prefecture_amount(
        self, prefecture: str, day_type: DayType, on: date
    ) -> DatedValue[int] | None:
        """The yen a prefecture adds to that; None where it adds nothing."""
        series = self.prefecture_amounts.get((prefecture, day_type))
        return None if series is None else series.at(on)

    def source_for(self, parameter: str) -> str:
        """The source of an undated parameter such as `beyond_max`."""
        return self.source_of.get(parameter, self.source)


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in force: products with their issuers, campaigns and incidents by id, and the
    texts they cite.

    `content` is canonical JSON of the files' values (keys and blocks sorted, no comments) and
    `hash` its SHA-256: comments and layout leave both as they are, any value changes both."""

    products: dict[str, Product]
    campaigns: dict[str, Campaign]
    incidents: dict[str, IncidentTerms]
    sources: dict[str, Source]
    issuers: dict[str, Issuer]
    content: str
    hash: bytes
