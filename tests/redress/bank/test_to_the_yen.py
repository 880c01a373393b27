"""What a file pays and what the books are told are the same to the yen, or there is no file."""

import pytest
from tests.redress.bank.conftest import Bureau


def test_a_file_that_pays_other_yen_than_the_books_is_not_made(bureau: Bureau) -> None:
    """However it came about: a refund that no longer is the sum of what it took."""
    bureau.approved(2)
    bureau.rows("UPDATE bank_refunds SET yen = yen - 1 WHERE id = 2 RETURNING id")
    with pytest.raises(AssertionError, match="refund 2"):
        bureau.file()
    assert bureau.rows("SELECT count(*) FROM bank_files") == [(0,)]
    assert bureau.rows("SELECT count(*) FROM bank_remittances") == [(0,)]
    assert bureau.books()["gift_payable"] == 4_000
    bureau.rows("UPDATE bank_refunds SET yen = yen + 1 WHERE id = 2 RETURNING id")
    bureau.file()
    assert bureau.rows("SELECT records, yen FROM bank_files") == [(2, 4_000)]
