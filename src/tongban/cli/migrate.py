"""`tongban migrate`: bring the tables of the database up to date without starting a server."""

import click

from tongban.cli import ready
from tongban.cli.run import alone, migrate


@click.command()
def command() -> None:
    """Create or update the tables; processes that do it at once wait for each other."""
    ready()
    with alone():
        migrate()
    click.echo("数据表已是最新。")
