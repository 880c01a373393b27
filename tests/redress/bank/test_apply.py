"""Applying: when, what is checked at once, what is never told (R28)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.redress.bank.conftest import FORM, INCIDENT, Bureau

from zandaka.errors import Invalid, Refusal
from zandaka.redress.actions.apply_bank_refund import BankApplication
from zandaka.redress.bank import accounts


def test_the_answer_is_the_same_whether_or_not_there_is_a_coupon(bureau: Bureau) -> None:
    coupon = bureau.coupon()
    bureau.at(4, 1)
    known = bureau.apply(bureau.inquiry(coupon))
    other_prefecture = bureau.apply(bureau.inquiry(coupon), prefecture="26")
    unknown = bureau.apply("1300-0000-0000-9998")
    assert (known, other_prefecture, unknown) == (1, 2, 3)
    assert bureau.rows("SELECT outcome::text FROM actions WHERE verb = 'apply_bank_refund'") == [
        (f'{{"refund":{number},"received_at":"2023-04-01T09:00:00+09:00"}}',)
        for number in (1, 2, 3)
    ]
    assert bureau.rows("SELECT coupon FROM bank_refunds ORDER BY id") == [
        (int(coupon),), (None,), (None,),
    ]  # fmt: skip
    with pytest.raises(Refusal) as caught:
        bureau.decide(unknown)
    assert caught.value.code == "unknown_coupon"
    bureau.decide(unknown, "deny")
    assert bureau.state(unknown) == "denied"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2023, 3, 21, 14, 59, 59, 999_999, UTC), "application_not_open"),
        (datetime(2023, 3, 21, 15, tzinfo=UTC), ""),
        (datetime(2023, 4, 30, 14, 59, 59, 999_999, UTC), ""),
        (datetime(2023, 4, 30, 15, tzinfo=UTC), "application_closed"),
    ],
)
def test_it_is_open_from_the_first_instant_to_the_last(
    bureau: Bureau, at: datetime, code: str
) -> None:
    inquiry = bureau.inquiry(bureau.coupon())
    bureau.clock.set(at)
    if not code:
        assert bureau.apply(inquiry) == 1
        return
    with pytest.raises(Refusal) as caught:
        bureau.apply(inquiry)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bank", "9999"), ("branch", "000"), ("name_kana", "見本 花子"), ("name_kana", "ﾐﾎﾝ,ﾊﾅｺ"),
        ("inquiry_number", "1300-0000-0000-9999"), ("inquiry_number", "13"),
        ("travel_date", date(2023, 4, 2)), ("birth_date", date(2023, 4, 2)),
    ],
)  # fmt: skip
def test_the_error_names_the_field(bureau: Bureau, field: str, value: Any) -> None:
    bureau.at(4, 1)
    with pytest.raises(Invalid) as caught:
        bureau.apply(**{"inquiry": "1300-0000-0000-9998", field: value} if field != "inquiry_number"
                     else {"inquiry": value})  # fmt: skip
    assert caught.value.field == field
    assert bureau.rows("SELECT count(*) FROM bank_refunds") == [(0,)]


def test_an_incident_that_was_not_declared(bureau: Bureau) -> None:
    bureau.at(4, 1)
    with pytest.raises(Refusal) as caught:
        bureau.apply("1300-0000-0000-9998", incident="other")
    assert caught.value.code == "unknown_incident"


def test_what_is_private_is_sealed_and_can_be_opened(bureau: Bureau) -> None:
    bureau.at(4, 1)
    bureau.apply("1300-0000-0000-9998", account_number="42")
    [(private, account)] = bureau.rows(
        "SELECT c.private, r.account FROM claims c JOIN bank_refunds r ON r.claim = c.id"
    )
    assert FORM["name"].encode() not in private
    said = bureau.vault.open("claim", private)
    assert FORM["name"] in said
    assert set(BankApplication.__struct_fields__) <= {*FORM, "inquiry_number"}
    found = accounts.opened(bureau.vault, account)
    assert (found.number, found.name, found.office.branch_name) == ("0000042", "ﾐﾎﾝ ﾊﾅｺ", "ﾄｳｷﾖｳ")
    [(request,)] = bureau.rows("SELECT request::text FROM actions")
    assert request.count("(private)") == 12
    assert INCIDENT in request
