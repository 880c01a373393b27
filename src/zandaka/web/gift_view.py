"""What the page of a gift link says, as its templates take it: texts in both languages."""

from collections import Counter
from datetime import datetime
from typing import Final

import msgspec

from zandaka.errors import KINDS
from zandaka.redress.gifts import choice
from zandaka.redress.gifts.reveal import Shown
from zandaka.rules import wording
from zandaka.terms.incident_model import Brand, IncidentTerms


class Said(msgspec.Struct, frozen=True):
    """One text in both languages."""

    ja: str
    en: str


class Option(msgspec.Struct, frozen=True):
    """A brand to choose. `parts` say in which codes the amount would come, where that is not
    simply one of the brand."""

    id: str
    name: Said
    parts: Said | None
    valid: Said


class Code(msgspec.Struct, frozen=True):
    """A gift as it is shown. `code` None: `state` says why."""

    name: Said
    yen: Said
    code: str | None
    state: Said


#: What a form is told that was not filled in, beside the refusals of `errors.KINDS`.
FORM: Final = {
    "gift_form_stale": Said(
        "画面が古くなっていました。もう一度お試しください。",
        "The page was out of date. Please try again.",
    ),
    "gift_choose_one": Said("ギフトを一つお選びください。", "Please choose one of the gifts."),
    "gift_agree": Said(
        "内容をご確認のうえ、同意の欄にチェックを入れてください。",
        "Please look at the amount and tick the box to agree.",
    ),
}
_STATES: Final = {
    "intended": Said("発行の手続き中です。", "It is being issued."),
    "unknown": Said(
        "提供会社の応答を待っています。しばらくしてからご覧ください。",
        "We are waiting for its provider. Please look again later.",
    ),
    "issued": Said(
        "コードを準備しています。しばらくしてからご覧ください。",
        "The code is being prepared. Please look again later.",
    ),
    "denied": Said("発行できませんでした。", "It could not be issued."),
    "cancelling": Said("取消の手続き中です。", "It is being taken back."),
    "cancelled": Said("取り消されました。", "It was taken back."),
}


def refusal(code: str, tries_left: object = None) -> Said:
    """Why something did not work, and what to do next."""
    if code in FORM:
        return FORM[code]
    kind = KINDS[code]
    ja, en = f"{kind.ja}{kind.next_ja}", f"{kind.en} {kind.next_en}"
    if tries_left:
        ja, en = f"{ja}あと{tries_left}回入力できます。", f"{en} Tries left: {tries_left}."
    return Said(ja, en)


def yen(amount: int) -> Said:
    """An amount."""
    return Said(wording.yen(amount, "ja"), wording.yen(amount, "en"))


def last_day(until: datetime) -> Said:
    """The last day on which something can be chosen (R15); `until` is the first instant after."""
    return Said(wording.last(until, "ja"), wording.last(until, "en"))


def options(terms: IncidentTerms, total: int) -> list[Option]:
    """The brands, each with what choosing it for `total` yen would give."""
    return [_option(terms, brand, total) for brand in terms.brand]


def codes(terms: IncidentTerms, found: list[Shown]) -> list[Code]:
    """The gifts that were chosen."""
    return [
        Code(
            name_of(terms, one.order.brand),
            yen(one.order.yen),
            one.code,
            _STATES[one.order.state],
        )
        for one in found
    ]


def name_of(terms: IncidentTerms, brand: str) -> Said:
    """A brand's name; its id where the terms know it no longer."""
    known = terms.brand_named(brand)
    return Said(brand, brand) if known is None else Said(known.name.ja, known.name.en)


def _option(terms: IncidentTerms, brand: Brand, total: int) -> Option:
    parts = choice.parts(terms, brand.id, total)
    simple = len(parts) == 1 and parts[0].brand == brand.id
    counted = Counter((part.brand, part.yen) for part in parts)
    ja: list[str] = []
    en: list[str] = []
    for (identifier, amount), count in counted.items():
        name = name_of(terms, identifier)
        times = f"×{count}" if count > 1 else ""
        ja.append(f"{name.ja} {wording.yen(amount, 'ja')}{times}")
        en.append(f"{name.en} {wording.yen(amount, 'en')}{times}")
    return Option(
        brand.id,
        Said(brand.name.ja, brand.name.en),
        None if simple else Said(" ＋ ".join(ja), " + ".join(en)),
        _valid(brand),
    )


def _valid(brand: Brand) -> Said:
    months = brand.code_valid_months
    if months is None:
        return Said("コードに期限はありません", "the code does not expire")
    if months % 12 == 0:
        years = months // 12
        plural = "s" if years > 1 else ""
        return Said(
            f"コードの期限は発行から{years}年", f"the code is good for {years} year{plural}"
        )
    return Said(f"コードの期限は発行から{months}か月", f"the code is good for {months} months")
