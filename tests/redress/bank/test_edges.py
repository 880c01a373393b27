"""Bank refunds over HTTP and on the command line: who sees what, and the very bytes of the file."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import msgspec
from tests.providers.bank.reader import read
from tests.redress.bank.conftest import FORM, INCIDENT, Bureau
from tests.web.conftest import PROGRAM, SECRET, serving, url_of

from zandaka.directory import api_keys
from zandaka.directory.api_keys import Role
from zandaka.directory.secrets import Secrets


def run(bureau: Bureau, data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environ = {
        **os.environ,
        "ZANDAKA_DATABASE_URL": url_of(bureau.database),
        "ZANDAKA_DATA": str(data),
        "ZANDAKA_SECRET": SECRET,
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "bank", *arguments],
        env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def key(bureau: Bureau, role: Role, subject: str) -> dict[str, str]:
    with bureau.database.connect() as connection:
        made = api_keys.create(connection, Secrets(bytes.fromhex(SECRET)), role, subject)
    return {"authorization": f"Bearer {made[1]}"}


def test_over_http(bureau: Bureau, tmp_path: Path) -> None:
    [refund] = bureau.approved()
    file = bureau.file()
    operator, issuer = key(bureau, "operator", "sato"), key(bureau, "issuer", "desk")
    with serving(bureau.database, tmp_path) as (url, _):

        def get(path: str, headers: dict[str, str] = operator) -> httpx.Response:
            return httpx.get(url + path, headers=headers, trust_env=False)

        ready = get(f"/v1/bank-files/{file}").json()
        assert (ready["about"]["state"], ready["content"]) == ("ready", None)
        bureau.rows(
            "UPDATE bank_files SET state = 'released', released_by = 'operator:suzuki',"
            " released_at = now() RETURNING id"
        )
        released = get(f"/v1/bank-files/{file}").json()
        content = base64.b64decode(released["content"])
        assert content == bureau.content(file)
        assert read(content)[2]["count"] == "000001"
        shown = get(f"/v1/bank-refunds/{refund}").json()
        assert shown["application"]["name"] == FORM["name"]
        assert shown["account"]["number"] == "1234567"
        assert [line["state"] for line in shown["history"]] == [
            "applied", "applied", "approved", "in_file",
        ]  # fmt: skip
        counts = get(f"/v1/incidents/{INCIDENT}/bank-refunds", issuer).json()
        assert counts["states"] == [{"state": "in_file", "refunds": 1, "yen": 2_000}]
        assert [line["file"] for line in counts["files"]] == [file]
        for path in (f"/v1/bank-files/{file}", f"/v1/bank-refunds/{refund}"):
            assert get(path, issuer).status_code == 403
            assert get(path, {}).status_code == 401
        for path in ("/v1/bank-files/99", "/v1/bank-refunds/99", "/v1/incidents/x/bank-refunds"):
            assert get(path).status_code == 404
        assert get("/v1/bank-files/x").status_code == 400
        # Who has no key may apply; the day to do so is over.
        form: dict[str, Any] = {**FORM, "inquiry_number": "1300-0000-0000-9998"}
        answer = httpx.post(
            f"{url}/v1/redress/apply-bank-refund",
            content=msgspec.json.encode(form),
            headers={"idempotency-key": "k", "content-type": "application/json"},
            trust_env=False,
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "application_closed")
    log = (tmp_path / "server.log").read_text()
    assert "見本" not in log
    assert "1234567" not in log


def test_on_the_command_line(bureau: Bureau, tmp_path: Path) -> None:
    first, second = bureau.approved(2)
    file = bureau.file()
    out = tmp_path / "furikomi.txt"
    early = run(bureau, tmp_path, "file", str(file), "--out", str(out))
    assert early.returncode == 1
    assert "another person has to release it" in early.stderr
    assert not out.exists()
    bureau.rows(
        "UPDATE bank_files SET state = 'released', released_by = 'operator:suzuki',"
        " released_at = now() RETURNING id"
    )
    done = run(bureau, tmp_path, "file", str(file), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == bureau.content(file)
    assert out.stat().st_mode & 0o777 == 0o600
    # As the bank sends it back: records in JIS X 0201.
    rows = out.read_bytes().split(b"\r\n")
    for number, code in ((1, b"0"), (2, b"1")):
        rows[number] = rows[number][:113] + code + rows[number][114:]
    back = tmp_path / "kekka.txt"
    back.write_bytes(b"\r\n".join(rows))
    told = run(bureau, tmp_path, "results", str(file), str(back), "--as", "sato")
    assert told.returncode == 0, told.stderr
    assert msgspec.json.decode(told.stdout) == {
        "file": file, "paid": 1, "returned": 1, "unchanged": 0, "waiting": 0,
    }  # fmt: skip
    # It has worked off what followed, too.
    assert bureau.books() == {"gift_payable": 2_000, "bank_clearing": 2_000}
    assert [bureau.state(one) for one in (first, second)] == ["paid", "returned"]
    back.write_text("refund,attempt,yen,code\n1,1,1,0\n", encoding="utf-8")
    wrong = run(bureau, tmp_path, "results", str(file), str(back), "--as", "sato")
    assert wrong.returncode == 1
    assert "result_does_not_match" in wrong.stderr
    assert "line = 2" in wrong.stderr
    shown = run(bureau, tmp_path, "show", INCIDENT)
    assert msgspec.json.decode(shown.stdout)["files"][0]["returned"] == 1
    assert run(bureau, tmp_path, "show", "other").returncode == 1
