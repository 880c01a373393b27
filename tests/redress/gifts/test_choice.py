"""From what is owed to the gift: links, the second factor, the choice, the deadline."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.redress.gifts.conftest import CONVERTED, DEADLINE, INCIDENT, GiftWorld

from zandaka.errors import Invalid, Refusal
from zandaka.redress.actions.choose_gift import ChooseGift
from zandaka.redress.actions.choose_gift_for import ChooseGiftFor
from zandaka.redress.actions.resend_gift import ResendGift
from zandaka.redress.gifts import addressing, door


def code_of(run: object) -> str:
    with pytest.raises(Refusal) as caught:
        run()  # type: ignore[operator] # pyright: ignore[reportCallIssue]
    return caught.value.code


def choose(world: GiftWorld, recipient: int, brand: str, session: str = "") -> ChooseGift:
    return ChooseGift(
        link=world.token(recipient), session=session or world.session(recipient), brand=brand,
        agreed=True,
    )  # fmt: skip


def test_every_holder_is_told_once_of_one_link(world: GiftWorld) -> None:
    wallets = [world.wallet(name, 2_000, 700) for name in ("aoi", "ren")]
    bearer = world.papers(1)[0]
    same = world.wallet("yui", 2_000)
    world.contact("aoi")
    world.contact("ren", phone="090-0000-0001")
    # Two apps, one address: one recipient, one link (R32).
    world.contact("yui", mail="aoi@example.jp")
    nobody = world.wallet("emi", 2_000)
    world.convert(*wallets, same, bearer, nobody)
    for _ in range(2):
        world.work()
    found = world.rows(
        "SELECT r.channel, sum(e.yen)::int, count(*)::int FROM entitlements e"
        " JOIN recipients r ON r.id = e.recipient GROUP BY r.id ORDER BY 1"
    )
    assert found == [("mail", 4_700, 3), ("sms", 2_700, 2)]
    waits = "SELECT count(*) FROM entitlements WHERE recipient IS NULL AND unreached"
    assert world.value(waits) == 2
    told = world.rows("SELECT once, template, not_before FROM messages ORDER BY id")
    assert [(one[1], one[2]) for one in told] == [("gift_link", CONVERTED)] * 2
    # Nothing in the tables opens a link.
    for recipient, token in world.rows("SELECT recipient, token FROM gift_links"):
        assert world.token(recipient).encode() != bytes(token)
        assert world.token(recipient) not in str(world.rows("SELECT facts FROM messages"))


def test_an_address_entered_later_is_found(world: GiftWorld) -> None:
    wallet = world.wallet("emi", 2_000)
    world.convert(wallet)
    world.work()
    world.contact("emi")
    world.work()
    assert world.value("SELECT count(*) FROM gift_links") == 0
    with world.database.connect() as connection:
        addressing.look_again(connection, "emi")
    world.work()
    assert world.value("SELECT count(*) FROM gift_links") == 1


def test_the_choice_becomes_codes_to_the_yen(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000, 1_450)
    assert world.account("gift_payable") == 3_450
    chosen = world.act(choose(world, recipient, "nanaco"))
    assert [(one["brand"], one["yen"]) for one in chosen["orders"]] == [
        ("nanaco", 3_400), ("amazon", 50),
    ]  # fmt: skip
    assert world.entitlements() == [(2_000, 0, "gift"), (1_450, 0, "gift")]
    world.work()
    assert world.entitlements() == [(2_000, 2_000, "given"), (1_450, 1_450, "given")]
    assert world.orders() == [("nanaco", 3_400, "issued"), ("amazon", 50, "issued")]
    assert world.account("gift_payable") == 0
    assert world.account("gift_provider_payable") == 3_450
    assert sorted(order.yen for order in world.sandbox.orders.all()) == [50, 3_400]
    assert code_of(lambda: world.act(choose(world, recipient, "edy"))) == "gift_already_chosen"


def test_the_same_key_is_the_same_choice(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    action = choose(world, recipient, "paypay")
    first = world.act(action, "public:1", "one")
    assert world.act(action, "public:1", "one") == first
    assert len(world.orders()) == 1
    kept = world.value("SELECT request::text FROM actions")
    assert action.link not in kept
    assert action.session not in kept


def test_of_two_choices_at_once_one_wins(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    session = world.session(recipient)
    actions = [choose(world, recipient, brand, session) for brand in ("edy", "paypay") * 4]

    def press(action: ChooseGift) -> str:
        try:
            world.act(action)
        except Refusal as refusal:
            return refusal.code
        return "chosen"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(press, actions))
    assert answers == ["chosen", *["gift_already_chosen"] * 7]
    world.work()
    assert len(world.sandbox.orders.all()) == 1
    assert world.account("gift_payable") == 0


@pytest.mark.parametrize(
    ("before", "chosen"), [(timedelta(microseconds=1), True), (timedelta(), False)]
)
def test_the_deadline_is_strict(world: GiftWorld, before: timedelta, chosen: bool) -> None:
    recipient = world.owed("aoi", 2_000)
    world.clock.set(DEADLINE - before)
    action = choose(world, recipient, "edy")
    if chosen:
        world.act(action)
        return
    with pytest.raises(Refusal) as caught:
        world.act(action)
    assert caught.value.code == "gift_deadline_passed"
    assert caught.value.params == {"deadline": DEADLINE}


def test_what_nobody_chose_lapses_and_what_was_chosen_does_not(world: GiftWorld) -> None:
    late, done = world.wallet("aoi", 2_000, 700), world.wallet("ren", 2_000)
    bearer = world.papers(1)[0]
    world.contact("aoi")
    world.contact("ren")
    world.convert(late, done, bearer)
    world.work()
    ren = world.value("SELECT id FROM recipients WHERE holder = 'ren'")
    aoi = world.value("SELECT id FROM recipients WHERE holder = 'aoi'")
    world.clock.set(DEADLINE - timedelta(seconds=1))
    world.work()
    assert {state for _, _, state in world.entitlements()} == {"open"}
    world.act(choose(world, ren, "edy"))
    world.clock.set(DEADLINE)
    world.work()
    assert world.rows("SELECT yen, state, taken_by FROM entitlements ORDER BY id") == [
        (2_000, "lapsed", "lapse"), (700, "lapsed", "lapse"), (2_000, "given", "gift:1"),
        (2_000, "lapsed", "lapse"),
    ]  # fmt: skip
    assert world.account("gift_payable") == 0
    assert world.account("gift_provider_payable") == 2_000
    assert code_of(lambda: world.act(choose(world, aoi, "edy"))) == "gift_deadline_passed"
    world.work()
    assert world.account("gift_provider_payable") == 2_000


def test_what_a_person_must_still_decide_does_not_lapse(world: GiftWorld) -> None:
    paper = world.papers(1)[0]
    world.convert(paper)
    claim = world.value(
        "INSERT INTO claims (incident, kind, coupon, facts, taken_in_at, taken_in_by)"
        " VALUES (%s, 'application', %s, '{}', now(), 'public') RETURNING id",
        INCIDENT, int(paper),
    )  # fmt: skip
    world.clock.set(DEADLINE)
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    # Approved late: a link, and as long as who was let down (R20).
    world.reader.execute("UPDATE claims SET state = 'approved' WHERE id = %s", (claim,))
    world.reader.execute(
        "WITH made AS (INSERT INTO recipients (incident, language, channel, address, address_hash)"
        " VALUES (%s, 'ja', 'mail', %s, 'x') RETURNING id)"
        " UPDATE entitlements SET recipient = made.id, unreached = false FROM made",
        (INCIDENT, world.vault.seal("address", "taro@example.jp")),
    )
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    recipient = world.value("SELECT recipient FROM gift_links")
    world.pass_time(days=13)
    world.act(choose(world, recipient, "edy"))
    world.work()
    assert world.entitlements() == [(2_000, 2_000, "given")]


def test_a_late_link_is_pointed_out(world: GiftWorld) -> None:
    early, late = world.wallet("aoi", 2_000), world.wallet("ren", 2_000)
    world.contact("aoi")
    world.contact("ren")
    world.convert(early)
    world.work()
    world.clock.set(DEADLINE - timedelta(days=11))
    world.convert(late)
    world.work()
    assert world.rows("SELECT short FROM gift_links ORDER BY recipient") == [(False,), (True,)]


def test_a_choice_and_a_bank_refund_exclude_each_other(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    action = choose(world, recipient, "edy")
    world.reader.execute("UPDATE entitlements SET state = 'bank', taken_by = 'bank:1'")
    assert code_of(lambda: world.act(action)) == "bank_refund_chosen"


def test_of_a_choice_and_a_bank_refund_at_once_one_wins(world: GiftWorld) -> None:
    """The refund's way of taking (`redress/bank/owed.py`): lock, look, take. It holds its lock
    while the choice is on its way, or comes while the choice holds its own."""
    wallets = [world.wallet(f"holder{number}", 2_000) for number in range(8)]
    for number in range(8):
        world.contact(f"holder{number}")
    world.convert(*wallets)
    world.work()
    recipients = [row[0] for row in world.rows("SELECT id FROM recipients ORDER BY id")]
    actions = [choose(world, one, "edy") for one in recipients]

    def refund(recipient: int) -> bool:
        with world.database.connect() as connection:
            rows = connection.execute(
                "SELECT id, state FROM entitlements WHERE recipient = %s ORDER BY id FOR UPDATE",
                (recipient,),
            ).fetchall()
            time.sleep(0.05)
            free = [row[0] for row in rows if row[1] == "open"]
            connection.execute(
                "UPDATE entitlements SET state = 'bank', taken_by = 'bank:1' WHERE id = ANY(%s)",
                (free,),
            )
            return bool(free)

    def press(action: ChooseGift) -> str:
        try:
            world.act(action)
        except Refusal as refusal:
            return refusal.code
        return "chosen"

    with ThreadPoolExecutor(16) as pool:
        refunded = pool.map(refund, recipients)
        chosen = pool.map(press, actions)
        winners = list(zip(refunded, chosen, strict=True))
    assert set(winners) <= {(True, "bank_refund_chosen"), (False, "chosen")}, winners
    world.work()
    gifts = sum(gift == "chosen" for _, gift in winners)
    assert world.account("gift_provider_payable") == 2_000 * gifts
    assert world.account("gift_payable") == 2_000 * (8 - gifts)


def test_more_that_is_owed_after_the_choice_is_told_and_chosen(world: GiftWorld) -> None:
    first, second = world.wallet("aoi", 2_000), world.wallet("aoi", 500)
    world.contact("aoi")
    world.convert(first)
    world.work()
    recipient = world.value("SELECT recipient FROM gift_links")
    world.act(choose(world, recipient, "edy"))
    world.convert(second)
    world.work()
    told = "SELECT count(*) FROM messages WHERE template = 'gift_link'"
    assert world.value(told) == 2
    world.act(choose(world, recipient, "amazon"))
    world.work()
    assert world.orders() == [("edy", 2_000, "issued"), ("amazon", 500, "issued")]
    assert world.value(told) == 2


def test_the_choice_needs_the_session_the_brand_and_a_yes(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.clock.set(CONVERTED + timedelta(hours=1))
    link, session = world.token(recipient), world.session(recipient)
    other = world.session(recipient)

    def trying(link: str = link, session: str = session, brand: str = "edy") -> object:
        action = ChooseGift(link=link, session=session, brand=brand, agreed=True)
        return lambda: world.act(action)

    assert code_of(trying(link="a" * 32)) == "unknown_gift_link"
    for wrong in ("x", "=", "é", session[:-4] + "AAAA", "A" * 200):
        assert code_of(trying(session=wrong)) == "gift_session_ended", wrong
    assert code_of(trying(brand="bitcoin")) == "unknown_brand"
    with pytest.raises(Invalid):
        world.act(ChooseGift(link=link, session=session, brand="edy", agreed=False))
    world.pass_time(minutes=30)
    assert code_of(trying(session=other)) == "gift_session_ended"
    world.act(choose(world, recipient, "edy"))


def test_a_link_sent_again_kills_the_old_one(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    old, session = world.token(recipient), world.session(recipient)
    world.act(ResendGift(recipient=recipient, reason="lost"))
    assert code_of(lambda: door.send_code(world.redress, old)) == "unknown_gift_link"
    assert world.token(recipient) != old
    stale = choose(world, recipient, "edy", session)
    assert code_of(lambda: world.act(stale)) == "gift_session_ended"
    world.act(choose(world, recipient, "edy"))
    told = world.rows("SELECT once, state FROM messages WHERE template = 'gift_link' ORDER BY id")
    assert told == [
        (f"gift-link:{recipient}", "void"), (f"gift-link:{recipient}:resent:2", "waiting"),
    ]  # fmt: skip
    assert code_of(lambda: world.act(ResendGift(recipient=99, reason="x"))) == "unknown_recipient"


def test_nothing_is_chosen_before_links_go_out(world: GiftWorld) -> None:
    wallet = world.wallet("aoi", 2_000)
    world.contact("aoi")
    world.clock.set(CONVERTED - timedelta(days=2))
    world.convert_at_once(wallet)
    world.work()
    # R14: told from the first instant on, not now.
    assert world.value("SELECT not_before FROM messages") == CONVERTED
    said = ChooseGiftFor(incident=INCIDENT, holder="aoi", brand="edy", reason="by telephone")
    assert code_of(lambda: world.act(said)) == "gift_not_yet"
    world.clock.set(CONVERTED)
    assert world.act(said)["yen"] == 2_000


def test_the_desk_chooses_for_who_telephones(world: GiftWorld) -> None:
    world.owed("aoi", 2_000)
    said = ChooseGiftFor(incident=INCIDENT, holder="aoi", brand="ponta", reason="by telephone")
    assert world.act(said)["yen"] == 2_000
    assert world.value("SELECT by FROM gift_choices") == "operator:sato"
    nobody = ChooseGiftFor(incident=INCIDENT, holder="x", brand="ponta", reason="by telephone")
    assert code_of(lambda: world.act(nobody)) == "unknown_recipient"


def test_the_desk_says_for_whom_it_chooses(world: GiftWorld) -> None:
    # A paper's wallet has no holder: to name nobody must not find whoever applied for one.
    recipient = world.owed("aoi", 2_000)
    for number, name in ((0, ""), (recipient, "aoi")):
        said = ChooseGiftFor(
            incident=INCIDENT, brand="ponta", reason="call", recipient=number, holder=name
        )
        with pytest.raises(Invalid):
            world.act(said)
    assert world.value("SELECT count(*) FROM gift_choices") == 0


def test_the_second_factor(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    link = world.token(recipient)
    assert code_of(lambda: door.open_gift(world.redress, link, "000000")) == "gift_code_over"
    sent = door.send_code(world.redress, link)
    assert sent.masked == "a***@example.jp"
    code = world.sent_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    tries: list[object] = []
    for _ in range(4):
        with pytest.raises(Refusal) as caught:
            door.open_gift(world.redress, link, wrong)
        tries.append(caught.value.params.get("tries_left"))
    assert tries == [4, 3, 2, 1]
    assert code_of(lambda: door.open_gift(world.redress, link, wrong)) == "gift_code_over"
    # Wrong five times, right the sixth: too late.
    assert code_of(lambda: door.open_gift(world.redress, link, code)) == "gift_code_over"
    door.send_code(world.redress, link)
    code = world.sent_code()
    door.open_gift(world.redress, link, code)
    # Once.
    assert code_of(lambda: door.open_gift(world.redress, link, code)) == "gift_code_over"
    door.send_code(world.redress, link)
    first = world.sent_code()
    door.send_code(world.redress, link)
    if first != world.sent_code():
        assert code_of(lambda: door.open_gift(world.redress, link, first)) == "gift_code_wrong"
    world.pass_time(minutes=10)
    code = world.sent_code()
    assert code_of(lambda: door.open_gift(world.redress, link, code)) == "gift_code_over"
    door.send_code(world.redress, link)
    with pytest.raises(Refusal) as caught:
        door.send_code(world.redress, link)
    assert caught.value.code == "too_many_attempts"
    assert caught.value.params == {"seconds": 50 * 60 + 1}
    assert code not in str(world.rows("SELECT * FROM gift_challenges"))
