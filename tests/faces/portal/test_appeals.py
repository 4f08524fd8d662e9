"""Appeals on the pages: the door, the entry, the receipt."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.faces.cast import HTML, PDF, Cast
from tests.faces.portal.appealing import PHONE, SAID, entered, registered, typed, with_policy
from tests.faces.portal.forms import publish, send, text_of, token_in
from tests.faces.portal.reading import HOSTILE, budget, links, sound, text

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.common.actors import worker
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.models import Appeal


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return with_policy(people)


def appeal(number: str) -> Appeal:
    """What stands beside the case."""
    return appeals.appeal_of(cases.case(number, worker()))


@pytest.mark.parametrize("who", ["nobody", "citizen", "enterprise", "clerk"])
def test_the_door_says_terms_and_hours_and_leads_in(people: Cast, django_assert_max_num_queries, who):
    with budget(django_assert_max_num_queries):
        page = people.get(who, "/appeals")
    shown = text(sound(page))
    for words in ("一个入口,一个负责人,一个期限", "咨询", "10个工作日", "15个工作日", "09:00", "24小时"):
        assert words in shown, words
    assert links(page)["提诉求"] == "/appeals/new"


def test_the_door_shows_my_open_appeals_and_nobody_elses(people: Cast, django_assert_max_num_queries):
    number = registered(people)
    with budget(django_assert_max_num_queries):
        assert number in text(people.get("citizen", "/appeals"))
    assert number not in text(people.get("neighbour", "/appeals"))


def test_the_home_page_leads_to_the_door(people: Cast):
    assert links(people.get("nobody", "/"))["提诉求"] == "/appeals"


@pytest.mark.parametrize("who", ["nobody", "citizen", "enterprise", "clerk"])
def test_the_entry_keeps_its_budget(people: Cast, django_assert_max_num_queries, who):
    with budget(django_assert_max_num_queries):
        page = people.get(who, "/appeals/new")
    sound(page)
    assert ("工作人员不能用自己的账号" in text(page)) is (who == "clerk")


def test_a_person_enters_one_and_reads_the_receipt(people: Cast, django_assert_max_num_queries):
    number = entered(people, title="排队太久", anonymous="1", contact_name="老高")
    found = appeal(number)
    assert (found.case.title, found.case.channel, found.is_anonymous) == ("排队太久", "portal", True)
    assert found.case.applicant_id == people.actors["citizen"].party_id
    with budget(django_assert_max_num_queries):
        page = people.get("citizen", f"/appeals/{number}/received")
    shown = text(sound(page))
    assert number in shown
    assert "确定由谁办理并交办" in shown
    assert people.get("citizen", f"/cases/{number}/why?clock=acceptance").status_code == 200
    assert people.get("neighbour", f"/appeals/{number}/received").status_code == 404


def test_an_emergency_names_the_minute(people: Cast):
    number = entered(people, emergency="1")
    assert re.search(r"最迟\d{4}-\d\d-\d\d \d\d:\d\d确定", text(people.get("citizen", f"/appeals/{number}/received")))


def test_an_enterprise_and_who_acts_for_it_name_it_as_concerned(people: Cast):
    firm = people.actors["enterprise"].party_id
    assert appeal(entered(people, "enterprise", enterprise="")).enterprise_id is None
    assert appeal(entered(people, "enterprise", enterprise=str(firm))).enterprise_id == firm
    page = people.get("enterprise", "/appeals/new").content.decode()
    assert re.search(rf'<option value="{firm}" selected', page)
    response = send(people, "citizen", "/appeals/new", **typed(party=firm, enterprise=str(firm), seen="1"))
    number = response.headers["Location"].split("/")[2]
    assert appeal(number).case.applicant_id == firm
    assert people.get("citizen", f"/cases/{number}").status_code == 200


def test_nobody_speaks_for_or_of_a_stranger(people: Cast):
    firm = people.actors["enterprise"].party_id
    sent = send(people, "neighbour", "/appeals/new", **typed(party=firm))
    number = sent.headers["Location"].split("/")[2]
    assert appeal(number).case.applicant_id == people.actors["neighbour"].party_id
    response = send(people, "neighbour", "/appeals/new", **typed(enterprise=str(firm)))
    assert (response.status_code, "请从列表中选择所涉企业" in text_of(response)) == (422, True)


def test_an_item_comes_along_from_its_guide(people: Cast):
    publish()
    assert "与这件事有关:摆摊登记" in text(people.get("nobody", "/appeals/new?item=stall"))
    assert "与这件事有关" not in text(people.get("nobody", "/appeals/new?item=none"))
    assert links(people.get("nobody", "/items/stall"))["办这件事有问题?提诉求"] == "/appeals/new?item=stall"
    number = entered(people, item="stall")
    assert appeal(number).case.item_id == "stall"
    assert appeal(entered(people, item="none")).case.item_id is None


def test_everything_missing_is_told_at_once_and_everything_typed_stays(people: Cast):
    response = send(people, "nobody", "/appeals/new", text="", place="三楼", contact_name="老高", anonymous="1")
    shown = text_of(response)
    assert response.status_code == 422
    for words in ("请选择诉求类型", "请写明是什么事", "请选择事情发生在哪里", "请填写联系电话"):
        assert words in shown, words
    html = response.content.decode()
    assert 'value="三楼"' in html
    assert 'value="老高"' in html
    assert 'name="anonymous" value="1" checked' in html
    for anchor in ("i-type", "i-text", "i-region", "i-phone"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


@pytest.mark.parametrize(
    ("given", "words", "anchor"),
    [
        ({"phone": "123"}, "手机号码应为", "i-phone"),
        ({"text": "字" * 5001}, "最多5000个", "i-text"),
        ({"region": "999999"}, "没有代码为", "i-region"),
        ({"title": "题" * 61}, "最多60个", "i-title"),
        ({"place": "\u202eabc"}, "不可见字符", "i-place"),
    ],
)
def test_a_refusal_of_the_services_stands_at_its_field(people: Cast, given, words, anchor):
    response = send(people, "nobody", "/appeals/new", **typed(phone=PHONE) | given)
    assert response.status_code in {404, 422}
    assert words in text_of(response)
    assert f'href="#{anchor}"' in response.content.decode()
    assert not Case.objects.filter(kind="appeal").exists()


def test_a_double_click_files_once(people: Cast):
    token = token_in(people.get("citizen", "/appeals/new"))
    sent = [people.client("citizen").post("/appeals/new", typed(token=token)) for _ in range(2)]
    assert len({one.headers["Location"] for one in sent}) == 1
    assert Case.objects.filter(kind="appeal").count() == 1
    other = people.client("citizen").post("/appeals/new", typed(token=token, text="另一件事", seen="1"))
    assert "这张表单已经提交过" in text_of(other)


def test_a_form_without_a_token_files_nothing(people: Cast):
    response = Client().post("/appeals/new", typed(phone=PHONE))
    assert "这张表单已失效" in text_of(response)
    assert SAID in text_of(response)
    assert not Case.objects.filter(kind="appeal").exists()


def test_files_come_along_and_what_is_none_is_refused_by_name(people: Cast):
    good, bad = SimpleUploadedFile("现场.pdf", PDF), SimpleUploadedFile("坏.pdf", HTML)
    response = send(people, "nobody", "/appeals/new", **typed(phone=PHONE, files=[good, bad]))
    assert "“坏.pdf”没有收下" in text_of(response)
    assert "文件请重新选择" in text_of(response)
    number = entered(people, "nobody", files=[SimpleUploadedFile("现场.pdf", PDF)])
    assert [one.name for one in cases.attachments(cases.case(number, worker()))] == ["现场.pdf"]
    many = [SimpleUploadedFile(f"{place}.pdf", PDF) for place in range(6)]
    assert "一次最多上传5个文件" in text_of(send(people, "nobody", "/appeals/new", **typed(phone=PHONE, files=many)))


def test_a_stranger_gets_a_receipt_only_the_own_browser_sees(people: Cast):
    number = entered(people, "nobody", contact_name="过路人")
    found = appeal(number)
    assert (found.case.applicant_id, found.contact_name, found.phone_masked[-4:]) == (None, "过路人", PHONE[-4:])
    assert number in text(people.get("nobody", f"/appeals/{number}/received"))
    assert Client().get(f"/appeals/{number}/received").headers["Location"].startswith("/track")
    assert people.get("citizen", f"/cases/{number}").status_code == 404


def test_a_session_that_ended_loses_nothing(people: Cast):
    fresh = Client()
    token = token_in(people.get("citizen", "/appeals/new"))
    party = people.actors["citizen"].party_id
    asked = fresh.post("/appeals/new", typed(token=token, party=party))
    assert asked.status_code == 401
    parcel = re.findall(r'name="parcel" value="([^"]+)"', asked.content.decode())[0]
    signed = fresh.post(
        "/sign-in",
        {"username": "citizen", "password": "a-long-enough-Passw0rd", "next": "/appeals/new", "parcel": parcel},
    )
    assert SAID in fresh.get(signed.headers["Location"]).content.decode()
    assert not Case.objects.filter(kind="appeal").exists()


def test_similar_ones_are_shown_before_and_hold_nobody_back(people: Cast):
    registered(people, "neighbour", text=SAID + "我是王某某", title="王某某的事")
    first = send(people, "citizen", "/appeals/new", **typed())
    assert first.status_code == 200
    assert "是不是同一件事?" in text(first)
    assert "王某某" not in text(first)
    again = people.client("citizen").post("/appeals/new", typed(token=token_in(first), seen="1"))
    assert again.status_code == 302


def test_hostile_words_stay_text(people: Cast):
    page = send(people, "nobody", "/appeals/new", **typed(phone="1", text=HOSTILE, place=HOSTILE, contact_name=HOSTILE))
    assert HOSTILE not in page.content.decode()
    assert HOSTILE in text_of(page)
    assert people.client("nobody").post("/appeals/new", typed(token="x" * 20, none="1")).status_code == 422
    assert people.get("nobody", "/appeals/new?x=1").status_code == 422
