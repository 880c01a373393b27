"""Identifiers. One integer names a thing in the whole house and carries its book:
`book << 40 | number`. In public it is written `w3-1042`: what it is, book, number."""

import hashlib
import re
from typing import ClassVar, Final, Self

_SHIFT: Final = 40
_MASK: Final = (1 << _SHIFT) - 1
_PUBLIC: Final = re.compile(r"(w|op|lot)(0|[1-9][0-9]{0,3})-([1-9][0-9]{0,11})", re.ASCII)

MAX_BOOKS: Final = 1024


def make(book: int, number: int) -> int:
    """The identifier of thing `number` of `book`."""
    return book << _SHIFT | number


def book_of(identifier: int) -> int:
    """The book in which the thing lives."""
    return identifier >> _SHIFT


def number_of(identifier: int) -> int:
    """The thing's number within its book."""
    return identifier & _MASK


class Id(int):
    """An identifier as commands carry it: an integer inside, text such as `w3-1042` outside."""

    __slots__ = ()
    prefix: ClassVar[str]

    def __str__(self) -> str:
        return f"{self.prefix}{self >> _SHIFT}-{self & _MASK}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identifier written as `text`. Raises ValueError unless it is one of this kind."""
        found = _PUBLIC.fullmatch(text)
        if found is None or found[1] != cls.prefix:
            raise ValueError(f"must look like {cls.prefix}0-12, got {text[:40]!r}")
        book, number = int(found[2]), int(found[3])
        if book >= MAX_BOOKS or number > _MASK:
            raise ValueError(f"no such book or number: {text!r}")
        return cls(make(book, number))


class WalletId(Id):
    __slots__ = ()
    prefix = "w"


class OperationId(Id):
    __slots__ = ()
    prefix = "op"


class LotId(Id):
    __slots__ = ()
    prefix = "lot"


def lot_text(identifier: int) -> str:
    """A lot's public form: `str(LotId(identifier))` for the hottest path."""
    return f"lot{identifier >> _SHIFT}-{identifier & _MASK}"


def to_json(value: object) -> str:
    """msgspec's `enc_hook` for identifiers."""
    if isinstance(value, Id):
        return str(value)
    raise NotImplementedError(f"no JSON form for {type(value).__name__}")


def from_json(kind: type, value: object) -> Id:
    """msgspec's `dec_hook` for identifiers. Raises ValueError, which msgspec places."""
    if issubclass(kind, Id):
        if not isinstance(value, str):
            raise ValueError(f"must be text such as {kind.prefix}0-12")
        return kind.parse(value)
    raise NotImplementedError(f"no JSON form for {kind.__name__}")


def operation_key(caller: str, key: str) -> bytes:
    """16 bytes that stand for a caller's idempotency key. Two callers never share one."""
    return hashlib.blake2b(f"{caller}\0{key}".encode(), digest_size=16).digest()


def home_book(key: bytes, books: int) -> int:
    """The book in which a wallet opened under `key` will live: the same one each time it is
    asked, so that a repeated request finds the first one's outcome."""
    return int.from_bytes(key[:8], "big") % books


def inquiry_number(prefecture: str, wallet: int) -> str:
    """The number printed beside a paper coupon: finds it, and cannot redeem it (R18, R21).

    16 digits: prefecture, book, number, and a Luhn digit that catches one wrong or two swapped
    digits read over the telephone."""
    digits = f"{prefecture or '00'}{book_of(wallet):04}{number_of(wallet):09}"
    number = digits + _luhn(digits)
    return "-".join(number[i : i + 4] for i in range(0, 16, 4))


def read_inquiry_number(text: str) -> str:
    """`text` in the printed form. Raises ValueError where a digit is wrong or missing."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) != 16 or not digits.isascii() or not digits.isdigit():
        raise ValueError("must be 16 digits, such as 1300-0200-0000-1234")
    if _luhn(digits[:15]) != digits[15]:
        raise ValueError("the check digit does not match: a digit is wrong")
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _luhn(digits: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if position % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
