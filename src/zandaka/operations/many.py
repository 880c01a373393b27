"""What commands on many wallets of one book share: a plan of redress has a million of them, and
what a wallet gets must not depend on how its neighbour fares."""

from typing import Annotated

import msgspec

from zandaka import ids
from zandaka.operations.base import Operation

#: Wallets of one command. More would keep the payments behind it waiting.
MOST = 500


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A wallet; `coupons`: only what was issued in these (R32), all where none is named."""

    wallet: ids.WalletId
    coupons: tuple[ids.WalletId, ...] = ()


class ShareRefused(msgspec.Struct, frozen=True):
    """A wallet for which the rules say no, and why. Nothing of it has changed."""

    wallet: ids.WalletId
    code: str


class OnMany(Operation, frozen=True, kw_only=True):
    """A command on wallets of one book, each at most once: it belongs to that book."""

    wallets: Annotated[tuple[Share, ...], msgspec.Meta(min_length=1, max_length=MOST)]

    def book(self, key: bytes, books: int) -> int:
        """The first wallet's: whoever is of another book is refused as unknown there."""
        return ids.book_of(self.wallets[0].wallet) % books

    def each(self) -> tuple[Share, ...]:
        """The shares. Each is decided on the state before the command, so that a wallet named
        twice would get twice: whoever makes such a command has a bug."""
        assert len({share.wallet for share in self.wallets}) == len(self.wallets), "named twice"
        return self.wallets
