"""Every endpoint of /v1, in the order of the documentation."""

from typing import Final

from zandaka.web.endpoint import Endpoint
from zandaka.web.routes import (
    coupons,
    directory,
    gift_links,
    issuing,
    media_care,
    moves,
    networks,
    operations,
    payments,
    payout_settlements,
    payouts,
    products,
    redress,
    redress_bank,
    redress_claims,
    redress_gifts,
    redress_incidents,
    redress_messages,
    redress_plans,
    wallets,
    webhooks,
)

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *payments.ENDPOINTS,
    *networks.ENDPOINTS,
    *coupons.ENDPOINTS,
    *wallets.ENDPOINTS,
    *media_care.ENDPOINTS,
    *moves.ENDPOINTS,
    *payouts.ENDPOINTS,
    *payout_settlements.ENDPOINTS,
    *products.ENDPOINTS,
    *issuing.ENDPOINTS,
    *operations.ENDPOINTS,
    *redress.ENDPOINTS,
    *redress_incidents.ENDPOINTS,
    *redress_claims.ENDPOINTS,
    *redress_bank.ENDPOINTS,
    *redress_gifts.ENDPOINTS,
    *gift_links.ENDPOINTS,
    *redress_messages.ENDPOINTS,
    *redress_plans.ENDPOINTS,
    *directory.ENDPOINTS,
    *webhooks.ENDPOINTS,
)

#: What groups them, in Japanese and English.
TAGS: Final[dict[str, tuple[str, str]]] = {
    "payments": ("支払・返金", "Payments and refunds"),
    "authorisations": ("仮押さえ", "Holds"),
    "coupons": ("クーポン", "Coupons"),
    "products": ("商品", "Products: what holders are told"),
    "wallets": ("ウォレット", "Wallets"),
    "redress": ("救済(延長・戻入・失効・転換)", "Redress: extend, restore, lapse, convert"),
    "actions": ("補償の手続き", "Actions of redress"),
    "incidents": ("障害と補償の状況", "Incidents, and how their redress stands"),
    "contacts": ("連絡先", "How holders are reached"),
    "moves": ("送金・引継ぎ", "Between wallets: sends, charges, carry-overs, rights"),
    "payouts": ("出金・払戻し", "Money out: withdrawals, refunds, what is done again and again"),
    "bank": ("銀行振込での返金", "Repayment by bank transfer"),
    "gifts": ("ギフトの受け取り", "Receiving a gift"),
    "claims": ("申請と問い合わせ", "Applications and calls"),
    "operations": ("取引", "Operations"),
    "directory": ("加盟店とAPIキー", "Merchants and API keys"),
    "webhooks": ("Webhook", "Webhooks"),
}
