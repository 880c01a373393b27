"""Whom nothing reached is reached at another address, on the word of two persons."""

from typing import Any

import msgspec
import pytest
from tests.redress.delivery.conftest import Post

from zandaka.errors import Invalid, Refusal
from zandaka.redress.actions.confirm_address import ConfirmAddress
from zandaka.redress.actions.correct_address import CorrectAddress


@pytest.fixture
def lost(post: Post) -> int:
    """A claim for somebody whom a message did not reach."""
    who = post.outbox.recipient(mail="refused@example.jp", phone="090-1234-0001")
    post.outbox.tell(who)
    post.outbox.tell(
        who, "code", template="gift_code", facts={"minutes": "10"},
        private={"code": "042917"}, vault=post.outbox.vault,
    )  # fmt: skip
    post.work()
    assert post.states() == [("lost", "sms"), ("lost", "sms")]
    return int(post.outbox.one("SELECT id FROM claims"))


def enter(post: Post, claim: int, by: str = "operator:sato", **given: str) -> None:
    action = CorrectAddress(claim=claim, reason="電話で確認", **given)
    post.redress.do(action, by, f"enter {given} {by}")


def confirm(post: Post, claim: int, by: str = "operator:suzuki") -> dict[str, Any]:
    done = post.redress.do(ConfirmAddress(claim=claim), by, f"confirm {by}")
    return msgspec.json.decode(done.outcome)


def test_a_second_person_confirms_and_the_message_goes_out(post: Post, lost: int) -> None:
    with pytest.raises(Refusal, match="address_not_entered"):
        confirm(post, lost)
    enter(post, lost, mail="hanako@example.jp")
    with pytest.raises(Refusal, match="same_person"):
        confirm(post, lost, by="operator:sato")
    assert confirm(post, lost)["messages"] == 1
    post.work()
    (mail,) = post.mails()
    assert mail["To"] == "hanako@example.jp"
    assert "-3-" in mail["Message-ID"]
    assert post.states() == [("taken", "mail"), ("lost", "sms")]
    assert post.outbox.one("SELECT state, decided_by FROM claims") == (
        "approved", "operator:suzuki",
    )  # fmt: skip
    for text in post.outbox.rows("SELECT actions::text FROM actions"):
        assert "hanako" not in text[0]
    with pytest.raises(Refusal, match="claim_decided"):
        enter(post, lost, mail="other@example.jp")


def test_a_new_address_may_be_lost_too(post: Post, lost: int) -> None:
    enter(post, lost, phone="090-9999-0001")
    confirm(post, lost)
    post.work()
    assert post.states()[0] == ("lost", "sms")
    assert post.outbox.rows("SELECT state FROM claims ORDER BY id") == [("approved",), ("open",)]


def test_who_enters_another_address_last_is_the_first_person(post: Post, lost: int) -> None:
    enter(post, lost, mail="hanako@example.jp")
    enter(post, lost, by="operator:suzuki", mail="suzuki@example.jp")
    with pytest.raises(Refusal, match="same_person"):
        confirm(post, lost)


def test_nobody_gets_the_address_of_another_recipient(post: Post, lost: int) -> None:
    post.outbox.recipient(mail="taro@example.jp")
    enter(post, lost, mail="Taro@example.jp")
    with pytest.raises(Refusal, match="address_in_use"):
        confirm(post, lost)


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "mail"), ({"mail": "nobody"}, "mail"), ({"phone": "03-1234-5678"}, "phone")],
)
def test_an_address_must_be_one(post: Post, lost: int, given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as told:
        enter(post, lost, **given)
    assert told.value.field == field


def test_only_a_bounce_has_an_address_to_correct(post: Post, lost: int) -> None:
    with post.outbox.connect() as connection:
        connection.execute("UPDATE claims SET kind = 'gift'")
    with pytest.raises(Refusal, match="wrong_claim"):
        enter(post, lost, mail="hanako@example.jp")
