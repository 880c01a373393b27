"""Carries out what a decision on a claim gives (R24 to R26).

Value goes back to the lots it was debited from and stays good until the promised end; what is left
of it then becomes gift value. Decided at or after that end, it becomes gift value at once: no
extension would be of use. Every command has a key made from its award, so that whoever is killed
here, or works beside another, changes nothing by asking again.

What the books refuse is for a person: its claim waits for a decision again
(`claims/carried.py`)."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.errors import KeyReused, Outage
from zandaka.instants import UTC
from zandaka.ledger.command import Answer, Command
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.restore import Restore, Restored
from zandaka.redress import entitlements
from zandaka.redress.action import Connection
from zandaka.redress.claims import carried
from zandaka.redress.claims import desk as claims
from zandaka.redress.service import Redress, command_key
from zandaka.terms.incident_model import IncidentTerms

CALLER: Final = "redress"
_BATCH: Final = 100
_PATIENCE_S: Final = 60.0
#: After which a conversion is tried again that a hold stood in the way of.
_AGAIN: Final = timedelta(minutes=10)

_DECIDED: Final = """
SELECT a.id, a.incident, a.claim, a.coupon, a.wallet, a.debit, a.yen, c.decided_at
FROM awards a JOIN claims c ON c.id = a.claim
WHERE a.state = 'decided' AND a.debit <> 0 ORDER BY a.id LIMIT %s FOR UPDATE OF a SKIP LOCKED
"""
_DUE: Final = """
SELECT a.id, a.incident, a.claim, a.wallet, a.tries, a.outcome
FROM awards a
WHERE a.follow_up_at <= %s ORDER BY a.follow_up_at, a.id LIMIT %s FOR UPDATE OF a SKIP LOCKED
"""
_DONE: Final = """
UPDATE awards SET state = 'done', outcome = %s, follow_up_at = %s WHERE id = %s
"""
_REFUSED: Final = "UPDATE awards SET state = 'refused', outcome = %s WHERE id = %s"
_FOLLOWED: Final = """
UPDATE awards SET outcome = %s, follow_up_at = %s, tries = %s WHERE id = %s
"""
_ORIGINS: Final = "SELECT DISTINCT origin FROM accounts WHERE id = ANY(%s) ORDER BY origin"

_GOOD_UNTIL: Final = "SELECT min(expires_at) FROM accounts WHERE id = ANY(%s)"

_returned = msgspec.json.Decoder(Restored, dec_hook=ids.from_json).decode


class _Award(msgspec.Struct, frozen=True):
    id: int
    incident: str
    claim: int
    coupon: int
    wallet: int
    debit: int
    yen: int
    decided_at: datetime


class AwardWorker:
    """Restores, extends, and converts what is left."""

    @property
    def name(self) -> str:
        return "awards"

    def round(self, redress: Redress) -> bool:
        """Carries out a batch of decided awards, and what has become due of earlier ones.
        Raises Outage: then what was done is learnt in the next round."""
        with redress.connect() as connection:
            carried = carry_out(redress, connection)
        with redress.connect() as connection:
            followed = follow_up(redress, connection)
        return carried or followed


def promised_end(terms: IncidentTerms) -> datetime | None:
    """Until when restored value stays good: the latest extension the terms have."""
    return max(
        (one.until for one in terms.step if one.remedy == "extend" and one.until), default=None
    )


def conversion_at(terms: IncidentTerms) -> datetime | None:
    """From when what is left becomes gift value; None where the terms have no such step."""
    steps = [one for one in terms.step if one.remedy == "convert"]
    return max((one.not_before or one.until for one in steps if one.until), default=None)


def carry_out(redress: Redress, connection: Connection) -> bool:
    """Restores and extends a batch of decided awards; whether there were any. The caller commits:
    until then the awards are open, and asking again asks the same. Raises Outage."""
    found = [_Award(*row) for row in connection.execute(_DECIDED, (_BATCH,))]
    restored = [
        _put(
            redress,
            Restore(
                debit=ids.OperationId(award.debit),
                yen=award.yen,
                reason=_reason(redress, award),
                incident=award.incident,
                # As decided, however late this runs: it was there when the promised end came.
                effective_at=award.decided_at.astimezone(UTC),
            ),
            "award-restore",
            award.id,
        )
        for award in found
    ]
    for award, waiting in zip(found, restored, strict=True):
        answer = _answer(waiting)
        if isinstance(answer, str) or not answer.accepted:
            _refuse(redress, connection, award, answer)
        else:
            _extend(redress, connection, award, answer)
    carried.finish(connection, {award.claim for award in found}, redress.clock.now())
    return bool(found)


def _extend(redress: Redress, connection: Connection, award: _Award, restored: Answer) -> None:
    terms = redress.terms.incidents[award.incident]
    back = _returned(restored.outcome)
    lots = [ids.LotId.parse(part.lot) for part in back.lots]
    now = redress.clock.now()
    end = promised_end(terms)
    extensions: list[dict[str, str]] = []
    if end is not None and now < end:
        asked = [
            _put(
                redress,
                Extend(
                    wallet=ids.WalletId(award.wallet),
                    lot=lot,
                    expires_at=end,
                    reason=_reason(redress, award),
                    incident=award.incident,
                ),
                "award-extend",
                award.id,
                int(lot),
            )
            for lot in lots
        ]
        for lot, waiting in zip(lots, asked, strict=True):
            answer = _answer(waiting)
            code = answer if isinstance(answer, str) else answer.code
            # not_later: it is good as long already, or the end came just now.
            extensions.append({"lot": str(lot), "refused": code} if code else {"lot": str(lot)})
        follow_up_at = conversion_at(terms)
    else:
        follow_up_at = now
    row = connection.execute(_GOOD_UNTIL, ([int(lot) for lot in lots],)).fetchone()
    good_until: datetime | None = None if row is None else row[0]
    outcome = {
        "restored": str(ids.OperationId(restored.operation)),
        "yen": back.yen,
        "lots": [str(lot) for lot in lots],
        "good_until": None if good_until is None else good_until.astimezone(UTC).isoformat(),
        "extensions": extensions,
    }
    connection.execute(_DONE, (_json(outcome), follow_up_at, award.id))
    claims.note(connection, award.claim, now, CALLER, "restored", {"award": award.id, **outcome})


def _refuse(redress: Redress, connection: Connection, award: _Award, answer: Answer | str) -> None:
    facts: dict[str, Any] = {"refused": answer if isinstance(answer, str) else answer.code}
    if isinstance(answer, Answer):
        facts["facts"] = msgspec.json.decode(answer.outcome)
    connection.execute(_REFUSED, (_json(facts), award.id))
    claims.note(
        connection, award.claim, redress.clock.now(), CALLER, "award_refused",
        {"award": award.id, "debit": str(ids.OperationId(award.debit)), **facts},
    )  # fmt: skip


def follow_up(redress: Redress, connection: Connection) -> bool:
    """Converts what is left of awards whose time has come; whether there were any. The caller
    commits. Raises Outage."""
    now = redress.clock.now()
    due = connection.execute(_DUE, (now, _BATCH)).fetchall()
    for award, incident, claim, wallet, tries, outcome in due:
        lots = [int(ids.LotId.parse(lot)) for lot in outcome["lots"]]
        origins = [ids.WalletId(row[0]) for row in connection.execute(_ORIGINS, (lots,))]
        answer = _answer(
            _put(
                redress,
                Convert(
                    wallet=ids.WalletId(wallet),
                    reason=f"claim {claim}",
                    incident=incident,
                    coupons=tuple(origins),
                ),
                "award-convert",
                award,
                tries,
            )
        )
        code = answer if isinstance(answer, str) else answer.code
        again: datetime | None = None
        facts: dict[str, Any] = {"award": award}
        if isinstance(answer, Answer) and not code:
            facts["yen"] = entitlements.record(connection, incident, wallet, answer)
            facts["converted"] = str(ids.OperationId(answer.operation))
        else:
            facts["refused"] = code
            again = _again(code, answer, now)
        kept = {**outcome, "conversion": {**facts}}
        connection.execute(_FOLLOWED, (_json(kept), again, tries + (again is not None), award))
        claims.note(
            connection, claim, now, CALLER, "converted" if not code else "not_converted", facts
        )
    return bool(due)


def _again(code: str, answer: Answer | str, now: datetime) -> datetime | None:
    """When a refused conversion is to be asked for anew. Nothing left: it was all spent, or
    converted together with another award."""
    if code == "hold_open":
        return now + _AGAIN
    if code == "not_expired" and isinstance(answer, Answer):
        # Good for longer than was promised: its own end counts.
        ends: str | None = msgspec.json.decode(answer.outcome).get("expires_at")
        return None if ends is None else datetime.fromisoformat(ends)
    return None


def _put(redress: Redress, command: Command, *key: object) -> "Future[Answer]":
    return redress.ledger.submit_key(command, CALLER, command_key(*key))


def _answer(waiting: "Future[Answer]") -> Answer | str:
    """The book's answer, or why there is none that could be had by asking again."""
    try:
        return waiting.result(_PATIENCE_S)
    except KeyReused:
        return "key_reused"
    except (Outage, TimeoutError) as error:
        raise Outage from error
    except (AssertionError, LookupError, TypeError, ValueError):
        return "bug"


def _reason(redress: Redress, award: _Award) -> str:
    return f"claim {award.claim}: {redress.terms.incidents[award.incident].call.source}"


def _json(value: Sequence[object] | dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
