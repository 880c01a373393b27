"""The page of a gift link: ask for a code, enter it, choose, see the gift (R12, R13, R15).

It works without JavaScript and without a key: the link's token says for whom, the second factor
lets in. Nothing of it is cached, and its address is told to nobody."""

import asyncio
import hmac
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
import psycopg
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from zandaka.errors import KINDS, KeyReused, Outage, Refusal
from zandaka.redress.actions.choose_gift import ChooseGift
from zandaka.redress.gifts import door, session, visit
from zandaka.redress.gifts.links import FOLDER
from zandaka.redress.service import Redress
from zandaka.rules import gift_codes
from zandaka.web import gift_view as view
from zandaka.web.pages import HEADERS, templates
from zandaka.web.services import Services

Asked = Request[Any, Any, Any]
Answer = Response[Any]

_COOKIE: Final = "gift"
_MAX_FORM: Final = 4_096
_HEADERS: Final = {
    **HEADERS,
    "content-security-policy": HEADERS["content-security-policy"].replace(
        "form-action 'none'", "form-action 'self'"
    ),
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
}
_PATH: Final = FOLDER + "{token:str}"


def handlers(services: Services) -> list[HTTPRouteHandler]:
    """The handlers below /gifts."""
    redress = services.redress

    @get(_PATH, include_in_schema=False)
    async def show(request: Asked, token: FromPath[str]) -> Answer:
        visit = _Visit(redress, request, token)
        asked = request.query_params.get("step") == "code"
        return await asyncio.to_thread(visit.answer, lambda: visit.page(asked=asked))

    @post(_PATH + "/code", include_in_schema=False, request_max_body_size=_MAX_FORM)
    async def send(request: Asked, token: FromPath[str]) -> Answer:
        visit = _Visit(redress, request, token, await request.body())
        return await asyncio.to_thread(visit.answer, visit.send)

    @post(_PATH + "/session", include_in_schema=False, request_max_body_size=_MAX_FORM)
    async def enter(request: Asked, token: FromPath[str]) -> Answer:
        visit = _Visit(redress, request, token, await request.body())
        return await asyncio.to_thread(visit.answer, visit.enter)

    @post(_PATH + "/choice", include_in_schema=False, request_max_body_size=_MAX_FORM)
    async def choose(request: Asked, token: FromPath[str]) -> Answer:
        visit = _Visit(redress, request, token, await request.body())
        return await asyncio.to_thread(visit.answer, visit.choose)

    return [show, send, enter, choose]


class _Visit:
    """One request, and what it does. Runs in a thread: it asks the database and the provider."""

    def __init__(self, redress: Redress, request: Asked, token: str, body: bytes = b"") -> None:
        self._redress = redress
        self._token = token
        self._cookie = request.cookies.get(_COOKIE, "")
        # Named by every browser of today: a form on somebody else's page is told from ours.
        self._from_us = request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
        self._form = _read(body)

    def answer(self, act: Callable[[], Answer]) -> Answer:
        """What `act` answers, or the page that says why not."""
        try:
            try:
                return act()
            except Refusal as refusal:
                if refusal.code == "unknown_gift_link":
                    return _message("unknown_gift_link", 404)
                return self.page(
                    refusal.code, tries_left=refusal.params.get("tries_left"),
                    asked=refusal.code == "gift_code_wrong",
                    wait=refusal.params.get("seconds"),
                )  # fmt: skip
            except KeyReused:
                return self.page("gift_form_stale")
        except Refusal as refusal:
            return _message(refusal.code, KINDS[refusal.code].status)
        except (psycopg.OperationalError, Outage):
            return _message("outage", 503)

    def send(self) -> Answer:
        """Sends a code."""
        if not self._ours("code"):
            return self.page("gift_form_stale")
        door.send_code(self._redress, self._token)
        return self._see("?step=code")

    def enter(self) -> Answer:
        """Takes the code that was sent; the session is the browser's to keep."""
        if not self._ours("session"):
            return self.page("gift_form_stale", asked=True)
        made = door.open_gift(self._redress, self._token, self._form.get("code", ""))
        answer = self._see("")
        answer.set_cookie(
            Cookie(
                key=_COOKIE,
                value=made.session,
                path=FOLDER + self._token,
                httponly=True,
                samesite="strict",
                secure=self._redress.providers.public_url.startswith("https://"),
                max_age=int(gift_codes.SESSION.total_seconds()),
            )
        )
        return answer

    def choose(self) -> Answer:
        """Chooses, once: the form's own mark is the key, so two presses are one choice."""
        form = self._form
        if not self._ours(f"choice {form.get('turn', '')}", self._cookie):
            return self.page("gift_form_stale")
        if not form.get("brand"):
            return self.page("gift_choose_one")
        if form.get("agreed") != "yes":
            return self.page("gift_agree", brand=form["brand"])
        fields = {
            "do": "choose_gift", "link": self._token, "session": self._cookie,
            "brand": form["brand"], "agreed": True,
        }  # fmt: skip
        try:
            action = msgspec.convert(fields, ChooseGift)
        except msgspec.ValidationError:
            return self.page("unknown_brand")
        self._redress.do(action, "public:gift-page", f"{form['form']} {action.brand}")
        return self._see("")

    def page(
        self,
        refused: str = "",
        *,
        asked: bool = False,
        tries_left: object = None,
        wait: object = None,
        brand: str = "",
    ) -> Answer:
        """The page as the link and the session let it be seen. Raises Refusal."""
        redress, token = self._redress, self._token
        seen = visit.look(redress, token, self._cookie)
        terms, inside = seen.terms, seen.inside
        facts: dict[str, object] = {
            "incident": terms.name,
            "desk": terms.desk,
            "path": FOLDER + token,
            "until": view.last_day(seen.deadline),
            "over": seen.over,
            "refused": view.refusal(refused, tries_left) if refused else None,
            "minutes": (int(wait) // 60 + 1) if isinstance(wait, int) else 0,
        }
        if inside is not None:
            owed, total, turn = inside.owed, inside.open_yen, inside.turn
            facts |= {
                "owed": [one for one in owed if one.state == "open"],
                "by_bank": any(one.state in ("bank", "repaid") for one in owed),
                "yen": view.yen,
                "total": view.yen(total),
                "options": view.options(terms, total) if total else [],
                "codes": view.codes(terms, inside.gifts),
                "brand": brand,
                "turn": turn,
                "form": session.form_token(redress.secrets, token, self._cookie, f"choice {turn}"),
            }
            name = "gift_inside.html"
        else:
            facts |= {
                "asked": asked,
                "masked": self._masked(seen.link.recipient) if asked else "",
                "life": int(gift_codes.LIFE.total_seconds() // 60),
            }
            for step in ("code", "session"):
                facts[f"form_{step}"] = session.form_token(redress.secrets, token, "", step)
            name = "gift_door.html"
        status = KINDS[refused].status if refused in KINDS else 422 if refused else 200
        return _html(templates.get_template(name).render(facts), status)

    def _masked(self, recipient: int) -> str:
        with self._redress.connect() as connection:
            return door.where(self._redress, connection, recipient)[1]

    def _ours(self, step: str, session_text: str = "") -> bool:
        wanted = session.form_token(self._redress.secrets, self._token, session_text, step)
        given = self._form.get("form", "")
        return self._from_us and hmac.compare_digest(wanted.encode(), given.encode())

    def _see(self, query: str) -> Answer:
        """Go and look: so that loading the page again sends no form again."""
        headers = {**_HEADERS, "location": f"{FOLDER}{self._token}{query}"}
        return Response("", status_code=303, media_type=MediaType.TEXT, headers=headers)


def _message(code: str, status: int) -> Answer:
    html = templates.get_template("gift_message.html").render(said=view.refusal(code))
    return _html(html, status)


def _html(html: str, status: int) -> Answer:
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=_HEADERS)


def _read(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=10, errors="strict"))
    except (UnicodeDecodeError, ValueError):
        return {}
