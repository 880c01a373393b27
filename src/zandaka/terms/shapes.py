"""The TOML files as written. msgspec checks keys, types and ranges against these structs; what
needs more than one value is checked in `build`. Documented for authors in
docs/reference/terms.md."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from zandaka.money import Yen
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
    Validity,
)
from zandaka.terms.shape import NameShape, Shape, Text

#: A hundred years: a longer one is a slip of the keyboard.
Months = Annotated[int, msgspec.Meta(ge=1, le=1200)]
Nights = Annotated[int, msgspec.Meta(ge=1, le=366)]


class SourceShape(Shape, frozen=True, kw_only=True):
    title_ja: Text
    title_en: Text
    publisher: Text
    date: date
    note: str = ""


class YenBlock(Shape, frozen=True, kw_only=True):
    """`yen` from a day on, or `ends = true`: nothing from that day on."""

    since: date
    yen: Yen | None = None
    ends: bool = False
    source: Text


class MonthsBlock(Shape, frozen=True, kw_only=True):
    """`months` from a day on, or `ends = true`: nothing from that day on."""

    since: date
    months: Months | None = None
    ends: bool = False
    source: Text


class ProductShape(Shape, frozen=True, kw_only=True):
    id: Text
    name: NameShape
    legal_kind: LegalKind
    forms: Annotated[list[Form], msgspec.Meta(min_length=1)]
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


class PeriodShape(Shape, frozen=True, kw_only=True):
    since: date
    through: date | None = None
    source: Text


class NightsBlock(Shape, frozen=True, kw_only=True):
    since: date
    nights: Nights
    source: Text


class AmountBlock(Shape, frozen=True, kw_only=True):
    since: date
    day_type: DayType
    yen: Yen
    source: Text


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
