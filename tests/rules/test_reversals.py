"""What a shop is due is the same in whichever order a purchase's messages came."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.reversals import Sums

Told = Callable[[Sums], Sums]

yen = st.integers(1, 20).map(Decimal)


def authorised(amount: Decimal) -> Told:
    return lambda sums: sums.authorising(amount)


def reversed_(amount: Decimal | None) -> Told:
    return lambda sums: sums.reversing(amount)


def cleared(amount: Decimal) -> Told:
    return lambda sums: sums.clearing(amount, final=False)


def after(messages: Sequence[Told]) -> Sums:
    sums = Sums()
    for message in messages:
        sums = message(sums)
    return sums


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Told], list[Told]]:
    """One purchase in two orders."""
    told = [authorised(draw(yen))]
    told += [reversed_(one) for one in draw(st.lists(yen, max_size=3))]
    told += [reversed_(None)] if draw(st.booleans()) else []
    told += [cleared(one) for one in draw(st.lists(yen, max_size=3))]
    return told, draw(st.permutations(told))


@given(orders())
def test_no_order_matters(both: tuple[list[Told], list[Told]]) -> None:
    one, other = both
    assert after(one).due == after(other).due


@given(yen, yen, yen)
def test_what_fits_beside_what_was_taken_back_is_due(
    authorised: Decimal, back: Decimal, clearing: Decimal
) -> None:
    sums = Sums(authorised).reversing(back).clearing(clearing, final=True)
    if clearing + back <= authorised:
        assert sums.due == clearing
    elif clearing <= authorised:
        assert sums.due == max(0, authorised - back)
    else:  # more than was ever authorised is another matter, and was not taken back
        assert sums.due == max(0, clearing - back)


@given(yen, yen, yen)
def test_no_message_moves_more_than_it_says(
    authorised: Decimal, back: Decimal, clearing: Decimal
) -> None:
    sums = Sums(authorised).clearing(clearing, final=False)
    assert 0 <= sums.due - sums.reversing(back).due <= back
    later = Sums(authorised).reversing(back)
    assert 0 <= later.clearing(clearing, final=False).due - later.due <= clearing


@given(yen, yen)
def test_a_part_waits_for_its_authorisation_and_the_whole_does_not(
    back: Decimal, clearing: Decimal
) -> None:
    unknown = Sums().clearing(clearing, final=True)
    assert unknown.reversing(back).due == clearing
    assert unknown.reversing(None).due == 0
