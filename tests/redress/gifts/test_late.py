"""What the house decides after the deadline costs the holder nothing (R13, R15, R24, R28)."""

from datetime import timedelta

from tests.redress.gifts.conftest import CONVERTED, DEADLINE, INCIDENT, WORK, GiftWorld
from tests.redress.gifts.test_choice import choose

from zandaka import ids
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.pay import Pay
from zandaka.operations.restore import Restore
from zandaka.redress import recipients
from zandaka.redress.actions.choose_gift_for import ChooseGiftFor
from zandaka.redress.actions.confirm_address import ConfirmAddress
from zandaka.redress.actions.correct_address import CorrectAddress
from zandaka.redress.actions.decide_bank_refund import DecideBankRefund
from zandaka.redress.claims import desk as claims
from zandaka.redress.gifts import addressing
from zandaka.redress.work.applicants import ApplicantWorker
from zandaka.redress.work.bank_refunds import TakeOwed
from zandaka.redress.work.gift_lapse import GiftLapse


def refund(world: GiftWorld, coupon: int, state: str = "applied") -> int:
    """A bank refund that was applied for in time."""
    with world.database.connect() as connection, connection.transaction():
        claim = claims.take_in(
            connection, incident=INCIDENT, kind="bank", coupon=coupon, private=None, facts={},
            at=world.clock.now(), by="public",
        )  # fmt: skip
        made = connection.execute(
            "INSERT INTO bank_refunds (incident, claim, coupon, account, account_by, state)"
            " VALUES (%s, %s, %s, '', 'public', %s) RETURNING id",
            (INCIDENT, claim, coupon, state),
        ).fetchone()
    assert made is not None
    return int(made[0])


def told(world: GiftWorld) -> int:
    return int(world.value("SELECT count(*) FROM messages WHERE template = 'gift_link'"))


def test_a_transfer_denied_late_leaves_time_for_the_gift(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    coupon = world.value("SELECT coupon FROM entitlements")
    number = refund(world, coupon)
    world.clock.set(DEADLINE + timedelta(days=5))
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    before = told(world)
    world.act(DecideBankRefund(refund=number, decision="deny", reason="not the guest"))
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    assert told(world) == before + 1
    world.pass_time(days=14, seconds=-1)
    assert world.act(choose(world, recipient, "edy"))["yen"] == 2_000
    world.work()
    assert world.account("gift_provider_payable") == 2_000


def test_a_transfer_denied_late_lapses_in_the_end(world: GiftWorld) -> None:
    world.owed("aoi", 2_000)
    number = refund(world, world.value("SELECT coupon FROM entitlements"))
    world.clock.set(DEADLINE + timedelta(days=5))
    world.act(DecideBankRefund(refund=number, decision="deny", reason="not the guest"))
    world.work()
    world.pass_time(days=14)
    world.work()
    assert world.entitlements() == [(2_000, 0, "lapsed")]


def test_what_an_approved_transfer_waits_for_does_not_lapse(world: GiftWorld) -> None:
    """Two machines: one has just written down what is owed, the other is at the deadline."""
    wallet = world.wallet("aoi", 2_000)
    world.contact("aoi")
    coupon = world.value("SELECT id FROM wallets WHERE form = 'paper'")
    refund(world, coupon, "approved")
    world.reader.execute("UPDATE claims SET state = 'approved'")
    world.clock.set(DEADLINE)
    world.convert_at_once(wallet)
    world.reader.execute("UPDATE entitlements SET unreached = true")
    world.work(GiftLapse())
    assert world.entitlements() == [(2_000, 0, "open")]
    world.work(TakeOwed(), GiftLapse())
    assert world.entitlements() == [(2_000, 0, "bank")]


def test_whom_no_message_reached_has_time_once_the_address_is_right(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.reader.execute("UPDATE messages SET state = 'lost'")
    claim = world.value(
        "INSERT INTO claims (incident, kind, recipient, facts, taken_in_at, taken_in_by)"
        " VALUES (%s, 'bounce', %s, '{}', now(), 'work:messages') RETURNING id",
        INCIDENT, recipient,
    )  # fmt: skip
    world.clock.set(DEADLINE + timedelta(days=3))
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    correct = CorrectAddress(claim=claim, reason="telephoned", mail="aoi@new.example.jp")
    world.act(correct, "operator:sato")
    world.act(ConfirmAddress(claim=claim), "operator:suzuki")
    before = told(world)
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    assert told(world) == before + 1
    world.pass_time(days=14, seconds=-1)
    assert world.act(choose(world, recipient, "edy"))["yen"] == 2_000


def caller(world: GiftWorld, coupon: int, mail: str, state: str = "approved") -> int:
    """A call with an address, decided by a person."""
    with world.database.connect() as connection, connection.transaction():
        recipient = recipients.enter(
            connection, world.vault, INCIDENT, language="ja", mail=mail, phone=None, first="mail"
        )
        claim = claims.take_in(
            connection, incident=INCIDENT, kind="call", coupon=coupon, private=None, facts={},
            at=world.clock.now(), by="operator:sato", recipient=recipient,
        )  # fmt: skip
        connection.execute("UPDATE claims SET state = %s WHERE id = %s", (state, claim))
    return recipient


def test_who_called_about_a_paper_coupon_and_was_right_receives(world: GiftWorld) -> None:
    """Decided after the special site had closed, and after the deadline: there is nowhere left to
    apply, but the desk knows whom it spoke to."""
    paper = world.papers(1)[0]
    recipient = caller(world, int(paper), "taro@example.jp")
    world.clock.set(DEADLINE + timedelta(days=3))
    world.convert_at_once(ids.WalletId(int(paper)))
    world.work(ApplicantWorker(), *WORK)
    assert world.rows("SELECT yen, state, recipient FROM entitlements") == [
        (2_000, "open", recipient)
    ]
    world.act(choose(world, recipient, "edy"))
    world.work()
    assert world.account("gift_provider_payable") == 2_000


def test_a_registered_holder_comes_before_whoever_called(world: GiftWorld) -> None:
    wallet = world.wallet("aoi", 2_000)
    world.contact("aoi")
    coupon = world.value("SELECT id FROM wallets WHERE form = 'paper'")
    caller(world, coupon, "taro@example.jp")
    world.convert(wallet)
    world.work(ApplicantWorker(), *WORK)
    holder = world.value(
        "SELECT r.holder FROM entitlements e JOIN recipients r ON r.id = e.recipient"
    )
    assert holder == "aoi"


def test_who_called_and_was_denied_receives_nothing(world: GiftWorld) -> None:
    paper = world.papers(1)[0]
    caller(world, int(paper), "taro@example.jp", "denied")
    world.convert(paper)
    world.work(ApplicantWorker(), *WORK)
    assert world.rows("SELECT recipient, unreached FROM entitlements") == [(None, True)]


def test_what_comes_back_to_the_paper_is_its_app_holders(world: GiftWorld) -> None:
    """Paid on paper, then loaded, then restored: the value is on the paper, whose holder is known
    since it was loaded. Also where the address is entered later."""
    paper = world.papers(1)[0]
    paid = world.command(Pay(wallet=paper, merchant="shop", yen=500))
    wallet = world.wallet("aoi")
    world.command(LoadCoupon(coupon=paper, to=wallet))
    world.clock.set(CONVERTED)
    world.command(Restore(debit=ids.OperationId(paid.operation), reason="claim 1"))
    world.convert(paper, wallet)
    world.work()
    assert world.rows("SELECT unreached FROM entitlements") == [(True,), (True,)]
    world.contact("aoi")
    with world.database.connect() as connection:
        addressing.look_again(connection, "aoi")
    world.work()
    assert world.rows(
        "SELECT e.yen, r.holder FROM entitlements e JOIN recipients r ON r.id = e.recipient"
        " ORDER BY e.id"
    ) == [(500, "aoi"), (1_500, "aoi")]
    chosen = world.act(
        ChooseGiftFor(incident=INCIDENT, brand="edy", reason="telephoned", holder="aoi")
    )
    assert chosen["yen"] == 2_000
