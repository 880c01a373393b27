"""What is owed after a conversion leaves once: as a gift, by bank transfer, or by lapsing."""

import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.ledger.breaks import Break
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Decision, Moment, State
from zandaka.operations.base import Operation
from zandaka.operations.convert import Convert
from zandaka.operations.give import Give
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.remit import Remit
from zandaka.operations.return_remittance import ReturnRemittance
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.postgres import Database


def give(wallet: ids.WalletId, yen: int, coupon: ids.WalletId | None = None) -> Give:
    return Give(wallet=wallet, coupon=coupon or wallet, yen=yen, brand="leaf", order="order-1")


def remit(wallet: ids.WalletId, yen: int) -> Remit:
    return Remit(wallet=wallet, coupon=wallet, yen=yen, refund="refund-1")


def converted(world: World) -> ids.WalletId:
    """A coupon of 2,000 yen of which all is owed as a gift."""
    [paper] = world.coupons()
    world.pass_time(days=1)
    world.done(Convert(wallet=paper, reason="outage", incident="outage-1"))
    return paper


def accounts(world: World) -> dict[tuple[str, str], int]:
    found = world.rows(
        "SELECT kind, owner, sum(balance)::bigint FROM accounts WHERE kind <> 'lot'"
        " GROUP BY kind, owner HAVING sum(balance) <> 0"
    )
    return {(kind, owner): yen for kind, owner, yen in found}


def test_a_gift_is_owed_to_its_provider(world: World) -> None:
    paper = converted(world)
    assert world.done(give(paper, 1_500)) == {
        "coupon": str(paper), "yen": 1_500, "brand": "leaf", "order": "order-1", "left_yen": 500,
    }  # fmt: skip
    assert accounts(world) == {
        ("campaign_funding", "spring"): -2_000,
        ("gift_payable", str(paper)): 500,
        ("gift_provider_payable", "leaf"): 1_500,
    }


def test_a_remittance_leaves_the_bank(world: World) -> None:
    paper = converted(world)
    assert world.done(remit(paper, 2_000))["left_yen"] == 0
    assert accounts(world) == {
        ("campaign_funding", "spring"): -2_000,
        ("bank_clearing", ""): 2_000,
    }


@pytest.mark.parametrize("ways", [(give, remit), (remit, give), (give, give), (remit, remit)])
def test_no_two_ways_take_the_same_yen(world: World, ways: tuple[type[Operation], ...]) -> None:
    """In one batch, where each sees what the one before it took."""
    paper = converted(world)
    with world.database.connect(role=None) as blocker:
        blocker.execute("SELECT FROM books FOR UPDATE")
        asked = [
            world.ledger.submit(way(paper, yen), "test", f"way-{number}")  # pyright: ignore
            for number, (way, yen) in enumerate(zip((*ways, give), (1_999, 2, 1), strict=True))
        ]
    answers = [future.result(30) for future in asked]
    assert [answer.code for answer in answers] == ["", "insufficient_value", ""]
    assert ("gift_payable", str(paper)) not in accounts(world)


def test_what_is_undone_is_owed_again_once(world: World) -> None:
    paper = converted(world)
    gift = ids.OperationId(world.do(give(paper, 2_000)).operation)
    back = TakeBackGift(gift=gift, reason="denied")
    assert world.done(back) == {"gift": str(gift), "coupon": str(paper), "yen": 2_000}
    assert world.refused(back) == "exceeds_debit"
    sent = ids.OperationId(world.do(remit(paper, 2_000)).operation)
    returned = ReturnRemittance(remittance=sent, reason="no such account")
    assert world.done(returned)["yen"] == 2_000
    assert world.refused(returned) == "exceeds_debit"
    assert world.refused(ReturnRemittance(remittance=gift, reason="-")) == "wrong_operation"
    assert world.done(give(paper, 2_000))["left_yen"] == 0


def test_the_coupon_of_another_wallet_is_not_taken(world: World) -> None:
    """Two coupons of one app wallet: each is owed its own (R32)."""
    app = world.app(key="app")
    papers = world.coupons(2, key="papers")
    for paper in papers:
        world.done(LoadCoupon(coupon=paper, to=app))
    world.paid(app, 2_500)
    world.pass_time(days=1)
    world.done(Convert(wallet=app, reason="outage"))
    spent, left = papers
    assert world.refused(give(app, 1, spent)) == "insufficient_value"
    assert world.refused(give(app, 1_501, left)) == "insufficient_value"
    assert world.done(give(app, 1_500, left))["left_yen"] == 0


def test_what_nobody_took_goes_where_lapsed_value_goes(world: World) -> None:
    paper = converted(world)
    world.done(give(paper, 600))
    lapse = LapseGift(wallet=paper, coupon=paper, reason="deadline", incident="outage-1")
    too_much = LapseGift(wallet=paper, coupon=paper, yen=1_401, reason="deadline")
    assert world.refused(too_much) == "insufficient_value"
    one = LapseGift(wallet=paper, coupon=paper, yen=1, reason="deadline", incident="outage-2")
    assert world.done(one) == {"coupon": str(paper), "yen": 1}
    assert world.done(lapse) == {"coupon": str(paper), "yen": 1_399}
    assert world.refused(lapse) == "nothing_left"
    assert world.refused(give(paper, 1)) == "insufficient_value"
    purse = world.purse(900)
    world.pass_time(days=40)
    world.done(Convert(wallet=purse, reason="outage"))
    world.done(LapseGift(wallet=purse, coupon=purse, reason="deadline"))
    assert accounts(world) == {
        ("campaign_funding", "spring"): -600,
        ("gift_provider_payable", "leaf"): 600,
        ("breakage_income", "purse"): 900,
        ("bank_clearing", ""): -900,
    }


class Overdraw(Give, frozen=True, kw_only=True, tag="give"):
    """A `give` with a bug: it looks at nothing, and gets past the posting's assertion."""

    def decide(self, state: State, moment: Moment) -> Decision:
        owed = state.account(Kind.GIFT_PAYABLE, str(self.coupon))
        disguised = Account(owed.id, Kind.BANK_CLEARING, owed.owner, owed.balance)
        provider = state.account(Kind.GIFT_PROVIDER_PAYABLE, self.brand)
        return Decision({}, moves=[(disguised, provider, self.yen, 0)], wallet=self.wallet)


def test_verify_sees_more_given_than_was_owed(database: Database) -> None:
    with World(database) as world:
        paper = converted(world)
        world.done(give(paper, 2_000))
        world.verify()
        world.done(Overdraw(wallet=paper, coupon=paper, yen=1, brand="leaf", order="2"))
        with pytest.raises(Break) as broken:
            world.verify()
    assert broken.value.row == f"account gift_payable of {paper}"
