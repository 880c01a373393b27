"""Which banks and branches there are (zengin-code), with the names a transfer file carries.

The list has no dates: it knows what exists today, not what existed when a file was made. So a
file keeps the names it was made with."""

from functools import cache
from typing import Any, Final, cast

import msgspec

from zandaka.errors import Invalid
from zandaka.providers.bank.characters import PLACE, half_width, require

#: C15 in every record.
_NAME: Final = 15


class Office(msgspec.Struct, frozen=True):
    """A branch of a bank: codes, and both names in half-width kana as a file has them."""

    bank: str
    bank_name: str
    branch: str
    branch_name: str


def office(bank: str, branch: str) -> Office:
    """The branch of these codes. Raises Invalid, naming the field for which there is none."""
    found = _banks().get(bank)
    if found is None:
        raise Invalid("bank", "is no bank of Japan: 4 digits, as the bank book has them")
    inside = found.branches.get(branch)
    if inside is None:
        raise Invalid("branch", "is no branch of that bank: 3 digits, as the bank book has them")
    return Office(bank, _name(found.kana), branch, _name(inside.kana))


@cache
def _banks() -> dict[str, Any]:
    # Reads 29,000 branches from disk: on first use, not whenever the program starts.
    from zengin_code import Bank

    return cast("dict[str, Any]", Bank.all)


def _name(kana: str) -> str:
    # Foreign banks are listed with full stops and blanks, which this field does not take.
    plain = half_width(kana).replace(".", "").replace(" ", "")
    return require(plain, PLACE)[:_NAME]
