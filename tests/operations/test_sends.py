"""Sends between holders: at once and to be claimed, near and far, to the yen and to the instant.

The purse of these tests may be sent, 3,000 yen at once and 5,000 sent or received a month."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.ledger.world import JST, TERMS, World

from zandaka import ids
from zandaka.jobs.transits import settle_open
from zandaka.ledger.breaks import Break
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.operations.claim import Claim
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.send import Send
from zandaka.operations.stop import Stop
from zandaka.postgres import Database
from zandaka.reads import rights
from zandaka.terms.load import load_terms

SOURCE = "test-terms"
SINCE = date(2022, 1, 1)


def capped(yen: int) -> list[dict[str, Any]]:
    return [{"from": SINCE, "yen": yen, "source": SOURCE}]


def overlay(**sending: Any) -> dict[str, Any]:
    """A purse that may be sent."""
    return {
        "products": {
            "purse": {
                "legal_kind": "funds_transfer",
                "tier": "contact_checked",
                "validity": [{"from": SINCE, "months": 24, "source": SOURCE}],
                "load_day_max": capped(10_000),
                "send_max": capped(3_000),
                "send_month_max": capped(5_000),
                "receive_month_max": capped(5_000),
                "sending": {"source": SOURCE, **sending},
            }
        }
    }


CLAIM: dict[str, Any] = {
    "send": "claim",
    "claim_days": [{"from": SINCE, "days": 21, "source": SOURCE}],
}


@pytest.fixture(params=["at_once", "claim", "rolling"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(database: Database, mode: str) -> Iterator[World]:
    sending: dict[str, Any] = CLAIM if mode == "claim" else {"send": "at_once"}
    if mode.startswith("held"):
        sending = {**CLAIM, "send": "at_once", "receive_beyond_max": "hold"}
    if mode.endswith("rolling"):
        sending = {**sending, "month": "rolling"}
    with World(database, terms=load_terms(TERMS, overlay(**sending))) as world:
        yield world
        world.verify()


def purse(world: World, book: int, *loads: int) -> ids.WalletId:
    """A purse in a book of our choice."""
    for _ in range(64):
        opened = world.done(OpenWallet(product="purse", holder="aoi", tier="contact_checked"))
        wallet = ids.WalletId.parse(opened["wallet"])
        if ids.book_of(wallet) == book:
            for yen in loads:
                world.done(Load(wallet=wallet, yen=yen))
            return wallet
    raise AssertionError("no wallet came to that book")


def move(world: World, sender: ids.WalletId, to: ids.WalletId, yen: int) -> str:
    """Sends, and claims on the next day where that is needed. The code of what refused."""
    answer = world.ledger.do(Send(wallet=sender, to=to, yen=yen), "test", world.new_key())
    answer = transit.finish(world.ledger, answer)
    if answer.code or b'"claim_from"' not in answer.outcome:
        return answer.code
    world.pass_time(days=1)
    claim = Claim(send=ids.OperationId(answer.operation), to=to)
    return transit.finish(world.ledger, world.ledger.do(claim, "test", world.new_key())).code


@pytest.mark.parametrize("far", [0, 1])
def test_the_last_yen_of_a_month(world: World, far: int) -> None:
    sender, other = purse(world, 0, 4_000, 4_000), purse(world, 0, 4_000)
    to = purse(world, far)
    assert move(world, sender, to, 3_001) == "limit_exceeded"
    assert move(world, sender, to, 3_000) == ""
    assert move(world, sender, to, 2_001) == "limit_exceeded"
    assert move(world, sender, to, 1_999) == ""
    # One yen is left to either side: another sender finds it, and no more.
    before = world.lots(other)
    assert move(world, other, to, 2) == "limit_exceeded"
    assert move(world, other, to, 1) == ""
    assert sum(balance for balance, _ in world.lots(to)) == 5_000
    assert sum(balance for balance, _ in world.lots(sender)) == 3_001
    taken = sum(balance for balance, _ in before) - sum(b for b, _ in world.lots(other))
    # A claim that the receiver's month refuses leaves its two yen to be claimed.
    assert taken == (3 if pending(world) else 1)


def sent_by(world: World, wallet: ids.WalletId, at: datetime) -> int:
    """What a wallet had sent at an instant, and the receivers had not got."""
    with world.database.connect() as connection:
        found = rights.page(connection, world.terms, at, rights.FIRST, 10, wallet)
    return sum(one.yen for one in found if one.where == "send")


def owned(world: World, wallet: ids.WalletId) -> int:
    return sum(balance for balance, _ in world.lots(wallet))


def pending(world: World) -> int:
    return world.value(
        "SELECT coalesce(sum(balance), 0)::bigint FROM accounts WHERE kind = 'send_pending'"
    )


@pytest.mark.parametrize("mode", ["at_once", "rolling"], indirect=True)
@pytest.mark.parametrize("far", [0, 1])
def test_a_refusal_of_the_receiver_gives_the_quota_back(world: World, far: int) -> None:
    full, sender = purse(world, far, 4_000, 4_000, 2_000), purse(world, 0, 4_000, 2_000)
    to = purse(world, far)
    assert move(world, sender, full, 3_000) == "limit_exceeded"
    assert move(world, sender, to, 3_000) == ""
    assert move(world, sender, to, 2_000) == ""
    assert move(world, sender, to, 1) == "limit_exceeded"


@pytest.mark.parametrize("mode", ["claim"], indirect=True)
@pytest.mark.parametrize("far", [0, 1])
def test_what_nobody_claims_goes_back_once(world: World, far: int) -> None:
    sender, to = purse(world, 0, 3_000), purse(world, far)
    world.clock.set(datetime(2024, 3, 1, 10, tzinfo=JST))
    fresh = purse(world, 0, 3_000)
    before = world.lots(fresh)
    sent = world.done(Send(wallet=fresh, to=to, yen=3_000))
    operation = last(world)
    assert sent["claim_from"] == "2024-03-02T00:00:00+09:00"
    assert sent["ends_at"] == "2024-03-23T00:00:00+09:00"
    assert world.refused(Claim(send=operation, to=to)) == "claim_too_early"
    world.clock.set(datetime(2024, 3, 22, 23, 59, 59, 999_999, tzinfo=JST))
    assert world.refused(ReturnSend(send=operation)) == "too_early"
    world.clock.set(datetime(2024, 3, 23, tzinfo=JST))
    assert world.refused(Claim(send=operation, to=to)) == "send_ended"
    assert world.done(ReturnSend(send=operation))["yen"] == 3_000
    assert world.refused(ReturnSend(send=operation)) == "send_ended"
    assert world.lots(fresh) == before
    assert pending(world) == 0
    # The month's quota is back as well.
    assert world.done(Load(wallet=fresh, yen=2_000))
    assert move(world, fresh, to, 3_000) == ""
    assert move(world, fresh, to, 2_000) == ""
    assert sender


def last(world: World) -> ids.OperationId:
    return ids.OperationId(world.value("SELECT max(operation) FROM sends"))


@pytest.mark.parametrize("mode", ["claim"], indirect=True)
def test_a_claim_that_was_refused_far_away_may_be_made_again(world: World) -> None:
    sender, full = purse(world, 0, 4_000), purse(world, 1, 4_000, 4_000, 2_000)
    world.done(Send(wallet=sender, to=full, yen=3_000))
    operation = last(world)
    world.pass_time(days=1)
    claim = Claim(send=operation, to=full)
    first = transit.finish(world.ledger, world.ledger.do(claim, "test", "first"))
    assert first.code == "limit_exceeded"
    assert pending(world) == 3_000
    world.paid(full, 3_000)
    again = transit.finish(world.ledger, world.ledger.do(claim, "test", "first"))
    assert again.code == "limit_exceeded", "a key has one answer"
    second = transit.finish(world.ledger, world.ledger.do(claim, "test", "second"))
    assert second.accepted
    assert pending(world) == 0


@pytest.mark.parametrize("mode", ["claim"], indirect=True)
def test_a_claim_under_way_is_neither_claimed_again_nor_returned(world: World) -> None:
    sender, to = purse(world, 0, 4_000), purse(world, 1)
    world.done(Send(wallet=sender, to=to, yen=3_000))
    operation = last(world)
    world.pass_time(days=21)
    claim = Claim(send=operation, to=to)
    # The edge dies here: the value is between the books.
    left = world.ledger.do(claim, "test", "cut off")
    assert transit.in_transit(left) is not None
    assert world.refused(claim) == "send_ended"
    world.pass_time(days=1)
    assert world.refused(ReturnSend(send=operation)) == "send_ended"
    finished = transit.finish(world.ledger, world.ledger.do(claim, "test", "cut off"))
    assert finished.accepted
    assert b'"in_transit":false' in finished.outcome
    assert sum(balance for balance, _ in world.lots(to)) == 3_000


@pytest.mark.parametrize("mode", ["held", "held rolling"], indirect=True)
@pytest.mark.parametrize("far", [0, 1])
def test_what_the_receivers_month_refuses_waits_where_it_is_held(world: World, far: int) -> None:
    sender, other = purse(world, 0, 4_000), purse(world, 0, 4_000)
    to = purse(world, far)
    assert move(world, sender, to, 3_000) == ""
    assert move(world, other, to, 1_999) == ""
    # One yen is left: two wait, one is there.
    key = world.new_key()
    send = Send(wallet=other, to=to, yen=2)
    answer = transit.finish(world.ledger, world.ledger.do(send, "test", key))
    told = json.loads(answer.outcome)
    assert (answer.code, told["in_transit"], told["balance"]) == ("", False, 1_999)
    assert told["claim_from"] == world.clock.now().astimezone(JST).isoformat()
    assert (pending(world), owned(world, to), owned(world, other)) == (2, 4_999, 1_999)
    again = transit.finish(world.ledger, world.ledger.do(send, "test", key))
    assert (again.replayed, again.outcome) == (True, answer.outcome)
    # It is the sender's while it waits.
    assert sent_by(world, other, world.clock.now()) == 2
    claim = Claim(send=ids.OperationId(answer.operation), to=to)
    refused = transit.finish(world.ledger, world.ledger.do(claim, "test", world.new_key()))
    assert refused.code == "limit_exceeded"
    there = world.ledger.do(Send(wallet=other, to=to, yen=1), "test", world.new_key())
    there = transit.finish(world.ledger, there)
    assert (there.code, b'"claim_from"' in there.outcome) == ("", False)
    assert (pending(world), owned(world, to), owned(world, other)) == (2, 5_000, 1_998)
    # The two have used of the sender's month until they are back.
    world.done(Load(wallet=other, yen=2_000))
    assert move(world, other, purse(world, far), 2_999) == "limit_exceeded"
    assert move(world, other, purse(world, far), 2_998) == ""
    world.clock.set(datetime.fromisoformat(told["ends_at"]))
    assert world.refused(claim) == "send_ended"
    assert world.done(ReturnSend(send=claim.send))["yen"] == 2
    assert pending(world) == 0


@pytest.mark.parametrize("mode", ["held"], indirect=True)
def test_what_was_cut_off_is_held_by_the_house_and_refused_for_good_goes_back(
    world: World,
) -> None:
    full, stopped = purse(world, 1, 4_000, 4_000, 2_000), purse(world, 1)
    sender = purse(world, 0, 4_000)
    for to in (full, stopped):
        left = world.ledger.do(Send(wallet=sender, to=to, yen=1_000), "test", f"cut off {to}")
        assert transit.in_transit(left) is not None
    world.verify()
    between = world.clock.now()
    world.pass_time(hours=1)
    world.done(Stop(wallet=stopped, reason="lost"))
    assert sent_by(world, sender, world.clock.now()) == 2_000
    with world.database.connect() as connection:
        assert settle_open(connection, world.ledger, -1e9) == 2
    # A cap has room again: that waits. A stopped wallet does not: that is back, quota and all.
    assert (pending(world), owned(world, sender)) == (1_000, 3_000)
    assert sent_by(world, sender, world.clock.now()) == 1_000
    assert sent_by(world, sender, between) == 2_000
    states = [("pending", int(full)), ("returned", int(stopped))]
    with world.database.connect() as connection:
        found = connection.execute("SELECT state, receiver FROM sends ORDER BY operation")
        assert found.fetchall() == states
    assert move(world, sender, purse(world, 0), 3_000) == ""
    world.paid(full, 3_000)
    first = ids.OperationId(world.value("SELECT min(operation) FROM sends"))
    claim = Claim(send=first, to=full)
    assert transit.finish(world.ledger, world.ledger.do(claim, "test", "later")).accepted
    assert (pending(world), owned(world, full)) == (0, 8_000)


@pytest.mark.parametrize("mode", ["rolling"], indirect=True)
@pytest.mark.parametrize("far", [0, 1])
def test_a_month_up_to_the_day(world: World, far: int) -> None:
    sender, to = purse(world, 0, 4_000), purse(world, far)
    world.clock.set(datetime(2024, 1, 31, 23, 59, 59, tzinfo=JST))
    fresh = purse(world, 0, 4_000, 4_000)
    assert move(world, fresh, to, 3_000) == ""
    world.clock.set(datetime(2024, 2, 1, tzinfo=JST))
    assert move(world, fresh, to, 2_001) == "limit_exceeded"
    assert move(world, fresh, to, 2_000) == ""
    world.clock.set(datetime(2024, 2, 29, 23, 59, 59, tzinfo=JST))
    assert move(world, fresh, to, 1) == "limit_exceeded"
    world.clock.set(datetime(2024, 3, 1, tzinfo=JST))
    assert move(world, fresh, to, 3_000) == ""
    assert move(world, fresh, to, 1) == "limit_exceeded"
    # What counts no more is out of every look-up.
    assert world.value("SELECT count(*) FROM month_sent WHERE NOT over") == 2
    assert sender


@pytest.mark.parametrize("mode", ["at_once"], indirect=True)
def test_a_calendar_month_begins_at_midnight_in_japan(world: World) -> None:
    sender, to = purse(world, 0, 4_000, 4_000), purse(world, 1)
    now = world.clock.now().astimezone(JST)
    assert move(world, sender, to, 3_000) == ""
    assert move(world, sender, to, 2_000) == ""
    first = (now.replace(day=28) + timedelta(days=4)).replace(day=1, hour=0, minute=0)
    world.clock.set(first - timedelta(microseconds=1))
    assert move(world, sender, to, 1) == "limit_exceeded"
    world.clock.set(first)
    assert move(world, sender, to, 1) == ""


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        ("UPDATE sends SET state = 'returned'", "sends of op0-.*: state is returned"),
        ("UPDATE sends SET ends_at = ends_at + interval '1 day'", "sends of op0-.*: ends_at is"),
        ("UPDATE sends SET yen = yen + 1", "sends of op0-.*: yen is 1001, the journal says 1000"),
        ("DELETE FROM sends", "sends of op0-.*: is missing"),
    ],
)
def test_verify_finds_what_was_done_to_a_send(database: Database, tamper: str, told: str) -> None:
    with World(database, terms=load_terms(TERMS, overlay(**CLAIM))) as world:
        sender, to = purse(world, 0, 3_000), purse(world, 1)
        world.done(Send(wallet=sender, to=to, yen=1_000))
        world.verify()
        with database.connect(role=None) as connection:
            connection.execute(tamper.encode())
        with pytest.raises(Break, match=told):
            world.verify()


@pytest.mark.parametrize("mode", ["at_once"], indirect=True)
def test_the_house_finishes_a_send_that_was_cut_off(world: World) -> None:
    sender, to = purse(world, 0, 4_000), purse(world, 1, 4_000, 4_000, 1_500)
    # The edge dies after the sending book answered: once it fits, once the receiver refuses it.
    for yen in (500, 2_000):
        left = world.ledger.do(Send(wallet=sender, to=to, yen=yen), "test", f"cut off {yen}")
        assert transit.in_transit(left) is not None
    with world.database.connect() as connection:
        assert settle_open(connection, world.ledger, -1e9) == 2
        assert settle_open(connection, world.ledger, -1e9) == 0
    assert sum(balance for balance, _ in world.lots(to)) == 10_000
    assert sum(balance for balance, _ in world.lots(sender)) == 3_500
    # Quota of the one that came back is back.
    third = purse(world, 0)
    assert move(world, sender, third, 3_000) == ""
    again = world.ledger.do(Send(wallet=sender, to=to, yen=2_000), "test", "cut off 2000")
    assert transit.finish(world.ledger, again).code == "limit_exceeded"


@pytest.mark.parametrize("mode", ["claim"], indirect=True)
@pytest.mark.parametrize("far", [0, 1])
def test_of_two_claims_at_once_on_two_machines_one_has_it(world: World, far: int) -> None:
    with world.another_ledger() as other, ThreadPoolExecutor(2) as pool:
        for round_number in range(6):
            sender, to = purse(world, 0, 3_000), purse(world, far)
            world.done(Send(wallet=sender, to=to, yen=1_000))
            claim = Claim(send=last(world), to=to)
            world.pass_time(days=1)

            def claims(
                ledger: Ledger, key: str = f"claim-{round_number}", claim: Claim = claim
            ) -> str:
                caller = "one" if ledger is other else "two"
                return transit.finish(ledger, ledger.do(claim, caller, key)).code

            codes = sorted(pool.map(claims, (world.ledger, other)))
            assert codes == ["", "send_ended"]
            assert sum(balance for balance, _ in world.lots(to)) == 1_000
            assert pending(world) == 0
