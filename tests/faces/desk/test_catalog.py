"""The catalogue at the desk: looked at, drafted from what is in force, published by a second person."""

import html
import json
import re
from typing import Any

import pytest
from tests import cast
from tests.cast import ITEMS, item, put_in_force
from tests.faces.cast import Cast

from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog import services as editing
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.bpmn import read_bpmn
from tongban.registry.catalog.rules.documents import read_guide

MOST_STATEMENTS = 12
MOST_BYTES = 100_000
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CERTIFICATE = "/desk/catalog/items/certificate"


@pytest.fixture
def office(people: Cast) -> Cast:
    """The cast with two who manage items: one writes, the other publishes."""
    people.join("editor", cast.EDITOR)
    people.join("publisher", cast.PUBLISHER)
    return people


def said(page: Any, status: int = 200) -> str:
    """The words of a page, tags taken out."""
    assert page.status_code == status, page.content.decode()
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def drafted(office: Cast, by: str = "editor", **changes: Any) -> None:
    """A draft of the certificate beside the version in force."""
    editing.draft_item(spec={**ITEMS[0], **changes}, actor=office.actors[by], at=office.at)


def test_the_list_shows_versions_in_force_and_drafts_with_their_authors(office: Cast):
    drafted(office, trips=2)
    shown = said(office.get("editor", "/desk/catalog"))
    assert "不动产首次登记 合肥市不动产登记中心 · certificate" in shown
    assert "第2版草稿 事项管理员甲 · 今天" in shown
    assert "占道许可" in shown
    drafts = said(office.get("publisher", "/desk/catalog?list=drafts"))
    assert "不动产首次登记" in drafts
    assert "占道许可" not in drafts
    assert "没有符合条件的事项" in said(office.get("publisher", "/desk/catalog?list=mine"))
    assert "不动产首次登记" in said(office.get("editor", "/desk/catalog?list=mine"))
    assert "占道许可" not in said(office.get("editor", "/desk/catalog?agency=hf-bdc"))
    assert "企业变更登记" in said(office.get("editor", "/desk/catalog?text=变更"))


def test_the_list_turns_pages(office: Cast):
    for number in range(31):
        put_in_force(item(f"more-{number:02}", f"事项{number:02}", "hf-bdc", "registration", procedure=ITEMS[0]["procedure"]))  # fmt: skip
    first = office.get("editor", "/desk/catalog?agency=hf-bdc").content.decode()
    following = re.search(r'href="(/desk/catalog\?[^"]+cursor[^"]+)"', first)
    assert following
    second = office.get("editor", following[1].replace("&amp;", "&")).content.decode()
    rows = [re.findall(r'href="/desk/catalog/items/([a-z0-9-]+)"', page) for page in (first, second)]
    assert [len(found) for found in rows] == [30, 2]


@pytest.mark.parametrize("path", ["/desk/catalog", CERTIFICATE, f"{CERTIFICATE}/versions/1", f"{CERTIFICATE}/versions/1.yaml"])  # fmt: skip
def test_only_item_managers_and_administrators_look(office: Cast, path: str):
    for name in ("editor", "publisher", "admin"):
        assert office.get(name, path).status_code == 200
    for name in ("clerk", "handler", "citizen"):
        assert office.get(name, path).status_code == 403
    assert office.get("nobody", path).status_code == 302


def test_an_administrator_is_offered_no_changes(office: Cast):
    drafted(office, trips=2)
    page = office.get("admin", CERTIFICATE).content.decode()
    assert "/draft" not in page
    assert "新建事项" not in office.get("admin", "/desk/catalog").content.decode()


def test_two_versions_stand_side_by_side_with_the_four_reductions(office: Cast):
    materials = [{**one, "source": "held"} if one["key"] == "tax" else one for one in ITEMS[0]["materials"]]
    materials[1]["deferrable"] = False
    drafted(office, promised_term="10wd", trips=1, materials=materials, summary="首次登记")
    shown = said(office.get("editor", CERTIFICATE))
    for words in (
        "第1版与第2版比较",
        "时限 10个工作日 10个工作日 法定 20个工作日,承诺压缩50% 不变",
        "材料 2份 1份 减少1份",
        "跑动 0次 1次 增加1次",
        "新增 事项简介",
        "改动 申请材料:完税凭证",
        "来源 申请人提交 政府部门核发或共享获取",
        "施行中",
        "草稿",
    ):
        assert words in shown, words
    assert "两版内容完全相同" in said(office.get("editor", f"{CERTIFICATE}?left=1&right=1"))
    back = said(office.get("editor", f"{CERTIFICATE}?left=2&right=1"))
    assert "减少1次" in back
    assert office.get("editor", f"{CERTIFICATE}?left=x").status_code == 422


def test_both_procedures_are_drawn_where_they_differ(office: Cast):
    assert office.get("editor", CERTIFICATE).content.decode().count("<svg class=") == 1
    drafted(office, procedure=ITEMS[0]["procedure"][:2])
    page = office.get("editor", CERTIFICATE).content.decode()
    assert page.count("<svg class=") == 2
    assert page.count('id="left-head"') == page.count('id="right-head"') == 1


def test_a_version_is_read_in_full(office: Cast):
    shown = said(office.get("editor", f"{CERTIFICATE}/versions/1"))
    for words in (
        "权力事项 不动产登记",
        "登记申请书 必需 是 来源 申请人提交 份数 1",
        "权籍调查 办理部门 合肥市不动产权籍调查中心 环节时限 10个工作日",
        "前置环节 权籍调查、登记审核",
        "地点 必填 是 类型 文字 最少字数 2",
    ):
        assert words in shown, words
    assert office.get("editor", f"{CERTIFICATE}/versions/9").status_code == 404
    assert office.get("editor", "/desk/catalog/items/nothing").status_code == 404


def test_a_version_is_taken_home_as_a_file(office: Cast):
    stored = ItemSpec.parse(catalog.version("certificate", 1).spec).as_data()
    found = office.get("editor", f"{CERTIFICATE}/versions/1.yaml")
    assert found["Content-Disposition"] == 'attachment; filename="certificate-v1.yaml"'
    assert read_guide(found.content) == stored
    assert json.loads(office.get("editor", f"{CERTIFICATE}/versions/1.json").content) == stored
    drawing = office.get("admin", f"{CERTIFICATE}/versions/1.bpmn").content
    assert read_bpmn(drawing).procedure.as_data() == stored["procedure"]
    assert office.get("editor", f"{CERTIFICATE}/versions/1.exe").status_code == 422


def test_texts_of_a_guide_run_nowhere(office: Cast):
    drafted(office, name=HOSTILE, summary=HOSTILE, faq=[{"question": HOSTILE, "answer": HOSTILE}])
    for path in ("/desk/catalog", CERTIFICATE, f"{CERTIFICATE}/versions/2"):
        page = office.get("editor", path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/desk/catalog", CERTIFICATE, f"{CERTIFICATE}/versions/1"])
def test_looking_costs_little(office: Cast, path: str, django_assert_max_num_queries):
    drafted(office, trips=2)
    office.get("editor", path)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = office.get("editor", path)
    assert len(page.content) <= MOST_BYTES
