"""Blocked matters for tests of pages: the cast with a policy in force, and matters at each stage some minutes ago."""

import itertools
from datetime import timedelta
from typing import Any

from tests.cast import CLERK, COORDINATOR, HANDLER, OPENED_ON, SURVEYOR
from tests.faces.cast import Cast
from tests.hall.blocked.cases import ANSWER, brought_of, refusal, refused_application, root

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.time import localdate, noon
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import ItemRectification, RefusalReport
from tongban.registry.policies import services as policies

_tokens = itertools.count()


def token() -> str:
    """A one-time token no other form has."""
    return f"matter-token-{next(_tokens):08}"


def ready(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    policies.load_default(at=noon(OPENED_ON))
    return people


def ago(people: Cast, minutes: int) -> Any:
    return people.at - timedelta(minutes=minutes)


def refused(people: Cast) -> Case:
    """An application of the enterprise, refused."""
    return refused_application(people.city, at=ago(people, 60))


def reported(people: Cast) -> RefusalReport:
    """A report of refusal on it."""
    given = refusal(application=refused(people).number)
    return blocked.report_refusal(refusal=given, actor=CLERK, at=ago(people, 50))


def brought(people: Cast) -> Case:
    """A matter that hangs on a refused application."""
    given = brought_of(application=refused(people).number)
    return blocked.bring(brought=given, actor=CLERK, at=ago(people, 40))


def accepted(people: Cast) -> Case:
    """A matter on the first rung."""
    return blocked.accept(number=brought(people).number, actor=COORDINATOR, at=ago(people, 30))


def reviewing(people: Cast) -> Case:
    """A matter in a joint review, one opinion given."""
    number = accepted(people).number
    both = ["hf-bdc", "hf-cehui"]
    blocked.joint_review(number=number, participants=both, reason="涉及两家", actor=COORDINATOR, at=ago(people, 25))
    return blocked.opine(number=number, step="review-1", opinion="可以预审", actor=HANDLER, at=ago(people, 24))


def concluded(people: Cast) -> Case:
    """A matter with a task under way."""
    number = reviewing(people).number
    duty = blocked.Duty(agency="hf-cehui", what="完成测绘", due_on=localdate(people.at))
    said = blocked.Conclusion(minutes="两家到会", decision="同步办理", duties=[duty])
    return blocked.conclude(number=number, conclusion=said, actor=COORDINATOR, at=ago(people, 20))


def answered(people: Cast) -> Case:
    """A matter answered after a joint review."""
    number = concluded(people).number
    blocked.complete_task(number=number, step="task-1", result="测绘完成", actor=SURVEYOR, at=ago(people, 15))
    return blocked.answer(number=number, outcome=Outcome.RESOLVED, text=ANSWER, actor=COORDINATOR, at=ago(people, 10))


def mending(people: Cast) -> ItemRectification:
    """A rectification of the item."""
    case = answered(people)
    blocked.confirm(number=case.number, actor=people.city.enterprise, at=ago(people, 8))
    blocked.find_cause(number=case.number, root=root(), actor=COORDINATOR, at=ago(people, 6))
    return ItemRectification.objects.get(matter_id=case.pk)
