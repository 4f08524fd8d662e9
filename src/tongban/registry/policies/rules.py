"""What a policy of service says (服务政策): terms, thresholds, hours; read strictly, so that a slip of the pen is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time
from enum import StrEnum
from typing import Any, get_type_hints

import yaml

from tongban.common.errors import BadInput
from tongban.common.said import said
from tongban.workdays import Term

LONGEST_TEXT = 20_000
LONGEST_CODE = 40
RUNGS = 3


class AppealType(StrEnum):
    """What somebody turns to the city with."""

    CONSULTATION = "consultation"
    REQUEST = "request"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {
            "consultation": "咨询",
            "request": "求助",
            "complaint": "投诉",
            "report": "举报",
            "suggestion": "建议",
        }[self.value]


class PolicyState(StrEnum):
    """Where a policy stands: written down, in force from its day, or dropped before anybody confirmed it."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"proposed": "待确认", "published": "已发布", "dropped": "已放弃"}[self.value]


@dataclass(frozen=True, slots=True)
class TypePolicy:
    """The terms of one type of appeal; ``evidence``: an answer without a file is none."""

    term: Term
    extension: Term
    evidence: bool


@dataclass(frozen=True, slots=True)
class AppealPolicy:
    """Terms and thresholds of appeals; ``desk`` is the agency that takes in, ``callback_percent`` of 100 answers."""

    desk: str
    opens: time
    closes: time
    dispatch: Term
    emergency_dispatch: Term
    emergency: Term
    return_within: Term
    arbitration: Term
    callback: Term
    callback_percent: int
    reopen_within: Term
    shortest_answer: int
    group_reports: int
    group_within: Term
    complex: Term
    types: Mapping[AppealType, TypePolicy]

    def term_for(self, kind: AppealType, *, is_emergency: bool = False, is_complex: bool = False) -> Term:
        """How long an appeal may take from its dispatch to the answer."""
        if is_emergency:
            return self.emergency
        return self.complex if is_complex else self.types[kind].term


@dataclass(frozen=True, slots=True)
class BlockedPolicy:
    """Terms of matters that cannot be done: the ladder of three rungs, the confirmation, the rectification."""

    ladder: tuple[Term, ...]
    on_spot: Term
    confirm: Term
    rectify: Term
    told_within: Term


@dataclass(frozen=True, slots=True)
class RatingPolicy:
    """Terms of bad ratings, and how long after the act one may rate."""

    verify: Term
    rectify: Term
    confirm: Term
    rate_within: Term


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """All a policy says."""

    appeals: AppealPolicy
    blocked: BlockedPolicy
    ratings: RatingPolicy


def parse(text: str) -> ServicePolicy:
    """Read a policy written as YAML; BadInput names the place and what is wrong with it."""
    if len(text) > LONGEST_TEXT:
        raise BadInput("policy.long", "政策内容超过{most}个字符,请精简。", most=LONGEST_TEXT)
    try:
        given = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadInput("policy.yaml", "政策内容不是规范的 YAML:请对照默认内容修改。") from None
    found: ServicePolicy = _read(ServicePolicy, given, "")
    if (
        list(found.blocked.ladder) != sorted(found.blocked.ladder, key=lambda term: term.amount)
        or not found.blocked.ladder
    ):
        raise BadInput("policy.ladder", "“blocked.ladder”各级时限应由短到长。")
    if found.appeals.opens >= found.appeals.closes:
        raise BadInput("policy.hours", "“appeals.opens”应早于“appeals.closes”。")
    return found


def _read(kind: type, given: Any, path: str) -> Any:
    if not isinstance(given, Mapping):
        raise _bad(path or "(全文)", said("应为一组名称和值"))
    hints = get_type_hints(kind)
    wanted = {one.name for one in fields(kind)}
    if unknown := sorted(str(name) for name in given if name not in wanted):
        raise _bad(_join(path, unknown[0]), said("没有这一项"))
    if missing := sorted(wanted - set(given)):
        raise _bad(_join(path, missing[0]), said("缺少这一项"))
    return kind(**{name: _value(name, hints[name], given[name], _join(path, name)) for name in sorted(wanted)})


def _value(name: str, hint: Any, given: Any, path: str) -> Any:
    readers: Mapping[Any, Callable[[Any, str], Any]] = {Term: _term, bool: _yes_no, time: _hour, str: _code}
    if name == "types":
        return _types(given, path)
    if name == "ladder":
        return _ladder(given, path)
    if hint is int:
        return _whole(given, path, most=100 if name.endswith("percent") else 10_000)
    return readers[hint](given, path) if hint in readers else _read(hint, given, path)


def _ladder(given: Any, path: str) -> tuple[Term, ...]:
    if not isinstance(given, list) or len(given) != RUNGS:
        raise _bad(path, said("应为三级时限"))
    return tuple(_term(one, path) for one in given)


def _yes_no(given: Any, path: str) -> bool:
    if not isinstance(given, bool):
        raise _bad(path, said("应为 true 或 false"))
    return given


def _code(given: Any, path: str) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_CODE:
        raise _bad(path, said("应为部门代码"))
    return given.strip()


def _types(given: Any, path: str) -> Mapping[AppealType, TypePolicy]:
    if not isinstance(given, Mapping) or {str(name) for name in given} != {one.value for one in AppealType}:
        raise _bad(path, said("应写明全部诉求类型:{types}", types="、".join(AppealType)))
    return {one: _read(TypePolicy, given[one.value], _join(path, one.value)) for one in AppealType}


def _term(given: Any, path: str) -> Term:
    if not isinstance(given, str):
        raise _bad(path, said("应为时限,如 5wd、15d、24h"))
    try:
        return Term.parse(given)
    except BadInput:
        raise _bad(path, said("应为时限,如 5wd、15d、24h")) from None


def _whole(given: Any, path: str, *, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise _bad(path, said("应为0至{most}的整数", most=most))
    return given


def _hour(given: Any, path: str) -> time:
    try:
        return time.fromisoformat(str(given))
    except ValueError:
        raise _bad(path, said("应为时刻,如 09:00")) from None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _bad(path: str, what: str) -> BadInput:
    return BadInput("policy.value", "政策的“{path}”不对:{what}。", path=path, what=what)
