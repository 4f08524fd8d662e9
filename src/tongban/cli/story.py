"""`tongban story`: play a case of the source text in a database of its own that is thrown away."""

import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tongban.cli import ready
from tongban.common.errors import Refused

OPENED_AT = datetime(2022, 1, 1, tzinfo=UTC)


def in_throwaway(folder: Path) -> None:
    """Point this process at an empty, migrated SQLite file in the folder, whatever DATABASE_URL says.

    Raises Refused when this process has a configuration already: a story never touches a database that is kept.
    """
    from django.conf import settings

    if settings.configured:
        raise Refused("story.database", "本进程已连接另一个数据库,案例只在临时库中演示:请单独运行 tongban story。")
    os.environ["TONGBAN_HOME"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'story.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    ready()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # the file is gone in a moment anyway
    call_command("migrate", verbosity=0, interactive=False)


def played(name: str, out: Callable[[str], object]) -> dict[str, Any]:
    """The record of a story played in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tongban-story-") as folder:
        in_throwaway(Path(folder).resolve())
        from django.db import connections, transaction

        from tongban.demo.reference import load_reference
        from tongban.demo.stories import STORIES

        try:
            with transaction.atomic():
                load_reference(at=OPENED_AT)
            return STORIES[name](out)
        finally:
            connections.close_all()


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON instead of the timeline.")
def command(name: str, as_json: bool) -> None:
    """Play the story NAME (property-certificate, business-suspension, change-sharing, enterprise-appeal, bad-rating) in a throw-away database."""
    from tongban.demo.names import check_story

    check_story(name)
    record = played(name, (lambda _line: None) if as_json else click.echo)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
