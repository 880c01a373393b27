"""PostgreSQL: the server that runs beside us, the way to connect, the migrations."""

from zandaka.postgres.connect import Database, open_database
from zandaka.postgres.embedded import EmbeddedPostgres
from zandaka.postgres.errors import MigrationError, PostgresUnavailable
from zandaka.postgres.migrate import migrate

__all__ = [
    "Database",
    "EmbeddedPostgres",
    "MigrationError",
    "PostgresUnavailable",
    "migrate",
    "open_database",
]
