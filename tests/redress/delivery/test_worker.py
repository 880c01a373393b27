"""Messages go out over a real SMTP server and a real HTTP provider: each once, or to a person."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.redress.delivery.conftest import INCIDENT, START, WORKERS, Outbox, Post

from zandaka.providers.mail.port import Mail, Sent
from zandaka.providers.mail.smtp import SmtpSender
from zandaka.redress import contacts, recipients
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.messages import LEASE
from zandaka.redress.worker import until_idle


def test_a_message_is_sent_once(post: Post) -> None:
    post.outbox.tell(post.outbox.recipient(mail="hanako@example.jp", phone="090-1234-5678"))
    post.work()
    post.later(hours=1)
    (mail,) = post.mails()
    assert mail["Subject"] == "補償のご申請を受け付けました(受付番号 7)"
    assert "0120-479-249" in mail.get_content()
    assert not post.sms.taken
    assert post.states() == [("taken", "mail")]
    assert post.results() == ["taken"]


def test_no_link_goes_out_before_its_day(post: Post) -> None:
    who = post.outbox.recipient(phone="090-1234-5678")
    post.outbox.clock = post.redress.clock = type(post.outbox.clock)(START - timedelta(seconds=1))
    early = START - timedelta(days=9)
    post.outbox.tell(who, template="gift_link", facts={"generation": "1"}, not_before=early)
    post.outbox.tell(who, "received", not_before=early)
    post.work()
    assert [one.text[:6] for one in post.sms.taken.values()] == ["補償のご申請"]
    assert post.states() == [("waiting", "sms"), ("taken", "sms")]
    post.outbox.clock.set(START - timedelta(microseconds=1))
    post.work()
    assert len(post.sms.taken) == 1
    post.outbox.clock.set(START)
    post.work()
    assert "https://hosho.example.jp/gifts/" in list(post.sms.taken.values())[1].text


def test_nothing_goes_out_before_it_may(post: Post) -> None:
    post.outbox.tell(
        post.outbox.recipient(mail="hanako@example.jp"), not_before=START + timedelta(minutes=1)
    )
    post.work()
    assert not post.mails()
    post.later(minutes=1)
    assert len(post.mails()) == 1


def test_no_token_lies_in_the_tables(post: Post) -> None:
    who = post.outbox.recipient(mail="hanako@example.jp")
    post.outbox.tell(who, template="gift_link", facts={"generation": "1"})
    post.work()
    token = post.mails()[0].get_content().partition("/gifts/")[2][:32]
    assert len(token) == 32
    for table in ("messages", "deliveries", "recipients"):
        for row in post.outbox.rows(f"SELECT {table}::text FROM {table}"):
            assert token not in row[0]
            assert "hanako" not in row[0]


@pytest.mark.parametrize(
    ("mail", "phone", "states", "results", "claims"),
    [
        ("refused@example.jp", "090-1234-5678", [("taken", "sms")], ["refused", "taken"], 0),
        ("refused@example.jp", "090-1234-0001", [("lost", "sms")], ["refused", "refused"], 1),
        ("refused@example.jp", None, [("lost", "mail")], ["refused"], 1),
        (None, "090-1234-0001", [("lost", "sms")], ["refused"], 1),
    ],
)
def test_a_refusal_goes_to_the_other_address_and_then_to_a_person(
    post: Post,
    mail: str | None,
    phone: str | None,
    states: list[tuple[str, str]],
    results: list[str],
    claims: int,
) -> None:
    who = post.outbox.recipient(mail=mail, phone=phone)
    post.outbox.tell(who)
    post.work()
    assert (post.states(), post.results(), post.claims()) == (states, results, claims)
    # However much more comes back from there, one case is open.
    post.outbox.tell(who, "second")
    post.work()
    assert post.claims() == claims
    if claims:
        facts, by = post.outbox.one("SELECT facts, taken_in_by FROM claims")
        assert facts["template"] == "application_received"
        assert by == "work:messages"
        assert "@example" not in str(facts)
        assert "1234" not in str(facts)
        assert post.outbox.one("SELECT count(*) FROM claim_notes") == 1


def test_sms_may_come_first_and_mail_second(post: Post) -> None:
    who = post.outbox.recipient(mail="hanako@example.jp", phone="090-1234-0001", first="sms")
    post.outbox.tell(who)
    post.work()
    assert len(post.mails()) == 1
    assert post.states() == [("taken", "mail")]


def test_what_is_told_after_a_refusal_goes_straight_to_the_other_address(post: Post) -> None:
    who = post.outbox.recipient(mail="refused@example.jp", phone="090-1234-5678")
    post.outbox.tell(who)
    post.work()
    post.outbox.tell(
        who, "code", template="gift_code", facts={"minutes": "10"},
        private={"code": "042917"}, vault=post.outbox.vault,
    )  # fmt: skip
    assert post.states()[1] == ("waiting", "sms")
    with post.outbox.connect() as connection:
        channel, sealed = recipients.reach(connection, who)
    assert (channel, contacts.opened(post.outbox.vault, sealed)) == ("sms", "+819012345678")
    post.work()
    assert "042917" in list(post.sms.taken.values())[1].text
    assert post.smtp.tried == ["refused@example.jp"]


def test_what_is_private_is_sealed_and_then_gone(post: Post) -> None:
    post.outbox.tell(
        post.outbox.recipient(mail="hanako@example.jp"), template="gift_code",
        facts={"minutes": "10"}, private={"code": "042917"}, vault=post.outbox.vault,
    )  # fmt: skip
    sealed, row = post.outbox.one("SELECT private, messages::text FROM messages")
    assert sealed is not None
    assert "042917" not in row
    post.work()
    assert "042917" in post.mails()[0]["Subject"]
    assert post.outbox.one("SELECT private FROM messages") is None


@pytest.mark.parametrize("seconds", [599, 600])
def test_a_code_that_would_come_too_late_is_not_sent(post: Post, seconds: int) -> None:
    post.outbox.tell(
        post.outbox.recipient(mail="hanako@example.jp"), template="gift_code",
        facts={"minutes": "10"}, private={"code": "042917"}, vault=post.outbox.vault,
        until=START + timedelta(minutes=10),
    )  # fmt: skip
    post.later(seconds=seconds)
    assert len(post.mails()) == (seconds < 600)
    assert post.states() == [("taken" if seconds < 600 else "void", "mail")]
    assert post.outbox.one("SELECT private FROM messages") is None


@pytest.mark.parametrize(("who", "copies"), [("later", 1), ("hang", 2)])
def test_no_answer_is_asked_again_under_the_same_name(post: Post, who: str, copies: int) -> None:
    post.outbox.tell(post.outbox.recipient(mail=f"{who}@example.jp"))
    post.work()
    assert post.states() == [("waiting", "mail")]
    post.later(seconds=59)
    assert post.results() == ["unknown"]
    post.later(seconds=1)
    assert post.states() == [("taken", "mail")]
    assert len(post.mails()) == copies
    assert len({mail["Message-ID"] for mail in post.mails()}) == 1


@pytest.mark.parametrize("number", ["090-1234-0002", "090-1234-0003"])
def test_a_provider_with_keys_sends_nothing_twice(post: Post, number: str) -> None:
    post.outbox.tell(post.outbox.recipient(phone=number))
    post.work()
    post.later(minutes=1)
    assert len(post.sms.taken) == 1
    assert post.results() == ["unknown", "taken"]


def test_after_many_tries_it_is_a_refusal(post: Post) -> None:
    post.outbox.tell(post.outbox.recipient(mail="policy@example.jp", phone="090-1234-5678"))
    post.work()
    for _ in range(30):
        post.later(hours=1)
    assert post.results() == ["unknown"] * 7 + ["taken"]
    assert len(post.sms.taken) == 1


def test_a_provider_that_is_away_is_left_alone(outbox: Outbox) -> None:
    class Away:
        calls = 0

        def send(self, mail: Mail) -> Sent:
            self.calls += 1
            return Sent("unknown", "away")

    away = Away()
    redress = outbox.redress(Providers(mail=away))
    for number in range(10):
        outbox.tell(outbox.recipient(mail=f"h{number}@example.jp"), f"m{number}")
    until_idle(redress, WORKERS)
    assert away.calls == 3
    outbox.clock.set(START + timedelta(minutes=1))
    until_idle(redress, WORKERS)
    assert away.calls == 6
    assert outbox.one("SELECT count(*) FROM messages WHERE state = 'waiting'") == 10


def test_messages_wait_for_a_provider(post: Post) -> None:
    post.outbox.tell(post.outbox.recipient(mail="hanako@example.jp"))
    until_idle(post.outbox.redress(Providers()), WORKERS)
    assert post.states() == [("waiting", "mail")]
    assert post.results() == []


def test_one_that_cannot_be_written_does_not_stop_the_others(post: Post) -> None:
    who = post.outbox.recipient(mail="hanako@example.jp")
    for number in range(5):
        post.outbox.tell(who, f"bad{number}", facts={})
    post.outbox.tell(who, "good")
    post.work()
    assert len(post.mails()) == 1
    assert post.states() == [("waiting", "mail")] * 5 + [("taken", "mail")]


def test_two_workers_tell_nobody_twice(post: Post) -> None:
    tell_many(post.outbox, 60)
    rivals = [post.outbox.redress(post.providers()) for _ in range(2)]
    together(lambda one: until_idle(one, WORKERS), rivals)
    assert post.results() == ["taken"] * 60
    assert len({one.to[0] for one in post.smtp.received}) == len(post.smtp.received) == 60


def test_a_worker_that_died_is_relieved_when_its_lease_is_over(post: Post) -> None:
    class Killed(BaseException):
        pass

    class Fatal:
        """Hands over three mails, and dies before anybody hears of the third."""

        def __init__(self, sender: SmtpSender) -> None:
            self.sender, self.left = sender, 3

        def send(self, mail: Mail) -> Sent:
            sent = self.sender.send(mail)
            self.left -= 1
            if not self.left:
                raise Killed
            return sent

    tell_many(post.outbox, 10)
    sender = post.providers().mail
    assert isinstance(sender, SmtpSender)
    with pytest.raises(Killed):
        until_idle(post.outbox.redress(Providers(mail=Fatal(sender))), WORKERS)
    post.work()
    assert len(post.mails()) == 3
    post.later(seconds=int(LEASE.total_seconds()))
    assert post.results() == ["taken"] * 10
    names = [mail["Message-ID"] for mail in post.mails()]
    # One copy too many, of the mail whose answer nobody heard; and it is known as a copy.
    assert len(names) == 11
    assert len(set(names)) == 10


def tell_many(outbox: Outbox, count: int) -> None:
    for number in range(count):
        outbox.tell(outbox.recipient(mail=f"h{number}@example.jp"), f"m{number}")


def together(run: Callable[[Redress], None], rivals: list[Redress]) -> None:
    ready = threading.Barrier(len(rivals))

    def one(redress: Redress) -> None:
        ready.wait()
        run(redress)

    threads = [threading.Thread(target=one, args=(redress,)) for redress in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_incident_of_this_file_is_the_one_that_ships(outbox: Outbox) -> None:
    assert outbox.ledger.terms.incidents[INCIDENT].gift.since == START
