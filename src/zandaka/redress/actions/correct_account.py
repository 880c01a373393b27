"""Correct an account (口座の訂正): a transfer came back, the holder names another account (R28)."""

from typing import Annotated, ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.operations.base import Reason
from zandaka.providers.bank.transfer_file import AccountType
from zandaka.redress.action import Action, Desk
from zandaka.redress.bank import accounts
from zandaka.redress.bank.accounts import AccountDigits, BankCode, BranchCode, NameKana
from zandaka.redress.bank.refunds import lock, move, require_state

_CORRECT: Final = """
UPDATE bank_refunds SET account = %s, account_by = %s, attempt = attempt + 1 WHERE id = %s
"""


class AccountCorrected(msgspec.Struct, frozen=True):
    """The account will be used once another person approves it, in attempt number `attempt`."""

    refund: int
    attempt: int


class CorrectAccount(Action, frozen=True, kw_only=True, tag="correct_account"):
    """Enters the account for a refund whose transfer came back; it may be the same one, if the
    holder insists. Another person then decides."""

    verb: ClassVar[str] = "correct_account"
    ja: ClassVar[str] = (
        "組み戻された返金の口座を訂正する。同じ口座でもよい。別の人が承認してから、次のファイルに入る。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    private: ClassVar[frozenset[str]] = frozenset(
        {"name_kana", "bank", "branch", "account_type", "account_number"}
    )
    outcome: ClassVar[type[msgspec.Struct]] = AccountCorrected

    refund: Annotated[int, msgspec.Meta(ge=1)]
    name_kana: NameKana
    bank: BankCode
    branch: BranchCode
    account_type: AccountType
    account_number: AccountDigits
    reason: Reason

    def act(self, desk: Desk) -> AccountCorrected:
        refund = lock(desk.connection, self.refund)
        require_state(refund, "returned")
        account = accounts.account(
            self.bank, self.branch, self.account_type, self.account_number, self.name_kana
        )
        sealed = accounts.seal(desk.vault, account)
        desk.connection.execute(_CORRECT, (sealed, desk.by, refund.id))
        attempt = refund.attempt + 1
        facts = {"attempt": attempt, "reason": self.reason}
        move(desk.connection, refund.id, desk.now, desk.by, "reopened", facts)
        return AccountCorrected(refund.id, attempt)
