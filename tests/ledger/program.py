"""`zandaka verify` and `zandaka export` on a world's database."""

from urllib.parse import quote

import typer
from psycopg.conninfo import conninfo_to_dict
from tests.ledger.world import World
from typer.testing import CliRunner, Result

from zandaka.cli import export, verify

app = typer.Typer()
app.callback()(lambda: None)
export.register(app)
verify.register(app)


def run(world: World, *arguments: str) -> Result:
    """The program on the world's database."""
    parts = conninfo_to_dict(world.database.conninfo)
    url = (
        f"postgresql://{quote(str(parts['user']))}@/{quote(str(parts['dbname']))}"
        f"?host={quote(str(parts['host']), safe='')}&port={parts['port']}"
    )
    return CliRunner().invoke(app, [*arguments], env={"ZANDAKA_DATABASE_URL": url})
