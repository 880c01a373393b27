"""`zandaka do <verb>`: what it lists, what it does, and what it says of wrong fields."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.web.conftest import SECRET, trip, url_of
from typer.testing import CliRunner, Result

from zandaka.cli.do import in_short
from zandaka.cli.main import app
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.operations.registry import VERBS
from zandaka.postgres import Database


class Desk:
    """The command line on a database of the test's own."""

    def __init__(self, database: Database, data: Path) -> None:
        self.environment = {
            "ZANDAKA_DATABASE_URL": url_of(database),
            "ZANDAKA_DATA": str(data),
            "ZANDAKA_SECRET": SECRET,
            "COLUMNS": "200",
        }
        with database.connect() as connection:
            merchants.put(connection, MerchantEntry("onsen", "サンプル温泉売店", "13", "open"))

    def run(self, *arguments: str) -> Result:
        found = CliRunner().invoke(app, ["do", *arguments], env=self.environment)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found

    def json(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        found = self.run(*arguments, "--json")
        assert found.exit_code == code, found.output
        told: dict[str, Any] = msgspec.json.decode(found.stdout)
        return told

    def wallet(self, yen: int) -> str:
        made = self.json("open-wallet", "--as", "holder:hanako", "--set", "product=demo-prepaid",
                         "--set", "holder=hanako")  # fmt: skip
        wallet = str(made["outcome"]["wallet"])
        self.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", f"yen={yen}")
        return wallet


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def said(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["do", *arguments], env={"COLUMNS": "200"})
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.output


def test_every_verb_is_listed_in_both_languages() -> None:
    _, text = said("--help")
    for name, verb in VERBS.items():
        line = re.search(rf"^\W*{name.replace('_', '-')} +(.*)", text, re.MULTILINE)
        if name in ("arrive", "settle"):
            assert line is None, "made by the house from what was sent, and by nobody else"
            continue
        assert line is not None, name
        assert line[1].startswith(in_short(verb)[:20]), line[1]
        assert re.match(r"[A-Z][a-z -]+ \([ぁ-んァ-ヶ一-龥ー・]+\)", in_short(verb)), in_short(verb)


def test_help_lists_every_field_but_what_is_made_here() -> None:
    for name, verb in VERBS.items():
        if name in ("arrive", "settle"):
            continue
        code, text = said(name.replace("_", "-"), "--help")
        assert code == 0
        for field in verb.__struct_fields__:
            assert (f" {field}:" in text) is (field not in ("secret", "secrets")), (name, field)


def test_a_payment_and_the_same_again(desk: Desk) -> None:
    wallet = desk.wallet(1_000)
    pay = ["pay", "--as", "merchant:onsen", "--key", "till-1", "--set", f"wallet={wallet}",
           "--set", "merchant=onsen", "--set", "yen=400"]  # fmt: skip
    first = desk.json(*pay)
    assert first["outcome"]["balance"] == 600
    assert desk.json(*pay) == {**first, "replayed": True}
    shown = desk.run(*pay)
    assert shown.stdout.startswith(f"{first['operation']} pay (asked before")
    assert '"balance": 600' in shown.stdout
    # The same key for something else is a mistake, and moves nothing.
    other = desk.run(*pay[:-1], "yen=401")
    assert other.exit_code == 1
    assert "idempotency key was used with another" in other.output
    assert desk.json(*pay[:3], *pay[5:])["outcome"]["balance"] == 200


def test_a_refusal_is_kept_and_told(desk: Desk) -> None:
    wallet = desk.wallet(1_000)
    pay = ["pay", "--as", "merchant:onsen", "--key", "till-2", "--set", f"wallet={wallet}",
           "--set", "merchant=onsen", "--set", "yen=1001"]  # fmt: skip
    refused = desk.json(*pay, code=1)
    assert refused["refused"] == "insufficient_value"
    assert refused["outcome"]
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", "yen=5")
    told = desk.run(*pay)
    assert told.exit_code == 1
    assert "insufficient_value: " in told.stderr
    assert not told.stdout


def test_a_file_and_a_pair_and_an_operator(desk: Desk, tmp_path: Path) -> None:
    wallet = desk.wallet(1_000)
    path = tmp_path / "load.toml"
    path.write_text(f'wallet = "{wallet}"\nyen = 1\n', encoding="utf-8")
    done = desk.json("load", str(path), "--as", "sato", "--key", "k", "--set", "yen=7")
    assert done["outcome"]["balance"] == 1_007
    again = desk.json("load", str(path), "--as", "operator:sato", "--key", "k", "--set", "yen=7")
    assert again == {**done, "replayed": True}


def test_codes_are_told_and_told_again(desk: Desk) -> None:
    issue = ["issue", "--as", "issuer:desk", "--key", "guests", "--count", "2",
             "--set", "campaign=demo-region", "--set", "prefecture=13",
             "--set", f"trip={msgspec.json.encode(trip()).decode()}"]  # fmt: skip
    told = desk.json(*issue)
    assert len(set(told["codes"])) == 2 == len(told["outcome"]["coupons"])
    assert desk.json(*issue)["codes"] == told["codes"]
    assert desk.run(*issue).stdout.count("\ncode ") == 2


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (["--set", "wallet=w0-1"], "merchant: is required; it takes text"),
        (["--set", "wallet=1"], "wallet: must look like w0-12, got '1'; it takes w0-12"),
        (["--set", "wallet=onsen"], "wallet: must look like w0-12, got 'onsen'"),
        (["--set", "yen"], "--set: must look like name=value, not 'yen'"),
        (["--set", "=5"], "--set: must look like name=value, not '=5'"),
        (["--set", "yen=1", "--set", "yen=1"], "yen: must be given once"),
        (["--set", "wallet=w0-1", "--set", "merchant=onsen", "--set", "yen=x"], "yen: Expected"),
        (["--set", "wallet=w0-1", "--set", "merchant=onsen", "--set", "yen=0"],
         "yen: Expected `int` >= 1; it takes number"),
        (["--set", "wallet=w0-1", "--set", "merchant=onsen", "--set", "yen=1", "--set", "why=x"],
         "why: is not a field of this request; there are wallet, merchant, yen"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(desk: Desk, given: list[str], rule: str) -> None:
    found = desk.run("pay", "--as", "merchant:onsen", *given)
    assert found.exit_code == 1
    assert rule in found.output
    assert "zandaka do pay --help" in found.output


#: A verb, what it is given, and what it says of it.
WRONG: list[tuple[str, list[str], str]] = [
    ("open-wallet", ["product=demo-prepaid", "holder=h", "tier=verified"],
     "tier: Invalid enum value 'verified'; it takes anonymous | contact_checked | identity"),
    ("load", ["wallet=w0-1", "yen=5.5"], "yen: Expected `int`, got `float`"),
    ("load", ["wallet=w0-1", "yen=５００"], "yen: Expected `int`, got `str`"),
    ("load", ["wallet=w0-1", "yen=1", "channel=atm"],
     "channel: Invalid enum value 'atm'; it takes auto | bank"),
    ("load", ["wallet=w0-1", "yen=1", 'reference="a\\u0000b"'],
     "reference: must not contain the character U+0000"),
    ("issue", ["campaign=demo-region", "prefecture=99", 'trip={"kind":"stay"}'],
     "prefecture: Expected `str` matching regex"),
    ("issue", ["campaign=demo-region", "prefecture=13", 'trip={"kind":"week"}'],
     "trip.kind: Invalid value 'week'; it takes {kind: stay, check_in: day, nights: number}"),
    ("issue", ["campaign=demo-region", "prefecture=13", 'secrets=["x"]'],
     "secrets: is made here"),
    ("extend", ["wallet=w0-1", "expires_at=2026-12-01T00:00:00"],
     "expires_at: Expected `datetime` with a timezone component; it takes instant such as"),
    ("refund", ["payment=w0-1", "merchant=onsen"],
     "payment: must look like op0-12, got 'w0-1'"),
    ("refund", ["payment=op9999-1", "merchant=onsen"], "payment: no such book or number"),
    ("stop", ["wallet=w0-1", "reason="], "reason: Expected `str` of length >= 1"),
    ("authorise", ["wallet=w0-1", "merchant=onsen", "yen=1",
                   'foreign={"country":"usa","currency":"USD","amount":"1","rate":"1"}'],
     "foreign.country: Expected `str` matching regex '^[A-Z]{2}$'"),
    ("withdraw", ["wallet=w0-1", "yen=1000000000001"], "yen: Expected `int` <= 1000000000000"),
    ("withdraw", ["wallet=w0-1", "yen=1", "way=atm"], "terminal: is required for a cash machine"),
    ("withdraw", ["wallet=w0-1", "yen=1", "terminal=k"], "terminal: goes with way = atm"),
    ("withdraw", ["wallet=w0-1", "yen=1", "way=atm", "terminal=k", "account=1"],
     "account: goes with way = bank"),
    ("convert", ["wallet=w0-1", "coupons=w0-1"], "coupons: Expected `array`, got `str`"),
    ("restore", ["operation=op0-1"], "operation: is not a field of this request; there are"),
]  # fmt: skip


def test_every_verb_names_what_is_wrong(desk: Desk) -> None:
    for verb, given, told in WRONG:
        pairs = [part for pair in given for part in ("--set", pair)]
        found = desk.run(verb, "--as", "issuer:desk", *pairs)
        assert found.exit_code == 1
        assert not found.stdout
        assert found.stderr.startswith(told), found.stderr
        assert f"See zandaka do {verb} --help" in found.stderr


def test_a_file_says_each_field_once(desk: Desk, tmp_path: Path) -> None:
    for name, text, told in (
        ("twice.json", '{"wallet": "w0-1", "yen": 1, "yen": 2}', "yen: must be given once"),
        ("twice.toml", 'wallet = "w0-1"\nyen = 1\nyen = 2\n', "Cannot overwrite a value"),
        ("list.json", "[1]", "must be an object of fields"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = desk.run("load", str(path), "--as", "issuer:desk")
        assert found.exit_code == 1
        assert told in found.stderr


def test_who_asks_must_have_a_name(desk: Desk) -> None:
    for name in ("merchant:", ":onsen", "Merchant:onsen", ""):
        found = desk.run("pay", "--as", name, "--set", "yen=1")
        assert found.exit_code == 1
        assert "--as: must look like merchant:onsen" in found.output


def test_a_role_that_there_is_not_asks_for_nothing(desk: Desk) -> None:
    # A slip in the role would be another caller, under whom a key that was used is new.
    found = desk.run("pay", "--as", "merchnat:onsen", "--key", "till-7", "--set", "yen=1")
    assert found.exit_code == 1
    assert (
        "--as: 'merchnat' is no role: issuer, merchant, holder, operator, lodging" in found.stderr
    )


def test_a_send_that_nobody_could_claim_is_refused_in_either_book(desk: Desk) -> None:
    product = "webmoney-prepaid-card"

    def card(*fields: str) -> str:
        sets = [one for field in (f"product={product}", *fields) for one in ("--set", field)]
        return str(desk.json("open-wallet", "--as", "issuer:desk", *sets)["outcome"]["wallet"])

    mine = card("holder=hanako", "tier=identity_verified")
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={mine}", "--set", "yen=5000",
              "--set", f"product={product}-funds")  # fmt: skip
    unknown = {to.split("-")[0]: to for to in (card("holder=jiro") for _ in range(8))}
    assert len(unknown) > 1, "all in one book"
    for to, code in (
        *((to, "tier_too_low") for to in unknown.values()),
        ("w0-999999", "unknown_wallet"),
        ("w1-999999", "unknown_wallet"),
    ):
        refused = desk.json("send", "--as", "holder:hanako", "--set", f"wallet={mine}",
                            "--set", f"to={to}", "--set", "yen=1000", code=1)  # fmt: skip
        assert refused["refused"] == code, to
