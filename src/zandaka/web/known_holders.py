"""A new wallet of a holder whose identity was checked before is told of it at once."""

from collections.abc import Iterable

from zandaka import ids
from zandaka.funds.work.identities import CALLER, command
from zandaka.reads import identities
from zandaka.web.services import Services


async def tell(services: Services, holder: str, wallets: Iterable[ids.WalletId]) -> None:
    """Under keys of the check and the wallets: whoever asks to open them again, and was cut off in
    between, makes up for it. Raises Outage."""
    found = await services.readers.read(identities.known, holder) if holder else None
    if found is None:
        return
    for wallet in wallets:
        told, key = command(wallet, found.tier, found.evidence, found.check)
        await services.gate.submit(told, CALLER, key)
