"""Bulk intake: each row by itself, nothing twice, hostile tables refused."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from tests.cast import AT, CLERK, HANDLER

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.common.errors import BadInput, NotAllowed
from tongban.hall.appeals import services as appeals

HEAD = "来源编号,类型,内容,区划,地点,联系电话,紧急,匿名,统一社会信用代码\n"
GOOD = "12345-1,求助,小区停水两天,340100,望湖城,13900000001,否,否,\n"


def read(text):
    return appeals.read_file("诉求.csv", text.encode())


def taken(text):
    return appeals.import_rows(read(text), actor=CLERK, at=AT)


def test_each_row_stands_or_falls_by_itself(town_hall):
    report = taken(
        HEAD
        + GOOD
        + "12345-2,闲聊,内容,340100,,13900000001,,,\n"
        + "12345-3,投诉,内容三,999999,,13900000001,,,\n"
        + "12345-4,投诉,内容四,340100,,没有,,,\n"
        + "12345-5,投诉,内容五,340100,,13900000001,也许,,\n"
        + "12345-6,举报,=HYPERLINK(0),340100,,13900000001,是,是,91340100MA2N1T2X3U\n"
    )
    assert (report.taken, report.refused) == (2, 4)
    assert [bool(one.number) for one in report.rows] == [True, False, False, False, False, True]
    assert [one.row for one in report.rows] == [2, 3, 4, 5, 6, 7]
    assert Case.objects.count() == 2
    assert all(list(cases.verify(one.number)) == [] for one in report.rows if one.number)


def test_a_file_sent_again_takes_nothing_twice(town_hall):
    first, again = taken(HEAD + GOOD), taken(HEAD + GOOD + GOOD)
    assert (again.taken, again.refused) == (0, 0)
    assert {one.number for one in again.rows} == {first.rows[0].number}


def test_only_who_takes_in_may(town_hall):
    with pytest.raises(NotAllowed):
        appeals.import_rows(read(HEAD + GOOD), actor=HANDLER, at=AT)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("类型,内容\n求助,停水\n", "区划"),
        (HEAD.replace("地点", "秘密") + GOOD, "秘密"),
        ("", "空的"),
        (HEAD + GOOD * 5001, "5000"),
    ],
)
def test_a_table_of_another_shape_is_refused_whole(text, word):
    with pytest.raises(BadInput, match=word):
        read(text)


def test_a_workbook_is_read_too_and_a_bomb_is_not(town_hall):
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in (HEAD.strip().split(","), GOOD.strip().split(",")):
        book.active.append(line)
    book.save(held)
    report = appeals.import_rows(appeals.read_file("诉求.xlsx", held.getvalue()), actor=CLERK, at=AT)
    assert report.taken == 1
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    with pytest.raises(BadInput):
        appeals.read_file("诉求.xlsx", bomb.getvalue())
