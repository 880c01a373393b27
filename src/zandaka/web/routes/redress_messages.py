"""How holders are reached, and what they were told."""

import re
from typing import Annotated, Any, Final

import msgspec

from zandaka.errors import Invalid
from zandaka.reads.messages import MessageCount, MessageLine, counts
from zandaka.redress import contacts, outbox
from zandaka.redress.action import Connection
from zandaka.redress.contacts import Contact, Language
from zandaka.redress.gifts import addressing
from zandaka.web import params
from zandaka.web.bodies import Body
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_HOLDER: Final = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_STATES: Final = ("waiting", "taken", "lost", "void")
STATE: Final = Query(
    "state", "状態で絞る", "only messages that stand so",
    schema={"type": "string", "enum": list(_STATES)},
)  # fmt: skip


class ContactBody(Body, frozen=True, kw_only=True):
    """At least one of the two. `phone` is a mobile number of Japan in any usual form."""

    language: Language = "ja"
    mail: Annotated[str, msgspec.Meta(max_length=254)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Forgotten(msgspec.Struct, frozen=True):
    """Nothing is known any more of how this holder is reached."""

    holder: str


class Messages(msgspec.Struct, frozen=True):
    """Counts over all messages of the incident, and a page of them, newest first."""

    counts: list[MessageCount]
    items: list[MessageLine]
    next_cursor: str | None


def _holder(request: Request) -> str:
    """The holder in the path; nobody but the issuer names another than himself."""
    holder = request.path["holder"]
    if _HOLDER.fullmatch(holder) is None:
        raise Invalid("holder", "must be 1 to 100 characters, none of them a control character")
    if request.principal.role == "holder" and request.principal.subject != holder:
        raise Failure("not_found", field="holder")
    return holder


async def put_contact(services: Services, request: Request) -> Reply:
    holder, body = _holder(request), request.body
    redress = services.redress

    def put(connection: Connection) -> Contact:
        made = contacts.put(
            connection, redress.vault, holder, body.language, body.mail or None,
            body.phone or None, services.clock.now(),
        )  # fmt: skip
        # What was owed while nobody knew an address is looked at again.
        addressing.look_again(connection, holder)
        return made

    try:
        return reply(await services.readers.write(put))
    except ValueError as error:
        field = "phone" if "mobile number of" in str(error) else "mail"
        raise Invalid(field, str(error)) from None


async def get_contact(services: Services, request: Request) -> Reply:
    holder = _holder(request)
    found = await services.readers.read(contacts.get, services.redress.vault, holder)
    if found is None:
        raise Failure("not_found", field="holder")
    return reply(found)


async def delete_contact(services: Services, request: Request) -> Reply:
    holder = _holder(request)
    if not await services.readers.write(contacts.forget, holder):
        raise Failure("not_found", field="holder")
    return reply(Forgotten(holder))


async def list_messages(services: Services, request: Request) -> Reply:
    incident, wanted = request.path["incident"], params.limit(request)
    if incident not in services.terms.incidents:
        raise Failure("not_found", field="incident")
    state = request.query.get("state", "")
    if state and state not in _STATES:
        raise Invalid("state", f"must be one of {', '.join(_STATES)}")
    before = params.cursor(request, int, outbox.NEWEST)

    def read(connection: Connection) -> tuple[list[MessageCount], list[MessageLine]]:
        found = outbox.page(
            connection, services.redress.vault, incident,
            before=before, limit=wanted + 1, state=state,
        )  # fmt: skip
        return counts(connection, incident), found

    total, found = await services.readers.read(read)
    last = found[wanted - 1].message if len(found) > wanted else None
    answer: dict[str, Any] = params.page(found, wanted, last)
    return reply({"counts": total, **answer})


ENDPOINTS: Final = (
    Endpoint(
        method="PUT", path="/v1/contacts/{holder}", tag="contacts", roles=("issuer", "holder"),
        ja="連絡先を登録・変更する", en="Enter how a holder is reached, or change it",
        handler=put_contact, body=ContactBody, answer=Contact,
    ),
    Endpoint(
        method="GET", path="/v1/contacts/{holder}", tag="contacts", roles=("issuer", "holder"),
        ja="連絡先を見る", en="How a holder is reached", handler=get_contact, answer=Contact,
    ),
    Endpoint(
        method="DELETE", path="/v1/contacts/{holder}", tag="contacts", roles=("issuer", "holder"),
        ja="連絡先を消す(取引の記録は残る)", en="Forget how a holder is reached; the ledger stays",
        handler=delete_contact, answer=Forgotten,
    ),
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/messages", tag="incidents",
        roles=("issuer", "operator"), ja="送った連絡の状況(宛先は一部のみ表示)",
        en="What holders were told, with counts; addresses are masked",
        handler=list_messages, answer=Messages, query=(CURSOR, LIMIT, STATE),
    ),
)  # fmt: skip
