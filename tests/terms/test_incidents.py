"""The terms of an incident: what one block cannot say is checked, and told with file and key."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zandaka.instants import JST
from zandaka.terms.errors import TermsError
from zandaka.terms.load import load_terms, stored_terms

TERMS = Path(__file__).parents[2] / "terms"
INCIDENT = "outage-2023-02-24"


def overlaid(**changes: Any) -> Any:
    return load_terms(TERMS, {"incidents": {INCIDENT: changes}}).incidents[INCIDENT]


def test_the_shipped_incident_has_the_figures_of_the_notice() -> None:
    terms = load_terms(TERMS).incidents[INCIDENT]
    cohort = terms.cohort_named("A")
    assert cohort is not None
    assert cohort.balance_at is not None
    assert (cohort.expires_on, cohort.at_least, cohort.or_earlier) == (date(2023, 2, 24), 1, False)
    assert cohort.balance_at.astimezone(JST).isoformat() == "2023-02-27T00:00:00+09:00"
    ends = [terms.step[0].until, terms.gift.until, terms.application.until]
    assert [end.astimezone(JST).date().isoformat() for end in ends if end] == [
        "2023-04-01", "2023-06-01", "2023-05-01",
    ]  # fmt: skip
    assert len(terms.brand) == 5
    assert len(terms.call.questions) == 4


def test_stored_terms_read_back_the_same() -> None:
    terms = load_terms(TERMS)
    again = stored_terms(terms.content)
    assert again.incidents == terms.incidents
    assert again.hash == terms.hash


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"cohort": [{"name": "A", "kind": "repeated_debit", "source": "zandaka-default"}]},
         "cohort[0].within_seconds"),
        ({"cohort": [{"name": "A", "kind": "unconfirmed_debit", "within_seconds": 60,
                      "source": "zandaka-default"}]}, "cohort[0].within_seconds"),
        ({"cohort": [{"name": "A", "kind": "evidence", "source": "zandaka-default"}] * 2},
         "cohort.name"),
        ({"cohort": [{"name": "C", "kind": "evidence", "source": "zandaka-default"}]},
         "step[0].cohorts"),
        ({"cohort": [{"name": "A", "kind": "evidence", "source": "nowhere 1"}]},
         "cohort[0].source"),
        ({"gift": {"fallback": "unknown"}}, "gift.fallback"),
        ({"gift": {"source_of": {"nothing": "zandaka-default"}}}, "gift.source_of.nothing"),
        ({"desk": {"phone": ""}}, "desk.phone"),
        ({"id": "another"}, "id"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(TermsError) as refused:
        overlaid(**changes)
    assert f"incidents/{INCIDENT}.toml" in str(refused.value)
    assert key in str(refused.value)
