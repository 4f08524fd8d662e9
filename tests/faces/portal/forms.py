"""Walking through the pages of the portal as a browser without scripts does."""

import html
import re
from typing import Any

from tests.cast import item, put_in_force
from tests.faces.cast import Cast

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["place", "kind"],
    "properties": {
        "place": {"type": "string", "title": "地点", "minLength": 2, "maxLength": 80},
        "kind": {"type": "string", "title": "类别", "enum": ["a", "b"], "x-labels": {"a": "甲类", "b": "乙类"}},
        "who": {"type": "string", "title": "申请人姓名", "maxLength": 80},
        "area": {"type": "number", "title": "面积", "minimum": 0},
        "phone": {"type": "string", "title": "联系电话", "pattern": "^[0-9-]{7,20}$"},
        "people": {
            "type": "array",
            "title": "成员",
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string", "title": "姓名", "maxLength": 80}},
            },
        },
    },
    "x-group": [
        {"title": "在哪里", "fields": ["place", "kind"]},
        {"title": "您是谁", "fields": ["who", "area", "phone"]},
        {"title": "有谁", "fields": ["people"]},
    ],
}
MATERIALS = [
    {"key": "sheet", "name": "申请书", "form_template": "申请书格式"},
    {"key": "plan", "name": "平面图", "deferrable": True},
    {"key": "extra", "name": "补充说明", "required": False},
    {"key": "vow", "name": "承诺书", "source": "commitment"},
    {"key": "licence", "name": "营业执照", "source": "held"},
]
REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]
HERE = "340100"


def publish(code: str = "stall", **more: Any) -> str:
    """An item with three pages of questions and five materials, in force."""
    given = {"form": FORM, "materials": MATERIALS, "commitment_allowed": True, "procedure": REVIEW} | more
    put_in_force(item(code, "摆摊登记", "hf-bdc", "registration", **given))
    return code


def text_of(response: Any) -> str:
    """The words of a page of whatever status."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def token_in(response: Any) -> str:
    """The one-time token of a form."""
    return str(re.findall(r'name="token" value="([^"]+)"', response.content.decode())[0])


def send(people: Cast, who: str, path: str, **typed: Any) -> Any:
    """Open a page and send its form with its token."""
    page = people.get(who, path)
    assert page.status_code == 200, text_of(page)
    found = re.findall(r'name="token" value="([^"]+)"', page.content.decode())
    return people.client(who).post(path, {**({"token": found[0]} if found else {}), **typed})


def draft(people: Cast, who: str = "citizen", code: str = "", *, party: str = "", region: str = HERE) -> str:
    """A draft begun on the start page; its number."""
    code = code or publish()
    response = send(people, who, f"/apply/{code}", party=party or str(people.actors[who].party_id), region=region)
    assert response.status_code == 302, text_of(response)
    return str(response.headers["Location"].split("/")[2])


def filled(people: Cast, number: str, who: str = "citizen") -> None:
    """Answer every page of questions."""
    pages = (
        {"form.place": "新站区", "form.kind": "a"},
        {"form.who": "高明", "form.area": "9.5", "form.phone": "0551-6353 8899".replace(" ", "")},
        {"form.people.0.name": "张三"},
    )
    for place, typed in enumerate(pages, 1):
        response = people.client(who).post(f"/cases/{number}/apply/{place}", {**typed, "go": "next"})
        assert response.status_code == 302, text_of(response)


def submitted(people: Cast, who: str = "citizen", **more: Any) -> str:
    """A case applied for on the pages; its number."""
    number = draft(people, who, **more)
    filled(people, number, who)
    response = send(people, who, f"/cases/{number}/apply/check")
    assert response.headers["Location"] == f"/cases/{number}/apply/done", text_of(response)
    return number
