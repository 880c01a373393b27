"""The names a case gives to what its steps make, and the identifiers behind them."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, cast

from zandaka import ids
from zandaka.funds.registry import ACTIONS

#: `coupon` and `wallet` are both wallets; an `operation` is a payment, a hold, a lapse and so on;
#: a `load` made a lot of its own;
#: an `action` is one of redress, whose answer `"$name.key"` speaks of.
NameKind = Literal["coupon", "wallet", "load", "operation", "action"]


class Name(str):
    """A name in a check, and not just any text."""

    __slots__ = ()
    #: What may bear it.
    kinds: ClassVar[frozenset[NameKind]]


class CouponName(Name):
    __slots__ = ()
    kinds = frozenset[NameKind](("coupon",))


class WalletName(Name):
    __slots__ = ()
    kinds = frozenset[NameKind](("coupon", "wallet"))


class OperationName(Name):
    __slots__ = ()
    kinds = frozenset[NameKind](("load", "operation"))


#: What the verbs make, beyond an operation to come back to.
_MAKES: Mapping[str, NameKind] = {
    "issue": "coupon",
    "issue_media": "coupon",
    "mirror_coupon": "coupon",
    "open_wallet": "wallet",
    "load": "load",
    "exchange": "wallet",
}


def made_by(verb: str) -> NameKind:
    """What a step with that verb makes."""
    return "action" if verb in ACTIONS else _MAKES.get(verb, "operation")


def article(kind: NameKind) -> str:
    """The kind as a sentence has it."""
    return f"an {kind}" if kind in ("operation", "action") else f"a {kind}"


def fits(kind: NameKind, wanted: type) -> bool:
    """Whether a name of that kind may stand where an identifier of type `wanted` is expected."""
    if issubclass(wanted, ids.WalletId):
        return kind in ("coupon", "wallet")
    if issubclass(wanted, ids.LotId):
        return kind in ("coupon", "load")
    return issubclass(wanted, ids.OperationId) and kind not in ("wallet", "action")


class Names:
    """Names bound to identifiers while a case runs."""

    def __init__(self) -> None:
        self._wallets: dict[str, ids.WalletId] = {}
        self._operations: dict[str, ids.OperationId] = {}
        self._lots: dict[str, ids.LotId] = {}
        self._printed: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._answers: dict[str, dict[str, Any]] = {}

    def bind(self, name: str, identifier: ids.Id) -> None:
        """Lets `name` stand for `identifier`. A repeat under the same key binds the same again."""
        match identifier:
            case ids.WalletId():
                self._wallets[name] = identifier
            case ids.LotId():
                self._lots[name] = identifier
            case ids.OperationId():
                self._operations[name] = identifier
            case _:
                raise AssertionError(identifier)
        self._texts.setdefault(str(identifier), name)

    def answer(self, name: str, outcome: dict[str, Any]) -> None:
        """Keeps what an action answered."""
        self._answers[name] = outcome

    def filled(self, value: Any) -> Any:
        """A value with every `"$name.key"` replaced by what that action answered, and
        `"$coupon.inquiry"` by the number printed on a coupon. Raises KeyError where the step was
        refused or answered no such thing."""
        if isinstance(value, str) and value.startswith("$"):
            name, _, path = value[1:].partition(".")
            if path == "inquiry" and name in self._printed:
                return self._printed[name]
            found: Any = self._answers[name]
            for key in path.split("."):
                found = cast("Any", found[int(key)] if isinstance(found, list) else found[key])
            return found
        if isinstance(value, list):
            return [self.filled(one) for one in cast("list[Any]", value)]
        if isinstance(value, dict):
            table = cast("dict[str, Any]", value)
            return {key: self.filled(one) for key, one in table.items()}
        return value

    def print_inquiry(self, name: str, number: str) -> None:
        """Keeps the inquiry number printed on a coupon."""
        self._printed[name] = number

    def printed(self, name: str) -> str:
        """The inquiry number printed on a coupon."""
        return self._printed[name]

    def wallet(self, name: str) -> ids.WalletId:
        """The wallet or coupon of that name. Raises KeyError where its step was refused."""
        return self._wallets[name]

    def operation(self, name: str) -> ids.OperationId:
        return self._operations[name]

    def lot(self, name: str) -> ids.LotId | None:
        """The lot that a load of that name made; None for a coupon."""
        return self._lots.get(name)

    def of(self, identifier: ids.Id) -> str:
        """The name of an identifier; its own text where it has none."""
        return self._texts.get(str(identifier), str(identifier))

    def in_place_of_ids(self, value: Any) -> Any:
        """A JSON value with every identifier that has a name replaced by it."""
        if isinstance(value, str):
            return self._texts.get(value, value)
        if isinstance(value, list):
            return [self.in_place_of_ids(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, dict):
            return {
                self._texts.get(str(key), str(key)): self.in_place_of_ids(one)  # pyright: ignore[reportUnknownArgumentType]
                for key, one in value.items()  # pyright: ignore[reportUnknownVariableType]
            }
        return value
