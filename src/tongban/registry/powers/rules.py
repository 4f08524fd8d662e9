"""Powers, who holds them and to whom they are delegated: words, order of holders, and the law of overlap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.common.errors import BadInput, Conflict
from tongban.registry.agencies.rules import overlap
from tongban.registry.regions.rules import Level


class PowerType(StrEnum):
    """The ten types of a power (权力事项), and public services."""

    PERMIT = "permit"
    PENALTY = "penalty"
    COERCION = "coercion"
    LEVY = "levy"
    PAYMENT = "payment"
    RULING = "ruling"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    INSPECTION = "inspection"
    OTHER = "other"
    PUBLIC_SERVICE = "public_service"

    @property
    def label(self) -> str:
        """The Chinese word of the lists of powers."""
        return TYPE_LABELS[self]


TYPE_LABELS = {
    PowerType.PERMIT: "许可",
    PowerType.PENALTY: "处罚",
    PowerType.COERCION: "强制",
    PowerType.LEVY: "征收",
    PowerType.PAYMENT: "给付",
    PowerType.RULING: "裁决",
    PowerType.CONFIRMATION: "确认",
    PowerType.REWARD: "奖励",
    PowerType.INSPECTION: "检查",
    PowerType.OTHER: "其他",
    PowerType.PUBLIC_SERVICE: "公共服务",
}
TYPES_BY_LABEL: Mapping[str, PowerType] = {label: kind for kind, label in TYPE_LABELS.items()}


class Mode(StrEnum):
    """How a holder comes to a power: its own, or by one of the three modes of delegation."""

    OWN = "own"
    ASSIGNED = "assigned"
    ENTRUSTED = "entrusted"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """The Chinese word of the delegation documents."""
        return MODE_LABELS[self]


MODE_LABELS = {Mode.OWN: "本级", Mode.ASSIGNED: "交由", Mode.ENTRUSTED: "委托", Mode.SERVICE: "服务前移"}
DELEGATION_MODES = (Mode.ASSIGNED, Mode.ENTRUSTED, Mode.SERVICE)
PRECEDENCE = {mode: place for place, mode in enumerate(Mode)}
WIDTH = {level: place for place, level in enumerate((Level.TOWN, Level.COUNTY, Level.CITY))}


class Status(StrEnum):
    """Where a delegation stands; a recalled one was in force until its last day and stays on record."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    RECALLED = "recalled"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return STATUS_LABELS[self]


STATUS_LABELS = {Status.PROPOSED: "拟赋权", Status.PUBLISHED: "已公布", Status.RECALLED: "已收回"}


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that may act in a power on the day asked, and by what.

    ``document`` announced it, ``basis`` is the law of the power; a holder by service takes applications in but does
    not decide (``may_decide`` false). ``until_on`` None is open-ended.
    """

    agency: str
    name: str
    level: Level
    mode: Mode
    basis: str
    document: str
    since_on: date
    until_on: date | None
    giver: str = ""

    @property
    def may_decide(self) -> bool:
        """Whether the holder decides too, not only accepts."""
        return self.mode is not Mode.SERVICE


def effective(found: Iterable[Holder]) -> tuple[Holder, ...]:
    """Those who may act, out of the holders and the delegated ones of one day and one chain of regions.

    Who gave the power away (交由) may no longer act there. Who acts in the name of another (委托, 服务前移) may only
    as long as that other holds the power itself (行政许可法 24, 行政处罚法 20). An agency that comes to a power in two
    ways appears once, by the stronger. The nearest level comes first.
    """
    rows = sorted(found, key=lambda each: (PRECEDENCE[each.mode], each.agency))
    own = {each.agency for each in rows if each.mode is Mode.OWN}
    given_away = {each.giver for each in rows if each.mode is Mode.ASSIGNED}
    kept: dict[str, Holder] = {}
    for each in rows:
        lapsed = each.mode in (Mode.ENTRUSTED, Mode.SERVICE) and each.giver not in own
        if not lapsed and not (each.mode is Mode.OWN and each.agency in given_away):
            kept.setdefault(each.agency, each)
    return tuple(sorted(kept.values(), key=lambda each: (WIDTH[each.level], each.agency)))


def check_no_overlap(
    from_on: date, until_on: date | None, others: Iterable[tuple[date, date | None]], *, power: str, place: str
) -> None:
    """Refuse a second delegation of one power to one town, or a second holding of one line, on a day that has one."""
    for other in others:
        if overlap((from_on, until_on), other):
            raise Conflict(
                "power.overlap",
                "“{power}”在“{place}”自{from_on}起已有登记({until}),期间重叠:请先收回或调整原登记。",
                power=power,
                place=place,
                from_on=other[0],
                until="长期有效" if other[1] is None else f"至{other[1]}",
            )


def check_document(document: str) -> None:
    """Refuse a change of powers without the document that announces it."""
    if not document.strip():
        raise BadInput("power.document", "权力的设定、赋权和收回须写明公布文件。")
