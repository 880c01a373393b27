"""Where two people are needed, both are people: an issuer's key is a program's, and whoever keeps
it may well have a key of their own."""

import pytest

from zandaka.redress.registry import ACTIONS

#: What one does, and what another one does after it.
PAIRS = (
    ("draft_plan", "approve_plan"),
    ("judge_publication", "decide_publication"),
    ("take_in_call", "decide_claim"),
    ("correct_address", "confirm_address"),
    ("correct_account", "decide_bank_refund"),
    ("make_transfer_file", "release_transfer_file"),
)


@pytest.mark.parametrize("verb", [verb for pair in PAIRS for verb in pair])
def test_each_of_two_is_a_person(verb: str) -> None:
    assert ACTIONS[verb].roles == ("operator",)
    assert not ACTIONS[verb].public
