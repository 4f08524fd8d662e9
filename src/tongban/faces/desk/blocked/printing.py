"""A blocked matter on paper: what got stuck, whose hands it was in, review, answers, root cause, and its journal."""

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.faces.api.matters import MatterView
from tongban.faces.desk.blocked.casepage import line_of, opened, papers_had, tasks_of
from tongban.faces.desk.casepage import timing
from tongban.faces.desk.casepage.views import PRINTED, on_paper
from tongban.faces.desk.casepage.words import Person, Text, answers_had, hands_had, told_contents
from tongban.faces.pages import words as pages
from tongban.faces.pages.guards import Reader, page
from tongban.hall.blocked import queries
from tongban.hall.blocked.rules.words import RUNG_LABELS, Cause, Entrance, RootCause


@page("GET")
def printed(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The file of a blocked matter."""
    view = opened(request, reader, number)
    matter, review = view.matter, queries.review_of(view.case)
    answers = queries.answers(view.case)
    names = {step.agency_id: step.agency.name for step in view.whole.steps} | {
        view.case.agency_id: view.case.agency.name
    }
    context = {
        "heading": "反映内容",
        "text": matter.text,
        "who": person(view),
        "facts": facts(view),
        "contents": told_contents(view, "反映登记", cases.attachments(view.case), papers_had(view, answers, review)),
        "hands": hands_had(view, queries.hands(view.whole), {one.text for one in answers}),
        "answers": answers_had(answers, names),
        "review": review,
        "tasks": tasks_of(review, names),
        "root": RootCause(matter.root_class).label if matter.root_class else "",
        "root_words": matter.root_words,
        "spans": timing.in_order(list(timing.in_steps(view, is_step=False))),
        "journal": [line_of(view, one) for one in cases.journal(view.case, view.actor, latest=PRINTED)],
    }
    return on_paper(request, reader, view, context)


def person(view: MatterView) -> Person | None:
    """Who brought it."""
    matter, who = view.matter, view.case.applicant
    name = who.name if who else matter.contact_name
    return Person(name, "反映人", contact=matter.contact_name if who else "", phone=matter.phone_masked)


def facts(view: MatterView) -> list[Text]:
    """What it is about and how it stands, those facts that are there."""
    case, matter = view.case, view.matter
    rows = [
        Text("原因类别", Cause(matter.cause).label, True),
        Text("未办成的件", matter.application.number if matter.application else ""),
        Text("否定报备号", str(matter.report_id or "")),
        Text("事项", case.item.name if case.item else ""),
        Text("所涉单位", matter.agency.name if matter.agency else ""),
        Text("来源", Entrance(case.channel).label, True),
        Text("区域", case.region.full_name),
        Text("登记时间", pages.moment(case.received_at)),
        Text("受理", pages.moment(case.accepted_at)),
        Text("办理层级", RUNG_LABELS.get(queries.rung(view.whole), ""), True),
        Text("主办单位", case.agency.name if case.accepted_at else ""),
        Text("办理结果", Outcome(case.outcome).label if case.outcome else "", True),
        Text("办结", pages.moment(case.ended_at)),
        Text("首问负责人", case.answerable_name),
        Text("适用政策", matter.policy.document),
    ]
    return [row for row in rows if row.text]
