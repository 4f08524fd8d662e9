"""Where a case stands: who has it, since when, until when, and what the applicant has to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import PauseGround, Status, StepState
from tongban.common.said import Said, said
from tongban.faces.api.reading import STEP, CaseView
from tongban.hall.applications.rules.materials import MaterialState
from tongban.workdays import TimeState


@dataclass(frozen=True)
class Holder:
    """Who has the case now: ``agency`` empty means the applicant; ``clock`` is the name of the clock it runs under."""

    agency: str
    does: Said
    since: datetime | None
    person: str = ""
    phone: str = ""
    clock: str = ""
    until_on: date | None = None
    state: TimeState | None = None
    note: Said | None = None


@dataclass(frozen=True)
class Todo:
    """What the applicant has to do, or may; ``href`` is where."""

    text: Said
    href: str
    label: Said
    until_on: date | None = None
    is_urgent: bool = True


def holders(view: CaseView) -> list[Holder]:
    """Everybody who has the case now; nobody once it has ended."""
    found = HOLDERS.get(Status(view.case.status))
    return found(view) if found else []


def _lead(view: CaseView, does: Said, since: datetime | None, clock: ClockName, note: Said | None = None) -> Holder:
    case = view.case
    running = view.whole.clocks.get(clock.value)
    return Holder(
        agency=case.agency.name,
        does=does,
        since=since,
        person=case.specialist_name or case.answerable_name,
        phone=case.agency.phone,
        clock=clock.value if running else "",
        until_on=running.due_on() if running else None,
        state=running.state(view.at) if running else None,
        note=note,
    )


def _drafted(view: CaseView) -> list[Holder]:
    return [Holder("", said("还没有提交,只有您能看到"), view.case.opened_at)]


def _submitted(view: CaseView) -> list[Holder]:
    return [_lead(view, said("正在看是否受理"), view.case.received_at, ClockName.ACCEPTANCE)]


def _correcting(view: CaseView) -> list[Holder]:
    return [Holder("", said("等您补正;这段时间不计入办理期限"), view.case.asked_at)]


def _accepted(view: CaseView) -> list[Holder]:
    pause = _pause(view, "")
    running = [step for step in view.whole.steps if step.state == StepState.OPEN.value]
    if not running:
        return [_lead(view, said("正在作决定"), view.case.accepted_at, ClockName.HANDLING, pause)]
    found = []
    for step in running:
        clock = view.whole.clocks.get(STEP + step.key)
        found.append(
            Holder(
                agency=step.agency.name,
                does=said("正在办理“{step}”", step=step.name),
                since=step.started_at,
                person=step.assignee_name,
                phone=step.agency.phone,
                clock=STEP + step.key if clock else "",
                until_on=clock.due_on() if clock else None,
                state=clock.state(view.at) if clock else None,
                note=_pause(view, step.key) or pause,
            )
        )
    return found


def _pause(view: CaseView, step: str) -> Said | None:
    """The pause that holds the case, or a step, right now."""
    for entry in view.whole.ledger:
        if entry.kind == "pause" and entry.ended_at is None and entry.step_key == step:
            ground = PauseGround(entry.ground).label
            return said("计时中止:{ground},最迟{day}恢复", ground=ground, day=entry.limit_on)
    return None


def _decided(view: CaseView) -> list[Holder]:
    return [_lead(view, said("已作出决定,正在送达"), view.case.decided_at, ClockName.DELIVERY)]


HOLDERS: Mapping[Status, Callable[[CaseView], list[Holder]]] = {
    Status.DRAFT: _drafted,
    Status.SUBMITTED: _submitted,
    Status.CORRECTING: _correcting,
    Status.ACCEPTED: _accepted,
    Status.DECIDED: _decided,
}


def todos(view: CaseView, due_on: date | None = None) -> list[Todo]:
    """What the applicant has to do now, the pressing things first."""
    case, at = view.case, f"/cases/{view.case.number}"
    if case.status == Status.DRAFT.value:
        return [Todo(said("把申请写完并提交"), f"{at}/apply", said("继续填写"))]
    if case.status == Status.CORRECTING.value:
        return [Todo(said("补正:要求的内容已一次列出,在一个页面里答复"), f"{at}/correct", said("去补正"))]
    owed = [one.name for one in view.materials if one.state == MaterialState.DEFERRED.value]
    if case.status == Status.ACCEPTED.value and case.acceptance == "deemed":
        owed += [one.name for one in view.materials if one.required and not one.state]
    if case.status == Status.ACCEPTED.value and owed:
        text = said("补交材料:{names}", names="、".join(owed))
        return [Todo(text, f"{at}/materials", said("去补交"), due_on)]
    missing = [one.name for one in view.materials if one.required and not one.state]
    if case.status == Status.SUBMITTED.value and missing:
        text = said("还有材料没有交:{names}。现在补上,就不用等补正通知", names="、".join(missing))
        return [Todo(text, f"{at}/materials", said("上传材料"), is_urgent=False)]
    return []
