"""The command `tongban`: one group, one file per command; a refusal is one sentence and exit code 2."""

import os
import sys
from typing import Any

import click

from tongban.common.errors import DomainError

# name -> module below this package; loaded only when asked for, so that `tongban due` needs no database
COMMANDS = {
    "due": "due",
    "items": "items",
    "procedure": "procedure",
    "story": "story",
    "recount": "recount",
    "run": "run",
    "verify": "verify",
    "worker": "worker",
}


class Commands(click.Group):
    """The group: finds a command by name, turns a refusal into one sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = __import__(f"tongban.cli.{COMMANDS[cmd_name]}", fromlist=["command"])
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as refusal:
            click.echo(refusal.message, err=True)
            ctx.exit(2)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tongban (通办): the working day, the power and the record of every matter a city handles."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")


def django_ready() -> None:
    """Load Django once, for the commands that need the database."""
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
