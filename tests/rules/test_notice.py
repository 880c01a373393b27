"""Weekdays beside dates, in both languages (R31), blanks (R29) and differences (R2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.notice import changes, fill, wrong_weekdays

MARCH = date(2023, 3, 2)
JA = "月火水木金土日"
EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def written(day: date, weekday: int) -> list[str]:
    """A date with a weekday, in each way people write one."""
    ja, en = JA[weekday], EN[weekday]
    full = day.strftime("%Y %B").split()
    return [
        f"{day.year}年{day.month}月{day.day}日({ja})",
        f"{day.year}年{day.month}月{day.day}日（{ja}曜日）まで",
        f"{day.year}/{day.month}/{day.day}({ja})",
        f"{day.isoformat()} ({en[:3]})",
        f"{en[:3]} {day.day} {full[1][:3]} {day.year}",
        f"{en}, {day.day} {full[1]} {day.year}",
        f"{en}, {full[1]} {day.day}, {day.year}",
        f"{full[1]} {day.day}, {day.year} ({en})",
        f"until {day.day} {full[1]} {day.year}, {en}.",
    ]


@given(days, st.integers(0, 6), st.integers(0, 8))
def test_every_way_of_writing_a_date_is_checked(day: date, weekday: int, way: int) -> None:
    found = wrong_weekdays("First line\n" + written(day, weekday)[way], MARCH)
    if weekday == day.weekday():
        assert found == []
    else:
        [wrong] = found
        assert (wrong.line, wrong.date) == (2, day.isoformat())
        assert wrong.right in (JA[day.weekday()], EN[day.weekday()][:3])


@given(st.dates(date(2000, 1, 10), date(2090, 12, 1)), st.integers(-170, 170))
def test_without_a_year_the_nearest_is_meant(published_on: date, ahead: int) -> None:
    day = published_on + timedelta(days=ahead)
    assert wrong_weekdays(f"{day.month}月{day.day}日({JA[day.weekday()]})", published_on) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("３月３１日（金）と４月３０日（土）", ["日"]),
        ("令和5年2月24日(金)と令和5年2月25日(金)", ["土"]),
        ("令和元年5月1日(水)", []),
        ("3月25日(土)・26日(月)", ["日"]),
        ("2024年4月1日(月)から9月30日(月)まで", []),
        ("2024年4月1日(月)から9月30日(土)まで", ["月"]),
        ("2月30日(木)", [""]),
        ("4月29日(土・祝)と5月3日(木・祝)", ["水"]),
        ("25日(日)に", []),
        ("10:00~18:00(土日祝も受付)", []),
        ("May 5 people, Sunday afternoons, month 3 Mondays", []),
    ],
)
def test_what_people_write(text: str, right: list[str]) -> None:
    assert [one.right for one in wrong_weekdays(text, MARCH)] == right


def test_a_blank_without_a_value_is_named() -> None:
    assert fill("{{url}} {{ by }}", {"url": "https://a.example"}) == (
        "https://a.example {{ by }}", ["by"],
    )  # fmt: skip
    assert fill("no blanks { } here", {}) == ("no blanks { } here", [])


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_the_difference_makes_one_of_the_other(before: list[str], after: list[str]) -> None:
    lines = changes("\n".join(before), "\n".join(after), "a", "b")[2:]
    kept = [line for line in lines if not line.startswith("@@")]
    shown_before = [line[1:] for line in kept if line[0] in " -"]
    shown_after = [line[1:] for line in kept if line[0] in " +"]
    # What is not shown is in both, so as many lines lie outside on either side.
    assert len(before) - len(shown_before) == len(after) - len(shown_after)
    assert (before == after) == (not lines)
