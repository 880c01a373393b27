"""Whether a wallet is the caller's own. Holders act on their wallets and on nobody else's."""

from collections import OrderedDict
from typing import Final

from zandaka import ids
from zandaka.directory.api_keys import Principal
from zandaka.reads import operations, wallets
from zandaka.web.problem import Failure
from zandaka.web.readers import Readers

_REMEMBERED: Final = 20_000


class Owners:
    """Asks the database once for each wallet.

    What was found may be kept: a wallet never changes to another holder, and once its holder has
    left it, the book refuses whatever is asked of it."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._known: OrderedDict[int, str] = OrderedDict()

    async def require(self, principal: Principal, wallet: int, key: str) -> None:
        """Raises Failure not_found where a holder names a wallet that is not its own: whether it
        exists is nobody else's business. An issuer or operator may name any.

        A request that was answered before is let through to the stored answer, so that asking
        again after leaving tells what the first one did."""
        if principal.role in ("issuer", "operator"):
            return
        known = self._known.get(wallet)
        if known is None:
            known = await self._readers.read(wallets.holder, wallet) or ""
            if known:
                self._known[wallet] = known
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        if known == principal.subject:
            return
        if key:
            before = ids.operation_key(principal.caller, key)
            if await self._readers.read(operations.submitted, before):
                return
        raise Failure("not_found", field="wallet")

    async def require_now(self, principal: Principal, wallet: int) -> None:
        """The same for a read: as the database knows it at this moment."""
        if principal.role in ("issuer", "operator"):
            return
        if await self._readers.read(wallets.holder, wallet) != principal.subject:
            raise Failure("not_found", field="wallet")
