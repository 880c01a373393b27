"""The form of the special site (R17 to R19): which fields, when it is open, what may be entered.

The form is data (`terms.application.field`). What people type is read kindly - full-width letters
and digits are taken as half-width, blanks around an entry fall away - and what cannot be read is
told by field and rule, all of it at once."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from zandaka.errors import Refusal
from zandaka.money import MAX_YEN
from zandaka.rules import contact, inquiry
from zandaka.terms.incident_model import ApplicationTerms, FieldKind, FormField
from zandaka.terms.prefectures import PREFECTURES

_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)
_YEN: Final = re.compile(r"[¥\\]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,13})円?", re.ASCII)


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with one field, as a sentence in each language."""

    field: str
    ja: str
    en: str


class Form(msgspec.Struct, frozen=True):
    """A form as it was read: `values` by field, empty ones left out, and all that is wrong."""

    values: dict[str, str]
    errors: tuple[FieldError, ...]


class _Wrong(Exception):
    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en


def require_open(terms: ApplicationTerms, at: datetime) -> None:
    """Refuses application_not_open before the first instant and application_closed from the end
    on. The last day is kept to the second, also where it is a Sunday (R17, R19)."""
    if at < terms.since:
        raise Refusal("application_not_open", opens_at=terms.since, source=terms.source)
    if at >= terms.until:
        raise Refusal("application_closed", closed_at=terms.until, source=terms.source)


def read_form(
    terms: ApplicationTerms, given: Mapping[str, str], today: date, *, other_numbers: bool = False
) -> Form:
    """What was entered, by the terms' fields. `today` is the day in Japan; `other_numbers` as in
    `inquiry.read`."""
    values: dict[str, str] = {}
    errors: list[FieldError] = []
    known = {field.name for field in terms.field}
    errors += [
        FieldError(name[:50], "この様式にない項目です。", "is not a field of this form")
        for name in given
        if name not in known
    ]
    for field in terms.field:
        text = given.get(field.name, "").strip()
        try:
            if text:
                values[field.name] = _read(field, text, today, other_numbers)
            elif field.required:
                raise _Wrong("入力してください。", "is required")
        except _Wrong as wrong:
            errors.append(FieldError(field.name, wrong.ja, wrong.en))
    errors += _groups(terms, values, {error.field for error in errors})
    return Form(values, tuple(errors))


def _groups(
    terms: ApplicationTerms, values: Mapping[str, str], wrong: set[str]
) -> list[FieldError]:
    groups: dict[str, list[FormField]] = {}
    for field in terms.field:
        if field.one_of:
            groups.setdefault(field.one_of, []).append(field)
    errors: list[FieldError] = []
    for fields in groups.values():
        if any(field.name in values or field.name in wrong for field in fields):
            continue
        ja = "・".join(field.label.ja for field in fields)
        en = ", ".join(field.label.en for field in fields)
        errors.append(
            FieldError(
                fields[0].name,
                f"次のうち少なくとも一つを入力してください: {ja}",
                f"at least one of these is required: {en}",
            )
        )
    return errors


def _read(field: FormField, text: str, today: date, other_numbers: bool) -> str:
    if len(text) > field.max_length:
        raise _Wrong(
            f"{field.max_length}文字以内で入力してください。",
            f"must have at most {field.max_length} characters",
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise _Wrong(
            "使用できない文字(改行などの制御文字)が含まれています。",
            "must not contain control characters, such as a line break",
        )
    if field.kind == "date":
        return _date(text, today)
    if field.kind == "inquiry_number":
        return _inquiry(text, other_numbers)
    return _READERS[field.kind](text)


def _text(text: str) -> str:
    return text


def _mail(text: str) -> str:
    try:
        return contact.mail(text)
    except ValueError as error:
        raise _Wrong(
            "メールアドレスの形で入力してください(例: hanako@example.jp)。", str(error)
        ) from None


def _mobile(text: str) -> str:
    try:
        return contact.mobile(text)
    except ValueError as error:
        raise _Wrong(
            "日本の携帯電話番号(060・070・080・090で始まる11桁、例: 090-1234-5678)を"
            "入力してください。",
            str(error),
        ) from None


def _inquiry(text: str, others: bool) -> str:
    try:
        return inquiry.read(text, others=others)
    except ValueError as error:
        if others:
            ja = "紙のクーポンにあるお問合せ番号を、印字のとおりに入力してください。"
        elif "check digit" in str(error):
            ja = "番号のいずれかの桁が違っています。紙のクーポンをもう一度ご確認ください。"
        else:
            ja = "紙のクーポンにある16桁のお問合せ番号を入力してください(例: 1300-0200-0000-1234)。"
        raise _Wrong(ja, str(error)) from None


def _prefecture(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    for one in PREFECTURES.values():
        # 京都府 without its last letter is 京都; 東京都 is 東京; 北海道 is never 北海.
        short = one.ja if one.code == "01" else one.ja[:-1]
        if plain in (one.code, one.ja, short) or plain.casefold() == one.en.casefold():
            return one.code
    raise _Wrong("都道府県を選んでください。", "must be a prefecture, by its code or name")


def _date(text: str, today: date) -> str:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    try:
        if found is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _Wrong(
            "実在する日付を西暦で入力してください(例: 2023-02-23)。",
            "must be a day of the calendar, such as 2023-02-23",
        ) from None
    if day > today:
        raise _Wrong("今日までの日付を入力してください。", "must not lie in the future")
    return day.isoformat()


def _yen(text: str) -> str:
    found = _YEN.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    yen = 0 if found is None else int(found[1].replace(",", ""))
    if not 1 <= yen <= MAX_YEN:
        raise _Wrong("1円以上の整数で入力してください。", "must be whole yen, at least 1")
    return str(yen)


_READERS: Final[dict[FieldKind, Callable[[str], str]]] = {
    "text": _text,
    "mail": _mail,
    "mobile": _mobile,
    "prefecture": _prefecture,
    "yen": _yen,
}
