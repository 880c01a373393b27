"""What waits: sends that nobody claims go back, alarms are raised once, whatever dies between."""

from datetime import date, datetime, timedelta

import pytest
from tests.funds.conftest import House

from zandaka import ids
from zandaka.funds.work.periods import StandardPeriods
from zandaka.funds.work.sends import ReturnedSends
from zandaka.instants import JST
from zandaka.operations.claim import Claim
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.send import Send
from zandaka.reads import periods, sends

CARD = "webmoney-prepaid-card"
_ALARMS = "SELECT subject, about, due_on, yen FROM alarms ORDER BY operation"


def send(house: House, yen: int) -> tuple[ids.WalletId, ids.WalletId, ids.OperationId]:
    sender, receiver = house.card(10_000, CARD), house.card(0, CARD, "jiro")
    answer = house.ask(Send(wallet=sender, to=receiver, yen=yen))
    assert answer.accepted, answer.outcome
    return sender, receiver, ids.OperationId(answer.operation)


def test_many_sends_go_back_and_those_that_were_claimed_do_not(house: House) -> None:
    sent = [send(house, 1_000 + n) for n in range(6)]
    house.clock.set(datetime(2024, 3, 5, tzinfo=JST))
    for _, receiver, operation in sent[:2]:
        assert house.ask(Claim(send=operation, to=receiver)).accepted
    house.clock.set(datetime(2024, 3, 22, 23, 59, 59, tzinfo=JST))
    house.work([ReturnedSends()])
    assert house.owned("send_pending") + house.owned("in_transit") > 0
    house.clock.set(datetime(2024, 3, 23, tzinfo=JST))
    # Looked at before the house has moved anything, they are over already.
    with house.database.connect() as connection:
        now = house.clock.now()
        seen = [sends.send(connection, operation, now) for _, _, operation in sent]
    assert [one.state if one else None for one in seen][2:] == ["over"] * 4
    house.work([ReturnedSends()])
    assert house.owned("send_pending") == 0
    assert [house.balance(sender) for sender, _, _ in sent[2:]] == [10_000] * 4
    house.work([ReturnedSends()])
    assert [house.balance(sender) for sender, _, _ in sent[2:]] == [10_000] * 4


def test_an_alarm_is_raised_once_whatever_dies(house: House) -> None:
    wallet = house.card(10_000, CARD)
    paid = house.ask(Pay(wallet=wallet, merchant="mise", yen=4_000, network="webmoney"))
    assert paid.accepted, paid.outcome
    whole = house.ask(Pay(wallet=wallet, merchant="mise", yen=1_000, network="webmoney"))
    back = Refund(payment=ids.OperationId(whole.operation), merchant="mise")
    assert house.ask(back).accepted
    part = Refund(payment=ids.OperationId(paid.operation), merchant="mise", yen=1_500)
    assert house.ask(part).accepted
    last = date(2024, 3, 1) + timedelta(days=71)
    house.clock.set(datetime(2024, 5, 3, 23, 59, tzinfo=JST))
    house.work([StandardPeriods()])
    assert house.rows(_ALARMS) == []
    house.clock.set(datetime(2024, 5, 4, tzinfo=JST))
    house.work([StandardPeriods()])
    expected = [(paid.operation, "pay", last, 2_500)]
    assert house.rows(_ALARMS) == expected
    # As if the machine had died before it wrote down that it looked; and on the next day.
    with house.database.connect(role=None) as connection:
        connection.execute("DELETE FROM period_looks")
    house.work([StandardPeriods()])
    house.clock.set(datetime(2024, 5, 5, tzinfo=JST))
    house.work([StandardPeriods()])
    assert house.rows(_ALARMS) == expected


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2024, 5, 3), "waits"), (date(2024, 5, 4), "told"), (date(2024, 5, 11), "told"),
     (date(2024, 5, 12), "passed")],
)  # fmt: skip
def test_what_waits_is_told_with_its_state(house: House, on: date, state: str) -> None:
    wallet = house.card(10_000)
    house.pay(wallet, 700)
    with house.database.connect() as connection:
        at = datetime.combine(on, datetime.min.time(), JST)
        found = periods.waiting(connection, house.ledger.terms, at)
    assert [(one.yen, one.due_on, one.state, one.alarm) for one in found] == [
        (700, date(2024, 5, 11), state, False)
    ]
