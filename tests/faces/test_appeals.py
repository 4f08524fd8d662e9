"""Appeals over the API: taken in once, given from hand to hand, answered, read by whom they concern."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import REGISTRAR, filed
from tests.faces.appealing import APPEAL, RESOLVED, RETURN, UNMET, attached, go, handed, refused, told
from tests.faces.cast import PDF, Cast

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.faces.api.appealing import address_of
from tongban.faces.api.auth import ACTING_FOR
from tongban.faces.api.schemas.appealmoves import VERBS
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.moves import CLOSE, MOVES
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins


def read(people: Cast, who: str, number: str, below: str = "") -> Any:
    """What a reader gets of an appeal."""
    return people.get(who, f"/api/appeals/{number}{below}")


# taking in


def test_a_citizen_turns_to_the_city_and_reads_what_becomes_of_it(office: Cast):
    told_ = told(office)
    assert (told_["status_label"], told_["type_label"], told_["channel"]) == ("待交办", "求助", "portal")
    assert told_["applicant"]["name"] == "高明"
    assert told_["contact"] == {"name": "高明", "phone": "139****0001"}
    assert (told_["holder"], told_["hands"], told_["call_backs"]) == (None, [], None)
    assert told_["agency"]["code"] == "hf-zwfw"
    assert read(office, "citizen", told_["number"]).json()["title"] == told_["title"]
    assert list(cases.verify(told_["number"])) == []


@pytest.mark.parametrize(
    ("who", "channel", "answerable"),
    [("clerk", "window", "窗口小王"), ("system", "api", ""), ("citizen", "portal", "")],
)
def test_each_sort_of_sender_comes_in_by_its_own_channel(office: Cast, who: str, channel: str, answerable: str):
    answer = told(office, who)
    assert (answer["channel"], answer["answerable"]) == (channel, answerable)


def test_a_clerk_names_the_reporter_and_a_citizen_cannot_name_another(office: Cast):
    neighbour = office.city.neighbour.party_id
    assert told(office, "clerk", reporter=neighbour)["applicant"]["name"] == "邻居"
    foreign = office.post("citizen", "/api/appeals", APPEAL | {"reporter": neighbour})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "move.reach")
    missing = office.post("clerk", "/api/appeals", APPEAL | {"reporter": 10**14})
    assert (missing.status_code, missing.json()["code"]) == (404, "party.unknown")


def test_who_takes_nothing_in_is_told_who_does(office: Cast):
    for who in ("handler", "supervisor"):
        assert office.post(who, "/api/appeals", APPEAL).status_code == 403
    assert office.post("nobody", "/api/appeals", APPEAL).status_code == 401


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"text": ""}, 422, "text.blank"),
        ({"text": "长" * 5001}, 422, "text.long"),
        ({"text": "换\u0007行"}, 422, "text.control"),
        ({"text": "倒\u202e写"}, 422, "text.direction"),
        ({"region": "340199"}, 404, "region.unknown"),
        ({"item": "nothing"}, 404, "item.unknown"),
        ({"phone": "12345"}, 422, None),
        ({"enterprise": "91340100MA2N1T2X30"}, 422, None),
        ({"latitude": 91, "longitude": 117}, 422, "request.invalid"),
        ({"latitude": "NaN", "longitude": 117}, 422, "request.invalid"),
        ({"latitude": 31.8}, 422, "appeal.point"),
        ({"type": "gossip"}, 422, "request.invalid"),
        ({"emergency": "yes"}, 422, "request.invalid"),
        ({"colour": "red"}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(
    office: Cast, given: dict[str, Any], status: int, code: str | None
):
    answer = office.post("citizen", "/api/appeals", APPEAL | given)
    assert (answer.status_code, answer.json()["code"]) == (status, code or answer.json()["code"])
    assert not Case.objects.filter(kind="appeal").exists()


def test_ten_megabytes_are_refused_with_the_limit(office: Cast):
    answer = office.post("citizen", "/api/appeals", APPEAL | {"text": "x" * 10_000_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.size")
    assert "2500000" in answer.json()["detail"]


def test_markup_stays_text_and_the_place_is_kept_to_the_metre(office: Cast):
    words = "<script>alert(1)</script> & ' OR 1=1 --"
    answer = told(office, text=words, latitude=31.8206, longitude="117.227239", enterprise="91340100MA2N1T2X3U")
    assert (answer["text"], answer["title"]) == (words, words)
    assert (answer["latitude"], answer["longitude"]) == (31.8206, 117.227239)
    assert answer["enterprise"] == "合肥先导薄膜材料有限公司"


def test_a_number_of_another_system_is_taken_in_once(office: Cast):
    first = told(office, "system", source="12345-20220701-1")
    again = office.post("system", "/api/appeals", APPEAL | {"source": "12345-20220701-1"})
    assert (again.status_code, again.json()["code"]) == (409, "appeal.source")
    assert first["number"] in again.json()["detail"]


def test_one_key_takes_in_one_appeal(office: Cast):
    key = {"headers": {"Idempotency-Key": "k-1"}}
    first = office.post("citizen", "/api/appeals", APPEAL, **key)
    again = office.post("citizen", "/api/appeals", APPEAL, **key)
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (201, first.json(), "true")
    assert office.post("citizen", "/api/appeals", APPEAL | {"place": "别处"}, **key).status_code == 409
    assert Appeal.objects.count() == 1


# who reads what


def test_the_appeal_of_another_enterprise_is_not_there(office: Cast):
    number = told(office, "enterprise")["number"]
    for below in ("", "/clocks", "/why", "/journal", "/attachments", "/attachments/1", "/suggestions"):
        assert read(office, "neighbour", number, below).status_code == 404
    for verb in VERBS:
        address = f"/api/appeals/{number}/{verb.address}"
        assert office.post("neighbour", address, EXAMPLES.get(verb.address, {})).status_code == 404, address
    assert office.get("neighbour", "/api/appeals").json()["items"] == []
    acting = office.get("citizen", f"/api/appeals/{number}", headers={ACTING_FOR: str(office.city.enterprise.party_id)})
    assert acting.status_code == 200


def test_an_application_is_no_appeal_and_an_appeal_no_application(office: Cast):
    application, appeal = filed(office.city).number, told(office)["number"]
    assert read(office, "clerk", application).status_code == 404
    assert office.post("clerk", f"/api/appeals/{application}/withdraw", {"reason": "误"}).status_code == 404
    for move in ("accept", "withdraw", "decide", "note", "archive", "attach"):
        assert office.post("clerk", f"/api/cases/{appeal}/moves/{move}", {"reason": "误"}).status_code in {404, 422}
    assert Case.objects.get(number=appeal).status == "submitted"


def test_an_anonymous_reporter_is_known_to_the_desk_alone(office: Cast):
    number = told(office, anonymous=True, text="窗口收取好处费,请查处。", type="report")["number"]
    go(office, "citizen", number, "messages", text="另有录音")
    go(office, "clerk", number, "dispatch", lead="hf-bdc")
    assert read(office, "clerk", number).json()["applicant"]["name"] == "高明"
    office.join("registrar", REGISTRAR)
    for who in ("handler", "head"):
        seen = read(office, who, number)
        assert (seen.json()["applicant"], seen.json()["contact"]) == (None, None)
        for below in ("", "/journal"):
            for address in (f"/api/appeals/{number}{below}", f"/api/cases/{number}{below}"):
                body = office.get(who, address).content.decode()
                assert "高明" not in body
                assert "139****" not in body
        assert {line["by"] for line in read(office, who, number, "/journal").json()} == {"匿名", "窗口小王"}
    assert {line["by"] for line in read(office, "citizen", number, "/journal").json()} == {"高明", "窗口小王"}


def test_a_system_reads_what_it_handed_in_wherever_it_went_and_nothing_else(office: Cast):
    mine = told(office, "system")["number"]
    go(office, "clerk", mine, "dispatch", lead="hf-scjg")
    assert read(office, "system", mine).json()["agency"]["code"] == "hf-scjg"
    other = told(office)["number"]
    assert read(office, "system", other).status_code == 404


def test_the_list_holds_appeals_alone_and_turns_its_pages(office: Cast):
    filed(office.city)
    numbers = [told(office, text=f"第{turn}件:路灯不亮")["number"] for turn in range(3)]
    first = office.get("clerk", "/api/appeals?limit=2").json()
    rest = office.get("clerk", f"/api/appeals?limit=2&cursor={first['next']}").json()
    assert [one["number"] for one in (*first["items"], *rest["items"])] == numbers[::-1]
    assert rest["next"] is None
    assert office.get("clerk", f"/api/cases?limit=2&cursor={first['next']}").status_code == 422
    assert [one["number"] for one in office.get("clerk", "/api/appeals?text=第1件").json()["items"]] == [numbers[1]]
    assert office.get("clerk", "/api/appeals?status=joined").json()["items"] == []
    assert office.get("clerk", "/api/appeals?kind=application").status_code == 422


# moves


EXAMPLES: dict[str, dict[str, Any]] = {
    "dispatch": {"lead": "hf-bdc"},
    "refuse": {"door": "court", "reason": "已起诉"},
    "join": {"lead": "340100-20220701-000001-2", "reason": "同一件事"},
    "take": {"step": "lead-1"},
    "ask-assist": {"agency": "hf-cehui", "what": "实地测量"},
    "assist": {"step": "assist-1-1", "result": "已测量"},
    "give-back": RETURN,
    "arbitrate": {"lead": "hf-bdc", "reason": "依三定规定"},
    "extend": {"reason": "需现场核查"},
    "answer": RESOLVED,
    "call-back": {"result": "satisfied"},
    "reopen": {"reason": "又坏了"},
    "withdraw": {"reason": "已自行解决"},
    "rebase": {"reason": "经同意"},
    "messages": {"text": "请尽快"},
    "notes": {"text": "已联系"},
    "open-phone": {"reason": "回访"},
}


def test_every_move_has_an_address_and_the_description_names_it(office: Cast):
    assert {verb.address for verb in VERBS} | {"attachments", "open-phone"} == {
        address_of(one.name) for one in MOVES if one is not CLOSE
    }
    described = office.get("nobody", "/api/openapi.json").json()["paths"]
    for verb in VERBS:
        assert described[f"/api/appeals/{{number}}/{verb.address}"]["post"]["summary"] == verb.move.label


def test_from_hand_to_hand_to_arbitration_answer_and_reopening(office: Cast):
    office.join("registrar", REGISTRAR)
    number = told(office)["number"]
    sent = go(office, "clerk", number, "dispatch", lead="hf-bdc", assisting=["hf-cehui"], note="请于本周办理")
    assert (sent["holder"]["agency"], sent["holder"]["is_open"]) == ("hf-bdc", True)
    assert [one["key"] for one in sent["hands"]] == ["lead-1", "assist-1-1"]
    assert go(office, "handler", number, "take", step="lead-1")["holder"]["person"] == "经办老李"
    assert (
        go(office, "surveyor", number, "assist", step="assist-1-1", result="已测量")["hands"][1]["result"] == "已测量"
    )
    assert go(office, "handler", number, "give-back", **RETURN)["returns"] == 1
    go(office, "clerk", number, "dispatch", lead="hf-scjg")
    contested = go(office, "registrar", number, "give-back", **RETURN)
    assert (contested["status"], contested["holder"]["role"]) == ("arbitrating", "裁定主办单位")
    ruled = go(office, "coordinator", number, "arbitrate", lead="hf-bdc", reason="窗口由登记中心派驻")
    assert (ruled["status"], ruled["holder"]["key"]) == ("accepted", "lead-3")
    assert refused(office, "handler", number, "give-back", **RETURN) == (409, "return.final")
    evidence = attached(office, "handler", number).json()["attachment"]["id"]
    answered = go(office, "handler", number, "answer", **UNMET, evidence=[evidence])
    assert (answered["status"], answered["holder"]) == ("decided", None)
    assert (answered["answers"][0]["evidence"], answered["answers"][0]["agency"]["name"]) == (
        [evidence],
        "合肥市不动产登记中心",
    )
    assert read(office, "citizen", number, f"/attachments/{evidence}").content == PDF
    assert refused(office, "citizen", number, "call-back", result="satisfied") == (403, "move.role")
    back = go(office, "clerk", number, "call-back", result="unsatisfied", remark="仍要排队")
    assert (back["status"], back["reopenings"], back["call_backs"][0]["result_label"]) == ("accepted", 1, "不满意")
    assert read(office, "citizen", number).json()["call_backs"] is None
    go(office, "handler", number, "answer", outcome="resolved", text=f"再次核实:{RESOLVED['text']}")
    closed = go(office, "clerk", number, "call-back", result="satisfied")
    assert (closed["status"], closed["outcome"]) == ("delivered", "resolved")
    assert go(office, "clerk", number, "archive")["status"] == "archived"
    assert list(cases.verify(number)) == []


def test_what_is_no_appeal_goes_to_its_door_and_twice_the_same_is_one(office: Cast):
    court = told(office, text="与开发商的诉讼判得不公")["number"]
    assert go(office, "clerk", court, "refuse", door="court", reason="应通过诉讼解决")["status"] == "refused"
    assert refused(office, "clerk", court, "dispatch", lead="hf-bdc") == (409, "move.state")
    lead, other = told(office)["number"], told(office, "neighbour")["number"]
    joined = go(office, "clerk", other, "join", lead=lead, reason="同一件事")
    assert (joined["status"], joined["lead"]) == ("joined", lead)
    assert read(office, "clerk", lead).json()["followers"] == [other]
    assert read(office, "citizen", lead).json()["followers"] is None


def test_a_reporter_writes_takes_back_and_adds_a_photo_the_office_notes(office: Cast):
    number = told(office)["number"]
    assert attached(office, "citizen", number).json()["attachment"]["material"] == ""
    go(office, "citizen", number, "messages", text="请尽快")
    go(office, "clerk", number, "notes", text="已电话联系")
    mine = [line["move_label"] for line in read(office, "citizen", number, "/journal").json()]
    assert mine == ["登记诉求", "上传附件", "留言"]
    assert go(office, "citizen", number, "withdraw", reason="已自行解决")["status"] == "withdrawn"


def test_extension_assistance_and_rebasing_say_why_not(office: Cast):
    number = handed(office)
    assert [
        one["agency"] for one in go(office, "handler", number, "ask-assist", **EXAMPLES["ask-assist"])["hands"]
    ] == [
        "hf-bdc",
        "hf-cehui",
    ]
    assert refused(office, "handler", number, "ask-assist", agency="hf-scjg", what="x", term="soon") == (
        422,
        "term.bad",
    )
    extended = go(office, "head", number, "extend", reason="需现场核查")
    assert extended["ledger"][0]["kind"] == "extension"
    assert refused(office, "head", number, "extend", reason="再延")[0] == 409
    assert refused(office, "coordinator", number, "rebase", reason="经同意") == (409, "rebase.same")
    assert refused(office, "handler", number, "answer", outcome="resolved", text="已办") == (409, "answer.short")
    assert refused(office, "handler", number, "answer", **RESOLVED, evidence=[999]) == (422, "answer.files")
    assert refused(office, "handler", number, "take", step="lead-9") == (404, "step.unknown")


def test_the_telephone_is_opened_for_a_reason_and_on_record(office: Cast):
    number = handed(office, anonymous=True)
    opened = go(office, "clerk", number, "open-phone", reason="联系诉求人核实地点")
    assert opened["value"] == "13900000001"
    assert refused(office, "handler", number, "open-phone", reason="联系诉求人核实地点")[0] == 403
    assert refused(office, "citizen", number, "open-phone", reason="联系诉求人核实地点")[0] == 403
    assert "open_phone" in [line["move"] for line in read(office, "clerk", number, "/journal").json()]
    assert "open_phone" not in [line["move"] for line in read(office, "citizen", number, "/journal").json()]


def test_a_move_sent_again_under_its_key_is_made_once(office: Cast):
    number = handed(office)
    address, key = f"/api/appeals/{number}/messages", {"headers": {"Idempotency-Key": "m-1"}}
    first, again = (office.post("citizen", address, {"text": "请尽快"}, **key) for _ in range(2))
    assert first.json() == again.json()
    assert [line["move"] for line in read(office, "clerk", number, "/journal").json()].count("message") == 1


def test_what_is_said_to_be_allowed_is_what_can_be_done(office: Cast):
    number = handed(office)
    for who in ("citizen", "clerk", "handler", "head", "coordinator", "supervisor", "surveyor", "system"):
        seen = read(office, who, number)
        if seen.status_code == 404:
            continue
        assert all(bool(one["reason"]) is not one["allowed"] for one in seen.json()["moves"])
        open_ones = {one["address"] for one in seen.json()["moves"] if one["allowed"]}
        shut = {one["address"] for one in seen.json()["moves"]} - open_ones - {""}
        for address in sorted(one for one in shut if not one.endswith("attachments")):
            answer = office.post(who, address, EXAMPLES.get(address.rpartition("/")[2], {}))
            assert answer.status_code in {403, 409}, (who, address, answer.json())


def test_the_clock_of_an_appeal_says_why_this_day(office: Cast):
    number = handed(office)
    for base in ("appeals", "cases"):
        clocks = office.get("citizen", f"/api/{base}/{number}/clocks").json()
        assert {one["name"] for one in clocks} >= {"acceptance", "handling", "step:lead-1"}
        why = office.get("citizen", f"/api/{base}/{number}/why").json()
        assert sum(day["counted"] for day in why["days"]) == 5
        assert why["clock"]["label"].startswith("办理")
    whole = office.get("citizen", f"/api/cases/{number}").json()
    assert (whole["kind"], whole["materials"], whole["notices"]) == ("appeal", [], [])
    assert {one["name"] for one in whole["moves"]} >= {"withdraw", "give_back"}


# what is like it, whom it is for


def test_similar_ones_and_suggestions_are_for_the_office(office: Cast):
    number = told(office)["number"]
    asked = "/api/appeals/similar?text=不动产登记大厅排队两小时未叫号&region=340100&place=市政务服务中心"
    (found,) = office.get("clerk", asked).json()
    assert (found["number"], found["same_place"]) == (number, True)
    assert "高明" not in str(found)
    assert [one["number"] for one in office.get("system", asked).json()] == [number]
    assert office.get("citizen", asked).status_code == 403
    assert office.get("clerk", "/api/appeals/similar?text=停水&region=999999").status_code == 404
    with_item = told(office, item="certificate")["number"]
    (first,) = read(office, "clerk", with_item, "/suggestions").json()
    assert (first["agency"]["code"], first["confidence"]) == ("hf-bdc", 0.98)
    assert read(office, "citizen", with_item, "/suggestions").status_code == 403
    go(office, "clerk", with_item, "dispatch", lead="hf-bdc")
    line = next(one for one in read(office, "clerk", with_item, "/journal").json() if one["move"] == "dispatch")
    assert line["data"]["suggested"][0]["agency"] == "hf-bdc"


def test_a_token_without_the_scope_neither_reads_nor_acts(office: Cast):
    account = accounts.account_named("bdc-system")
    _, token = sign_ins.issue_token(
        account=account, name="只读", scopes=["cases:read"], expires_at=office.at + timedelta(hours=1), at=office.at
    )
    headers = {"Authorization": f"Bearer {token}"}
    assert office.client("nobody").get("/api/appeals", headers=headers).status_code == 200
    refused_ = office.post("nobody", "/api/appeals", APPEAL, headers=headers)
    assert (refused_.status_code, refused_.json()["code"]) == (403, "token.scope")
