"""What a command sees of a book, and what it may ask the book to do. Pure values: no database."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.records import R, Record
from zandaka.terms.model import Terms


class Series(msgspec.Struct, frozen=True, gc=False):
    """What the lots of one product, campaign and prefecture have in common."""

    id: int
    product: str
    campaign: str
    prefecture: str
    legal_kind: str


class Account(msgspec.Struct, gc=False):
    """A named account: balance = credits - debits, in yen. `id` 0 until the book has opened it."""

    id: int
    kind: Kind
    owner: str
    balance: int


class Lot(msgspec.Struct, eq=False):
    """Value in a wallet with its own expiry and origin; an account of the book.

    `held` is what open holds keep of the balance. `expires_at` is exclusive (R10): the value is
    good strictly before it, for ever when None. `issued_at` is when the value was first issued,
    it stays through loads (Z-4); read only for commands that touch `issue_dates`."""

    id: int
    wallet: int
    series: Series
    origin: int
    balance: int
    held: int
    expires_at: datetime | None
    issued_at: datetime | None = None
    holds: Sequence["HoldLine"] = ()

    def available(self, at: datetime) -> int:
        """Yen that no open hold keeps. A hold past its expiry keeps nothing, swept or not."""
        if not self.held:
            return self.balance
        return self.balance - sum(line.yen for line in self.holds if line.hold.expires_at > at)

    def expired(self, at: datetime) -> bool:
        """Whether its end has come: at `expires_at` it has (R10)."""
        return self.expires_at is not None and self.expires_at <= at


class Hold(msgspec.Struct, eq=False):
    """Value kept for a merchant until `expires_at` (exclusive).

    `uses` are the days, oldest first, on which it counts towards a limit, and with how many yen:
    less once they are captured or let go. `rest` are the yen that may still be captured or, after
    its end, be posted by force."""

    id: int
    wallet: int
    merchant: str
    expires_at: datetime
    lines: list["HoldLine"] = []
    uses: tuple[tuple[date, int], ...] = ()
    rest: int = 0


class HoldLine(msgspec.Struct, eq=False):
    """What a hold still keeps of one lot, in yen."""

    hold: Hold
    lot: Lot
    yen: int


class Wallet(msgspec.Struct, eq=False):
    """What a holder holds of a product. `holder` is empty for a bearer's.

    `expires_at` (exclusive) is the end of the medium - a card's printed month - and of what is
    loaded onto it; None where the medium has none. `tier` is how far the holder's identity was
    checked. `prefecture`, `inquiry` and `secret` are given when the medium is opened, and not read
    again by a command."""

    id: int
    product: str
    form: str
    status: str
    holder: str = ""
    loaded_into: int | None = None
    expires_at: datetime | None = None
    tier: str = "anonymous"
    lots: list[Lot] = []
    prefecture: str = ""
    inquiry: str | None = None
    secret: bytes | None = None


class Merchant(msgspec.Struct, frozen=True, gc=False):
    """A shop: `prefecture` is its JIS X 0401 code. `networks` whose brand it accepts, and the
    `groups` it belongs to, decide which products may be spent there."""

    id: str
    prefecture: str
    status: str
    networks: Sequence[str] = ()
    groups: Sequence[str] = ()


class Usage(msgspec.Struct, gc=False):
    """How many yen of a limit a wallet has used in the period that began on `period`."""

    wallet: int
    limit_kind: str
    period: date
    yen: int


class Past(msgspec.Struct):
    """An earlier operation that a command acts on, with the transfers it made."""

    id: int
    verb: str
    code: str
    wallet: int
    effective_at: datetime
    request: dict[str, Any]
    outcome: dict[str, Any]
    transfers: list["PastTransfer"] = []


class PastTransfer(msgspec.Struct):
    """One transfer of an earlier operation. `returned` is how much of it has been given back
    since, by whichever remedy."""

    id: int
    debit: int
    credit: int
    yen: int
    returns: int
    returned: int

    @property
    def left(self) -> int:
        """Yen that may still be given back."""
        return self.yen - self.returned


class State(msgspec.Struct):
    """The part of a book that the commands of a batch named in their `touch`."""

    wallets: dict[int, Wallet] = {}
    lots: dict[int, Lot] = {}
    accounts: dict[int, Account] = {}
    named: dict[tuple[Kind, str], Account] = {}
    usage: dict[tuple[int, str], Usage] = {}
    past: dict[int, Past] = {}
    past_transfers: dict[int, PastTransfer] = {}
    holds: dict[int, Hold] = {}
    merchants: dict[str, Merchant] = {}
    records: dict[tuple[type[Record], int], Record] = {}
    looked_up: set[tuple[Kind, str]] = set()
    #: What is on its way to another book: the operation that sent it, and from which wallet.
    transits: dict[int, int] = {}

    def wallet(self, identifier: int) -> Wallet:
        """A wallet that was touched. Raises Refusal unknown_wallet where its book has none such."""
        found = self.wallets.get(identifier)
        if found is None:
            raise Refusal("unknown_wallet")
        return found

    def successor(self, identifier: int) -> int:
        """The card that stands for a wallet by now: the last of those that replaced it (R83), or
        itself. A card is exchanged within its book; ask for the `successors` of a wallet whose
        card may have been."""
        found = self.wallets.get(identifier)
        while found is not None and found.status == "exchanged" and found.loaded_into:
            identifier = found.loaded_into
            found = self.wallets.get(identifier)
        return identifier

    def line(self, identifier: int) -> list[Wallet]:
        """A wallet and the `predecessors` that it replaced, the newest first."""
        found: list[Wallet] = []
        replaced = {
            one.loaded_into: one for one in self.wallets.values() if one.status == "exchanged"
        }
        one = self.wallets.get(identifier)
        while one is not None:
            found.append(one)
            one = replaced.get(one.id)
        return found

    def merchant(self, identifier: str) -> Merchant:
        """A shop that was touched, open or closed. Raises Refusal unknown_merchant."""
        found = self.merchants.get(identifier)
        if found is None:
            raise Refusal("unknown_merchant", merchant=identifier)
        return found

    def operation(self, identifier: int) -> Past:
        """An earlier operation that was touched, accepted or refused. Raises Refusal
        unknown_operation."""
        found = self.past.get(identifier)
        if found is None:
            raise Refusal("unknown_operation")
        return found

    def record(self, kind: type[R], operation: int) -> R | None:
        """What an earlier operation has under way; None where it never began such a thing."""
        found = self.records.get((kind, operation))
        assert found is None or isinstance(found, kind)
        return found

    def records_of(self, kind: type[R], wallet: int) -> list[R]:
        """What a wallet has under way of a kind, oldest first."""
        return sorted(
            (
                one
                for one in self.records.values()
                if isinstance(one, kind) and one.wallet == wallet and one.under_way
            ),
            key=lambda one: one.operation,
        )

    def account(self, kind: Kind, owner: str = "") -> Account:
        """The named account; opened by the book on its first transfer."""
        found = self.named.get((kind, owner))
        if found is None:
            assert (kind, owner) in self.looked_up, f"{kind} {owner!r} was not touched"
            found = self.named[kind, owner] = Account(0, kind, owner, 0)
        return found


class Touch:
    """What a command names so that the book can load it, and nothing else of the book."""

    __slots__ = (
        "counted",
        "ending",
        "exempt_dates",
        "fees",
        "issue_dates",
        "limits",
        "merchants",
        "named",
        "of_wallets",
        "past",
        "past_wallets",
        "predecessors",
        "records",
        "successors",
        "transits",
        "under_way",
        "wallets",
    )

    def __init__(self) -> None:
        self.wallets: set[int] = set()
        self.past: set[int] = set()
        self.merchants: set[str] = set()
        self.named: set[tuple[Kind, str]] = set()
        #: Kinds of limits, as far as the wallets named have used them.
        self.limits: set[str] = set()
        #: When the value in the lots was first issued.
        self.issue_dates: bool = False
        #: The same, of value outside the Act alone: most batches have none.
        self.exempt_dates: bool = False
        #: The accounts to which value goes when the lots named come to their end.
        self.ending: bool = False
        #: Fees by name: the accounts that take them, one a product.
        self.fees: set[str] = set()
        #: The wallets of the earlier operations, with all their lots.
        self.past_wallets: bool = False
        #: Kinds of accounts that a wallet owns: those of the wallets named or of the earlier
        #: operations.
        self.of_wallets: set[Kind] = set()
        #: Kinds of records: those that the earlier operations named began.
        self.records: set[type[Record]] = set()
        #: Kinds of records: those that the wallets named have under way.
        self.under_way: set[type[Record]] = set()
        #: Kinds of records: those of the wallets of the earlier operations that count, ended or
        #: not. Name the `successors` and `predecessors` too where cards are exchanged.
        self.counted: set[type[Record]] = set()
        #: The cards that replaced those of the wallets that were exchanged, with all they have.
        self.successors: bool = False
        #: The cards that the wallets replaced, with all they have.
        self.predecessors: bool = False
        #: What the wallets have on its way to another book.
        self.transits: bool = False


class Moment(msgspec.Struct, frozen=True):
    """What a decision is made under: the instant and day of the batch, the terms, the series."""

    at: datetime
    day: date
    terms: Terms
    series: dict[tuple[str, str, str], Series]


#: A transfer to be posted: from which account, to which, how many yen, and of which earlier
#: transfer it gives value back (0 = none).
Move = tuple["Account | Lot", "Account | Lot", int, int]


class Extension(msgspec.Struct):
    """A lot's new expiry (exclusive), why, and for which incident."""

    lot: Lot
    new_expires_at: datetime
    reason: str
    incident: str


class Decision(msgspec.Struct):
    """What an accepted command does. The book applies all of it or nothing.

    `hold` is a hold to be opened or, where it has its number already, one to which `hold_adds`
    are added and whose end, `uses` and `rest` may have changed: a copy of it, as it will be.

    New wallets and lots are given with `id` 0 and numbered by the book. `outcome` is told to the
    caller and kept; it may be a function of the ids that are known only then."""

    outcome: Any
    moves: Sequence[Move] = ()
    uses: Sequence[Usage] = ()
    wallets: Sequence[Wallet] = ()
    lots: Sequence[Lot] = ()
    changed_wallets: Sequence[Wallet] = ()
    extensions: Sequence[Extension] = ()
    hold: Hold | None = None
    hold_changes: Sequence[tuple[HoldLine, int]] = ()
    hold_adds: Sequence[tuple[Lot, int]] = ()
    records: Sequence[Record] = ()
    transit_to: int | None = None
    settles: int | None = None
    wallet: int = 0
    effective_at: datetime | None = None
