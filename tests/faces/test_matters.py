"""Blocked matters and reports of refusal over the API: brought once, up the ladder, read by whom they concern."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.faces import matters
from tests.faces.cast import HTML, PDF, Cast
from tests.faces.portal.reading import text
from tests.hall.blocked.cases import ANSWER, SAID

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind
from tongban.common.time import localdate
from tongban.faces.api.auth import ACTING_FOR
from tongban.faces.api.matters import address_of
from tongban.faces.api.routes.cases import move_label
from tongban.faces.api.schemas.mattermoves import VERBS
from tongban.hall.blocked.models import BlockedMatter, RefusalReport
from tongban.hall.blocked.rules import mending
from tongban.hall.blocked.rules.moves import ATTACH, CLOSE, MOVES
from tongban.hall.ratings.rules import moves as rectifying
from tongban.registry.parties.models import PartySearch

FREE: dict[str, Any] = {"text": SAID, "cause": "material", "region": "340100", "phone": "13900000001"}
ROOT = {"root": "guide", "root_words": "指南没有写明先后", "change": "注明可与预审同步"}
REFUSAL: dict[str, Any] = {
    "item": "certificate",
    "asked": "不动产首次登记",
    "cause": "material",
    "ground": "未提交权籍调查成果",
    "basis": "《不动产登记暂行条例》第十六条",
    "remedy": "reconsideration",
}
FIRM = {"applicant_name": "合肥先导薄膜材料有限公司", "identifier": "91340100MA2N1T2X3U"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "classify": {"cause": "policy"},
    "solve-on-spot": ROOT | {"text": ANSWER},
    "refuse": {"door": "court", "reason": "已起诉"},
    "take": {"step": "rung-1"},
    "joint-review": {"participants": ["hf-bdc", "hf-cehui"], "reason": "涉及两个单位"},
    "opine": {"step": "review-1", "opinion": "可以"},
    "conclude": {"minutes": "到会", "decision": "同步办理", "duties": []},
    "complete-task": {"step": "task-1", "result": "完成"},
    "leading-group": {"agency": "hf-scjg", "reason": "需市级统筹"},
    "answer": {"outcome": "resolved", "text": ANSWER},
    "contest": {"reason": "没有办成"},
    "find-cause": ROOT,
    "withdraw": {"reason": "自行解决"},
    "messages": {"text": "请尽快"},
    "notes": {"text": "已联系"},
}


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return matters.ready(people)


def brought(people: Cast, who: str, **more: Any) -> Any:
    response = people.post(who, "/api/blocked", FREE | more)
    assert response.status_code == 201, response.json()
    return response.json()


def go(people: Cast, who: str, number: str, address: str, **body: Any) -> Any:
    """Make a move that must succeed; the matter as it then stands."""
    response = people.post(who, f"/api/blocked/{number}/{address}", body or EXAMPLES.get(address, {}))
    assert response.status_code == 200, response.json()
    return response.json()


def refused(people: Cast, who: str, number: str, address: str, **body: Any) -> tuple[int, str]:
    response = people.post(who, f"/api/blocked/{number}/{address}", body or EXAMPLES.get(address, {}))
    return response.status_code, response.json()["code"]


# brought


@pytest.mark.parametrize(
    ("who", "channel", "applicant"),
    [
        ("citizen", "portal", "高明"),
        ("clerk", "window", None),
        ("coordinator", "coordinator", None),
        ("system", "api", None),
    ],
)
def test_each_sort_of_sender_comes_in_by_its_own_way(people: Cast, who: str, channel: str, applicant: str | None):
    found = brought(people, who)
    assert (found["status_label"], found["channel"], found["rung"]) == ("待处理", channel, 0)
    assert (found["applicant"] or {}).get("name") == applicant
    assert [(one["label"], one["term"]) for one in found["ladder"]] == [
        ("责任单位办理", "5wd"),
        ("联合会审", "10wd"),
        ("领导小组协调", "15wd"),
    ]
    assert found["contact"]["phone"] == "139****0001"
    assert people.get(who, f"/api/blocked/{found['number']}").status_code == 200
    assert list(cases.verify(found["number"])) == []


def test_a_matter_hangs_on_a_failed_application_or_on_a_report_once(people: Cast):
    number = matters.refused(people).number
    found = brought(people, "enterprise", application=number, region="", phone="")
    assert (found["application"], found["item"]["code"], found["concerned"]["code"]) == (
        number,
        "certificate",
        "hf-bdc",
    )
    again = people.post("enterprise", "/api/blocked", FREE | {"application": number})
    assert (again.status_code, again.json()["code"]) == (409, "blocked.twice")
    report = matters.reported(people).pk
    assert brought(people, "enterprise", report=report)["channel"] == "report"
    again = people.post("coordinator", "/api/blocked", FREE | {"report": report})
    assert (again.status_code, again.json()["code"]) == (409, "refusal.turned")
    for more in ({"application": number}, {"report": report}):
        assert people.post("neighbour", "/api/blocked", FREE | more).status_code == 404


def test_one_key_brings_one_matter(people: Cast):
    key = {"headers": {"Idempotency-Key": "b-1"}}
    first, again = (people.post("citizen", "/api/blocked", FREE, **key) for _ in range(2))
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (201, first.json(), "true")
    assert people.post("citizen", "/api/blocked", FREE | {"text": "另一件"}, **key).status_code == 409
    assert BlockedMatter.objects.count() == 1


def test_a_window_names_for_whom_and_a_citizen_nobody_else(people: Cast):
    neighbour = people.city.neighbour.party_id
    assert brought(people, "clerk", reporter=neighbour)["applicant"]["name"] == "邻居"
    foreign = people.post("citizen", "/api/blocked", FREE | {"reporter": neighbour})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "move.reach")
    missing = people.post("clerk", "/api/blocked", FREE | {"reporter": 10**14})
    assert (missing.status_code, missing.json()["code"]) == (404, "party.unknown")
    for who, status in (("handler", 403), ("supervisor", 403), ("nobody", 401)):
        assert people.post(who, "/api/blocked", FREE).status_code == status, who


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"text": " "}, 422, "text.blank"),
        ({"text": "长" * 5001}, 422, "text.long"),
        ({"text": "倒\u202e写"}, 422, "text.direction"),
        ({"region": "340199"}, 404, "region.unknown"),
        ({"region": ""}, None, None),
        ({"item": "nothing"}, 404, "item.unknown"),
        ({"agency": "nothing"}, 404, "agency.unknown"),
        ({"application": "nothing"}, 404, "case.unknown"),
        ({"report": 10**14}, 404, "refusal.unknown"),
        ({"report": 0}, 422, "request.invalid"),
        ({"cause": "gossip"}, 422, "request.invalid"),
        ({"phone": ""}, 422, "appeal.contact"),
        ({"phone": "12345"}, 422, None),
        ({"colour": "red"}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_brought_is_refused_in_words(
    people: Cast, given: dict[str, Any], status: int | None, code: str | None
):
    answer = people.post("clerk", "/api/blocked", FREE | given)
    assert answer.status_code == (status or answer.status_code) >= 400
    assert answer.json()["code"] == (code or answer.json()["code"])
    assert answer.json()["detail"]
    assert not Case.objects.filter(kind=Kind.BLOCKED_MATTER.value).exists()


@pytest.mark.parametrize(
    "given", [{"phone": ""}, {"text": " "}, {"item": "nothing"}, {"application": "nothing"}, {"phone": "12345"}]
)
def test_the_page_says_the_same_words(people: Cast, given: dict[str, str]):
    said = people.post("clerk", "/api/blocked", FREE | given).json()["detail"]
    typed = {"token": matters.token(), "channel": "window", "cause": "material", "text": SAID, "phone": "13900000001"}
    page = people.client("clerk").post("/desk/blocked/new", typed | given)
    assert page.status_code in {404, 422}
    assert said in text(page)


def test_markup_stays_text(people: Cast):
    words = "<script>alert(1)</script> & ' OR 1=1 --"
    found = brought(people, "citizen", text=words)
    assert found["text"] == words
    page = people.get("citizen", f"/cases/{found['number']}").content.decode()
    assert words not in page


# read


def test_the_matter_of_another_is_not_there(people: Cast):
    number = matters.accepted(people).number
    for path in (f"/api/blocked/{number}", f"/api/cases/{number}", f"/api/cases/{number}/journal"):
        assert people.get("neighbour", path).status_code == 404, path
        assert people.get("outsider", path).status_code == 404, path
    for verb in VERBS:
        address = f"/api/blocked/{number}/{verb.address}"
        assert people.post("neighbour", address, EXAMPLES.get(verb.address, {})).status_code == 404, address
    assert people.get("neighbour", "/api/blocked").json()["items"] == []
    acting = {ACTING_FOR: str(people.city.enterprise.party_id)}
    assert people.get("citizen", f"/api/blocked/{number}", headers=acting).status_code == 200


def test_a_matter_has_an_address_of_its_own_and_other_kinds_none_below_it(people: Cast):
    application = matters.refused(people).number
    number = matters.brought(people).number
    assert people.get("clerk", f"/api/blocked/{application}").status_code == 404
    assert people.post("clerk", f"/api/blocked/{application}/withdraw", {"reason": "误"}).status_code == 404
    assert people.post("clerk", f"/api/cases/{number}/moves/withdraw", {"reason": "误"}).status_code == 404
    assert people.get("clerk", f"/api/appeals/{number}").status_code == 404
    whole = people.get("clerk", f"/api/cases/{number}").json()
    assert {one["name"] for one in whole["moves"]} == {one.name for one in MOVES}


def test_the_list_holds_matters_alone_and_turns_its_pages(people: Cast):
    numbers = [brought(people, "citizen", text=f"第{turn}件:交不上")["number"] for turn in range(3)]
    matters.refused(people)
    first = people.get("clerk", "/api/blocked?limit=2").json()
    rest = people.get("clerk", f"/api/blocked?limit=2&cursor={first['next']}").json()
    assert [one["number"] for one in (*first["items"], *rest["items"])] == numbers[::-1]
    assert people.get("clerk", f"/api/cases?limit=2&cursor={first['next']}").status_code == 422
    assert people.get("clerk", "/api/blocked?kind=appeal").status_code == 422
    assert people.get("clerk", "/api/blocked?status=archived").json()["items"] == []


@pytest.mark.parametrize("kind", ["blocked", "appeals"])
def test_the_list_of_staff_is_what_their_desk_shows(people: Cast, kind: str):
    mine = matters.accepted(people).number if kind == "blocked" else _handed(people)
    for who in ("clerk", "coordinator", "supervisor", "handler"):
        listed = [one["number"] for one in people.get(who, f"/api/{kind}").json()["items"]]
        assert listed == [mine], who
        scope = "agency" if who == "handler" else "region"
        assert mine in people.get(who, f"/desk?scope={scope}").content.decode(), who
    for who in ("outsider", "town_clerk"):
        assert people.get(who, f"/api/{kind}").json()["items"] == [], who
        assert mine not in people.get(who, "/desk").content.decode(), who


def _handed(people: Cast) -> str:
    body = {"type": "request", "text": SAID, "region": "340100", "phone": "13900000001"}
    number: str = people.post("citizen", "/api/appeals", body).json()["number"]
    people.post("clerk", f"/api/appeals/{number}/dispatch", {"lead": "hf-bdc"})
    return number


# moves


def test_every_move_has_an_address_and_the_description_names_it(people: Cast):
    assert {verb.address for verb in VERBS} | {address_of(ATTACH.name)} == {
        address_of(one.name) for one in MOVES if one is not CLOSE
    }
    described = people.get("nobody", "/api/openapi.json").json()["paths"]
    for verb in VERBS:
        assert described[f"/api/blocked/{{number}}/{verb.address}"]["post"]["summary"] == verb.move.label


def test_up_the_ladder_through_a_review_to_the_root_and_its_rectification(people: Cast):
    number = matters.brought(people).number
    accepted = go(people, "coordinator", number, "accept")
    assert (accepted["rung"], accepted["promised_term"], accepted["holders"][0]["agency"]) == (1, "5wd", "hf-bdc")
    assert go(people, "handler", number, "take")["holders"][0]["person"] == "经办老李"
    raised = go(people, "coordinator", number, "joint-review")
    assert (raised["rung_label"], len(raised["holders"])) == ("联合会审", 3)
    assert refused(people, "handler", number, "answer") == (403, "move.reach")
    assert refused(people, "coordinator", number, "answer") == (409, "review.open")
    go(people, "handler", number, "opine")
    today = str(localdate(people.at))
    duty = {"agency": "hf-cehui", "what": "完成测绘", "due_on": today}
    said = {"minutes": "两家到会", "decision": "同步办理"}
    assert refused(people, "coordinator", number, "conclude", **said, duties=[]) == (422, "task.number")
    late = [duty | {"due_on": "2099-01-01"}]
    assert refused(people, "coordinator", number, "conclude", **said, duties=late) == (422, "task.due")
    found = go(people, "coordinator", number, "conclude", **said, duties=[duty])
    assert (found["review"]["minutes"], found["review"]["tasks"][0]["state"]) == ("两家到会", "open")
    mine = people.get("enterprise", f"/api/blocked/{number}").json()
    assert (mine["review"]["minutes"], mine["review"]["decision"]) == (None, "同步办理")
    assert refused(people, "coordinator", number, "answer") == (409, "task.open")
    done = go(people, "surveyor", number, "complete-task")
    assert (done["review"]["tasks"][0]["state"], done["review"]["tasks"][0]["result"]) == ("done", "完成")
    assert refused(people, "coordinator", number, "answer", outcome="resolved", text="已办")[0] == 409
    answered = go(people, "coordinator", number, "answer")
    assert (answered["status"], answered["holders"], answered["answers"][0]["text"]) == ("decided", [], ANSWER)
    assert refused(people, "coordinator", number, "confirm") == (403, "move.role")
    assert go(people, "enterprise", number, "confirm", words="谢谢")["status"] == "delivered"
    assert refused(people, "clerk", number, "archive") == (409, "blocked.no_root")
    rooted = go(people, "coordinator", number, "find-cause")
    assert (rooted["root_label"], rooted["root_words"]) == ("办事指南有误", ROOT["root_words"])
    mine = people.get("enterprise", f"/api/blocked/{number}").json()
    assert (mine["root"], mine["rectification"]) == (None, None)
    lines = people.get("head", f"/api/cases/{rooted['rectification']}/journal").json()
    assert [one["move_label"] for one in lines] == ["事项整改"]
    assert go(people, "clerk", number, "archive")["status"] == "archived"
    labels = [one["move_label"] for one in people.get("clerk", f"/api/cases/{number}/journal").json()]
    assert labels[:4] == ["反映“办不成事”", "受理并交办", "认领", "提请联合会审"]
    assert list(cases.verify(number)) == []


@pytest.mark.parametrize("table", [mending, rectifying])
def test_a_rectification_of_any_sort_has_the_words_of_the_pages_in_its_journal(table: Any):
    moves = [*table.BIRTHS, *table.MOVES]
    assert {one.name: move_label(one.name, Kind.RECTIFICATION.value) for one in moves} == {
        one.name: one.label for one in moves
    }


def test_a_rectified_item_reads_in_words_over_the_api(people: Cast):
    number = matters.mending(people).case.number
    page = people.client("head").post(
        f"/cases/{number}/mending/mend", {"token": matters.token(), "mend.changed": "改好了", "mend.version": ""}
    )
    assert page.status_code == 302
    lines = people.get("coordinator", f"/api/cases/{number}/journal").json()
    assert [one["move_label"] for one in lines] == ["事项整改", "完成事项整改"]


def test_the_other_ways_a_matter_can_go(people: Cast):
    number = matters.answered(people).number
    again = go(people, "enterprise", number, "contest")
    assert (again["status"], again["hands"][-1]["role"]) == ("accepted", "联合会审(重新办理)")
    led = go(people, "coordinator", number, "leading-group")
    assert (led["rung"], led["promised_term"]) == (3, "15wd")
    number = brought(people, "citizen")["number"]
    assert go(people, "clerk", number, "classify", cause="policy", item="certificate")["cause_label"] == "政策空白"
    go(people, "citizen", number, "messages")
    go(people, "clerk", number, "notes")
    spot = go(people, "coordinator", number, "solve-on-spot", **ROOT, text=f"{ANSWER}又")
    assert (spot["status"], spot["outcome"]) == ("delivered", "resolved")
    number = brought(people, "citizen")["number"]
    assert go(people, "clerk", number, "refuse")["status"] == "refused"
    number = brought(people, "citizen")["number"]
    assert go(people, "citizen", number, "withdraw")["status"] == "withdrawn"


def test_what_is_said_to_be_allowed_is_what_can_be_done(people: Cast):
    number = matters.reviewing(people).number
    for who in ("enterprise", "clerk", "handler", "head", "coordinator", "supervisor", "surveyor", "system"):
        found = people.get(who, f"/api/blocked/{number}")
        assert found.status_code == 200, who
        open_ones = {one["address"] for one in found.json()["moves"] if one["allowed"]}
        shut = {one["address"] for one in found.json()["moves"]} - open_ones - {""}
        for address in sorted(one for one in shut if not one.endswith("attachments")):
            answer = people.post(who, address, EXAMPLES.get(address.rpartition("/")[2], {}))
            assert answer.status_code in {403, 404, 409}, (who, address, answer.json())


def test_a_file_is_added_once_under_its_key(people: Cast):
    number = matters.brought(people).number
    address = f"/api/blocked/{number}/attachments"
    key: Any = {"headers": {"Idempotency-Key": "f-1"}}
    for _ in range(2):
        file = SimpleUploadedFile("通知.pdf", PDF)
        answer = people.client("enterprise").post(address, {"file": file}, **key)
        assert (answer.status_code, answer.json()["attachment"]["name"]) == (200, "通知.pdf")
    assert len(people.get("clerk", f"/api/blocked/{number}").json()["attachments"]) == 1
    bad = people.client("enterprise").post(address, {"file": SimpleUploadedFile("a.pdf", HTML)})
    assert bad.status_code == 422
    assert people.client("neighbour").post(address, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 404


# reports of refusal


def test_a_window_files_a_report_and_whom_it_concerns_reads_it(people: Cast):
    key = {"headers": {"Idempotency-Key": "r-1"}}
    first, again = (people.post("clerk", "/api/refusals", REFUSAL | FIRM, **key) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    found = first.json()
    assert (found["applicant"], found["cause_label"]) == (people.city.enterprise.party_id, "材料缺失")
    assert "六十日" in found["remedy_text"]
    assert RefusalReport.objects.count() == 1
    assert FIRM["identifier"] not in str(found)
    for who in ("clerk", "coordinator", "supervisor", "handler", "system", "enterprise"):
        assert people.get(who, f"/api/refusals/{found['id']}").json()["ground"] == REFUSAL["ground"], who
        assert [one["id"] for one in people.get(who, "/api/refusals").json()["items"]] == [found["id"]], who
    for who in ("neighbour", "citizen", "outsider"):
        assert people.get(who, f"/api/refusals/{found['id']}").status_code == 404
        assert people.get(who, "/api/refusals").json()["items"] == []
    matter = brought(people, "enterprise", report=found["id"], region="", phone="")
    assert people.get("clerk", f"/api/refusals/{found['id']}").json()["matter"] == matter["number"]


def test_reports_are_narrowed_and_turn_their_pages(people: Cast):
    ids = [
        people.post("clerk", "/api/refusals", REFUSAL | {"cause": cause}).json()["id"]
        for cause in ("policy", "system", "policy")
    ]
    first = people.get("clerk", "/api/refusals?cause=policy&limit=1").json()
    rest = people.get("clerk", f"/api/refusals?cause=policy&limit=1&cursor={first['next']}").json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [ids[2], ids[0]]
    assert rest["next"] is None
    assert people.get("clerk", f"/api/refusals?limit=1&cursor={first['next']}").status_code == 422
    assert people.get("clerk", "/api/refusals?agency=hf-scjg").json()["items"] == []
    assert people.get("clerk", "/api/refusals?cause=gossip").status_code == 422
    assert people.get("clerk", f"/api/refusals/{10**30}").status_code in {404, 422}


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"ground": " "}, 422, "text.blank"),
        ({"basis": "倒\u202e写"}, 422, "text.direction"),
        ({"asked": "长" * 2001}, 422, "text.long"),
        ({"item": ""}, 422, "refusal.item"),
        ({"item": "nothing"}, 404, "item.unknown"),
        ({"application": "nothing"}, 404, "case.unknown"),
        ({"region": "340199"}, 404, "region.unknown"),
        ({"remedy": "make_up"}, 422, "refusal.path"),
        ({"applicant": 10**14}, 404, "party.unknown"),
        (FIRM | {"applicant_name": "李四"}, 422, "refusal.name"),
        ({"identifier": "13900000001", "applicant_name": "李四"}, 422, "refusal.identifier"),
        ({"remedy": "prayer"}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_filed_is_refused_in_words(people: Cast, given: dict[str, Any], status: int, code: str | None):
    answer = people.post("clerk", "/api/refusals", REFUSAL | given)
    assert (answer.status_code, answer.json()["code"]) == (status, code or answer.json()["code"])
    assert not RefusalReport.objects.exists()


def test_who_says_no_files_it_and_nobody_else_searches_on_the_way(people: Cast):
    for who, status in (("citizen", 403), ("supervisor", 403), ("system", 403), ("nobody", 401)):
        assert people.post(who, "/api/refusals", REFUSAL | FIRM).status_code == status, who
    assert not PartySearch.objects.exists()
