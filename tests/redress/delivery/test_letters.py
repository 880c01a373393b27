"""Every template in both languages over both channels."""

import re
from datetime import date, datetime, time

import pytest
from tests.redress.delivery.conftest import INCIDENT, MASTER, START, TERMS

from zandaka.directory.secrets import Secrets
from zandaka.instants import JST
from zandaka.redress.contacts import Channel, Language
from zandaka.redress.letters import TEMPLATES, CannotRender, Letter, Place, render
from zandaka.rules import wording
from zandaka.rules.sms import segments
from zandaka.terms.incident_model import ContactDesk
from zandaka.terms.load import load_terms
from zandaka.terms.shape import NameShape

PLACE = Place(
    load_terms(TERMS).incidents[INCIDENT], Secrets(MASTER), "https://hosho.example.jp/", START
)
NAMES = sorted({path.name.split(".")[0] for path in TEMPLATES.glob("[a-z]*.txt")})
FACTS = {
    "claim": "10342", "refund": "10342", "yen": "12500", "minutes": "10", "generation": "1",
    "as_gift": "",
}  # fmt: skip
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def letter(name: str, language: Language, channel: Channel, **facts: str) -> Letter:
    return Letter(INCIDENT, 1, name, {**FACTS, **facts}, {"code": "042917"}, language, channel)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_template_says_who_writes(name: str, language: Language) -> None:
    mail = render(letter(name, language, "mail"), PLACE)
    assert 5 < len(mail.subject) < 80
    assert "\n" not in mail.subject
    assert "0120-479-249" in mail.body
    assert ("10:00～18:00" if language == "ja" else "10:00-18:00") in mail.body
    short = render(letter(name, language, "sms"), PLACE)
    assert not short.subject
    assert segments(short.body) <= 2, (segments(short.body), short.body)
    for text in (mail.subject, short.body):
        assert bool(JAPANESE.search(text)) == (language == "ja"), text
    assert "{" not in mail.body + short.body


def test_there_is_every_kind_of_each() -> None:
    assert len(NAMES) >= 9
    for name in NAMES:
        for kind in ("ja.mail", "en.mail", "ja.sms", "en.sms"):
            assert (TEMPLATES / f"{name}.{kind}.txt").exists(), (name, kind)


def test_a_link_names_its_last_day_with_its_weekday() -> None:
    body = render(letter("gift_link", "ja", "mail"), PLACE).body
    assert "お受け取り期限: 2023年5月31日(水)まで" in body
    assert re.search(r"^https://hosho\.example\.jp/gifts/[a-z2-7]{32}$", body, re.MULTILINE)
    late = letter("gift_link", "en", "mail", until="2023-06-30T00:00:00+09:00")
    assert "by Thursday, 29 June 2023" in render(late, PLACE).subject


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_what_cannot_be_paid_with_any_more_is_told_as_a_gift(
    language: Language, channel: Channel
) -> None:
    restored = render(letter("call_restored", language, channel), PLACE)
    gift = render(letter("call_restored", language, channel, as_gift="yes"), PLACE)
    word = "ギフト" if language == "ja" else "gift"
    assert word in gift.body
    assert word not in restored.body
    assert "\n\n\n" not in gift.body + restored.body
    assert segments(gift.body) <= 2 or channel == "mail"
    assert channel == "sms" or gift.subject != restored.subject
    assert bool(JAPANESE.search(gift.subject + gift.body)) == (language == "ja")


def test_what_is_missing_is_no_empty_place() -> None:
    bare = Letter(INCIDENT, 1, "application_received", {}, {}, "ja", "mail")
    with pytest.raises(CannotRender, match="claim"):
        render(bare, PLACE)
    with pytest.raises(CannotRender, match="generation"):
        render(Letter(INCIDENT, 1, "gift_link", {}, {}, "ja", "mail"), PLACE)
    with pytest.raises(CannotRender, match="yen"):
        render(Letter(INCIDENT, 1, "bank_refund_paid", {"refund": "1"}, {}, "ja", "mail"), PLACE)
    with pytest.raises(CannotRender, match="no template"):
        render(letter("unheard_of", "ja", "mail"), PLACE)


@pytest.mark.parametrize(
    ("today", "ja", "en"),
    [
        (
            date(2023, 2, 27),
            "平日10:00～18:00(3月1日から3月31日までは土日祝も受付)",
            "10:00-18:00 on weekdays (from 1 March until 31 March every day)",
        ),
        (
            date(2023, 3, 31),
            "平日10:00～18:00(3月31日までは土日祝も受付)",
            "10:00-18:00 on weekdays (until 31 March every day)",
        ),
        (date(2023, 4, 1), "平日10:00～18:00", "10:00-18:00 on weekdays"),
    ],
)
def test_the_desk_says_march_until_march_is_over(today: date, ja: str, en: str) -> None:
    assert wording.hours(PLACE.terms.desk, today, "ja") == ja
    assert wording.hours(PLACE.terms.desk, today, "en") == en


def test_days_off_are_said() -> None:
    desk = ContactDesk(
        name=NameShape(ja="窓口", en="Desk"), phone="0", opens=time(9), closes=time(17, 30),
        days="every_day", closed=["12-31", "01-01"], source="x",
    )  # fmt: skip
    assert wording.hours(desk, date(2023, 1, 1), "ja") == "毎日09:00～17:30(12月31日、1月1日は休業)"
    assert (
        wording.hours(desk, date(2023, 1, 1), "en")
        == "09:00-17:30 every day (closed on 31 December, 1 January)"
    )


def test_ends_within_a_day_name_their_time() -> None:
    assert wording.last(datetime(2023, 5, 31, 17, 0, tzinfo=JST), "ja") == "2023年5月31日(水) 17:00"
    assert wording.last(datetime(2023, 6, 1, tzinfo=JST), "en") == "Wednesday, 31 May 2023"


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_says_how_many_parts(name: str) -> None:
    page = TEMPLATES.parents[3] / "docs" / "how-to" / "tell-holders.md"
    languages: tuple[Language, ...] = ("ja", "en")
    parts = [segments(render(letter(name, one, "sms"), PLACE).body) for one in languages]
    assert f"| `{name}` | {parts[0]} | {parts[1]} |" in page.read_text()
