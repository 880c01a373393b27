"""What comes back is taken once: to the other address, and then to a person."""

from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest
from tests.redress.delivery.conftest import INCIDENT, Outbox, Post

from zandaka.errors import Invalid, Refusal
from zandaka.providers.mail.failure_report import read_failure_report
from zandaka.redress import references
from zandaka.redress.actions.report_bounce import ReportBounce


def report(post: Post, key: str, **fields: str) -> str:
    done = post.redress.do(ReportBounce(**fields), "issuer:mail", key)  # type: ignore[arg-type]
    return bytes(done.outcome).decode().partition('"then":"')[2].rstrip('"}')


def reference(outbox: Outbox, message: int = 1, turn: int = 1) -> str:
    return references.make(outbox.vault, message, turn)


def test_a_bounce_goes_to_the_other_address_and_then_to_a_person(post: Post) -> None:
    post.outbox.tell(post.outbox.recipient(mail="hanako@example.jp", phone="090-1234-5678"))
    post.work()
    name = post.mails()[0]["Message-ID"].strip("<>").partition("@")[0]
    assert name == reference(post.outbox)
    assert report(post, "1", reference=name) == "other_address"
    assert report(post, "2", reference=name) == "known"
    post.work()
    (sms,) = post.sms.taken.values()
    assert sms.reference == reference(post.outbox, turn=2)
    # What comes late of the first turn says nothing of the second.
    assert report(post, "3", reference=name) == "known"
    assert post.states() == [("taken", "sms")]
    assert report(post, "4", reference=sms.reference, kind="expired") == "claim"
    assert report(post, "5", reference=sms.reference) == "known"
    post.work()
    assert post.states() == [("lost", "sms")]
    assert post.results() == ["taken", "bounced", "taken", "bounced"]
    assert post.claims() == 1
    assert len(post.mails()) == len(post.sms.taken) == 1


def test_a_bounce_by_address_means_the_last_message_there(post: Post) -> None:
    who = post.outbox.recipient(mail="hanako@example.jp")
    post.outbox.tell(who)
    post.outbox.tell(who, "second")
    post.work()
    assert report(post, "1", incident=INCIDENT, address="Hanako@Example.JP") == "claim"
    assert post.states() == [("taken", "mail"), ("lost", "mail")]
    kept = post.outbox.one("SELECT request::text FROM actions")
    assert "hanako" not in kept.lower()


def test_a_code_that_bounced_is_not_sent_again(post: Post) -> None:
    who = post.outbox.recipient(mail="hanako@example.jp", phone="090-1234-5678")
    code: dict[str, Any] = {
        "template": "gift_code",
        "facts": {"minutes": "10"},
        "vault": post.outbox.vault,
    }
    post.outbox.tell(who, private={"code": "042917"}, **code)
    post.work()
    assert report(post, "1", reference=reference(post.outbox)) == "done"
    post.outbox.tell(who, "second", private={"code": "550012"}, **code)
    post.work()
    assert post.states() == [("lost", "mail"), ("taken", "sms")]
    assert post.claims() == 0


@pytest.mark.parametrize(
    "name",
    ["m1-1-0000000000000000", "m1-1", "1", "m99-1-{other}", "x" * 100, "m1-1-{right}x"],
)
def test_nobody_makes_a_bounce_up(post: Post, name: str) -> None:
    post.outbox.tell(post.outbox.recipient(mail="hanako@example.jp"))
    post.work()
    right = reference(post.outbox).rpartition("-")[2]
    other = reference(post.outbox, 99).rpartition("-")[2]
    with pytest.raises(Refusal, match="unknown_message"):
        report(post, "1", reference=name.format(right=right, other=other))
    assert post.states() == [("taken", "mail")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "reference"),
        ({"incident": INCIDENT}, "reference"),
        ({"incident": INCIDENT, "address": "nobody"}, "address"),
        ({"reference": "m1-1-0", "address": "a@example.jp"}, "address"),
    ],
)
def test_a_bounce_names_what_it_is_about(
    post: Post,
    fields: dict[str, str],
    field: str,
) -> None:
    with pytest.raises(Invalid) as told:
        report(post, "1", **fields)
    assert told.value.field == field


def test_an_address_nobody_was_told_at_is_unknown(post: Post) -> None:
    with pytest.raises(Refusal, match="unknown_message"):
        report(post, "1", incident=INCIDENT, address="x@example.jp")


def notification(
    original: Message | None,
    *,
    action: str = "failed",
    to: str = "desk@example.jp",
    how: str = "full",
) -> bytes:
    """As a mail server writes one."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["From"] = "MAILER-DAEMON@mx.example.jp"
    made["To"] = to
    made["Subject"] = "Undelivered Mail Returned to Sender"
    made.attach(MIMEText("This is the mail system.\n"))
    status = EmailMessage()
    status.set_type("message/delivery-status")
    first, second = Message(), Message()
    first["Reporting-MTA"] = "dns; mx.example.jp"
    second["Final-Recipient"] = "rfc822; hanako@example.jp"
    second["Action"] = action
    second["Status"] = "5.1.1"
    second["Diagnostic-Code"] = "smtp; 550 5.1.1 <hanako@example.jp>: User unknown"
    status.set_payload([first, second])
    made.attach(status)
    if original is not None and how == "full":
        part = Message()
        part.set_type("message/rfc822")
        part.set_payload([original])
        made.attach(part)
    elif original is not None:
        headers = "".join(f"{name}: {value}\n" for name, value in original.items())
        made.attach(MIMEText(headers, "rfc822-headers"))
    return made.as_bytes()


def original(name: str) -> Message:
    made = Message()
    made["Subject"] = "=?utf-8?b?5Y+X5Y+W?="
    made["Message-ID"] = f"<{name}@notice.example.jp>"
    made.set_payload("x\n")
    return made


@pytest.mark.parametrize("how", ["full", "headers", "verp"])
def test_a_notification_names_the_mail_however_it_was_kept(outbox: Outbox, how: str) -> None:
    name = reference(outbox, 12, 2)
    if how == "verp":
        content = notification(None, to=f"bounce+{name}@example.jp")
    else:
        content = notification(original(name), how=how)
    found = read_failure_report(content)
    assert found.result == "failed"
    assert "550 5.1.1" in found.why
    within = references.within(outbox.vault, " ".join(found.names))
    assert within == name
    assert references.read(outbox.vault, name) == (12, 2)


def test_only_a_failure_is_one(outbox: Outbox) -> None:
    name = reference(outbox)
    assert read_failure_report(notification(original(name), action="delayed")).result == "waiting"
    assert read_failure_report(notification(original(name), action="relayed")).result == "other"
    away = EmailMessage()
    away["To"] = f"bounce+{name}@example.jp"
    away["Auto-Submitted"] = "auto-replied"
    away.set_content("I am away until Monday.")
    assert read_failure_report(away.as_bytes()).result == "other"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe\x00", b"Content-Type: multipart/report; report-type=delivery-status\n\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
        b"Content-Type: message/delivery-status\n\n\xff\n--x--",
        b"Content-Type: multipart/report; report-type*=x'y'delivery-status\n\n",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_to_a_person(content: bytes) -> None:
    assert read_failure_report(content).result == "other"
