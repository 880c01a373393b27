"""The terms as plain values: read from a folder, changed by an overlay, written canonically."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from zandaka.terms.errors import TermsError

#: "sources" or one of FOLDERS -> id -> what the file says.
Tree = dict[str, dict[str, Any]]

SOURCES_FILE: Final = "sources.toml"
FOLDERS: Final = ("campaigns", "incidents", "issuers", "products")
#: Where the order of blocks means something.
_IN_ORDER: Final = frozenset({"incidents"})
_KINDS: Final = ("sources", *FOLDERS)


def file_name(kind: str, identifier: str) -> str:
    """The file, within the terms folder, in which an id is written."""
    return SOURCES_FILE if kind == "sources" else f"{kind}/{identifier}.toml"


def read_tree(folder: Path) -> Tree:
    """Every TOML file of the folder. Raises TermsError for a file that cannot be read or has no
    place here: one that nobody reads would look like terms in force."""
    if not (folder / SOURCES_FILE).is_file():
        raise TermsError(SOURCES_FILE, "", f"not found in the terms folder {folder}")
    tree: Tree = {kind: {} for kind in _KINDS}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        match name.split("/"):
            case ["sources.toml"]:
                tree["sources"] = _parse(path, name)
            case [kind, _] if kind in FOLDERS:
                tree[kind][path.stem] = _parse(path, name)
            case _:
                raise TermsError(name, "", f"only {SOURCES_FILE} and {', '.join(FOLDERS)} have one")
    return tree


def _parse(path: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise TermsError(name, "", f"cannot be read as TOML: {problem}") from problem


def overlaid(tree: Tree, overlay: Mapping[str, Any]) -> Tree:
    """The tree with the overlay's values over it. Tables merge key by key; an array, such as all
    blocks of one value, is replaced as a whole. Raises TermsError for an unknown kind or for
    anything but a table where a file's content belongs."""
    for kind, entries in overlay.items():
        if kind not in _KINDS:
            raise TermsError("overlay", kind, f"only {', '.join(_KINDS)} can be laid over")
        if not isinstance(entries, Mapping):
            raise TermsError("overlay", kind, "a table of ids is wanted")
        for identifier, entry in cast("Mapping[str, Any]", entries).items():
            if not isinstance(entry, Mapping):
                raise TermsError("overlay", f"{kind}.{identifier}", "a table is wanted")
    return _merged(tree, overlay)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = (
            _merged(cast("Mapping[str, Any]", below), cast("Mapping[str, Any]", value))
            if both
            else value
        )
    return result


def canonical(tree: Tree) -> str:
    """The checked tree as JSON: keys sorted, dates in ISO 8601, and arrays sorted too, but for an
    incident's, whose form and gifts are shown in the order of the file. The same values give the
    same text, however they were laid out."""
    ordered = {
        kind: entries if kind in _IN_ORDER else _sorted_arrays(entries)
        for kind, entries in tree.items()
        # Terms from before there were issuers keep their hash.
        if entries or kind != "issuers"
    }
    return msgspec.json.encode(ordered, order="sorted").decode()


def _sorted_arrays(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted_arrays(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        items = [_sorted_arrays(item) for item in cast("list[Any]", value)]
        return sorted(items, key=lambda item: msgspec.json.encode(item, order="sorted"))
    return value
