"""Amend an incident (障害の記録の改訂): more is known now; what was known before stays."""

from typing import Any, ClassVar

import msgspec

from zandaka.reads import incidents
from zandaka.redress.action import Desk
from zandaka.redress.actions.declare_incident import Declared, OfIncident
from zandaka.redress.incidents import add_version, declared, one_at_a_time


class AmendIncident(OfIncident, frozen=True, kw_only=True, tag="amend_incident"):
    """Records a new version of what is known of an incident. It says all of it anew. Cohorts that
    are frozen stay as they are; freeze them again to see what the new version makes of them."""

    verb: ClassVar[str] = "amend_incident"
    ja: ClassVar[str] = (
        "障害の記録を改訂します。内容は全体を書き直し、前の版は残ります。"
        "凍結済みの対象者群は変わりません。必要なら凍結し直してください。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = Declared

    def act(self, desk: Desk) -> Declared:
        one_at_a_time(desk.connection, self.incident)
        declared(desk, self.incident)
        version = incidents.versions(desk.connection, self.incident)[-1].version + 1
        add_version(desk, self.incident, version, self.content())
        return Declared(self.incident, version)
