"""`[media]` of a product file: every key has its source, and names what is there."""

from pathlib import Path
from shutil import copytree

import pytest

from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.errors import TermsError
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

PRODUCT = "webmoney-card"
SOURCE = '\nsource = "zandaka-default"\n'


def with_media(folder: Path, media: str) -> Terms:
    """The shipped terms with another `[media]` of one product."""
    terms = folder / "terms"
    copytree(REPOSITORY_TERMS, terms)
    file = terms / "products" / f"{PRODUCT}.toml"
    before, _, _ = file.read_text(encoding="utf-8").partition("[media]")
    file.write_text(before + media, encoding="utf-8")
    return load_terms(terms)


def test_a_product_without_it_is_as_before(tmp_path: Path) -> None:
    media = with_media(tmp_path, "").products[PRODUCT].media
    assert not media.exchange
    assert not media.hides_lapsed
    assert media.refund_grounds == frozenset()
    assert media.uses == {"load", "pay", "capture", "force_post"}
    assert media.source_for("exchange") == ""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    text = '[media]\ncounts_as_use = "pay"\nexchange = true\nrefund_grounds = ["SPECIAL"]' + SOURCE
    text += '[media.source_of]\nexchange = "webmoney-disclosure 1"\n'
    media = with_media(tmp_path, text).products[PRODUCT].media
    assert media.uses == {"pay", "capture", "force_post"}
    assert media.refund_grounds == {"SPECIAL"}
    assert media.source_for("exchange") == "webmoney-disclosure 1"
    assert media.source_for("counts_as_use") == "zandaka-default"


@pytest.mark.parametrize(
    ("media", "key"),
    [
        ("[media]\nexchange = true\n", "media.source"),
        ('[media]\nexchange = true\nsource = "nobody 1"\n', "media.source"),
        ('[media]\nrefund_grounds = ["SPECIAL", "SPECIAL"]' + SOURCE, "media.refund_grounds"),
        ('[media]\nexempt_as = "nothing"' + SOURCE, "media.exempt_as"),
        (f'[media]\nregulated_as = "{PRODUCT}"' + SOURCE, "media.regulated_as"),
        (
            '[media]\nexempt_as = "webmoney"\nregulated_as = "webmoney"' + SOURCE,
            "media.exempt_as",
        ),
        ('[media]\nexchange_end = "newer"' + SOURCE, "media.exchange_end"),
        ("[media]\nreissue = true" + SOURCE, "media"),
        ('[media.source_of]\nreissue = "zandaka-default"\n', "source_of.reissue"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, media: str, key: str) -> None:
    with pytest.raises(TermsError) as told:
        with_media(tmp_path, media)
    assert f"{PRODUCT}.toml" in str(told.value)
    assert key in str(told.value)
