"""Each rule of the files, and each thing that only the files together can tell."""

import pytest
from tests.redress.importing.conftest import ATTEMPTS, BALANCES, COUPONS, TRANSACTIONS, Desk
from tests.redress.importing.test_import import EVENING, back, paid

GOOD = {
    "reference": "C1", "inquiry": "AB-1", "campaign": "spring", "prefecture": "13", "yen": "500",
    "issued_at": "2023-02-01T10:00:00+09:00", "expires_on": "2023-02-24",
}  # fmt: skip


def row(good: dict[str, str], **other: str) -> str:
    return ",".join({**good, **other}.values())


COUPON_RULES = [
    ("reference", ""),
    ("reference", "x" * 101),
    ("inquiry", "a!"),
    ("campaign", "autumn"),
    ("prefecture", "27"),
    ("yen", "0"),
    ("yen", "1.5"),
    ("yen", "５００"),
    ("yen", "-5"),
    ("yen", "1000000000001"),
    ("issued_at", "2023-02-01T10:00:00"),
    ("issued_at", "2099-02-01T10:00:00+09:00"),
    ("expires_on", "2023-02-30"),
    ("expires_on", ""),
    ("expires_on", "2023-01-31"),
]


def test_a_coupon(desk: Desk) -> None:
    for column, value in COUPON_RULES:
        other = {"reference": "C2", column: value}
        desk.write("coupons", COUPONS, row(GOOD), row(GOOD, **other))
        assert desk.places() == [(3, column)], (column, value)


@pytest.mark.parametrize(
    ("extra", "column"),
    [
        ("holder,language,mail,mobile\n,,a@example.jp,", "holder"),
        ("holder,language,mail,mobile\nsora,fr,a@example.jp,", "language"),
        ("holder,language,mail,mobile\nsora,ja,example.jp,", "mail"),
        ("holder,language,mail,mobile\nsora,ja,,0312345678", "mobile"),
        ("expires_at\n2023-02-25T00:00:00+09:00", "expires_at"),
    ],
)
def test_a_coupons_optional_columns(desk: Desk, extra: str, column: str) -> None:
    header, values = extra.split("\n")
    desk.write("coupons", f"{COUPONS},{header}", f"{row(GOOD)},{values}")
    assert desk.places() == [(2, column)]


def test_no_value_of_a_file_is_in_an_error(desk: Desk) -> None:
    header = f"{COUPONS},holder,mail"
    desk.write("coupons", header, f"{row(GOOD)},sora,secret-address")
    [(_, _, column, rule)] = desk.errors()
    assert column == "mail"
    assert "secret" not in rule


def test_the_last_day_is_good_to_its_end(desk: Desk) -> None:
    desk.write("coupons", COUPONS, row(GOOD))
    desk.run()
    ends = "SELECT expires_at = '2023-02-25T00:00:00+09:00' FROM accounts WHERE kind = 'lot'"
    assert desk.world.value(ends) is True


@pytest.mark.parametrize(
    ("header", "places"),
    [
        (COUPONS.replace("yen", "amount"), [(1, "amount"), (1, "yen")]),
        (COUPONS + ",yen", [(1, "yen")]),
        (COUPONS + ",colour", [(1, "colour")]),
        (COUPONS.removesuffix(",expires_on"), [(2, "")]),
    ],
)
def test_a_header(desk: Desk, header: str, places: list[tuple[int, str]]) -> None:
    desk.write("coupons", header, row(GOOD))
    assert desk.places() == places


def test_files(desk: Desk) -> None:
    assert "no .csv" in desk.errors()[0][3]
    assert "no file" in desk.errors(paths=[])[0][3]
    desk.write("cupons", COUPONS)
    assert "must be called" in desk.errors()[0][3]
    missing = desk.folder / "coupons.csv"
    assert "no such file" in desk.errors(paths=[missing])[0][3]
    missing.write_text("")
    assert desk.places(paths=[missing]) == [(1, "")]
    missing.write_text(f'{COUPONS}\n"unended')
    assert "not CSV" in desk.errors(paths=[missing])[0][3]
    missing.write_text(f"{COUPONS}\n\n{row(GOOD)},\n")
    assert desk.places(paths=[missing]) == [(3, "")]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (["C1,AB-1,500", "C1,AB-2,500"], [(3, "reference")]),
        (["C1,AB-1,500", "C2,ab-1,500"], [(3, "inquiry")]),
    ],
)
def test_coupons_among_themselves(
    desk: Desk, rows: list[str], places: list[tuple[int, str]]
) -> None:
    desk.coupons(*rows)
    assert desk.places() == places


def test_a_number_that_is_in_the_books(desk: Desk) -> None:
    [paper] = desk.world.coupons()
    printed = desk.world.value("SELECT inquiry FROM wallets WHERE id = %s", (int(paper),))
    desk.coupons(f"C1,{printed},500")
    assert desk.places() == [(2, "inquiry")]


def test_two_contacts_of_one_holder(desk: Desk) -> None:
    second = row(GOOD, reference="C2", inquiry="AB-2")
    desk.write(
        "coupons", f"{COUPONS},holder,mail", f"{row(GOOD)},sora,a@example.jp",
        f"{second},sora,b@example.jp",
    )  # fmt: skip
    assert desk.places() == [(3, "holder")]


TRANSACTION_RULES: list[tuple[list[str], list[tuple[int, str]]]] = [
    ([paid("T1", "C9", 1, 1)], [(2, "coupon")]),
    ([paid("T1", "C1", 1, 1), paid("T1", "C1", 1, 1)], [(3, "reference")]),
    ([paid("T1", "C1", 3_001, 1)], [(2, "yen")]),
    # In the order of time, not of rows.
    ([paid("T2", "C1", 1, 9), paid("T1", "C1", 3_000, 1)], [(2, "yen")]),
    ([paid("T1", "C1", 9, 1), back("R1", "C1", 10, 2, "T1")], [(3, "yen")]),
    ([paid("T1", "C1", 9, 1), back("R1", "C1", 5, 2, "T1"), back("R2", "C1", 5, 3, "T1")],
     [(4, "yen")]),
    ([paid("T1", "C1", 9, 5), back("R1", "C1", 9, 4, "T1")], [(3, "at")]),
    ([back("R1", "C1", 9, 5, "T1"), paid("T1", "C1", 9, 5)], [(2, "at")]),
    ([paid("T1", "C2", 9, 1), back("R1", "C1", 9, 4, "T1")], [(3, "payment")]),
    ([back("R1", "C1", 9, 4, "T1")], [(2, "payment")]),
    ([paid("T1", "C1", 9, 1).replace("2023-02-23", "2023-01-23")], [(2, "at")]),
    ([paid("T1", "C1", 9, 1).replace("2023-02-23", "2023-12-23")], [(2, "at")]),
    ([paid("T1", "C1", 9, 1).replace("payment", "sale")], [(2, "kind")]),
    ([paid("T1", "C1", 9, 1).replace("shop", "")], [(2, "merchant")]),
    ([paid("T1", "C1", 9, 1, "maybe")], [(2, "confirmed")]),
    ([paid("T1", "C1", 9, 1) + "T0"], [(2, "payment")]),
    ([back("R1", "C1", 9, 1, "")], [(2, "payment")]),
]  # fmt: skip


def test_transactions(desk: Desk) -> None:
    desk.coupons("C1,AB-1,3000", "C2,AB-2,3000")
    for rows, places in TRANSACTION_RULES:
        desk.write("transactions", TRANSACTIONS, *rows)
        assert desk.places() == places, rows


@pytest.mark.parametrize(
    ("at", "yen", "fits"),
    [
        ("2023-02-01T10:00:00+09:00", 0, True),
        ("2023-02-01T10:00:00.000001+09:00", 3_000, True),
        (EVENING.format("01"), 3_000, True),
        (EVENING.format("01"), 2_000, False),
        (EVENING.format("02"), 2_000, True),
        (EVENING.format("02"), 2_001, False),
        (EVENING.format("04"), 2_400, True),
    ],
)
@pytest.mark.parametrize("before", [False, True])
def test_balances(desk: Desk, at: str, yen: int, fits: bool, before: bool) -> None:
    """Strictly before the instant; of new rows and of rows that were taken in before alike."""
    desk.coupons("C1,AB-1,3000")
    desk.transactions(paid("T1", "C1", 1_000, 1), back("R1", "C1", 400, 3, "T1"))
    if before:
        desk.run()
    desk.write("balances", BALANCES, f"C1,{yen},{at}")
    if fits:
        desk.run()
    else:
        assert desk.places() == [(2, "yen")]


ATTEMPT_RULES = [
    (f"A1,C9,pay,{EVENING.format('01')},refused,,", "coupon"),
    (f"A1,,pay,{EVENING.format('01')},refused,,", "coupon"),
    (f"A1,C1,buy,{EVENING.format('01')},refused,,", "verb"),
    (f"A1,C1,pay,{EVENING.format('01')},lost,,", "why"),
    (f"A1,C1,pay,{EVENING.format('01')},refused,,0", "yen"),
]


def test_attempts(desk: Desk) -> None:
    desk.coupons("C1,AB-1,3000")
    for said, column in ATTEMPT_RULES:
        desk.write("attempts", ATTEMPTS, said)
        assert desk.places() == [(2, column)], said


def test_other_content_under_a_reference_that_was_taken_in(desk: Desk) -> None:
    attempt = f"A1,C1,pay,{EVENING.format('05')},refused,shop,400"
    rows = (paid("T1", "C1", 100, 1), paid("T2", "C1", 100, 2), back("R1", "C1", 50, 3, "T1"))
    desk.coupons("C1,AB-1,3000", "C2,AB-2,3000")
    desk.transactions(*rows)
    desk.write("attempts", ATTEMPTS, attempt)
    assert desk.new() == (2, 2, 1, 1)
    for changed in ("C1,AB-1,3001", "C1,AB-9,3000"):
        desk.coupons(changed)
        assert desk.places()[0] == (2, "reference")
    desk.coupons("C1,AB-1,3000", "C2,AB-2,3000")
    for changed in (
        rows[0].replace(",100,", ",101,"), rows[0].replace("shop", "other"),
        rows[0].replace("18:01", "18:02"), rows[0].replace(",,", ",true,"),
        rows[0].replace("C1", "C2"), back("T1", "C1", 100, 1, "T2"),
    ):  # fmt: skip
        desk.transactions(changed)
        assert (2, "reference") in desk.places()
    desk.transactions(back("R1", "C1", 50, 3, "T2"))
    assert desk.places() == [(2, "reference")]
    desk.transactions(*rows)
    for changed in (attempt.replace("400", "401"), attempt.replace("C1", "C2")):
        desk.write("attempts", ATTEMPTS, changed)
        assert desk.places() == [(2, "reference")]
