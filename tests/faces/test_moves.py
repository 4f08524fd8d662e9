"""Moves over the API: what is said to be allowed is what can be done, each once per key."""

from datetime import timedelta

import pytest
from tests.cast import AT, PLACE, accepted, decided, filed, filing
from tests.faces.cast import Cast
from tests.faces.test_case_reading import fitting

from tongban.casework.cases.models import Case
from tongban.common.actors import Role
from tongban.faces.api.auth import ACTING_FOR
from tongban.faces.api.schemas.moves import VERBS
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.moves import ATTACH, MOVES

PAPERS = ["application", "tax", "pledge"]
STANDING = {
    "move.state",
    "move.role",
    "move.reach",
    "power.not_held",
    "power.nobody",
    "power.accept_only",
    "case.unknown",
    "decide.steps",
    "decide.deferred",
    "pause.none",
    "extend.again",
    "extend.none",
    "deferred.none",
    "materials.missing",
    "materials.complete",
    "materials.refused",
    "review.none",
    "correction.again",
}


def go(people: Cast, who: str, number: str, move: str, **body):
    """Make a move that must succeed; the case as it then stands."""
    response = people.post(who, f"/api/cases/{number}/moves/{move}", body)
    assert response.status_code == 200, response.json()
    return response.json()


def test_the_table_leads_from_every_move_to_a_service():
    assert {*VERBS, ATTACH.name} == {move.name for move in MOVES}
    assert all(VERBS[name].move.name == name for name in VERBS)


def test_a_whole_life_over_the_api(people: Cast):
    draft = people.post("enterprise", "/api/cases", {"item": "certificate", "region": "340100", "form": {}})
    assert (draft.status_code, draft.json()["status"]) == (201, "draft")
    number = draft.json()["number"]
    found = people.post("enterprise", f"/api/cases/{number}/moves/precheck").json()
    assert (found["findings"][0]["field"], found["findings"][0]["blocks"]) == ("place", True)
    go(people, "enterprise", number, "edit", form=PLACE)
    assert go(people, "enterprise", number, "submit")["status"] == "submitted"
    asked = [{"key": key, "what": "请补交"} for key in PAPERS]
    assert go(people, "clerk", number, "ask_correction", items=asked)["status"] == "correcting"
    assert go(people, "clerk", number, "answer_correction", paper=PAPERS)["status"] == "submitted"
    go(people, "coordinator", number, "name_specialist", name="小孙")
    case = go(people, "clerk", number, "accept")
    assert (case["status"], case["time_state"], case["acceptance"]) == ("accepted", "undue", "complete")
    go(people, "surveyor", number, "take_step", step="survey")
    until = (people.at + timedelta(hours=24 * 40)).date().isoformat()
    paused = {"ground": "testing", "reason": "送检", "evidence": "委托书", "limit_on": until}
    assert go(people, "head", number, "pause", **paused)["time_state"] == "paused"
    assert go(people, "head", number, "resume")["time_state"] == "undue"
    go(people, "surveyor", number, "pause_step", step="survey", **paused)
    go(people, "surveyor", number, "resume_step", step="survey", ground="testing")
    assert [one["kind"] for one in go(people, "head", number, "extend", reason="复杂", term="5wd")["ledger"]][
        -1
    ] == "extension"
    go(people, "surveyor", number, "complete_step", step="survey", result="合格")
    go(people, "system", number, "complete_step", step="review", result="符合")
    case = go(people, "handler", number, "complete_step", step="register", result="已登簿")
    assert {step["state"] for step in case["steps"]} == {"done"}
    assert go(people, "handler", number, "decide", outcome="granted", reason="符合条件")["outcome"] == "granted"
    go(people, "head", number, "correct", reason="笔误", text="面积更正为90平方米")
    assert go(people, "clerk", number, "deliver", how="邮寄")["status"] == "delivered"
    case = go(people, "clerk", number, "archive")
    assert (case["status"], case["time_state_label"]) == ("archived", "提前办结")
    journal = [line["move"] for line in people.get("admin", f"/api/cases/{number}/journal").json()]
    assert (journal[0], journal[-1], len(journal)) == ("open", "archive", 21)


def test_deferred_committed_refused_and_withdrawn(people: Cast):
    deferred = filed(people.city, paper=["application", "pledge"], at=people.at)
    go(people, "clerk", deferred.number, "accept_deferred")
    go(people, "clerk", deferred.number, "provide_deferred", paper=["tax"])
    committed = filed(people.city, paper=["application", "tax"], at=people.at)
    assert go(people, "clerk", committed.number, "accept_committed", commitment="我承诺")["acceptance"] == "commitment"
    refused = go(people, "handler", filed(people.city, at=people.at).number, "refuse", reason="不属于本机关职权")
    assert (refused["status"], refused["notices"][0]["remedy"][:2]) == ("refused", "如不")
    withdrawn = go(people, "enterprise", filed(people.city, at=people.at).number, "withdraw", reason="不办了")
    assert withdrawn["status"] == "withdrawn"


def test_a_window_files_at_once_for_whom_it_names(people: Cast):
    body = {"item": "certificate", "region": "340100", "form": PLACE, "submit": True, "paper": PAPERS}
    nobody = people.post("clerk", "/api/cases", body)
    assert nobody.json()["code"] == "open.applicant"
    case = people.post("clerk", "/api/cases", {**body, "applicant": people.actors["neighbour"].party_id}).json()
    assert (case["status"], case["channel"], case["answerable"]) == ("submitted", "window", "窗口小王")
    assert people.get("neighbour", f"/api/cases/{case['number']}").status_code == 200


def test_an_agent_files_for_the_enterprise_and_no_citizen_for_another(people: Cast):
    enterprise = people.actors["enterprise"].party_id
    body = {"item": "certificate", "region": "340100", "form": PLACE, "submit": True}
    case = people.post("citizen", "/api/cases", body, headers={ACTING_FOR: str(enterprise)}).json()
    assert (case["applicant"]["id"], case["channel"]) == (enterprise, "online")
    other = people.post("neighbour", "/api/cases", {**body, "applicant": enterprise})
    assert (other.status_code, other.json()["code"]) == (403, "move.reach")


@pytest.mark.parametrize(
    "who", ["enterprise", "clerk", "handler", "head", "surveyor", "coordinator", "admin", "system"]
)
@pytest.mark.parametrize("stage", [filed, accepted, decided])
def test_what_is_said_to_be_allowed_is_what_can_be_done(people: Cast, who: str, stage):
    case = stage(people.city, at=people.at - timedelta(minutes=1))
    seen = people.get(who, f"/api/cases/{case.number}")
    if seen.status_code == 404:
        assert (who, stage) == ("surveyor", filed)
        return
    for said in seen.json()["moves"]:
        if said["name"] == "attach":
            continue
        body = fitting(said["name"])
        if said["step"]:
            body["step"] = said["step"]
        fresh = stage(people.city, at=people.at - timedelta(minutes=1)) if said["allowed"] else case
        done = people.post(who, f"/api/cases/{fresh.number}/moves/{said['name']}", body)
        code = done.json().get("code", "")
        if said["allowed"]:
            assert code not in STANDING, (said, done.json())
        else:
            assert (code, done.json()["detail"]) == (said["code"], said["reason"])


def test_a_town_without_the_power_is_told_who_has_it(people: Cast):
    case = hall.file(
        filing=filing(people.city.enterprise, "occupation", "340122107"), actor=people.city.enterprise, at=AT
    )
    hall.accept(number=case.number, actor=people.actors["town_clerk"], at=AT)
    Case.objects.filter(pk=case.pk).update(agency="340122107-zfd", status="submitted")
    refused = people.post("town_clerk", f"/api/cases/{case.number}/moves/accept")
    assert (refused.status_code, refused.json()["code"]) == (403, "power.not_held")
    said = next(
        one for one in people.get("town_clerk", f"/api/cases/{case.number}").json()["moves"] if one["name"] == "accept"
    )
    assert (said["allowed"], said["reason"]) == (False, refused.json()["detail"])
    assert "肥东县城市管理局" in said["reason"]


@pytest.mark.parametrize("move", [move.name for move in MOVES if move.roles == {Role.WORKER}])
@pytest.mark.parametrize("who", ["clerk", "head", "admin", "enterprise", "system"])
def test_what_only_the_system_does_by_itself_is_refused_to_everybody(people: Cast, who: str, move: str):
    for case in (filed(people.city), accepted(people.city)):
        refused = people.post(who, f"/api/cases/{case.number}/moves/{move}")
        assert (refused.status_code, refused.json()["code"]) == (403, "move.role")


def test_a_request_repeated_with_its_key_is_answered_again_and_done_once(people: Cast):
    key = {"headers": {"Idempotency-Key": "3f0c"}}
    body = {"item": "certificate", "region": "340100", "form": PLACE, "submit": True}
    first = people.post("enterprise", "/api/cases", body, **key)
    again = people.post("enterprise", "/api/cases", body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert Case.objects.count() == 1
    accept = f"/api/cases/{first.json()['number']}/moves/withdraw"
    people.post("enterprise", accept, {"reason": "不办了"}, headers={"Idempotency-Key": "b"})
    replayed = people.post("enterprise", accept, {"reason": "不办了"}, headers={"Idempotency-Key": "b"})
    assert (replayed.status_code, replayed.json()["status"]) == (200, "withdrawn")


def test_a_key_is_refused_for_another_content_address_or_party_and_free_for_another_account(people: Cast):
    key = {"Idempotency-Key": "k"}
    body = {"item": "certificate", "region": "340100", "form": PLACE}
    people.post("citizen", "/api/cases", body, headers=key)
    enterprise = str(people.actors["enterprise"].party_id)
    for other in (
        people.post("citizen", "/api/cases", {**body, "title": "另一件"}, headers=key),
        people.post("citizen", "/api/cases", body, headers={**key, ACTING_FOR: enterprise}),
    ):
        assert (other.status_code, other.json()["code"]) == (409, "idempotency.mismatch")
    assert people.post("neighbour", "/api/cases", body, headers=key).status_code == 201
    bad = people.post("citizen", "/api/cases", body, headers={"Idempotency-Key": ""})
    assert (bad.status_code, bad.json()["code"]) == (422, "idempotency.key")


def test_a_refused_request_leaves_its_key_free(people: Cast):
    key = {"headers": {"Idempotency-Key": "k"}}
    bad = {"item": "certificate", "region": "340100", "form": {}, "submit": True}
    assert people.post("enterprise", "/api/cases", bad, **key).json()["code"] == "form.invalid"
    good = {**bad, "form": PLACE}
    assert people.post("enterprise", "/api/cases", good, **key).status_code == 201
