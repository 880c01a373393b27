"""What can go wrong with the database itself, each told in one sentence."""


class PostgresUnavailable(Exception):
    """There is no usable PostgreSQL. The text is one plain sentence for the operator."""


class MigrationError(Exception):
    """The migrations on disk and in the database do not fit. The text is one plain sentence."""


def one_line(error: Exception) -> str:
    """What `error` says, fit for the inside of a sentence."""
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (said or [type(error).__name__])[0].rstrip(".")
