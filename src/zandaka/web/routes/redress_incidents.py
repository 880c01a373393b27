"""Incidents: what is known, published and frozen, and why a coupon is in a cohort or not."""

import re
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.reads import coupons, incident_view, incidents
from zandaka.reads.cohorts.why import Why, why
from zandaka.reads.incident_view import IncidentView, NoticeDiff
from zandaka.terms.incident_model import IncidentTerms
from zandaka.web import params
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)
_SMALL: Final = {"type": "integer", "minimum": 0, "maximum": 9999}


class Incidents(msgspec.Struct, frozen=True):
    """Every incident that was declared, the earliest first."""

    items: list[incidents.Incident]


class CohortMembers(msgspec.Struct, frozen=True):
    """A page of a frozen cohort's members."""

    items: list[incidents.Member]
    next_cursor: str | None


class WhyCoupon(msgspec.Struct, frozen=True):
    """What each cohort says of a coupon."""

    coupon: ids.WalletId
    cohorts: list[Why]


async def list_incidents(services: Services, request: Request) -> Reply:
    del request
    return reply(Incidents(await services.readers.read(incidents.declared)))


async def show(services: Services, request: Request) -> Reply:
    terms = _terms(services, request)
    found = await services.readers.read(incident_view.view, terms, services.clock.now())
    if found is None:
        raise Failure("not_found", field="incident")
    return reply(found)


async def show_diff(services: Services, request: Request) -> Reply:
    terms = _terms(services, request)
    before, after = _number(request, "from"), _number(request, "to")
    report = _whole(request.path["report"], "report")
    found = await services.readers.read(incident_view.diff, terms.id, report, before, after)
    if found is None:
        raise Failure("not_found", field="report")
    return reply(found)


async def list_members(services: Services, request: Request) -> Reply:
    terms = _terms(services, request)
    version = _number(request, "version")
    wanted = params.limit(request)
    wallet, coupon, debit = params.cursor(request, tuple[int, int, int], (0, 0, 0))
    if not all(0 <= one < 1 << 63 for one in (wallet, coupon, debit)):
        raise Invalid("cursor", "must be a next_cursor of this list")
    cohort = await services.readers.read(
        incident_view.cohort, terms.id, request.path["cohort"], version
    )
    if cohort is None:
        raise Failure("not_found", field="cohort")
    found = await services.readers.read(
        incidents.members, cohort.id, (wallet, coupon, debit), wanted + 1
    )
    last = None
    if len(found) > wanted:
        end = found[wanted - 1]
        last = int(end.wallet), int(end.coupon), int(end.debit or 0)
    return reply(params.page(found, wanted, last))


async def show_why(services: Services, request: Request) -> Reply:
    terms = _terms(services, request)
    return await _why(services, terms, params.wallet(request))


async def show_why_of_inquiry(services: Services, request: Request) -> Reply:
    terms = _terms(services, request)
    number = params.text(request, "inquiry", longest=40)
    found = await services.readers.read(
        coupons.by_inquiry, incident_view.printed(number), services.clock.now()
    )
    if found is None:
        raise Failure("not_found", field="inquiry")
    return await _why(services, terms, found.coupon)


async def _why(services: Services, terms: IncidentTerms, coupon: ids.WalletId) -> Reply:
    if await services.readers.read(incidents.incident, terms.id) is None:
        raise Failure("not_found", field="incident")
    if not await services.readers.read(incident_view.is_coupon, int(coupon)):
        raise Failure("not_found", field="wallet")
    said = await services.readers.read(why, terms.id, int(coupon), terms.cohort)
    return reply(WhyCoupon(coupon, said))


def _terms(services: Services, request: Request) -> IncidentTerms:
    terms = services.terms.incidents.get(request.path["incident"])
    if terms is None:
        raise Failure("not_found", field="incident")
    return terms


def _number(request: Request, name: str) -> int | None:
    text = request.query.get(name)
    return None if text is None else _whole(text, name)


def _whole(text: str, name: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        raise Invalid(name, "must be a whole number from 0 to 9999")
    return int(text)


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/incidents", tag="incidents", roles=("issuer", "operator"),
        ja="宣言された障害の一覧", en="The incidents that were declared",
        handler=list_incidents, answer=Incidents,
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}", tag="incidents",
        roles=("issuer", "operator"),
        ja="障害の記録(版、お知らせ、凍結した対象者群、公表の提案、窓口がいま開いているか)",
        en="An incident: versions, notices, frozen cohorts, proposals to publish, and whether the"
        " contact desk is open now",
        handler=show, answer=IncidentView,
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/notices/{report}/diff", tag="incidents",
        roles=("issuer", "operator"), ja="お知らせの版の差分(指定がなければ最後の二つの版)",
        en="What changed between two revisions of a notice: the last two unless told",
        handler=show_diff, answer=NoticeDiff,
        query=(
            Query("from", "元の版", "the earlier revision", schema=_SMALL),
            Query("to", "新しい版", "the later revision", schema=_SMALL),
        ),
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/cohorts/{cohort}/members", tag="incidents",
        roles=("issuer", "operator"), ja="凍結した対象者群の該当者(指定がなければ最新の版)",
        en="A frozen cohort: its members with amounts and reasons, the newest version unless told",
        handler=list_members, answer=CohortMembers,
        query=(
            Query("version", "対象者群の版", "the cohort's version", schema=_SMALL), CURSOR, LIMIT,
        ),
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/coupons/{wallet}/why", tag="incidents",
        roles=("issuer", "operator"),
        ja="クーポンが各対象者群に入る理由・入らない理由(条件ごとに事実と根拠)",
        en="Why a coupon is in each cohort or not: every condition with its fact and its source",
        handler=show_why, answer=WhyCoupon,
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/why", tag="incidents",
        roles=("issuer", "operator"),
        ja="お問い合わせ番号から、クーポンが各対象者群に入る理由・入らない理由",
        en="The same by the inquiry number that is printed on the coupon",
        handler=show_why_of_inquiry, answer=WhyCoupon,
        query=(Query("inquiry", "お問い合わせ番号", "the inquiry number", True),),
    ),
)  # fmt: skip
