"""How every error looks over HTTP: RFC 9457, in Japanese and English, mapped here and nowhere
else."""

from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.errors import KINDS, Invalid, KeyReused, Outage, Refusal
from zandaka.ledger.command import Answer
from zandaka.web.http import Headers, Reply, TooLarge, encode

CONTENT_TYPE: Final = b"application/problem+json"

#: Seconds after which asking again may help.
RETRY_AFTER: Final = 2


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An error. `title` and `detail` (what to do next) are in the language asked for with
    Accept-Language; both languages are always beside them.

    `field` and `rule` name what is wrong with a request. `params` are the facts of a refusal,
    `source` the term or text that decided, `operation` under which it is kept."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    title_ja: str
    title_en: str
    detail_ja: str
    detail_en: str
    field: str | None = None
    rule: str | None = None
    params: dict[str, Any] | None = None
    source: str | None = None
    operation: ids.OperationId | None = None


class Failure(Exception):
    """An error of the edge itself, by its code in `errors.KINDS`."""

    def __init__(
        self, code: str, headers: Headers | None = None, field: str = "", rule: str = ""
    ) -> None:
        super().__init__(code)
        self.code = code
        self.headers = headers or []
        self.field = field
        self.rule = rule


def prefers_english(accept_language: bytes) -> bool:
    """Whether Accept-Language puts English before Japanese. Japanese is the rule."""
    best = {"ja": 0.0, "en": 0.0}
    for part in accept_language[:200].decode("latin-1").lower().split(","):
        tag, _, weight = part.partition(";")
        language = tag.strip().split("-")[0]
        if language in best:
            try:
                value = float(weight.strip().removeprefix("q=") or 1)
            except ValueError:
                continue
            best[language] = max(best[language], value)
    return best["en"] > best["ja"]


def refused(answer: Answer, accept_language: bytes) -> Reply:
    """A stored refusal: the same again each time its key is asked."""
    facts: dict[str, Any] = msgspec.json.decode(answer.outcome)
    source = facts.pop("source", None)
    made = _reply(
        answer.code, accept_language, params=facts, source=source,
        operation=ids.OperationId(answer.operation),
    )  # fmt: skip
    if answer.replayed:
        made.headers.append((b"idempotency-replayed", b"true"))
    return made


def problem(error: BaseException, accept_language: bytes) -> Reply:
    """Any error as an answer. What is not known here is a bug: told without its text, which may
    hold what is not the caller's to see."""
    match error:
        case Invalid():
            return _reply("invalid_request", accept_language, field=error.field, rule=error.rule)
        case Refusal():
            made = _reply(
                error.code, accept_language, params=error.params, source=error.source or None
            )
            if error.code == "too_many_attempts":
                made.headers.append((b"retry-after", str(error.params["seconds"]).encode()))
            return made
        case KeyReused():
            return _reply("key_reused", accept_language)
        case TooLarge():
            return _reply("body_too_large", accept_language)
        case Outage():
            made = _reply("outage", accept_language)
            made.headers.append((b"retry-after", str(RETRY_AFTER).encode()))
            return made
        case Failure():
            made = _reply(
                error.code, accept_language, field=error.field or None, rule=error.rule or None
            )
            made.headers.extend(error.headers)
            return made
        case _:
            return _reply("bug", accept_language)


def _reply(code: str, accept_language: bytes, **more: Any) -> Reply:
    kind = KINDS[code]
    english = prefers_english(accept_language)
    body = Problem(
        type=f"/docs#error-{code}",
        title=kind.en if english else kind.ja,
        status=kind.status,
        detail=kind.next_en if english else kind.next_ja,
        code=code,
        title_ja=kind.ja,
        title_en=kind.en,
        detail_ja=kind.next_ja,
        detail_en=kind.next_en,
        **more,
    )
    headers: Headers = [
        (b"content-language", b"en" if english else b"ja"),
        (b"vary", b"accept-language"),
    ]
    return Reply(kind.status, encode(body), headers, CONTENT_TYPE)
