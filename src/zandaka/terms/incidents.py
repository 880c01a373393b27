"""terms/incidents/*.toml: what msgspec cannot see in one block is checked here."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from zandaka.terms.check import FileCheck
from zandaka.terms.incident_model import CohortTerms, IncidentTerms, StepTerms
from zandaka.terms.model import Source
from zandaka.terms.shape import Shape

#: The optional keys that each kind of cohort needs; it may have no other of them.
_NEEDS: Final[dict[str, frozenset[str]]] = {
    "expiring_with_balance": frozenset({"expires_on", "balance_at"}),
    "unconfirmed_debit": frozenset(),
    "repeated_debit": frozenset({"within_seconds"}),
    "evidence": frozenset(),
}
_OPTIONAL: Final = ("expires_on", "balance_at", "within_seconds")


def make_incident(
    file: str, identifier: str, shape: IncidentTerms, sources: Mapping[str, Source]
) -> IncidentTerms:
    """The checked terms of an incident. Raises TermsError."""
    check = FileCheck(file, sources)
    check.identifier(identifier, shape.id)
    _cite(check, shape)
    _once(check, "cohort.name", [one.name for one in shape.cohort])
    _once(check, "step.number", [str(one.number) for one in shape.step])
    _once(check, "brand.id", [one.id for one in shape.brand])
    _once(check, "application.field.name", [one.name for one in shape.application.field])
    for index, cohort in enumerate(shape.cohort):
        _cohort(check, f"cohort[{index}]", cohort)
    names = {one.name for one in shape.cohort}
    for index, step in enumerate(shape.step):
        _step(check, f"step[{index}]", step, names)
    fallback = shape.brand_named(shape.gift.fallback)
    if fallback is None:
        raise check.refuse("gift.fallback", f"{shape.gift.fallback!r} is no brand of this file")
    if fallback.minimum != 1 or fallback.step != 1:
        raise check.refuse("gift.fallback", "must be a brand with minimum 1 and step 1")
    for key, since, until in (
        ("gift", shape.gift.since, shape.gift.until),
        ("application", shape.application.since, shape.application.until),
        ("bank_refund", shape.bank_refund.since, shape.bank_refund.until),
    ):
        if until <= since:
            raise check.refuse(f"{key}.until", "must lie after from")
    for index, brand in enumerate(shape.brand):
        if brand.maximum < brand.minimum:
            raise check.refuse(f"brand[{index}].maximum", "must not lie below minimum")
    if shape.desk.closes <= shape.desk.opens:
        raise check.refuse("desk.closes", "must lie after opens")
    return shape


def _cite(check: FileCheck, shape: IncidentTerms) -> None:
    check.cite("source", shape.source)
    check.cite("desk.source", shape.desk.source)
    for name, blocks in (
        ("desk.period", shape.desk.period),
        ("cohort", shape.cohort),
        ("step", shape.step),
        ("brand", shape.brand),
        ("application.field", shape.application.field),
    ):
        for index, block in enumerate(blocks):
            check.cite(f"{name}[{index}].source", block.source)
    if shape.bank_refund.originator is not None:
        check.cite("bank_refund.originator.source", shape.bank_refund.originator.source)
    for name in ("gift", "application", "bank_refund", "call", "delivery", "publication"):
        block: Shape = getattr(shape, name)
        written = msgspec.structs.asdict(block)
        check.cite(f"{name}.source", written["source"])
        for parameter, source in written.get("source_of", {}).items():
            if parameter not in written:
                raise check.refuse(f"{name}.source_of.{parameter}", "is no key of this block")
            check.cite(f"{name}.source_of.{parameter}", source)


def _once(check: FileCheck, key: str, values: list[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise check.refuse(key, f"{value!r} comes twice")


def _cohort(check: FileCheck, at: str, cohort: CohortTerms) -> None:
    needs = _NEEDS[cohort.kind]
    for key in _OPTIONAL:
        given = getattr(cohort, key) is not None
        if given != (key in needs):
            raise check.refuse(
                f"{at}.{key}",
                f"a cohort of kind {cohort.kind} {'has none' if given else 'needs it'}",
            )


def _step(check: FileCheck, at: str, step: StepTerms, names: set[str]) -> None:
    for name in step.cohorts:
        if name not in names:
            raise check.refuse(f"{at}.cohorts", f"{name!r} is no cohort of this file")
    if (step.until is None) != (step.remedy == "restore"):
        rule = "restore has none" if step.until is not None else f"{step.remedy} needs it"
        raise check.refuse(f"{at}.until", rule)
