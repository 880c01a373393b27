"""The kinds of check. A check's kind is the key that only this kind has; a new one is a struct and
a line here."""

from typing import Final

from zandaka.cases.checks.base import Check, Ground, Scope
from zandaka.cases.checks.disclosure import Disclosure
from zandaka.cases.checks.funds import Alarms, RightsCheck
from zandaka.cases.checks.incident import Attempts, Debits, Expiring, Repeated
from zandaka.cases.checks.redress_bank import BankRefunds
from zandaka.cases.checks.redress_claims import ClaimCheck, LodgingCheck
from zandaka.cases.checks.redress_gifts import Entitlements, GiftLinks, GiftOrders
from zandaka.cases.checks.redress_incidents import (
    Cohort,
    Desk,
    NoticeDiffCheck,
    Publication,
    WhyCheck,
)
from zandaka.cases.checks.redress_messages import Bounced, MessagesCheck
from zandaka.cases.checks.redress_plans import PlanCheck
from zandaka.cases.checks.value import (
    Accounts,
    Available,
    Balances,
    Exemption,
    Extensions,
    Gifts,
    History,
    Inquiry,
    WalletCheck,
)
from zandaka.cases.checks.whole import InFlight, SumOfBooks, Verify

__all__ = ["KINDS", "Check", "Ground", "Scope", "Verify"]

KINDS: Final[dict[str, type[Check]]] = {
    "balances": Balances,
    "available": Available,
    "wallet": WalletCheck,
    "accounts": Accounts,
    "gifts": Gifts,
    "extensions": Extensions,
    "exemption": Exemption,
    "lines": History,
    "inquiry": Inquiry,
    "disclosure": Disclosure,
    "coupons_expiring": Expiring,
    "debits": Debits,
    "repeated_debits": Repeated,
    "attempts": Attempts,
    "cohort": Cohort,
    "why": WhyCheck,
    "desk": Desk,
    "notice": NoticeDiffCheck,
    "publication": Publication,
    "claim": ClaimCheck,
    "lodging": LodgingCheck,
    "bank_refunds": BankRefunds,
    "entitlements": Entitlements,
    "gift_orders": GiftOrders,
    "gift_links": GiftLinks,
    "messages": MessagesCheck,
    "unreached": Bounced,
    "plan": PlanCheck,
    "rights": RightsCheck,
    "alarms": Alarms,
    "sum_of_books": SumOfBooks,
    "in_flight": InFlight,
    "verify": Verify,
}
