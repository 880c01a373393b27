"""Checks of an incident: a frozen cohort, the reasons for one coupon, the contact desk (R1-R9, R30,
R137)."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, Scope, said
from zandaka.cases.compare import Difference, differences
from zandaka.cases.names import CouponName, OperationName, WalletName
from zandaka.operations.base import Instant
from zandaka.reads import incident_view, incidents
from zandaka.reads.cohorts.why import why
from zandaka.rules import contact_desk
from zandaka.rules.incident import Name


class MemberSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one member."""

    coupon: CouponName | UnsetType = UNSET
    wallet: WalletName | UnsetType = UNSET
    debit: OperationName | UnsetType = UNSET
    prefecture: str | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    position: int | UnsetType = UNSET
    presses: int | UnsetType = UNSET
    confirmed: bool | UnsetType = UNSET
    confirmed_in_run: int | UnsetType = UNSET
    attempts: int | UnsetType = UNSET


class Cohort(Check, frozen=True, kw_only=True):
    """A frozen cohort, the newest version unless `version` names one: how many members and yen,
    who they are - in order of wallet, coupon and debit, or with `coupons` each coupon's yen - and
    whether it came out the same (`same_as`) as an earlier version."""

    cohort: Name
    incident: Name
    version: int | UnsetType = UNSET
    members: int | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    coupons: dict[CouponName, int] | UnsetType = UNSET
    are: tuple[MemberSaid, ...] | UnsetType = UNSET
    same_as: int | UnsetType = UNSET
    overlaps: dict[str, int] | UnsetType = UNSET

    def require_said(self) -> None:
        if not {"members", "yen", "coupons", "are", "same_as", "overlaps"} & said(self).keys():
            raise ValueError("says nothing of the cohort: give members, yen, coupons or are")

    def require_known(self, scope: Scope) -> None:
        _require_incident(self.incident, scope)

    def differences(self, ground: Ground) -> list[Difference]:
        version = None if self.version is UNSET else self.version
        found = incident_view.cohort(ground.connection, self.incident, self.cohort, version)
        if found is None:
            return [Difference("cohort", self.cohort, "not frozen")]
        rows = incidents.members(ground.connection, found.id, (0, 0, 0), 10_000)
        by_coupon: dict[str, int] = {}
        for row in rows:
            name = ground.names.of(row.coupon)
            by_coupon[name] = by_coupon.get(name, 0) + row.yen
        got: dict[str, Any] = {
            "members": found.members,
            "yen": found.yen,
            "coupons": by_coupon,
            "are": [_member(row, ground) for row in rows],
        }
        if self.same_as is not UNSET:
            other = incident_view.cohort(
                ground.connection, self.incident, self.cohort, self.same_as
            )
            same = other is not None and other.hash == found.hash
            got["same_as"] = self.same_as if same else "another hash"
        if self.overlaps is not UNSET:
            got["overlaps"] = {
                next(name for name in one.cohorts if name != self.cohort): one.yen
                for one in incidents.overlaps(ground.connection, self.incident)
                if self.cohort in one.cohorts
            }
        expected = {key: got_ for key, got_ in said(self).items() if key in got}
        if self.are is not UNSET:
            expected["are"] = [said(one) for one in self.are]
        listed = differences(expected, got, "cohort")
        for key in ("coupons", "overlaps"):
            if not listed and key in expected and got[key].keys() != expected[key].keys():
                listed = differences(sorted(expected[key]), sorted(got[key]), f"cohort.{key}")
        return listed


def _member(row: incidents.Member, ground: Ground) -> dict[str, Any]:
    facts = row.facts
    shown = {
        key: facts[key]
        for key in ("position", "presses", "confirmed", "confirmed_in_run")
        if key in facts
    }
    return {
        **shown,
        "attempts": len(facts.get("attempts", ())),
        "coupon": ground.names.of(row.coupon),
        "wallet": ground.names.of(row.wallet),
        "debit": ground.names.of(row.debit) if row.debit else "",
        "prefecture": row.prefecture,
        "yen": row.yen,
    }


class WhyCheck(Check, frozen=True, kw_only=True):
    """Why a coupon is in a frozen cohort or not (`state`: in, out or not_frozen). Each condition
    is met, not_met or unknown; of a cohort of debits, those of the payment `debit`."""

    why: CouponName
    incident: Name
    in_cohort: Name
    debit: OperationName | UnsetType = UNSET
    state: Literal["in", "out", "not_frozen"] | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    conditions: dict[str, Literal["met", "not_met", "unknown"]] | UnsetType = UNSET

    def require_said(self) -> None:
        if not {"state", "yen", "conditions"} & said(self).keys():
            raise ValueError("says nothing of the reasons: give state, yen or conditions")

    def require_known(self, scope: Scope) -> None:
        _require_incident(self.incident, scope)

    def differences(self, ground: Ground) -> list[Difference]:
        terms = ground.terms.incidents[self.incident]
        coupon = ground.names.wallet(self.why)
        cohorts = [one for one in terms.cohort if one.name == self.in_cohort]
        if not cohorts:
            return [Difference("why", self.in_cohort, "no cohort of the terms")]
        [found] = why(ground.connection, self.incident, int(coupon), cohorts)
        debit = None if self.debit is UNSET else ground.names.operation(self.debit)
        got = {
            "state": found.state,
            "yen": found.yen,
            "conditions": {
                one.name: one.result for one in found.conditions if one.debit in (None, debit)
            },
        }
        expected = {key: value for key, value in said(self).items() if key in got}
        return differences(expected, got, "why")


class Desk(Check, frozen=True, kw_only=True):
    """The contact desk of an incident at this instant (R30): whether it is open, and when it opens
    next (now, where it is open)."""

    desk: Name
    open: bool | UnsetType = UNSET
    next_opening: Instant | UnsetType = UNSET

    def require_said(self) -> None:
        if not {"open", "next_opening"} & said(self).keys():
            raise ValueError("says nothing of the desk: give open or next_opening")

    def differences(self, ground: Ground) -> list[Difference]:
        terms = ground.terms.incidents.get(self.desk)
        if terms is None:
            return [Difference("desk", self.desk, "no incident of the terms")]
        got = {
            "open": contact_desk.open_at(terms.desk, ground.now),
            "next_opening": contact_desk.next_opening(terms.desk, ground.now),
        }
        expected = {key: value for key, value in said(self).items() if key in got}
        return differences(expected, got, "desk")


class NoticeDiffCheck(Check, frozen=True, kw_only=True):
    """What the last revision of a notice changed: the lines added and taken away, in order (R2)."""

    notice: int
    incident: Name
    added: tuple[str, ...] | UnsetType = UNSET
    removed: tuple[str, ...] | UnsetType = UNSET

    def require_said(self) -> None:
        if not {"added", "removed"} & said(self).keys():
            raise ValueError("says nothing of the notice: give added or removed")

    def require_known(self, scope: Scope) -> None:
        _require_incident(self.incident, scope)

    def differences(self, ground: Ground) -> list[Difference]:
        found = incident_view.diff(ground.connection, self.incident, self.notice, None, None)
        if found is None:
            return [Difference("notice", f"report {self.notice}", "not published")]
        lines = found.lines[2:]
        got = {
            "added": [line[1:] for line in lines if line.startswith("+")],
            "removed": [line[1:] for line in lines if line.startswith("-")],
        }
        expected = {key: list(value) for key, value in said(self).items() if key in got}
        return differences(expected, got, "notice")


class Publication(Check, frozen=True, kw_only=True):
    """The last proposal to publish an incident (R137): its result, each criterion's, and what was
    decided of it, if anything was."""

    publication: Name
    result: Literal["met", "not_met", "unknown"] | UnsetType = UNSET
    criteria: dict[str, Literal["met", "not_met", "unknown"]] | UnsetType = UNSET
    decided: bool | UnsetType = UNSET
    publish: bool | UnsetType = UNSET

    def require_said(self) -> None:
        if not {"result", "criteria", "decided", "publish"} & said(self).keys():
            raise ValueError("says nothing of the proposal: give result, criteria or decided")

    def require_known(self, scope: Scope) -> None:
        _require_incident(self.publication, scope)

    def differences(self, ground: Ground) -> list[Difference]:
        found = incidents.proposals(ground.connection, self.publication)
        if not found:
            return [Difference("publication", "a proposal", "none was raised")]
        last = found[-1]
        got = {
            "result": last.result,
            "criteria": {one["name"]: one["result"] for one in last.criteria},
            "decided": last.decided_by is not None,
            "publish": last.publish,
        }
        expected = {key: value for key, value in said(self).items() if key in got}
        return differences(expected, got, "publication")


def _require_incident(incident: str, scope: Scope) -> None:
    if incident not in scope.incidents:
        raise ValueError(f"no incident {incident!r} in this case")
