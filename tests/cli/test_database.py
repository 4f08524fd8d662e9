"""Commands that meet a database without tables, or none at all, say so in one sentence."""

import os
import subprocess
import sys

import pytest
from tests.faults.databases import Database


def tongban(home, *args, **more):
    environment = {**os.environ, "TONGBAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tongban.settings", **more}
    environment.setdefault("DATABASE_URL", "")
    return subprocess.run(
        [sys.executable, "-m", "tongban.cli", *args], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_database_without_tables_is_one_sentence_until_it_is_migrated(tmp_path, other_database: Database):
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    before = tongban(tmp_path, "verify", DATABASE_URL=url)
    assert before.returncode == 2
    assert "请先运行 tongban migrate" in before.stderr
    assert "Traceback" not in before.stderr
    after = tongban(tmp_path, "verify", DATABASE_URL=other_database.url)  # a copy of what `tongban migrate` made
    assert (after.returncode, "日志链完整" in after.stdout) == (0, True)


@pytest.mark.slow
def test_a_server_that_is_not_there_is_one_sentence(tmp_path):
    gone = tongban(tmp_path, "verify", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert gone.returncode == 2
    assert "数据库不可用" in gone.stderr
    assert "Traceback" not in gone.stderr
