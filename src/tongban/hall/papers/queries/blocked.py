"""Papers of a blocked matter: registered, the minutes of its joint review, each answer; and the copy of a report of refusal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.queries import Whole
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.time import localdate
from tongban.hall.appeals.rules.words import Door
from tongban.hall.applications.rules.notices import remedy_of_acts_on
from tongban.hall.blocked import queries as matters
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import REVIEW, Cause, Remedy
from tongban.hall.papers.queries.folder import Folder, in_order, no_paper
from tongban.hall.papers.queries.office import TURNED_AWAY, OfficeFile, was_turned_away
from tongban.hall.papers.rules import Document, Matter, PaperKind, Ready, appeal_letters, matter_letters
from tongban.hall.papers.rules.appeal_letters import Reply, Told
from tongban.hall.papers.rules.kinds import MATTER_REGISTERED
from tongban.hall.papers.rules.matter_letters import Refused, Review, Task
from tongban.registry.policies.queries import content
from tongban.workdays import Clock

if TYPE_CHECKING:
    from tongban.hall.appeals.models import Answer
    from tongban.hall.blocked.models import BlockedMatter, JointReview, RefusalReport
    from tongban.registry.agencies.models import Agency

NOUN = "“办不成事”"


def papers_of_matter(
    found: Whole, answered: Sequence[datetime], concluded_at: datetime | None, reader: Actor
) -> list[Ready]:
    """The papers a blocked matter has by now, oldest first; of its answers and its joint review the instants.

    No statement of its own, but for one put away that nobody accepted.
    """
    case = found.case
    ready = [Ready(PaperKind.REGISTRATION, 1, MATTER_REGISTERED, case.received_at or case.opened_at)]
    if case.ended_at and was_turned_away(found):
        ready.append(Ready(PaperKind.DECLINED, 1, PaperKind.DECLINED.label, case.ended_at))
    if concluded_at:
        ready.append(Ready(PaperKind.MINUTES, 1, PaperKind.MINUTES.label, concluded_at))
    ready += [Ready(PaperKind.REPLY, place, PaperKind.REPLY.label, at) for place, at in enumerate(answered, 1)]
    return in_order(ready, reader)


class MatterFile(OfficeFile):
    """All papers of a blocked matter are written from."""

    @cached_property
    def blocked(self) -> "BlockedMatter":
        """What got stuck."""
        return matters.matter_of(self.case)

    @cached_property
    def answers(self) -> "list[Answer]":
        """The answers, oldest first."""
        return matters.answers(self.case)

    @cached_property
    def review(self) -> "JointReview | None":
        """What the joint review came to."""
        return matters.review_of(self.case)

    def by(self, code: str) -> "Agency":
        """Who signs: the agency of the act, else the city's desk."""
        return self.agency(code or content(self.blocked.policy).appeals.desk)

    def heading(self, signing: "Agency", *, is_coded: bool = True) -> Matter:
        """What every paper says of it."""
        return self.matter(signing, noun="反映件", contact=self.blocked, knows=True, is_coded=is_coded)


def folder(case: Case, reader: Actor, address: str) -> Folder:
    """The papers of a blocked matter as far as the reader may have them."""
    file = MatterFile(cases.whole(case), reader, address)
    concluded_at = file.review.concluded_at if file.review else None
    ready = papers_of_matter(file.found, [one.answered_at for one in file.answers], concluded_at, reader)
    return Folder(ready, lambda one: WRITERS[one.kind](file, one))


def _registration(file: MatterFile, ready: Ready) -> Document:
    case, matter = file.case, file.blocked
    told = Told(type_word="原因类别", type=Cause(matter.cause).label, text=matter.text, region=case.region.full_name)
    failed = matter.application
    about = [
        ("所涉事项", case.item.name if case.item else ""),
        ("未办成的件", failed.number if failed else ""),
        ("所涉单位", matter.agency.name if matter.agency else ""),
    ]
    until = file.due(Clock(file.found.terms.acceptance_term, file.received_at))
    then = f"{until.words}前,本单位当场解决,或者受理并交责任单位限期办理;不予受理的,告知理由和应当去的地方。"
    heading = file.heading(file.by(file.lines[0].agency))
    return appeal_letters.registration(heading, ready.title, told, then, ready.told_at, file.answerable(), about)


def _declined(file: MatterFile, ready: Ready) -> Document:
    line, said = file.of(TURNED_AWAY)[-1]
    door = Door(said["door"]).label
    heading = file.heading(file.by(line.agency))
    return appeal_letters.declined(heading, NOUN, file.received_at, str(said["reason"]), door, ready.told_at)


def _minutes(file: MatterFile, ready: Ready) -> Document:
    held = file.review
    if held is None:
        raise no_paper()
    (line, _), raised = file.of(moves.CONCLUDE.name)[-1], file.of(moves.JOINT_REVIEW.name)
    names = {step.agency_id: step.agency.name for step in file.found.steps}
    opinions = [(step.agency.name, step.result) for step in file.found.steps if step.key.startswith(f"{REVIEW}-")]
    tasks = [
        Task(names.get(one["agency"], one["agency"]), one["what"], date.fromisoformat(one["due_on"]))
        for one in held.tasks
    ]
    review = Review(
        reason=str(raised[-1][1].get("reason", "")) if raised else "",
        opinions=opinions,
        minutes=held.minutes,
        decision=held.decision,
        tasks=tasks,
        host=held.concluded_by_name,
    )
    return matter_letters.minutes(file.heading(file.by(line.agency), is_coded=False), review, ready.told_at)


def _reply(file: MatterFile, ready: Ready) -> Document:
    answer = file.answers[ready.ordinal - 1]
    said = Reply(outcome=Outcome(answer.outcome).label, text=answer.text, ways=_ways(file, ready))
    heading = file.heading(file.agency(answer.agency))
    return appeal_letters.reply(heading, NOUN, file.received_at, said, ready.told_at, ready.ordinal)


def _ways(file: MatterFile, ready: Ready) -> list[str]:
    """What can be done about an answer; what was solved on the spot is neither confirmed nor contested."""
    remedy = remedy_of_acts_on(localdate(ready.told_at))
    if file.of(moves.SOLVE.name):
        return [remedy]
    until = file.due(Clock(content(file.blocked.policy).blocked.confirm, ready.told_at))
    again = (
        "不认可的,可以在期限内说明理由,要求重新办理一次。"
        if ready.ordinal == 1
        else "本件已重新办理一次,不再重新办理。"
    )
    return [f"请在{until.words}前确认是否办成;到期没有提出异议的,按办结处理。", again, remedy]


WRITERS: Mapping[PaperKind, Callable[[MatterFile, Ready], Document]] = {
    PaperKind.REGISTRATION: _registration,
    PaperKind.DECLINED: _declined,
    PaperKind.MINUTES: _minutes,
    PaperKind.REPLY: _reply,
}


def refusal_copy(row: "RefusalReport", *, address: str = "") -> Document:
    """The copy of a report of refusal its reader may see; ``row`` comes from ``blocked.queries.report``."""
    agency, who = row.agency, row.applicant
    heading = Matter(
        number=f"{row.pk:04}",
        item=row.item.name,
        applicant=row.applicant_name or "申请人",
        is_person=who is None or who.kind == "person",
        identifier=who.identifier_masked if who else "",
        file_word="告知单编号",
        agency=agency.name,
        agency_short=agency.short_name,
        agency_phone=agency.phone,
        address=address,
        is_sample=row.sample,
    )
    refused = Refused(
        item=row.item.name,
        number=row.application.number if row.application else "",
        asked=row.asked,
        cause=Cause(row.cause).label,
        ground=row.ground,
        basis=row.basis,
        remedy=Remedy(row.remedy).label,
        remedy_text=row.remedy_text,
        clerk=row.filed_by_name,
    )
    return matter_letters.refusal_copy(heading, refused, row.filed_at)
