"""Payments: holds, late captures, purchases abroad, what comes back above the balance cap."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from zandaka.terms.blocks import BasisPointsBlock, DaysBlock, MinutesBlock
from zandaka.terms.dated import Dated
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

#: What becomes of a fraction of a yen (R82 names none).
FeeRounding = Literal["floor", "half_up", "ceil"]
#: `allow`: what comes back goes to its lots, however much there is. `suspense`: what passes the
#: balance cap is kept apart until there is room (R69).
BeyondBalanceMax = Literal["allow", "suspense"]
#: Whose value goes first where a card holds value of several legal kinds: that of one kind, or
#: whatever ends first.
SpendFirst = Literal["earliest_end", "prepaid", "funds_transfer"]
#: Who has what a holder owes taken from value on the card: somebody each time, or the house by
#: itself as soon as there is value.
CollectShortfall = Literal["by_operator", "automatic"]

#: Seven days and thirty, in minutes: where a product says nothing.
HOLD_MINUTES: Final = 10_080
HOLD_MAX_MINUTES: Final = 43_200

_PARAMETERS: Final = (
    "overseas_fee_rounding",
    "overseas_fee_refund",
    "beyond_balance_max",
    "spend_first",
    "collect_shortfall",
)
_NONE: Final[Dated[int]] = Dated()


class OverseasFeeBlock(BasisPointsBlock, frozen=True, kw_only=True):
    """The fee on a purchase abroad; with `network` only on those that come by it."""

    network: Text | None = None


class PayingShape(Shape, frozen=True, kw_only=True):
    """`[paying]` of a product file."""

    hold: list[MinutesBlock] = []
    hold_max: list[MinutesBlock] = []
    force_post: list[DaysBlock] = []
    overseas_fee: list[OverseasFeeBlock] = []
    overseas_fee_rounding: FeeRounding = "floor"
    overseas_fee_refund: bool = True
    beyond_balance_max: BeyondBalanceMax = "allow"
    spend_first: SpendFirst = "earliest_end"
    collect_shortfall: CollectShortfall = "by_operator"
    source: Text | None = None
    source_of: dict[str, Text] = {}


class PayingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""

    hold: Dated[int] = _NONE
    hold_max: Dated[int] = _NONE
    force_post: Dated[int] = _NONE
    #: By network; those of `""` are of every network that has none of its own.
    overseas_fees: dict[str, Dated[int]] = {}
    overseas_fee_rounding: FeeRounding = "floor"
    overseas_fee_refund: bool = True
    beyond_balance_max: BeyondBalanceMax = "allow"
    spend_first: SpendFirst = "earliest_end"
    collect_shortfall: CollectShortfall = "by_operator"
    source: str = ""
    source_of: dict[str, str] = {}

    def source_for(self, parameter: str) -> str:
        """The source of an undated key, such as `spend_first`; empty where the file has none."""
        return self.source_of.get(parameter, self.source)

    def hold_minutes(self, on: date) -> int:
        """How long value is held where the merchant does not say."""
        found = self.hold.at(on)
        return HOLD_MINUTES if found is None else found.value

    def hold_max_minutes(self, on: date) -> int:
        """The longest that a merchant may ask for."""
        found = self.hold_max.at(on)
        return HOLD_MAX_MINUTES if found is None else found.value

    def hold_max_source(self, on: date) -> str:
        """The source of that; empty where it is the house's own."""
        found = self.hold_max.at(on)
        return "" if found is None else found.source

    def force_post_days(self, on: date) -> int | None:
        """Days after a hold's end within which its capture is still posted, by force. None where
        that is not done."""
        found = self.force_post.at(on)
        return None if found is None else found.value

    def overseas_basis_points(self, on: date, networks: Collection[str]) -> int:
        """The fee on a purchase abroad in hundredths of a percent of its yen; 0 where there is
        none. Of several `networks` by which it may have come, the one that favours the holder."""
        any_other = self.overseas_fees.get("", _NONE)
        series = [self.overseas_fees.get(name, any_other) for name in networks] or [any_other]
        found = [one.at(on) for one in series]
        return min(0 if one is None else one.value for one in found)


def make(check: "FileCheck", shape: PayingShape) -> PayingTerms:
    """Raises TermsError."""
    defaults = PayingShape()
    said = [name for name in _PARAMETERS if getattr(shape, name) != getattr(defaults, name)]
    if shape.source is None and any(name not in shape.source_of for name in said):
        raise check.refuse("paying.source", f"is missing: where does {said[0]} come from?")
    if not shape.overseas_fee and {"overseas_fee_rounding", "overseas_fee_refund"} & set(said):
        raise check.refuse("paying.overseas_fee", "is missing: there is no fee to speak of")
    if not shape.force_post and "collect_shortfall" in said:
        raise check.refuse("paying.force_post", "is missing: nothing is ever owed")
    made = PayingTerms(
        hold=check.series("paying.hold", enumerate(shape.hold)),
        hold_max=check.series("paying.hold_max", enumerate(shape.hold_max)),
        force_post=check.series("paying.force_post", enumerate(shape.force_post)),
        overseas_fees=_overseas_fees(check, shape.overseas_fee),
        overseas_fee_rounding=shape.overseas_fee_rounding,
        overseas_fee_refund=shape.overseas_fee_refund,
        beyond_balance_max=shape.beyond_balance_max,
        spend_first=shape.spend_first,
        collect_shortfall=shape.collect_shortfall,
        source="" if shape.source is None else check.cite("paying.source", shape.source),
        source_of=check.source_of(shape.source_of, _PARAMETERS),
    )
    for day in {*made.hold.starts, *made.hold_max.starts}:
        if made.hold_minutes(day) > made.hold_max_minutes(day):
            raise check.refuse("paying.hold", f"is longer than paying.hold_max on {day}")
    return made


def _overseas_fees(check: "FileCheck", blocks: list[OverseasFeeBlock]) -> dict[str, Dated[int]]:
    of: dict[str, list[tuple[int, OverseasFeeBlock]]] = {}
    for index, block in enumerate(blocks):
        of.setdefault(block.network or "", []).append((index, block))
    return {name: check.series("paying.overseas_fee", own) for name, own in sorted(of.items())}
