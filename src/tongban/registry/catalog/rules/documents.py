"""A guide as a file: YAML or JSON in, YAML, JSON or BPMN out. What comes in is hostile until read."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from math import isfinite
from typing import Any

import yaml

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn import write_bpmn
from tongban.registry.catalog.rules.items import ItemSpec

MOST_BYTES = 1_000_000
MOST_VALUES = 20_000
DEEPEST = 30
# what beside the guide itself stands in a packaged file
AROUND = frozenset({"valid_from_on", "document", "change_note", "spec"})
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Plain(yaml.SafeLoader):
    """The safe loader without references, which make a small file a huge guide, and with every key once."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "引用(*)", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(set(map(str, keys))) != len(keys):
            raise yaml.constructor.ConstructorError(None, None, "重复的键", node.start_mark)
        return super().construct_mapping(node, deep)


def read_guide(content: bytes) -> dict[str, Any]:
    """The guide in a YAML or JSON file, bare or as ``spec`` of a packaged one, as plain data not yet checked."""
    if len(content) > MOST_BYTES:
        raise BadInput("guide.bytes", "文件超过{most}MB,不予读取。", most=MOST_BYTES // 1_000_000)
    try:
        data = yaml.load(content.decode("utf-8-sig"), Loader=_Plain)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise BadInput("guide.yaml", "文件第{line}行不是合格的 YAML 或 JSON:请改正。", line=line) from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        raise BadInput("guide.unreadable", "文件不是合格的 YAML 或 JSON(UTF-8):请改正。") from None
    if isinstance(data, dict) and "spec" in data and set(data) <= AROUND:
        data = data["spec"]
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise BadInput("guide.shape", "文件里没有办事指南:应写明 code、name 等各项。")
    check_texts(data)
    return data


def check_texts(data: object) -> None:
    """Refuse what no database keeps or no page shows: control characters, half characters, what is too much."""
    waiting: list[tuple[object, int]] = [(data, 0)]
    for seen in range(MOST_VALUES + 1):
        if not waiting:
            return
        value, depth = waiting.pop()
        if depth > DEEPEST or seen == MOST_VALUES:
            raise BadInput("guide.size", "办事指南的内容过多或嵌套过深,不予保存。")
        if isinstance(value, Mapping):
            waiting += [(one, depth + 1) for pair in value.items() for one in pair]
        elif isinstance(value, list | tuple):
            waiting += [(one, depth + 1) for one in value]
        elif isinstance(value, str):
            _check_text(value)
        elif isinstance(value, date) or (isinstance(value, float) and not isfinite(value)):
            raise BadInput("guide.value", "“{value}”不能用在办事指南里:日期请加引号写成文字。", value=value)


def _check_text(text: str) -> None:
    if found := NOT_TEXT.search(text):
        raise BadInput(
            "guide.control",
            "办事指南含有不能保存的字符({point}),请删除后重新提交。",
            point=f"U+{ord(found[0]):04X}",
        )


def written(data: Mapping[str, Any], form: str) -> tuple[bytes, str]:
    """A guide as a file of the form yaml, json or bpmn, and its media type."""
    if form == "bpmn":
        return write_bpmn(ItemSpec.parse(data).procedure), "application/xml"
    if form == "json":
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), "application/json"
    if form == "yaml":
        plain = json.loads(json.dumps(data))  # without words of closed lists and without one list used twice
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)
        return text.encode(), "application/yaml"
    raise BadInput("guide.form", "没有“{form}”这种文件:请选 yaml、json 或 bpmn。", form=form)


def stamp_of(spec: Mapping[str, Any], change_note: str) -> str:
    """What a draft says, in few letters: two who edit it see by this whether the other was first."""
    text = json.dumps([spec, change_note], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:20]
