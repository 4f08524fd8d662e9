"""Bulk intake over the API: a table or rows, a line of report for each, nothing twice."""

import io
from typing import Any

import pytest
from openpyxl import Workbook
from tests.faces.appealing import APPEAL
from tests.faces.cast import Cast

from tongban.hall.appeals.models import Appeal

HEAD = "来源编号,类型,内容,区划,地点,联系电话,事项编码"
GOOD = "12345-1,求助,小区停水两天,340100,望湖城,13900000001,"
ROW = {"type": "投诉", "text": "小区停水两天", "region": "340100", "phone": "13900000001", "source": "12345-9"}


def sent(people: Cast, body: str | bytes, kind: str = "text/csv", who: str = "system", **more: Any) -> Any:
    """What a table sent as the body brings."""
    return people.client(who).post("/api/appeals/bulk", body, content_type=kind, **more)


def rows(people: Cast, *given: dict[str, Any], who: str = "system") -> Any:
    """What rows sent as JSON bring."""
    return people.post(who, "/api/appeals/bulk", {"rows": list(given)})


def test_each_row_of_a_table_is_reported_by_itself(office: Cast):
    bad = ["12345-2,闲聊,内容,340100,,13900000001,", "12345-3,投诉,内容,340100,,13900000001,nothing"]
    report = sent(office, "\n".join([HEAD, GOOD, *bad])).json()
    assert (report["taken"], report["refused"]) == (1, 2)
    assert [one["row"] for one in report["rows"]] == [2, 3, 4]
    assert ("类型" in report["rows"][1]["problem"], "nothing" in report["rows"][2]["problem"]) == (True, True)
    number = report["rows"][0]["number"]
    assert office.get("clerk", f"/api/appeals/{number}").json()["channel"] == "import"


def test_a_row_sent_again_is_not_taken_twice(office: Cast):
    first = sent(office, f"{HEAD}\n{GOOD}").json()
    again = sent(office, f"{HEAD}\n{GOOD}\n{GOOD}").json()
    assert (again["taken"], again["refused"]) == (0, 0)
    assert {(one["number"], one["is_new"]) for one in again["rows"]} == {(first["rows"][0]["number"], False)}


def test_a_workbook_and_rows_of_json_are_taken_in_too(office: Cast):
    book, held = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in (HEAD, GOOD):
        book.active.append(line.split(","))
    book.save(held)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert sent(office, held.getvalue(), kind).json()["taken"] == 1
    report = rows(office, ROW | {"emergency": True, "anonymous": True}, ROW | {"source": "", "region": "x"}).json()
    assert (report["taken"], report["refused"], report["rows"][1]["row"]) == (1, 1, 2)
    kept = Appeal.objects.get(source="12345-9")
    assert (kept.type, kept.is_emergency, kept.is_anonymous) == ("complaint", True, True)


def test_the_same_key_takes_the_table_in_once(office: Cast):
    answers = [sent(office, f"{HEAD}\n{GOOD}", headers={"Idempotency-Key": "b-1"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("类型,内容\n求助,停水", "text/csv", 422, "import.missing"),
        (HEAD.replace("地点", "秘密"), "text/csv", 422, "import.column"),
        ("\n".join([HEAD, *[GOOD] * 5001]), "text/csv", 422, "import.many"),
        (b"PK\x03\x04 broken", "application/zip", 422, None),
        (b"\xff\xfe\x00", "text/csv", 422, None),
        ("x" * 2_600_000, "text/csv", 413, "request.size"),
        ("{", "application/json", 400, "request.unreadable"),
        ("[]", "application/json", 422, "import.json"),
        ('{"rows": []}', "application/json", 422, "request.invalid"),
        ('{"rows": [{"text": 1, "colour": "x"}]}', "application/json", 422, "request.invalid"),
        ("a=1", "application/x-www-form-urlencoded", 422, "import.body"),
        ("", "text/csv", 422, None),
    ],
)
def test_what_is_no_table_of_appeals_is_refused_whole(
    office: Cast, body: str | bytes, kind: str, status: int, code: str | None
):
    answer = sent(office, body, kind)
    assert answer.status_code == status, answer.json()
    assert answer.json()["code"] == (code or answer.json()["code"])
    assert not Appeal.objects.exists()


def test_every_wrong_place_of_a_row_is_named(office: Cast):
    errors = rows(office, ROW, ROW | {"colour": "x", "emergency": "yes"}).json()["errors"]
    assert sorted(one["loc"] for one in errors) == [["rows", 1, "colour"], ["rows", 1, "emergency"]]


def test_only_who_takes_in_sends_tables(office: Cast):
    for who, status in (("citizen", 403), ("handler", 403), ("nobody", 401), ("clerk", 200)):
        assert sent(office, f"{HEAD}\n{GOOD}", who=who).status_code == status


def test_an_appeal_of_a_table_is_like_one_told_by_itself(office: Cast):
    number = rows(office, ROW).json()["rows"][0]["number"]
    told = office.post("system", "/api/appeals", APPEAL).json()
    taken = office.get("clerk", f"/api/appeals/{number}").json()
    assert taken.keys() == told.keys()
    assert (taken["policy"], taken["agency"]) == (told["policy"], told["agency"])
