"""Closed lists of blocked matters: sources, causes, root causes, remedies; rungs of the ladder."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from tongban.workdays import Clock, Counting, Term

LONGEST_TEXT = 5_000
RUNG, REVIEW, TASK, AGAIN = "rung", "review", "task", "again"
AGENCY_RUNG, JOINT_RUNG, LEADING_RUNG = 1, 2, 3


class Entrance(StrEnum):
    """By which way a blocked matter came in."""

    WINDOW = "window"
    PORTAL = "portal"
    HOTLINE = "hotline"
    COORDINATOR = "coordinator"
    REPORT = "report"
    API = "api"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return ENTRANCE_LABELS[self]


ENTRANCE_LABELS = {
    Entrance.WINDOW: "“办不成事”窗口",
    Entrance.PORTAL: "网上",
    Entrance.HOTLINE: "热线",
    Entrance.COORDINATOR: "专员发现",
    Entrance.REPORT: "否定报备转办",
    Entrance.API: "系统对接",
}


class Cause(StrEnum):
    """What a matter got stuck on."""

    MATERIAL = "material"
    POLICY = "policy"
    AGENCIES = "agencies"
    SYSTEM = "system"
    ATTITUDE = "attitude"
    UNLAWFUL = "unlawful"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return CAUSE_LABELS[self]


CAUSE_LABELS = {
    Cause.MATERIAL: "材料缺失",
    Cause.POLICY: "政策空白",
    Cause.AGENCIES: "涉及多部门",
    Cause.SYSTEM: "系统故障",
    Cause.ATTITUDE: "服务态度",
    Cause.UNLAWFUL: "不符合法律规定",
}


class RootCause(StrEnum):
    """Why it could happen at all, found when the matter ends."""

    GUIDE = "guide"
    CATALOGUE = "catalogue"
    COORDINATION = "coordination"
    SYSTEM = "system"
    SERVICE = "service"
    LAW = "law"
    APPLICANT = "applicant"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return ROOT_LABELS[self]

    @property
    def mends_item(self) -> bool:
        """Whether the item itself is wrong and has to be rectified."""
        return self in {RootCause.GUIDE, RootCause.CATALOGUE}


ROOT_LABELS = {
    RootCause.GUIDE: "办事指南有误",
    RootCause.CATALOGUE: "事项目录缺漏",
    RootCause.COORDINATION: "部门衔接不畅",
    RootCause.SYSTEM: "业务系统问题",
    RootCause.SERVICE: "窗口服务问题",
    RootCause.LAW: "法律政策限制",
    RootCause.APPLICANT: "申请条件不具备",
}


class Remedy(StrEnum):
    """What whoever is told no can do."""

    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"
    MAKE_UP = "make_up"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return REMEDY_LABELS[self]


REMEDY_LABELS = {
    Remedy.RECONSIDERATION: "行政复议",
    Remedy.LITIGATION: "行政诉讼",
    Remedy.MAKE_UP: "补办路径",
}
RUNG_LABELS = {AGENCY_RUNG: "责任单位办理", JOINT_RUNG: "联合会审", LEADING_RUNG: "领导小组协调"}


def rung_of(keys: Iterable[str]) -> int:
    """The rung a matter stands on, by the keys of its steps: ``rung-2``; 0 before it is accepted."""
    return max((int(key.split("-")[1]) for key in keys if key.startswith(f"{RUNG}-")), default=0)


def rest_of(whole: Clock, at: datetime) -> Term:
    """What is left of the whole as a term that begins now: a hand taken later has no longer than the whole."""
    counting = whole.total.counting
    least = 1 if counting is Counting.HOURS else 0
    return Term(max(least, whole.remaining(at)), counting)
