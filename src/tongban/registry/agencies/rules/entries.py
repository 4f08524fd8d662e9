"""Strict reading of reference data: a key not known, missing, twice or of another type is refused by its place."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from tongban.common.errors import BadInput


class _OneKeyOnce(yaml.SafeLoader):
    """The safe loader, except that a key written twice is refused instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"重复的键 {key}", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file of plain values; one that cannot be read is refused with the parser's words."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_OneKeyOnce)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:
        raise BadInput(
            "data.unreadable", "数据文件“{file}”无法读取:{why}。", file=path.name, why=" ".join(str(error).split())
        ) from error


class Entry:
    """One mapping of a data file; ``where`` names it in refusals."""

    def __init__(self, raw: object, where: str, *, required: Collection[str], optional: Collection[str] = ()) -> None:
        if not isinstance(raw, Mapping):
            raise BadInput("data.entry", "数据“{where}”应为键值表。", where=where)
        self.where = where
        self._raw = raw
        if unknown := sorted(str(key) for key in raw if key not in required and key not in optional):
            raise self._refusal("data.unknown_key", unknown[0], "不认识的键,请删去或更正拼写")
        if missing := sorted(key for key in required if key not in raw):
            raise self._refusal("data.missing_key", missing[0], "缺少此键,请补齐")

    def _refusal(self, code: str, key: str, problem: str) -> BadInput:
        return BadInput(code, "数据“{where}”的“{key}”有误:{problem}。", where=self.where, key=key, problem=problem)

    def text(self, key: str, default: str = "") -> str:
        """A non-empty text; ``default`` where an optional key is absent."""
        if key not in self._raw:
            return default
        value = self._raw[key]
        if not isinstance(value, str) or not value.strip():
            raise self._refusal("data.text", key, "应为非空文字")
        return value

    def day(self, key: str) -> date:
        """A date written as 2022-07-01."""
        if (value := self.day_or_none(key)) is None:
            raise self._refusal("data.day", key, "应为日期,例如 2022-07-01")
        return value

    def day_or_none(self, key: str) -> date | None:
        """A date, or None where it is null or absent."""
        value = self._raw.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self._refusal("data.day", key, "应为日期,例如 2022-07-01")
        return value

    def rows(self, key: str) -> list[Any]:
        """A list; empty where an optional key is absent."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            raise self._refusal("data.list", key, "应为列表")
        return value

    def table(self, key: str) -> dict[str, Any]:
        """A mapping with text keys; empty where an optional key is absent."""
        value = self._raw.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise self._refusal("data.table", key, "应为键值表")
        return value
