"""Two administrators and a notice for a year nobody has announced."""

from datetime import date

import pytest
from tests.cast import ADMIN, staff

from tongban import workdays
from tongban.common.actors import Role
from tongban.common.time import noon
from tongban.registry.calendars import queries

SECOND = staff(14, "管理员乙", "hf-zwfw", "340100", Role.ADMIN)
FIRST = ADMIN
AT = noon(date(2026, 11, 26))
NUMBER = "国办发明电〔2026〕99号"
TEXT = f"""\
year: 2027
notices:
  - number: {NUMBER}
    title: 2027年部分节假日安排(测试)
    issued_on: 2026-11-25
    holidays:
      - {{name: 元旦, days_off: [2027-01-01..2027-01-03]}}
      - {{name: 春节, days_off: [2027-02-06..2027-02-12], makeup_days: [2027-02-14]}}
"""
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def held(db: None):
    """Every reckoning follows the database, as in a running process."""
    queries.hold()
    yield queries.KEPT
    workdays.attach(None)
