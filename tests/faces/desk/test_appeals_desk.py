"""Appeals beside applications: intake at the desk, the queue, call-backs, alerts."""

from typing import Any

import pytest
from tests.cast import CLERK, OPENED_ON, REGISTRAR, filed
from tests.faces.cast import Cast
from tests.faces.desk.appealing import HOSTILE, MOST_BYTES, answered, handed, now_of, page, send, text, told
from tests.hall.appeals.cases import SAID

from tongban.casework.cases.models import Case
from tongban.common.time import noon
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.models import Appeal, CallBack, GroupAlert
from tongban.hall.applications import services as applications
from tongban.registry.parties.models import PartySearch
from tongban.registry.policies import services as policies

FORM = {
    "channel": "hotline",
    "type": "complaint",
    "text": SAID,
    "region": "340100",
    "place": "市政务服务中心",
    "contact_name": "王女士",
    "phone": "13900000001",
}
NEW = "/desk/appeals/new"


@pytest.fixture
def hall(people: Cast) -> Cast:
    """The cast with a policy in force and a registrar of another agency."""
    policies.load_default(at=noon(OPENED_ON))
    people.join("registrar", REGISTRAR)
    return people


def alert(people: Cast, **more: Any) -> GroupAlert:
    given = {"place": "市政务服务中心", "region_id": "340100", "reports": 5} | more
    return GroupAlert.objects.create(since_at=people.at.replace(hour=0), raised_at=people.at, **given)


@pytest.mark.parametrize("who", ["clerk", "town_clerk", "coordinator"])
def test_intake_shows_the_number_and_what_to_tell(hall: Cast, who: str):
    region = "340122107" if who == "town_clerk" else "340100"
    taken = send(hall, who, NEW, **FORM | {"region": region})
    assert taken.status_code == 302, taken.content.decode()
    shown = text(page(hall, who, taken["Location"]))
    number = Case.objects.get().number
    assert number in shown
    assert "最迟交办" in shown
    assert "10个工作日" in shown
    assert Case.objects.get().channel == "hotline"


def test_intake_is_for_the_desk_alone(hall: Cast):
    assert hall.get("handler", NEW).status_code == 403
    assert hall.get("citizen", NEW).status_code == 403
    assert send(hall, "handler", NEW, **FORM).status_code == 403
    assert NEW in page(hall, "clerk", "/desk/counter")


def test_a_refused_intake_keeps_what_was_typed(hall: Cast):
    for wrong in ({"phone": "12"}, {"type": ""}, {"channel": "portal"}, {"region": "340122999"}, {"item": "没有的"}):
        refused = send(hall, "clerk", NEW, **FORM | wrong)
        assert refused.status_code in {404, 422}, wrong
        assert SAID in refused.content.decode()
        assert "王女士" in refused.content.decode()
    assert not Case.objects.exists()
    nowhere = send(hall, "clerk", NEW, **FORM | {"phone": ""})
    assert "请填写联系电话" in nowhere.content.decode()


def test_a_double_click_registers_once(hall: Cast):
    first, second = (send(hall, "clerk", NEW, token="one", **FORM) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_enterprise_and_reporter_are_found_by_whole_numbers_and_logged(hall: Cast):
    more = {"enterprise": "91340100MA2N1T2X3U", "reporter": "340104198001011234", "item": "不动产首次登记"}
    taken = send(hall, "clerk", NEW, flags=["is_emergency", "is_anonymous"], **FORM | more)
    assert taken.status_code == 302, taken.content.decode()
    kept = Appeal.objects.select_related("enterprise", "case").get()
    assert kept.enterprise is not None
    assert kept.case.applicant_id == hall.city.citizen.party_id
    assert kept.case.item_id == "certificate"
    assert (kept.is_emergency, kept.is_anonymous) == (True, True)
    assert PartySearch.objects.count() == 2
    unknown = send(hall, "clerk", NEW, **FORM | {"reporter": "340104198001015678"})
    assert unknown.status_code in {404, 422}
    assert SAID in unknown.content.decode()


def test_appeals_stand_in_the_queue_in_words_of_their_own(hall: Cast):
    filed(hall.city, at=hall.at)
    case = told(hall)
    shown = text(page(hall, "clerk", "/desk"))
    assert "待交办" in shown
    assert "诉求" in shown
    only = page(hall, "clerk", "/desk?kind=appeal")
    assert case.number in only
    assert only.count('class="open"') == 1
    assert page(hall, "clerk", "/desk?kind=application").count('class="open"') == 1
    assert hall.get("clerk", "/desk?kind=nonsense").status_code == 422


def test_whoever_asked_for_anonymity_has_no_name_in_queue_search_and_file(hall: Cast):
    case = handed(hall, is_anonymous=True)
    queue = page(hall, "handler", "/desk")
    assert case.number in queue
    assert "高明" not in queue
    assert "高明" in page(hall, "clerk", "/desk")
    table = b"".join(hall.get("handler", "/desk/export.csv").streaming_content).decode()
    assert case.number in table
    assert "高明" not in table
    found = hall.client("handler").post("/desk/find", {"text": "高明"}, follow=True).content.decode()
    assert case.number not in found
    by_words = hall.client("handler").post("/desk/find", {"text": "三号窗口"}, follow=True).content.decode()
    assert case.number in by_words


@pytest.mark.parametrize("who", ["clerk", "handler", "coordinator"])
def test_queue_and_file_take_no_statement_a_row(hall: Cast, who: str, django_assert_max_num_queries):
    for place in range(12):
        handed(hall, place=f"第{place}号楼", is_anonymous=place % 2 == 0)
    hall.get(who, "/desk")
    for path in ("/desk", "/desk?kind=appeal", "/desk/export.csv"):
        with django_assert_max_num_queries(12):
            found = hall.get(who, path)
            content = b"".join(found.streaming_content) if found.streaming else found.content
        assert len(content) <= MOST_BYTES


def test_bulk_acts_refuse_appeals_row_by_row(hall: Cast):
    case, other = told(hall), filed(hall.city, at=hall.at)
    fields = {"number": [case.number, other.number], "act": "accept"}
    done = hall.client("clerk").post("/desk/done", {"token": "many", **fields})
    said = text(done.content.decode())
    assert "诉求不能批量受理" in said
    assert now_of(case).status == "submitted"
    assert now_of(other).status == "accepted"


def test_an_appeal_is_no_application_to_the_services_of_applications(hall: Cast):
    from tongban.common.errors import DomainError

    case = told(hall)
    with pytest.raises(DomainError):
        applications.accept(number=case.number, actor=CLERK, at=hall.at)


def test_call_backs_list_what_others_answered_and_take_the_result(hall: Cast):
    case = answered(hall)
    assert case.number in page(hall, "coordinator", "/desk/callbacks")
    assert hall.get("handler", "/desk/callbacks").status_code == 403
    assert case.number not in page(hall, "town_clerk", "/desk/callbacks")
    path = f"/cases/{case.number}/appeal/call_back"
    short = send(hall, "coordinator", path, result="unreached", remark="", back="1")
    assert short.status_code == 422
    done = send(hall, "coordinator", path, result="satisfied", remark="已恢复", back="1")
    assert done["Location"] == "/desk/callbacks"
    assert CallBack.objects.get().called_by_name == "专员小孙"
    assert case.number not in page(hall, "coordinator", "/desk/callbacks")


def test_nobody_is_offered_a_call_back_of_the_own_agency(hall: Cast):
    case = handed(hall, lead="hf-zwfw")
    lead = hall.join("official", _official())
    answer = "经核实,当日系统故障导致叫号中断,现已恢复并增开两个窗口,已向您致歉。"
    from tongban.casework.cases.rules import Outcome

    appeals.answer(number=case.number, outcome=Outcome.UNMET, text=answer, actor=lead, at=hall.at)
    assert case.number not in page(hall, "coordinator", "/desk/callbacks")


def _official() -> Any:
    from tests.cast import staff

    from tongban.common.actors import Role

    return staff(40, "政务经办", "hf-zwfw", "340100", Role.HANDLER)


def test_alerts_are_listed_with_their_cases_and_handled_with_words(hall: Cast):
    case = told(hall)
    row = alert(hall)
    assert case.number in page(hall, "coordinator", "/desk/alerts")
    assert hall.get("handler", "/desk/alerts").status_code == 403
    empty = send(hall, "coordinator", f"/desk/alerts/{row.pk}", words="")
    assert empty.status_code == 422
    elsewhere = send(hall, "outsider", f"/desk/alerts/{row.pk}", words="已派人")
    assert elsewhere.status_code == 404
    assert "已派人" not in page(hall, "coordinator", "/desk/alerts?handled=1")
    done = send(hall, "coordinator", f"/desk/alerts/{row.pk}", words="由政务服务管理局牵头,三日内答复")
    assert done.status_code == 302
    assert "三日内答复" in page(hall, "supervisor", "/desk/alerts?handled=1")
    again = send(hall, "coordinator", f"/desk/alerts/{row.pk}", words="再来一次")
    assert again.status_code == 409


def test_hostile_words_stay_words_at_the_desk(hall: Cast):
    send(hall, "clerk", NEW, **FORM | {"text": f"{HOSTILE}请处理", "place": HOSTILE, "contact_name": HOSTILE[:50]})
    alert(hall, place=HOSTILE)
    answered(hall, place=HOSTILE, contact_name=HOSTILE[:50])
    refused = send(hall, "clerk", NEW, **FORM | {"phone": HOSTILE, "text": HOSTILE}).content.decode()
    shown = [page(hall, "clerk", path) for path in ("/desk", "/desk/callbacks", "/desk/alerts")]
    for one in (*shown, refused):
        assert "<script>alert" not in one
        assert "<img src=x" not in one


def test_every_page_takes_at_most_twelve_statements(hall: Cast, django_assert_max_num_queries):
    for number in range(6):
        answered(hall, text=f"{SAID}第{number}次", place=f"第{number}号楼") if number == 0 else told(
            hall, place=f"第{number}号楼"
        )
        alert(hall, place=f"第{number}号楼")
    taken = f"/desk/appeals/taken/{Case.objects.order_by('-pk').first().number}"  # type: ignore[union-attr]
    for path in (NEW, taken, "/desk/callbacks", "/desk/alerts"):
        hall.get("coordinator", path)
        with django_assert_max_num_queries(12):
            found = hall.get("coordinator", path)
        assert found.status_code == 200, path
        assert len(found.content) <= MOST_BYTES
