"""The chart of accounts. A balance is credits less debits: what the issuer owes is positive, what
it has or has spent is negative, and the balances of a book add up to zero."""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """The accounts of a book. All but `LOT` are named by kind and owner, one in each book."""

    LOT = "lot"
    BANK_CLEARING = "bank_clearing"
    CAMPAIGN_FUNDING = "campaign_funding"
    MERCHANT_PAYABLE = "merchant_payable"
    GIFT_PAYABLE = "gift_payable"
    GIFT_PROVIDER_PAYABLE = "gift_provider_payable"
    BREAKAGE_INCOME = "breakage_income"
    COMPENSATION_EXPENSE = "compensation_expense"
    IN_TRANSIT = "in_transit"
    MIRRORED_LEDGER = "mirrored_ledger"
    SEND_PENDING = "send_pending"
    WITHDRAWAL_PAYABLE = "withdrawal_payable"
    SUSPENSE = "suspense"
    SHORTFALL = "shortfall"
    FEE_INCOME = "fee_income"
    BAD_DEBT_EXPENSE = "bad_debt_expense"

    # Enum hashes its name in Python; these are keys of the hottest look-up.
    __hash__ = str.__hash__


class Line(NamedTuple):
    """One line of the chart: its root, what names its sub-accounts, and what it means."""

    root: str
    owner: str
    ja: str
    en: str


CHART: Final[dict[Kind, Line]] = {
    Kind.LOT: Line(
        "Liabilities",
        "wallet",
        "利用者の未使用残高。期限・法的区分・由来ごとに一口座。",
        "Unused value of a holder: one account for each expiry, legal kind and origin.",
    ),
    Kind.BANK_CLEARING: Line(
        "Assets",
        "",
        "チャージ代金の入金待ち・入金済み。振込で払い戻すと減る。",
        "Money received or to be received for loads, less what was paid out.",
    ),
    Kind.CAMPAIGN_FUNDING: Line(
        "Assets",
        "campaign",
        "キャンペーンの原資。発行で減り、失効で戻る。",
        "The campaign's funds: drawn on at issue, given back what lapses.",
    ),
    Kind.MERCHANT_PAYABLE: Line(
        "Liabilities",
        "merchant",
        "加盟店への未払金。",
        "Owed to a merchant for payments it accepted.",
    ),
    Kind.GIFT_PAYABLE: Line(
        "Liabilities",
        "wallet of issue",
        "ギフトで渡す義務のある金額。",
        "Owed to a holder as a gift, after conversion.",
    ),
    Kind.GIFT_PROVIDER_PAYABLE: Line(
        "Liabilities",
        "brand",
        "交付したギフトの代金として提供会社に支払う金額。",
        "Owed to whoever provides a brand, for gifts it has issued.",
    ),
    Kind.BREAKAGE_INCOME: Line(
        "Income",
        "product",
        "失効益。",
        "Value that lapsed, where the terms leave it to the issuer.",
    ),
    Kind.COMPENSATION_EXPENSE: Line(
        "Expenses",
        "incident",
        "補償として発行者が負担した金額（払戻しではない。Z-3）。",
        "Made good at the issuer's own cost (damages, not a refund: Z-3).",
    ),
    Kind.IN_TRANSIT: Line(
        "Liabilities",
        "other book",
        "別の帳簿へ移動中の金額。全帳簿の合計は、移動中がなければゼロ。",
        "On its way to or from another book; over all books zero when nothing is in flight.",
    ),
    Kind.MIRRORED_LEDGER: Line(
        "Equity",
        "other ledger",
        "別の台帳で発行・決済された金額の写しの相手勘定。精算はその台帳で行う。",
        "The other side of what another ledger issued and paid; settled there.",
    ),
    Kind.SEND_PENDING: Line(
        "Liabilities",
        "wallet that sent",
        "送金され、まだ受け取られていない金額。",
        "Sent to another holder and not yet claimed.",
    ),
    Kind.WITHDRAWAL_PAYABLE: Line(
        "Liabilities",
        "wallet",
        "出金・払戻しの依頼を受け、まだ支払われていない金額（手数料を含む）。",
        "Ordered out of a wallet and not yet paid, its fee included.",
    ),
    Kind.SUSPENSE: Line(
        "Liabilities",
        "wallet",
        "残高上限を超えて戻ったため、空きができるまで預かる金額。",
        "Came back above the balance cap; kept until there is room (R69).",
    ),
    Kind.SHORTFALL: Line(
        "Assets",
        "wallet",
        "強制計上で残高を超え、利用者に請求する金額。",
        "Posted by force beyond what was there: owed by the holder.",
    ),
    Kind.FEE_INCOME: Line(
        "Income",
        "product and fee",
        "手数料収入。",
        "Fees taken from holders.",
    ),
    Kind.BAD_DEBT_EXPENSE: Line(
        "Expenses",
        "",
        "利用者に請求しないこととした不足額（貸倒損失）。",
        "What holders owed and is not asked for any more.",
    ),
}
