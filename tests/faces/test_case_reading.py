"""Reading cases: lists page by page, one case with all of it, nothing of another citizen's."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT, CLERK, COORDINATOR, HANDLER, HEAD, accepted, decided, filed, filing
from tests.faces.cast import PDF, Cast

from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.faces.api.auth import ACTING_FOR
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.moves import MOVES

MOST_STATEMENTS = 12


def pages(people: Cast, who: str, query: str) -> list[list[str]]:
    """The numbers of every page of a list."""
    found, cursor = [], ""
    while True:
        page = people.get(who, f"/api/cases?{query}{cursor and f'&cursor={cursor}'}").json()
        found.append([case["number"] for case in page["items"]])
        if page["next"] is None:
            return found
        cursor = page["next"]


def later(days: int):
    """An instant so many days after the golden case was filed."""
    return AT + timedelta(hours=24 * days)


def test_pages_of_a_list_are_complete_and_in_order(people: Cast):
    numbers = [filed(people.city).number for _ in range(7)]
    found = pages(people, "clerk", "limit=3")
    assert [len(page) for page in found] == [3, 3, 1]
    assert [number for page in found for number in page] == numbers[::-1]
    assert pages(people, "clerk", "limit=7") == [numbers[::-1]]


def test_a_page_stays_where_it_was_when_new_cases_come_in(people: Cast):
    numbers = [filed(people.city).number for _ in range(4)]
    first = people.get("clerk", "/api/cases?limit=2").json()
    filed(people.city)
    second = people.get("clerk", f"/api/cases?limit=2&cursor={first['next']}").json()
    assert [case["number"] for case in first["items"] + second["items"]] == numbers[::-1]


def test_a_cursor_is_good_for_its_own_list_only(people: Cast):
    for _ in range(3):
        filed(people.city)
    cursor = people.get("clerk", "/api/cases?limit=2").json()["next"]
    changed = people.get("clerk", f"/api/cases?limit=2&status=draft&cursor={cursor}")
    assert changed.json()["code"] == "cursor.other"
    assert people.get("head", f"/api/cases?limit=2&cursor={cursor}").json()["code"] == "cursor.other"
    assert people.get("clerk", f"/api/cases?limit=2&cursor={cursor[:-1]}").json()["code"] == "cursor.bad"


def test_filters_narrow_and_combine(people: Cast):
    late = accepted(people.city)
    fresh = accepted(people.city, at=people.at)
    waiting = filed(people.city, at=people.at)
    paused = accepted(people.city, at=people.at)
    hall.pause(
        number=paused.number,
        ground=PauseGround.TESTING,
        reason="送检",
        evidence="委托书",
        limit_on=(people.at + timedelta(hours=24 * 20)).date(),
        actor=HANDLER,
        at=people.at,
    )
    wanted = {
        "time_state=overdue": {late},
        "time_state=undue": {fresh, waiting},
        "time_state=paused": {paused},
        "status=submitted": {waiting},
        "status=accepted&time_state=undue": {fresh},
        "accepted_until=2022-07-01": {late},
        "accepted_from=2022-07-02": {fresh, paused},
        f"text={fresh.number}": {fresh},
        "text=薄膜材料&status=submitted": {waiting},
        "item=certificate&agency=hf-bdc&region=340100&kind=application": {late, fresh, waiting, paused},
        "item=change": set(),
        "region=340122": set(),
    }
    found = {query: {number for page in pages(people, "clerk", query) for number in page} for query in wanted}
    assert found == {query: {case.number for case in cases} for query, cases in wanted.items()}


def test_a_list_says_the_state_of_time_as_each_case_itself_does(people: Cast):
    cases = [
        filed(people.city, at=people.at),
        accepted(people.city),
        accepted(people.city, at=people.at),
        decided(people.city),
        decided(people.city, at=people.at),
    ]
    on_time = accepted(people.city)
    for step, who in (("survey", "surveyor"), ("review", "handler"), ("register", "handler")):
        hall.complete_step(number=on_time.number, step=step, result="合格", actor=people.actors[who], at=later(14))
    hall.decide(number=on_time.number, outcome=Outcome.GRANTED, reason="合格", actor=HANDLER, at=later(14))
    late = hall.deliver(number=on_time.number, how="邮寄", actor=CLERK, at=later(15))
    hall.deliver(number=cases[3].number, how="现场", actor=CLERK, at=later(1))
    rows = {row["number"]: row for row in people.get("clerk", "/api/cases").json()["items"]}
    single = {number: people.get("clerk", f"/api/cases/{number}").json() for number in rows}
    for name in ("time_state", "due_on", "provisional", "status_label"):
        assert {n: row[name] for n, row in rows.items()} == {n: case[name] for n, case in single.items()}
    states = [rows[case.number]["time_state"] for case in [*cases, late]]
    assert states == ["undue", "overdue", "undue", "ahead", "undue", "on_time"]


def test_an_ended_case_is_late_when_it_was_decided_after_its_term(people: Cast):
    case = accepted(people.city)
    for step, who in (("survey", "surveyor"), ("review", "handler"), ("register", "handler")):
        hall.complete_step(number=case.number, step=step, result="合格", actor=people.actors[who], at=later(30))
    hall.decide(number=case.number, outcome=Outcome.GRANTED, reason="合格", actor=HANDLER, at=later(30))
    hall.deliver(number=case.number, how="邮寄", actor=CLERK, at=later(31))
    assert people.get("clerk", "/api/cases").json()["items"][0]["time_state"] == "late"
    assert people.get("clerk", f"/api/cases/{case.number}").json()["time_state"] == "late"


def test_the_golden_case_says_its_clock(people: Cast):
    case = accepted(people.city)
    clocks = {one["name"]: one for one in people.get("clerk", f"/api/cases/{case.number}/clocks").json()}
    assert list(clocks) == ["acceptance", "handling", "statutory", "step:survey", "step:review"]
    assert (clocks["handling"]["due_on"], clocks["handling"]["term"]) == ("2022-07-15", "10wd")
    assert (clocks["statutory"]["due_on"], clocks["step:review"]["due_on"]) == ("2022-07-29", "2022-07-08")


def test_why_counts_every_day_and_names_the_reason(people: Cast):
    case = accepted(people.city)
    hall.extend(number=case.number, reason="情况复杂", actor=HEAD, at=later(3))
    found = people.get("enterprise", f"/api/cases/{case.number}/why?clock=handling").json()
    assert (found["clock"]["due_on"], found["clock"]["total"]) == ("2022-07-29", "20wd")
    assert sum(day["counted"] for day in found["days"]) == 20
    assert found["days"][0]["reason"].startswith("起算日不计入")
    assert found["days"][1] == {
        "on": "2022-07-02",
        "weekday": "星期六",
        "counted": False,
        "ordinal": None,
        "reason": "周末",
    }
    unknown = people.get("enterprise", f"/api/cases/{case.number}/why?clock=delivery")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "clock.unknown")
    assert "handling" in unknown.json()["detail"]


def test_the_journal_is_told_line_by_line_with_its_chain(people: Cast):
    case = accepted(people.city)
    lines = people.get("handler", f"/api/cases/{case.number}/journal").json()
    assert [(line["seq"], line["move"], line["move_label"], line["by"]) for line in lines] == [
        (1, "file", "申请", "窗口小王"),
        (2, "accept", "受理", "窗口小王"),
    ]
    assert lines[1]["data"]["how"] == "complete"
    assert lines[1]["digest"] == case.journal_digest


def test_a_case_tells_materials_papers_ledger_and_every_move(people: Cast):
    case = hall.file(filing=filing(people.city.enterprise, paper=["application"]), actor=CLERK, at=AT)
    asked = [{"key": "tax", "what": "补交完税凭证"}, {"key": "pledge", "what": "补交无纠纷证明"}]
    hall.ask_correction(number=case.number, items=asked, reason="材料不全", actor=CLERK, at=AT)
    hall.name_specialist(number=case.number, name="企业专员小孙", actor=COORDINATOR, at=AT)
    found = people.get("enterprise", f"/api/cases/{case.number}").json()
    assert {one["key"]: one["state_label"] for one in found["materials"]} == {
        "application": "窗口已收",
        "tax": "未提交",
        "pledge": "未提交",
        "licence": "部门共享",
    }
    assert [(one["kind_label"], [item["what"] for item in one["items"]]) for one in found["notices"]] == [
        ("一次性告知书", ["补交完税凭证", "补交无纠纷证明"])
    ]
    assert (found["specialist"], found["time_state"]) == ("企业专员小孙", None)
    assert {one["name"] for one in found["moves"]} == {move.name for move in MOVES}
    assert {one["name"] for one in found["moves"] if one["allowed"]} == {
        "attach",
        "commit",
        "precheck",
        "answer_correction",
        "withdraw",
        "message",
    }
    assert all(bool(one["reason"]) != one["allowed"] for one in found["moves"])


BELOW = ["", "/journal", "/clocks", "/why", "/attachments", "/attachments/1"]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("who", ["neighbour", "citizen", "outsider", "town_clerk"])
def test_what_hangs_on_another_citizens_case_looks_like_a_missing_one(people: Cast, who: str, below: str):
    case = accepted(people.city)
    people.client("clerk").post(f"/api/cases/{case.number}/attachments", {"file": SimpleUploadedFile("a.pdf", PDF)})
    hidden = people.get(who, f"/api/cases/{case.number}{below}")
    missing = people.get(who, f"/api/cases/340100-20220701-009999-9{below}")
    assert hidden.status_code == missing.status_code == 404
    assert said(hidden, case.number) == said(missing, "340100-20220701-009999-9")


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_no_move_can_be_tried_on_a_case_one_may_not_know_of(people: Cast, who: str):
    case = accepted(people.city)
    for move in MOVES:
        if move.name == "attach":
            hidden = people.client(who).post(
                f"/api/cases/{case.number}/moves/attach", {"file": SimpleUploadedFile("a.pdf", PDF)}
            )
        else:
            hidden = people.post(who, f"/api/cases/{case.number}/moves/{move.name}", fitting(move.name))
        assert (hidden.status_code, hidden.json()["code"]) == (404, "case.unknown"), move.name


def fitting(move: str) -> dict[str, Any]:
    """A body in order for a move."""
    from tongban.faces.api.schemas.moves import VERBS

    values = {
        "form": {},
        "commitment": "承诺",
        "items": [],
        "reason": "理由",
        "name": "小孙",
        "step": "survey",
        "result": "合格",
        "ground": "testing",
        "evidence": "依据",
        "limit_on": "2030-01-01",
        "paper": [],
        "outcome": "granted",
        "text": "更正",
        "how": "现场",
        "material": "tax",
        "review": "approved",
        "assignee": "T0002",
    }
    fields = VERBS[move].body.model_fields
    return {name: values[name] for name, field in fields.items() if field.is_required()}


def said(response, number: str) -> dict[str, Any]:
    """A problem with the number taken out."""
    return {name: str(value).replace(number, "…") for name, value in response.json().items()}


def test_an_agent_sees_the_enterprises_case_only_while_acting_for_it(people: Cast):
    case = accepted(people.city)
    acting = {ACTING_FOR: str(people.actors["enterprise"].party_id)}
    assert people.get("citizen", f"/api/cases/{case.number}").status_code == 404
    assert people.get("citizen", f"/api/cases/{case.number}", headers=acting).status_code == 200
    assert people.get("citizen", "/api/cases").json()["items"] == []
    assert len(people.get("citizen", "/api/cases", headers=acting).json()["items"]) == 1


def test_a_handler_of_a_step_sees_the_case_and_a_draft_is_nobody_elses(people: Cast):
    case = accepted(people.city)
    assert people.get("surveyor", f"/api/cases/{case.number}").status_code == 200
    draft = hall.open_draft(filing=filing(people.city.enterprise), actor=people.city.enterprise, at=people.at)
    seen = {
        who: people.get(who, f"/api/cases/{draft.number}").status_code for who in ("enterprise", "clerk", "handler")
    }
    assert seen == {"enterprise": 200, "clerk": 404, "handler": 404}


@pytest.mark.parametrize("who", ["enterprise", "clerk", "handler", "head", "supervisor", "admin", "system"])
@pytest.mark.parametrize("stage", [filed, accepted, decided])
def test_every_reading_of_a_case_stays_within_twelve_statements(
    people: Cast, django_assert_max_num_queries, who: str, stage
):
    case = stage(people.city)
    filed(people.city)
    if stage is accepted:
        hall.extend(number=case.number, reason="情况复杂", actor=HEAD, at=AT)
    for below in ("", f"/{case.number}", *(f"/{case.number}{part}" for part in BELOW[1:5] if part != "/why")):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert people.get(who, f"/api/cases{below}").status_code == 200
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert people.get(who, f"/api/cases/{case.number}/why?clock=acceptance").status_code == 200


def test_a_list_takes_as_many_statements_for_many_cases_as_for_one(people: Cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    accepted(people.city)
    with CaptureQueriesContext(
        connection,
    ) as few:
        people.get("clerk", "/api/cases")
    for _ in range(5):
        accepted(people.city)
    with django_assert_num_queries(len(few)):
        assert len(people.get("clerk", "/api/cases").json()["items"]) == 6


def test_a_party_reads_no_note_and_no_review_by_any_way(people: Cast):
    case = filed(people.city, at=people.at)
    at = f"/api/cases/{case.number}"
    for move, body in (
        ("note", {"text": "疑似重复申请。"}),
        ("review_material", {"material": "tax", "review": "refused", "remark": "疑似伪造。"}),
        ("message", {"text": "请等候通知。"}),
    ):
        assert people.post("handler", f"{at}/moves/{move}", body).status_code == 200
    for path in (at, f"{at}/journal", f"/cases/{case.number}", f"/cases/{case.number}/why"):
        told = people.get("enterprise", path).content.decode()
        assert "疑似" not in told, path
    assert [line["move"] for line in people.get("enterprise", f"{at}/journal").json()] == ["file", "message"]
    mine = next(one for one in people.get("enterprise", at).json()["materials"] if one["key"] == "tax")
    assert (mine["review"], mine["review_label"], mine["remark"]) == ("", "", "")
    seen = next(one for one in people.get("handler", at).json()["materials"] if one["key"] == "tax")
    assert (seen["review"], seen["review_label"], seen["remark"]) == ("refused", "不合格", "疑似伪造。")
    moves = [line["move"] for line in people.get("handler", f"{at}/journal").json()]
    assert moves == ["file", "note", "review_material", "message"]
    assert people.post("enterprise", f"{at}/moves/note", {"text": "我也记"}).json()["code"] == "move.role"
