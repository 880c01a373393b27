"""`zandaka payouts` and `zandaka shortfalls`: from an order to what the bank said, and who owes
what."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from tests.cli.test_do import Desk
from typer.testing import CliRunner

from zandaka.cli.main import app
from zandaka.clock import SystemClock
from zandaka.instants import jst_date
from zandaka.postgres import Database
from zandaka.rules.bank_day import is_bank_day


def run(desk: Desk, *arguments: str) -> Any:
    found = CliRunner().invoke(app, list(arguments), env=desk.environment)
    assert found.exit_code == 0, found.output
    return msgspec.json.decode(found.stdout)


def fails(desk: Desk, *arguments: str) -> str:
    found = CliRunner().invoke(app, list(arguments), env={**desk.environment, "COLUMNS": "200"})
    assert found.exit_code == 1, found.output
    return found.output


def act(desk: Desk, verb: str, who: str, **fields: str) -> Any:
    pairs = [part for name, value in fields.items() for part in ("--set", f"{name}={value}")]
    return run(desk, "redress", verb, "--as", who, *pairs)


def card(desk: Desk) -> str:
    opened = desk.json(
        "open-wallet", "--as", "issuer:desk", "--set", "product=au-pay-prepaid-card",
        "--set", "holder=hanako", "--set", "tier=identity_verified",
    )  # fmt: skip
    return str(opened["outcome"]["wallet"])


def test_a_file_for_the_bank_and_its_results(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    wallet = card(desk)
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", "yen=50000",
              "--set", "product=au-pay-funds")  # fmt: skip
    act(desk, "record-holder-name", "sato", holder="hanako", name_kana='"ミホン ハナコ"')
    act(desk, "register-payout-account", "sato", holder="hanako", bank="0001", branch="001",
        account_type="ordinary", account_number="1234567", name_kana='"ミホン ハナコ"')  # fmt: skip
    orders = [
        desk.json("withdraw", "--as", "holder:hanako", "--set", f"wallet={wallet}", "--set",
                  f"yen={yen}")["operation"]
        for yen in (1_000, 2_000)
    ]  # fmt: skip
    assert [one["payout"] for one in run(desk, "payouts", "show")["waiting"]] == orders
    day = jst_date(SystemClock().now()) + timedelta(days=1)
    while not is_bank_day(day):
        day += timedelta(days=1)
    made = act(desk, "make-payout-file", "sato", payer="au-pay-funds", pay_on=day.isoformat())
    number = str(made["payout_file"])
    out = tmp_path / "payouts.txt"
    assert "is not released" in fails(desk, "payouts", "file", number, "--out", str(out))
    assert not out.exists()
    act(desk, "release-payout-file", "suzuki", payout_file=number)
    shown = run(desk, "payouts", "file", number, "--out", str(out))
    assert (shown["records"], shown["yen"], "content" in shown) == (2, 3_000, False)
    content = out.read_bytes()
    assert (content[:1], out.stat().st_mode & 0o777) == (b"1", 0o600)
    assert "There is no payout file 99" in fails(desk, "payouts", "file", "99", "--out", str(out))
    # The bank sends the file back with what became of each transfer in byte 114.
    lines = content.split(b"\r\n")
    for place, code in ((1, b"0"), (2, b"1")):
        lines[place] = lines[place][:113] + code + lines[place][114:]
    back = tmp_path / "back.txt"
    back.write_bytes(b"\r\n".join(lines))
    told = run(desk, "payouts", "results", number, str(back), "--as", "sato")
    assert (told["paid"], told["returned"], told["waiting"]) == (1, 1, 0)
    csv = tmp_path / "wrong.csv"
    csv.write_text("refund,attempt,yen,code\n99,1,1000,0\n")
    wrong = fails(desk, "payouts", "results", number, str(csv), "--as", "sato")
    assert "result_does_not_match" in wrong
    assert run(desk, "payouts", "show")["waiting"] == []


def test_what_waits_for_a_second_person(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    wallet = card(desk)
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", "yen=5000",
              "--set", "product=au-pay-funds")  # fmt: skip
    order = desk.json("withdraw", "--as", "holder:hanako", "--set", f"wallet={wallet}", "--set",
                      "yen=1000")["operation"]  # fmt: skip
    word = act(desk, "settle-payout", "sato", payout=order, result="returned", reason='"asked to"')
    [shown] = run(desk, "payouts", "show")["settlements"]
    assert (shown["settlement"], shown["payout"]) == (word["settlement"], order)
    given = {"settlement": str(word["settlement"]), "decision": "approve"}
    pairs = [part for name, value in given.items() for part in ("--set", f"{name}={value}")]
    alone = fails(desk, "redress", "decide-settlement", "--as", "sato", *pairs)
    assert re.search(r"\bsame_person\b", alone)
    assert act(desk, "decide-settlement", "suzuki", **given)["state"] == "returned"
    run_work = CliRunner().invoke(app, ["redress", "work"], env=desk.environment)
    assert run_work.exit_code == 0, run_work.output
    left = run(desk, "payouts", "show")
    assert (left["waiting"], left["settlements"], left["alarms"]) == ([], [], [])


def test_whom_to_pay_who_has_left(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    wallet = card(desk)
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", "yen=1220",
              "--set", "product=au-pay-funds")  # fmt: skip
    act(desk, "record-holder-name", "sato", holder="hanako", name_kana='"ミホン ハナコ"')
    order = desk.json("withdraw", "--as", "holder:hanako", "--set", f"wallet={wallet}", "--set",
                      "yen=1000")["operation"]  # fmt: skip
    desk.json("complete-withdrawal", "--as", "sato", "--set", f"withdrawal={order}")
    desk.json("leave", "--as", "holder:hanako", "--set", f"wallet={wallet}")
    desk.json("return-withdrawal", "--as", "sato", "--set", f"withdrawal={order}", "--set",
              "reason=sent back")  # fmt: skip
    assert [one["payout"] for one in run(desk, "payouts", "show")["holder_left"]] == [order]
    found = run(desk, "payouts", "payee", order)
    assert (found["holder"], found["name_kana"]) == ("hanako", "ﾐﾎﾝﾊﾅｺ")
    assert (found["yen"], found["accounts"], found["tries"]) == (1_000, [], [])
    assert "must look like op0-12" in fails(desk, "payouts", "payee", "12")
    assert "ordered no payout" in fails(desk, "payouts", "payee", "op0-99")


def test_who_owes_what(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    wallet = card(desk)
    assert run(desk, "shortfalls") == {"owed_yen": 0, "items": []}
    posted = desk.json("force-post", "--as", "merchant:onsen", "--set", f"wallet={wallet}", "--set",
                       "merchant=onsen", "--set", "yen=700")  # fmt: skip
    desk.json("load", "--as", "issuer:desk", "--set", f"wallet={wallet}", "--set", "yen=500")
    taken = desk.json("collect-shortfall", "--as", "sato", "--set", f"wallet={wallet}", "--set",
                      'reason="agreed by letter"')  # fmt: skip
    assert (taken["outcome"]["yen"], taken["outcome"]["left_yen"]) == (500, 200)
    told = run(desk, "shortfalls")
    assert told["owed_yen"] == 200
    assert [(one["payment"], one["holder"]) for one in told["items"]] == [
        (posted["operation"], "hanako")
    ]
    desk.json("write-off-shortfall", "--as", "sato", "--set", f"wallet={wallet}", "--set",
              'ground="cannot be found"')  # fmt: skip
    assert run(desk, "shortfalls") == {"owed_yen": 0, "items": []}
    [one] = run(desk, "shortfalls", "--wallet", wallet)["items"]
    assert (one["collected_yen"], one["written_off_yen"], one["left_yen"]) == (500, 200, 0)
    assert "must look like w0-12" in fails(desk, "shortfalls", "--wallet", "op0-1")
