"""Makes a database ready for a set of terms: its books, its terms and its series of lots."""

from typing import Any

import psycopg

from zandaka import ids
from zandaka.ledger.model import Series
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]


def prepare(connection: Connection, terms: Terms, books: int) -> tuple[int, list[Series]]:
    """Opens books 0..`books`-1 where they are missing, and records the terms and their series.

    Returns the terms' id and every series. Safe to run again and from two processes."""
    with connection.transaction():
        for book in range(books):
            first = ids.make(book, 0)
            connection.execute(
                "INSERT INTO books (book, operation, transfer, account, wallet) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (book, first, first, first, first),
            )
        connection.execute(
            "INSERT INTO terms (hash, content) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (terms.hash, terms.content),
        )
        for product in terms.products.values():
            _series(connection, product.id, "", "", product.legal_kind)
        for campaign in terms.campaigns.values():
            legal_kind = terms.products[campaign.product].legal_kind
            for prefecture in sorted(campaign.prefectures):
                _series(connection, campaign.product, campaign.id, prefecture, legal_kind)
        number = terms_id(connection, terms)
        series = connection.execute(
            "SELECT id, product, campaign, prefecture, legal_kind FROM series ORDER BY id"
        ).fetchall()
    return number, [Series(*one) for one in series]


def _series(
    connection: Connection, product: str, campaign: str, prefecture: str, legal_kind: str
) -> None:
    connection.execute(
        "INSERT INTO series (product, campaign, prefecture, legal_kind) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        (product, campaign, prefecture, legal_kind),
    )


def terms_id(connection: Connection, terms: Terms) -> int:
    """The number under which these terms, once prepared, are kept."""
    row = connection.execute("SELECT id FROM terms WHERE hash = %s", (terms.hash,)).fetchone()
    assert row is not None, "terms that were never prepared"
    return int(row[0])


def book_count(connection: Connection) -> int:
    """How many books the database has."""
    row = connection.execute("SELECT count(*) FROM books").fetchone()
    assert row is not None
    return int(row[0])
