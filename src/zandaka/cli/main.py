"""The program `zandaka`. Each verb is a file beside this one."""

import signal
import sys
from importlib import import_module

import psycopg
import typer
from rich.console import Console

from zandaka.errors import KINDS, Outage
from zandaka.postgres.errors import MigrationError, PostgresUnavailable
from zandaka.settings import SettingsError
from zandaka.terms.errors import TermsError

app = typer.Typer(
    name="zandaka",
    help="Stored value for Japan: issue, load, pay, and make whole. 残高",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

#: Modules of this package with a function `register(app)`.
_VERBS = (
    "serve",
    "case",
    "do",
    "redress",
    "incident",
    "importing",
    "results",
    "claims",
    "bank",
    "payouts",
    "shortfalls",
    "plan",
    "replay",
    "gifts",
    "messages",
    "sandbox",
    "verify",
    "rights",
    "export",
    "bench",
)

for verb in _VERBS:
    import_module(f"zandaka.cli.{verb}").register(app)


def _end(*_: object) -> None:
    sys.exit(128 + signal.SIGTERM)


def main() -> None:
    """Runs the program. What an operator can mend is said in one sentence, without a trace.

    Being told to end is an end like any other: what was started beside us is stopped, too."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except (SettingsError, TermsError, PostgresUnavailable, MigrationError) as error:
        Console(stderr=True, style="red", soft_wrap=True).print(str(error), highlight=False)
        sys.exit(1)
    except (Outage, psycopg.OperationalError):
        # A verb that works through what waits: the next run goes on where this one was.
        kind = KINDS["outage"]
        told = f"{kind.ja} {kind.en} The database went away; run the same command again."
        Console(stderr=True, style="red", soft_wrap=True).print(told, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
