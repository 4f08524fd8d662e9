"""What the pages of enterprises say, in words: what to do now, the record, who received which change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from tongban.casework.exchange.rules import NOT_ENTITLED, DeliveryStatus, receipt_number
from tongban.common.said import said
from tongban.faces.api.reading import Line
from tongban.registry.parties.rules import (
    FACT_LABELS,
    LONGEST_SUSPENSION_YEARS,
    StatusKind,
    SuspensionGround,
    days_of,
)

if TYPE_CHECKING:
    from tongban.casework.exchange.models import Delivery, OutboxEvent
    from tongban.registry.parties.models import Enterprise, EnterpriseChange, EnterpriseStatus

LABELS: Mapping[str, str] = {
    **FACT_LABELS,
    "credit_code": said("统一社会信用代码"),
    "status": said("登记状态"),
    "status_from": said("状态起始日"),
    "suspended_from": said("歇业起始日"),
    "suspended_until": said("歇业截止日"),
    "resumed_on": said("恢复经营日"),
    "publish_by": said("最迟公示日"),
    "case_number": said("办件编号"),
}
TONES = {
    StatusKind.ACTIVE: "ahead",
    StatusKind.SUSPENDED: "paused",
    StatusKind.CANCELLED: "late",
    StatusKind.REVOKED: "late",
}


@dataclass(frozen=True)
class Shown:
    """A label and a value: ``word`` is of ours, ``text`` is data, ``on`` a day; one of them is filled."""

    label: str
    text: str = ""
    word: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Task:
    """Something the enterprise has to do: the case, what, and until when where a day is set."""

    line: Line
    what: str
    until: date | None = None


def tasks(lines: Sequence[Line], owed: Mapping[int, date]) -> list[Task]:
    """What waits for the enterprise itself, in the order of the lines."""
    found = []
    for line in lines:
        if line.case.status == "correcting":
            found.append(Task(line, said("要补正:需要补的已一次全部告知")))
        elif line.case.status == "draft":
            found.append(Task(line, said("草稿还没有提交")))
        elif line.case.pk in owed:
            found.append(Task(line, said("补交容缺受理时缺的材料"), owed[line.case.pk]))
    return found


def facts(enterprise: "Enterprise") -> list[Shown]:
    """What the register says, those facts that are there."""
    party = enterprise.party
    values = {
        "name": party.name,
        **{name: str(getattr(enterprise, name)) for name in FACT_LABELS if name != "name"},
    }
    rows = [shown(name, values[name]) for name in FACT_LABELS if values[name]]
    return [
        Shown(LABELS["credit_code"], text=party.identifier_masked),
        *rows,
        Shown(said("成立日期"), on=enterprise.established_on),
        Shown(said("所在地"), text=party.region.full_name),
    ]


def shown(name: str, value: object) -> Shown:
    """A fact under its label: states in words, amounts with their unit, days as days."""
    label, text = LABELS.get(name, name), "" if value is None else str(value)
    if not text:
        return Shown(label, word=said("(无)"))
    if name == "status" and text in list(StatusKind):
        return Shown(label, word=StatusKind(text).label)
    if name == "registered_capital_yuan" and (amount := _amount(text)) is not None:
        return Shown(label, word=said("{yuan}元", yuan=f"{amount:,.2f}".removesuffix(".00")))
    if (on := _day(text)) is not None:
        return Shown(label, on=on)
    return Shown(label, text=text)


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2022-08-01") else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Standing:
    """One status of the history; ``has_run_out`` for a suspension that ended by itself."""

    label: str
    tone: str
    from_on: date
    until_on: date | None
    ground: str
    document: str
    case_number: str
    has_run_out: bool


def standings(rows: "Sequence[EnterpriseStatus]", on: date) -> list[Standing]:
    """The history of an enterprise's status, the newest first."""
    return [
        Standing(
            label=StatusKind(row.status).label,
            tone=TONES.get(StatusKind(row.status), ""),
            from_on=row.from_on,
            until_on=row.until_on,
            ground=SuspensionGround(row.ground).label if row.ground else "",
            document=row.document,
            case_number=row.case_number,
            has_run_out=bool(row.is_current and row.until_on and row.until_on < on),
        )
        for row in reversed(rows)
    ]


def suspended(rows: "Sequence[EnterpriseStatus]") -> str:
    """How long an enterprise has been suspended altogether, and how long it may; empty without a suspension."""
    spans = [(row.from_on, row.until_on) for row in rows if row.status == StatusKind.SUSPENDED and row.until_on]
    if not spans:
        return ""
    days = days_of((first, last) for first, last in spans if last)
    return said("歇业期限累计{days}天,最长{years}年", days=days, years=LONGEST_SUSPENSION_YEARS)


@dataclass(frozen=True)
class Receipt:
    """What became of a change on its way to one receiver; ``tone`` names its colour."""

    receiver: str
    state: str
    tone: str
    fields: list[str]
    number: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One change of the record: what was what before, and who was told; ``note`` says why nobody stands there."""

    at: datetime
    case_number: str
    pairs: list[tuple[str, Shown, Shown]]
    receipts: list[Receipt] = field(default_factory=list)
    note: str = ""


def changes(rows: "Sequence[EnterpriseChange]", events: "Sequence[OutboxEvent]") -> list[Change]:
    """The changes of an enterprise with who was told of each, the newest first."""
    by_case = {event.subject: event for event in events}
    return [_change(row, by_case.get(row.case_number)) for row in reversed(rows)]


def _change(row: "EnterpriseChange", event: "OutboxEvent | None") -> Change:
    pairs = [
        (LABELS.get(name, name), shown(name, before), shown(name, after))
        for name, (before, after) in row.changes.items()
    ]
    receipts = [receipt(one) for one in event.deliveries.all()] if event else []
    return Change(row.at, row.case_number, pairs, receipts, "" if receipts else _note(event))


def _note(event: "OutboxEvent | None") -> str:
    if event is None:
        return said("这次变更由登记机关直接录入,没有自动发送。")
    if event.fanned_out_at is None:
        return said("刚刚变更,正在准备发送。")
    return said("这次变更没有需要通知的部门。")


def receipt(row: "Delivery") -> Receipt:
    """One delivery in words: only what the receiver acknowledged counts as received."""
    state, tone = _state(row)
    return Receipt(
        receiver=row.subscriber.name,
        state=state,
        tone=tone,
        fields=[LABELS.get(name, name) for name in row.fields if name != "case_number"],
        number=receipt_number(row.receipt),
        at=row.acknowledged_at,
    )


def _state(row: "Delivery") -> tuple[str, str]:
    if row.status == DeliveryStatus.ACKNOWLEDGED:
        return said("已收到"), "ahead"
    if row.status == DeliveryStatus.DEAD:
        return said("没有送达,已转人工处理"), "overdue"
    if row.status == DeliveryStatus.SKIPPED:
        if row.skip_reason == NOT_ENTITLED:
            return said("不涉及这个部门可以知道的内容,没有发送"), ""
        return said("经人工核实,不再发送"), ""
    if row.attempts:
        return said("对方还没有收下,系统会再发(已发{attempts}次)", attempts=row.attempts), "paused"
    return said("等待发送"), "paused"
