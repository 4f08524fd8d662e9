"""The page of a blocked matter for staff: what got stuck, whose hands it is in, and every move as a small form."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome, Status
from tongban.common.errors import DomainError, NotFound
from tongban.common.said import said
from tongban.faces.api.auth import now
from tongban.faces.api.matters import MatterView
from tongban.faces.desk.blocked.fields import ASKED, LABELS
from tongban.faces.desk.blocked.making import VERBS, attach
from tongban.faces.desk.casepage.words import Line
from tongban.faces.pages import forms, language, words
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Typed
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals.rules.words import Door
from tongban.hall.blocked import queries
from tongban.hall.blocked.rules import mending, moves
from tongban.hall.blocked.rules.words import RUNG_LABELS, Cause, Entrance, RootCause
from tongban.hall.papers import queries as papers

if TYPE_CHECKING:
    from tongban.casework.cases.models import JournalEntry
    from tongban.casework.cases.queries import Allowed
    from tongban.hall.appeals.models import Answer
    from tongban.hall.blocked.models import JointReview
    from tongban.hall.papers.rules import Ready

MOST_LINES = 100
# what the engine calls the hands beside the rungs, kept with each
HANDS = (
    *("会审意见", "会审任务"),
    *("责任单位办理(重新办理)", "联合会审(重新办理)", "领导小组协调(重新办理)"),
)
# what is always possible, folded below what has to be done
BESIDE = frozenset({moves.ATTACH.name, moves.CLASSIFY.name, moves.MESSAGE.name, moves.NOTE.name})
WORDS = {one.name: one.label for one in (*moves.BIRTHS, *moves.MOVES, *mending.BIRTHS, *mending.MOVES)} | {
    "recount": "按新日历重算期限"
}
SAID = LABELS | {
    "text": "内容",
    "reason": "理由",
    "root": "根因",
    "participants": "参加单位",
    "absent": "未反馈意见的单位",
    "agency": "单位",
    "from": "原时限",
    "to": "现时限",
    "application": "未办成的件",
    "report": "否定报备",
    "assignee": "经办人",
    "changed": "整改结果",
    "version": "新版本号",
    "what": "应整改的内容",
    "matter": "来源的件",
    "message": "留言",
    "note": "备注",
    "before": "原类别",
    "words": "说明",
}
SHOWN: dict[str, Any] = {
    "cause": lambda value: Cause(value).label,
    "before": lambda value: Cause(value).label,
    "root": lambda value: RootCause(value).label,
    "result": lambda value: Outcome(value).label if value in set(Outcome) else value,
    "door": lambda value: Door(value).label,
    "from": words.term,
    "to": words.term,
}


@dataclass(frozen=True)
class Form:
    """A move that can be made now, as a small form; ``key`` tells it from others of the page."""

    key: str
    name: str
    label: str
    step: str
    of: str
    inputs: Sequence[Input]
    is_open: bool
    has_file: bool


@dataclass(frozen=True)
class Sent:
    """A form that comes back: which one, what was typed, why it was refused."""

    key: str = ""
    typed: Typed = field(default_factory=Typed)
    refusal: DomainError | None = None


def opened(request: HttpRequest, reader: Reader, number: str) -> MatterView:
    """A matter staff may see; a case of another kind is none."""
    view = MatterView(number, reader.actor, now(request))
    if reader.actor.kind != "staff":
        raise NotFound("blocked.unknown", "没有编号为“{number}”的“办不成事”件:请核对编号。", number=number)
    return view


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """One blocked matter with all that hangs on it."""
    return drawn(request, reader, opened(request, reader, number))


def drawn(request: HttpRequest, reader: Reader, view: MatterView, sent: Sent | None = None) -> HttpResponse:
    """The page, with a form that was refused and what was typed."""
    sent = sent or Sent()
    found, matter = view.case, view.matter
    answers_ = view.allowed
    can = [form_of(view, one, sent) for one in answers_ if one.refusal is None and one.move.name in ASKED]
    review = queries.review_of(found) if view.case.accepted_at else None
    names = {step.agency_id: step.agency.name for step in view.whole.steps}
    answers = queries.answers(found) if found.accepted_at else []
    context = {
        "case": found,
        "matter": matter,
        "status": Status(found.status).label_for(found.kind),
        "due": words.running(view),
        "line": view.line,
        "cause": Cause(matter.cause).label,
        "source": Entrance(found.channel).label,
        "outcome": Outcome(found.outcome).label if found.outcome else "",
        "rung": RUNG_LABELS.get(queries.rung(view.whole), ""),
        "root": RootCause(matter.root_class).label if matter.root_class else "",
        "mending": queries.rectification_from(matter) if matter.root_class else None,
        "hands": [
            (one, words.clock(view, f"step:{one.key}") if one.since else None) for one in queries.hands(view.whole)
        ],
        "review": review,
        "tasks": tasks_of(review, names),
        "answers": [(one, Outcome(one.outcome).label) for one in answers],
        "papers": papers_had(view, answers, review),
        "files": cases.attachments(found),
        "can": [one for one in can if one.name not in BESIDE],
        "beside": [one for one in can if one.name in BESIDE],
        "barred": [one for one in answers_ if one.refusal is not None and view.actor.has(*one.move.roles)],
        "lines": [told(one, names) for one in reversed(cases.journal(found, view.actor, latest=MOST_LINES))],
        "refusal": sent.refusal,
        "refused": sent.key,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/blocked/case.html", context, sent.refusal.status if sent.refusal else 200)


def papers_had(view: MatterView, answers: "Sequence[Answer]", review: "JointReview | None") -> "Sequence[Ready]":
    """The papers it has by now."""
    concluded_at = review.concluded_at if review else None
    return papers.papers_of_matter(view.whole, [one.answered_at for one in answers], concluded_at, view.actor)


def form_of(view: MatterView, one: "Allowed", sent: Sent) -> Form:
    """A move as a form; what was typed stands in the one that was refused."""
    key = key_of(one.move.name, one.step)
    typed = sent.typed if key == sent.key else Typed()
    of = next((f"{step.agency.name}" for step in view.whole.steps if step.key == one.step), "")
    fields = ASKED[one.move.name]
    return Form(
        key,
        one.move.name,
        one.move.label,
        one.step,
        of,
        [one_field.drawn(view, key, typed) for one_field in fields],
        key == sent.key,
        one.move.name == moves.ATTACH.name,
    )


def key_of(move: str, step: str) -> str:
    """The name of a form among those of a page."""
    return f"{move}-{step}" if step else move


@page("GET", "POST")
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """Make a move, once for one form."""
    view = opened(request, reader, number)
    if move not in ASKED:
        raise NotFound("move.unknown", "没有“{name}”这个动作:请从办件页进入。", name=move)
    if request.method == "GET":  # led back here after a sign-in, with what was typed
        typed = kept(request)
        key = key_of(move, typed.get("step", "") if typed else "")
        return drawn(request, reader, view, Sent(key, Typed(typed)))
    step = request.POST.get("step", "")
    key = key_of(move, step)
    try:
        forms.check_names(request, frozenset({"step", *(f"{key}.{one.name}" for one in ASKED[move])}))
        forms.once(request, view.actor, view.at, lambda: made(request, view, move, key, step))
    except DomainError as refusal:
        return drawn(request, reader, opened(request, reader, number), Sent(key, Typed(request.POST), refusal))
    messages.success(request, language.told(said("“{move}”已办好。", move=moves.BY_NAME[move].label)))
    return HttpResponseRedirect(f"/cases/{number}")


def made(request: HttpRequest, view: MatterView, move: str, key: str, step: str) -> dict[str, Any]:
    """The move with what was typed."""
    given = {"number": view.case.number, "actor": view.actor, "at": view.at}
    if move == moves.ATTACH.name:
        attach(request.FILES.get(f"{key}.file"), given)
    else:
        values = {one.name: request.POST.get(f"{key}.{one.name}", "") for one in ASKED[move]}
        VERBS[move]({**values, "step": step}, given)
    return {}


def tasks_of(review: "JointReview | None", names: dict[str, str]) -> list[dict[str, Any]]:
    """The tasks of a joint review, each with the name of its agency."""
    return [{**one, "agency_name": names.get(one["agency"], one["agency"])} for one in review.tasks] if review else []


def line_of(view: MatterView, entry: "JournalEntry") -> Line:
    """A line of the record as a printed file lists it."""
    at = next((step.agency.name for step in view.whole.steps if step.key == entry.step), entry.step)
    return Line(entry, WORDS.get(entry.move, entry.move), at, "", (), entry.actor_name)


def told(line: "JournalEntry", names: dict[str, str]) -> dict[str, Any]:
    """A line of the record: what was done, by whom, and what it says."""
    data = json.loads(line.data)
    details = [(SAID[name], said_of(name, value, names)) for name, value in data.items() if name in SAID and value]
    return {"line": line, "what": WORDS.get(line.move, line.move), "details": details}


def said_of(name: str, value: Any, names: dict[str, str]) -> str:
    """A detail in words."""
    if isinstance(value, list):
        return "、".join(names.get(str(one), str(one)) for one in value)
    try:
        return str(SHOWN[name](value)) if name in SHOWN else names.get(str(value), str(value))
    except ValueError:  # a word of a former version
        return str(value)
