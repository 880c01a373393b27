"""What an issuer converts over HTTP is owed like what a plan converts, and has a row like it: else
nobody would ever be given what the books owe."""

from pathlib import Path

import httpx
from tests.redress.bank.conftest import INCIDENT, Bureau
from tests.redress.bank.test_edges import key
from tests.web.conftest import serving


def test_a_conversion_over_http_leaves_a_row(bureau: Bureau, tmp_path: Path) -> None:
    coupon = bureau.coupon()
    headers = {**key(bureau, "issuer", "desk"), "idempotency-key": "once"}
    body = {"reason": "telephoned", "incident": INCIDENT}
    with serving(bureau.database, tmp_path) as (url, _):

        def convert() -> httpx.Response:
            return httpx.post(
                f"{url}/v1/wallets/{coupon}/conversions", json=body, headers=headers,
                trust_env=False,
            )  # fmt: skip

        made = convert()
        assert made.status_code == 201, made.text
        assert made.json()["outcome"]["yen"] == 2_000
        rows = bureau.rows("SELECT incident, coupon, yen FROM entitlements")
        assert rows == [(INCIDENT, int(coupon), 2_000)]
        # Killed between the books and the row: asked again, it is there.
        bureau.rows("DELETE FROM entitlements RETURNING id")
        again = convert()
        assert again.json() == made.json()
        assert bureau.rows("SELECT count(*) FROM entitlements") == [(1,)]
