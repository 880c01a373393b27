"""The three criteria (R137): one that is met is enough, and one not known keeps the whole open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.publication import Impact, Said, judge
from zandaka.terms.incident_model import PublicationTerms

TERMS = PublicationTerms(large_yen=1_000, large_holders=10, source="test")
said = st.sampled_from(list[Said](("yes", "no", "unknown")))


@pytest.mark.parametrize(
    ("impact", "result"),
    [
        (None, "unknown"),
        (Impact(999, 9, complete=True), "not_met"),
        (Impact(999, 9, complete=False), "unknown"),
        (Impact(1_000, 1, complete=False), "met"),
        (Impact(1, 10, complete=True), "met"),
        (Impact(0, 0, complete=True), "not_met"),
    ],
)
def test_the_figures_at_their_edges(impact: Impact | None, result: str) -> None:
    judged = judge(TERMS, "no", "no", impact)
    assert judged.result == result
    assert [one.result for one in judged.criteria] == ["not_met", "not_met", result]


@given(said, said, st.one_of(st.none(), st.builds(
    Impact, st.integers(0, 2_000), st.integers(0, 20), st.booleans()
)))  # fmt: skip
def test_one_is_enough(spreads: Said, helps: Said, impact: Impact | None) -> None:
    judged = judge(TERMS, spreads, helps, impact)
    results = {one.result for one in judged.criteria}
    assert (judged.result == "met") == ("met" in results)
    assert (judged.result == "not_met") == (results == {"not_met"})
