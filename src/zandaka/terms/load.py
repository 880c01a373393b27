"""Terms in: from a folder of TOML files, or from what an earlier load left in the database."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import msgspec

from zandaka.terms.campaigns import make_campaign
from zandaka.terms.errors import TermsError
from zandaka.terms.incident_model import IncidentTerms
from zandaka.terms.incidents import make_incident
from zandaka.terms.issuers import IssuerShape, make_issuer
from zandaka.terms.model import Source, Terms
from zandaka.terms.products import check_together, make_product
from zandaka.terms.sense import require_sense
from zandaka.terms.shapes import CampaignShape, ProductShape, Shape, SourceShape
from zandaka.terms.tree import FOLDERS, Tree, canonical, file_name, overlaid, read_tree

__all__ = ["TermsError", "load_terms", "stored_terms"]

S = TypeVar("S", bound=Shape)

#: TOML has dates of its own: a date in quotes is text and is refused as one.
_TOML_TYPES: Final = (date, datetime, time)
_AT: Final = re.compile(r"(?P<rule>.*?)(?: - at `\$?\.?(?P<key>.*)`)?", re.DOTALL)
_KEY_IN_RULE: Final = re.compile(
    r"Object (?P<what>contains unknown|missing required) field `(?P<name>.*)`"
)


def load_terms(folder: Path, overlay: Mapping[str, Any] | None = None) -> Terms:
    """Reads `sources.toml` and the files of `issuers`, `products`, `campaigns` and `incidents`.

    `overlay` asks a what-if: values keyed like `{"products": {"regional-coupon":
    {"restore_borne_by": "issuer"}}}`, laid over the files before they are checked, and part of
    the hash. Raises TermsError, with file, key and rule, for anything the format in
    docs/reference/terms.md does not allow."""
    tree = read_tree(folder)
    terms = _terms(tree if overlay is None else overlaid(tree, overlay), _TOML_TYPES)
    for product in terms.products.values():
        require_sense(file_name("products", product.id), product, terms.products)
    return terms


def stored_terms(content: str) -> Terms:
    """The terms whose `content` this is: equal to the ones it came from, hash included, so that a
    decision can be asked again under the terms it was made under. Raises TermsError."""
    try:
        tree = msgspec.json.decode(content, type=dict[str, dict[str, Any]])
    except msgspec.DecodeError as problem:
        raise TermsError("stored terms", "", str(problem)) from problem
    # In JSON a date is text, so no type passes through unread.
    return _terms(tree, ())


def _terms(tree: Tree, native: tuple[type, ...]) -> Terms:
    # Before a folder is added that was not there yet when these terms were stored.
    content = canonical(tree)
    tree = {"sources": {}, **{folder: {} for folder in FOLDERS}, **tree}
    sources = {
        name: _source(name, _shape("sources", name, entry, SourceShape, native))
        for name, entry in tree["sources"].items()
    }
    issuers = {
        name: make_issuer(
            file_name("issuers", name),
            name,
            _shape("issuers", name, entry, IssuerShape, native),
            sources,
        )
        for name, entry in tree["issuers"].items()
    }
    products = {
        name: make_product(
            file_name("products", name),
            name,
            _shape("products", name, entry, ProductShape, native),
            sources,
            issuers,
        )
        for name, entry in tree["products"].items()
    }
    for product in products.values():
        check_together(file_name("products", product.id), product, products)
    campaigns = {
        name: make_campaign(
            file_name("campaigns", name),
            name,
            _shape("campaigns", name, entry, CampaignShape, native),
            sources,
            products,
        )
        for name, entry in tree["campaigns"].items()
    }
    incidents = {
        name: make_incident(
            file_name("incidents", name),
            name,
            _shape("incidents", name, entry, IncidentTerms, native),
            sources,
        )
        for name, entry in tree["incidents"].items()
    }
    return Terms(
        products=products,
        campaigns=campaigns,
        incidents=incidents,
        sources=sources,
        issuers=issuers,
        content=content,
        hash=hashlib.sha256(content.encode()).digest(),
    )


def _source(identifier: str, shape: SourceShape) -> Source:
    return Source(
        id=identifier,
        title_ja=shape.title_ja,
        title_en=shape.title_en,
        publisher=shape.publisher,
        date=shape.date,
        note=shape.note,
    )


def _shape(
    kind: str, identifier: str, entry: object, shape: type[S], native: tuple[type, ...]
) -> S:
    try:
        return msgspec.convert(entry, shape, builtin_types=native)
    except msgspec.ValidationError as problem:
        # `sources.toml` holds all sources, each under its id; the other files hold one thing.
        within = identifier if kind == "sources" else ""
        raise _located(file_name(kind, identifier), within, str(problem)) from problem


def _located(file: str, within: str, message: str) -> TermsError:
    """msgspec's message, with the key it speaks of where the author looks for it."""
    found = cast("re.Match[str]", _AT.fullmatch(message))
    rule, keys = found["rule"], [within, found["key"] or ""]
    named = _KEY_IN_RULE.fullmatch(rule)
    if named is not None:
        keys.append(named["name"])
        unknown = named["what"] == "contains unknown"
        rule = "unknown key" if unknown else "this key is missing"
    return TermsError(file, ".".join(key for key in keys if key), rule)
