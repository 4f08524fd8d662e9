"""The window: the person in front of me, one form, one answer, papers in hand, next person."""

import re
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from stdnum.cn import uscc
from tests import cast
from tests.faces.cast import PDF, Cast

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Status
from tongban.common.actors import Role
from tongban.faces.desk.counter import places
from tongban.registry.parties import queries as parties
from tongban.registry.parties.models import Party, PartySearch

CITIZEN, CODE = "340104198001011234", "91340100MA2N1T2X3U"
STRANGER = "340104198503070031"
ENTERPRISE = {
    "name": "合肥新设科技有限公司",
    "number": "91340100MA8N0A0Q0X",
    "legal_representative": "张新",
    "business_scope": "软件开发",
    "address": "合肥市高新区",
    "registered_capital_yuan": "1000000.00",
    "established_on": "2022-03-01",
    "region": "340100",
}


def page(response: Any) -> str:
    return str(response.content.decode())


def token(text: str) -> str:
    return str(re.findall(r'name="token" value="([^"]+)"', text)[0])


def found(people: Cast, number: str, name: str = "clerk") -> Any:
    return people.client(name).post("/desk/counter", {"number": number})


def mark_of(people: Cast, number: str = CITIZEN, name: str = "clerk") -> str:
    """The address of the person with this number."""
    response = found(people, number, name)
    assert response.status_code == 302, page(response)
    return str(response["Location"])


def ready(people: Cast) -> str:
    """The address of the enterprise with its agent."""
    text = page(people.get("clerk", mark_of(people, CODE)))
    return str(re.findall(r'<a href="(/desk/counter/for/[^"]+)"[^>]*>高明</a>', text)[0])


def sent(people: Cast, address: str, answer: str, **more: Any) -> Any:
    """The form of a matter, sent with an answer."""
    one = token(page(people.get("clerk", address)))
    given = {"token": one, "form.place": "新站高新区", "region": "340100", "answer": answer, **more}
    return people.client("clerk").post(address, {name: value for name, value in given.items() if value is not None})


def latest() -> Case:
    return Case.objects.latest("pk")


@pytest.mark.parametrize("name", ["handler", "head", "supervisor", "admin", "citizen", "enterprise"])
def test_the_window_is_for_its_clerks(people: Cast, name: str):
    for address in ("/desk/counter", "/desk/counter/person", "/desk/counter/handover"):
        assert people.get(name, address).status_code == 403
    assert found(people, CITIZEN, name).status_code == 403
    assert not PartySearch.objects.exists()


@pytest.mark.parametrize("number", [CITIZEN, f"{CITIZEN[:6]} {CITIZEN[6:14]} {CITIZEN[14:]}", CODE, CODE.lower()])
def test_a_whole_number_leads_to_what_is_known_masked_and_is_logged(people: Cast, number: str):
    text = page(people.get("clerk", mark_of(people, number)))
    assert "**********" in text
    assert CITIZEN not in text
    assert CODE not in text
    assert [(row.by, row.found) for row in parties.searches()] == [(people.actors["clerk"].key, 1)]


@pytest.mark.parametrize("number", ["3401", "高明", "340104198001011235", "<script>alert(1)</script>"])
def test_what_is_no_whole_number_is_refused_with_what_was_typed(people: Cast, number: str):
    response = found(people, number)
    assert response.status_code == 422
    assert "<script>alert" not in page(response)
    assert 'role="alert"' in page(response)


def test_somebody_unknown_is_registered_from_the_number_typed_and_goes_on(people: Cast):
    text = page(found(people, STRANGER))
    assert 'action="/desk/counter/person"' in text
    text = page(people.client("clerk").post("/desk/counter/person", {"number": STRANGER, "ask": "1"}))
    assert f'value="{STRANGER}"' in text
    body = {"token": token(text), "number": STRANGER, "name": "新人" * 40, "phone": "13812345678", "region": "340122"}
    response = people.client("clerk").post("/desk/counter/person", body)
    assert response.status_code == 302
    assert "新人新人" in page(people.get("clerk", response["Location"]))
    assert people.client("clerk").post("/desk/counter/person", body)["Location"].startswith("/desk/counter/for/")
    assert Party.objects.filter(name="新人" * 40).count() == 1


def test_a_registration_that_is_refused_keeps_everything_typed(people: Cast):
    text = page(people.get("clerk", "/desk/counter/person"))
    body = {"token": token(text), "number": CITIZEN, "name": "重复", "phone": "", "region": "340122107"}
    response = people.client("clerk").post("/desk/counter/person", body)
    assert response.status_code == 409
    assert 'value="重复"' in page(response)
    assert re.search(r'value="340122107" selected', page(response))


def test_an_enterprise_is_registered_as_its_licence_says(people: Cast):
    body = dict(ENTERPRISE)
    body["number"] = body["number"][:17] + uscc.calc_check_digit(body["number"][:17])
    one = token(page(people.get("clerk", "/desk/counter/enterprise")))
    response = people.client("clerk").post("/desk/counter/enterprise", {**body, "token": one})
    assert response.status_code == 302, page(response)
    assert "谁来办理" in page(people.get("clerk", response["Location"]))
    wrong = {**body, "token": one + "x", "established_on": "昨天"}
    assert people.client("clerk").post("/desk/counter/enterprise", wrong).status_code == 422


def test_for_an_enterprise_somebody_has_to_act(people: Cast):
    address = mark_of(people, CODE)
    assert people.get("clerk", f"{address}/certificate").status_code == 409
    text = page(people.get("clerk", address))
    assert "高明" in text
    assert "代办人" in text
    assert people.get("clerk", f"{ready(people)}/certificate").status_code == 200


def agent_sent(people: Cast, **more: str) -> Any:
    address = mark_of(people, CODE)
    body = {"token": token(page(people.get("clerk", address))), "kind": "agent", "document": "授权委托书", **more}
    return people.client("clerk").post(f"{address}/agent", body)


def test_an_agent_is_put_on_file_by_a_document_and_registered_where_unknown(people: Cast):
    response = agent_sent(people, number=STRANGER, name="代办小何", until_on="2099-12-31")
    assert response.status_code == 302
    assert "代办小何" in page(people.get("clerk", response["Location"]))
    enterprise = parties.find_by_identifier(CODE)
    assert enterprise is not None
    names = [row.person.name for row in parties.representatives_on(enterprise, timezone.localdate())]
    assert names == ["高明", "代办小何"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"number": STRANGER, "name": "何", "document": ""}, 422),
        ({"number": STRANGER, "name": ""}, 422),
        ({"number": "340104198503070032", "name": "何"}, 422),
        ({"number": STRANGER, "name": "何", "kind": "legal"}, 409),
        ({"number": STRANGER, "name": "何", "until_on": "2001-01-01"}, 422),
        ({"number": CITIZEN, "document": ""}, 302),
    ],
    ids=["no document", "no name", "mistyped", "not the one in the register", "ended", "already on file"],
)
def test_who_may_act_is_checked(people: Cast, more: dict[str, str], status: int):
    response = agent_sent(people, **more)
    assert response.status_code == status
    if status != 302:
        assert Party.objects.count() == 3
        assert 'role="alert"' in page(response)


def test_marks_are_for_one_clerk_and_cannot_be_made_up(people: Cast):
    address = mark_of(people)
    assert people.get("clerk", address).status_code == 200
    assert people.get("town_clerk", address).status_code == 404
    assert people.get("clerk", address[:-3] + "abc").status_code == 404
    assert people.get("clerk", "/desk/counter/for/1").status_code == 404


def test_a_person_may_go_on_for_the_enterprise_they_act_for(people: Cast):
    text = page(people.get("clerk", mark_of(people)))
    assert "或者代表经营主体办理" in text
    assert "合肥先导薄膜材料有限公司" in text


def test_items_are_searched_and_those_for_others_are_named_but_not_offered(people: Cast):
    address = mark_of(people)
    text = page(people.get("clerk", f"{address}?text=登记"))
    assert f"{address}/certificate" in text
    assert "企业变更登记" in text
    assert f"{address}/change" not in text
    assert "没有找到" in page(people.get("clerk", f"{address}?text=不存在的事项"))
    assert people.get("clerk", f"{address}/change").status_code == 409
    assert people.get("clerk", f"{address}/nothing").status_code == 404


def test_what_the_register_knows_is_filled_in_and_said_so(people: Cast):
    cast.put_in_force(
        cast.item(
            "address-proof",
            "住所证明",
            "hf-scjg",
            "market",
            form={
                "type": "object",
                "required": ["address"],
                "properties": {
                    "address": {"type": "string", "title": "企业住所", "maxLength": 300},
                    "phone": {"type": "string", "title": "联系电话", "maxLength": 20},
                },
            },
            procedure=[{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}],
        )
    )
    text = page(people.get("clerk", f"{ready(people)}/address-proof"))
    assert "合肥市新站高新区</textarea>" in text
    assert "已按登记信息填好" in text


def test_what_this_window_files_most_is_offered_first(people: Cast):
    cast.filed(people.city, at=people.at, channel="window")
    assert f"{(address := mark_of(people))}/certificate" in page(people.get("clerk", address))


def test_a_matter_is_taken_in_accepted_and_its_papers_are_at_hand(people: Cast):
    response = sent(
        people, f"{ready(people)}/certificate", "accept", paper=["application", "tax", "pledge"], queue="A012"
    )
    case = latest()
    assert response["Location"] == f"/desk/counter/cases/{case.number}"
    assert (case.status, case.channel) == (Status.ACCEPTED.value, "window")
    assert '"agent":"高明"' in cases.journal(case, cast.CLERK)[0].data
    assert '"queue":"A012"' in cases.journal(case, cast.CLERK)[0].data
    text = page(people.get("clerk", response["Location"]))
    for slug in ("acceptance.pdf", "acceptance.docx", "receipt.pdf"):
        assert f"/cases/{case.number}/papers/{slug}" in text
    assert 'href="/desk/counter" autofocus' in text
    assert people.get("clerk", f"/cases/{case.number}/papers/acceptance.pdf").status_code == 200


@pytest.mark.parametrize(
    ("answer", "more", "status", "paper"),
    [
        ("file", {}, Status.SUBMITTED, "receipt"),
        ("accept_deferred", {"paper": ["application", "pledge"]}, Status.ACCEPTED, "deferral"),
        (
            "accept_committed",
            {"paper": ["application", "tax"], "commitment": "本人承诺。"},
            Status.ACCEPTED,
            "acceptance",
        ),
        ("ask_correction", {"gaps": "地点写到门牌号\n\n补签名"}, Status.CORRECTING, "correction"),
    ],
)
def test_every_answer_of_the_window(people: Cast, answer: str, more: dict[str, Any], status: Status, paper: str):
    response = sent(people, f"{mark_of(people)}/certificate", answer, **more)
    assert latest().status == status.value
    assert f"papers/{paper}.pdf" in page(people.get("clerk", response["Location"]))


def test_a_draft_has_no_papers_and_says_so(people: Cast):
    response = sent(people, f"{mark_of(people)}/certificate", "draft", **{"form.place": ""})
    assert latest().status == Status.DRAFT.value
    assert "草稿没有文书" in page(people.get("clerk", response["Location"]))


def test_scans_are_put_on_record_as_materials(people: Cast):
    files = {f"file.{key}": SimpleUploadedFile(f"{key}.pdf", PDF) for key in ("application", "tax", "pledge")}
    sent(people, f"{mark_of(people)}/certificate", "accept", **files)
    assert latest().status == Status.ACCEPTED.value
    assert len(cases.attachments(latest())) == 3


def test_a_precheck_lists_everything_at_once_and_keeps_nothing(people: Cast):
    response = sent(people, f"{mark_of(people)}/certificate", "check", **{"form.place": ""})
    text = page(response)
    assert response.status_code == 200
    assert "还有4处要处理" in text
    for said in ("请填写“地点”", "登记申请书", "完税凭证", "无纠纷证明"):
        assert said in text
    assert not Case.objects.exists()


def test_enter_in_a_field_prechecks_and_never_files(people: Cast):
    address = f"{mark_of(people)}/certificate"
    first = re.findall(r'<button[^>]*type="submit" name="answer" value="(\w+)"', page(people.get("clerk", address)))[0]
    assert first == "check"
    sent(people, address, "check")
    assert not Case.objects.exists()


def test_the_precheck_while_typing_is_the_list_alone_and_counts_chosen_scans(people: Cast):
    address = f"{mark_of(people)}/certificate"
    body = {"form.place": "新站", "region": "340100", "paper": ["application"], "scan": ["tax", ""]}
    response = people.client("clerk").post(address, body, headers={"HX-Request": "true"})
    text = page(response)
    assert "<html" not in text
    assert "无纠纷证明" in text
    assert "完税凭证" not in text


def test_a_refused_answer_leaves_nothing_behind_and_everything_typed(people: Cast):
    response = sent(
        people, f"{mark_of(people)}/certificate", "accept", queue="B1", gaps="说明", paper=["tax"], agent="何某"
    )
    text = page(response)
    assert response.status_code == 409
    assert not Case.objects.exists()
    for kept in ('value="新站高新区"', 'value="B1"', "说明</textarea>", 'value="何某"', 'value="tax" checked'):
        assert kept in text
    assert "还有2处要处理" in text


def test_a_form_sent_twice_opens_one_case(people: Cast):
    address = f"{mark_of(people)}/certificate"
    one = token(page(people.get("clerk", address)))
    body = {"token": one, "form.place": "新站高新区", "region": "340100", "answer": "file"}
    first, second = (people.client("clerk").post(address, body) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    assert people.client("clerk").post(address, {**body, "answer": "draft"}).status_code == 409


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"answer": "delete"}, 422),
        ({"stranger": "1"}, 422),
        ({"region": "999999"}, 404),
        ({"region": "340121"}, 409),
        ({"paper": "nothing"}, 422),
        ({"queue": "A" * 21}, 422),
        ({"form.place": "<script>alert(1)</script>" * 10}, 422),
        ({"file.tax": SimpleUploadedFile("tax.pdf", b"<html>")}, 422),
    ],
    ids=["answer", "stranger", "region", "nobody's power", "paper", "queue", "long and hostile", "no real scan"],
)
def test_wrong_input_is_refused_in_words(people: Cast, more: dict[str, Any], status: int):
    code = "occupation" if more.get("region") == "340121" else "certificate"
    response = sent(people, f"{mark_of(people)}/{code}", more.pop("answer", "file"), **more)
    assert response.status_code in {status, 409, 302} if code == "occupation" else response.status_code == status
    assert "<script>alert" not in page(response)


def test_a_session_that_ended_in_the_middle_loses_nothing(people: Cast):
    address = f"{mark_of(people)}/certificate"
    response = people.client("nobody").post(address, {"form.place": "打到一半的地址", "region": "340100"})
    assert response.status_code == 401
    parcel = re.findall(r'name="parcel" value="([^"]+)"', page(response))[0]
    session = people.client("clerk").session
    session["kept"] = signing.loads(parcel, salt="tongban.faces.pages.forms")
    session.save()
    assert "打到一半的地址" in page(people.get("clerk", address))


def test_a_town_takes_in_for_its_own_region_first(people: Cast):
    address = f"{mark_of(people, name='town_clerk')}/occupation"
    assert re.search(r'value="340122107" selected', page(people.get("town_clerk", address)))


@pytest.mark.parametrize(
    ("own", "home", "usual"),
    [
        ("340100", "340122107", "340122107"),
        ("340100", "340100", "340100"),
        ("340122107", "340121", "340122107"),
        ("340121", "340122107", "340121"),
    ],
    ids=["a city's clerk: at home", "who lives nowhere nearer", "a town", "a county"],
)
def test_where_a_matter_is_done_is_the_own_region_or_for_the_city_the_home(own: str, home: str, usual: str):
    assert places.usual(cast.staff(1, "窗口", "hf-zwfw", own, Role.CLERK), home) == usual


def test_a_region_where_nobody_may_act_is_marked_at_its_place(people: Cast):
    response = sent(people, f"{mark_of(people)}/occupation", "file", region="340100")
    assert response.status_code == 409
    assert 'id="region-error"' in page(response)


@pytest.fixture
def waiting(people: Cast) -> Case:
    """A decision that waits for its applicant."""
    return cast.decided(people.city, at=people.at)


def test_decisions_wait_at_the_window_and_are_found_by_number_or_name(people: Cast, waiting: Case):
    assert waiting.number in page(people.get("clerk", "/desk/counter/handover"))
    for text in (waiting.number, "先导"):
        response = people.client("clerk").post("/desk/counter/handover", {"text": text})
        assert waiting.number in page(response)
    assert [(row.kind, row.shown) for row in parties.searches()] == [("name", "先*")]
    assert "没有符合条件" in page(people.client("clerk").post("/desk/counter/handover", {"text": "没有这家"}))


def handed(people: Cast, case: Case, **more: str) -> Any:
    address = f"/desk/counter/handover/{case.number}"
    body = {"token": token(page(people.get("clerk", address))), "receiver": "", **more}
    return people.client("clerk").post(address, body)


def test_a_decision_is_handed_out_and_its_proof_can_be_printed(people: Cast, waiting: Case):
    response = handed(people, waiting, identifier=CITIZEN)
    assert response["Location"] == f"/desk/counter/cases/{waiting.number}"
    assert Case.objects.get(pk=waiting.pk).status == Status.DELIVERED.value
    assert "papers/delivery.pdf" in page(people.get("clerk", response["Location"]))
    assert people.get("clerk", f"/desk/counter/handover/{waiting.number}").status_code == 302


@pytest.mark.parametrize(("identifier", "status"), [(STRANGER, 409), ("1", 422), (CODE, 422)])
def test_the_wrong_papers_get_nothing(people: Cast, waiting: Case, identifier: str, status: int):
    response = handed(people, waiting, identifier=identifier)
    assert response.status_code == status
    assert Case.objects.get(pk=waiting.pk).status == Status.DECIDED.value
    assert f'value="{identifier}"' in page(response)


def test_cases_of_other_regions_are_not_there(people: Cast, waiting: Case):
    for address in (f"/desk/counter/cases/{waiting.number}", f"/desk/counter/handover/{waiting.number}"):
        assert people.get("town_clerk", address).status_code == 404
    assert waiting.number not in page(people.get("town_clerk", "/desk/counter/handover"))


def test_every_page_of_the_window_takes_few_statements(people: Cast, waiting: Case, django_assert_max_num_queries):
    person, firm = mark_of(people), mark_of(people, CODE)
    for address in (
        "/desk/counter",
        "/desk/counter/enterprise",
        person,
        f"{person}?text=登记",
        firm,
        f"{person}/certificate",
        f"{ready(people)}/certificate",
        "/desk/counter/handover",
        f"/desk/counter/handover/{waiting.number}",
        f"/desk/counter/cases/{waiting.number}",
    ):
        with django_assert_max_num_queries(12):
            response = people.get("clerk", address)
        assert response.status_code == 200, address
        assert len(response.content) < 100_000
