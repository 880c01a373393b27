"""What an applicant of the special site says beside what the books say (R16 to R19). Shown to the
person who reviews; what could not be looked at is unknown, never "not met"."""

from datetime import date

import msgspec

from zandaka.rules.claim import Condition, Result
from zandaka.terms.incident_model import ApplicationTerms


class Applicant(msgspec.Struct, frozen=True):
    """What is said of the trip: the prefecture's code and a day of it. "" or None: not said."""

    prefecture: str = ""
    travelled_on: date | None = None


def conditions(
    terms: ApplicationTerms,
    said: Applicant,
    *,
    number: str,
    coupon: str,
    prefecture: str,
    days: tuple[date, date] | None,
    registered: bool | None,
    cohorts: tuple[str, ...] | None,
    others: tuple[int, ...],
) -> tuple[Condition, ...]:
    """`coupon` is "" where the number finds none, `cohorts` None where none was frozen yet."""
    source = terms.source
    trip = "" if days is None else f"{days[0]} - {days[1]}"
    on = said.travelled_on
    return (
        Condition("inquiry_number", _result(bool(coupon)), number, coupon, source),
        Condition(
            "prefecture",
            _result(said.prefecture == prefecture if said.prefecture and prefecture else None),
            said.prefecture,
            prefecture,
            source,
        ),
        Condition(
            "travel_date",
            _result(None if days is None or on is None else days[0] <= on <= days[1]),
            "" if on is None else str(on),
            trip,
            source,
        ),
        # Who is registered is told without an application (R13): a second link must not go out.
        Condition(
            "not_registered",
            _result(None if registered is None else not registered),
            "",
            "" if registered is None else "registered" if registered else "not registered",
            "R13, R16",
        ),
        Condition(
            "in_cohort",
            _result(None if cohorts is None or not coupon else bool(cohorts)),
            "",
            ", ".join(dict.fromkeys(cohorts or ())),
            "R3, R6",
        ),
        Condition(
            "only_applicant",
            _result(not others if coupon else None),
            "",
            ", ".join(map(str, others)),
            "R16",
        ),
    )


def _result(met: bool | None) -> Result:
    return "unknown" if met is None else "met" if met else "not_met"
