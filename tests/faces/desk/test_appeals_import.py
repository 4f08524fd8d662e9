"""Bulk intake by page: checked without keeping anything, taken in once, refused row by row."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import OPENED_ON
from tests.faces.cast import Cast
from tests.faces.desk.appealing import HOSTILE, page, text

from tongban.casework.cases.models import Case
from tongban.common.time import noon
from tongban.registry.policies import services as policies

PATH = "/desk/appeals/import"
TABLE = """来源编号,类型,内容,区划,联系电话
A-1,投诉,小区门口路灯连续三晚不亮请修复,340100,13900000001
A-2,闲聊,没有这种类型,340100,13900000001
A-3,求助,{more},340122,13900000002
"""


@pytest.fixture
def hall(people: Cast) -> Cast:
    """The cast with a policy in force."""
    policies.load_default(at=noon(OPENED_ON))
    return people


def upload(people: Cast, act: str, table: str, token: str = "t", who: str = "clerk", name: str = "诉求.csv") -> Any:
    file = SimpleUploadedFile(name, table.encode())
    return people.client(who).post(PATH, {"token": token, "act": act, "file": file})


def test_a_table_is_checked_without_keeping_anything_and_then_taken_in_once(hall: Cast):
    table = TABLE.format(more=HOSTILE.replace('"', "'"))
    shown = upload(hall, "check", table)
    assert shown.status_code == 200, shown.content.decode()
    said = text(shown.content.decode())
    assert "可登记2件" in said
    assert "1行有问题" in said
    assert "“类型”应为" in said
    assert not Case.objects.exists()
    for _ in range(2):
        taken = upload(hall, "take", table, "once")
        assert "新登记2件" in text(taken.content.decode())
    assert Case.objects.count() == 2
    again = text(upload(hall, "take", table, "later").content.decode())
    assert "此前已登记" in again
    assert Case.objects.count() == 2
    assert "<script>alert" not in page(hall, "clerk", "/desk")


def test_other_files_and_other_people_are_refused(hall: Cast):
    for table, name in (
        ("", "a.csv"),
        ("甲,乙\n1,2\n", "a.csv"),
        ("\x00\x01", "a.xlsx"),
        ("类型,内容,区划\n", "a.csv"),
    ):
        refused = upload(hall, "take", table, name=name)
        assert refused.status_code == 422, (table, refused.content.decode())
    assert upload(hall, "take", TABLE, who="handler").status_code == 403
    assert hall.get("handler", "/desk/appeals/template.csv").status_code == 403
    assert hall.client("clerk").post(PATH, {"token": "x", "act": "take"}).status_code == 422


def test_the_template_is_taken_in_as_it_is(hall: Cast, django_assert_max_num_queries):
    found = hall.get("clerk", "/desk/appeals/template.csv")
    assert "可登记1件" in text(upload(hall, "check", found.content.decode()).content.decode())
    with django_assert_max_num_queries(12):
        page(hall, "clerk", PATH)
