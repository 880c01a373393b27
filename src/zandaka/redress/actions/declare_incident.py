"""Declare an incident (障害の宣言): which functions failed, when, and for which value (R1)."""

from typing import Annotated, Any, ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.reads import incidents
from zandaka.redress.action import Action, Desk
from zandaka.redress.incidents import IncidentId, add_version, one_at_a_time
from zandaka.rules.incident import Failure, IncidentContent, Name


class Declared(msgspec.Struct, frozen=True):
    """The incident, and which version of what is known of it this is."""

    incident: str
    version: int


class OfIncident(Action, frozen=True, kw_only=True):
    """What is known of an incident."""

    incident: IncidentId
    functions: tuple[Failure, ...]
    campaigns: tuple[Name, ...] = ()
    products: tuple[Name, ...] = ()
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""

    def content(self) -> IncidentContent:
        return IncidentContent(
            functions=self.functions,
            campaigns=self.campaigns,
            products=self.products,
            note=self.note,
        )


class DeclareIncident(OfIncident, frozen=True, kw_only=True, tag="declare_incident"):
    """Declares an incident for which there are terms: the functions that failed with an interval
    for each (without `until` it still fails), and the campaigns and products hit (none named:
    all)."""

    verb: ClassVar[str] = "declare_incident"
    ja: ClassVar[str] = (
        "規約のある障害を宣言します。止まった機能とその時間帯(終わりがなければ継続中)、"
        "対象のキャンペーンと商品(指定がなければすべて)を記録します。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = Declared

    def act(self, desk: Desk) -> Declared:
        if self.incident not in desk.terms.incidents:
            raise Refusal("unknown_incident", incident=self.incident)
        one_at_a_time(desk.connection, self.incident)
        if incidents.incident(desk.connection, self.incident) is not None:
            raise Refusal("incident_declared", incident=self.incident)
        desk.connection.execute(
            "INSERT INTO incidents (id, declared_at, declared_by) VALUES (%s, %s, %s)",
            (self.incident, desk.now, desk.by),
        )
        add_version(desk, self.incident, 1, self.content())
        return Declared(self.incident, 1)
