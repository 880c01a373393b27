"""Who leaves is forgotten; the ledger stays (R16)."""

import msgspec
from tests.redress.delivery.conftest import START, Outbox

from zandaka import ids
from zandaka.operations.leave import Leave
from zandaka.operations.open_wallet import OpenWallet
from zandaka.redress import contacts
from zandaka.redress.service import Providers
from zandaka.redress.work.contacts import ForgetContacts
from zandaka.redress.worker import until_idle


def register(outbox: Outbox, holder: str) -> None:
    with outbox.connect() as connection:
        contacts.put(
            connection, outbox.vault, holder, "ja", f"{holder}@example.jp", None,
            outbox.clock.now(),
        )  # fmt: skip


def opened(outbox: Outbox, holder: str, number: int = 1) -> ids.WalletId:
    answer = outbox.ledger.do(
        OpenWallet(product="demo-prepaid", holder=holder), "t", f"{holder}{number}"
    )
    return ids.WalletId.parse(msgspec.json.decode(answer.outcome)["wallet"])


def leave(outbox: Outbox, wallet: ids.WalletId) -> None:
    assert outbox.ledger.do(Leave(wallet=wallet), "t", f"leave {wallet}").accepted
    until_idle(outbox.redress(Providers()), [ForgetContacts()])


def known(outbox: Outbox) -> list[str]:
    return [row[0] for row in outbox.rows("SELECT holder FROM contacts ORDER BY holder")]


def test_who_leaves_the_last_wallet_is_forgotten(outbox: Outbox) -> None:
    for holder in ("hanako", "taro", "new"):
        register(outbox, holder)
    first, second, other = (
        opened(outbox, "hanako"), opened(outbox, "hanako", 2), opened(outbox, "taro"),
    )  # fmt: skip
    leave(outbox, first)
    assert known(outbox) == ["hanako", "new", "taro"]
    leave(outbox, second)
    assert known(outbox) == ["new", "taro"]
    # Registered anew after leaving: that is another decision of the same person.
    outbox.clock.set(START.replace(hour=1))
    register(outbox, "hanako")
    leave(outbox, other)
    assert known(outbox) == ["hanako", "new"]


def test_a_refused_leave_forgets_nobody(outbox: Outbox) -> None:
    wallet = opened(outbox, "hanako")
    leave(outbox, wallet)
    register(outbox, "hanako")
    outbox.clock.set(START.replace(hour=1))
    assert not outbox.ledger.do(Leave(wallet=wallet), "t", "again").accepted
    until_idle(outbox.redress(Providers()), [ForgetContacts()])
    assert known(outbox) == ["hanako"]


def test_who_registers_anew_before_anybody_has_forgotten_stays(outbox: Outbox) -> None:
    register(outbox, "hanako")
    wallet = opened(outbox, "hanako")
    assert outbox.ledger.do(Leave(wallet=wallet), "t", "leave").accepted
    outbox.clock.set(START.replace(hour=1))
    register(outbox, "hanako")
    until_idle(outbox.redress(Providers()), [ForgetContacts()])
    assert known(outbox) == ["hanako"]
