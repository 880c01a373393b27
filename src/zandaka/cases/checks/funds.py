"""Checks of funds transfer: whose the money is, and what is about to pass its period."""

from collections import Counter
from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences
from zandaka.cases.names import OperationName, WalletName
from zandaka.operations.base import Instant
from zandaka.reads import rights
from zandaka.reads.rights import Where


class RightsCheck(Check, frozen=True):
    """Yen of funds-transfer money to which the holder of each wallet has the right - on the card,
    sent and not received, paid and not with the merchant yet - now or `as_of` an instant, that
    instant included (R100-R103). `where` looks at one of these places alone."""

    rights: dict[WalletName, int]
    as_of: Instant | None = None
    where: Where | UnsetType = UNSET

    def require_said(self) -> None:
        if not self.rights:
            raise ValueError("names no wallet")

    def differences(self, ground: Ground) -> list[Difference]:
        at = self.as_of or ground.now
        where = self.where
        got: dict[str, int] = {}
        for name in self.rights:
            wallet = int(ground.names.wallet(name))
            found = rights.sums(ground.connection, ground.terms, at, wallet)
            got[name] = sum(one.yen for one in found if where in (UNSET, one.where))
        differ = differences(self.rights, got, "rights")
        listed: Counter[int] = Counter()
        everybody: Counter[tuple[str, str, str]] = Counter()
        for one in rights.stream(ground.connection, ground.terms, at):
            everybody[one.where, one.product, one.held_as] += one.yen
            if where in (UNSET, one.where):
                listed[int(one.wallet)] += one.yen
        for name in self.rights:
            yen = listed[int(ground.names.wallet(name))]
            differ += differences(got[name], yen, f"rights.{name} among everybody's")
        house = sorted(
            (one.where, one.product, one.held_as, one.yen)
            for one in rights.sums(ground.connection, ground.terms, at)
        )
        of_all = sorted((*place, yen) for place, yen in everybody.items())
        return differ + differences(house, of_all, "rights of the house")


class AlarmSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one alarm."""

    subject: OperationName | UnsetType = UNSET
    about: str | UnsetType = UNSET
    due_on: date | UnsetType = UNSET
    yen: int | UnsetType = UNSET


_ALARMS = "SELECT subject, about, due_on, yen FROM alarms ORDER BY due_on, subject"


class Alarms(Check, frozen=True):
    """Every alarm that was raised before a standard period passed, the nearest end first (R108,
    R109)."""

    alarms: tuple[AlarmSaid, ...]

    def require_said(self) -> None:
        if any(not said(one) for one in self.alarms):
            raise ValueError("an alarm says nothing")

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(_ALARMS).fetchall()
        expected = [said(one) for one in self.alarms]
        for one in expected:
            if "subject" in one:
                one["subject"] = int(ground.names.operation(one["subject"]))
        got = [dict(zip(AlarmSaid.__struct_fields__, row, strict=True)) for row in rows]
        return differences(expected, got, "alarms")
