"""Withdrawals and ends of contracts: every yen, every cap and every free one is where the journal
says, also when two servers are asked at once. The world verifies itself when a test ends."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from random import Random
from typing import Any

import msgspec
import pytest
from tests.ledger.world import JST, TERMS, World

from zandaka import ids
from zandaka.ledger.breaks import Break
from zandaka.ledger.command import Answer, Command
from zandaka.operations.authorise import Authorise
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw
from zandaka.postgres import Database
from zandaka.terms.load import load_terms

SINCE = date(2022, 1, 1)
YEN = 50_000


def block(**value: int) -> list[dict[str, Any]]:
    return [{"from": SINCE, "source": "test-terms", **value}]


def overlay(**purse: Any) -> dict[str, Any]:
    """The test purse as funds-transfer value with far caps, one free withdrawal a month."""
    return {
        "products": {
            "purse": {
                "legal_kind": "funds_transfer",
                "tier": "contact_checked",
                "validity": block(months=120),
                "load_max": block(yen=YEN),
                "load_day_max": block(yen=10 * YEN),
                "balance_max": block(yen=10 * YEN),
                "withdraw_max": block(yen=20_000),
                "withdraw_day_max": block(yen=30_000),
                "withdrawing": {
                    "source": "test-terms",
                    "routes": {
                        "atm": {"fee": block(yen=220), "free_a_month": block(times=1)},
                        "bank": {"fee": block(yen=100)},
                    },
                    "ends": "pay_out",
                    "end_fee": block(yen=550),
                },
                **purse,
            }
        }
    }


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with World(database, terms=load_terms(TERMS, overlay())) as world:
        yield world
        world.verify()


def withdraw(world: World, wallet: ids.WalletId, yen: int, **more: Any) -> ids.OperationId:
    given: dict[str, Any] = {"way": "atm", "terminal": "konbini", **more}
    answer = world.do(Withdraw(wallet=wallet, yen=yen, **given))
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def completed(world: World, order: ids.OperationId) -> dict[str, Any]:
    return world.done(CompleteWithdrawal(withdrawal=order))


def returned(world: World, order: ids.OperationId) -> dict[str, Any]:
    return world.done(ReturnWithdrawal(withdrawal=order, reason="denied"))


def balance(world: World, wallet: ids.WalletId) -> int:
    return int(
        world.value("SELECT coalesce(sum(balance), 0) FROM accounts WHERE wallet = %s", (wallet,))
    )


def owned(world: World, kind: str) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s"
    return int(world.value(query, (kind,)))


def together(*whats: Callable[[], Answer]) -> list[Answer]:
    """All at the same time, each in a thread; their answers in order."""
    gate = threading.Barrier(len(whats))
    answers: dict[int, Answer] = {}

    def one(number: int, what: Callable[[], Answer]) -> None:
        gate.wait()
        answers[number] = what()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(whats)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(len(whats))]


def at_two_servers(world: World, *commands: Command) -> list[Answer]:
    """Each command at another of two servers, at once."""
    with world.another_ledger() as other:
        servers = [world.ledger, other]
        return together(
            *(
                lambda one=one, n=number: servers[n % 2].do(one, "test", f"at-once-{n}")
                for number, one in enumerate(commands)
            )
        )  # fmt: skip


@pytest.mark.parametrize("count", [2, 6])
def test_of_several_at_once_exactly_one_is_free(world: World, count: int) -> None:
    wallet = world.purse(YEN)
    answers = at_two_servers(
        world,
        *(Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini") for _ in range(count)),
    )
    told = [msgspec.json.decode(one.outcome) for one in answers if one.accepted]
    assert len(told) == count
    assert sorted(one["fee_yen"] for one in told) == [0, *[220] * (count - 1)]
    for answer in answers:
        completed(world, ids.OperationId(answer.operation))
    assert balance(world, wallet) == YEN - count * 1_000 - (count - 1) * 220
    assert owned(world, "fee_income") == (count - 1) * 220


def test_at_the_edge_of_the_days_cap_one_of_two_wins(world: World) -> None:
    wallet = world.purse(YEN)
    withdraw(world, wallet, 15_001)
    answers = at_two_servers(
        world,
        *(
            Withdraw(wallet=wallet, yen=14_999 + more, way="atm", terminal="konbini")
            for more in (0, 0)
        ),
    )
    assert sorted(one.code for one in answers) == ["", "limit_exceeded"]


def test_paid_or_returned_but_never_both(world: World) -> None:
    wallet = world.purse(YEN)
    for number in range(4):
        order = withdraw(world, wallet, 2_000)
        with world.another_ledger() as other:
            answers = together(
                lambda order=order, n=number: world.ledger.do(
                    CompleteWithdrawal(withdrawal=order), "test", f"complete-{n}"
                ),
                lambda order=order, n=number: other.do(
                    CompleteWithdrawal(withdrawal=order, reference="again"), "test", f"again-{n}"
                ),
            )
        assert sorted(one.code for one in answers) == ["", "payout_ended"]


def test_of_the_end_of_a_contract_and_a_withdrawal_one_wins(world: World) -> None:
    wallet = world.purse(5_000)
    ended, taken = at_two_servers(
        world,
        EndContract(wallet=wallet),
        Withdraw(wallet=wallet, yen=5_000, way="atm", terminal="konbini"),
    )
    if ended.accepted:
        assert taken.code == "wallet_closed"
        assert owned(world, "withdrawal_payable") == 4_450
    else:
        assert (ended.code, taken.code) == ("open_items", "")
        assert owned(world, "withdrawal_payable") == 5_000


@pytest.mark.parametrize("seed", range(6))
def test_a_long_story_leaves_nothing_over(world: World, seed: int) -> None:
    """Told again by a naive model: what is free, what is kept, what the day has left."""
    random = Random(seed)
    wallet = world.purse(YEN, YEN)
    left, fees, paid = 2 * YEN, 0, 0
    # Which one of each month is free; None once that one has failed.
    slot: dict[date, ids.OperationId | None] = {}
    waiting: dict[ids.OperationId, tuple[int, int, date]] = {}
    done: dict[ids.OperationId, tuple[int, int, date]] = {}
    today: dict[date, int] = {}
    for _ in range(60):
        day = world.clock.now().astimezone(JST).date()
        month = day.replace(day=1)
        match random.choice(["order", "order", "complete", "return", "undo", "time"]):
            case "order":
                yen = random.randint(1, 6_000)
                fee = 220 if slot.get(month) else 0
                answer = world.do(Withdraw(wallet=wallet, yen=yen, way="atm", terminal="konbini"))
                if yen + fee > left:
                    assert answer.code in ("insufficient_value", "limit_exceeded")
                elif today.get(day, 0) + yen > 30_000:
                    assert answer.code == "limit_exceeded"
                else:
                    assert answer.accepted, answer.code
                    order = ids.OperationId(answer.operation)
                    waiting[order] = (yen, fee, day)
                    left -= yen + fee
                    today[day] = today.get(day, 0) + yen
                    if not fee:
                        slot[month] = order
            case "complete" if waiting:
                order = random.choice(list(waiting))
                yen, fee, on = waiting.pop(order)
                of = on.replace(day=1)
                if fee and not slot.get(of):
                    slot[of] = order
                    left += fee
                    fee = 0
                told = completed(world, order)
                assert told["fee_yen"] == fee, (seed, order)
                fees += fee
                paid += yen
                done[order] = (yen, fee, on)
            case "return" if waiting:
                order = random.choice(list(waiting))
                yen, fee, on = waiting.pop(order)
                assert returned(world, order)["yen"] == yen + fee
                left += yen + fee
                _forget(slot, today, order, yen, on)
            case "undo" if done:
                order = random.choice(list(done))
                yen, fee, on = done.pop(order)
                assert returned(world, order)["yen"] == yen + fee
                left += yen + fee
                fees -= fee
                paid -= yen
                _forget(slot, today, order, yen, on)
            case "time":
                world.pass_time(hours=random.choice([1, 20, 24 * 9]))
            case _:
                continue
        assert balance(world, wallet) == left
        assert owned(world, "fee_income") == fees
        assert owned(world, "withdrawal_payable") == sum(y + f for y, f, _ in waiting.values())
        assert -owned(world, "bank_clearing") == 2 * YEN - paid


def _forget(
    slot: dict[date, ids.OperationId | None],
    today: dict[date, int],
    order: ids.OperationId,
    yen: int,
    on: date,
) -> None:
    of = on.replace(day=1)
    if slot.get(of) == order:
        # The free one is free again, also where a later month has begun.
        slot[of] = None
    if on in today and on == max(today):
        today[on] -= yen


def test_a_fee_out_of_a_second_lot_goes_back_to_it(world: World) -> None:
    wallet = world.purse(1_100, 1_000)
    first = withdraw(world, wallet, 1_000)
    second = withdraw(world, wallet, 200)
    returned(world, first)
    assert completed(world, second)["fee_returned_yen"] == 220
    lots = world.rows(
        "SELECT balance FROM accounts WHERE wallet = %s AND kind = 'lot' ORDER BY id", (wallet,)
    )
    assert sum(yen for (yen,) in lots) == 1_900
    assert owned(world, "withdrawal_payable") == 0


def test_a_bank_withdrawal_has_its_own_fee_and_no_free_one(world: World) -> None:
    wallet = world.purse(5_000)
    told = world.done(Withdraw(wallet=wallet, yen=1_000, way="bank"))
    assert (told["fee_yen"], "free" in told) == (100, False)


def test_nothing_held_is_withdrawn(world: World) -> None:
    wallet = world.purse(2_000)
    world.done(Authorise(wallet=wallet, merchant="tokyo-1", yen=500, minutes=10))
    assert (
        world.refused(Withdraw(wallet=wallet, yen=1_501, way="atm", terminal="konbini"))
        == "insufficient_value"
    )
    withdraw(world, wallet, 1_500)


def test_only_a_payout_is_completed_or_returned(world: World) -> None:
    wallet = world.purse(2_000)
    payment = world.paid(wallet, 100)
    assert world.refused(CompleteWithdrawal(withdrawal=payment)) == "wrong_operation"
    assert world.refused(ReturnWithdrawal(withdrawal=payment, reason="x")) == "wrong_operation"
    nobody = ids.OperationId(ids.make(0, 99_999))
    assert world.refused(CompleteWithdrawal(withdrawal=nobody)) == "unknown_operation"
    assert world.refused(ToPrepaid(wallet=wallet)) == "not_offered"


def test_the_first_load_of_a_product_and_its_end_in_one_batch(world: World) -> None:
    """The account that takes the fee is found though no lot of the product was there before."""
    opened = world.done(OpenWallet(product="purse", holder="aoi", tier="contact_checked"))
    wallet = ids.WalletId.parse(opened["wallet"])
    with world.another_ledger():
        answers = [
            world.ledger.submit(Load(wallet=wallet, yen=1_000), "test", "load"),
            world.ledger.submit(EndContract(wallet=wallet), "test", "end"),
        ]
        codes = [one.result(30).code for one in answers]
    assert codes == ["", ""]
    assert owned(world, "fee_income") == 550
    assert world.refused(Load(wallet=wallet, yen=1)) == "wallet_closed"


def test_a_payout_that_somebody_changed_is_found_and_not_paid(world: World) -> None:
    wallet = world.purse(2_000)
    order = withdraw(world, wallet, 1_000)
    for wrong, right in (("state = 'paid'", "state = 'ordered'"), ("yen = 2000", "yen = 1000")):
        with world.database.connect(role=None) as connection:
            connection.execute(f"UPDATE payouts SET {wrong}".encode())
        with pytest.raises(Break, match="payouts of op"):
            world.verify()
        with world.database.connect(role=None) as connection:
            connection.execute(f"UPDATE payouts SET {right}".encode())
    completed(world, order)


def test_the_month_is_the_orders(world: World) -> None:
    """Ordered in March and paid in April: March's free one, and April keeps its own."""
    world.clock.set(datetime(2023, 3, 31, 23, 59, 59, tzinfo=JST))
    wallet = world.purse(5_000)
    march = withdraw(world, wallet, 1_000)
    world.clock.set(datetime(2023, 4, 1, 0, 0, tzinfo=JST))
    assert completed(world, march)["fee_yen"] == 0
    assert (
        world.done(Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))["free"]
        is True
    )
    assert (
        world.done(Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))["fee_yen"]
        == 220
    )


MARCH, APRIL = datetime(2023, 3, 31, 23, 59, 59, tzinfo=JST), datetime(2023, 4, 1, tzinfo=JST)


def of_march(world: World, wallet: ids.WalletId, count: int = 2) -> list[ids.OperationId]:
    """So many ordered in March's last second, the first of them free; then April's free one."""
    world.clock.set(MARCH)
    orders = [withdraw(world, wallet, 1_000) for _ in range(count)]
    world.clock.set(APRIL)
    april = world.done(Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))
    assert april["free"] is True
    return orders


def used(world: World) -> list[tuple[Any, ...]]:
    query = "SELECT period, yen FROM usage WHERE limit_kind = 'free_atm_month_max'"
    return world.rows(query)


def test_the_free_one_of_march_fails_in_april_and_the_next_of_march_has_it(world: World) -> None:
    wallet = world.purse(YEN)
    first, second = of_march(world, wallet)
    returned(world, first)
    told = completed(world, second)
    assert (told["fee_yen"], told["fee_returned_yen"], "uses" in told) == (0, 220, False)
    assert owned(world, "fee_income") == 0
    assert balance(world, wallet) == YEN - 2_000
    # April's is its own.
    assert used(world) == [(date(2023, 4, 1), 1)]
    again = world.done(Withdraw(wallet=wallet, yen=1_000, way="atm", terminal="konbini"))
    assert again["fee_yen"] == 220


def test_the_one_of_march_that_had_paid_a_fee_gets_it_back_in_april(world: World) -> None:
    wallet = world.purse(YEN)
    first, second = of_march(world, wallet)
    assert completed(world, second)["fee_yen"] == 220
    assert world.refused(WaiveFee(withdrawal=second)) == "nothing_left"
    returned(world, first)
    assert world.done(WaiveFee(withdrawal=second))["fee_yen"] == 220
    assert world.refused(WaiveFee(withdrawal=second)) == "nothing_left"
    assert (owned(world, "fee_income"), balance(world, wallet)) == (0, YEN - 2_000)


def test_march_has_no_more_free_ones_for_april_having_begun(world: World) -> None:
    wallet = world.purse(YEN)
    first, second, third = of_march(world, wallet, 3)
    assert completed(world, second)["fee_yen"] == 220
    assert completed(world, first)["fee_yen"] == 0
    assert completed(world, third)["fee_yen"] == 220
    for order in (second, third):
        assert world.refused(WaiveFee(withdrawal=order)) == "nothing_left"
    # What was handed on in April is had as well, and given back when it comes back.
    returned(world, first)
    world.done(WaiveFee(withdrawal=third))
    assert world.refused(WaiveFee(withdrawal=second)) == "nothing_left"
    returned(world, third)
    world.done(WaiveFee(withdrawal=second))


def test_that_aprils_failed_makes_none_of_march_free(world: World) -> None:
    wallet = world.purse(YEN)
    first, second = of_march(world, wallet)
    april = ids.OperationId(world.value("SELECT max(operation) FROM payouts"))
    returned(world, april)
    assert used(world) == [(date(2023, 4, 1), 0)]
    assert completed(world, second)["fee_yen"] == 220
    assert completed(world, first)["fee_yen"] == 0


@pytest.mark.parametrize("at_once", ["one batch", "two servers"])
def test_of_two_of_march_that_succeed_at_once_in_april_one_is_free(
    world: World, at_once: str
) -> None:
    wallet = world.purse(YEN)
    first, *others = of_march(world, wallet, 3)
    failed: Command = ReturnWithdrawal(withdrawal=first, reason="denied")
    commands: list[Command] = [CompleteWithdrawal(withdrawal=order) for order in others]
    if at_once == "two servers":
        world.done(failed)
        answers = at_two_servers(world, *commands)
    else:
        asked = [failed, *commands]
        futures = [world.ledger.submit(one, "test", world.new_key()) for one in asked]
        answers = [one.result(30) for one in futures][1:]
    told = [msgspec.json.decode(one.outcome) for one in answers]
    assert sorted(one["fee_yen"] for one in told) == [0, 220]
    assert owned(world, "fee_income") == 220
