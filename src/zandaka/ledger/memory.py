"""What a book remembers of the wallets it wrote, so that its next batch need not read them again.

It holds good while nobody else has written the book: the number of the last batch, read under the
book's lock, says whether somebody has. What payments change is remembered as it was written -
balances and limits used. A wallet of which a batch wrote anything else, or of whose value a hold
keeps a part, is forgotten and read anew; so is everything after a failure."""

from collections.abc import Set
from itertools import islice
from typing import Final

from zandaka.ledger.model import State, Touch, Usage, Wallet

#: Wallets remembered in one process, over all its books: 1.4 kB each with two lots.
WALLETS: Final = 100_000
#: A wallet of more lots is not remembered: it is rare, and would take the room of many.
_LOTS: Final = 4


class Memory:
    """One book's. Not shared between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._batch = -1
        self._wallets: dict[int, tuple[Wallet, frozenset[str]]] = {}
        self._usage: dict[tuple[int, str], Usage] = {}
        #: Those of which the batch at work has what is remembered.
        self._given: set[int] = set()

    def known(self, touch: Touch) -> set[int]:
        """The wallets of `touch` that are remembered, each with what it has used of the limits
        that `touch` names."""
        limits, wallets = touch.limits, self._wallets
        if not wallets:
            return set()
        found = touch.wallets & wallets.keys()
        return {one for one in found if limits <= wallets[one][1]}

    def holds_at(self, batch: int) -> bool:
        """Whether the memory is of the book as it stands after `batch`; forgets it where not."""
        if batch != self._batch:
            self.forget()
        return batch == self._batch

    def give(self, known: set[int], touch: Touch, state: State) -> None:
        """Puts `known` wallets, their lots and their use of limits into `state`."""
        self._given = known
        wallets, lots, usage = state.wallets, state.lots, state.usage
        for identifier in known:
            wallet = self._wallets[identifier][0]
            wallets[identifier] = wallet
            for lot in wallet.lots:
                lots[lot.id] = lot
            for kind in touch.limits:
                used = self._usage.get((identifier, kind))
                if used is not None:
                    usage[identifier, kind] = used

    def keep(
        self,
        batch: int,
        touch: Touch,
        state: State,
        used: dict[tuple[int, str], Usage],
        otherwise: Set[int],
    ) -> None:
        """Remembers what `batch`, now committed, has left of the wallets of `touch`: `used` are the
        limits it wrote, `otherwise` the wallets of which it wrote anything that is neither a
        balance nor a limit, or that it wrote without having read all of them."""
        for identifier in otherwise:
            self._drop(identifier)
        kinds = frozenset(touch.limits)
        for identifier in touch.wallets - self._given - otherwise:
            self._drop(identifier)
            wallet = state.wallets.get(identifier)
            if wallet is None or len(wallet.lots) > _LOTS:
                continue
            if any(lot.held or lot.holds for lot in wallet.lots):
                continue
            self._wallets[identifier] = wallet, kinds
            for kind in kinds:
                found = state.usage.get((identifier, kind))
                if found is not None:
                    self._usage[identifier, kind] = found
        for key, use in used.items():
            if key[0] in self._wallets:
                self._usage[key] = use
        for identifier in list(islice(self._wallets, max(0, len(self._wallets) - self._most))):
            self._drop(identifier)
        self._batch = batch

    def forget(self) -> None:
        """Remembers nothing."""
        self._batch = -1
        self._wallets.clear()
        self._usage.clear()
        self._given = set()

    def _drop(self, identifier: int) -> None:
        found = self._wallets.pop(identifier, None)
        if found is not None:
            for kind in found[1]:
                self._usage.pop((identifier, kind), None)
