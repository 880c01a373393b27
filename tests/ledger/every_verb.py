"""A journal in which every verb of the registry was accepted at least once."""

import shutil
from datetime import timedelta
from pathlib import Path

from tests.ledger.world import World

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations.authorise import Authorise
from zandaka.operations.begin_contract import BeginContract
from zandaka.operations.capture import Capture
from zandaka.operations.carry_over import CarryOver
from zandaka.operations.charge import Charge
from zandaka.operations.claim import Claim
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.confirm import Confirm
from zandaka.operations.convert import Convert
from zandaka.operations.convert_many import ConvertMany
from zandaka.operations.end_contract import EndContract
from zandaka.operations.end_hold import EndHold
from zandaka.operations.exchange import Exchange
from zandaka.operations.extend import Extend
from zandaka.operations.extend_many import ExtendMany
from zandaka.operations.force_post import ForcePost
from zandaka.operations.forward import Forward
from zandaka.operations.give import Give
from zandaka.operations.identify import Identify
from zandaka.operations.increase import Increase
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.many import Share
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.mirror_refund import MirrorRefund
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.raise_alarm import RaiseAlarm
from zandaka.operations.redeem import Redeem
from zandaka.operations.refund import Refund
from zandaka.operations.release import Release
from zandaka.operations.remit import Remit
from zandaka.operations.restore import Restore
from zandaka.operations.resume import Resume
from zandaka.operations.return_remittance import ReturnRemittance
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.settle_merchant import SettleMerchant
from zandaka.operations.stop import Stop
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.void import Void
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw
from zandaka.operations.write_off_shortfall import WriteOffShortfall
from zandaka.rules.overseas import Foreign
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

HERE = Path(__file__).parent
SHOP = "tokyo-1"


def all_terms(folder: Path) -> Terms:
    """The test terms of coupons and of cards together, put into an empty folder."""
    for name in ("terms", "terms_cards"):
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
    return load_terms(folder)


def everything(world: World) -> None:
    """Every verb, so that each is replayed. The world has `all_terms`."""
    coupons(world)
    _cards(world)
    _plastic(world)
    _another_ledger(world)


def _done(world: World, command: Command) -> ids.OperationId:
    """The operation of a command that must be accepted."""
    answer = world.do(command)
    assert answer.accepted, (command, answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def coupons(world: World) -> None:
    """Coupons on paper and in apps of both books, and what becomes of them after their end."""
    apps = [world.app(f"app-{n}") for n in range(4)]
    assert {ids.book_of(app) for app in apps} == {0, 1}
    purse = world.purse(3_000, 2_000, key="purse")
    for n, app in enumerate(apps):
        for coupon in world.coupons(2, key=f"coupons-{n}"):
            world.done(LoadCoupon(coupon=coupon, to=app))
    paper = world.coupons(5, key="paper")
    payment = world.paid(apps[0], 2_500)
    world.done(Confirm(payment=payment, merchant=SHOP))
    world.done(Refund(payment=payment, merchant=SHOP, yen=700))
    world.done(Restore(debit=payment, yen=300, reason="double debit"))
    hold = _done(world, Authorise(wallet=apps[1], merchant=SHOP, yen=900, minutes=60))
    world.done(Capture(hold=hold, merchant=SHOP, yen=400, final=False))
    other = _done(world, Authorise(wallet=purse, merchant="kyoto-1", yen=3_500, minutes=60))
    world.done(Void(hold=other, merchant="kyoto-1"))
    spent = world.paid(purse, 3_200, "kyoto-1")
    world.pass_time(hours=1)
    late = world.now() - timedelta(minutes=30)
    world.done(Restore(debit=spent, yen=100, reason="late", effective_at=late))
    until = world.now() + timedelta(days=14)
    world.done(Extend(wallet=paper[0], expires_at=until, reason="outage", incident="outage-1"))
    later = until + timedelta(days=1)
    world.done(ExtendMany(wallets=(Share(wallet=paper[0]),), expires_at=later, reason="outage"))
    world.pass_time(days=1)
    world.done(Lapse(wallet=paper[4]))
    world.done(Convert(wallet=paper[2], reason="outage"))
    world.done(ConvertMany(wallets=(Share(wallet=paper[3]),), reason="outage"))
    assert world.pay(paper[4], 1).code == "insufficient_value"
    _owed(world, paper[2])
    world.done(Leave(wallet=apps[3]))


def _owed(world: World, coupon: ids.WalletId) -> None:
    """What was converted leaves as a gift, by bank, and not at all."""
    gift = _done(world, Give(wallet=coupon, coupon=coupon, yen=800, brand="edy", order="o-1"))
    world.done(TakeBackGift(gift=gift, reason="denied"))
    sent = _done(world, Remit(wallet=coupon, coupon=coupon, yen=500, refund="r-1"))
    world.done(ReturnRemittance(remittance=sent, reason="no such account"))
    world.done(Give(wallet=coupon, coupon=coupon, yen=700, brand="edy", order="o-2"))
    world.done(LapseGift(wallet=coupon, coupon=coupon, reason="deadline"))


def _cards(world: World) -> None:
    """Cards of two legal kinds, one in each book, and the end of a contract."""
    card, other = _opened(world, "card", 0), _opened(world, "card", 1)
    world.done(Load(wallet=card, yen=4_500, product="money"))
    world.done(Send(wallet=card, to=other, yen=500))
    free, second = (
        _done(world, Withdraw(wallet=card, yen=yen, way="atm", terminal="konbini"))
        for yen in (300, 400)
    )  # fmt: skip
    world.done(CompleteWithdrawal(withdrawal=second))
    world.done(ReturnWithdrawal(withdrawal=free, reason="no cash"))
    world.done(WaiveFee(withdrawal=second))
    world.done(ToPrepaid(wallet=card))
    world.done(BeginContract(wallet=card))
    world.done(Load(wallet=card, yen=100, product="money"))
    world.done(Stop(wallet=other, reason="lost"))
    world.done(Resume(wallet=other, reason="found"))
    world.done(Identify(wallet=other, tier="contact_checked"))
    payment = world.paid(card, 900)
    world.done(RaiseAlarm(subject=payment, about="pay", due_on=world.now().date(), yen=900))
    world.done(SettleMerchant(merchant=SHOP, of_book=0, yen=100, through=world.now()))


def _plastic(world: World) -> None:
    """Cards that end with their last use: everything that a network, a shop, another holder and the
    issuer may do to one."""
    card, near, far = (_issued(world, book) for book in (0, 0, 1))
    world.done(Load(wallet=card, yen=3_000))
    _purchases(world, card)
    world.pass_time(days=1)
    world.done(Load(wallet=card, yen=1_500, product="cash"))
    sends = [_done(world, Send(wallet=card, to=to, yen=400)) for to in (near, far, near)]
    world.pass_time(days=1)
    for send, to in zip(sends[:2], (near, far), strict=True):
        world.done(Claim(send=send, to=to))
    world.pass_time(days=3)
    world.done(ReturnSend(send=sends[2]))
    for to in (near, far):
        ticket, other = _tickets(world)
        world.done(Charge(wallet=ticket, to=to, yen=600, accept_exemption_loss=True))
        world.done(CarryOver(wallet=other, to=to, accept_exemption_loss=True))
    payment = world.paid(card, 700)
    world.done(Redeem(wallet=far, ground="SPECIAL", yen=300, reason="asked for"))
    world.done(EndContract(wallet=card))
    exchanged = world.done(Exchange(wallet=card, secret=b"new", medium_returned=True))
    world.done(Refund(payment=payment, merchant=SHOP))
    new = ids.WalletId.parse(exchanged["new_wallet"])
    for _ in range(2):
        if world.value("SELECT sum(balance) FROM accounts WHERE wallet = %s", (int(card),)):
            world.done(Forward(wallet=card, to=new))
    world.pass_time(days=40)
    world.done(Lapse(wallet=near))


def _purchases(world: World, card: ids.WalletId) -> None:
    abroad = Foreign(country="US", currency="USD", amount="300", rate="1")
    world.done(Pay(wallet=card, merchant=SHOP, yen=300, foreign=abroad))
    hold = _done(world, Authorise(wallet=card, merchant=SHOP, yen=500, minutes=10))
    world.done(Increase(hold=hold, merchant=SHOP, yen=200))
    world.done(Capture(hold=hold, merchant=SHOP, yen=100))
    hold = _done(world, Authorise(wallet=card, merchant=SHOP, yen=500, minutes=10))
    world.pass_time(minutes=10)
    world.done(EndHold(hold=hold))
    world.done(ForcePost(hold=hold, merchant=SHOP))
    # Above its cap of 8,000 yen, and below it again.
    payment = world.paid(card, 1_500)
    world.pass_time(days=1)
    world.done(Load(wallet=card, yen=4_000))
    world.pass_time(days=1)
    world.done(Load(wallet=card, yen=8_000 - _balance(world, card)))
    world.done(Refund(payment=payment, merchant=SHOP))
    world.paid(card, 3_500)
    world.done(Release(wallet=card))
    poor = _issued(world, 0)
    world.done(ForcePost(wallet=poor, merchant=SHOP, yen=300))
    world.done(Load(wallet=poor, yen=100))
    world.done(CollectShortfall(wallet=poor, reason="it is there"))
    world.done(WriteOffShortfall(wallet=poor, ground="never found again"))


def _another_ledger(world: World) -> None:
    now = world.now()
    opened = world.done(MirrorCoupon(
        ledger="hill", reference="c-1", inquiry="HILL-1", campaign="spring", prefecture="13",
        yen=2_000, issued_at=now - timedelta(days=1), expires_at=now + timedelta(days=1),
    ))  # fmt: skip
    wallet = ids.WalletId.parse(opened["wallet"])
    paid = _done(world, MirrorPayment(
        wallet=wallet, ledger="hill", reference="t-1", merchant="there", yen=900,
        effective_at=now - timedelta(hours=2),
    ))  # fmt: skip
    back = now - timedelta(hours=1)
    world.done(MirrorRefund(payment=paid, reference="r-1", yen=100, effective_at=back))


def _opened(world: World, product: str, book: int) -> ids.WalletId:
    """An app wallet of a holder who is known, in a book."""
    command = OpenWallet(product=product, holder="aoi", tier="identity_verified")
    opened = world.done(command, _key(world, book))
    return ids.WalletId.parse(opened["wallet"])


def _issued(world: World, book: int) -> ids.WalletId:
    key = _key(world, book)
    issued = world.done(IssueMedia(
        product="plastic", secrets=(key.encode(),), holder="ren", tier="identity_verified"
    ), key)  # fmt: skip
    return ids.WalletId.parse(issued["media"][0]["wallet"])


def _tickets(world: World) -> list[ids.WalletId]:
    key = _key(world, 0)
    secrets = (f"{key}/1".encode(), f"{key}/2".encode())
    issued = world.done(IssueMedia(product="ticket", yen=1_000, secrets=secrets), key)
    return [ids.WalletId.parse(one["wallet"]) for one in issued["media"]]


def _key(world: World, book: int) -> str:
    """A key under which something opens in a book."""
    while True:
        key = world.new_key()
        if ids.home_book(ids.operation_key("test", key), 2) == book:
            return key


def _balance(world: World, wallet: ids.WalletId) -> int:
    return sum(balance for balance, _ in world.lots(wallet))
