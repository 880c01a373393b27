"""What a replay needs to know beside the journal: the terms it was made under, and the series."""

from array import array
from datetime import date
from hashlib import sha256
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.breaks import Break

Cursor = psycopg.Cursor[tuple[Any, ...]]

_WALLETS: Final = "SELECT id, product FROM wallets WHERE book = {book} ORDER BY id"


class Facts:
    """Read once for all books. Raises Break where terms are not what their hash says."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.terms: dict[int, dict[str, Any]] = {}
        found = cursor.execute("SELECT id, hash, content FROM terms ORDER BY id")
        for identifier, digest, content in found:
            if sha256(content.encode()).digest() != digest:
                raise Break(None, None, f"terms {identifier}", "their content has another hash")
            self.terms[identifier] = msgspec.json.decode(content)
        self.series: dict[tuple[str, str, str], int] = {
            row[1:]: row[0]
            for row in cursor.execute("SELECT id, product, campaign, prefecture FROM series")
        }
        self.unsettled = {
            row[0] for row in cursor.execute("SELECT operation FROM transits WHERE NOT settled")
        }
        #: Those of them that have arrived in the other book.
        self.arrived: set[int] = set()
        self._names: list[str] = []
        self._products: dict[int, array[int]] = {}
        self._caps: dict[tuple[int, str, str, date], bool] = {}

    def product_of(self, terms: int, campaign: str) -> str:
        """The product a campaign grants."""
        return self.terms[terms]["campaigns"].get(campaign, {}).get("product", "")

    def wallet_product(self, book: int, wallet: int) -> str:
        """A wallet's product; empty where there is no such wallet."""
        products = self._products.get(book)
        if products is None:
            products = self._products[book] = self._load_products(book)
        number = ids.number_of(wallet)
        return self._names[products[number]] if 0 < number < len(products) else ""

    def capped(self, terms: int, product: str, kind: str, day: date) -> bool:
        """Whether the terms set a cap of this kind on that day."""
        asked = (terms, product, kind, day)
        known = self._caps.get(asked)
        if known is None:
            blocks = self.terms[terms]["products"].get(product, {}).get(kind, [])
            begun = [block for block in blocks if block["from"] <= day.isoformat()]
            newest = max(begun, key=lambda block: block["from"], default={"ends": True})
            known = self._caps[asked] = not newest.get("ends", False)
        return known

    def _load_products(self, book: int) -> "array[int]":
        numbers: dict[str, int] = {name: i for i, name in enumerate(self._names)}
        products = array("H", [0])
        name = f"zandaka_wallets_{book}"
        with self._cursor.connection.cursor(name, scrollable=False) as stream:
            stream.itersize = 20_000
            stream.execute(_WALLETS.format(book=book).encode(), binary=True)
            for identifier, product in stream:
                number = numbers.setdefault(product, len(numbers))
                if number == len(self._names):
                    self._names.append(product)
                while len(products) < ids.number_of(identifier):
                    products.append(number)
                products.append(number)
        return products
