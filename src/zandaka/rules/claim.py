"""What a holder says of a coupon beside what the books and the shop say (R23 to R27).

Each condition is met, not met or unknown; what could not be looked at is unknown and never "not
met". Conditions do not decide: a person does."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from zandaka.instants import jst_date
from zandaka.terms.incident_model import CallTerms

Result = Literal["met", "not_met", "unknown"]
Agrees = Literal["yes", "no", "unknown"]


class Condition(msgspec.Struct, frozen=True):
    """`said` by the holder (or the shop), `found` in the books, both as text; `source`: the rule
    or record that asks for it."""

    name: str
    result: Result
    said: str
    found: str
    source: str


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the holder said; `shop` as it was called, `on` and `yen` where they were told."""

    inquiry_number: str = ""
    expires_on: date | None = None
    prefecture: str = ""
    shop: str = ""
    on: date | None = None
    yen: int | None = None


class DebitFact(msgspec.Struct, frozen=True):
    """A debit of the coupon: `yen` in all, `coupon_yen` of this coupon, `returned` by now."""

    debit: str
    at: datetime
    merchant: str
    yen: int
    coupon_yen: int
    returned: int
    confirmed: bool


class Found(msgspec.Struct, frozen=True):
    """What the books know. `coupon` "" where the number finds none. `expiries` are the last good
    days of its value, as printed and as extended since. `shops` are the merchants that go by the
    name said, `similar` those that may. `debits` None where no interval is on record."""

    coupon: str = ""
    prefecture: str = ""
    expiries: tuple[date, ...] = ()
    shops: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    debits: tuple[DebitFact, ...] | None = None


class ShopSays(msgspec.Struct, frozen=True):
    """The latest of a shop's records on a claim. `completed`: the debits it saw complete."""

    merchant: str
    agrees: Agrees
    record: int
    completed: tuple[str, ...] = ()


def last_good_day(expires_at: datetime) -> date:
    """The last day of an exclusive expiry, as papers print it (R10)."""
    return jst_date(expires_at - timedelta(microseconds=1))


def same_name(one: str, other: str) -> bool:
    """Whether two ways to write a shop's name are the same but for width, case and blanks."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def like_name(one: str, other: str) -> bool:
    """Whether one name holds the other: two letters at least."""
    first, second = sorted((_plain(one), _plain(other)), key=len)
    return len(first) >= 2 and first in second


def conditions(
    terms: CallTerms, said: Statement, found: Found, shop: ShopSays | None
) -> tuple[Condition, ...]:
    """Every condition of a call, in the order in which the desk asks."""
    asked = f"{terms.source}; R23"
    known = bool(found.coupon)
    lines = [
        Condition(
            "inquiry_number",
            "met" if known else "not_met",
            said.inquiry_number,
            found.coupon,
            asked,
        ),
        _compared("expires_on", said.expires_on, found.expiries if known else (), asked),
        _compared(
            "prefecture", said.prefecture, (found.prefecture,) if found.prefecture else (), asked
        ),
        _shop(said, found, shop, asked),
    ]
    here = debits_at(found, shop)
    if said.on is not None:
        days = None if here is None else tuple(sorted({jst_date(one.at) for one in here}))
        lines.append(_compared("on", said.on, days, asked))
    if said.yen is not None:
        amounts = None if here is None else tuple(sorted({one.yen for one in here}))
        lines.append(_compared("yen", said.yen, amounts, asked))
    lines.append(
        Condition(
            "debit",
            "unknown" if here is None else "met" if here else "not_met",
            "",
            ", ".join(one.debit for one in here or ()),
            "R7, R8",
        )
    )
    lines.append(_second_source(shop))
    return tuple(lines)


def debits_at(found: Found, shop: ShopSays | None) -> tuple[DebitFact, ...] | None:
    """The coupon's debits at the shop: the one whose record is there, else the one named. None
    where it is not known which shop or interval is meant."""
    shops = (shop.merchant,) if shop is not None else found.shops
    if found.debits is None or not found.coupon or not shops:
        return None
    return tuple(one for one in found.debits if one.merchant in shops)


def repeated(debits: Iterable[DebitFact], within: timedelta) -> tuple[tuple[DebitFact, ...], ...]:
    """Runs of two or more debits of one shop and amount, each at most `within` after the one
    before (R8): what may be one purchase."""
    runs: list[list[DebitFact]] = []
    latest: dict[tuple[str, int], list[DebitFact]] = {}
    for debit in sorted(debits, key=lambda one: one.at):
        key = debit.merchant, debit.yen
        run = latest.get(key)
        if run is not None and debit.at - run[-1].at <= within:
            run.append(debit)
        else:
            latest[key] = [debit]
            runs.append(latest[key])
    return tuple(tuple(run) for run in runs if len(run) > 1)


def suggestion(
    kind: str, debits: Iterable[DebitFact], within: timedelta, completed: Iterable[str] = ()
) -> tuple[tuple[str, int], ...]:
    """Which debits a claim of that kind speaks of and what is left to restore of each: all of a
    run but what the shop saw complete - the first press, where it does not say (R8) -, or what
    nobody has confirmed (R7). A person decides."""
    found = tuple(debits)
    seen = frozenset(completed)
    chosen: list[DebitFact] = []
    if kind == "double_press":
        for run in repeated(found, within):
            true = {one.debit for one in run} & seen or {run[0].debit}
            chosen += [one for one in run if one.debit not in true]
    elif kind == "cash_also_debited":
        chosen += [one for one in found if not one.confirmed and one.debit not in seen]
    return tuple((one.debit, left) for one in chosen if (left := one.yen - one.returned) > 0)


def missing(terms: CallTerms, answers: Mapping[str, object]) -> str | None:
    """The first question of the terms that was not answered (R23: all of them must be)."""
    return next((name for name in terms.questions if not answers.get(name)), None)


def _compared(name: str, said: object, found: tuple[object, ...] | None, source: str) -> Condition:
    text = "" if said is None else str(said)
    if not found:
        # None: not looked at. Nothing: there is nothing to compare with.
        return Condition(name, "unknown", text, "", source)
    result: Result = "unknown" if not text else "met" if said in found else "not_met"
    return Condition(name, result, text, ", ".join(map(str, found)), source)


def _shop(said: Statement, found: Found, shop: ShopSays | None, source: str) -> Condition:
    if found.debits is None or not found.coupon:
        return Condition("shop", "unknown", said.shop, ", ".join(found.shops), source)
    paid = tuple(dict.fromkeys(one.merchant for one in found.debits))
    meant = (shop.merchant,) if shop is not None else found.shops
    if not meant:
        return Condition("shop", "unknown", said.shop, ", ".join(found.similar), source)
    result: Result = "met" if any(one in paid for one in meant) else "not_met"
    return Condition("shop", result, said.shop, ", ".join(meant), source)


def _second_source(shop: ShopSays | None) -> Condition:
    if shop is None:
        return Condition("shop_record", "unknown", "", "", "R27")
    results: dict[Agrees, Result] = {"yes": "met", "no": "not_met", "unknown": "unknown"}
    return Condition(
        "shop_record", results[shop.agrees], shop.agrees, f"{shop.merchant} #{shop.record}", "R27"
    )


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
