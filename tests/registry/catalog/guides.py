"""A guide as plain data, to be changed by the tests."""

from copy import deepcopy
from typing import Any

GUIDE: dict[str, Any] = {
    "code": "kiosk-permit",
    "name": "报刊亭设置许可",
    "type": "permit",
    "agency": "hf-csgl",
    "power": "kiosks",
    "audience": "person",
    "basis": [{"law": "中华人民共和国行政许可法", "article": "第四十二条"}],
    "statutory_term": "20wd",
    "promised_term": "5wd",
    "materials": [
        {"key": "application", "name": "申请表"},
        {"key": "plan", "name": "平面图", "deferrable": True},
        {"key": "promise", "name": "承诺书", "source": "commitment"},
    ],
    "modes": ["online", "once"],
    "commitment_allowed": True,
    "form": {
        "type": "object",
        "required": ["place", "area_m2"],
        "properties": {
            "place": {"type": "string", "title": "位置", "minLength": 2, "maxLength": 10},
            "area_m2": {"type": "number", "title": "面积", "exclusiveMinimum": 0, "maximum": 100},
            "kind": {
                "type": "string",
                "title": "类别",
                "enum": ["new", "old"],
                "x-labels": {"new": "新设", "old": "旧有"},
            },
        },
    },
    "procedure": [
        {"key": "review", "name": "审查", "agency": "@lead", "term": "2wd"},
        {"key": "site", "name": "踏勘", "agency": "hf-zrzy", "term": "3wd"},
        {"key": "decide", "name": "决定", "agency": "@lead", "term": "1wd", "after": ["review", "site"]},
    ],
}


def guide(**changes: Any) -> dict[str, Any]:
    """The guide with other values under some keys."""
    return {**deepcopy(GUIDE), **changes}


def with_field(**field: Any) -> dict[str, Any]:
    """The form with one more field, called extra."""
    form: dict[str, Any] = deepcopy(GUIDE["form"])
    form["properties"]["extra"] = field
    return form
