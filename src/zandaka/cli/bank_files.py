"""Files for a bank and from one, on the command line."""

import base64
import contextlib
import sys
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from rich.console import Console

from zandaka.providers.bank import characters
from zandaka.web.http import encode

_say = Console(stderr=True, highlight=False, soft_wrap=True)


def write_for_bank(out: Path, content: str) -> None:
    """Writes what is told in base64: whole or not at all, and for nobody else on this machine."""
    draft = out.with_name(out.name + ".part")
    try:
        # Accounts and names.
        draft.touch(mode=0o600)
        draft.write_bytes(base64.b64decode(content))
        draft.replace(out)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror or error}.")
    finally:
        draft.unlink(missing_ok=True)


def text_of(content: bytes) -> str:
    """What a bank sent: records in JIS X 0201, which begin with a 1, or text in UTF-8, such as a
    CSV."""
    if content.startswith(b"1"):
        # First, because a few kana in a row may look like UTF-8; the other way round never.
        with contextlib.suppress(ValueError):
            lines = content.removesuffix(b"\x1a").splitlines()
            return "\n".join(characters.decode(line) for line in lines)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail("The file is neither records in JIS X 0201 nor text in UTF-8.")


def show_json(value: Any) -> None:
    """Prints JSON for people."""
    sys.stdout.write(msgspec.json.format(encode(value), indent=2).decode() + "\n")


def fail(sentence: str) -> NoReturn:
    """Says what is wrong and ends the program."""
    _say.print(sentence, style="red", markup=False)
    sys.exit(1)
