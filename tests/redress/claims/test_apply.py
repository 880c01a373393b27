"""The special site: who has no app applies, and one person receives for a coupon (R16 to R20)."""

import msgspec
import pytest
from tests.redress.claims.conftest import FIELDS, OUTAGE, Region, jst

from zandaka import ids
from zandaka.errors import Invalid, KeyReused, Refusal
from zandaka.operations.convert import Convert
from zandaka.operations.leave import Leave
from zandaka.redress import entitlements
from zandaka.redress.actions.apply import Apply
from zandaka.redress.actions.decide_claim import DecideClaim
from zandaka.redress.work.applicants import ApplicantWorker


def converted(region: Region, *wallets: ids.WalletId) -> None:
    """The plan's step at the end of March."""
    region.clock.set(max(region.clock.now(), jst(4, 1)))
    for wallet in wallets:
        answer = region.do(Convert(wallet=wallet, reason="期限の残額", incident=OUTAGE))
        assert answer.accepted, answer.code
        with region.redress.connect() as connection:
            entitlements.record(connection, OUTAGE, wallet, answer)


def recipients(region: Region) -> list[tuple[int, int | None]]:
    return region.rows("SELECT coupon, recipient FROM entitlements ORDER BY id")


def conditions(decided: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {one["name"]: one["result"] for one in decided["conditions"]}


def test_the_site_opens_and_closes_to_the_second(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare()
    for early in (jst(2, 25), jst(3, 21, 23, 59, 59)):
        with pytest.raises(Refusal) as refused:
            region.at(early).apply(inquiry)
        assert refused.value.code == "application_not_open"
        assert refused.value.params["opens_at"] == jst(3, 22)
    assert region.at(jst(3, 22)).apply(inquiry)["claim"] > 0
    # 30 April is a Sunday: there is no roll (R19).
    last = region.at(jst(4, 30, 23, 59, 59)).apply(inquiry, mail="taro@example.jp")
    assert last["claim"] > 0
    with pytest.raises(Refusal) as refused:
        region.at(jst(5, 1)).apply(inquiry, mail="jiro@example.jp")
    assert refused.value.code == "application_closed"
    assert refused.value.params["closed_at"] == jst(5, 1)


def test_nothing_tells_whether_a_number_exists(region: Region) -> None:
    _, known = region.coupon()
    region.declare().at(jst(3, 22))
    answers = [region.apply(known), region.apply("3800-0000-0009-9990")]
    assert [set(one) for one in answers] == [{"claim", "received_at"}] * 2
    assert answers[0]["received_at"] == answers[1]["received_at"]


def test_what_was_filled_in_lies_encrypted_only(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare().at(jst(3, 22))
    region.apply(inquiry, mobile="０９０−１２３４−５６７８", by="public:192.0.2.1")
    everything = "".join(
        str(region.rows(f"SELECT t::text FROM {table} t"))
        for table in ("claims", "applications", "claim_notes", "recipients")
    )
    for personal in ("花子", "hanako", "架空区", "9012345678", "192.0.2.1", "2023-02-23"):
        assert personal not in everything.replace(inquiry, "")
    assert "花子" not in str(region.rows("SELECT request::text, outcome::text FROM actions"))
    ((private,),) = region.rows("SELECT private FROM claims")
    opened = msgspec.json.decode(region.redress.vault.open("claim", bytes(private)))
    assert opened["name"] == FIELDS["name"]
    assert opened["mobile"] == "+819012345678"


def test_every_error_names_its_field_and_rule_in_both_languages(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare().at(jst(3, 22))
    for field, value, rule in (
        ("mail", "hanako", "must be a mail address"),
        ("travel_date", "2023-02-30", "must be a day of the calendar"),
        ("inquiry_number", inquiry[:-1] + str((int(inquiry[-1]) + 1) % 10), "check digit"),
        ("name", "", "is required"),
        ("name", "あ" * 101, "at most 100"),
        ("inside", "x", "is not a field"),
    ):
        with pytest.raises(Invalid) as error:
            region.apply(inquiry, **{field: value})
        assert error.value.field == f"fields.{field}"
        assert rule in error.value.rule
        english, _, japanese = error.value.rule.partition(" / ")
        assert english.isascii()
        assert japanese.endswith(("。", "ス)"))
    with pytest.raises(Invalid) as error:
        region.apply(inquiry, mail="")
    assert error.value.field == "fields.mobile"


def test_sent_twice_it_is_one_application(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare().at(jst(3, 22))
    first = region.apply(inquiry, key="form-1")
    assert region.apply(inquiry, key="form-1") == first
    with pytest.raises(KeyReused):
        region.apply(inquiry, key="form-1", name="別人")
    # Filled in anew with the same address, in other letters and without the hyphens.
    again = region.apply(inquiry.replace("-", ""), mail="Hanako@EXAMPLE.jp", name="別の書き方")
    assert again["claim"] == first["claim"]
    assert region.apply(inquiry, mail="taro@example.jp")["claim"] != first["claim"]


def test_one_applicant_receives_for_a_coupon(region: Region) -> None:
    coupon, inquiry = region.coupon()
    region.declare().at(jst(3, 22))
    first = region.apply(inquiry)["claim"]
    second = region.apply(inquiry, mail="taro@example.jp")["claim"]
    decided = region.approve(first)
    assert conditions(decided)["only_applicant"] == "not_met"
    with pytest.raises(Refusal) as refused:
        region.approve(second)
    assert refused.value.code == "already_approved"
    assert refused.value.params["claim"] == first
    converted(region, coupon)
    region.work()
    assert recipients(region) == [(int(coupon), decided["recipient"])]


def test_the_approval_may_come_before_or_after_the_conversion(region: Region) -> None:
    early, early_number = region.coupon()
    late, late_number = region.coupon()
    region.declare().at(jst(3, 22))
    before = region.apply(early_number)["claim"]
    after = region.apply(late_number)["claim"]
    recipient = region.approve(before)["recipient"]
    region.work()
    converted(region, early, late)
    region.work()
    assert recipients(region) == [(int(early), recipient), (int(late), None)]
    region.rows("UPDATE entitlements SET unreached = recipient IS NULL RETURNING id")
    # One address is one recipient, however many coupons.
    assert region.approve(after)["recipient"] == recipient
    region.work()
    assert {one for _, one in recipients(region)} == {recipient}


def test_what_is_new_is_looked_at_in_every_round(region: Region) -> None:
    coupon, inquiry = region.coupon()
    region.declare().at(jst(3, 22))
    recipient = region.approve(region.apply(inquiry)["claim"])["recipient"]
    worker = ApplicantWorker()
    assert not worker.round(region.redress)
    converted(region, coupon)
    # The same worker, moments later: it does not look at everything again yet.
    assert worker.round(region.redress)
    assert recipients(region) == [(int(coupon), recipient)]
    assert not worker.round(region.redress)


def test_a_holder_who_left_is_found_by_the_coupons_number(region: Region) -> None:
    coupon, inquiry = region.coupon()
    wallet = region.app()
    region.at(jst(2, 24, 9)).load(coupon, wallet)
    region.done(Leave(wallet=wallet))
    region.declare().at(jst(3, 25))
    claim = region.apply(inquiry)["claim"]
    decided = region.approve(claim)
    found = conditions(decided)
    assert found["inquiry_number"] == found["prefecture"] == found["travel_date"] == "met"
    assert found["not_registered"] == "met"
    assert found["in_cohort"] == "unknown"
    converted(region, wallet)
    region.work()
    assert recipients(region) == [(int(coupon), decided["recipient"])]


def test_what_disagrees_is_shown_to_who_reviews(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare().at(jst(3, 25))
    claim = region.apply(inquiry, prefecture="東京都", travel_date="2023-02-25")["claim"]
    denied = region.act(
        DecideClaim(claim=claim, decision="deny", reasons=("一致しない",)), "operator:ito"
    )
    assert denied["state"] == "denied"
    assert conditions(denied)["prefecture"] == "not_met"
    assert conditions(denied)["travel_date"] == "not_met"


def test_a_number_of_no_coupon_is_not_approved(region: Region) -> None:
    region.declare().at(jst(3, 25))
    claim = region.apply("3800-0000-0009-9990")["claim"]
    with pytest.raises(Refusal) as refused:
        region.approve(claim)
    assert refused.value.code == "unknown_coupon"


def test_a_late_approval_is_pointed_out(region: Region) -> None:
    numbers = [region.coupon()[1] for _ in range(3)]
    region.declare().at(jst(4, 30))
    claims = [region.apply(number)["claim"] for number in numbers]
    said = [
        {name: decided[name] for name in ("days_left", "short")}
        for claim, day in zip(claims, (jst(5, 1), jst(5, 20, 23, 59, 59), jst(5, 21)), strict=True)
        for decided in [region.at(day).approve(claim)]
    ]
    assert said == [
        {"days_left": 31, "short": False},
        {"days_left": 11, "short": False},
        {"days_left": 11, "short": True},
    ]


def test_the_applicant_is_told_once_of_each(region: Region) -> None:
    (_, first), (_, second) = region.coupon(), region.coupon()
    region.declare().at(jst(3, 25))
    claims = [region.apply(number)["claim"] for number in (first, second)]
    region.apply(first)
    region.approve(claims[0])
    region.act(
        DecideClaim(claim=claims[1], decision="deny", reasons=("対象外",)), "operator:suzuki"
    )
    told = region.rows("SELECT template, facts->>'claim', not_before FROM messages ORDER BY id")
    assert told == [
        ("application_received", str(claims[0]), jst(3, 25)),
        ("application_approved", str(claims[0]), jst(3, 25)),
        ("application_denied", str(claims[1]), jst(3, 25)),
    ]
    assert region.value("SELECT count(*) FROM recipients") == 1


def test_an_operator_who_entered_it_may_not_approve_it(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare().at(jst(3, 25))
    claim = region.apply(inquiry, by="operator:sato")["claim"]
    with pytest.raises(Refusal) as refused:
        region.approve(claim, by="operator:sato")
    assert refused.value.code == "same_person"


def test_an_incident_nobody_knows(region: Region) -> None:
    region.at(jst(3, 25))
    with pytest.raises(Refusal) as refused:
        region.act(Apply(incident="outage-1", prefecture="38", fields={}))
    assert refused.value.code == "unknown_incident"
    with pytest.raises(Refusal) as refused:
        region.apply("3800-0000-0009-9990")
    assert refused.value.code == "unknown_incident"
    with pytest.raises(Refusal) as refused:
        region.approve(999)
    assert refused.value.code == "unknown_claim"
