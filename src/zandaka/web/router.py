"""Finds the endpoint of a method and a path: a tree of the path's parts."""

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

import msgspec

from zandaka.errors import Invalid
from zandaka.web.endpoint import Endpoint
from zandaka.web.problem import Failure


class _Node(msgspec.Struct):
    parts: dict[str, "_Node"] = {}
    variable: str = ""
    below: "_Node | None" = None
    methods: dict[str, Endpoint] = {}


class Router:
    """The endpoints by their paths."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._root = _Node()
        # Paths without a variable, such as a payment's, need one look.
        self._fixed: dict[bytes, _Node] = {}
        for endpoint in endpoints:
            node = self._root
            for part in endpoint.path.split("/")[1:]:
                if part.startswith("{"):
                    node.variable = part[1:-1]
                    node.below = node.below or _Node()
                    node = node.below
                else:
                    node = node.parts.setdefault(part, _Node())
            assert endpoint.method not in node.methods, endpoint.path
            node.methods[endpoint.method] = endpoint
            if "{" not in endpoint.path:
                self._fixed[endpoint.path.encode()] = node

    def find(self, method: str, raw_path: bytes) -> tuple[Endpoint, dict[str, str]]:
        """The endpoint and the values in the path. Raises Failure not_found and
        method_not_allowed, Invalid where a part is not UTF-8."""
        values: dict[str, str] = {}
        node = self._fixed.get(raw_path)
        if node is None:
            node = self._root
            # Split before unquoting: an escaped slash is part of a value, not of the path.
            for raw in raw_path.split(b"/")[1:]:
                try:
                    part = unquote_to_bytes(raw).decode()
                except UnicodeDecodeError:
                    raise Invalid("path", "must be UTF-8") from None
                found = node.parts.get(part)
                if found is None and node.below is not None and part:
                    values[node.variable] = part
                    found = node.below
                if found is None:
                    raise Failure("not_found")
                node = found
        endpoint = node.methods.get(method)
        if endpoint is None:
            if not node.methods:
                raise Failure("not_found")
            allow = ", ".join(sorted(node.methods)).encode()
            raise Failure("method_not_allowed", [(b"allow", allow)])
        return endpoint, values
