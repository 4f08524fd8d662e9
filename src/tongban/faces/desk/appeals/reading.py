"""One appeal as staff sees it: what was asked beside the case, whose hands it came into, who had it how long."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest

from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import Kind, Status
from tongban.common.errors import NotFound
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.casepage import timing
from tongban.faces.desk.casepage.timing import DESK, Span
from tongban.faces.pages.guards import Reader
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.queries import Hand
from tongban.hall.appeals.rules import moves
from tongban.hall.papers import queries as papers

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.casework.cases.models import Case, Step
    from tongban.hall.appeals.models import Answer, Appeal, CallBack
    from tongban.hall.papers.rules import Ready

REOPENED = "重新办理"  # the name of a hand after the answer was found wanting
REDONE = "回访"


class AppealView(CaseView):
    """An appeal as a reader may see it at an instant, read piece by piece when asked for."""

    @cached_property
    def appeal(self) -> "Appeal":
        """The words, the place, who it was."""
        return appeals.presented(self.case)

    @cached_property
    def knows(self) -> bool:
        """Whether the reader may know who turned to the city."""
        return appeals.knows_reporter(self.case, self.appeal, self.actor)

    @cached_property
    def allowed(self) -> list[Allowed]:
        """Every move with the answer whether the reader can make it now."""
        return appeals.allowed(self.whole, self.appeal, self.actor, at=self.at)

    @cached_property
    def hands(self) -> list[Hand]:
        """The chain of hands."""
        return appeals.hands(self.whole)

    @cached_property
    def answers(self) -> "list[Answer]":
        """The answers, oldest first; not asked for where there is none."""
        return appeals.answers(self.case) if self.appeal.answered else []  # type: ignore[attr-defined]

    @cached_property
    def callbacks(self) -> "list[CallBack]":
        """The call-backs, oldest first."""
        return appeals.callbacks(self.case) if self.appeal.called else []  # type: ignore[attr-defined]

    @cached_property
    def papers(self) -> "list[Ready]":
        """The papers it has by now, as far as the reader may have them."""
        return papers.papers_of_appeal(self.whole, [one.answered_at for one in self.answers], self.actor)

    @cached_property
    def followers(self) -> "list[Case]":
        """The cases joined to this one."""
        return appeals.followers(self.case) if self.appeal.followed else []  # type: ignore[attr-defined]

    def rows_of(self, name: str) -> list[Allowed]:
        """The answers for a move as a page names it: giving back is one act, whichever return it is."""
        if name == moves.GIVE_BACK.name and self.appeal.returns:
            name = moves.CONTEST.name
        return [one for one in self.allowed if one.move.name == name]

    def can(self, name: str) -> bool:
        """Whether the reader can make a move now."""
        return any(one.refusal is None for one in self.rows_of(name))


def opened(request: HttpRequest, reader: Reader, number: str) -> AppealView:
    """An appeal staff may see; a case of another kind is none."""
    view = AppealView(number, reader.actor, now(request))
    if reader.actor.kind != "staff" or view.case.kind != Kind.APPEAL.value:
        raise NotFound("appeal.unknown", "没有编号为“{number}”的诉求:请核对编号。", number=number)
    return view


def spans(view: AppealView) -> list[Span]:
    """Every stretch of the appeal in one hand, in the order it began."""
    return timing.in_order([*timing.in_steps(view, is_step=False), *_at_the_desk(view)])


def _leading(steps: "Sequence[Step]") -> "list[Step]":
    return [step for step in steps if not step.assists and step.started_at]


def _at_the_desk(view: AppealView) -> Iterator[Span]:
    """Between the hands: to the dispatch, after a return, and from the answer to its call-back."""
    case, steps = view.case, _leading(view.whole.steps)
    before: datetime | None = case.received_at
    what = "交办"
    for step in steps:
        if before and step.started_at and step.started_at > before:
            yield timing.span(view, DESK, REDONE if step.name == REOPENED else what, before, step.started_at)
        before, what = step.ended_at, "重新交办"
    if before is None or (case.ended_at and case.ended_at <= before):
        return
    if case.status in {Status.SUBMITTED.value, Status.RETURNED.value} or case.ended_at or case.decided_at:
        yield timing.span(view, DESK, REDONE if case.decided_at else what, before, case.ended_at)
