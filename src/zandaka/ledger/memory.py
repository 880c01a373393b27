"""The wallets that a book has written lately, as they are while nobody else writes the book.

Whoever writes a book locks its head and leaves a new hash there. As long as the hash is the one
that we left, nothing of the book has changed since, and what we remember need not be read again:
a quarter of the work of a payment. The first writer from elsewhere changes the hash, and all is
forgotten."""

from collections.abc import Iterable
from typing import Final

import msgspec

from zandaka.ledger.model import State, Touch, Usage, Wallet

#: Wallets remembered of all books of a process together: one to two kilobytes each.
MOST: Final = 120_000


class Remembered(msgspec.Struct, frozen=True):
    """A wallet with all its lots, and all that it has used of limits."""

    wallet: Wallet
    usage: tuple[Usage, ...]


class Memory:
    """What one writer remembers of its book."""

    def __init__(self, most: int = MOST // 4) -> None:
        self._most = most
        self._hash = b""
        self._wallets: dict[int, Remembered] = {}

    def recall(self, wallets: Iterable[int]) -> dict[int, Remembered]:
        """Those of `wallets` that are remembered. They are true only if `still_true` says so of
        the head under the lock."""
        known = self._wallets
        return {one: known[one] for one in wallets if one in known}

    def still_true(self, head_hash: bytes) -> bool:
        """Whether nobody has written the book since; forgets everything where somebody has."""
        if self._hash == head_hash:
            return True
        self.forget()
        return False

    def forget(self) -> None:
        """Forgets everything: what was in memory may not be what was written."""
        self._wallets.clear()

    def remember(self, state: State, touch: Touch, head_hash: bytes) -> None:
        """Keeps what a batch leaves, once it is committed and `head_hash` is the book's head.

        Wallets with something held are not kept, and those that a batch came across by way of an
        earlier operation are forgotten: not all of them was read."""
        known, touched = self._wallets, touch.wallets
        if touch.past:
            elsewhere = {lot.wallet for lot in state.lots.values()}
            elsewhere.update(state.wallets)
            elsewhere.update(wallet for wallet, _ in state.usage)
            for one in elsewhere - touched:
                known.pop(one, None)
        used: dict[int, list[Usage]] = {}
        for (owner, _), usage in state.usage.items():
            used.setdefault(owner, []).append(usage)
        for one in touched:
            known.pop(one, None)
            wallet = state.wallets.get(one)
            if wallet is not None and not any(lot.held or lot.holds for lot in wallet.lots):
                known[one] = Remembered(wallet, tuple(used.get(one, ())))
        while len(known) > self._most:
            # The one that nobody has touched for the longest time.
            del known[next(iter(known))]
        self._hash = head_hash
