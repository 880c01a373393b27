"""A ledger in which every kind of record was begun, changed and left alone, and wallets are in
every state: what verify has to rebuild from the journal beside the value."""

from pathlib import Path

from tests.ledger.world import World

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.claim import Claim
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.exchange import Exchange
from zandaka.operations.force_post import ForcePost
from zandaka.operations.identify import Identify
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.raise_alarm import RaiseAlarm
from zandaka.operations.refund import Refund
from zandaka.operations.release import Release
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.stop import Stop
from zandaka.operations.void import Void
from zandaka.operations.withdraw import Withdraw
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).parent / "terms_written")
SHOP = "tokyo-1"


def written(world: World) -> None:
    """Fills the ledger. All of it is in one book, so that a claim is made at once."""
    cards = _cards(world)
    _uses(world, cards[0])
    sender, receiver = (_money(world, name) for name in ("aoi", "ren"))
    sent = _sends(world, sender, receiver)
    _payouts(world, sender)
    world.done(
        RaiseAlarm(subject=sent, about="send", due_on=world.now().date(), yen=1_000)
    )  # fmt: skip
    world.done(Exchange(wallet=cards[1], secret=b"new", medium_returned=True))
    world.done(ForcePost(wallet=cards[2], merchant=SHOP, yen=100))
    world.done(Stop(wallet=cards[2], reason="lost"))
    world.done(Identify(wallet=receiver, tier="identity_verified"))
    empty = ids.WalletId.parse(world.done(OpenWallet(product="leaf", holder="yui"))["wallet"])
    world.done(Leave(wallet=empty))
    world.done(EndContract(wallet=_money(world, "sora")))
    _holds(world, cards[0])


def _cards(world: World) -> list[ids.WalletId]:
    issued = world.done(IssueMedia(
        product="leaf", secrets=(b"a", b"b", b"c"), holder="aoi", tier="contact_checked",
    ))  # fmt: skip
    return [ids.WalletId.parse(one["wallet"]) for one in issued["media"]]


def _money(world: World, holder: str) -> ids.WalletId:
    opened = world.done(OpenWallet(product="stream", holder=holder, tier="contact_checked"))
    wallet = ids.WalletId.parse(opened["wallet"])
    world.done(Load(wallet=wallet, yen=9_000))
    return wallet


def _uses(world: World, card: ids.WalletId) -> None:
    """A use that was none in the end, uses that count, and value that came back above the cap: some
    of it in its lots again, some still kept apart."""
    world.done(Load(wallet=card, yen=4_000))
    world.pass_time(days=1)
    undone = world.paid(card, 700)
    world.pass_time(days=1)
    world.done(Refund(payment=undone, merchant=SHOP))
    for again in (1_000, 900):
        payment = world.paid(card, 3_000)
        world.pass_time(days=1)
        world.done(Load(wallet=card, yen=5_000 - _balance(world, card)))
        world.done(Refund(payment=payment, merchant=SHOP))
        world.paid(card, again)
        world.done(Release(wallet=card))


def _holds(world: World, card: ids.WalletId) -> None:
    """One let go of in full, one captured in part, one as it was."""
    gone, part, _ = (
        ids.OperationId(
            world.do(Authorise(wallet=card, merchant=SHOP, yen=yen, minutes=60)).operation
        )
        for yen in (300, 400, 500)
    )
    world.done(Void(hold=gone, merchant=SHOP))
    world.done(Capture(hold=part, merchant=SHOP, yen=100, final=False))


def _balance(world: World, wallet: ids.WalletId) -> int:
    return sum(balance for balance, _ in world.lots(wallet))


def _sends(world: World, sender: ids.WalletId, receiver: ids.WalletId) -> ids.OperationId:
    """One claimed, one that came back, one whose month is over, one that waits; the last."""
    claimed = _send(world, sender, receiver, 800)
    lost = _send(world, sender, receiver, 600)
    world.pass_time(days=1)
    world.done(Claim(send=claimed, to=receiver))
    world.pass_time(days=5)
    world.done(ReturnSend(send=lost))
    world.pass_time(days=40)
    return _send(world, sender, receiver, 1_000)


def _send(world: World, sender: ids.WalletId, to: ids.WalletId, yen: int) -> ids.OperationId:
    return ids.OperationId(world.do(Send(wallet=sender, to=to, yen=yen)).operation)


def _payouts(world: World, wallet: ids.WalletId) -> None:
    """One paid, one that came back, one that waits."""
    orders = [
        ids.OperationId(world.do(Withdraw(wallet=wallet, yen=yen)).operation)
        for yen in (500, 400, 300)
    ]
    world.done(CompleteWithdrawal(withdrawal=orders[0]))
    world.done(ReturnWithdrawal(withdrawal=orders[1], reason="no such account"))
