"""Fills an empty system with a demo region, through the same commands as everybody's.

Each command has a fixed key, so a fill that was interrupted is finished by the next one. All
names are plainly samples."""

import os
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.directory import api_keys, merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.instants import jst_date
from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.operations.base import Operation
from zandaka.operations.issue import Issue, Issued
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import Opened, OpenWallet
from zandaka.redress import contacts
from zandaka.rules.stay import Stay
from zandaka.terms.model import Tier

Connection = psycopg.Connection[tuple[Any, ...]]

CALLER: Final = "demo"
HOLDER: Final = "demo-holder"
MERCHANT: Final = "demo-onsen-shop"
NETWORK: Final = "mastercard"
MERCHANTS: Final = (
    MerchantEntry(MERCHANT, "サンプル温泉売店", "13", "open"),
    MerchantEntry("demo-soba", "サンプル手打ちそば", "13", "open"),
    MerchantEntry("demo-craft", "サンプル工芸館", "26", "open"),
    MerchantEntry("demo-tea", "サンプル茶房", "26", "open"),
    MerchantEntry(NETWORK, "Mastercard", "13", "open", (NETWORK,)),
)
_LODGING: Final = "サンプル旅館"
_LOADED_YEN: Final = 10_000


class DemoFailed(Exception):
    """The demo region could not be made. The text is one plain sentence."""


class Demo(msgspec.Struct, frozen=True):
    """What a person needs to try the API: keys in the clear, a wallet, a paper's code, and a card
    with the key of the network that it is used on (`zandaka sandbox network`)."""

    issuer_key: str
    merchant_key: str
    holder_key: str
    merchant: str
    wallet: str
    coupon_wallet: str
    coupon_code: str
    coupon_inquiry: str
    network_key: str = ""
    card_wallet: str = ""

    def shell(self) -> str:
        """As lines for a shell to read. Nothing in them needs quoting."""
        return "".join(
            f"export {name.upper()}={value}\n"
            for name, value in msgspec.structs.asdict(self).items()
        )


def is_empty(connection: Connection) -> bool:
    """Whether nobody but an interrupted fill has used the system."""
    row = connection.execute(
        "SELECT NOT EXISTS (SELECT FROM operations WHERE caller NOT IN (%s, %s))"
        " AND NOT EXISTS (SELECT FROM api_keys)",
        (CALLER, transit.HOUSE),
    ).fetchone()
    return bool(row and row[0])


def fill(
    connection: Connection, ledger: Ledger, secrets: Secrets, vault: Vault, path: Path
) -> Demo:
    """Makes the demo region and writes what is needed to try it to `path`, readable by its owner
    only. Raises DemoFailed."""
    with connection.transaction():
        for entry in MERCHANTS:
            merchants.put(connection, entry)
    today = jst_date(ledger.clock.now())
    # The day is part of the key: a fill finished on another day is for that day's guests.
    issue_key = f"issue {today}"
    operation_key = ids.operation_key(CALLER, issue_key)
    codes = [secrets.code(operation_key, index) for index in range(3)]
    issued = msgspec.json.decode(
        _do(
            ledger,
            Issue(
                campaign="demo-region",
                prefecture="13",
                trip=Stay(today, 7),
                secrets=tuple(secrets.of_code(code) for code in codes),
                lodging=_LODGING,
                booking="DEMO-0001",
            ),
            issue_key,
        ).outcome,
        type=Issued,
        dec_hook=ids.from_json,
    )
    wallet = _open(ledger, "demo-prepaid")
    coupon_wallet = _open(ledger, "regional-coupon")
    card = _open(ledger, "au-pay-prepaid-card", "identity_verified")
    _do(ledger, Load(wallet=wallet, yen=_LOADED_YEN, reference="demo"), "load")
    _do(ledger, Load(wallet=card, yen=_LOADED_YEN, reference="demo"), "load card")
    _do(ledger, LoadCoupon(coupon=issued.coupons[0].wallet, to=coupon_wallet), f"coupon {today}")
    with connection.transaction():
        contacts.put(
            connection, vault, HOLDER, "ja", "hanako@traveller.example", "090-0000-1234",
            ledger.clock.now(),
        )  # fmt: skip
        _, issuer = api_keys.create(connection, secrets, "issuer", "demo-issuer")
        _, merchant = api_keys.create(connection, secrets, "merchant", MERCHANT)
        _, holder = api_keys.create(connection, secrets, "holder", HOLDER)
        _, network = api_keys.create(connection, secrets, "merchant", NETWORK)
        made = Demo(
            issuer, merchant, holder, MERCHANT, str(wallet), str(coupon_wallet), codes[1],
            issued.coupons[1].inquiry, network, str(card),
        )  # fmt: skip
        # Written before the keys are committed: keys that nobody knows would be of no use.
        _write(path, made.shell())
    return made


def read(path: Path) -> Demo | None:
    """What an earlier fill wrote; None where it is not there or was changed."""
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return None
    values = dict(line.removeprefix("export ").split("=", 1) for line in lines if "=" in line)
    try:
        return msgspec.convert({name.lower(): value for name, value in values.items()}, Demo)
    except msgspec.ValidationError:
        return None


def _open(ledger: Ledger, product: str, tier: Tier = "anonymous") -> ids.WalletId:
    command = OpenWallet(product=product, holder=HOLDER, tier=tier)
    answer = _do(ledger, command, f"open {product}")
    return msgspec.json.decode(answer.outcome, type=Opened, dec_hook=ids.from_json).wallet


def _do(ledger: Ledger, command: Operation, key: str) -> Answer:
    answer = ledger.do(command, CALLER, key)  # pyright: ignore[reportArgumentType]
    if isinstance(command, LoadCoupon):
        answer = transit.finish(ledger, answer)
    if answer.code:
        raise DemoFailed(
            f"The demo region could not be made: {command.verb} was refused as {answer.code}."
        )
    return answer


def _write(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
