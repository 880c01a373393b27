import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules import contact
from zandaka.rules.sms import segments


@pytest.mark.parametrize(
    "text",
    [
        "09012345678", "090-1234-5678", "090 1234 5678", "０９０－１２３４－５６７８",
        "+819012345678", "+81 90-1234-5678", "+81(0)90-1234-5678", "0081 90 1234 5678",
        "090ー1234ー5678", " 090.1234.5678 ",
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert contact.mobile(text) == "+819012345678"


@pytest.mark.parametrize(
    "text",
    [
        "", "0312345678", "0901234567", "090123456789", "+15550001111", "02012345678",
        "090-1234-567８9", "09012345678;09011112222", "०९०१२३४५६७८", "0120479249", "+81120479249",
        "090\n12345678x",
    ],
)  # fmt: skip
def test_what_takes_no_short_message_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a mobile number"):
        contact.mobile(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        (" Hanako@Example.JP ", "Hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp"),
        ("h.@ezweb.ne.jp", "h.@ezweb.ne.jp"),
        ("h+tag@sub.example.co.jp", "h+tag@sub.example.co.jp"),
        ("h@日本語.jp", "h@xn--wgv71a119e.jp"),
    ],
)
def test_a_mail_address_is_kept_as_it_is_written_to(text: str, kept: str) -> None:
    assert contact.mail(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "hanako", "@example.jp", "hanako@", "hanako@jp", "花子@example.jp", "a b@example.jp",
        "a@b@example.jp", "a@example.jp\r\nBcc: x@example.jp", "a@-example.jp", "a@example..jp",
        "<a@example.jp>", "a@127.0.0.1", "a,b@example.jp", "a" * 65 + "@example.jp",
        "a@" + "b." * 130 + "jp",
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must "):
        contact.mail(text)


@given(st.text(max_size=60))
def test_nothing_dangerous_comes_through(text: str) -> None:
    for rule in (contact.mail, contact.mobile):
        try:
            kept = rule(text)
        except ValueError:
            continue
        assert kept.isascii()
        assert not set(kept) & set("\r\n\0<>,; ")
        assert rule(kept) == kept


def test_a_mask_shows_enough_and_no_more() -> None:
    assert contact.masked("hanako@example.jp") == "h***@example.jp"
    assert contact.masked("+819012345678") == "+81******5678"


def test_an_answer_is_kept_without_the_address() -> None:
    said = "550 5.1.1 <hanako.y@example.jp>: no 090-1234-5678 or +819012345678 here"
    assert contact.scrubbed(said) == "550 5.1.1 <(address)>: no (number) or (number) here"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 307, 3), ("[" * 80, 1), ("[" * 81, 2),
        ("あ" * 70, 1), ("あ" * 71, 2), ("あ" * 134, 2), ("あ" * 135, 3), ("𠮟" * 35, 1),
        ("𠮟" * 36, 2), ("a" * 70 + "円", 2),
    ],
)  # fmt: skip
def test_a_short_message_has_parts(text: str, parts: int) -> None:
    assert segments(text) == parts
