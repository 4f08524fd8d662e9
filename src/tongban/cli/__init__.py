"""The command `tongban`: one group, one file per command; a refusal is one sentence and exit code 2."""

import os
import sys
from typing import Any

import click

from tongban.common.errors import BadInput, DomainError

# name -> module below this package; loaded only when asked for, so that `tongban due` needs no database
COMMANDS = {
    "account": "account",
    "appeals": "appeals",
    "dispatch": "dispatch",
    "due": "due",
    "items": "items",
    "migrate": "migrate",
    "notice": "notice",
    "procedure": "procedure",
    "recount": "recount",
    "registry": "registry",
    "run": "run",
    "story": "story",
    "token": "token",
    "verify": "verify",
    "worker": "worker",
}


def is_of_the_database(fault: Exception) -> bool:
    """Whether the database could not be reached or lacks its tables; Django is not loaded just to ask."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(fault, (database.OperationalError, database.ProgrammingError))


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
        except Exception as fault:  # told apart below: naming the database's errors would load Django for `tongban due`
            if not is_of_the_database(fault):
                raise
            reason = " ".join(str(fault).split())
            click.echo(f"数据库不可用:{reason}。请检查 DATABASE_URL;新数据库请先运行 tongban migrate。", err=True)
            ctx.exit(2)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tongban (通办): the working day, the power and the record of every matter a city handles."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")


def ready() -> None:
    """Load the configuration and Django; raises BadInput in one sentence when the configuration cannot be used."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise BadInput("configuration.bad", "配置有误:{reason}", reason=error) from error
    from tongban.registry.calendars import queries as calendars

    calendars.hold()


if __name__ == "__main__":
    sys.exit(main())
