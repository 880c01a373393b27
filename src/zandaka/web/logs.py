"""Logs: one event a line, JSON where no person reads along. No traceback shows local variables,
which hold codes and keys."""

import logging
import sys
from typing import TextIO, cast

import structlog


class _Stderr:
    """Standard error as it is when a line is written: whoever runs us may put another in its
    place."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure() -> None:
    """Sets structlog up for the whole process."""
    # Whoever asked the pool for a session says so itself when there is none.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    tty = sys.stderr.isatty()
    exceptions = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if tty:
        shared.append(
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        )
    else:
        shared += [
            structlog.processors.ExceptionRenderer(exceptions),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    structlog.configure(
        processors=shared,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Stderr())),
        cache_logger_on_first_use=True,
    )
