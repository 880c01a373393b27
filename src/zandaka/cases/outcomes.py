"""What each verb answers when it is accepted: the keys that an `expect` may name."""

from collections.abc import Iterator
from typing import Final, cast

import msgspec
from msgspec import inspect

from zandaka.cases.model import NETWORK_MESSAGE
from zandaka.funds.registry import ACTIONS
from zandaka.operations.authorise import Authorised
from zandaka.operations.begin_contract import ContractBegun
from zandaka.operations.capture import Captured
from zandaka.operations.carry_over import CarriedOver
from zandaka.operations.charge import Charged
from zandaka.operations.claim import Claimed
from zandaka.operations.collect_shortfall import ShortfallCollected
from zandaka.operations.complete_withdrawal import WithdrawalCompleted
from zandaka.operations.confirm import Confirmed
from zandaka.operations.convert import Converted
from zandaka.operations.convert_many import ConvertedMany
from zandaka.operations.end_contract import ContractEnded
from zandaka.operations.end_hold import HoldEnded
from zandaka.operations.exchange import Exchanged
from zandaka.operations.extend import Extended
from zandaka.operations.extend_many import ExtendedMany
from zandaka.operations.force_post import ForcePosted
from zandaka.operations.forward import Forwarded
from zandaka.operations.give import Given
from zandaka.operations.identify import Identified
from zandaka.operations.increase import Increased
from zandaka.operations.issue import Issued
from zandaka.operations.issue_media import IssuedMedia
from zandaka.operations.lapse import Lapsed
from zandaka.operations.lapse_gift import GiftLapsed
from zandaka.operations.leave import Left
from zandaka.operations.load import Loaded
from zandaka.operations.load_coupon import CouponLoaded
from zandaka.operations.mirror_coupon import MirroredCoupon
from zandaka.operations.mirror_payment import MirroredPayment
from zandaka.operations.mirror_refund import MirroredRefund
from zandaka.operations.open_wallet import Opened
from zandaka.operations.pay import Paid
from zandaka.operations.raise_alarm import AlarmRaised
from zandaka.operations.redeem import Redeemed
from zandaka.operations.refund import Returned
from zandaka.operations.release import Released
from zandaka.operations.remit import Remitted
from zandaka.operations.restore import Restored
from zandaka.operations.resume import Resumed
from zandaka.operations.return_remittance import RemittanceReturned
from zandaka.operations.return_send import SendReturned
from zandaka.operations.return_withdrawal import WithdrawalReturned
from zandaka.operations.send import Sent
from zandaka.operations.settle_merchant import MerchantSettled
from zandaka.operations.stop import Stopped
from zandaka.operations.take_back_gift import GiftTakenBack
from zandaka.operations.to_prepaid import TurnedToPrepaid
from zandaka.operations.void import Voided
from zandaka.operations.waive_fee import FeeWaived
from zandaka.operations.withdraw import Withdrawn
from zandaka.operations.write_off_shortfall import ShortfallWrittenOff
from zandaka.providers.network.port import NetworkReply

OUTCOMES: Final[dict[str, type[msgspec.Struct]]] = {
    "open_wallet": Opened,
    "issue": Issued,
    "issue_media": IssuedMedia,
    "load": Loaded,
    "load_coupon": CouponLoaded,
    "pay": Paid,
    "send": Sent,
    "claim": Claimed,
    "return_send": SendReturned,
    "charge": Charged,
    "carry_over": CarriedOver,
    "settle_merchant": MerchantSettled,
    "raise_alarm": AlarmRaised,
    "confirm": Confirmed,
    "refund": Returned,
    "authorise": Authorised,
    "capture": Captured,
    "void": Voided,
    "increase": Increased,
    "end_hold": HoldEnded,
    "force_post": ForcePosted,
    "release": Released,
    "collect_shortfall": ShortfallCollected,
    "write_off_shortfall": ShortfallWrittenOff,
    "extend": Extended,
    "extend_many": ExtendedMany,
    "restore": Restored,
    "lapse": Lapsed,
    "convert": Converted,
    "convert_many": ConvertedMany,
    "leave": Left,
    "give": Given,
    "take_back_gift": GiftTakenBack,
    "remit": Remitted,
    "return_remittance": RemittanceReturned,
    "lapse_gift": GiftLapsed,
    "mirror_coupon": MirroredCoupon,
    "mirror_payment": MirroredPayment,
    "mirror_refund": MirroredRefund,
    "stop": Stopped,
    "resume": Resumed,
    "exchange": Exchanged,
    "forward": Forwarded,
    "identify": Identified,
    "redeem": Redeemed,
    "withdraw": Withdrawn,
    "complete_withdrawal": WithdrawalCompleted,
    "return_withdrawal": WithdrawalReturned,
    "waive_fee": FeeWaived,
    "end_contract": ContractEnded,
    "to_prepaid": TurnedToPrepaid,
    "begin_contract": ContractBegun,
}

#: Keys of an `expect` that are the runner's own.
OF_THE_RUNNER: Final = ("refused", "invalid", "replayed", "key_reused")
#: The same for a message of a network, whose replies say themselves what was refused.
OF_A_MESSAGE: Final = ("unanswered", "invalid", "rule", "key_reused")


def outcome_of(verb: str) -> type[msgspec.Struct]:
    """What the verb or action answers when it is accepted."""
    return ACTIONS[verb].outcome if verb in ACTIONS else OUTCOMES[verb]


def unknown_keys(verb: str, expect: dict[str, object]) -> Iterator[str]:
    """The keys of an `expect` that the verb's answer never has. A refusal's facts are its own."""
    if verb == NETWORK_MESSAGE:
        said = {key: value for key, value in expect.items() if key not in OF_A_MESSAGE}
        yield from _unknown(inspect.type_info(NetworkReply), said, "expect")
        return
    if "refused" in expect or "invalid" in expect:
        return
    said = {key: value for key, value in expect.items() if key not in OF_THE_RUNNER}
    yield from _unknown(inspect.type_info(outcome_of(verb)), said, "expect")


def _unknown(shape: inspect.Type, said: object, where: str) -> Iterator[str]:
    if isinstance(said, list) and isinstance(shape, inspect.VarTupleType):
        for item in cast("list[object]", said):
            yield from _unknown(shape.item_type, item, where)
    if isinstance(said, dict) and isinstance(shape, inspect.StructType):
        fields = {field.encode_name: field.type for field in shape.fields}
        for key, value in cast("dict[str, object]", said).items():
            if key in fields:
                yield from _unknown(fields[key], value, f"{where}.{key}")
            else:
                yield f"{where}.{key}"
