"""The public portal: guides, and the calculator of terms; nobody signs in, nothing typed runs or is lost."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import item, put_in_force
from tests.faces.cast import Cast

from tongban.common.time import localdate
from tongban.demo.reference import load_reference
from tongban.faces.pages.months import MOST_MONTHS, changes, months
from tongban.workdays import Clock, parse_clock

MOST_STATEMENTS = 12
MOST_BYTES = 100_000
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
GOLDEN = {"start": "2022-07-01", "amount": "10", "counting": "wd", "from1": "2022-07-06", "to1": "2022-07-08"}


def asked(**query: str):
    """What a stranger gets from the calculator."""
    return Client().get("/clock", query)


def text(response) -> str:
    """The page as a reader sees it, tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def cells(response) -> list[tuple[str, str]]:
    """(class, words) of every day drawn in the months."""
    grids = "".join(re.findall(r'<table class="grid"[^>]*>(.*?)</table>', response.content.decode(), re.DOTALL))
    found = re.findall(r'<td class="([^"]+)">(.*?)</td>', grids)
    return [(kind, " ".join(re.sub(r"<[^>]+>", " ", words).split())) for kind, words in found]


def drawn(clock: Clock):
    """The months of a clock."""
    return months(clock, clock.explain())


def test_the_calculator_opens_with_a_form_and_no_answer():
    page = asked()
    assert page.status_code == 200
    assert "填好日期和时限" in text(page)
    assert 'type="date" value="20' in page.content.decode()
    assert cells(page) == []


def test_the_golden_case_is_drawn_day_by_day():
    page = asked(**GOLDEN)
    assert page.status_code == 200
    assert "2022年7月19日 星期二" in text(page)
    assert "共 19 天,其中计入 10 天" in text(page)
    found = cells(page)
    assert len(found) == 31
    assert found[0] == ("start", "1 起 起算日")
    assert found[1] == ("off", "2 休 周末")
    assert found[3] == ("counted", "4 第1日")
    assert found[5] == ("paused", "6 停 中止")
    assert found[6] == ("paused", "7 停 中止")
    assert found[7] == ("counted", "8 第3日")
    assert found[18] == ("counted due", "19 第10日 届满")
    assert found[19] == ("outside", "20")
    assert [kind for kind, _ in found].count("counted") == 9
    html = page.content.decode()
    assert html.count('<tr class="counted">') == 10
    assert "中止(2022-07-06至2022-07-08,起日不计、止日计入)" in html


def test_weeks_begin_on_monday():
    (july,) = drawn(parse_clock("2022-07-01", "10wd"))
    assert [cell and cell.day for cell in july.weeks[0]] == [None, None, None, None, 1, 2, 3]
    assert {len(week) for week in july.weeks} == {7}


def test_holidays_and_make_up_days_are_named_with_their_notice():
    september, october = drawn(parse_clock("2022-09-29", "7wd"))
    days = {cell.day: cell for week in october.weeks for cell in week if cell}
    assert (days[1].kind, days[1].mark, days[1].label) == ("off", "休", "国庆节")
    assert (days[8].kind, days[8].mark, days[8].label) == ("makeup", "班", "第2日")
    assert october.notices == ["国庆节放假:国办发明电〔2021〕11号", "国庆节调休上班:国办发明电〔2021〕11号"]
    assert (september.counted, september.notices) == (1, [])


def test_a_rolled_last_day_and_hours_are_said_in_the_cells():
    (may,) = drawn(parse_clock("2022-05-01", "13dr"))
    days = {cell.day: cell for week in may.weeks for cell in week if cell}
    assert (days[14].label, days[16].label, days[16].is_due) == ("第13日", "顺延", True)
    (july,) = drawn(parse_clock("2022-07-01T09:00", "24h", ["2022-07-01T12:00..2022-07-01T13:00"]))
    labels = {cell.day: (cell.kind, cell.label) for week in july.weeks for cell in week if cell and cell.label}
    assert labels == {1: ("paused", "计14小时"), 2: ("counted", "计10小时")}


def test_what_is_drawn_counts_what_the_engine_counts():
    for term in ("0wd", "30wd", "45d", "20dr"):
        clock = parse_clock("2022-09-01", term, ["2022-09-05..2022-09-08"])
        rows = clock.explain()
        shown = [cell for month in months(clock, rows) for week in month.weeks for cell in week if cell]
        assert sum(cell.kind in {"counted", "makeup"} and cell.label.startswith("第") for cell in shown) == sum(
            row.counted for row in rows
        )
        assert sum(cell.is_due for cell in shown) == 1


def test_of_a_long_term_the_middle_is_left_out_and_said_to_be():
    clock = parse_clock("2020-01-01", "1000wd")
    found = drawn(clock)
    assert len(found) == MOST_MONTHS
    skipped = [month.skipped for month in found if month.skipped]
    assert len(skipped) == 1
    left_out = int(re.findall(r"计入(\d+)天", skipped[0])[0])
    assert sum(month.counted for month in found) + left_out == 1000
    page = asked(start="2020-01-01", amount="1000", counting="wd")
    assert skipped[0] in text(page)
    assert len(page.content) < MOST_BYTES


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"start": "2022-02-30"}, "日期“2022-02-30”无法识别"),
        ({"start": ""}, "没有填起算日期"),
        ({"amount": "十"}, "“十”不是可用的数量"),
        ({"amount": ""}, "没有填时限"),
        ({"amount": "1001"}, "时限“1001wd”超出允许范围"),
        ({"counting": "xx"}, "时限“10xx”无法识别"),
        ({"term": "10wd"}, "时限写了两次"),
        ({"amount": "", "term": "十日"}, "时限“十日”无法识别"),
        ({"from1": ""}, "第1次中止没有填开始日期"),
        ({"to1": "2022-07-05"}, "中止的止日2022-07-05早于起日2022-07-06"),
        ({"extend": "0"}, "延期的时限不能为零"),
        ({"extend": "-3"}, "“-3”不是可用的数量"),
        ({"time": "25:00"}, "日期“2022-07-01T25:00”无法识别"),
        ({"to1": "2049-01-01"}, "从起算到届满超过十年"),
        ({"start": "1899-01-01"}, "超出日历范围"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(changed: dict[str, str], sentence: str):
    page = asked(**{**GOLDEN, **changed})
    assert page.status_code == 422
    assert sentence in text(page)
    html = page.content.decode()
    for value in {**GOLDEN, **changed}.values():
        assert not value or value == "xx" or f'value="{value}"' in html
    assert cells(page) == []


def test_a_date_that_a_date_field_would_lose_is_kept_in_a_plain_one():
    html = asked(**{**GOLDEN, "start": "去年七月"}).content.decode()
    assert '<input name="start" type="text" value="去年七月"' in html


def test_several_mistakes_are_told_at_once():
    shown = text(asked(start="x", amount="y", from2="z"))
    assert all(sentence in shown for sentence in ("日期“x”无法识别", "“y”不是可用的数量", "日期“z”无法识别"))


def test_an_open_pause_leaves_the_day_open():
    page = asked(**{**GOLDEN, "to1": ""})
    assert "恢复后才能确定" in text(page)
    assert not [kind for kind, _ in cells(page) if "due" in kind]


def test_extension_free_term_and_hours_are_reckoned():
    assert "2022年7月29日 星期五" in text(asked(start="2022-07-01", amount="10", counting="wd", extend="10"))
    assert "2022年7月15日 星期五" in text(asked(start="2022-07-01", term="10wd"))
    assert "2022年7月2日 星期六" in text(asked(start="2022-07-01", time="09:00", term="24h"))
    assert "当日 09:00 届满" in text(asked(start="2022-07-01", time="09:00", term="24h"))


def test_a_year_not_announced_is_provisional_and_what_would_move_the_day_is_said():
    shown = text(asked(start="2100-01-04", amount="10", counting="wd"))
    assert "暂定:2100年节假日安排尚未公布" in shown
    assert "国务院办公厅公布新的节假日安排的,按新安排重新计算" in shown
    assert "节假日" not in changes(parse_clock("2022-07-01", "10d"))
    assert "顺延到下一个工作日" in changes(parse_clock("2022-07-01", "10dr"))


def test_an_unknown_or_repeated_question_is_refused():
    assert asked(colour="red").status_code == 422
    assert Client().get("/clock?start=2022-07-01&start=2022-07-02").status_code == 422
    assert Client().post("/clock").status_code == 405


def test_hostile_text_is_shown_and_never_run(people: Cast):
    put_in_force(
        {**item("hostile", f"恶意{HOSTILE}", "hf-bdc", "registration"), "summary": HOSTILE, "procedure": REVIEW}
    )
    for address in (
        f"/clock?start={HOSTILE}&amount={HOSTILE}&term={HOSTILE}&from1={HOSTILE}",
        f"/items?text={HOSTILE}",
        "/items",
        "/items/hostile",
        f"/items/{HOSTILE.replace('/', '')}",
    ):
        html = people.get("nobody", address).content.decode()
        assert not re.search(r"<script(?! src=./assets/)", html)
        assert "<img" not in html
        assert "&lt;" in html


REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]


@pytest.mark.parametrize("address", ["/clock", "/clock?start=2022-07-01&term=20wd", "/items", "/items/certificate"])
@pytest.mark.parametrize("who", ["nobody", "clerk", "enterprise"])
def test_pages_are_small_quick_and_without_inline_anything(
    people: Cast, django_assert_max_num_queries, who: str, address: str
):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get(who, address)
    assert page.status_code == 200
    assert len(page.content) < MOST_BYTES
    html = page.content.decode()
    assert not re.findall(r"<style|\sstyle=|<script(?! src=./assets/)|\son\w+=", html)
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert ("退出" in html) == (who != "nobody")
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        assert people.get("nobody", sheet).status_code == 200


def test_the_list_is_grouped_by_whom_it_is_for(people: Cast):
    html = people.get("nobody", "/items").content.decode()
    groups = [
        re.findall(r"<h3>([^<]+)</h3>", part) + re.findall(r'href="/items/(\w+)"', part)
        for part in re.split(r"<section", html)[1:]
    ]
    by_name = {group[0]: group[1:] for group in groups if group}
    assert "change" in by_name["企业办事"]
    assert "certificate" in by_name["个人和企业都可以办"]


def test_the_list_is_searched_and_an_empty_result_advises(people: Cast):
    assert re.findall(r'href="/items/(\w+)"', people.get("nobody", "/items?text=占道").content.decode()) == [
        "occupation"
    ]
    empty = people.get("nobody", "/items?text=开飞船")
    assert "没有找到“开飞船”" in text(empty)
    assert "请换一个更短的词" in text(empty)
    assert 'value="开飞船"' in empty.content.decode()


def test_a_city_without_guides_says_so(db: None):
    assert "现在没有生效的办事指南" in text(Client().get("/items"))


def test_long_lists_turn_pages(people: Cast, django_assert_max_num_queries):
    for number in range(45):
        put_in_force({**item(f"many{number:02}", f"批量事项{number}", "hf-bdc", "registration"), "procedure": REVIEW})
    with django_assert_max_num_queries(MOST_STATEMENTS):
        first = people.get("nobody", "/items?text=批量")
    following = re.search(r'href="(/items\?[^"]+cursor[^"]+)"', first.content.decode())
    assert following
    second = people.get("nobody", following[1].replace("&amp;", "&"))
    found = [re.findall(r'href="/items/(many\d+)"', page.content.decode()) for page in (first, second)]
    assert [len(codes) for codes in found] == [40, 5]
    assert len({*found[0], *found[1]}) == 45


def test_a_guide_says_what_to_bring_and_what_the_city_holds(people: Cast):
    page = people.get("nobody", "/items/certificate")
    shown = text(page)
    for words in (
        "不动产首次登记",
        "登记申请书 请您提交 1份",
        "可容缺:先受理,限期补交",
        "无纠纷证明 可以用书面承诺代替",
        "营业执照 政府已有,由我们自行调取,您不用交 不用交",
        "不收费",
        "一次也不用跑",
        "《中华人民共和国行政许可法》第四十二条",
        "合肥市不动产登记中心",
    ):
        assert words in shown, words
    assert "<del>20个工作日</del>" in page.content.decode()
    assert '<p class="big">10个工作日</p>' in page.content.decode()


def test_a_fee_is_named_with_its_basis(people: Cast):
    fee = {"fee_yuan": "550.00", "fee_basis": "发改价格规〔2016〕2559号", "trips": 2}
    put_in_force({**item("paid", "收费事项", "hf-bdc", "registration"), "procedure": REVIEW, **fee})
    shown = text(people.get("nobody", "/items/paid"))
    assert "要花多少钱 550元 发改价格规〔2016〕2559号" in shown
    assert "最多跑2次" in shown


def test_steps_are_drawn_in_layers_side_by_side_and_on_the_longest_way(people: Cast):
    shown = text(people.get("nobody", "/items/certificate"))
    assert (
        "第1步:同时进行 权籍调查 合肥市不动产权籍调查中心 10个工作日 ★ 决定总时长 登记审核 主办单位 5个工作日" in shown
    )
    assert "第2步 登簿缮证 主办单位 当日 ★ 决定总时长 先要办完: 权籍调查、登记审核" in shown
    assert "最长10个工作日;一个接一个办要15个工作日" in shown
    choice = text(people.get("nobody", "/items/occupation"))
    assert "第2步 按情况走其中一条 面积不小于100 现场勘查" in choice
    assert "其他情形 直接登记" in choice


def test_steps_are_not_marked_where_every_one_decides_how_long_it_takes(people: Cast):
    both = [{"key": key, "name": key, "agency": "@lead", "term": "1wd"} for key in ("left", "right")]
    put_in_force({**item("even", "同长", "hf-bdc", "registration"), "procedure": both})
    assert "★" not in text(people.get("nobody", "/items/even"))


def test_a_guide_on_paper_is_the_one_time_notice(people: Cast):
    html = people.get("nobody", "/items/certificate").content.decode()
    assert "一次性告知单" in html
    assert "窗口不得要求您提交单上没有的材料" in html
    sheet = people.get("nobody", "/assets/portal.css").content.decode()
    printed = sheet.partition("@media print")[2]
    assert re.search(r"\.paper-title \{ display: block", printed)
    assert re.search(r"\.procedure[^{]*\{ display: none", printed)
    assert ".papers { display: none" not in printed


def test_an_unknown_item_or_one_without_a_guide_is_not_found(people: Cast):
    page = people.get("nobody", "/items/lost")
    assert page.status_code == 404
    assert "事项“lost”在" in text(page)


def test_packaged_guides_are_called_sample_data(db: None):
    load_reference(at=timezone.now())
    assert "示例城市数据" in text(Client().get("/items/construction-permit"))
    assert "示例城市数据" in text(Client().get("/items?text=施工"))


def test_guides_that_people_published_are_not_called_sample_data(people: Cast):
    assert "示例城市数据" not in text(people.get("nobody", "/items/certificate"))
    assert "示例城市数据" not in text(people.get("nobody", "/items"))


def test_the_guide_leads_to_its_own_calculation(people: Cast):
    html = people.get("nobody", "/items/certificate").content.decode()
    (link,) = re.findall(r'href="(/clock\?[^"]+)"', html)
    page = people.get("nobody", link.replace("&amp;", "&"))
    assert page.status_code == 200
    assert "时限10个工作日" in text(page)
    assert f"start={localdate(timezone.now())}" in link


@pytest.mark.parametrize(
    "query",
    [
        {"start": "0001-01-01", "term": "10wd"},
        {"start": "9999-12-31", "term": "10wd"},
        {"start": "2022-07-01", "term": "10wd", "from1": "0001-01-01"},
        {"start": "2022-07-01", "term": "24h", "from1": "0001-01-01", "to1": "9999-12-31"},
        {"start": "1990-01-01", "term": "10wd", "from1": "1990-01-02", "to1": "2140-01-01", "from2": "2140-01-01"},
        {"start": "²", "amount": "²", "extend": "²"},
        {"counting": "h", "amount": "1", "start": "2150-12-31", "time": "23:59"},
    ],
)
def test_far_and_odd_dates_are_refused_in_words_or_answered(query: dict[str, str]):
    page = asked(**query)
    assert page.status_code in {200, 422}
    assert ("还不能计算" in text(page)) == (page.status_code == 422)
