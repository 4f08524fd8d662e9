"""An appeal as its reporter reads it, signed in or not: who has it now, the chain of hands, who is answerable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Outcome, Status
from tongban.common.actors import Actor
from tongban.common.said import Said, said
from tongban.faces.api.reading import STEP, CaseView, Line
from tongban.faces.pages import words
from tongban.faces.portal.appeals import story
from tongban.faces.portal.mine.now import Holder
from tongban.faces.portal.mine.story import events, turned_away
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.checks import ASSIST, LEAD, policy_of
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies.rules import AppealType
from tongban.workdays import TimeState

if TYPE_CHECKING:
    from tongban.casework.cases.models import JournalEntry
    from tongban.hall.appeals.models import Appeal
    from tongban.registry.agencies.models import Agency

NOBODY = Actor(kind="party", name="")


@dataclass(frozen=True)
class Answerable:
    """The one person answerable for the appeal, or the agency while nobody is named; ``phone`` is the agency's."""

    name: str
    agency: str
    phone: str


@dataclass(frozen=True)
class Link:
    """One hand of the chain with its state of time."""

    hand: appeals.Hand
    state: TimeState | None
    result: Said | str
    is_data: bool
    is_returned: bool


def follow(number: str, at: datetime) -> CaseView:
    """An appeal for who proved to know its phone; it may have no applicant at all."""
    return CaseView(number, NOBODY, at, cases.followed(number))


class Offices:
    """The agencies of an appeal, each read once: those that have or had it, the desk, that of who is answerable."""

    def __init__(self, view: CaseView, appeal: "Appeal") -> None:
        self.known: dict[str, Agency] = {view.case.agency_id: view.case.agency}
        self.known |= {step.agency_id: step.agency for step in view.whole.steps}
        self.desk_code = policy_of(appeal).desk

    def named(self, code: str) -> "Agency":
        """The agency of a code."""
        if code not in self.known:
            self.known[code] = agencies.agency(code)
        return self.known[code]

    @property
    def desk(self) -> "Agency":
        """The agency that takes in and dispatches."""
        return self.named(self.desk_code)


def answerable(view: CaseView, lines: Sequence["JournalEntry"], offices: Offices) -> Answerable:
    """Who is answerable from the first word to the last, and how to reach them."""
    case = view.case
    code = next((line.agency for line in lines if line.agency and line.actor == case.answerable), offices.desk_code)
    agency = offices.named(code)
    return Answerable(case.answerable_name, agency.name, agency.phone)


def holders(view: CaseView, offices: Offices) -> list[Holder]:
    """Who has the appeal now, since when, until when; nobody once it has ended."""
    case, status = view.case, Status(view.case.status)
    if status is Status.SUBMITTED:
        return [_holder(view, case.agency, said("正在确定由谁办理"), case.received_at, ClockName.ACCEPTANCE.value)]
    if status is Status.RETURNED:
        text = said("正在重新交办:原办理单位认为不属于其职责,答复期限不变")
        since = max((step.ended_at for step in view.whole.steps if step.ended_at), default=None)
        return [_holder(view, offices.desk, text, since, ClockName.HANDLING.value)]
    if status is Status.DECIDED:
        return [_holder(view, offices.desk, said("已答复,等待回访"), case.decided_at, ClockName.DELIVERY.value)]
    current = appeals.holder(view.whole)
    if current is None:
        return []
    does = said("正在办理") if status is Status.ACCEPTED else said("正在裁定由哪个单位办理")
    found = [_of_hand(view, current, does, offices)]
    found += [
        _of_hand(view, one, said("正在协办"), offices)
        for one in appeals.hands(view.whole)
        if one.is_open and one.key.startswith(f"{ASSIST}-")
    ]
    return found


def _of_hand(view: CaseView, hand: appeals.Hand, does: Said, offices: Offices) -> Holder:
    return _holder(view, offices.named(hand.agency), does, hand.since, STEP + hand.key, hand.person)


def _holder(
    view: CaseView, agency: "Agency", does: Said, since: datetime | None, clock: str, person: str = ""
) -> Holder:
    running = view.whole.clocks.get(clock)
    return Holder(
        agency=agency.name,
        does=does,
        since=since,
        person=person,
        phone=agency.phone,
        clock=clock if running else "",
        until_on=running.due_on() if running else None,
        state=running.state(view.at) if running else None,
    )


def whole(view: CaseView, having: Sequence[Holder]) -> "words.ClockWords | None":
    """The clock of the whole; None where whoever has the appeal runs under the same day."""
    if having and view.running and view.running.due_on() == having[0].until_on:
        return None
    return words.running(view)


def chain(view: CaseView, answers: Sequence[str] = ()) -> list[Link]:
    """The chain of hands; an answer is told once, on the page itself."""
    found = []
    for hand in appeals.hands(view.whole):
        clock = view.whole.clocks.get(STEP + hand.key)
        result: Said | str = hand.result
        if hand.is_passed:
            result = said("没有办就结束了")
        elif hand.result and hand.result in answers:
            result = said("已答复")
        is_data = bool(hand.result) and result == hand.result
        is_returned = hand.key.startswith(f"{LEAD}-") and is_data
        state = clock.state(view.at) if clock and not hand.is_passed else None
        found.append(Link(hand, state, result, is_data, is_returned))
    return found


def frame(view: CaseView, lines: list["JournalEntry"], appeal: "Appeal | None" = None) -> dict[str, Any]:
    """What the reporter and who follows the appeal are shown alike."""
    case = view.case
    appeal = appeal or appeals.appeal_of(case)
    offices, answers = Offices(view, appeal), story.answers(lines)
    having = holders(view, offices)
    return {
        "case": case,
        "appeal": appeal,
        "heading": AppealType(appeal.type).label,
        "status": Status(case.status).label_for(case.kind),
        "outcome": Outcome(case.outcome).label if case.outcome else "",
        "holders": having,
        "todos": [],
        "due": whole(view, having),
        "answerable": answerable(view, lines, offices),
        "chain": chain(view, [one.text for one in answers]),
        "answers": answers,
        "events": events(view, lines, story.TELLS),
        "refused": turned_away(lines),
        "joined": joined(appeal, view.at),
    }


@dataclass(frozen=True)
class Joined:
    """How the case stands that an appeal was joined to, and its answer: nothing in it that another reporter wrote."""

    number: str
    status: str
    outcome: str
    agency: str
    phone: str
    line_due: Any
    is_over: bool
    answer: appeals.SharedAnswer | None


def joined(appeal: "Appeal", at: datetime) -> Joined | None:
    """How the case stands that this one was joined to."""
    lead = appeals.leading(appeal)
    if lead is None:
        return None
    return Joined(
        lead.number,
        Status(lead.status).label_for(lead.kind),
        Outcome(lead.outcome).label if lead.outcome else "",
        lead.agency.name,
        lead.agency.phone,
        Line(lead, None).due_on,
        lead.ended_at is not None,
        appeals.shared_answer(lead),
    )
