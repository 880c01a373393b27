"""The value in force on a date, against a naive search."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zandaka.terms.dated import Dated, DatedValue

DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 29))


def test_nothing_is_in_force_without_blocks() -> None:
    assert Dated[int]().at(date(2023, 1, 1)) is None


@given(st.dictionaries(DAYS, st.none() | st.integers(1, 9)), DAYS)
def test_the_latest_block_that_has_begun(written: dict[date, int | None], on: date) -> None:
    starts = tuple(sorted(written))
    blocks = tuple(
        None if (value := written[day]) is None else DatedValue(day, value, "s") for day in starts
    )
    begun = [day for day in written if day <= on]
    expected = written[max(begun)] if begun else None
    found = Dated(starts, blocks).at(on)
    assert (None if found is None else found.value) == expected
    assert found is None or found.since <= on
