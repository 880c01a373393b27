"""Whether an incident should be published (R137): any of three criteria is enough. The text gives
no figures, so reaching one only raises a proposal; a person decides."""

from typing import Literal

import msgspec

from zandaka.terms.incident_model import PublicationTerms

#: What a person says of a criterion that no figure decides.
Said = Literal["yes", "no", "unknown"]
Result = Literal["met", "not_met", "unknown"]


class Impact(msgspec.Struct, frozen=True):
    """What the frozen cohorts come to: yen, each debit once, and holders. `complete`: every cohort
    of the terms is frozen, so that the figures will not rise by freezing another."""

    yen: int
    holders: int
    complete: bool


class Criterion(msgspec.Struct, frozen=True):
    """One criterion, what it was judged by, and where it is written."""

    name: Literal["prevents_spread", "helps_others", "large_impact"]
    result: Result
    facts: dict[str, str | int | bool]
    source: str


class Judgement(msgspec.Struct, frozen=True):
    """What follows of all three: met where one is, unknown where one may still be."""

    result: Result
    criteria: tuple[Criterion, ...]


def judge(
    terms: PublicationTerms, spreads: Said, helps_others: Said, impact: Impact | None
) -> Judgement:
    """The judgement under the terms. `impact` is None where no cohort has been frozen yet."""
    criteria = (
        Criterion("prevents_spread", _said(spreads), {"said": spreads}, terms.source),
        Criterion("helps_others", _said(helps_others), {"said": helps_others}, terms.source),
        _large(terms, impact),
    )
    results = [one.result for one in criteria]
    for result in ("met", "unknown"):
        if result in results:
            return Judgement(result, criteria)
    return Judgement("not_met", criteria)


def _said(said: Said) -> Result:
    results: dict[Said, Result] = {"yes": "met", "no": "not_met", "unknown": "unknown"}
    return results[said]


def _large(terms: PublicationTerms, impact: Impact | None) -> Criterion:
    facts: dict[str, str | int | bool] = {
        "large_yen": terms.large_yen,
        "large_holders": terms.large_holders,
    }
    result: Result = "unknown"
    if impact is not None:
        facts |= {"yen": impact.yen, "holders": impact.holders, "complete": impact.complete}
        if impact.yen >= terms.large_yen or impact.holders >= terms.large_holders:
            result = "met"
        elif impact.complete:
            result = "not_met"
    return Criterion("large_impact", result, facts, terms.source)
