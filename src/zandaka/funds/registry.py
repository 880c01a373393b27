"""Every action and every worker there is: those of redress, and those of money that moves on."""

from typing import Final

from zandaka.funds.actions.ask_identity import AskIdentity
from zandaka.funds.actions.close_payout_account import ClosePayoutAccount
from zandaka.funds.actions.close_payout_alarm import ClosePayoutAlarm
from zandaka.funds.actions.decide_settlement import DecideSettlement
from zandaka.funds.actions.end_standing_order import EndStandingOrder
from zandaka.funds.actions.erase_records import EraseRecords
from zandaka.funds.actions.import_payout_results import ImportPayoutResults
from zandaka.funds.actions.make_payout_file import MakePayoutFile
from zandaka.funds.actions.record_holder_name import RecordHolderName
from zandaka.funds.actions.record_identity import RecordIdentity
from zandaka.funds.actions.register_payout_account import RegisterPayoutAccount
from zandaka.funds.actions.release_payout_file import ReleasePayoutFile
from zandaka.funds.actions.set_standing_order import SetStandingOrder
from zandaka.funds.actions.settle_payout import SettlePayout
from zandaka.funds.work.exchanged import Strayed
from zandaka.funds.work.holds import EndedHolds, ReleasedValue
from zandaka.funds.work.identities import AskIdentities, TellWallets
from zandaka.funds.work.machines import AskMachines
from zandaka.funds.work.network import UnansweredMessages
from zandaka.funds.work.payout_alarms import RaisePayoutAlarms
from zandaka.funds.work.payouts import BookPayouts
from zandaka.funds.work.periods import StandardPeriods
from zandaka.funds.work.sends import ReturnedSends
from zandaka.funds.work.shortfalls import CollectShortfalls
from zandaka.funds.work.standing import AskFunding, BookStanding, FindDue
from zandaka.redress import registry as redress
from zandaka.redress.action import Action
from zandaka.redress.worker import Worker

ACTIONS: Final[dict[str, type[Action]]] = {
    **redress.ACTIONS,
    **{
        action.verb: action
        for action in list[type[Action]]((
            RecordIdentity, AskIdentity,
            RecordHolderName, RegisterPayoutAccount, ClosePayoutAccount,
            MakePayoutFile, ReleasePayoutFile, ImportPayoutResults, SettlePayout,
            DecideSettlement, ClosePayoutAlarm, EraseRecords,
            SetStandingOrder, EndStandingOrder,
        ))
    },
}  # fmt: skip

WORKERS: Final[tuple[Worker, ...]] = (
    *redress.WORKERS,
    AskIdentities(), TellWallets(), Strayed(),
    FindDue(), AskFunding(), BookStanding(),
    AskMachines(), BookPayouts(), RaisePayoutAlarms(),
    ReturnedSends(), StandardPeriods(), EndedHolds(), ReleasedValue(),
    CollectShortfalls(),
    UnansweredMessages(),
)  # fmt: skip
