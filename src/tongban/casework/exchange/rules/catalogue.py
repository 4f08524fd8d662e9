"""The published language: which events exist and which fields each may carry.

A room that emits an event declares it once, at import of its own rules. Entitlements are read against these
declarations, so that a misspelt event or field is refused instead of silently never delivered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongban.common.errors import BadInput

EVENT_TYPE = re.compile(r"cn\.tongban(?:\.[a-z][a-z0-9_-]*){2,5}\Z")
FIELD = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
MAX_TYPE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: its CloudEvents type, its Chinese title and the fields it may carry."""

    type: str
    title: str
    fields: frozenset[str]


_declared: dict[str, EventType] = {}


def check_event_type(name: str) -> None:
    """Refuse a name that is not ``cn.tongban.<thing>.<past tense>``."""
    if len(name) > MAX_TYPE_LENGTH or not EVENT_TYPE.match(name):
        raise BadInput(
            "event.type",
            "事件类型“{name}”不合规则:请写作 cn.tongban.对象.动作,例如 cn.tongban.case.accepted。",
            name=name,
        )


def declare_event(name: str, *, title: str, fields: Iterable[str]) -> EventType:
    """Make an event known to subscribers; the same declaration may be repeated, a different one is refused."""
    check_event_type(name)
    event = EventType(name, title, frozenset(fields))
    if bad := sorted(one for one in event.fields if not FIELD.match(one)):
        raise BadInput(
            "event.field",
            "事件“{name}”的字段名“{field}”不合规则:请用小写字母开头,仅含小写字母、数字和下划线。",
            name=name,
            field=bad[0],
        )
    if _declared.setdefault(name, event) != event:
        raise BadInput(
            "event.redeclared",
            "事件“{name}”已按别的内容登记:同一事件类型只能有一份字段清单,请统一后再登记。",
            name=name,
        )
    return event


def declared_events() -> Mapping[str, EventType]:
    """All declared events by type, read-only."""
    return MappingProxyType(_declared)
