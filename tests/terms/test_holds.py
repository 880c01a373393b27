"""Whose value may lie beside whose."""

import pytest

from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.errors import TermsError
from zandaka.terms.load import load_terms


def test_funds_transfer_value_holds_no_other() -> None:
    """The end of its contract closes the wallet: nothing else may be locked up in it."""
    changes = {"products": {"au-pay-funds": {"forms": ["app"], "holds": ["webmoney-card"]}}}
    with pytest.raises(TermsError) as refused:
        load_terms(REPOSITORY_TERMS, changes)
    assert refused.value.key == "holds"
    assert "beside others" in refused.value.rule
