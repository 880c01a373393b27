"""The TOML files as written. msgspec checks keys, types and ranges against these structs; what
needs more than one value is checked in `build`. Documented for authors in
docs/reference/terms.md."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from zandaka.money import Yen
from zandaka.terms.blocks import MonthsBlock, YenBlock
from zandaka.terms.instrument.accepting import AcceptingShape
from zandaka.terms.instrument.issuing import IssuingShape
from zandaka.terms.instrument.media import MediaShape
from zandaka.terms.instrument.paying import PayingShape
from zandaka.terms.instrument.sending import SendingShape
from zandaka.terms.instrument.withdrawing import WithdrawingShape
from zandaka.terms.model import (
    Acceptance,
    BeyondMax,
    BeyondMaxTotalValidity,
    DayType,
    ExpiryPolicy,
    Form,
    LapseTo,
    LegalKind,
    RestoreBorneBy,
    Tier,
    Validity,
)
from zandaka.terms.shape import NameShape, Shape, Text

#: A key is called `date` too.
Day = date
Nights = Annotated[int, msgspec.Meta(ge=1, le=366)]


class SourceShape(Shape, frozen=True, kw_only=True):
    title_ja: Text
    title_en: Text
    publisher: Text
    #: None where the text bears none.
    date: Day | None = None
    note: str = ""


class ProductShape(Shape, frozen=True, kw_only=True):
    id: Text
    name: NameShape
    legal_kind: LegalKind
    forms: list[Form]
    holds: list[Text] = []
    tier: Tier = "anonymous"
    expiry_policy: ExpiryPolicy
    acceptance: Acceptance
    lapse_to: LapseTo
    restore_borne_by: RestoreBorneBy
    beyond_max_total_validity: BeyondMaxTotalValidity
    source: Text
    source_of: dict[str, Text] = {}
    validity: list[MonthsBlock] = []
    max_total_validity: list[MonthsBlock] = []
    load_max: list[YenBlock] = []
    load_day_max: list[YenBlock] = []
    balance_max: list[YenBlock] = []
    pay_max: list[YenBlock] = []
    pay_day_max: list[YenBlock] = []
    issue_max: list[YenBlock] = []
    cash_load_day_max: list[YenBlock] = []
    send_max: list[YenBlock] = []
    send_month_max: list[YenBlock] = []
    receive_month_max: list[YenBlock] = []
    withdraw_max: list[YenBlock] = []
    withdraw_day_max: list[YenBlock] = []
    issuing: IssuingShape = IssuingShape()
    accepting: AcceptingShape = AcceptingShape()
    media: MediaShape = MediaShape()
    paying: PayingShape = PayingShape()
    sending: SendingShape = SendingShape()
    withdrawing: WithdrawingShape = WithdrawingShape()


class PeriodShape(Shape, frozen=True, kw_only=True):
    since: date
    through: date | None = None
    source: Text


class NightsBlock(Shape, frozen=True, kw_only=True):
    since: date
    nights: Nights
    source: Text

    @property
    def value(self) -> int:
        """Nights."""
        return self.nights


class AmountBlock(Shape, frozen=True, kw_only=True):
    since: date
    day_type: DayType
    yen: Yen
    source: Text

    @property
    def value(self) -> int:
        """Yen."""
        return self.yen


class PrefectureAmountBlock(YenBlock, frozen=True, kw_only=True):
    prefecture: Text
    day_type: DayType


class CampaignShape(Shape, frozen=True, kw_only=True):
    id: Text
    name: NameShape
    product: Text
    prefectures: Literal["all"] | Annotated[list[str], msgspec.Meta(min_length=1)]
    validity: Validity
    beyond_max: BeyondMax
    source: Text
    source_of: dict[str, Text] = {}
    period: Annotated[list[PeriodShape], msgspec.Meta(min_length=1)]
    max_nights: Annotated[list[NightsBlock], msgspec.Meta(min_length=1)]
    amount: Annotated[list[AmountBlock], msgspec.Meta(min_length=1)]
    prefecture_amount: list[PrefectureAmountBlock] = []
