"""Who is told of an incident's remedies: one address, one recipient, so that nobody gets two links
(R13, R32)."""

from collections.abc import Mapping
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

from zandaka.directory.vault import Vault
from zandaka.redress import contacts
from zandaka.redress.contacts import Channel, Language
from zandaka.rules import contact

Connection = psycopg.Connection[tuple[Any, ...]]

_KEEP: Final = """
INSERT INTO recipients (incident, holder, language, channel, address, address_hash, other_address)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (incident, address_hash) DO NOTHING RETURNING id
"""
_FIND: Final = "SELECT id FROM recipients WHERE incident = %s AND address_hash = %s"

# `chosen` is the caller's SELECT of holders. Two holders with one address are one recipient. What
# a holder registered counts for more than what an applicant wrote beside the same address: that
# could be somebody else's second address, to which the holder's link would go one day.
_CHOSEN: Final = """
WITH known AS (
    SELECT c.*, c.mail IS NOT NULL AND (%(first)s = 'mail' OR c.phone IS NULL) AS by_mail
    FROM contacts c WHERE c.holder IN ({chosen})
), addressed AS (
    SELECT holder, language, CASE WHEN by_mail THEN 'mail' ELSE 'sms' END AS channel,
           CASE WHEN by_mail THEN mail ELSE phone END AS address,
           CASE WHEN by_mail THEN mail_hash ELSE phone_hash END AS address_hash,
           CASE WHEN by_mail THEN phone ELSE mail END AS other_address
    FROM known
)
"""
_ENTER: Final = """
INSERT INTO recipients (incident, holder, language, channel, address, address_hash, other_address)
SELECT DISTINCT ON (address_hash)
       %(incident)s, holder, language, channel, address, address_hash, other_address
FROM addressed ORDER BY address_hash, holder
ON CONFLICT (incident, address_hash) DO UPDATE
    SET holder = excluded.holder, language = excluded.language, channel = excluded.channel,
        other_address = excluded.other_address, first_lost = false
    WHERE recipients.holder = ''
"""
_OF_HOLDERS: Final = f"""
SELECT a.holder, r.id AS recipient FROM ({_CHOSEN} SELECT * FROM addressed) a
JOIN recipients r ON r.incident = %(incident)s AND r.address_hash = a.address_hash
"""  # noqa: S608 - the text above and no other
_REACH: Final = """
SELECT CASE WHEN lost THEN other_channel ELSE channel END,
       CASE WHEN lost THEN other_address ELSE address END
FROM (SELECT *, first_lost AND other_address IS NOT NULL AS lost,
             CASE channel WHEN 'mail' THEN 'sms' ELSE 'mail' END AS other_channel
      FROM recipients WHERE id = %s) r
"""


def enter(
    connection: Connection,
    vault: Vault,
    incident: str,
    *,
    holder: str = "",
    language: Language,
    mail: str | None,
    phone: str | None,
    first: Channel,
) -> int:
    """The recipient with that address in `incident`, entered where it is new. With both addresses
    `first` says which one is told first; the other is kept for when that takes nothing.

    Raises ValueError with the rule where an address cannot be one, or where both are missing."""
    mail = contact.mail(mail) if mail else None
    phone = contact.mobile(phone) if phone else None
    by_mail = bool(mail) and (first == "mail" or not phone)
    address, other = (mail, phone) if by_mail else (phone, mail)
    if not address:
        raise ValueError("a mail address or a mobile number must be given")
    hashed = contacts.address_hash(vault, address)
    made = connection.execute(
        _KEEP,
        (
            incident, holder, language, "mail" if by_mail else "sms",
            contacts.seal(vault, address), hashed, other and contacts.seal(vault, other),
        ),
    ).fetchone()  # fmt: skip
    if made is None:
        # Read after the conflict: whoever entered it first has committed.
        made = connection.execute(_FIND, (incident, hashed)).fetchone()
    assert made is not None, "it is there, ours or the other one's"
    return made[0]


def enter_holders(
    connection: Connection,
    incident: str,
    first: Channel,
    holders: LiteralString,
    values: Mapping[str, object] = {},
) -> int:
    """The same for all holders that the query `holders` gives (one column, `values` its named
    parameters) and whose contact is known, in one statement; returns how many are new, or were an
    applicant's before. No address is opened. Which recipient a holder is, `of_holders` says."""
    made = connection.execute(
        sql.SQL(_CHOSEN + _ENTER).format(chosen=sql.SQL(holders)),
        {**values, "incident": incident, "first": first},
    )
    return made.rowcount


def of_holders(holders: LiteralString) -> sql.Composed:
    """A query of (holder, recipient) for the holders that the query `holders` gives; its named
    parameters are `incident`, `first` and those of `holders`."""
    return sql.SQL(_OF_HOLDERS).format(chosen=sql.SQL(holders))


def reach(connection: Connection, recipient: int) -> tuple[Channel, bytes]:
    """Through which channel the next message goes to `recipient`, and the sealed address: the
    other one once the first was lost. Raises LookupError."""
    row = connection.execute(_REACH, (recipient,)).fetchone()
    if row is None:
        raise LookupError(f"no recipient {recipient}")
    return row[0], bytes(row[1])
