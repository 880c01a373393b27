"""Publish a notice (お知らせの公表): kept as it came out, each addition as a revision (R2)."""

from datetime import date
from typing import Annotated, Any, ClassVar

import msgspec

from zandaka.errors import Invalid, Refusal
from zandaka.reads import incidents
from zandaka.redress.action import Action, Desk
from zandaka.redress.incidents import IncidentId, declared, one_at_a_time
from zandaka.rules.notice import changes, fill, wrong_weekdays

_KEEP = """
INSERT INTO notices (incident, report, revision, published_on, title, body, recorded_at, by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


class Published(msgspec.Struct, frozen=True):
    """The notice as it is kept. `added` and `removed` lines since the revision before."""

    incident: str
    report: int
    revision: int
    published_on: date
    added: int
    removed: int


class PublishNotice(Action, frozen=True, kw_only=True, tag="publish_notice"):
    """Keeps a notice as published: `revision` 0 is the report as it first comes out, 1 its first
    addition. The weekday beside every date must be that date's. `{{name}}` in the text is
    replaced by the value of that name."""

    verb: ClassVar[str] = "publish_notice"
    ja: ClassVar[str] = (
        "公表したお知らせを版として残します(revision 0が初版、1が最初の追記)。"
        "日付に添えた曜日が正しいことを確かめ、{{名前}}は値に置き換えます。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = Published

    incident: IncidentId
    report: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    revision: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    published_on: date
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    body: Annotated[str, msgspec.Meta(min_length=1, max_length=100_000)]
    values: dict[str, str] = msgspec.field(default_factory=dict[str, str])

    def act(self, desk: Desk) -> Published:
        one_at_a_time(desk.connection, self.incident)
        declared(desk, self.incident)
        earlier = [
            one
            for one in incidents.notices(desk.connection, self.incident)
            if one.report == self.report
        ]
        if self.revision != len(earlier):
            raise Refusal(
                "notice_out_of_order", report=self.report, revision=len(earlier), source="R2"
            )
        if earlier and self.published_on < earlier[-1].published_on:
            raise Invalid("published_on", f"must not lie before {earlier[-1].published_on}")
        title, body = self._checked("title", self.title), self._checked("body", self.body)
        changed = changes(earlier[-1].body if earlier else "", body, "", "")[2:]
        desk.connection.execute(
            _KEEP,
            (
                self.incident, self.report, self.revision, self.published_on, title, body,
                desk.now, desk.by,
            ),
        )  # fmt: skip
        return Published(
            self.incident, self.report, self.revision, self.published_on,
            sum(line.startswith("+") for line in changed),
            sum(line.startswith("-") for line in changed),
        )  # fmt: skip

    def _checked(self, field: str, text: str) -> str:
        filled, missing = fill(text, self.values)
        if missing:
            raise Refusal("notice_incomplete", field=field, missing=missing, source="R29")
        wrong = wrong_weekdays(filled, self.published_on)
        if wrong:
            raise Refusal("wrong_weekday", field=field, places=wrong, source="R31")
        return filled
