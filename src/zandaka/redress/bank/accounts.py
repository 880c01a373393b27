"""A holder's bank account: checked when it is entered, sealed from then on."""

from typing import Annotated, Final

import msgspec

from zandaka.directory.vault import Vault
from zandaka.errors import Invalid, Refusal
from zandaka.providers.bank import characters
from zandaka.providers.bank.directory import office
from zandaka.providers.bank.transfer_file import AccountType, BankAccount, Originator
from zandaka.terms.incident_model import BankRefundTerms, OriginatorTerms

#: Under which accounts are sealed, in refunds and in the lines of files alike.
ACCOUNT: Final = "bank account"
#: Longer than any name a file carries; longer still is no name.
_LONGEST_NAME: Final = 200

BankCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}$")]
BranchCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}$")]
AccountDigits = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9]{1,7}$", description="Up to 7 digits; zeros are put before.")
]
NameKana = Annotated[
    str,
    msgspec.Meta(
        min_length=1, max_length=_LONGEST_NAME, description="The name in kana, as in the bank book."
    ),
]


def account(bank: str, branch: str, kind: AccountType, number: str, name_kana: str) -> BankAccount:
    """The account as a file names it. Raises Invalid with the field that is wrong: the bank or
    branch does not exist, or the name has characters that banks do not take."""
    place = office(bank, branch)
    try:
        name = characters.party(name_kana)
    except ValueError as error:
        raise Invalid("name_kana", str(error)) from None
    return BankAccount(place, kind, number.rjust(7, "0"), name)


def seal(vault: Vault, one: BankAccount) -> bytes:
    """An account as the tables keep it."""
    return vault.seal(ACCOUNT, msgspec.json.encode(one).decode())


def opened(vault: Vault, sealed: bytes) -> BankAccount:
    """What `seal` was given. Raises SealBroken."""
    return msgspec.json.decode(vault.open(ACCOUNT, bytes(sealed)), type=BankAccount)


def originator(terms: BankRefundTerms) -> tuple[Originator, OriginatorTerms]:
    """The account that pays. Refuses no_originator where the terms name none that exists."""
    own = terms.originator
    if own is None:
        raise Refusal("no_originator", source=terms.source)
    try:
        paying = account(own.bank, own.branch, own.account_type, own.account_number, own.name_kana)
    except Invalid as invalid:
        raise Refusal(
            "no_originator", field=invalid.field, rule=invalid.rule, source=own.source
        ) from None
    return Originator(own.code, paying), own
