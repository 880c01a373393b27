"""All verbs, by name. A new verb is a file beside this one and a line here."""

from typing import Final

from zandaka.operations.arrive import Arrive
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import Operation
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
from zandaka.operations.issue import Issue
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
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
from zandaka.operations.settle import Settle
from zandaka.operations.settle_merchant import SettleMerchant
from zandaka.operations.stop import Stop
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.void import Void
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw
from zandaka.operations.write_off_shortfall import WriteOffShortfall

VERBS: Final[dict[str, type[Operation]]] = {
    operation.verb: operation
    for operation in (
        OpenWallet, Issue, IssueMedia, Load, LoadCoupon, Arrive, Settle, Pay, Confirm, Refund,
        Authorise, Increase, Capture, Void, EndHold, ForcePost, Release,
        CollectShortfall, WriteOffShortfall,
        Extend, Restore, Lapse, Convert, Leave,
        ExtendMany, ConvertMany,
        Send, Claim, ReturnSend, Charge, CarryOver, SettleMerchant, RaiseAlarm,
        Give, TakeBackGift, Remit, ReturnRemittance, LapseGift,
        MirrorCoupon, MirrorPayment, MirrorRefund,
        Stop, Resume, Exchange, Forward, Identify, Redeem,
        Withdraw, CompleteWithdrawal, ReturnWithdrawal, EndContract, ToPrepaid,
        BeginContract, WaiveFee,
    )
}  # fmt: skip
