"""One command on many wallets: each fares as it would alone, and who is refused hurts nobody."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.ledger.breaks import Break
from zandaka.ledger.command import Command
from zandaka.operations.authorise import Authorise
from zandaka.operations.convert import Convert
from zandaka.operations.convert_many import ConvertMany
from zandaka.operations.extend import Extend
from zandaka.operations.extend_many import ExtendMany
from zandaka.operations.many import Share
from zandaka.postgres import Database


def shares(wallets: list[ids.WalletId]) -> tuple[Share, ...]:
    return tuple(Share(wallet) for wallet in wallets)


def state(world: World, wallet: ids.WalletId) -> list[tuple[int, object, int]]:
    """The wallet's lots, and what is owed in the coupon's name."""
    owed = world.value(
        "SELECT coalesce(sum(balance), 0)::bigint FROM accounts"
        " WHERE kind = 'gift_payable' AND owner = %s",
        (str(wallet),),
    )
    return [
        (yen, end, owed)
        for yen, end in world.rows(
            "SELECT balance, expires_at FROM accounts WHERE wallet = %s", (wallet,)
        )
    ]


def various(world: World) -> list[ids.WalletId]:
    """Whole, spent, half spent, and with a hold that outlives the coupon."""
    whole, spent, half, held = world.coupons(4)
    world.paid(spent, 2_000)
    world.paid(half, 700)
    world.done(Authorise(wallet=held, merchant="tokyo-1", yen=100, minutes=43_200))
    return [whole, spent, half, held]


def compare(
    world: World,
    together: list[ids.WalletId],
    alone: list[ids.WalletId],
    many: Command,
    each: Sequence[Command],
) -> None:
    outcome = world.done(many)
    codes = [world.refused(one) for one in each]
    said = {one["wallet"]: one["code"] for one in outcome["refusals"]}
    assert [said.get(str(one), "") for one in together] == codes
    assert "" in codes
    assert any(codes)
    assert [part["wallet"] for part in outcome["parts"]] == [
        str(one) for one, code in zip(together, codes, strict=True) if not code
    ]
    assert outcome["yen"] == sum(part["yen"] for part in outcome["parts"])
    for one, other in zip(together, alone, strict=True):
        assert state(world, one) == state(world, other)


def test_each_is_extended_as_alone(world: World) -> None:
    together, alone = various(world), various(world)
    until = world.clock.now() + timedelta(days=10)
    compare(
        world, together, alone,
        ExtendMany(wallets=shares(together), expires_at=until, reason="r"),
        [Extend(wallet=one, expires_at=until, reason="r") for one in alone],
    )  # fmt: skip


def test_each_is_converted_as_alone(world: World) -> None:
    together, alone = various(world), various(world)
    world.pass_time(days=1)
    compare(
        world, together, alone,
        ConvertMany(wallets=shares(together), reason="r"),
        [Convert(wallet=one, reason="r") for one in alone],
    )  # fmt: skip


def test_only_the_coupons_named_are_touched(world: World) -> None:
    one, other = world.coupons(2)
    until = world.clock.now() + timedelta(days=10)
    outcome = world.done(ExtendMany(wallets=(Share(one, (other,)),), expires_at=until, reason="r"))
    assert outcome["refusals"] == [{"wallet": str(one), "code": "nothing_left"}]


def test_a_wallet_of_another_book_is_unknown(world: World) -> None:
    by_book: dict[int, ids.WalletId] = {}
    while len(by_book) < 2:
        [paper] = world.coupons()
        by_book[ids.book_of(paper)] = paper
    world.pass_time(days=1)
    outcome = world.done(ConvertMany(wallets=shares([by_book[0], by_book[1]]), reason="r"))
    assert outcome["yen"] == 2_000
    assert outcome["refusals"] == [{"wallet": str(by_book[1]), "code": "unknown_wallet"}]


def test_a_wallet_named_twice_is_a_bug_and_changes_nothing(world: World) -> None:
    [paper] = world.coupons()
    world.pass_time(days=1)
    with pytest.raises(AssertionError, match="named twice"):
        world.do(ConvertMany(wallets=shares([paper, paper]), reason="r"))
    assert state(world, paper)[0][0] == 2_000


def test_the_same_key_converts_once(world: World) -> None:
    papers = world.coupons(3)
    world.pass_time(days=1)
    command = ConvertMany(wallets=shares(papers), reason="r")
    first = world.do(command, "k")
    again = world.do(command, "k")
    assert again.replayed
    assert (again.operation, again.outcome) == (first.operation, first.outcome)
    assert world.value("SELECT count(*) FROM transfers") == 6


def test_verify_misses_an_extension_of_many(database: Database) -> None:
    with World(database) as world:
        papers = world.coupons(2)
        until = world.clock.now() + timedelta(days=10)
        world.done(ExtendMany(wallets=shares(papers), expires_at=until, reason="r"))
        world.verify()
        with database.connect(role=None) as owner:
            owner.execute("ALTER TABLE extensions DISABLE TRIGGER append_only")
            owner.execute("UPDATE extensions SET new_expires_at = new_expires_at + interval '1s'")
        with pytest.raises(Break):
            world.verify()
