"""The link by which a recipient receives: whoever has it and answers the code sent to the
registered address may choose, and nobody else.

The token is derived from this house's secret, the recipient and the link's generation. So it can
be sent again though it is stored nowhere: the tables hold its keyed hash. A new generation is a
new token; of the old one nothing is left to be found."""

import base64
from typing import Final

from zandaka.directory.secrets import Secrets

#: The folder of the page; the token comes after it.
FOLDER: Final = "/gifts/"

_LENGTH: Final = 32


def token(secrets: Secrets, recipient: int, generation: int) -> str:
    """The token itself: 160 random-looking bits as 32 lower-case letters and digits."""
    raw = secrets.derived("gift link", f"{recipient}/{generation}")[:20]
    return base64.b32encode(raw).decode().lower()


def link_path(secrets: Secrets, recipient: int, generation: int) -> str:
    """The path of the page at which the recipient receives, to be put behind the public address
    of this house. Never store it, never log it."""
    return FOLDER + token(secrets, recipient, generation)


def fingerprint(secrets: Secrets, text: str) -> bytes:
    """The keyed hash under which a link's row is found; of any text, ours or made up."""
    return secrets.derived("gift token", text.lower()[: 2 * _LENGTH])[:16]
