"""Register a payout account (出金先口座の登録): the holder's own bank account (R104)."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds import accounts, own_name
from zandaka.funds.actions.record_holder_name import Holder
from zandaka.providers.bank.transfer_file import AccountType
from zandaka.redress.action import Action, Desk
from zandaka.redress.bank.accounts import (
    AccountDigits,
    BankCode,
    BranchCode,
    NameKana,
    account,
)


class PayoutAccountRegistered(msgspec.Struct, frozen=True):
    """The account's number, by which withdrawals name it. `ends_with` are its last two digits."""

    account: int
    holder: str
    ends_with: str


class RegisterPayoutAccount(Action, frozen=True, kw_only=True, tag="register_payout_account"):
    """Registers a bank account of the holder, sealed. Bank, branch and the characters of the name
    are checked at once, and the name must be the holder's as the check of the identity found it:
    kana against kana, however either was typed. The same account again has the same number."""

    verb: ClassVar[str] = "register_payout_account"
    ja: ClassVar[str] = (
        "出金先の銀行口座を、暗号化して登録する。銀行・支店の有無と、名義が本人確認の氏名と同じことを"
        "その場で確かめる(カナの全角・半角などの違いは問わない)。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("holder", "issuer", "operator")
    private: ClassVar[frozenset[str]] = frozenset(
        {"name_kana", "bank", "branch", "account_type", "account_number"}
    )
    outcome: ClassVar[type[msgspec.Struct]] = PayoutAccountRegistered

    holder: Holder
    bank: BankCode
    branch: BranchCode
    account_type: AccountType
    account_number: AccountDigits
    name_kana: NameKana

    def act(self, desk: Desk) -> PayoutAccountRegistered:
        accounts.require_self(desk, self.holder)
        found = account(
            self.bank, self.branch, self.account_type, self.account_number, self.name_kana
        )
        own_name.require(desk, self.holder, self.name_kana)
        number = accounts.register(desk, self.holder, found)
        return PayoutAccountRegistered(number, self.holder, found.number[-2:])
