"""Checks of delivery: who was told what, through which channel, and what no address took."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences


class MessageSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one message. `tried_at` is the instant of the last try; `tries` counts
    all of them, on both channels."""

    holder: str | UnsetType = UNSET
    template: str | UnsetType = UNSET
    channel: Literal["mail", "sms"] | UnsetType = UNSET
    state: Literal["waiting", "taken", "lost", "void"] | UnsetType = UNSET
    tries: int | UnsetType = UNSET
    tried_at: datetime | UnsetType = UNSET


class MessagesCheck(Check, frozen=True):
    """Every message there is: by holder, then in the order they were written (R13, R14)."""

    messages: tuple[MessageSaid, ...]

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT r.holder, m.template, m.channel, m.state,"
            " count(d.id), max(d.at) FROM messages m JOIN recipients r ON r.id = m.recipient"
            " LEFT JOIN deliveries d ON d.message = m.id"
            " GROUP BY m.id, r.id ORDER BY r.holder, m.id"
        ).fetchall()
        got = [dict(zip(MessageSaid.__struct_fields__, row, strict=True)) for row in rows]
        return differences([said(one) for one in self.messages], got, "messages")


class Bounced(Check, frozen=True):
    """The holders of whom a person is asked, because no address took a message (R13)."""

    unreached: tuple[str, ...]

    def differences(self, ground: Ground) -> list[Difference]:
        rows = ground.connection.execute(
            "SELECT r.holder FROM claims c JOIN recipients r ON r.id = c.recipient"
            " WHERE c.kind = 'bounce' AND c.state IN ('open', 'checked') ORDER BY r.holder"
        ).fetchall()
        return differences(self.unreached, [row[0] for row in rows], "unreached")
