"""The special site: an entry for each prefecture, the form as the terms have it, a page of thanks
(R17 to R19). It works without JavaScript and keeps nothing in the browser."""

import asyncio
import secrets
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
import psycopg
from litestar import MediaType, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from zandaka.errors import KINDS, Invalid, KeyReused, Outage, Refusal
from zandaka.instants import jst_date
from zandaka.redress.actions import apply
from zandaka.rules import wording
from zandaka.rules.application import FieldError, require_open
from zandaka.terms.incident_model import IncidentTerms
from zandaka.terms.model import Terms
from zandaka.terms.prefectures import PREFECTURES, Prefecture
from zandaka.web.pages import HEADERS, templates
from zandaka.web.services import Services

Asked = Request[Any, Any, Any]
Answer = Response[Any]

_MAX_FORM: Final = 32_768
_HEADERS: Final = {
    **HEADERS,
    "content-security-policy": HEADERS["content-security-policy"].replace(
        "form-action 'none'", "form-action 'self'"
    ),
    "cache-control": "no-store",
}
#: What is not a field of the terms: the form's own mark, and the language of the answer.
_OWN: Final = ("key", "language")
#: What the API says to programs, said to a person at a form.
_SAID: Final = {
    "too_many_attempts": {
        "ja": "短い時間に多くの申請が送られたため、受付を一時止めています。",
        "en": "Too many applications came from your connection in a short time.",
    },
    "outage": {
        "ja": "ただいま受け付けできません。少し待って、前の画面に戻ってもう一度お送りください。"
        "二重にはなりません。",
        "en": "We cannot take it right now. Please wait a little, go back, and send it again;"
        " it counts once.",
    },
    "invalid_request": {
        "ja": "送られた内容を読み取れませんでした。前の画面に戻って、ご入力の内容を"
        "ご確認ください。",
        "en": "We could not read what was sent. Please go back and look through your entries.",
    },
}


def handlers(services: Services) -> list[HTTPRouteHandler]:
    """The handlers below /apply."""
    site = _Site(services)

    @get("/apply/{incident:str}", include_in_schema=False, sync_to_thread=False)
    def entry(incident: FromPath[str]) -> Answer:
        return site.entry(incident)

    @get("/apply/{incident:str}/thanks", include_in_schema=False, sync_to_thread=False)
    def thanks(request: Asked, incident: FromPath[str]) -> Answer:
        return site.thanks(incident, request.query_params.get("number", ""))

    @get("/apply/{incident:str}/{prefecture:str}", include_in_schema=False, sync_to_thread=False)
    def form(incident: FromPath[str], prefecture: FromPath[str]) -> Answer:
        return site.form(incident, prefecture)

    @post(
        "/apply/{incident:str}/{prefecture:str}",
        include_in_schema=False,
        request_max_body_size=_MAX_FORM,
    )
    async def send(request: Asked, incident: FromPath[str], prefecture: FromPath[str]) -> Answer:
        given = _read(await request.body())
        client = request.client.host if request.client else ""
        wait = services.visitors.begin((client,))
        if wait:
            return site.wait(incident, wait)
        return await asyncio.to_thread(site.send, incident, prefecture, given, client)

    return [entry, thanks, form, send]


class _Site:
    """The pages of every incident that has terms."""

    def __init__(self, services: Services) -> None:
        self._redress = services.redress
        self._clock = services.clock
        self._terms: Terms = services.terms

    def entry(self, incident: str) -> Answer:
        """The list of prefectures (R17)."""
        terms = self._terms.incidents.get(incident)
        if terms is None:
            return _missing()
        return self._page("apply_entry.html", terms, prefectures=self._prefectures())

    def form(self, incident: str, prefecture: str) -> Answer:
        """The empty form."""
        terms = self._terms.incidents.get(incident)
        if terms is None or prefecture not in {one.code for one in self._prefectures()}:
            return _missing()
        first = next((one.name for one in terms.application.field if one.kind == "prefecture"), "")
        return self._form(terms, prefecture, {first: prefecture}, ())

    def thanks(self, incident: str, number: str) -> Answer:
        """It was received; more is never said here."""
        terms = self._terms.incidents.get(incident)
        if terms is None:
            return _missing()
        plain = number.isascii() and number.isdigit() and len(number) < 19
        return self._page("apply_thanks.html", terms, number=number if plain else "")

    def wait(self, incident: str, seconds: int) -> Answer:
        """Too much came from one address."""
        terms = self._terms.incidents.get(incident)
        if terms is None:
            return _missing()
        answer = self._told("too_many_attempts", terms, minutes=seconds // 60 + 1)
        answer.headers["retry-after"] = str(seconds)
        return answer

    def send(self, incident: str, prefecture: str, given: dict[str, str], client: str) -> Answer:
        """Takes the form in, or shows it again with all that is wrong. Runs in a thread."""
        terms = self._terms.incidents.get(incident)
        if terms is None or prefecture not in {one.code for one in self._prefectures()}:
            return _missing()
        fields = {name: text for name, text in given.items() if name not in _OWN}
        language = "en" if given.get("language") == "en" else "ja"
        try:
            require_open(terms.application, self._clock.now())
            with self._redress.connect() as connection:
                read = apply.read(connection, terms, fields, self._clock.now())
            if read.errors:
                return self._form(terms, prefecture, fields, read.errors, language, given)
            action = apply.Apply(
                incident=incident,
                prefecture=prefecture,
                language=language,
                fields={name: text for name, text in fields.items() if text.strip()},
            )
            # The form's mark is the key: two presses are one application.
            key = given.get("key", "")[:100] or secrets.token_hex(16)
            try:
                done = self._redress.do(action, self._redress.visitor(client), key)
            except KeyReused:
                # The same page, filled in anew after going back: another application.
                done = self._redress.do(
                    action, self._redress.visitor(client), secrets.token_hex(16)
                )
        except Refusal as refusal:
            return self._told(refusal.code, terms)
        except Invalid:
            return self._told("invalid_request", terms)
        except (psycopg.OperationalError, Outage):
            return self._told("outage", terms)
        taken = msgspec.json.decode(done.outcome, type=apply.ApplicationTaken)
        # Go and look: so that loading the page again sends no form again.
        where = f"/apply/{incident}/thanks?number={taken.claim}"
        return Response(
            "", status_code=303, media_type=MediaType.TEXT, headers={**_HEADERS, "location": where}
        )

    def _told(self, code: str, terms: IncidentTerms, *, minutes: int = 0) -> Answer:
        """Why it was not taken, as one says it to a person."""
        kind = KINDS[code]
        said = _SAID.get(code) or {
            "ja": kind.ja + kind.next_ja,
            "en": f"{kind.en} {kind.next_en}",
        }
        return self._page("apply_message.html", terms, kind.status, said=said, minutes=minutes)

    def _form(
        self,
        terms: IncidentTerms,
        prefecture: str,
        values: dict[str, str],
        errors: tuple[FieldError, ...],
        language: str = "ja",
        given: dict[str, str] | None = None,
    ) -> Answer:
        by_field: dict[str, list[FieldError]] = {}
        for error in errors:
            by_field.setdefault(error.field, []).append(error)
        return self._page(
            "apply_form.html",
            terms,
            422 if errors else 200,
            entry=PREFECTURES[prefecture],
            fields=terms.application.field,
            prefectures=list(PREFECTURES.values()),
            values=values,
            errors=errors,
            by_field=by_field,
            labels={one.name: one.label for one in terms.application.field},
            language=language,
            # A form that was wrong is another one once it is right.
            key=secrets.token_hex(16) if given is None or errors else given.get("key", ""),
        )

    def _page(self, name: str, terms: IncidentTerms, status: int = 200, **more: object) -> Answer:
        now = self._clock.now()
        site = terms.application
        html = templates.get_template(name).render(
            incident=terms.name,
            id=terms.id,
            desk=terms.desk,
            hours={one: wording.hours(terms.desk, jst_date(now), one) for one in ("ja", "en")},
            opens={one: wording.day(jst_date(site.since), one) for one in ("ja", "en")},
            closes={one: wording.last(site.until, one) for one in ("ja", "en")},
            until={one: wording.last(terms.gift.until, one) for one in ("ja", "en")},
            stands="before" if now < site.since else "after" if now >= site.until else "open",
            today=jst_date(now).isoformat(),
            **more,
        )
        return Response(html, status_code=status, media_type=MediaType.HTML, headers=_HEADERS)

    def _prefectures(self) -> list[Prefecture]:
        known = {code for one in self._terms.campaigns.values() for code in one.prefectures}
        return [one for one in PREFECTURES.values() if one.code in known]


def _missing() -> Answer:
    html = templates.get_template("apply_missing.html").render()
    return Response(html, status_code=404, media_type=MediaType.HTML, headers=_HEADERS)


def _read(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=60, errors="strict"
        )
    except (UnicodeDecodeError, ValueError):
        return {}
    return dict(pairs)
