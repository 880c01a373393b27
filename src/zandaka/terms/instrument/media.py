"""Media: numbers and cards, their ends, and what becomes of a damaged one."""

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from zandaka.terms.blocks import MonthsBlock
from zandaka.terms.dated import Dated
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

#: Whether the month of issue is one of the months that a medium is good for (R77).
IssueMonth = Literal["not_counted", "counted"]
#: What renews a card whose end counts from its last use (R76).
CountsAsUse = Literal["load_or_pay", "pay", "any_move"]
#: Whose end a card has that replaces a damaged one (R83).
ExchangeEnd = Literal["new_card", "old_card"]
#: What holders see of value that has lapsed (R80, R93, R117).
LapsedToHolder = Literal["shown", "hidden"]
#: Why value may be paid out of a product that is not withdrawn from (R84).
Ground = Literal["LAW_ART20_1", "ART20_5_EXCEPTION", "SPECIAL"]
#: Whether validity of exactly `max_total_validity` is too long (R91).
AtTotalValidity = Literal["beyond", "within"]

#: The verbs that are a use. Loads and payments, or every move of value.
_USES: Final[dict[CountsAsUse, frozenset[str]]] = {
    "load_or_pay": frozenset(("load", "pay", "capture", "force_post")),
    "pay": frozenset(("pay", "capture", "force_post")),
    "any_move": frozenset(("load", "pay", "capture", "force_post", "carry_over", "charge")),
}
_PARAMETERS: Final = (
    "issue_month",
    "counts_as_use",
    "exchange",
    "exchange_end",
    "refund_grounds",
    "lapsed_to_holder",
    "at_total_validity",
    "exempt_as",
    "regulated_as",
)


class MediaShape(Shape, frozen=True, kw_only=True):
    """`[media]` of a product file."""

    issue_month: IssueMonth = "not_counted"
    counts_as_use: CountsAsUse = "load_or_pay"
    exchange: bool = False
    exchange_end: ExchangeEnd = "new_card"
    refund_grounds: list[Ground] = []
    lapsed_to_holder: LapsedToHolder = "shown"
    at_total_validity: AtTotalValidity = "beyond"
    exempt_as: Text | None = None
    regulated_as: Text | None = None
    history: list[MonthsBlock] = []
    source: Text | None = None
    source_of: dict[str, Text] = {}


class MediaTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read. `uses` are the verbs that renew a card whose end counts from its last
    use. `exempt_as`: the product as which value is issued whose end is near enough to stand
    outside the Act; `regulated_as`: the one that such value becomes when it is extended too far.
    `history`: how many months back holders see their history."""

    issue_month_counted: bool = False
    uses: frozenset[str] = _USES["load_or_pay"]
    exchange: bool = False
    exchange_end: ExchangeEnd = "new_card"
    refund_grounds: frozenset[Ground] = frozenset()
    hides_lapsed: bool = False
    exactly_is_within: bool = False
    exempt_as: str = ""
    regulated_as: str = ""
    history: Dated[int] = Dated((), ())
    source: str = ""
    source_of: dict[str, str] = {}

    def source_for(self, parameter: str) -> str:
        """The source of an undated key, such as `exchange`; empty where the file has none."""
        return self.source_of.get(parameter, self.source)


def make(check: "FileCheck", shape: MediaShape) -> MediaTerms:
    """Raises TermsError."""
    defaults = MediaShape()
    said = [name for name in _PARAMETERS if getattr(shape, name) != getattr(defaults, name)]
    if shape.source is None and any(name not in shape.source_of for name in said):
        raise check.refuse("media.source", f"is missing: where does {said[0]} come from?")
    if len(set(shape.refund_grounds)) != len(shape.refund_grounds):
        raise check.refuse("media.refund_grounds", "a ground comes twice")
    if shape.exempt_as and shape.regulated_as:
        raise check.refuse("media.exempt_as", "goes without regulated_as")
    return MediaTerms(
        issue_month_counted=shape.issue_month == "counted",
        uses=_USES[shape.counts_as_use],
        exchange=shape.exchange,
        exchange_end=shape.exchange_end,
        refund_grounds=frozenset(shape.refund_grounds),
        hides_lapsed=shape.lapsed_to_holder == "hidden",
        exactly_is_within=shape.at_total_validity == "within",
        exempt_as=shape.exempt_as or "",
        regulated_as=shape.regulated_as or "",
        history=check.series("media.history", enumerate(shape.history)),
        source="" if shape.source is None else check.cite("media.source", shape.source),
        source_of=check.source_of(shape.source_of, _PARAMETERS),
    )


def named(terms: MediaTerms) -> tuple[tuple[str, str], ...]:
    """The other products that this part names, each with its key."""
    found = (("media.exempt_as", terms.exempt_as), ("media.regulated_as", terms.regulated_as))
    return tuple(one for one in found if one[1])
