"""A message is written once, by whoever asks and however often."""

import threading
from datetime import timedelta

from tests.redress.delivery.conftest import INCIDENT, START, Outbox

from zandaka.redress import contacts, messages, recipients
from zandaka.redress.messages import Told


def test_the_same_once_is_one_message(outbox: Outbox) -> None:
    who = outbox.recipient(mail="hanako@example.jp")
    outbox.tell(who, "link:1")
    outbox.tell(who, "link:1", facts={"claim": "8"})
    outbox.tell(who, "link:2")
    assert outbox.rows("SELECT once, facts->>'claim', channel FROM messages ORDER BY id") == [
        ("link:1", "7", "mail"),
        ("link:2", "7", "mail"),
    ]


def test_two_at_once_write_one_message(outbox: Outbox) -> None:
    who = outbox.recipient(phone="090-1234-5678")
    ready = threading.Barrier(8)

    def press() -> None:
        ready.wait()
        outbox.tell(who, "link:1")

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outbox.rows("SELECT once, channel FROM messages") == [("link:1", "sms")]


def test_it_is_taken_back_with_the_transaction(outbox: Outbox) -> None:
    who = outbox.recipient(mail="hanako@example.jp")
    with outbox.connect() as connection:
        messages.tell(
            connection, once="x", incident=INCIDENT, recipient=who, template="gift_link",
            facts={}, not_before=START,
        )  # fmt: skip
        connection.rollback()
    assert outbox.rows("SELECT id FROM messages") == []


def test_a_recipient_of_another_incident_is_told_nothing(outbox: Outbox) -> None:
    who = outbox.recipient(mail="hanako@example.jp")
    with outbox.connect() as connection:
        connection.execute("INSERT INTO incidents VALUES ('other', now(), 'operator:sato')")
        assert not messages.tell_many(
            connection, incident="other", template="gift_link", not_before=START,
            messages=[Told("x", who)],
        )  # fmt: skip


def test_many_are_told_once(outbox: Outbox) -> None:
    with outbox.connect() as connection:
        for number in range(30):
            contacts.put(
                connection, outbox.vault, f"h{number}", "ja",
                f"H{number % 25}@example.jp", None, START,
            )  # fmt: skip
        chosen = "SELECT holder FROM contacts WHERE holder <> %(without)s"
        values = {"without": "h3"}
        # Five holders share the address of another; one is left out.
        assert recipients.enter_holders(connection, INCIDENT, "mail", chosen, values) == 25
        assert recipients.enter_holders(connection, INCIDENT, "mail", chosen, values) == 0
        found = connection.execute(
            recipients.of_holders(chosen), {**values, "incident": INCIDENT, "first": "mail"}
        ).fetchall()
        assert len(found) == 29
        assert len({recipient for _, recipient in found}) == 25
        rows = [Told(f"code:{who}", who, {"n": "1"}) for _, who in found]
        for expected in (25, 0):
            made = messages.tell_many(
                connection, incident=INCIDENT, template="gift_code",
                not_before=START + timedelta(days=1), messages=rows,
            )  # fmt: skip
            assert made == expected
    assert outbox.one("SELECT count(*) FROM messages") == 25


def test_a_sealed_address_of_a_contact_opens_as_a_recipients(outbox: Outbox) -> None:
    with outbox.connect() as connection:
        contacts.put(
            connection, outbox.vault, "hanako", "en", "hanako@example.jp", "080 1111 2222", START
        )
        recipients.enter_holders(connection, INCIDENT, "sms", "SELECT 'hanako'")
    address, other, hashed = outbox.one(
        "SELECT address, other_address, address_hash FROM recipients"
    )
    assert contacts.opened(outbox.vault, address) == "+818011112222"
    assert contacts.opened(outbox.vault, other) == "hanako@example.jp"
    assert hashed == contacts.address_hash(outbox.vault, "+818011112222")
    # The same person, entered one by one, is the same recipient.
    assert outbox.recipient(phone="+81 80-1111-2222") == outbox.one("SELECT id FROM recipients")


def test_what_a_holder_registered_counts_for_more_than_what_an_applicant_wrote(
    outbox: Outbox,
) -> None:
    applied = outbox.recipient(mail="hanako@example.jp", phone="090-6666-6666", language="en")
    with outbox.connect() as connection:
        contacts.put(
            connection, outbox.vault, "hanako", "ja", "hanako@example.jp", "080-1111-2222", START
        )
        assert recipients.enter_holders(connection, INCIDENT, "mail", "SELECT 'hanako'") == 1
    # Applied for once more, it stays the holder's.
    assert outbox.recipient(mail="hanako@example.jp", phone="090-6666-6666") == applied
    holder, language, other = outbox.one("SELECT holder, language, other_address FROM recipients")
    assert (holder, language) == ("hanako", "ja")
    assert contacts.opened(outbox.vault, other) == "+818011112222"
