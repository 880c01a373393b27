"""What is said beside what is found: met, not met, or unknown - which is never "not met"."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.applicant import Applicant
from zandaka.rules.applicant import conditions as applicant_conditions
from zandaka.rules.claim import (
    DebitFact,
    Found,
    ShopSays,
    Statement,
    conditions,
    last_good_day,
    like_name,
    missing,
    repeated,
    same_name,
    suggestion,
)
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).resolve().parents[2] / "terms").incidents["outage-2023-02-24"]
AT = datetime(2023, 2, 24, 9, 30, tzinfo=UTC)
MINUTE = timedelta(seconds=60)
SAID = Statement("3800-0000-0000-0015", date(2023, 2, 24), "38", "みかん", date(2023, 2, 24), 500)


def debit(number: int, second: float, yen: int = 500, **more: Any) -> DebitFact:
    facts: dict[str, Any] = {"merchant": "mikan", "returned": 0, "confirmed": False, **more}
    return DebitFact(
        f"op0-{number}", AT + timedelta(seconds=second), yen=yen, coupon_yen=yen, **facts
    )


def results(found: Found, shop: ShopSays | None = None, said: Statement = SAID) -> dict[str, str]:
    return {one.name: one.result for one in conditions(TERMS.call, said, found, shop)}


def test_where_nothing_was_looked_at_nothing_is_not_met() -> None:
    assert set(results(Found()).values()) == {"not_met", "unknown"}
    assert [name for name, result in results(Found()).items() if result == "not_met"] == [
        "inquiry_number"
    ]
    # The coupon is there; when payments failed nobody has said yet.
    known = Found("w0-1", "38", (date(2023, 2, 24),), ("mikan",))
    assert "not_met" not in results(known).values()


@given(
    st.builds(
        Found,
        coupon=st.just("w0-1"),
        prefecture=st.sampled_from(["", "38", "09"]),
        expiries=st.sampled_from([(), (date(2023, 2, 24),), (date(2023, 3, 31),)]),
        shops=st.sampled_from([(), ("mikan",), ("soba",)]),
        debits=st.sampled_from([None, (), (debit(1, 0),)]),
    )
)
def test_a_condition_is_not_met_only_against_a_fact(found: Found) -> None:
    for one in conditions(TERMS.call, SAID, found, None):
        if one.result == "not_met" and one.name not in ("debit", "shop"):
            assert one.found
    told = results(found)
    if found.debits is None or not found.shops:
        assert told["debit"] == told["shop"] == "unknown"
    assert told["shop_record"] == "unknown"


def test_the_shops_record_decides_which_shop_is_meant() -> None:
    found = Found("w0-1", "38", (), (), ("jako",), (debit(1, 0),))
    assert results(found)["shop"] == "unknown"
    assert results(found, ShopSays("mikan", "yes", 1))["shop"] == "met"
    assert results(found, ShopSays("jako", "no", 1))["shop"] == "not_met"
    assert results(found, ShopSays("jako", "no", 1))["shop_record"] == "not_met"
    assert results(found, ShopSays("jako", "unknown", 1))["shop_record"] == "unknown"


def test_an_extended_coupon_has_two_last_days() -> None:
    found = Found("w0-1", "38", (date(2023, 2, 24), date(2023, 3, 31)))
    for day, result in (
        (date(2023, 2, 24), "met"), (date(2023, 3, 31), "met"), (date(2023, 4, 1), "not_met"),
    ):  # fmt: skip
        assert results(found, said=Statement(expires_on=day))["expires_on"] == result
    assert last_good_day(datetime(2023, 3, 31, 15, tzinfo=UTC)) == date(2023, 3, 31)


def test_names_of_shops() -> None:
    assert same_name("みかん 食堂", "みかん食堂")
    assert same_name("ＭＩＫＡＮ－２", "mikan2")
    assert not same_name("", "・・")
    assert like_name("手打ち そば処", "そば処")
    assert not like_name("そば処", "ば")


def test_three_presses_one_purchase() -> None:
    run = [debit(1, 0), debit(2, 60), debit(3, 120), debit(4, 181), debit(5, 61, yen=501)]
    assert [len(one) for one in repeated(run, MINUTE)] == [3]
    assert suggestion("double_press", run, MINUTE) == (("op0-2", 500), ("op0-3", 500))
    assert suggestion("double_press", run, MINUTE, ["op0-3"]) == (("op0-1", 500), ("op0-2", 500))
    partly = [debit(1, 0), debit(2, 5, returned=200), debit(3, 6, returned=500)]
    assert suggestion("double_press", partly, MINUTE) == (("op0-2", 300),)


def test_cash_beside_the_debit() -> None:
    found = [debit(1, 0), debit(2, 5, confirmed=True), debit(3, 9, yen=700)]
    assert suggestion("cash_also_debited", found, MINUTE, ["op0-3"]) == (("op0-1", 500),)
    assert suggestion("other", found, MINUTE) == ()


def test_the_terms_say_what_must_be_asked() -> None:
    every = {"inquiry_number": "x", "expires_on": AT, "prefecture": "38", "shop": "x"}
    assert missing(TERMS.call, every) is None
    for name in every:
        assert missing(TERMS.call, {**every, name: ""}) == name


def test_an_applicant_beside_the_books() -> None:
    def told(said: Applicant, **more: Any) -> dict[str, str]:
        known: dict[str, Any] = {
            "number": "n", "coupon": "w0-1", "prefecture": "38",
            "days": (date(2023, 2, 23), date(2023, 2, 24)), "registered": False,
            "cohorts": ("A",), "others": (), **more,
        }  # fmt: skip
        made = applicant_conditions(TERMS.application, said, **known)
        return {one.name: one.result for one in made}

    right = Applicant("38", date(2023, 2, 24))
    assert set(told(right).values()) == {"met"}
    assert told(Applicant("09", date(2023, 2, 25)), registered=True, cohorts=(), others=(7,)) == {
        "inquiry_number": "met", "prefecture": "not_met", "travel_date": "not_met",
        "not_registered": "not_met", "in_cohort": "not_met", "only_applicant": "not_met",
    }  # fmt: skip
    nothing = told(Applicant(), coupon="", prefecture="", days=None, registered=None, cohorts=None)
    assert nothing.pop("inquiry_number") == "not_met"
    assert set(nothing.values()) == {"unknown"}
