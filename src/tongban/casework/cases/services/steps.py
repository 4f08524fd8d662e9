"""Acts on steps: start the procedure, take a step, complete one and open what waited for it."""

from datetime import datetime

from tongban.casework.cases.models import Step
from tongban.casework.cases.rules import StepState
from tongban.casework.cases.services.acts import Act
from tongban.casework.cases.services.ledger import close_pauses
from tongban.common.errors import BadInput
from tongban.registry.catalog.rules import LEAD
from tongban.workdays import Term


def start_steps(act: Act, *, from_at: datetime) -> None:
    """Lay out the pinned procedure as rows and open the steps that wait for nobody; written by one statement.

    ``from_at`` is the instant of acceptance, earlier than the act where a case is deemed accepted.
    """
    case, spec = act.case, act.spec
    act.steps = [
        Step(
            case_id=case.pk,
            key=step.key,
            position=position,
            name=step.name,
            agency_id=case.agency_id if step.agency == LEAD else step.agency,
            assists=step.agency not in {LEAD, case.agency_id},
            power=step.power,
            term=str(step.term),
        )
        for position, step in enumerate(spec.procedure)
    ]
    act.added = list(act.steps)
    _open_next(act, from_at)
    case.steps_left = sum(step.state in {StepState.WAITING.value, StepState.OPEN.value} for step in act.steps)


def add_step(
    act: Act, *, key: str, name: str, agency: str, term: Term, assists: bool = False, assignee: str = "", of: str = ""
) -> Step:
    """Open one more step on a case that has no procedure: a hand the matter comes into; ``of`` names the assignee."""
    step = Step(
        case_id=act.case.pk,
        key=key,
        position=len(act.steps),
        name=name,
        agency_id=agency,
        assists=assists,
        term=str(term),
        state=StepState.OPEN.value,
        started_at=act.at,
        assignee=assignee,
        assignee_name=of,
    )
    act.steps.append(step)
    act.added.append(step)
    act.touch(step)
    act.case.steps_left += 1
    return step


def move_steps(act: Act, *, former: str, to: str) -> None:
    """Give what the lead still has to do to another agency; steps done stay with who did them, who assisted then."""
    lead_steps = {step.key for step in act.spec.procedure if step.agency == LEAD}
    for step in act.steps:
        if step.key in lead_steps and step.agency_id == former and step.state != StepState.DONE.value:
            step.agency_id, step.assignee, step.assignee_name = to, "", ""
            act.touch(step)
        if step.assists is not (step.agency_id != to):
            step.assists = not step.assists
            act.touch(step)


def take_step(act: Act, *, assignee: str, name: str) -> None:
    """Name who handles the step of this act."""
    step = _own(act)
    step.assignee, step.assignee_name = assignee, name
    act.touch(step)


def complete_step(act: Act, *, result: str) -> None:
    """End the step of this act with its result and open the steps that waited for it."""
    step = _own(act)
    if not result.strip():
        raise BadInput("step.result", "请填写环节“{step}”的办理意见。", step=step.name)
    close_pauses(act, step.key)
    step.state = StepState.DONE.value
    step.ended_at, step.ended_by, step.result = act.at, act.actor.key, result
    if not step.assignee:
        step.assignee, step.assignee_name = act.actor.key, act.actor.name
    act.touch(step)
    if act.case.item_version_id is not None and not act.case.terms:
        _open_next(act, act.at)
    act.case.steps_left = sum(other.state in {"waiting", "open"} for other in act.steps)


def drop_steps(act: Act) -> None:
    """Pass over what is not done, because the case ends without it."""
    for step in act.steps:
        if step.state in {StepState.OPEN.value, StepState.WAITING.value}:
            step.state = StepState.PASSED.value
            act.touch(step)
    act.case.steps_left = 0


def _own(act: Act) -> Step:
    if act.step is None:
        raise ValueError("this act names no step")
    return act.step


def _open_next(act: Act, at: datetime) -> None:
    keys: dict[str, set[str]] = {state.value: set() for state in StepState}
    for step in act.steps:
        keys[step.state].add(step.key)
    opens, passes = act.spec.procedure.next_steps(
        done=keys["done"], under_way=keys["open"], passed=keys["passed"], form=act.case.form
    )
    for step in act.steps:
        if step.key in opens:
            step.state, step.started_at = StepState.OPEN.value, at
            act.touch(step)
        elif step.key in passes:
            step.state = StepState.PASSED.value
            act.touch(step)
