"""Every action and every worker there is."""

from typing import Final

from zandaka.redress.action import Action
from zandaka.redress.actions.add_evidence import AddEvidence
from zandaka.redress.actions.amend_incident import AmendIncident
from zandaka.redress.actions.apply import Apply
from zandaka.redress.actions.apply_bank_refund import ApplyBankRefund
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.cancel_gift import CancelGift
from zandaka.redress.actions.check_shop import CheckShop
from zandaka.redress.actions.choose_gift import ChooseGift
from zandaka.redress.actions.choose_gift_for import ChooseGiftFor
from zandaka.redress.actions.confirm_address import ConfirmAddress
from zandaka.redress.actions.correct_account import CorrectAccount
from zandaka.redress.actions.correct_address import CorrectAddress
from zandaka.redress.actions.decide_bank_refund import DecideBankRefund
from zandaka.redress.actions.decide_claim import DecideClaim
from zandaka.redress.actions.decide_publication import DecidePublication
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.draft_plan import DraftPlan
from zandaka.redress.actions.freeze_cohort import FreezeCohort
from zandaka.redress.actions.freeze_cohorts import FreezeCohorts
from zandaka.redress.actions.import_results import ImportResults
from zandaka.redress.actions.judge_publication import JudgePublication
from zandaka.redress.actions.make_transfer_file import MakeTransferFile
from zandaka.redress.actions.pause_plan import PausePlan
from zandaka.redress.actions.publish_notice import PublishNotice
from zandaka.redress.actions.release_transfer_file import ReleaseTransferFile
from zandaka.redress.actions.report_bounce import ReportBounce
from zandaka.redress.actions.resend_gift import ResendGift
from zandaka.redress.actions.resume_plan import ResumePlan
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.actions.stop_plan import StopPlan
from zandaka.redress.actions.take_in_call import TakeInCall
from zandaka.redress.work.applicants import ApplicantWorker
from zandaka.redress.work.awards import AwardWorker
from zandaka.redress.work.bank_refunds import Book, FinishFiles, TakeOwed
from zandaka.redress.work.contacts import ForgetContacts
from zandaka.redress.work.gift_books import GiftBooks
from zandaka.redress.work.gift_lapse import GiftLapse
from zandaka.redress.work.gift_links import GiftLinks
from zandaka.redress.work.gift_orders import GiftOrders
from zandaka.redress.work.messages import Messages
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import Worker

ACTIONS: Final[dict[str, type[Action]]] = {
    action.verb: action
    for action in list[type[Action]]((
        DeclareIncident, AmendIncident, PublishNotice, FreezeCohort, FreezeCohorts, AddEvidence,
        JudgePublication, DecidePublication,
        DraftPlan, ApprovePlan, StartStep, PausePlan, ResumePlan, StopPlan,
        Apply, TakeInCall, CheckShop, DecideClaim,
        ChooseGift, ChooseGiftFor, CancelGift, ResendGift,
        ReportBounce, CorrectAddress, ConfirmAddress,
        ApplyBankRefund, DecideBankRefund, CorrectAccount, MakeTransferFile, ReleaseTransferFile,
        ImportResults,
    ))
}  # fmt: skip

#: In the order in which one thing follows from another.
WORKERS: Final[tuple[Worker, ...]] = (
    PlanWorker(), AwardWorker(), ApplicantWorker(),
    TakeOwed(), Book(), FinishFiles(),
    GiftLinks(), GiftOrders(), GiftBooks(), GiftLapse(),
    Messages("mail"), Messages("sms"), ForgetContacts(),
)  # fmt: skip
