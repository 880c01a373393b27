"""A product file, checked and turned into a `Product`."""

from collections.abc import Mapping
from typing import Final

from zandaka.terms.check import FileCheck
from zandaka.terms.dated import Dated
from zandaka.terms.model import LimitKind, Product, Source
from zandaka.terms.shapes import ProductShape

_PARAMETERS: Final = (
    "legal_kind",
    "forms",
    "expiry_policy",
    "acceptance",
    "lapse_to",
    "restore_borne_by",
    "beyond_max_total_validity",
)


def make_product(
    file_name: str, identifier: str, shape: ProductShape, sources: Mapping[str, Source]
) -> Product:
    """Raises TermsError."""
    check = FileCheck(file_name, sources)
    if len(set(shape.forms)) != len(shape.forms):
        raise check.refuse("forms", "a form comes twice")
    if (shape.expiry_policy == "months_after_load") != bool(shape.validity):
        raise check.refuse("validity", 'goes with expiry_policy "months_after_load", and only then')
    return Product(
        id=check.identifier(identifier, shape.id),
        name_ja=shape.name.ja,
        name_en=shape.name.en,
        legal_kind=shape.legal_kind,
        forms=frozenset(shape.forms),
        expiry_policy=shape.expiry_policy,
        acceptance=shape.acceptance,
        lapse_to=shape.lapse_to,
        restore_borne_by=shape.restore_borne_by,
        beyond_max_total_validity=shape.beyond_max_total_validity,
        source=check.cite("source", shape.source),
        source_of=check.source_of(shape.source_of, _PARAMETERS),
        limits=_limits(check, shape),
        validity=check.series("validity", enumerate(shape.validity)),
        max_total_validity=check.series("max_total_validity", enumerate(shape.max_total_validity)),
    )


def _limits(check: FileCheck, shape: ProductShape) -> dict[LimitKind, Dated[int]]:
    return {
        "load_max": check.series("load_max", enumerate(shape.load_max)),
        "load_day_max": check.series("load_day_max", enumerate(shape.load_day_max)),
        "balance_max": check.series("balance_max", enumerate(shape.balance_max)),
        "pay_max": check.series("pay_max", enumerate(shape.pay_max)),
        "pay_day_max": check.series("pay_day_max", enumerate(shape.pay_day_max)),
    }
