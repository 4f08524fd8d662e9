"""`tongban story` as people and programs run it: in a database of its own, whatever DATABASE_URL says."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tongban.cli import main
from tongban.demo.names import NAMES
from tongban.demo.stories import STORIES


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real command, in a folder of its own, with a deployment's DATABASE_URL beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TONGBAN_", "DJANGO_"))}
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    environment = {
        **kept,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'deployment.sqlite3'}",
        "TONGBAN_HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "tongban.cli", "story", *arguments],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_a_story_prints_json_and_leaves_nothing_behind(tmp_path: Path):
    done = run(tmp_path, "property-certificate", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    wanted = ("accepted_on", "due_on", "ended_on", "working_days_used", "working_days_ahead", "time_state")
    assert [record[key] for key in wanted] == ["2022-07-01", "2022-07-15", "2022-07-05", 2, 8, "ahead"]
    assert (record["serial_due_on"], record["chain_ok"]) == ("2022-07-22", True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["temporary"]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_story_without_json_is_a_timeline(monkeypatch):
    def played(name: str, out: Callable[[str], object]) -> dict[str, Any]:
        out(f"{name}:第一天")  # the stories themselves are played in tests/stories
        return {"name": name}

    monkeypatch.setattr("tongban.cli.story.played", played)
    timeline, record = invoke("change-sharing"), invoke("change-sharing", "--json")
    assert timeline.stdout == "change-sharing:第一天\n"
    assert json.loads(record.stdout) == {"name": "change-sharing"}


def test_every_name_has_its_story():
    assert tuple(STORIES) == NAMES


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["story", *arguments])


def test_an_unknown_story_is_refused_with_the_names_there_are():
    done = invoke("fairy-tale")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "没有名为“fairy-tale”的案例:可选property-certificate、business-suspension、change-sharing、enterprise-appeal、bad-rating、blocked-matter。\n"
    )


def test_a_process_that_has_a_database_already_is_refused_rather_than_played_in(tmp_path: Path):
    done = invoke("property-certificate")
    assert done.exit_code == 2
    assert "已连接另一个数据库" in done.stderr
