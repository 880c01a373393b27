"""Plans of redress: as drafted, how far, what they would do, and what came of them."""

import re
from typing import Final

import msgspec

from zandaka.errors import Invalid
from zandaka.reads import plan_report, plans
from zandaka.reads.plan_preview import PlanPreview
from zandaka.reads.plan_report import PlanReport
from zandaka.reads.plans import PlanView
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class Plans(msgspec.Struct, frozen=True):
    """Every plan of an incident, oldest first."""

    items: list[PlanView]


async def list_plans(services: Services, request: Request) -> Reply:
    incident = request.path["incident"]
    if incident not in services.terms.incidents:
        raise Failure("not_found", field="incident")
    return reply(Plans(list(await services.readers.read(plans.views, incident))))


async def show(services: Services, request: Request) -> Reply:
    found = await services.readers.read(plans.view, _plan(request))
    if found is None or found.incident != request.path["incident"]:
        raise Failure("not_found", field="plan")
    return reply(found)


async def show_preview(services: Services, request: Request) -> Reply:
    found = await services.readers.read(plans.plan, _plan(request))
    if found is None or found.incident != request.path["incident"]:
        raise Failure("not_found", field="plan")
    return reply(found.preview)


async def show_report(services: Services, request: Request) -> Reply:
    found = await services.readers.read(plan_report.report, _plan(request))
    if found is None or found.incident != request.path["incident"]:
        raise Failure("not_found", field="plan")
    return reply(found)


def _plan(request: Request) -> int:
    text = request.path["plan"]
    if _NUMBER.fullmatch(text) is None:
        raise Invalid("plan", "must be a plan's number")
    return int(text)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/incidents/{incident}/plans",
        tag="incidents",
        roles=("operator", "issuer"),
        ja="障害の計画の一覧を古い順に返します。",
        en="Every plan of an incident, oldest first.",
        handler=list_plans,
        answer=Plans,
    ),
    Endpoint(
        method="GET",
        path="/v1/incidents/{incident}/plans/{plan}",
        tag="incidents",
        roles=("operator", "issuer"),
        ja="計画の手順と、どこまで進んだかを返します。",
        en="A plan's steps, and how far each of them is.",
        handler=show,
        answer=PlanView,
    ),
    Endpoint(
        method="GET",
        path="/v1/incidents/{incident}/plans/{plan}/preview",
        tag="incidents",
        roles=("operator", "issuer"),
        ja="起案時の試算(手順・都道府県・勘定ごとの件数と金額、6か月の適用除外への影響、重なり)を返します。",
        en="What the plan would do as it was drafted: counts and yen by step, prefecture and"
        " account, what it does to the six-month exemption, and which cohorts overlap.",
        handler=show_preview,
        answer=PlanPreview,
    ),
    Endpoint(
        method="GET",
        path="/v1/incidents/{incident}/plans/{plan}/report",
        tag="incidents",
        roles=("operator", "issuer"),
        ja="計画の結果(手順ごとの予定・実行・拒否、金額、前後の勘定残高、照合)を返します。",
        en="What came of the plan: each step planned, done and refused, in yen, the accounts before"
        " and after, and whether the sums agree.",
        handler=show_report,
        answer=PlanReport,
    ),
)
