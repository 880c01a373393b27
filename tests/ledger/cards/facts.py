"""The terms of tests/ledger/terms_cards, written down a second time: what the oracle of cards knows
of them. No file of terms is read here."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from zandaka.rules.overseas import Foreign

CARD, MONEY, PLASTIC, CASH, TICKET = "card", "money", "plastic", "cash", "ticket"
TIERS = ("anonymous", "contact_checked", "identity_verified")


@dataclass(frozen=True)
class Route:
    """A way out: what it costs, and how many of a month are free."""

    fee: int
    free: int = 0


@dataclass(frozen=True)
class Facts:
    legal_kind: str
    forms: tuple[str, ...]
    #: `medium`: with its number, at the end of the month after that of its issue. `use`: a month
    #: after its last use. Empty: never.
    ends_with: str = ""
    tier: str = "anonymous"
    #: The funds-transfer value that a card holds beside its own.
    holds: str = ""
    caps: dict[str, int] = field(default_factory=dict[str, int])
    #: The balance cap, where it is another one from some days on.
    balances: tuple[tuple[date, int], ...] = ()
    #: The product whose value is spent first, whatever ends first; empty: what ends first.
    spent_first: str = ""
    keeps_apart: bool = False
    #: Percent of a purchase abroad.
    abroad: int = 0
    abroad_comes_back: bool = True
    #: Days after its end within which a hold is still posted by force.
    late_days: int | None = None
    sends: str = ""
    charges: tuple[str, ...] = ()
    carries_to: tuple[str, ...] = ()
    routes: dict[str, Route] = field(default_factory=dict[str, Route])
    fee_inside: bool = False
    contract_ends: str = ""
    grounds: tuple[str, ...] = ()
    exchanged: bool = False
    shop_bears: bool = False

    def balance(self, on: date) -> int | None:
        """The balance cap of a day; None where there is none."""
        found = self.caps.get("balance")
        for begins, cap in self.balances:
            if begins <= on:
                found = cap
        return found

    def fee(self, price: int) -> int:
        """Of a purchase abroad: of the card half a yen counts as one, of the plastic card any."""
        exact = Fraction(price * self.abroad, 100)
        return floor(exact + Fraction(1, 2)) if self is PRODUCTS[CARD] else ceil(exact)

    def price_within(self, total: int) -> int:
        """The largest price that `total` covers with its fee."""
        return next(price for price in range(total, -1, -1) if price + self.fee(price) <= total)


PRODUCTS = {
    CARD: Facts(
        "prepaid", ("app",), holds=MONEY, spent_first=CARD, abroad=3, late_days=3,
        caps={
            "load": 5_000, "cash_day": 6_000, "balance": 12_000, "pay": 4_000, "pay_day": 7_000,
        },
    ),
    MONEY: Facts(
        "funds_transfer", (), tier="identity_verified", sends="at_once",
        caps={
            "load": 4_500, "balance": 9_000, "send": 3_000, "send_month": 7_000,
            "receive_month": 6_000, "withdraw": 3_000, "withdraw_day": 4_000,
        },
        routes={"atm": Route(220, free=1), "bank": Route(110)}, contract_ends="to_prepaid",
    ),
    PLASTIC: Facts(
        "prepaid", ("card", "app"), ends_with="use", holds=CASH, keeps_apart=True, abroad=4,
        abroad_comes_back=False, late_days=2, grounds=("LAW_ART20_1", "SPECIAL"), exchanged=True,
        shop_bears=True,
        caps={
            "load": 4_000, "load_day": 6_000, "balance": 8_000, "pay": 4_000, "pay_day": 9_000,
        },
        balances=tuple(
            step
            for month in (*(date(2023, n, 10) for n in range(3, 13)),
                          *(date(2024, n, 10) for n in range(1, 7)))
            for step in ((month, 4_000), (month.replace(day=25), 8_000))
        ),
    ),
    CASH: Facts(
        "funds_transfer", ("app",), tier="contact_checked", keeps_apart=True, sends="claim",
        caps={
            "load": 3_500, "balance": 6_000, "send": 2_500, "send_month": 3_000,
            "receive_month": 2_700, "withdraw": 3_000,
        },
        routes={"bank": Route(100, free=1), "automatic": Route(0)}, fee_inside=True,
        contract_ends="pay_out",
    ),
    TICKET: Facts(
        "exempt", ("number",), ends_with="medium", charges=(CARD, PLASTIC), carries_to=(PLASTIC,),
        grounds=("LAW_ART20_1",), caps={"issue": 3_000, "pay_day": 2_000},
    ),
}  # fmt: skip
#: Days within which what was sent may be claimed, and what the end of a contract costs.
CLAIM_DAYS = 3
END_FEE = 500
CHARGE_CHANNELS = ("app", "web")


def abroad(foreign: Foreign | None) -> bool:
    """Outside Japan and in another currency, both."""
    return foreign is not None and foreign.country != "JP" and foreign.currency != "JPY"


def known(tier: str, product: str) -> bool:
    """Whether a holder is known as far as value of the product asks."""
    return TIERS.index(tier) >= TIERS.index(PRODUCTS[product].tier)
