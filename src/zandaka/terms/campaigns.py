"""A campaign file, checked and turned into a `Campaign`."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from zandaka.terms.check import FileCheck
from zandaka.terms.dated import Dated
from zandaka.terms.model import DAY_TYPES, Campaign, DayType, Period, Product, Source
from zandaka.terms.prefectures import PREFECTURES
from zandaka.terms.shapes import CampaignShape, PrefectureAmountBlock

_PARAMETERS: Final = ("product", "prefectures", "validity", "beyond_max")


def make_campaign(
    file_name: str,
    identifier: str,
    shape: CampaignShape,
    sources: Mapping[str, Source],
    products: Mapping[str, Product],
) -> Campaign:
    """Raises TermsError."""
    check = FileCheck(file_name, sources)
    _check_product(check, shape.product, products)
    prefectures = _prefectures(check, shape)
    campaign = Campaign(
        id=check.identifier(identifier, shape.id),
        name_ja=shape.name.ja,
        name_en=shape.name.en,
        product=shape.product,
        prefectures=prefectures,
        validity=shape.validity,
        beyond_max=shape.beyond_max,
        source=check.cite("source", shape.source),
        source_of=check.source_of(shape.source_of, _PARAMETERS),
        periods=_periods(check, shape),
        max_nights=check.series("max_nights", enumerate(shape.max_nights)),
        amounts={day_type: _amounts(check, shape, day_type) for day_type in DAY_TYPES},
        prefecture_amounts=_prefecture_amounts(check, shape, prefectures),
    )
    _check_complete(check, campaign)
    return campaign


def _check_product(check: FileCheck, product: str, products: Mapping[str, Product]) -> None:
    if product not in products:
        raise check.refuse("product", f"{product!r} is not a product of these terms")
    if products[product].expiry_policy != "per_lot":
        # The campaign's validity fixes each coupon's end; a second rule would contend with it.
        raise check.refuse("product", f'the expiry_policy of {product!r} is not "per_lot"')


def _prefectures(check: FileCheck, shape: CampaignShape) -> frozenset[str]:
    if shape.prefectures == "all":
        return frozenset(PREFECTURES)
    for index, code in enumerate(shape.prefectures):
        key = f"prefectures[{index}]"
        if check.prefecture(key, code) in shape.prefectures[:index]:
            raise check.refuse(key, f"{code!r} comes twice")
    return frozenset(shape.prefectures)


def _periods(check: FileCheck, shape: CampaignShape) -> tuple[Period, ...]:
    found: list[tuple[Period, str]] = []
    for index, written in enumerate(shape.period):
        key = f"period[{index}]"
        if written.through is not None and written.through < written.since:
            raise check.refuse(f"{key}.through", f"{written.through} is before {written.since}")
        source = check.cite(f"{key}.source", written.source)
        found.append((Period(written.since, written.through, source), key))
    found.sort(key=lambda pair: pair[0].since)
    for (before, _), (after, key) in pairwise(found):
        if before.covers(after.since):
            raise check.refuse(
                f"{key}.from", f"{after.since} lies in the period from {before.since}"
            )
    return tuple(period for period, _ in found)


def _amounts(check: FileCheck, shape: CampaignShape, day_type: DayType) -> Dated[int]:
    blocks = enumerate(shape.amount)
    return check.series("amount", [pair for pair in blocks if pair[1].day_type == day_type])


def _prefecture_amounts(
    check: FileCheck, shape: CampaignShape, prefectures: frozenset[str]
) -> dict[tuple[str, DayType], Dated[int]]:
    groups: dict[tuple[str, DayType], list[tuple[int, PrefectureAmountBlock]]] = {}
    for index, block in enumerate(shape.prefecture_amount):
        key = f"prefecture_amount[{index}].prefecture"
        if check.prefecture(key, block.prefecture) not in prefectures:
            raise check.refuse(key, f"{block.prefecture!r} takes no part in the campaign")
        groups.setdefault((block.prefecture, block.day_type), []).append((index, block))
    return {group: check.series("prefecture_amount", found) for group, found in groups.items()}


def _check_complete(check: FileCheck, campaign: Campaign) -> None:
    # No block ends a campaign's own amount or its nights, so what is in force on the first day of
    # a period is so on all of it: the coupon rule never meets a day without an amount.
    for period in campaign.periods:
        for day_type in DAY_TYPES:
            if campaign.amount(day_type, period.since) is None:
                raise check.refuse(
                    "amount", f"none for a {day_type} on {period.since}, where a period begins"
                )
        if campaign.max_nights.at(period.since) is None:
            raise check.refuse("max_nights", f"none on {period.since}, where a period begins")
