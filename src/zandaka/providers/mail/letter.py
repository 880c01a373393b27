"""A mail as it goes over the wire (RFC 5322)."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Final

import msgspec

from zandaka.instants import JST
from zandaka.providers.mail.port import Mail

_BLANKS: Final = re.compile(r"\s+")
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029<>]")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)


class Origin(msgspec.Struct, frozen=True):
    """Who writes: `name` as people read it, `address` as in the From header. `bounces` is the
    mailbox that failures come back to; it gets `+reference` before its @ (VERP), so that a
    failure names its mail whatever the far side kept of it."""

    name: str
    address: str
    reply_to: str = ""
    bounces: str = ""

    @classmethod
    def parse(cls, text: str, *, reply_to: str = "", bounces: str = "") -> "Origin":
        """`Name <address>` or an address alone. Raises ValueError."""
        name, address = parseaddr(text)
        if not text.isprintable():
            raise ValueError("must be one line")
        for one in (address, reply_to or address, bounces or address):
            local, _, domain = one.rpartition("@")
            if not local or "." not in domain or not one.isascii() or _UNSAFE.search(one):
                raise ValueError("must be an address such as Desk <desk@example.jp>")
        return cls(name, address, reply_to, bounces)

    @property
    def domain(self) -> str:
        """Of the From address: Message-IDs are made under it."""
        return self.address.rpartition("@")[2]

    def envelope(self, reference: str) -> str:
        """To whom a failure of the mail `reference` is sent back."""
        if not self.bounces:
            return self.address
        local, _, domain = self.bounces.rpartition("@")
        return f"{local}+{reference}@{domain}"

    def message_id(self, reference: str) -> str:
        """The same for the same reference, so that a second copy is known as one."""
        return f"<{reference}@{self.domain}>"


def is_plain(address: str) -> bool:
    """Whether an address can stand in a header and in a command without changing it."""
    return "@" in address and address.isascii() and not _UNSAFE.search(address)


def letter(mail: Mail, origin: Origin, at: datetime) -> EmailMessage:
    """The mail with its headers. Whatever the subject holds stays within the subject. Raises
    ValueError for a reference that cannot stand in one."""
    if not _REFERENCE.fullmatch(mail.reference):
        raise ValueError("a reference is 1 to 60 letters, digits and hyphens")
    made = EmailMessage(policy=SMTP)
    local, _, domain = origin.address.rpartition("@")
    made["From"] = Address(origin.name, local, domain)
    made["To"] = mail.to
    made["Subject"] = _BLANKS.sub(" ", _UNSAFE.sub(" ", mail.subject)).strip()
    made["Date"] = at.astimezone(JST)
    made["Message-ID"] = origin.message_id(mail.reference)
    if origin.reply_to:
        made["Reply-To"] = origin.reply_to
    made["List-Id"] = f"<notices.{origin.domain}>"
    # RFC 3834: nobody's holiday notice answers this.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text, charset="utf-8", cte="base64")
    return made
