"""A new instrument is a file: laid beside the others, it is issued, loaded, spent and ended."""

import shutil
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import JST, TERMS, World

from zandaka import ids
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.errors import KINDS
from zandaka.ledger.breaks import Break
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.extend import Extend
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

COMMON = """
acceptance = "networks"
lapse_to = "breakage_income"
restore_borne_by = "issuer"
beyond_max_total_validity = "flag"
source = "test-terms"
"""

NUMBER = (
    """
id = "bath-ticket"
name = { ja = "湯めぐり券", en = "Bath ticket" }
legal_kind = "prepaid"
forms = ["number"]
expiry_policy = "medium"
"""
    + COMMON
    + """
[[validity]]
from = 2022-01-01
months = 6
source = "test-terms"

[[issue_max]]
from = 2022-01-01
yen = 3_000
source = "test-terms"

[[issuing.amount]]
from = 2022-01-01
yen = 1_000
source = "test-terms"

[[issuing.amount]]
from = 2022-01-01
yen = 3_000
source = "test-terms"

[[issuing.status]]
from = 2023-12-01
is = "refunding"
source = "test-terms"

[[accepting.place]]
from = 2022-01-01
network = "onsen"
groups = ["open-air"]
source = "test-terms"
"""
)

CARD = (
    """
id = "bath-card"
name = { ja = "湯めぐりカード", en = "Bath card" }
legal_kind = "prepaid"
forms = ["card", "app"]
holds = ["bath-funds"]
expiry_policy = "none"
"""
    + COMMON
    + """
[[load_max]]
from = 2022-01-01
yen = 5_000
source = "test-terms"

[[balance_max]]
from = 2022-01-01
yen = 9_000
source = "test-terms"

[[cash_load_day_max]]
from = 2022-01-01
yen = 4_000
source = "test-terms"

[[accepting.place]]
from = 2022-01-01
network = "onsen"
channels = ["gate"]
source = "test-terms"
"""
)

FUNDS = (
    """
id = "bath-funds"
name = { ja = "湯めぐり送金", en = "Bath funds" }
legal_kind = "funds_transfer"
forms = []
tier = "identity_verified"
expiry_policy = "none"
"""
    + COMMON
    + """
[[accepting.place]]
from = 2022-01-01
network = "onsen"
source = "test-terms"
"""
)


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    """A world whose terms have three files more, and two shops of a network."""
    folder = tmp_path / "terms"
    shutil.copytree(TERMS, folder)
    for name, text in (("bath-ticket", NUMBER), ("bath-card", CARD), ("bath-funds", FUNDS)):
        (folder / "products" / f"{name}.toml").write_text(text, encoding="utf-8")
    with database.connect(role=None) as connection:
        for shop, groups in (("open-air-bath", ["open-air"]), ("indoor-bath", ["indoor"])):
            merchants.put(connection, MerchantEntry(shop, shop, "44", "open", ["onsen"], groups))
    with World(database, terms=load_terms(folder)) as made:
        yield made
        made.verify()


def issue(product: str, yen: int = 0, **more: Any) -> IssueMedia:
    return IssueMedia(product=product, secrets=(f"{product} {yen}".encode(),), yen=yen, **more)


def test_a_number_is_issued_spent_and_ended(world: World) -> None:
    assert world.refused(issue("bath-ticket", 2_000)) == "denomination_not_offered"
    assert world.refused(issue("bath-ticket")) == "wrong_form"
    done = world.done(issue("bath-ticket", 3_000))
    assert done["expires_at"] == "2023-08-31T15:00:00Z"
    ticket = ids.WalletId.parse(done["media"][0]["wallet"])
    assert world.value("SELECT secret FROM wallets WHERE id = %s", (ticket,)) == b"bath-ticket 3000"
    # What it is worth was paid for.
    assert world.value("SELECT sum(balance) FROM accounts WHERE kind = 'bank_clearing'") == -3_000
    assert world.refused(Pay(wallet=ticket, merchant="tokyo-1", yen=1)) == "not_accepted_here"
    assert world.refused(Pay(wallet=ticket, merchant="indoor-bath", yen=1)) == "not_accepted_here"
    paid = world.done(Pay(wallet=ticket, merchant="open-air-bath", yen=2_000))
    assert paid["balance"] == 1_000
    # What it was issued with is all there ever is.
    assert world.refused(Load(wallet=ticket, yen=1)) == "wrong_form"
    world.clock.set(datetime(2023, 8, 31, 23, 59, 59, tzinfo=JST))
    world.done(Pay(wallet=ticket, merchant="open-air-bath", yen=400))
    world.clock.set(datetime(2023, 9, 1, tzinfo=JST))
    late = Pay(wallet=ticket, merchant="open-air-bath", yen=1)
    assert world.refused(late) == "value_expired"
    world.done(Lapse(wallet=ticket))
    assert world.value("SELECT balance FROM accounts WHERE owner = 'bath-ticket'") == 600, (
        "what nobody spent is the issuer's"
    )


@pytest.fixture
def passes(database: Database) -> Iterator[World]:
    """Numbers whose months count from their issue: inside the Act, and outside it for a while."""
    files = {"bath-pass": NUMBER, "bath-pass-short": NUMBER}
    overlay = {"products": {name: tomllib.loads(text) for name, text in files.items()}}
    for name, product in overlay["products"].items():
        short = name == "bath-pass-short"
        product["id"] = name
        product["expiry_policy"] = "months_after_load"
        product["legal_kind"] = "exempt" if short else "prepaid"
        product["validity"][0]["months"] = 3 if short else 12
        product["max_total_validity"] = [
            {"from": product["validity"][0]["from"], "months": 6, "source": "test-terms"}
        ]
        other = {"regulated_as": "bath-pass"} if short else {"exempt_as": "bath-pass-short"}
        product["media"] = {**other, "source": "test-terms"}
    with database.connect(role=None) as connection:
        merchants.put(
            connection, MerchantEntry("bath", "bath", "44", "open", ["onsen"], ["open-air"])
        )
    with World(database, terms=load_terms(TERMS, overlay)) as made:
        yield made
        made.verify()


def test_a_number_counts_its_months_from_its_issue_on_either_side_of_the_act(
    passes: World,
) -> None:
    """What was spent when the number was extended past the exemption comes back inside the Act,
    and is good until the new end."""
    assert passes.done(issue("bath-pass", 3_000))["expires_at"] == "2024-02-24T15:00:00Z"
    done = passes.done(issue("bath-pass-short", 3_000))
    assert done["expires_at"] == "2023-05-24T15:00:00Z"
    number = ids.WalletId.parse(done["media"][0]["wallet"])
    spent = passes.do(Pay(wallet=number, merchant="bath", yen=2_000)).operation
    until = datetime(2023, 11, 1, tzinfo=JST)
    later = passes.done(Extend(wallet=number, expires_at=until, reason="test"))
    assert later["regulated_yen"] == 1_000
    passes.clock.set(datetime(2023, 8, 1, tzinfo=JST))
    passes.done(Refund(payment=ids.OperationId(spent), merchant="bath"))
    passes.clock.set(until - timedelta(microseconds=1))
    assert passes.done(Pay(wallet=number, merchant="bath", yen=2_999))["balance"] == 1
    passes.clock.set(until)
    assert passes.refused(Pay(wallet=number, merchant="bath", yen=1)) == "value_expired"


def test_a_product_that_is_refunded_is_neither_issued_nor_spent(world: World) -> None:
    world.clock.set(datetime(2023, 11, 30, 23, 59, 59, tzinfo=JST))
    done = world.done(issue("bath-ticket", 1_000))
    ticket = ids.WalletId.parse(done["media"][0]["wallet"])
    pay = Pay(wallet=ticket, merchant="open-air-bath", yen=100)
    payment = world.do(pay).operation
    hold = world.do(Authorise(wallet=ticket, merchant="open-air-bath", yen=100)).operation
    world.clock.set(datetime(2023, 12, 1, tzinfo=JST))
    assert world.refused(issue("bath-ticket", 3_000)) == "product_not_open"
    assert world.refused(pay) == "product_not_open"
    more = Authorise(wallet=ticket, merchant="open-air-bath", yen=1)
    assert world.refused(more) == "product_not_open"
    # What was begun before is finished.
    world.done(Capture(hold=ids.OperationId(hold), merchant="open-air-bath"))
    world.done(Refund(payment=ids.OperationId(payment), merchant="open-air-bath"))


def test_a_card_is_loaded_with_two_kinds_of_value_under_one_cap(world: World) -> None:
    done = world.done(issue("bath-card", holder="yu", tier="contact_checked"))
    card = ids.WalletId.parse(done["media"][0]["wallet"])
    assert done["expires_at"] is None
    world.done(Load(wallet=card, yen=4_000, channel="cash_counter"))
    assert world.refused(Load(wallet=card, yen=1, channel="cash_counter")) == "limit_exceeded"
    funds = Load(wallet=card, yen=5_000, product="bath-funds")
    assert world.refused(funds) == "tier_too_low"
    other = Load(wallet=card, yen=1, product="purse")
    assert world.refused(other) == "not_offered"
    known = world.done(issue("bath-card", holder="mei", tier="identity_verified"))
    card = ids.WalletId.parse(known["media"][0]["wallet"])
    world.done(Load(wallet=card, yen=4_000, channel="bank"))
    loaded = world.done(Load(wallet=card, yen=5_000, product="bath-funds"))
    assert (loaded["product"], loaded["balance"]) == ("bath-funds", 9_000)
    assert world.refused(Load(wallet=card, yen=1)) == "limit_exceeded"
    kinds = world.rows(
        "SELECT s.legal_kind, a.balance FROM accounts a JOIN series s ON s.id = a.series"
        " WHERE a.wallet = %s ORDER BY a.id",
        (card,),
    )
    assert kinds == [("prepaid", 4_000), ("funds_transfer", 5_000)]
    # The way a payment comes decides which of them is accepted.
    shop = "indoor-bath"
    at_gate = Pay(wallet=card, merchant=shop, yen=9_000, network="onsen", channel="gate")
    online = Pay(wallet=card, merchant=shop, yen=5_001, network="onsen", channel="online")
    elsewhere = Pay(wallet=card, merchant=shop, yen=1, network="mastercard")
    assert world.refused(online) == "insufficient_value"
    assert world.refused(elsewhere) == "not_accepted_here"
    assert world.done(at_gate)["balance"] == 0


def test_an_app_s_wallet_of_it_is_opened(world: World) -> None:
    opened = world.done(OpenWallet(product="bath-card", holder="sora", tier="identity_verified"))
    wallet = ids.WalletId.parse(opened["wallet"])
    assert "expires_at" not in opened
    world.done(Load(wallet=wallet, yen=100, product="bath-funds"))


def test_a_card_is_paid_for_once(world: World) -> None:
    first = world.do(issue("bath-ticket", 1_000), "the-key")
    again = world.do(issue("bath-ticket", 1_000), "the-key")
    assert (again.replayed, again.outcome) == (True, first.outcome)
    assert world.value("SELECT count(*) FROM wallets") == 1


def test_where_several_refusals_apply_the_first_of_the_list_is_told(world: World) -> None:
    """Each command has one more thing wrong with it than the one before."""
    card = ids.WalletId.parse(world.done(issue("bath-card", holder="yu"))["media"][0]["wallet"])

    def load(yen: int, product: str = "bath-funds") -> Load:
        return Load(wallet=card, yen=yen, product=product)

    issued = [
        issue("bath-ticket", 3_000, printed="2023-01"),
        issue("bath-ticket", 2_000, printed="2023-01"),
        issue("bath-ticket", 0, printed="2023-01"),
    ]
    codes = [world.refused(command) for command in issued]
    loaded = [load(5_001, ""), load(5_001)]
    of_loads = [world.refused(command) for command in loaded]
    world.done(Leave(wallet=card))
    of_loads.append(world.refused(load(5_001)))
    world.clock.set(datetime(2023, 12, 1, tzinfo=JST))
    codes += [world.refused(issued[-1]), world.refused(issue("nothing", 2_000))]
    assert codes == [
        "wrong_end", "denomination_not_offered", "wrong_form", "product_not_open",
        "unknown_product",
    ]  # fmt: skip
    assert of_loads == ["limit_exceeded", "tier_too_low", "wallet_closed"]
    for told in (codes, of_loads):
        places = [list(KINDS).index(code) for code in told]
        assert places == sorted(places, reverse=True)


def test_verify_finds_a_code_that_was_changed_beside_the_journal(database: Database) -> None:
    with World(database, terms=load_terms(REPOSITORY_TERMS)) as world:
        world.done(issue("webmoney", 3_000))
        world.verify()
        with database.connect(role=None) as connection:
            connection.execute("UPDATE wallets SET secret = 'another'")
        with pytest.raises(Break, match="secret differs from the journal"):
            world.verify()


def test_the_last_yen_under_a_cap_on_cash_is_used_once(world: World) -> None:
    done = world.done(issue("bath-card", holder="yu"))
    card = ids.WalletId.parse(done["media"][0]["wallet"])
    world.done(Load(wallet=card, yen=3_999, channel="cash_counter"))
    last = Load(wallet=card, yen=1, channel="cash_counter")
    with world.another_ledger() as other, ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(ledger.do, last, "test", key)
            for ledger, key in ((world.ledger, "one"), (other, "two"))
        ]
        codes = sorted(one.result(30).code for one in asked)
    assert codes == ["", "limit_exceeded"]
