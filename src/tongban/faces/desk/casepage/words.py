"""What the case page says: words of ours to translate, data to show as it is, each told apart."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import Outcome, PauseGround, StepState
from tongban.common.actors import Role
from tongban.common.errors import DomainError
from tongban.common.said import Said
from tongban.faces.api.reading import STEP, CaseView
from tongban.faces.api.routes.cases import move_label
from tongban.faces.pages import graph, language
from tongban.faces.pages import words as pages
from tongban.hall.appeals.queries import Hand
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.papers.rules import Ready
from tongban.registry.catalog.rules import LEAD
from tongban.registry.catalog.rules.groups import groups
from tongban.registry.parties.queries import PartyKind
from tongban.workdays import TimeState

if TYPE_CHECKING:
    from datetime import date, datetime

    from tongban.casework.cases.models import Attachment, JournalEntry, Step
    from tongban.hall.appeals.models import Answer

GRAVE = frozenset({moves.REFUSE, moves.WITHDRAW})
BESIDE = frozenset({moves.REVIEW_MATERIAL, moves.MESSAGE, moves.NOTE})  # they have forms of their own on the page
LONGEST = 300  # characters of a detail in the newest lines; the whole journal shows all of it


@dataclass(frozen=True)
class Text:
    """A label of ours with a text: a word of the house, or data."""

    label: str
    text: str
    is_word: bool = False

    @property
    def shown(self) -> SafeString:
        """The text as HTML in the reader's language."""
        return shown(self.text, self.is_word)


def shown(text: str, is_word: bool = False) -> SafeString:
    """A text as HTML: sentences that remember how they were made are words of ours too."""
    return language.marked(text) if is_word or isinstance(text, Said) else language.data(text)


def facts(view: CaseView) -> list[Text]:
    """What the case is and how it stands, those facts that are there."""
    case = view.case
    decided = f"{pages.moment(case.decided_at)}" if case.decided_at else ""
    rows = [
        Text("事项", case.item.name if case.item else ""),
        Text("主办单位", case.agency.name),
        Text("区域", case.region.full_name),
        Text("来源", pages.CHANNELS.get(case.channel, case.channel), True),
        Text("收件", pages.moment(case.received_at)),
        Text("受理", pages.moment(case.accepted_at)),
        Text("受理方式", pages.ACCEPTED_HOW.get(case.acceptance, ""), True),
        Text("决定", Outcome(case.outcome).label if case.outcome else "", True),
        Text("决定时间", decided),
        Text("办结", pages.moment(case.ended_at)),
        Text("首问负责人", case.answerable_name),
        Text("企业专员", case.specialist_name),
    ]
    return [row for row in rows if row.text]


def applicant_kind(view: CaseView) -> str:
    """What kind of party applies."""
    return PartyKind(view.case.applicant.kind).label if view.case.applicant else ""


def form(view: CaseView) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    """The form as filled in, page by page as it was asked: (title, [(field, value)]); titles of fields are data."""
    spec, given = view.whole.spec, view.case.form
    found = [
        (
            group.title,
            [
                (_title(spec.form_fields, name), value(spec.form_fields.get(name, {}), given[name]))
                for name in group.fields
                if name in given
            ],
        )
        for group in groups(spec.form)
    ]
    known = set(spec.form_fields)
    others = [(name, value({}, one)) for name, one in given.items() if name not in known]
    return [(title, rows) for title, rows in [*found, ("", others)] if rows]


def _title(fields: Mapping[str, Any], name: str) -> str:
    return str(fields.get(name, {}).get("title", name))


def value(field: Mapping[str, Any], given: Any) -> SafeString:
    """A value of a form as HTML; lists and parts under their own titles."""
    if isinstance(given, bool):
        return language.marked("是" if given else "否")
    if isinstance(given, list):
        return language.data("\n".join(_part(field.get("items", {}), one) for one in given))
    return language.data(_part(field, given))


def _part(field: Mapping[str, Any], given: Any) -> str:
    if isinstance(given, dict):
        parts = field.get("properties", {})
        return ";".join(f"{_title(parts, name)}:{_part(parts.get(name, {}), one)}" for name, one in given.items())
    return pages.chosen(field, given)


@dataclass(frozen=True)
class Button:
    """A move as the page offers it: ``refusal`` says why it cannot be made now; ``is_mine`` whether the role makes it."""

    label: str
    step: str
    href: str
    refusal: DomainError | None
    is_grave: bool
    is_mine: bool

    @property
    def tip(self) -> str:
        """The reason as a tooltip; none on an English page where data in it is Chinese, which no attribute can mark."""
        text = language.told(self.refusal) if self.refusal else ""
        return "" if language.is_english() and language.CHINESE.search(text) else text


def buttons(view: CaseView) -> list[Button]:
    """Every move but those the system makes by itself and those with a form on the page, a refusal said once."""
    names = {step.key: step.name for step in view.whole.steps}
    found = [
        _button(view, one, names) for one in view.allowed if one.move.roles != {Role.WORKER} and one.move not in BESIDE
    ]
    return list({(one.label, one.step, str(one.refusal)): one for one in found}.values())


def _button(view: CaseView, one: Allowed, names: Mapping[str, str]) -> Button:
    step = f"?{urlencode({'step': one.step})}" if one.step else ""
    return Button(
        label=one.move.label,
        step=names.get(one.step, one.step),
        href=f"/cases/{view.case.number}/moves/{one.move.name}{step}",
        refusal=one.refusal,
        is_grave=one.move in GRAVE,
        is_mine=view.actor.has(*one.move.roles),
    )


def can(view: CaseView, move: Any) -> bool:
    """Whether the reader can make a move now."""
    return any(one.move is move and one.refusal is None for one in view.allowed)


def why_not(view: CaseView, move: Any) -> DomainError | None:
    """Why the reader cannot make a move now."""
    return next((one.refusal for one in view.allowed if one.move is move), None)


def picture(view: CaseView) -> graph.Picture | None:
    """The steps as drawn, each with its state and clock; None before they are laid out."""
    if not view.whole.steps:
        return None
    agencies = {LEAD: view.case.agency.name}
    own = {step.key: step for step in view.whole.spec.procedure}
    for step in view.whole.steps:
        if own[step.key].agency != LEAD:
            agencies[own[step.key].agency] = step.agency.name
    looks = {step.key: _look(view, step) for step in view.whole.steps}
    return graph.picture(view.whole.spec, agencies, looks, name="steps")


def _look(view: CaseView, step: "Step") -> graph.Look:
    label = StepState(step.state).label
    clock = view.whole.clocks.get(STEP + step.key)
    if step.state != StepState.OPEN.value or clock is None:
        return graph.Look(step.state, label, step.assignee_name)
    state = clock.state(view.at)
    if state is TimeState.UNDUE:
        return graph.Look(step.state, label, step.assignee_name)
    return graph.Look(state.value, state.label, step.assignee_name)


@dataclass(frozen=True)
class Line:
    """A line of the journal in words."""

    entry: "JournalEntry"
    what: str
    step: str
    role: str
    details: Sequence[Text]
    name: str = ""


def journal(view: CaseView, entries: Iterable["JournalEntry"], longest: int | None = None) -> list[Line]:
    """Lines of the journal, the newest first; details cut to ``longest`` characters."""
    names = {step.key: step.name for step in view.whole.steps}
    found = [
        Line(
            entry=entry,
            what=move_label(entry.move),
            step=names.get(entry.step, entry.step),
            role="" if entry.role == Role.WORKER.value else Role(entry.role).label,
            details=list(_details(view, entry, longest)),
            name=entry.actor_name,
        )
        for entry in entries
    ]
    return found[::-1]


def _details(view: CaseView, entry: "JournalEntry", longest: int | None) -> Iterable[Text]:
    data = json.loads(entry.data)
    known = list(pages.DATA)
    for name in sorted(data, key=lambda one: known.index(one) if one in known else len(known)):
        if not data[name]:
            continue
        text = pages.said(view, name, data[name])
        is_word = name in WORDED or (name == "how" and data[name] in pages.ACCEPTED_HOW)
        if longest is not None and len(text) > longest:
            text = text[:longest] + "…"
        yield Text(pages.DATA.get(name, name), text, is_word)


WORDED = frozenset({"promised", "statutory", "term", "ground", "outcome", "review"})


@dataclass(frozen=True)
class Entry:
    """A pause or the extension in words; ``step`` is data."""

    what: str
    ground: str
    step: str
    reason: str
    by: str
    entry: Any


def ledger(view: CaseView) -> list[Entry]:
    """Pauses and the extension, oldest first."""
    names = {step.key: step.name for step in view.whole.steps}
    return [
        Entry(
            what=_("中止") if one.kind == "pause" else _("延期"),
            ground=PauseGround(one.ground).label if one.kind == "pause" else pages.term(one.term),
            step=names.get(one.step_key, one.step_key),
            reason=one.reason,
            by=one.started_by_name,
            entry=one,
        )
        for one in view.whole.ledger
    ]


def papers(view: CaseView) -> list[tuple[Any, SafeString, list[str]]]:
    """(paper, its words, what it lists) of all that was told to the applicant."""
    return [(one, shown(one.reason), [str(item.get("what", "")) for item in one.items]) for one in view.notices]


@dataclass(frozen=True)
class Person:
    """Whose case it is, as a printed file shows it: everything masked."""

    name: str
    label: str = "申请人"
    identifier: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Had:
    """A hand as a printed file shows it: who, since when, until when, by which day, and how it kept it."""

    agency: str
    role: str
    person: str
    since: "datetime | None"
    ended_at: "datetime | None"
    due_on: "date | None"
    state: str
    result: str


def hands_had(view: CaseView, hands: Iterable[Hand], told: Collection[str]) -> list[Had]:
    """The chain of hands with the state of each clock; what was ``told`` as an answer is not said twice."""
    found = []
    for one in hands:
        clock = view.whole.clocks.get(STEP + one.key)
        state = StepState.PASSED.label if one.is_passed else clock.state(view.at).label if clock else ""
        came = "" if one.result in told else one.result
        found.append(Had(one.agency_name, one.role, one.person, one.since, one.ended_at, one.due_on, state, came))
    return found


@dataclass(frozen=True)
class Answered:
    """An answer as a printed file shows it, with the names of its evidence."""

    agency: str
    outcome: str
    by: str
    at: "datetime"
    text: str
    evidence: Sequence[str] = ()


def answers_had(
    answers: Iterable["Answer"], names: Mapping[str, str], files: Iterable["Attachment"] = ()
) -> list[Answered]:
    """The answers of a case with the agencies by ``names`` and the names of what proves them."""
    kept = {one.pk: one.name for one in files}
    return [
        Answered(
            names.get(one.agency, one.agency),
            Outcome(one.outcome).label,
            one.answered_by_name,
            one.answered_at,
            one.text,
            [kept[key] for key in one.evidence if key in kept],
        )
        for one in answers
    ]


@dataclass(frozen=True)
class Content:
    """A piece of the file: its title, of when, and a word beside it."""

    title: str
    at: "datetime | None"
    note: str
    is_word: bool = False


def told_contents(
    view: CaseView, title: str, files: Sequence["Attachment"], papers_had: Sequence[Ready]
) -> list[Content]:
    """What is in the file of a case without materials: its first sheet, files, papers, the journal."""
    case = view.case
    found = [Content(title, case.received_at or case.opened_at, "", True)]
    found += [
        Content(file.name, file.uploaded_at, "办理佐证" if file.material == "evidence" else "附件") for file in files
    ]
    found += [Content(paper.title, paper.told_at, "文书", True) for paper in papers_had]
    return [*found, Content("办理日志", view.at, "", True)]


def contents(view: CaseView, files: Sequence["Attachment"], papers_had: Sequence[Ready]) -> list[Content]:
    """What is in the file: the application, its materials, other files, the papers, the journal."""
    found = [Content("申请表", view.case.filed_at or view.case.opened_at, "", True)]
    given = [line for line in view.materials if line.state]
    found += [Content(line.name, line.given_at, MaterialState(line.state).label) for line in given]
    current = {line.attachment_id for line in view.materials}
    found += [Content(file.name, file.uploaded_at, "附件") for file in files if file.pk not in current]
    found += [Content(paper.title, paper.told_at, "文书", True) for paper in papers_had]
    return [*found, Content("办理日志", view.at, "", True)]
