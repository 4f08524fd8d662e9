"""The calendar that holds now: read again when files change, never kept for the life of a process."""

import os
from datetime import date

import pytest
from tests.workdays.test_notices import AMENDED, GOOD, write

from tongban.common.errors import BadInput
from tongban.workdays import configure, current, refresh, source


@pytest.fixture(autouse=True)
def _packaged_again():
    yield
    configure(None)


def test_current_is_the_same_calendar_while_nothing_changes():
    first = current()
    assert refresh() is first
    assert current() is first


def test_a_notice_dropped_into_the_folder_holds_without_a_restart(tmp_path):
    configure(tmp_path)
    assert current().is_provisional(date(2027, 3, 1))
    write(tmp_path, GOOD)
    assert not refresh().is_provisional(date(2027, 3, 1))
    assert not current().is_provisional(date(2027, 3, 1))


def test_a_changed_and_a_removed_notice_are_seen(tmp_path):
    configure(write(tmp_path, GOOD))
    assert not current().is_workday(date(2026, 12, 31))
    write(tmp_path, AMENDED)
    assert refresh().is_workday(date(2026, 12, 31))
    os.unlink(tmp_path / "2027.yaml")
    assert refresh().is_provisional(date(2027, 1, 4))


def test_current_looks_at_the_files_again_by_itself(tmp_path, monkeypatch):
    configure(tmp_path)
    write(tmp_path, GOOD)
    monkeypatch.setattr(source, "RECHECK_SECONDS", -1.0)
    assert not current().is_provisional(date(2027, 3, 1))


def test_a_broken_notice_is_refused_until_it_is_mended(tmp_path):
    configure(tmp_path)
    write(tmp_path, GOOD.replace("name:", "nam:"))
    for _ in range(2):
        with pytest.raises(BadInput, match=r"2027\.yaml"):
            refresh()
    write(tmp_path, GOOD)
    assert not refresh().is_workday(date(2026, 12, 31))


def test_a_wrong_folder_changes_nothing(tmp_path):
    before = current()
    with pytest.raises(BadInput, match="不存在"):
        configure(tmp_path / "absent")
    assert current() is before
