"""The editor of drafts: nothing typed is lost, everything refused is told at once, two people publish together."""

import html
import json
import re
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.cast import FORM, ITEMS, accepted
from tests.faces.cast import PASSWORD, Cast
from tests.faces.desk.test_catalog import CERTIFICATE, HOSTILE, MOST_BYTES, MOST_STATEMENTS, said

from tongban.common.time import localdate
from tongban.faces.desk.catalog import fields
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog import services as editing
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.bpmn import write_bpmn
from tongban.registry.catalog.rules.documents import written
from tongban.workdays.reckoning import EVERY_DAY

DRAFT = f"{CERTIFICATE}/draft"
SECTIONS = ("basics", "terms", "materials", "steps", "form", "fee", "faq")
INPUT = re.compile(
    r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<input|<textarea|<select|</label|</div|</p|\Z)", re.DOTALL
)


@pytest.fixture
def office(people: Cast) -> Cast:
    """The cast with two who manage items, and a draft of the certificate begun by one of them."""
    people.join("editor", cast.EDITOR)
    people.join("publisher", cast.PUBLISHER)
    editing.draft_item(spec=ITEMS[0], actor=people.actors["editor"], at=people.at)
    return people


def typed_in(page: Any) -> dict[str, Any]:
    """What a browser would send of the editor's form."""
    text = page.content.decode()
    form = text.partition('<form id="guide"')[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for attributes in re.findall(r"<input([^>]*)>", form):
        name = re.search(r'name="([^"]+)"', attributes)
        value = re.search(r'value="([^"]*)"', attributes)
        if (
            not name
            or 'type="file"' in attributes
            or ('type="checkbox"' in attributes and " checked" not in attributes)
        ):
            continue
        found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = [html.unescape(value)]
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = [html.unescape(chosen[1]) if chosen else ""]
    found.pop("csrfmiddlewaretoken", None)
    return found


def opened(office: Cast, section: str, who: str = "editor") -> dict[str, Any]:
    """A section of the editor, as a browser would send it untouched."""
    return typed_in(office.get(who, f"{DRAFT}?section={section}"))


def hidden_in(page: Any) -> dict[str, str]:
    """The hidden inputs of the form in the middle of a page."""
    main = page.content.decode().partition("<main")[2]
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main)
        if name != "csrfmiddlewaretoken"
    }


def press(office: Cast, typed: dict[str, Any], do: str, who: str = "editor", **changes: Any) -> Any:
    """Press a button of the editor."""
    return office.client(who).post(DRAFT, {**typed, **changes, "do": do})


def stored() -> dict[str, Any]:
    """The guide of the draft as it is stored."""
    return dict(catalog.version("certificate", 2).spec)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_saved_untouched_changes_nothing(office: Cast, section: str):
    before = stored()
    response = press(office, opened(office, section), "save")
    assert (response.status_code, response["Location"]) == (302, f"{DRAFT}?section={section}")
    assert stored() == before


def test_a_draft_goes_from_what_is_in_force_to_published_by_a_second_person(office: Cast):
    """The whole way, by forms alone."""
    running = accepted(office.city, at=office.at)
    terms = opened(office, "terms")
    terms["promised_term.amount"] = ["9"]
    shown = said(press(office, terms, "go.steps"))
    assert "流程最长需要10个工作日(权籍调查),长于承诺时限9个工作日" in shown
    steps = typed_in(press(office, terms, "go.steps"))
    steps["procedure.0.amount"] = ["8"]
    looked = press(office, steps, "check")
    assert "平行办理 8个工作日" in said(looked)
    assert "时限 10个工作日 9个工作日" in said(looked)
    assert "有未保存的修改" in said(looked)
    response = press(office, typed_in(looked), "save", change_note="调查提速")
    assert response.status_code == 302, said(response, response.status_code)
    assert (stored()["promised_term"], stored()["procedure"][0]["term"]) == ("9wd", "8wd")

    refused = said(office.get("editor", f"{DRAFT}/publish"))
    assert "“事项管理员甲”参与起草了事项“certificate”第2版,不能自己发布" in refused
    assert "确认发布" not in refused
    day = EVERY_DAY.add(localdate(office.at), 3)
    preview = office.get("publisher", f"{DRAFT}/publish?from={day.isoformat()}&document=合政务〔2026〕1号")
    for words in (
        f"第2版自{day.year}年{day.month}月{day.day}日起施行",
        "1件在办件不受影响",
        "变更说明:调查提速",
        "承诺时限 10个工作日 9个工作日",
        "环节时限 10个工作日 8个工作日",
        "确认发布",
    ):
        assert words in said(preview), words
    confirm = hidden_in(preview)
    assert confirm["document"] == "合政务〔2026〕1号"
    for _ in range(2):  # an impatient second click does nothing more
        response = office.client("publisher").post(f"{DRAFT}/publish", confirm)
        assert response.status_code == 302, said(response, response.status_code)
        assert (response.status_code, response["Location"]) == (302, CERTIFICATE)
    version = catalog.version_in_force("certificate", day)
    assert (version.number, version.published_by, version.document) == (2, office.actors["publisher"].key, confirm["document"])  # fmt: skip
    running.refresh_from_db()
    assert running.item_version_id
    assert catalog.pinned(running.item_version_id).promised_term != catalog.pinned(version.pk).promised_term
    assert "待施行" in said(office.get("editor", CERTIFICATE))


def test_an_author_cannot_publish_by_sending_the_form_anyway(office: Cast):
    page = office.get("publisher", f"{DRAFT}/publish")
    confirm = hidden_in(page)
    response = office.client("editor").post(f"{DRAFT}/publish", confirm)
    assert "不能自己发布" in said(response, 403)
    assert catalog.version("certificate", 2).is_draft
    looking = office.client("admin").post(f"{DRAFT}/publish", confirm)
    assert "系统管理员只能查看" in said(looking, 403)


def test_a_draft_changed_after_the_preview_is_not_published(office: Cast):
    page = office.get("publisher", f"{DRAFT}/publish")
    confirm = hidden_in(page)
    press(office, opened(office, "basics"), "save", trips="2")
    response = office.client("publisher").post(f"{DRAFT}/publish", confirm)
    assert "已有人改过" in said(response, 409)
    assert catalog.version("certificate", 2).is_draft


@pytest.mark.parametrize("day", ["2020-01-01", "tomorrow", "9999-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused_in_the_preview(office: Cast, day: str):
    page = office.get("publisher", f"{DRAFT}/publish?from={day}")
    assert page.status_code == 422 or "现在不能发布" in said(page)


def test_rows_are_added_moved_and_removed_without_losing_what_was_typed(office: Cast):
    typed = opened(office, "materials")
    typed["materials.0.name"] = ["登记申请书(2026年版)"]
    added = press(office, typed, "add.materials")
    assert "第5项" in said(added)
    assert "autofocus" in added.content.decode()
    typed = typed_in(added)
    assert typed["materials.0.name"] == ["登记申请书(2026年版)"]
    assert typed["materials.4.key"] == ["material1"]
    typed["materials.4.name"] = ["委托书"]
    typed = typed_in(press(office, typed, "up.materials.4"))
    assert [typed[f"materials.{at}.name"][0] for at in range(5)] == [
        "登记申请书(2026年版)",
        "完税凭证",
        "无纠纷证明",
        "委托书",
        "营业执照",
    ]
    typed = typed_in(press(office, typed, "down.materials.0"))
    typed = typed_in(press(office, typed, "remove.materials.0"))
    assert [one["key"] for one in stored()["materials"]] == ["application", "tax", "pledge", "licence"]
    assert press(office, typed, "save").status_code == 302
    assert [one["name"] for one in stored()["materials"]] == [
        "登记申请书(2026年版)",
        "无纠纷证明",
        "委托书",
        "营业执照",
    ]


def test_a_step_removed_leaves_those_after_it_waiting_for_what_it_waited_for(office: Cast):
    typed = typed_in(press(office, opened(office, "steps"), "add.procedure"))
    typed["procedure.3.name"], typed["procedure.3.amount"] = ["归档"], ["0"]
    typed["procedure.3.after"] = ["登簿缮证"]
    typed = typed_in(press(office, typed, "remove.procedure.2"))
    assert typed["procedure.2.after"] == ["权籍调查、登记审核"]
    press(office, typed, "save")
    assert stored()["procedure"][2] == {
        "key": "step1",
        "name": "归档",
        "agency": "@lead",
        "term": "0wd",
        "after": ["survey", "review"],
    }


def test_sections_are_left_and_come_back_to_with_everything_typed(office: Cast):
    typed = typed_in(press(office, opened(office, "basics"), "go.fee", name="首次登记", trips="x"))
    typed["fee_yuan"] = ["many"]
    shown = press(office, typed, "go.basics")
    again = typed_in(shown)
    assert (again["name"], again["trips"]) == (["首次登记"], ["x"])
    words = said(shown)
    assert "“跑动次数”应为不小于0的整数,现为“x”" in words
    assert "依据与收费 1处有误" in words
    assert stored()["name"] == "不动产首次登记"


def test_everything_refused_is_listed_at_once_and_stands_beside_its_field(office: Cast):
    typed = opened(office, "materials")
    typed |= {"materials.0.name": "", "materials.1.copies": "两份", "materials.2.key": "A B"}
    del typed["commitment_allowed"]
    page = press(office, typed, "save")
    shown = said(page, 422)
    assert "没有保存:以下各处要先改正" in shown
    for words in (
        "第1项的材料缺少“材料名称”",
        "“份数”应为不小于0的整数,现为“两份”",
        "“材料代码”应为小写字母开头",
    ):
        assert shown.count(words) >= 2, words  # above and beside the field
    source = page.content.decode()
    for name in ("materials.0.name", "materials.1.copies", "materials.2.key"):
        assert f'id="e-{name}"' in source
    assert typed_in(page)["materials.1.copies"] == ["两份"]


def test_names_are_typed_and_codes_are_stored(office: Cast):
    typed = opened(office, "steps")
    assert typed["procedure.0.agency"] == ["合肥市不动产权籍调查中心"]
    typed["procedure.1.agency"] = ["合肥市不动产权籍调查中心"]
    typed["procedure.2.agency"] = ["没有这个局"]
    page = press(office, typed, "check")
    assert "环节“register”的部门“没有这个局”在" in said(page)
    typed["procedure.2.agency"] = ["hf-bdc"]
    press(office, typed, "save")
    assert [step["agency"] for step in stored()["procedure"]] == ["hf-cehui", "hf-cehui", "hf-bdc"]


def test_the_live_panel_answers_for_what_stands_in_the_form_and_stores_nothing(office: Cast):
    before = stored()
    typed = {**opened(office, "steps"), "procedure.1.amount": "10"}
    page = office.client("editor").post(f"{DRAFT}/panel", typed, headers={"HX-Request": "true"})
    shown = said(page)
    assert "逐个办理 20个工作日" in shown
    assert "<html" not in page.content.decode()
    typed["procedure.1.amount"] = "soon"
    assert "要改正的" in said(office.client("editor").post(f"{DRAFT}/panel", typed))
    assert stored() == before
    assert office.client("admin").post(f"{DRAFT}/panel", typed).status_code == 403


def test_a_field_of_the_form_is_made_and_seen_as_the_citizen_will(office: Cast):
    typed = typed_in(press(office, opened(office, "form"), "add.form"))
    typed |= {
        "form.2.title": "房屋用途",
        "form.2.kind": "choice",
        "form.2.options": "factory=厂房\noffice=办公楼",
        "form.2.required": "1",
    }
    page = press(office, typed, "check")
    assert "申请人看到的表单" in said(page)
    assert '<option value="factory" lang="zh-CN">厂房</option>' in page.content.decode()
    press(office, typed_in(page), "save")
    form = stored()["form"]
    assert form["required"] == ["place", "field1"]
    assert form["properties"]["field1"] == {
        "type": "string",
        "title": "房屋用途",
        "enum": ["factory", "office"],
        "x-labels": {"factory": "厂房", "office": "办公楼"},
    }


def test_fields_of_the_form_keep_the_order_they_are_given(office: Cast):
    typed = typed_in(press(office, opened(office, "form"), "up.form.1"))
    assert press(office, typed, "save").status_code == 302
    assert list(ItemSpec.parse(stored()).form_fields) == ["area", "place"]
    assert opened(office, "form")["form.0.name"] == ["area"]


@pytest.mark.parametrize(
    "schema",
    [
        FORM,
        {},
        {**FORM, "minProperties": 1, "dependentRequired": {"place": ["area"]}},
        {**FORM, "x-group": [{"title": "地点", "fields": ["place"]}, {"title": "大小", "fields": ["area"]}]},
        {**FORM, "x-group": [{"title": "倒着", "fields": ["area"]}, {"title": "来", "fields": ["place"]}]},
        {
            "type": "object",
            "properties": {
                "a": {"type": "string", "title": "甲", "enum": ["x", "y"]},
                "b": {"type": "string", "title": "乙", "format": "date"},
                "c": {"type": "boolean", "title": "丙", "const": True},
                "d": {"type": "number", "title": "丁", "exclusiveMinimum": 0, "maximum": 1.5, "multipleOf": 0.5},
                "e": {"type": "array", "title": "戊", "items": {"type": "string"}, "maxItems": 3},
                "f": {
                    "type": "array",
                    "title": "己",
                    "items": {"type": "object", "title": "庚", "properties": {"g": {"type": "string", "title": "辛"}}},
                },
                "h": {"type": "integer", "title": "壬", "enum": [1, 2], "default": 1},
                "i": {"type": "string", "title": "癸", "pattern": "^a=b$", "x-prefill": "phone", "description": "说明"},
            },
        },
    ],
)
def test_every_form_comes_back_from_its_rows_as_it_was(schema: dict[str, Any]):
    found, faults = fields.closed(fields.opened(schema))
    assert (found, faults) == (schema, [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form.0.name": "area"}, "表单字段代码“area”出现了两次"),
        ({"form.1.extra": "{"}, "这里应写 JSON 对象"),
        ({"form.1.extra": "[" * 3000}, "这里应写 JSON 对象"),
        ({"form.1.extra": '{"$ref": "https://example.org"}'}, "不支持的关键字:$ref"),
        ({"form.1.least": "很多"}, "不是合规的 JSON Schema"),
        ({"form.1.title": "Area"}, "须有中文名称"),
        ({"form.rest": '{"minProperties": "x"}'}, "不是合规的 JSON Schema"),
        ({"effect_fields": "name=ghost", "effect": "enterprise.change"}, "表单里没有它"),
        ({"form.rows": "101"}, "最多100行"),
        ({"form.rows": "x"}, "最多100行"),
        ({"colour": "red"}, "表单没有“colour”这一项"),
        ({"materials.0.name": "x"}, "表单没有“materials.0.name”这一项"),
        ({"form.0.title": "a\0b"}, "U+0000"),
        ({"parcel": "forged"}, "这一页已失效"),
        ({"section": "nothing"}, "没有“nothing”这一节"),
    ],
)
def test_wrong_and_hostile_input_is_refused_in_words(office: Cast, changes: dict[str, str], words: str):
    before = stored()
    page = office.client("editor").post(DRAFT, {**opened(office, "form"), **changes, "do": "save"})
    assert words in said(page, 422)
    assert stored() == before


@pytest.mark.parametrize("do", ["remove.materials.99", "up.materials.x", "up.materials." + "9" * 5000, "add.basis", "explode", "go.", "up"])  # fmt: skip
def test_buttons_nobody_offered_do_no_harm(office: Cast, do: str):
    assert press(office, opened(office, "materials"), do).status_code in {200, 422}


def test_texts_typed_run_nowhere(office: Cast):
    page = press(office, {**opened(office, "basics"), "summary": HOSTILE, "name": HOSTILE}, "check")
    assert "<script>alert" not in page.content.decode()
    assert typed_in(page)["summary"] == [HOSTILE]


def test_of_two_editors_the_second_sees_what_the_first_changed_and_loses_nothing(office: Cast):
    first, second = opened(office, "basics"), opened(office, "terms", "publisher")
    press(office, {**first, "summary": "简介", "trips": "3"}, "save")
    second["promised_term.amount"] = "12"
    page = press(office, second, "save", "publisher")
    shown = said(page, 409)
    for words in ("没有保存:草稿在您打开之后已有人改过", "事项管理员甲", "新增 事项简介", "跑动次数: 0 → 3"):
        assert words in shown, words
    assert stored()["promised_term"] == "10wd"
    again = typed_in(page)
    assert again["promised_term.amount"] == ["12"]
    assert press(office, again, "save", "publisher").status_code == 302
    assert (stored()["promised_term"], stored()["trips"], stored()["summary"]) == ("12wd", 3, "简介")


def test_where_both_changed_the_same_part_mine_stays_and_is_named(office: Cast):
    first, second = opened(office, "basics"), opened(office, "basics", "publisher")
    press(office, {**first, "trips": "3"}, "save")
    page = press(office, {**second, "trips": "5"}, "save", "publisher")
    assert "双方都改过、本页保留您的写法的:跑动次数" in said(page, 409)
    assert typed_in(page)["trips"] == ["5"]


def test_two_who_say_the_same_do_not_conflict(office: Cast):
    first, second = opened(office, "basics"), opened(office, "basics", "publisher")
    assert press(office, {**first, "trips": "3"}, "save").status_code == 302
    assert press(office, {**second, "trips": "3"}, "save", "publisher").status_code == 302


def test_a_diagram_and_a_whole_guide_are_put_into_the_editor_before_anything_is_stored(office: Cast):
    before = stored()
    steps = ItemSpec.parse({**ITEMS[0], "procedure": ITEMS[0]["procedure"][:1]})
    drawing = SimpleUploadedFile("流程.bpmn", write_bpmn(steps.procedure))
    page = press(office, opened(office, "steps"), "import", file=drawing)
    assert "已把文件“流程.bpmn”的内容放进编辑器,还没有保存" in said(page)
    assert typed_in(page)["procedure.rows"] == ["1"]
    assert stored() == before
    assert press(office, typed_in(page), "save").status_code == 302
    assert [step["key"] for step in stored()["procedure"]] == ["survey"]
    content, _ = written({**before, "trips": 7}, "yaml")
    page = press(office, opened(office, "basics"), "import", file=SimpleUploadedFile("guide.yaml", content))
    assert typed_in(page)["trips"] == ["7"]
    assert press(office, typed_in(page), "save").status_code == 302
    assert (stored()["trips"], len(stored()["procedure"])) == (7, 3)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", b"a: &a [x]\nb: *a"),
        ("a.yaml", b"code: !!python/object/apply:os.system ['id']"),
        ("a.yaml", b"\xff\xfe\x00"),
        ("a.json", b'{"code": "certificate"}'),
        ("a.yaml", json.dumps({**ITEMS[0], "code": "occupation"}).encode()),
        ("a.bpmn", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
        ("a.bpmn", b"PK\x03\x04"),
        ("a.exe", b"MZ"),
    ],
)
def test_a_hostile_file_is_refused_and_what_was_typed_stays(office: Cast, name: str, content: bytes):
    before = stored()
    typed = {**opened(office, "basics"), "summary": "刚写的简介"}
    page = press(office, typed, "import", file=SimpleUploadedFile(name, content))
    assert "没有导入。" in said(page, 422)
    assert typed_in(page)["summary"] == ["刚写的简介"]
    assert stored() == before


def test_an_import_without_a_file_says_so(office: Cast):
    assert "请先选择要导入的文件" in said(press(office, opened(office, "basics"), "import"), 422)


def test_a_draft_is_begun_once_and_put_aside_with_a_reason_and_taken_up_again(office: Cast):
    address = f"{DRAFT}/discard"
    confirm = hidden_in(office.get("publisher", address))
    assert "“废弃理由”不能为空" in said(office.client("publisher").post(address, {**confirm, "reason": " "}), 422)
    response = office.client("publisher").post(address, {**confirm, "reason": "与省目录不一致"})
    assert response["Location"] == CERTIFICATE
    shown = office.get("editor", CERTIFICATE)
    assert "第2版草稿:与省目录不一致 事项管理员乙" in said(shown)
    assert office.get("editor", DRAFT).status_code == 404
    start = re.search(r'name="token" value="([^"]+)"', shown.content.decode())
    aside = re.search(r'name="discarded" value="(\d+)"', shown.content.decode())
    assert start
    assert aside
    for _ in range(2):
        response = office.client("editor").post(f"{DRAFT}/start", {"token": start[1], "discarded": aside[1]})
        assert response["Location"] == DRAFT
    assert catalog.version("certificate", 2).is_draft
    assert office.client("editor").post(f"{DRAFT}/start", {"token": "x" * 20}).status_code == 409
    assert office.client("editor").post(f"{DRAFT}/start", {"token": "y" * 20, "discarded": "9" * 30}).status_code == 404


def test_a_new_item_begins_as_a_draft(office: Cast):
    token = hidden_in(office.get("editor", "/desk/catalog/new"))
    given = {**token, "code": "kiosk", "name": "报刊亭设置", "type": "permit", "agency": "合肥市不动产登记中心"}
    refused = office.client("editor").post("/desk/catalog/new", {**given, "code": "a b"})
    assert "报刊亭设置" in refused.content.decode()
    assert refused.status_code == 422
    response = office.client("editor").post("/desk/catalog/new", given)
    assert response["Location"] == "/desk/catalog/items/kiosk/draft"
    assert catalog.version("kiosk", 1).spec["agency"] == "hf-bdc"
    assert "还不能发布,缺少" in said(office.get("editor", "/desk/catalog/items/kiosk/draft"))
    again = {**given, "token": "another-token-of-20", "name": "别的"}
    assert "已有编码为“kiosk”的事项" in said(office.client("editor").post("/desk/catalog/new", again), 422)
    content, _ = written({**ITEMS[0], "code": "copied"}, "json")
    response = office.client("editor").post(
        "/desk/catalog/new", {"token": "a-third-token-of-20", "file": SimpleUploadedFile("guide.json", content)}
    )
    assert response["Location"] == "/desk/catalog/items/copied/draft"


def test_an_item_is_retired_from_a_day_on(office: Cast):
    accepted(office.city, at=office.at)
    address = "/desk/catalog/items/occupation/retire"
    page = office.get("editor", address)
    assert "0件在办件不受影响" in said(page)
    token = hidden_in(page)
    past = office.client("editor").post(address, {**token, "until": "2020-01-01"})
    assert "停用日期2020-01-01早于" in said(past, 409)
    assert office.client("editor").post(address, {**token, "until": "x"}).status_code == 422
    day = EVERY_DAY.add(localdate(office.at), 5).isoformat()
    response = office.client("editor").post(address, {**token, "until": day})
    assert response["Location"] == "/desk/catalog/items/occupation"
    assert str(catalog.version("occupation", 1).valid_until_on) == day


@pytest.mark.parametrize("path", [DRAFT, f"{DRAFT}/publish", f"{DRAFT}/discard", "/desk/catalog/new"])
def test_others_are_kept_out(office: Cast, path: str):
    assert office.get("nobody", path).status_code == 302
    for name in ("clerk", "citizen"):
        assert office.get(name, path).status_code == 403
    if not path.endswith("publish"):
        assert office.get("admin", path).status_code == 403


def test_what_was_typed_survives_the_end_of_a_session(office: Cast):
    typed = {**opened(office, "basics"), "summary": "写到一半"}
    stranger = Client()
    page = stranger.post(DRAFT, {**typed, "do": "save"})
    assert page.status_code == 401
    assert stored()["summary"] == ""
    back = stranger.post("/sign-in", {**hidden_in(page), "username": "editor", "password": PASSWORD})
    assert (back.status_code, back["Location"]) == (302, DRAFT)
    again = typed_in(stranger.get(DRAFT))
    assert again["summary"] == ["写到一半"]
    assert stranger.post(DRAFT, {**again, "do": "save"}).status_code == 302
    assert stored()["summary"] == "写到一半"


def test_a_draft_of_forty_materials_and_steps_stays_small(office: Cast):
    materials = [{"key": f"m{n}", "name": f"第{n}份{'很长的材料名称' * 10}"} for n in range(40)]
    steps = [{"key": f"s{n}", "name": f"环节{n}", "agency": "@lead", "term": "0wd", "after": [f"s{n - 1}"] if n else []} for n in range(40)]  # fmt: skip
    form: dict[str, Any] = deepcopy(FORM)
    form["properties"] |= {f"f{n}": {"type": "string", "title": f"字段{n}"} for n in range(30)}
    editing.edit_draft(
        item="certificate",
        number=2,
        spec={**ITEMS[0], "materials": materials, "procedure": steps, "form": form, "commitment_allowed": False},
        actor=office.actors["editor"],
        at=office.at,
    )
    for section in SECTIONS:
        page = office.get("editor", f"{DRAFT}?section={section}")
        assert len(page.content) <= MOST_BYTES, (section, len(page.content))


@pytest.mark.parametrize("section", ["basics", "steps", "form"])
def test_editing_costs_little(office: Cast, section: str, django_assert_max_num_queries):
    typed = opened(office, section)
    office.client("publisher")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        office.get("editor", f"{DRAFT}?section={section}")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        press(office, typed, "check")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        office.client("editor").post(f"{DRAFT}/panel", typed)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        office.get("publisher", f"{DRAFT}/publish")
