"""A product file, checked and turned into a `Product`."""

from collections.abc import Collection, Mapping
from typing import Final

from zandaka.terms.blocks import YenBlock
from zandaka.terms.check import FileCheck
from zandaka.terms.dated import Dated
from zandaka.terms.errors import TermsError
from zandaka.terms.instrument import accepting, issuing, media, paying, sending, withdrawing
from zandaka.terms.model import LIMIT_KINDS, LimitKind, Product, Source
from zandaka.terms.shapes import ProductShape

_PARAMETERS: Final = (
    "legal_kind",
    "forms",
    "expiry_policy",
    "acceptance",
    "lapse_to",
    "restore_borne_by",
    "beyond_max_total_validity",
    "holds",
    "tier",
)
#: Policies that count months.
_COUNTED: Final = ("months_after_load", "months_after_use")
_COUNTED_SAID: Final = " or ".join(f'"{policy}"' for policy in _COUNTED)


def make_product(
    file_name: str,
    identifier: str,
    shape: ProductShape,
    sources: Mapping[str, Source],
    issuers: Collection[str] = (),
) -> Product:
    """Raises TermsError."""
    check = FileCheck(file_name, sources)
    if len(set(shape.forms)) != len(shape.forms):
        raise check.refuse("forms", "a form comes twice")
    if (shape.expiry_policy in _COUNTED) != bool(
        shape.validity
    ) and shape.expiry_policy != "medium":
        raise check.refuse("validity", f"goes with expiry_policy {_COUNTED_SAID}, and only then")
    if shape.accepting.place and shape.acceptance != "networks":
        raise check.refuse("accepting.place", 'goes with acceptance = "networks", and only then')
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
        holds=frozenset(shape.holds),
        tier=shape.tier,
        issuing=issuing.make(check, shape.issuing, issuers),
        accepting=accepting.make(check, shape.accepting),
        media=media.make(check, shape.media),
        paying=paying.make(check, shape.paying),
        sending=sending.make(check, shape.sending),
        withdrawing=withdrawing.make(check, shape.withdrawing),
        max_total_validity=check.series("max_total_validity", enumerate(shape.max_total_validity)),
    )


def check_together(file_name: str, product: Product, products: Mapping[str, Product]) -> None:
    """What one product says of others. Raises TermsError."""
    for held in sorted(product.holds):
        if held not in products or held == product.id:
            raise TermsError(file_name, "holds", f"{held!r} is not another product")
    if product.holds and product.legal_kind == "funds_transfer":
        # The end of its contract closes the wallet, and nothing else may be locked up in it (R115).
        raise TermsError(file_name, "holds", "funds-transfer value lies beside others, never below")
    for key, other in (*media.named(product.media), *sending.named(product.sending)):
        if other not in products or other == product.id:
            raise TermsError(file_name, key, f"{other!r} is not another product")
    if not product.forms and not any(product.id in other.holds for other in products.values()):
        raise TermsError(file_name, "forms", "names none, and no other product holds its value")


def _limits(check: FileCheck, shape: ProductShape) -> dict[LimitKind, Dated[int]]:
    return {kind: check.series(kind, enumerate(_blocks(shape, kind))) for kind in LIMIT_KINDS}


def _blocks(shape: ProductShape, kind: LimitKind) -> list[YenBlock]:
    found: list[YenBlock] = getattr(shape, kind)
    return found
