"""Finding an item by words and topic, and what its guide says beyond the paper: real time, windows near me."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import CLERK, HANDLER, SURVEYOR, filed, item, put_in_force
from tests.faces.cast import PASSWORD, Cast
from tests.faces.portal.reading import HOSTILE, budget, links, part, sound, text

from tongban.casework.cases.rules import Outcome
from tongban.common.time import localdate, noon
from tongban.demo.reference import load_reference
from tongban.hall.applications import services as hall
from tongban.registry.accounts.services import create_account
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import WindowKind
from tongban.registry.catalog.models import Item, ItemTopic, ItemVersion, unguessed_id
from tongban.registry.parties import services as parties
from tongban.workdays import current

REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]
FAQ = [{"question": "雨棚能加吗?", "answer": "可以。"}]


def put(code: str, name: str, **more) -> None:
    """Put a guide of one step in force."""
    put_in_force({**item(code, name, "hf-bdc", "registration"), "procedure": REVIEW, **more})


def codes(page) -> list[str]:
    """The items of a list, in its order."""
    return re.findall(r'<a href="/items/([\w-]+)"', page.content.decode())


@pytest.fixture
def shelf(people: Cast) -> Cast:
    """A few items under topics."""
    put("food", "食品经营许可", topics=["licences"], summary="卖吃的先办证。", faq=FAQ)
    put("kiosk", "报刊亭设置", topics=["street"], summary="与食品无关。", audience="person")
    put("resume", "恢复营业", topics=["suspension"], audience="enterprise")
    return people


def test_names_come_first_and_every_line_says_for_whom_it_is(shelf: Cast):
    page = sound(shelf.get("nobody", "/items?text=食品"))
    assert codes(page) == ["food", "kiosk"]
    assert "自然人 · 合肥市不动产登记中心" in text(page)


@pytest.mark.parametrize(("words", "code"), [("雨棚", "food"), ("我想开饭店", "food"), ("停业", "resume")])
def test_questions_and_everyday_words_find_it_too(shelf: Cast, words: str, code: str):
    assert codes(shelf.get("nobody", f"/items?text={words}")) == [code]


def test_a_topic_lists_its_items_under_its_name(shelf: Cast):
    page = sound(shelf.get("nobody", "/items?topic=street"))
    assert codes(page) == ["kiosk"]
    assert re.search(r"<h1>\s*占道和户外设施", page.content.decode())
    assert links(page)["办事指南"] == "/items"


def test_a_topic_narrows_a_search(shelf: Cast):
    assert codes(shelf.get("nobody", "/items?text=食品&topic=street")) == ["kiosk"]


def test_an_unknown_topic_is_not_found_and_an_empty_one_says_so(shelf: Cast):
    assert shelf.get("nobody", "/items?topic=moon").status_code == 404
    assert "这个主题还没有网上指南" in text(shelf.get("nobody", "/items?topic=school"))


def test_a_search_without_result_offers_shorter_words_and_topics(shelf: Cast):
    page = sound(shelf.get("nobody", "/items?text=报刊亭搬去月球"))
    assert "没有找到“报刊亭搬去月球”" in text(page)
    assert links(page)["报刊亭"] == "/items?text=%E6%8A%A5%E5%88%8A%E4%BA%AD"
    assert links(page)["经营许可 1项"] == "/items?topic=licences"
    assert "请换一个更短的词" in text(shelf.get("nobody", "/items?text=量子计算"))


@pytest.fixture
def catalogue(people: Cast) -> Cast:
    """As many items as the national catalogue lists for a county: 1,135."""
    at = timezone.now()
    spec = ItemVersion.objects.filter(item_id="certificate").values_list("spec", flat=True)[0]
    rows = [f"bulk-{number:04}" for number in range(1135)]
    Item.objects.bulk_create(
        Item(
            code=code,
            name=f"批量事项{code}",
            type="permit",
            agency_id="hf-bdc",
            region_id="340100",
            words="批量导入的指南",
            created_at=at,
            created_by="t",
        )
        for code in rows
    )
    ItemTopic.objects.bulk_create(ItemTopic(item_id=code, topic="licences") for code in rows)
    ItemVersion.objects.bulk_create(
        ItemVersion(
            id=unguessed_id(),
            item_id=code,
            number=1,
            status="published",
            spec={**spec, "code": code, "name": f"批量事项{code}"},
            valid_from_on="2020-01-01",
            drafted_at=at,
            drafted_by="t",
            published_at=at,
            published_by="u",
        )
        for code in rows
    )
    return people


def test_a_big_catalogue_turns_pages_by_rank_within_the_budget(catalogue: Cast, django_assert_max_num_queries):
    seen: list[str] = []
    address = "/items?text=批量"
    while address:
        with budget(django_assert_max_num_queries):
            page = sound(catalogue.get("citizen", address))
        seen += codes(page)
        address = links(page).get("下一页", "")
    assert seen == [f"bulk-{number:04}" for number in range(1135)]


@pytest.mark.parametrize("address", ["/items", "/items?topic=licences", "/items?text=没有这样的事", "/items?text=9999"])
@pytest.mark.parametrize("who", ["nobody", "enterprise"])
def test_lists_of_a_big_catalogue_keep_the_budget(
    catalogue: Cast, django_assert_max_num_queries, who: str, address: str
):
    with budget(django_assert_max_num_queries):
        sound(catalogue.get(who, address))


def test_a_cursor_of_another_topic_is_refused(catalogue: Cast):
    following = links(catalogue.get("nobody", "/items?topic=licences"))["下一页"]
    assert catalogue.get("nobody", following.replace("licences", "street")).status_code == 422


def decide(people: Cast, days: int) -> None:
    """A certificate accepted so many working days before it was decided, which was last week."""
    ended_on = current().add(localdate(timezone.now()), -5)
    at, end = noon(current().add(ended_on, -days), 9), noon(ended_on, 10)
    number = filed(people.city, at=at).number
    hall.accept(number=number, actor=CLERK, at=at)
    for step, actor in (("survey", SURVEYOR), ("review", HANDLER), ("register", HANDLER)):
        hall.complete_step(number=number, step=step, result="合格", actor=actor, at=end)
    hall.decide(number=number, outcome=Outcome.GRANTED, reason="符合条件", actor=HANDLER, at=end)


def test_without_an_ended_case_no_mean_is_claimed(people: Cast):
    shown = text(people.get("nobody", "/items/certificate"))
    assert "近一年没有办结的件,还算不出实际用时" in shown
    assert "平均" not in shown


def test_the_mean_of_real_cases_is_said_with_how_many_they_are(people: Cast, django_assert_max_num_queries):
    for days in (2, 3, 8):
        decide(people, days)
    with budget(django_assert_max_num_queries):
        page = people.get("citizen", "/items/certificate")
    mean = (Decimal(13) / 3).quantize(Decimal("0.1"))
    assert f"实际用时 平均{mean}个工作日" in text(sound(page))
    assert "按近一年办结的3件计算" in text(page)
    assert "<del>20个工作日</del>" in page.content.decode()


def test_cases_of_the_same_day_are_called_so(people: Cast):
    decide(people, 0)
    assert "实际用时 当日办结" in text(people.get("nobody", "/items/certificate"))


@pytest.fixture
def halls(people: Cast) -> Cast:
    """A hall in the city with a window of the registration centre, and one in the county."""
    for code, agency, region in (("hall", "hf-zwfw", "340100"), ("county", "340122-csgl", "340122")):
        agencies.open_centre(
            code=code,
            name=f"{code}服务中心",
            agency=agency,
            region=region,
            address=f"{code}路1号",
            opens="09:00",
            closes="17:00",
        )
    agencies.open_window(code="h1", name="综合1号", centre="hall", kind=WindowKind.COMPREHENSIVE)
    agencies.open_window(code="h2", name="登记专窗", centre="hall", kind=WindowKind.SPECIALIST, agency="hf-bdc")
    agencies.open_window(code="h3", name="反映窗口", centre="hall", kind=WindowKind.BLOCKED_MATTER)
    agencies.open_window(
        code="c1", name="县综合", centre="county", kind=WindowKind.COMPREHENSIVE, opens="08:30", closes="12:00"
    )
    return people


def test_windows_near_a_chosen_place_come_with_address_hours_and_phone(halls: Cast):
    page = sound(halls.get("nobody", "/items/certificate?region=340122107"))
    shown = part(page, "到哪里的窗口办")
    assert "合肥市肥东县石塘镇" in shown
    assert shown.index("county服务中心") < shown.index("hall服务中心")
    for words in ("最近", "county路1号", "工作日 09:00 至 17:00", "县综合 08:30–12:00", "综合1号、登记专窗", "12345"):
        assert words in shown.replace(" 、", "、").replace("、 ", "、"), words
    assert "反映窗口" not in shown


def test_without_a_choice_it_is_the_place_of_whoever_is_signed_in_or_the_item(halls: Cast):
    assert "county服务中心" not in text(halls.get("nobody", "/items/certificate"))
    assert "hall服务中心" in text(halls.get("nobody", "/items/certificate"))


def test_an_unknown_place_is_not_found(halls: Cast):
    for given in ("999999", "340199", HOSTILE, "340100x"):
        assert halls.get("nobody", "/items/certificate", data={"region": given}).status_code == 404


def test_without_windows_the_telephone_is_named(people: Cast):
    assert "登记的窗口里没有收这件事的:请拨打12345询问" in text(people.get("nobody", "/items/certificate"))


def test_one_button_begins_it_online_or_leads_to_the_windows(people: Cast):
    put("offline", "只能到窗口", modes=["nearby"])
    assert links(people.get("nobody", "/items/certificate"))["在线办理"] == "/apply/certificate"
    offline = people.get("nobody", "/items/offline")
    assert links(offline)["到窗口办理"] == "#windows"
    assert "/apply/offline" not in links(offline).values()


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_guide_of_the_sample_city_keeps_the_budget(db: None, django_assert_max_num_queries, is_signed_in: bool):
    load_reference(at=timezone.now() - timedelta(hours=24))
    client = Client()
    if is_signed_in:
        person = parties.register_person(
            name="高明", resident_id="340104198001011234", region="340122105", at=timezone.now()
        )
        client.force_login(create_account(username="gaoming", password=PASSWORD, party=person, at=timezone.now()))
    for code in ("construction-permit", "real-estate-first-registration"):
        with budget(django_assert_max_num_queries):
            page = sound(client.get(f"/items/{code}"))
        assert ("石塘镇为民服务中心" in text(page)) == is_signed_in


def test_forty_materials_and_a_name_of_eighty_letters_fit(people: Cast):
    materials = [{"key": f"m{number}", "name": f"材料{number}" * 10} for number in range(40)]
    put("long", "长" * 80, materials=materials)
    page = sound(people.get("nobody", "/items/long"))
    assert page.content.decode().count('class="tick"') == 40
