"""Standard periods (R108, R109): until when the issuer means to have done something."""

from datetime import date, datetime, timedelta

import msgspec

from zandaka.rules.business_calendar import end_of_day
from zandaka.terms.instrument.sending import PeriodOf, SendingTerms


class Due(msgspec.Struct, frozen=True, order=True):
    """The last day of a period, and the day on which somebody is told that it comes."""

    last: date
    told: date


def last_day(terms: SendingTerms, of: PeriodOf, network: str, begun: date) -> Due | None:
    """The period of something begun on a day; None where the terms set none.

    The day itself does not count unless the terms say so: 61 days from 2024-02-01 end with
    2024-04-02, or with 04-01 where it counts (Civil Code Art. 140). 0 days are at
    once; on the day itself it may still be done, and nobody is told before the next."""
    days = terms.standard(of, network, begun)
    if days is None:
        return None
    last = begun + timedelta(days=max(0, days - terms.payment_day_counts))
    alarm = last - timedelta(days=terms.alarm(of, network, begun))
    return Due(last, max(alarm, begun + timedelta(days=1)))


def right_ends(terms: SendingTerms, last: date) -> datetime | None:
    """When a holder's right to what it paid ends at the latest (R103): None where it lasts until
    the merchant was paid."""
    match terms.merchant_right_ends:
        case "due_day":
            return end_of_day(last)
        case "due_day_start":
            return end_of_day(last - timedelta(days=1))
        case _:
            return None
