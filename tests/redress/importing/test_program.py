"""`zandaka import` and `zandaka results` as an operator runs them."""

from pathlib import Path
from urllib.parse import quote

import msgspec
from psycopg.conninfo import conninfo_to_dict
from tests.redress.importing.conftest import COUPONS
from tests.redress.importing.test_whole_way import COUPON
from typer.testing import CliRunner, Result

from zandaka.cli.main import app
from zandaka.postgres import Database

INCIDENT = "outage-2023-02-24"


def run(database: Database, *arguments: str) -> Result:
    parts = conninfo_to_dict(database.conninfo)
    url = (
        f"postgresql://{quote(str(parts['user']))}@/{quote(str(parts['dbname']))}"
        f"?host={quote(str(parts['host']), safe='')}&port={parts['port']}"
    )
    env = {"ZANDAKA_DATABASE_URL": url, "ZANDAKA_SECRET": "5e" * 32}
    return CliRunner().invoke(app, [*arguments], env=env)


def test_in_and_out(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "coupons.csv"
    file.write_text("\n".join((COUPONS, COUPON.format("C1", 1, 3_000, "2023-02-24"))))
    who = ("--as", "sato", "--ledger", "takane")
    done = run(database, "import", str(tmp_path), "--incident", INCIDENT, *who)
    assert done.exit_code == 0, done.output
    assert msgspec.json.decode(done.stdout)["new"]["coupons"] == 1

    file.write_text("\n".join((COUPONS, COUPON.format("C2", 2, "3_000", "2023-02-24"))))
    refused = run(database, "import", str(file), "--incident", INCIDENT, *who)
    assert refused.exit_code == 1
    assert "coupons.csv" in refused.stderr
    assert "1 error; nothing was taken in." in refused.stderr

    for wrong in (("--incident", "no-such"), ("--incident", INCIDENT, "--ledger", "No Name")):
        told = run(database, "import", str(file), "--as", "sato", *wrong)
        assert told.exit_code == 1

    out = tmp_path / "out"
    assert run(database, "results", "--incident", INCIDENT, "--out", str(out)).exit_code == 0
    assert sorted(one.name for one in out.iterdir()) == ["gift-orders.csv", "results.csv"]

    # A slip in the incident's name is no empty result, and a file is no folder.
    for wrong in (("no-such", str(tmp_path / "none")), (INCIDENT, str(file))):
        told = run(database, "results", "--incident", wrong[0], "--out", wrong[1])
        assert told.exit_code != 0
        assert isinstance(told.exception, SystemExit)
    assert not (tmp_path / "none").exists()
