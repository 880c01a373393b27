"""Checks of repayment by bank transfer (R28)."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences
from zandaka.redress.bank import view


class RefundsSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many refunds stand in a state, and the yen taken for them."""

    refunds: int | UnsetType = UNSET
    yen: int | UnsetType = UNSET


class TransferFileSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one file."""

    state: str | UnsetType = UNSET
    records: int | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    paid: int | UnsetType = UNSET
    returned: int | UnsetType = UNSET
    waiting: int | UnsetType = UNSET


class BankRefunds(Check, frozen=True):
    """Where the bank refunds of an incident stand, by state, and its transfer files in the order in
    which they were made."""

    bank_refunds: str
    states: dict[str, RefundsSaid] | UnsetType = UNSET
    files: tuple[TransferFileSaid, ...] | UnsetType = UNSET

    def require_said(self) -> None:
        if self.states is UNSET and self.files is UNSET:
            raise ValueError("says nothing of the refunds: give states or files")

    def differences(self, ground: Ground) -> list[Difference]:
        found = view.of_incident(ground.connection, self.bank_refunds)
        got: dict[str, Any] = {
            "states": {one.state: {"refunds": one.refunds, "yen": one.yen} for one in found.states},
            "files": [msgspec.to_builtins(one) for one in found.files],
        }
        expected: dict[str, Any] = {}
        if self.states is not UNSET:
            expected["states"] = {state: said(one) for state, one in self.states.items()}
        if self.files is not UNSET:
            expected["files"] = [said(one) for one in self.files]
        return differences(expected, got, "bank_refunds")
