"""What another ledger knows comes into the books as a whole, once, as of when it happened."""

from datetime import datetime, timedelta

import msgspec
import pytest
from tests.ledger.world import JST
from tests.redress.importing.conftest import (
    ATTEMPTS,
    BALANCES,
    COUPONS,
    TRANSACTIONS,
    VAULT,
    Desk,
    silent,
)

from zandaka.ledger.command import Command
from zandaka.ledger.ledger import Ledger
from zandaka.reads import incident
from zandaka.redress import contacts
from zandaka.redress.importing.errors import ImportRefused, ImportStopped
from zandaka.redress.importing.posting import Poster
from zandaka.redress.importing.run import Order, run

EVENING = "2023-02-23T18:{}:00+09:00"


def paid(reference: str, coupon: str, yen: int, minute: int, confirmed: str = "") -> str:
    return f"{reference},{coupon},payment,shop,{yen},{EVENING.format(f'{minute:02}')},{confirmed},"


def back(reference: str, coupon: str, yen: int, minute: int, payment: str) -> str:
    return f"{reference},{coupon},refund,,{yen},{EVENING.format(f'{minute:02}')},,{payment}"


def test_a_whole_set(desk: Desk) -> None:
    desk.coupons("C1,AB-1,3000", "C2,AB-2,1000")
    desk.transactions(
        paid("T1", "C1", 3_000, 1), back("T2", "C1", 3_000, 2, "T1"), paid("T3", "C1", 2_500, 3),
        paid("T4", "C2", 400, 4, "true"), paid("T5", "C2", 400, 5),
    )  # fmt: skip
    desk.write(
        "balances", BALANCES, f"C1,500,{EVENING.format('59')}", f"C2,1000,{EVENING.format('03')}"
    )
    desk.write("attempts", ATTEMPTS, f"A1,C2,pay,{EVENING.format('05')},timed_out,shop,400")
    assert desk.new() == (2, 4, 1, 1)
    assert desk.lots() == {"AB-1": 500, "AB-2": 200}
    with desk.world.database.connect() as connection:
        since = datetime(2023, 2, 23, 18, 3, tzinfo=JST)
        debits = incident.debits(connection, since, since + timedelta(hours=1))
        [attempt] = incident.attempts(connection, since, since + timedelta(hours=1))
    assert [(one.yen, one.confirmed) for one in debits] == [
        (2_500, False), (400, True), (400, False),
    ]  # fmt: skip
    assert (attempt.verb, attempt.why, attempt.yen) == ("pay", "timed_out", 400)
    assert attempt.wallet == debits[1].wallet
    [(files, by)] = desk.world.rows("SELECT files, by FROM imports")
    assert by == "operator:sato"
    assert [(one["file"], one["rows"]) for one in files] == [
        ("coupons.csv", 2), ("transactions.csv", 5), ("balances.csv", 2), ("attempts.csv", 1),
    ]  # fmt: skip


def test_the_same_rows_again_change_nothing(desk: Desk) -> None:
    test_a_whole_set(desk)
    before = desk.state()
    assert desk.new() == (0, 0, 0, 0)
    assert desk.state() == before


def test_later_rows_go_on_from_there(desk: Desk) -> None:
    desk.coupons("C1,AB-1,3000")
    desk.transactions(paid("T1", "C1", 1_000, 1))
    assert desk.new() == (1, 1, 0, 0)
    (desk.folder / "coupons.csv").unlink()
    desk.transactions(paid("T2", "C1", 2_000, 5), back("T3", "C1", 700, 6, "T1"))
    desk.write("balances", BALANCES, f"C1,700,{EVENING.format('59')}")
    assert desk.new() == (0, 1, 1, 0)
    assert desk.lots() == {"AB-1": 700}
    desk.transactions(paid("T4", "C1", 701, 7))
    (desk.folder / "balances.csv").unlink()
    assert desk.places() == [(2, "yen")]
    desk.transactions(back("T5", "C1", 301, 8, "T1"))
    assert desk.places() == [(2, "yen")]


def test_killed_at_any_command_it_goes_on(desk: Desk) -> None:
    """A ledger that lets so many through and then is gone: each run gets a little further."""
    desk.coupons(*(f"C{n},AB-{n},1000" for n in range(4)))
    moves = [(paid(f"T{n}", f"C{n}", 1_000, 1), back(f"R{n}", f"C{n}", 600, 2, f"T{n}"),
              paid(f"S{n}", f"C{n}", 600, 3)) for n in range(4)]  # fmt: skip
    desk.transactions(*(row for rows in moves for row in rows))

    class Killed(Exception):
        pass

    class Mortal(Poster):
        """Dies before its fourth command."""

        left = 4

        def put(self, ledger: Ledger, command: Command, caller: str, key: bytes, row: int) -> None:
            self.left -= 1
            if not self.left:
                raise Killed
            super().put(ledger, command, caller, key, row)

    runs = 0
    while True:
        runs += 1
        assert runs < 9
        poster = Mortal()
        order = Order([desk.folder], "outage-1", "hill", "utf-8", "operator:sato", desk.world.now())
        try:
            with desk.ledger(poster) as ledger, desk.world.database.connect() as connection:
                run(connection, ledger, poster, VAULT, order, silent)
            break
        except Killed:
            continue
    assert runs > 4
    assert desk.lots() == {f"AB-{n}": 0 for n in range(4)}
    verbs = desk.world.rows("SELECT verb, code, count(*) FROM operations GROUP BY 1, 2 ORDER BY 1")
    assert verbs == [("mirror_coupon", "", 4), ("mirror_payment", "", 8), ("mirror_refund", "", 4)]


def test_contacts_are_sealed_and_what_is_known_stays(desk: Desk) -> None:
    header = COUPONS + ",holder,language,mail,mobile"
    row = "{},{},spring,13,500,2023-02-01T10:00:00+09:00,2023-02-24,{}"
    desk.write(
        "coupons", header,
        row.format("C1", "AB-1", "sora,en,sora@example.jp,"),
        row.format("C2", "AB-2", "sora,en,sora@example.jp,"),
        row.format("C3", "AB-3", "umi,,,090-1234-5678"),
    )  # fmt: skip
    assert desk.run().new.contacts == 2
    with desk.world.database.connect() as connection:
        sora, umi = (contacts.get(connection, VAULT, name) for name in ("sora", "umi"))
        assert sora is not None
        assert umi is not None
        assert (sora.language, sora.mail, sora.phone) == ("en", "sora@example.jp", None)
        assert (umi.language, umi.mail, umi.phone) == ("ja", None, "+819012345678")
        contacts.put(connection, VAULT, "sora", "ja", "new@example.jp", None, desk.world.now())
    assert desk.run().new.contacts == 0
    with desk.world.database.connect() as connection:
        kept = contacts.get(connection, VAULT, "sora")
    assert kept is not None
    assert kept.mail == "new@example.jp"
    found = desk.world.rows("SELECT request::text || outcome::text FROM operations")
    assert not any("example" in row[0] or "9012345678" in row[0] for row in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings(desk: Desk, encoding: str) -> None:
    desk.coupons("C1,AB-1,3000")
    desk.write(
        "transactions", TRANSACTIONS, paid("T1", "C1", 1, 1).replace("shop", "高根そば①"),
        encoding=encoding,
    )  # fmt: skip
    if encoding == "cp932":
        [(file, row, column, rule)] = desk.errors()
        assert (file, row, column) == ("transactions.csv", 1, "")
        assert "--encoding cp932" in rule
    desk.run(encoding="cp932" if encoding == "cp932" else "utf-8")
    merchant = "SELECT outcome->>'merchant' FROM operations WHERE verb = 'mirror_payment'"
    assert desk.world.value(merchant) == "高根そば①"


def test_nothing_is_loaded_where_one_row_is_wrong(desk: Desk) -> None:
    desk.coupons("C1,AB-1,3000", "C2,AB-2,0", "C3,AB-3,3000")
    assert desk.places() == [(3, "yen")]
    assert desk.lots() == {}


def test_a_refusal_of_the_books_stops(desk: Desk) -> None:
    """Something changed between the checks and the posting: it is said, and nothing is doubled."""
    desk.coupons("C1,AB-1,3000")
    desk.run()
    desk.transactions(paid("T1", "C1", 3_000, 1))
    wallet = desk.world.value("SELECT id FROM wallets")

    def tell(name: str, done: int, of: int) -> None:
        if name == "check" and done:
            assert desk.world.pay(wallet, 1).accepted

    poster = Poster()
    order = Order([desk.folder], "outage-1", "hill", "utf-8", "operator:sato", desk.world.now())
    with (
        desk.ledger(poster) as ledger,
        desk.world.database.connect() as connection,
        pytest.raises(ImportStopped, match="insufficient_value"),
    ):
        run(connection, ledger, poster, VAULT, order, tell)
    assert desk.lots() == {"AB-1": 2_999}
    [(row, column)] = desk.places()
    assert (row, column) == (2, "reference")


def test_the_first_hundred_are_shown_and_all_are_counted(desk: Desk) -> None:
    desk.coupons(*(f"C{n},AB-{n},no" for n in range(250)))
    with pytest.raises(ImportRefused) as refused:
        desk.run()
    assert len(refused.value.errors.first) == 100
    assert refused.value.errors.count == 250
    desk.coupons(*(f"C1,AB-{n},1" for n in range(250)))
    with pytest.raises(ImportRefused) as refused:
        desk.run()
    assert refused.value.errors.count == 249
    assert msgspec.json.encode(refused.value.errors.first[0])
