"""An issuer file: who stands behind the instruments, under which registrations (R62, R94),
and how it preserves what holders have with it (R87-R90)."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from zandaka.terms.check import FileCheck
from zandaka.terms.model import Issuer, Registration, Source
from zandaka.terms.preservation import PreservationShape, make_preservations
from zandaka.terms.shape import NameShape, Shape, Text

#: A registration's number is written with five digits.
Number = Annotated[str, msgspec.Meta(pattern=r"^第[0-9]{5}号$")]


class RegistrationShape(Shape, frozen=True, kw_only=True):
    """`[[registration]]`: as what, by which bureau, under which number."""

    kind: Literal["prepaid_third_party", "prepaid_own_business", "funds_transfer_type_2"]
    bureau: Text
    number: Number
    source: Text


class IssuerShape(Shape, frozen=True, kw_only=True):
    """`issuers/<id>.toml`."""

    id: Text
    name: NameShape
    source: Text
    registration: list[RegistrationShape]
    preservation: list[PreservationShape] = []


def make_issuer(
    file_name: str, identifier: str, shape: IssuerShape, sources: Mapping[str, Source]
) -> Issuer:
    """Raises TermsError."""
    check = FileCheck(file_name, sources)
    kinds = [one.kind for one in shape.registration]
    if len(set(kinds)) != len(kinds):
        raise check.refuse("registration", "a kind comes twice")
    return Issuer(
        id=check.identifier(identifier, shape.id),
        name_ja=shape.name.ja,
        name_en=shape.name.en,
        source=check.cite("source", shape.source),
        registrations={
            one.kind: Registration(
                kind=one.kind,
                bureau=one.bureau,
                number=one.number,
                source=check.cite(f"registration[{index}].source", one.source),
            )
            for index, one in enumerate(shape.registration)
        },
        preservations=make_preservations(check, shape.preservation),
    )
