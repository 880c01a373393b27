"""Erase records (保存期間を過ぎた個人情報の消去): names and bank accounts that need not be kept."""

from typing import ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds import retention
from zandaka.redress.action import Action, Desk

# What was registered meanwhile stays.
_NAMES: Final = """
DELETE FROM holder_names n USING unnest(%s::text[], %s::timestamptz[]) AS e(holder, last)
WHERE n.holder = e.holder AND n.at <= e.last
"""
_ACCOUNTS: Final = """
DELETE FROM payout_accounts a USING unnest(%s::text[], %s::timestamptz[]) AS e(holder, last)
WHERE a.holder = e.holder AND a.registered_at <= e.last
"""
_LINES: Final = """
UPDATE payout_tries t SET account = NULL
FROM unnest(%s::bigint[], %s::timestamptz[]) AS e(wallet, last)
JOIN payouts p ON p.wallet = e.wallet
WHERE t.payout = p.operation AND t.account IS NOT NULL AND t.at <= e.last
"""
_KEEP: Final = """
INSERT INTO erasures (at, holders, names, accounts, lines) VALUES (%s, %s, %s, %s, %s)
"""


class RecordsErased(msgspec.Struct, frozen=True):
    """Of how many `holders`, and how much: `names`, registered `accounts`, and accounts in `lines`
    of payout files. With `only_count` nothing was erased, and the last three are 0."""

    holders: int
    names: int
    accounts: int
    lines: int


class EraseRecords(Action, frozen=True, kw_only=True, tag="erase_records"):
    """Erases the names and bank accounts of holders whose contracts have all ended, to whom nothing
    is owed, and with whom nothing has happened for as long as the terms have it (`keep_records`).
    What was paid when stays in the books, and so do wallets. `only_count` tells of how many it
    would be."""

    verb: ClassVar[str] = "erase_records"
    ja: ClassVar[str] = (
        "すべての契約が終わり、未払いもなく、規約の保存期間(`keep_records`)を過ぎた利用者の氏名と"
        "銀行口座を消去する。支払の記録そのものは残る。`only_count`なら人数だけを調べる。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = RecordsErased

    only_count: bool = False

    def act(self, desk: Desk) -> RecordsErased:
        found = retention.past(desk.connection, desk.terms, desk.now)
        if self.only_count or not found:
            return RecordsErased(len(found), 0, 0, 0)
        holders = [one.holder for one in found], [one.last for one in found]
        names, accounts = (
            desk.connection.execute(query, holders).rowcount for query in (_NAMES, _ACCOUNTS)
        )
        wallets = [(wallet, one.last) for one in found for wallet in one.wallets]
        given = [wallet for wallet, _ in wallets], [last for _, last in wallets]
        lines = desk.connection.execute(_LINES, given).rowcount
        desk.connection.execute(_KEEP, (desk.now, len(found), names, accounts, lines))
        return RecordsErased(len(found), names, accounts, lines)
