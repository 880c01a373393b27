"""Who gives an address is told what becomes of a bank refund, and nobody else is (R28)."""

import pytest
from tests.providers.smtp_server import Handler, smtp_server
from tests.redress.bank.conftest import INCIDENT, Bureau
from tests.redress.bank.test_results import correct
from tests.redress.delivery.conftest import ORIGIN

from zandaka.directory.secrets import Secrets
from zandaka.errors import Invalid
from zandaka.providers.mail.smtp import Relay, SmtpSender
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.messages import Messages
from zandaka.redress.worker import until_idle

NOBODYS = "1300-0000-0000-9998"


def told(bureau: Bureau) -> list[tuple[str, str]]:
    """(template, facts) of every message, in order."""
    return [
        (template, facts)
        for template, facts in bureau.rows("SELECT template, facts::text FROM messages ORDER BY id")
    ]


def approved(bureau: Bureau, *mails: str) -> list[int]:
    """Refunds of new coupons that are to be paid; an empty address is none."""
    bureau.at(2, 24)
    coupons = [bureau.coupon() for _ in mails]
    bureau.at(4, 1)
    for coupon in coupons:
        bureau.convert(coupon)
    refunds = [
        bureau.apply(bureau.inquiry(coupon), mail=mail)
        for coupon, mail in zip(coupons, mails, strict=True)
    ]
    for refund in refunds:
        bureau.decide(refund)
    bureau.at(5, 8)
    return refunds


def test_received_is_told_whether_or_not_there_is_a_coupon(bureau: Bureau) -> None:
    coupon = bureau.coupon()
    bureau.at(4, 1)
    known = bureau.apply(bureau.inquiry(coupon), mail="Hanako@example.jp")
    unknown = bureau.apply(NOBODYS, mobile="０９０−１２３４−５６７８", language="en")
    bureau.apply(NOBODYS)
    assert told(bureau) == [
        ("bank_refund_received", f'{{"refund":"{known}"}}'),
        ("bank_refund_received", f'{{"refund":"{unknown}"}}'),
    ]
    assert bureau.rows("SELECT language, channel, other_address FROM recipients ORDER BY id") == [
        ("ja", "mail", None), ("en", "sms", None),
    ]  # fmt: skip
    assert bureau.rows("SELECT recipient IS NULL FROM claims ORDER BY id") == [
        (False,), (False,), (True,),
    ]  # fmt: skip
    kept = str(bureau.rows("SELECT t::text FROM actions t UNION ALL SELECT t::text FROM claims t"))
    assert "anako" not in kept
    assert "9012345678" not in kept
    assert "５６７８" not in kept


def test_one_address_is_written_to_once_a_day(bureau: Bureau) -> None:
    bureau.at(4, 1)
    for mail in ("hanako@example.jp", "HANAKO@example.jp", "taro@example.jp"):
        bureau.apply(NOBODYS, mail=mail)
    bureau.at(4, 1, 23)
    bureau.apply(NOBODYS, mail="hanako@example.jp")
    assert len(told(bureau)) == 2
    bureau.at(4, 2, 0)
    bureau.apply(NOBODYS, mail="hanako@example.jp")
    assert len(told(bureau)) == 3


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("mail", {"mail": "hanako"}),
        ("mobile", {"mobile": "03-1234-5678"}),
        ("mobile", {"mail": "hanako@example.jp", "mobile": "090-1234-5678"}),
    ],
)
def test_an_address_that_cannot_be_one_is_told_at_once(
    bureau: Bureau, field: str, given: dict[str, str]
) -> None:
    bureau.at(4, 1)
    with pytest.raises(Invalid) as caught:
        bureau.apply(NOBODYS, **given)
    assert caught.value.field == field
    assert bureau.rows("SELECT (SELECT count(*) FROM claims) + (SELECT count(*) FROM recipients)")[
        0
    ] == (0,)


def test_paid_returned_and_paid_again(bureau: Bureau) -> None:
    refund, silent = approved(bureau, "hanako@example.jp", "")
    first = bureau.released()
    lines = [(refund, 1, 2_000, "1"), (silent, 1, 2_000, "0")]
    bureau.results(first, *lines)
    bureau.results(first, *lines)
    assert told(bureau)[1:] == [("bank_refund_returned", f'{{"refund":"{refund}","yen":"2000"}}')]
    correct(bureau, refund)
    bureau.decide(refund, by="operator:tanaka")
    bureau.results(bureau.released("2023-05-15"), (refund, 2, 2_000, "0"))
    assert told(bureau)[2:] == [("bank_refund_paid", f'{{"refund":"{refund}","yen":"2000"}}')]


def test_what_follows_later_is_told_under_the_number_the_holder_has(bureau: Bureau) -> None:
    [refund] = approved(bureau, "hanako@example.jp")
    bureau.results(bureau.released(), (refund, 1, 2_000, "0"))
    # As if a payment had been refunded by its shop, and converted once more.
    bureau.rows(
        "INSERT INTO entitlements (incident, coupon, wallet, operation, prefecture, yen)"
        " SELECT incident, coupon, wallet, operation + 1, prefecture, 300 FROM entitlements"
        " RETURNING id"
    )
    bureau.work()
    [(added,)] = bureau.rows("SELECT id FROM bank_refunds WHERE adds_to = %s", (refund,))
    assert bureau.state(added) == "approved"
    bureau.rows(
        "INSERT INTO bank_files (incident, pay_on, originator, line_end, state, made_at, made_by)"
        " VALUES (%s, '2023-05-15', '{}', 'none', 'released', now(), 'x') RETURNING id",
        (INCIDENT,),
    )
    bureau.rows(
        "INSERT INTO bank_file_lines SELECT (SELECT max(id) FROM bank_files), id, 1, yen, account,"
        " 'booked' FROM bank_refunds WHERE id = %s RETURNING refund",
        (added,),
    )
    [(file,)] = bureau.rows("SELECT max(id) FROM bank_files")
    bureau.results(file, (added, 1, 300, "0"))
    assert told(bureau)[-1] == ("bank_refund_paid", f'{{"refund":"{refund}","yen":"300"}}')


def test_what_arrives(bureau: Bureau) -> None:
    [refund] = approved(bureau, "hanako@example.jp")
    bureau.results(bureau.released(), (refund, 1, 2_000, "0"))
    with smtp_server() as (smtp, port):
        send(bureau, smtp, port)
        received, paid = (one.mail for one in smtp.received)
    assert f"受付番号 {refund}" in received["subject"]
    assert "2023年5月11日" in received.get_content()
    assert "2,000円" in paid.get_content()
    assert paid["to"] == "hanako@example.jp"


def send(bureau: Bureau, smtp: Handler, port: int) -> None:
    mail = SmtpSender(Relay.parse(f"smtp://127.0.0.1:{port}"), ORIGIN, per_second=1e6)
    redress = Redress(
        bureau.database.connect, bureau.ledger, Secrets(b"k" * 32), bureau.vault,
        Providers(mail=mail),
    )  # fmt: skip
    until_idle(redress, (Messages("mail"),))
    assert len(smtp.received) == 2
