"""Who receives what is owed, and the link each gets once (R13, R14, R20, R32).

Set by set, because a million may be owed something: no address is opened, and one statement
does a whole batch."""

from datetime import datetime
from typing import Final

from psycopg import sql

from zandaka.directory.secrets import Secrets
from zandaka.redress import messages, recipients
from zandaka.redress.action import Connection
from zandaka.redress.gifts import links
from zandaka.redress.messages import Told
from zandaka.rules import gifts
from zandaka.terms.incident_model import IncidentTerms

BATCH: Final = 10_000

_UNADDRESSED: Final = """
SELECT id FROM entitlements
WHERE incident = %s AND state = 'open' AND recipient IS NULL AND NOT unreached
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
# Of an app's wallet, or of a paper that was loaded into one and to which something was restored;
# who holds a paper has to apply, and so has whoever has left (R16).
_HOLDERS: Final = """
SELECT DISTINCT h.holder FROM entitlements e
JOIN wallets w ON w.id = e.wallet AND w.book = e.wallet >> 40
JOIN wallets h ON h.id = coalesce(w.loaded_into, w.id)
WHERE e.id = ANY(%(ids)s) AND h.status <> 'closed' AND h.holder <> ''
"""
_ADDRESS: Final = """
UPDATE entitlements e SET recipient = found.recipient
FROM wallets w JOIN wallets h ON h.id = coalesce(w.loaded_into, w.id), ({found}) AS found
WHERE e.id = ANY(%(ids)s) AND w.id = e.wallet AND w.book = e.wallet >> 40
  AND h.status <> 'closed' AND found.holder = h.holder
"""
# Who telephoned about a paper coupon and was found right is known to the desk: after the special
# site has closed there is no other way to receive (R24, R26).
_CALLERS: Final = """
UPDATE entitlements e SET recipient = c.recipient
FROM (SELECT DISTINCT ON (coupon) coupon, recipient FROM claims
      WHERE coupon IN (SELECT coupon FROM entitlements
                       WHERE id = ANY(%(ids)s) AND recipient IS NULL)
        AND incident = %(incident)s AND kind IN ('call', 'other') AND recipient IS NOT NULL
        AND (state = 'approved' OR EXISTS (SELECT FROM awards a
                                           WHERE a.claim = claims.id AND a.state = 'done'))
      ORDER BY coupon, id DESC) c
WHERE e.id = ANY(%(ids)s) AND e.coupon = c.coupon AND e.recipient IS NULL
"""
_UNREACHED: Final = """
UPDATE entitlements SET unreached = true WHERE id = ANY(%s) AND recipient IS NULL
"""
# By the coupons that are or were in the holder's wallets, for these have an index.
_LOOK_AGAIN: Final = """
UPDATE entitlements e SET unreached = false
FROM wallets w JOIN accounts a ON a.wallet = w.id
WHERE w.holder = %s AND e.coupon = a.origin AND e.state = 'open' AND e.unreached
"""

_UNLINKED: Final = """
SELECT id, recipient FROM entitlements
WHERE incident = %s AND state = 'open' AND recipient IS NOT NULL AND NOT linked
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_LINK: Final = """
INSERT INTO gift_links (recipient, token, made_at, short, again)
SELECT given.recipient, given.token, %(now)s, %(short)s, %(again)s
FROM unnest(%(recipients)s::bigint[], %(tokens)s::bytea[]) AS given (recipient, token)
ORDER BY 1 ON CONFLICT (recipient) DO NOTHING RETURNING recipient
"""
_EVENTS: Final = """
INSERT INTO gift_events (recipient, at, event)
SELECT recipient, %s, 'link_made' FROM unnest(%s::bigint[]) AS made (recipient)
"""
_LINKED: Final = "UPDATE entitlements SET linked = true WHERE id = ANY(%s)"
_LATE: Final = """
UPDATE gift_links SET again = greatest(again, %s) WHERE recipient = ANY(%s)
"""
# Somebody who had chosen already has more to choose now; anybody has more time.
_MORE: Final = """
SELECT l.recipient, l.generation FROM gift_links l
WHERE l.recipient = ANY(%s)
  AND (%s OR EXISTS (SELECT FROM gift_choices c WHERE c.recipient = l.recipient))
"""
_DECIDED: Final = """
UPDATE entitlements SET linked = false
WHERE (coupon = %(coupon)s OR recipient = %(recipient)s) AND incident = %(incident)s
  AND state = 'open' AND recipient IS NOT NULL
"""


def address(connection: Connection, terms: IncidentTerms) -> int:
    """Finds the recipients of a batch of what is owed; returns how many were looked at."""
    rows = connection.execute(_UNADDRESSED, (terms.id, BATCH)).fetchall()
    if not rows:
        return 0
    chosen = {"ids": [row[0] for row in rows]}
    first = terms.delivery.first
    recipients.enter_holders(connection, terms.id, first, _HOLDERS, chosen)
    connection.execute(
        sql.SQL(_ADDRESS).format(found=recipients.of_holders(_HOLDERS)),
        {**chosen, "incident": terms.id, "first": first},
    )
    connection.execute(_CALLERS, {**chosen, "incident": terms.id})
    connection.execute(_UNREACHED, (chosen["ids"],))
    return len(rows)


def look_again(connection: Connection, holder: str) -> None:
    """For whom nobody knew an address until now: it is looked for again. The caller commits."""
    connection.execute(_LOOK_AGAIN, (holder,))


def decided(
    connection: Connection,
    terms: IncidentTerms,
    now: datetime,
    *,
    coupon: int | None = None,
    recipient: int | None = None,
) -> None:
    """A person has decided what kept this open. Where the deadline has passed meanwhile, whoever
    receives gets time anew and is told, by `link`. The caller commits."""
    if now >= terms.gift.until:
        connection.execute(
            _DECIDED, {"coupon": coupon, "recipient": recipient, "incident": terms.id}
        )


def link(connection: Connection, secrets: Secrets, terms: IncidentTerms, now: datetime) -> int:
    """Makes the links that a batch of what is owed needs, and has each recipient told once, not
    before links go out (R14); returns how many were looked at."""
    rows = connection.execute(_UNLINKED, (terms.id, BATCH)).fetchall()
    if not rows:
        return 0
    who = sorted({row[1] for row in rows})
    late = now >= terms.gift.until
    again = gifts.again_until(terms.gift, now) if late else None
    made = connection.execute(
        _LINK,
        {
            "now": now,
            "short": gifts.is_short(terms.gift, now),
            "again": again,
            "recipients": who,
            "tokens": [links.fingerprint(secrets, links.token(secrets, one, 1)) for one in who],
        },
    ).fetchall()
    fresh = [row[0] for row in made]
    known = frozenset(fresh)
    connection.execute(_EVENTS, (now, fresh))
    if again is not None:
        # Decided after the deadline: what the house took long to do costs the holder nothing.
        connection.execute(_LATE, (again, who))
    told = [Told(f"gift-link:{one}", one, facts(terms, 1, again)) for one in fresh]
    newest = {recipient: identifier for identifier, recipient in rows}
    told.extend(
        Told(f"gift-link:{one}:more:{newest[one]}{_until(again)}", one, said)
        for one, generation in connection.execute(_MORE, (who, late))
        if one not in known
        for said in [facts(terms, generation, again)]
    )
    messages.tell_many(
        connection,
        incident=terms.id,
        template="gift_link",
        not_before=max(now, terms.gift.since),
        until=gifts.deadline(terms.gift, again),
        messages=told,
    )
    connection.execute(_LINKED, ([row[0] for row in rows],))
    return len(rows)


def _until(again: datetime | None) -> str:
    return "" if again is None else f":{again.isoformat()}"


def facts(terms: IncidentTerms, generation: int, again: datetime | None) -> dict[str, str]:
    """What the message says beside the link, which is made when it is sent."""
    return {
        "generation": str(generation),
        "until": gifts.deadline(terms.gift, again).isoformat(),
    }
