"""Papers of an appeal: registered, accepted, each time it was given to an agency, each answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.queries import Whole
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.time import localdate
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.checks import ARBITRATION, LEAD, policy_of
from tongban.hall.appeals.rules.points import point_words
from tongban.hall.appeals.rules.words import Door
from tongban.hall.applications.rules.notices import remedy_of_acts_on
from tongban.hall.papers.queries.folder import Folder, in_order
from tongban.hall.papers.queries.office import TURNED_AWAY, OfficeFile, was_turned_away
from tongban.hall.papers.rules import Document, Matter, PaperKind, Ready, appeal_letters
from tongban.hall.papers.rules.appeal_letters import Given, Reply, Told
from tongban.hall.papers.rules.kinds import APPEAL_REGISTERED, HANDED_ON, TAKEN_UP_AGAIN
from tongban.registry.policies.rules import AppealType
from tongban.workdays import Clock, Term

if TYPE_CHECKING:
    from tongban.hall.appeals.models import Answer, Appeal
    from tongban.registry.agencies.models import Agency

NOUN = "诉求"
AGAIN = "重新办理"  # the name of a hand after the answer was found wanting
GIVING = ("dispatch", "arbitrate", "reopen")  # each opens one hand of a lead


def papers_of_appeal(found: Whole, answered: Sequence[datetime], reader: Actor) -> list[Ready]:
    """The papers an appeal has by now, oldest first; ``answered`` are the instants of its answers.

    No statement of its own, but for one put away that nobody accepted.
    """
    case, leads = found.case, leads_of(found)
    ready = [Ready(PaperKind.REGISTRATION, 1, APPEAL_REGISTERED, case.received_at or case.opened_at)]
    if case.ended_at and was_turned_away(found):
        ready.append(Ready(PaperKind.DECLINED, 1, PaperKind.DECLINED.label, case.ended_at))
    ready += [Ready(PaperKind.ADMISSION, 1, PaperKind.ADMISSION.label, started(step)) for step in leads[:1]]
    ready += [
        Ready(PaperKind.TRANSFER, place, title_of(step, place), started(step)) for place, step in enumerate(leads, 1)
    ]
    ready += [Ready(PaperKind.REPLY, place, PaperKind.REPLY.label, at) for place, at in enumerate(answered, 1)]
    return in_order(ready, reader)


def leads_of(found: Whole) -> list[Step]:
    """The hands of leads, in the order it came into them."""
    return [step for step in found.steps if step.key.startswith(f"{LEAD}-")]


def started(step: Step) -> datetime:
    """Since when a hand has it: one of an appeal begins as it is opened."""
    if step.started_at is None:
        raise ValueError("a hand of an appeal begins as it is opened")
    return step.started_at


def title_of(step: Step, place: int) -> str:
    """What the note to an agency is called: the first gives it out, a later one hands it on."""
    if step.name == AGAIN:
        return TAKEN_UP_AGAIN
    return PaperKind.TRANSFER.label if place == 1 else HANDED_ON


class AppealFile(OfficeFile):
    """All papers of an appeal are written from."""

    @cached_property
    def appeal(self) -> "Appeal":
        """The words, the place, who it was."""
        return appeals.appeal_of(self.case)

    @cached_property
    def knows(self) -> bool:
        """Whether the reader may know who turned to the city."""
        return appeals.knows_reporter(self.case, self.appeal, self.reader)

    @cached_property
    def answers(self) -> "list[Answer]":
        """The answers, oldest first."""
        return appeals.answers(self.case)

    def by(self, code: str) -> "Agency":
        """Who signs: the agency of the act, else the city's desk."""
        return self.agency(code or policy_of(self.appeal).desk)

    def heading(self, signing: "Agency", *, is_coded: bool = True) -> Matter:
        """What every paper says of it; what goes to an agency hides an anonymous reporter whoever prints it."""
        knows = self.knows and (is_coded or not self.appeal.is_anonymous)
        return self.matter(signing, noun=NOUN, contact=self.appeal, knows=knows, is_coded=is_coded)

    def told(self) -> Told:
        """What was told."""
        appeal = self.appeal
        return Told(
            type=AppealType(appeal.type).label,
            text=appeal.text,
            region=self.case.region.full_name,
            place=appeal.place,
            point=point_words(appeal.latitude, appeal.longitude),
            domain=appeal.domain,
            is_emergency=appeal.is_emergency,
            is_anonymous=appeal.is_anonymous,
        )

    def given(self, place: int) -> Given:
        """To whom it went the ``place``-th time, with the days as they stood then: an extension changes no paper."""
        leads, term = leads_of(self.found), Term.parse(self.case.promised_term)
        lead = leads[place - 1]
        counted_from = next((one for one in leads[place - 1 :: -1] if one.name == AGAIN), leads[0])
        said = self.of(*GIVING)[place - 1][1]
        within = policy_of(self.appeal).return_within.words
        return Given(
            lead=lead.agency.name,
            assisting=[self.agency(code).name for code in said.get("assisting", ())],
            answer=self.due(Clock(term, started(counted_from))),
            own=self.due(Clock(term, started(lead))),
            duty=str(said.get("duty", "")),
            note=str(said.get("note", "") or said.get("reason", "")),
            returnable=self._returnable(lead, within),
        )

    def _returnable(self, lead: Step, within: str) -> str:
        before = [step for step in self.found.steps if step.position < lead.position]
        if lead.name == AGAIN or any(step.key.startswith(f"{ARBITRATION}-") for step in before):
            return "本件不得退单,请依法办理。"
        return f"认为不属于本单位职责的,应在交办后{within}内依据权责清单退单并说明理由;逾期不退的,由本单位办理。"


def folder(case: Case, reader: Actor, address: str) -> Folder:
    """The papers of an appeal as far as the reader may have them."""
    file = AppealFile(cases.whole(case), reader, address)
    ready = papers_of_appeal(file.found, [one.answered_at for one in file.answers], reader)
    return Folder(ready, lambda one: WRITERS[one.kind](file, one))


def _registration(file: AppealFile, ready: Ready) -> Document:
    birth = file.lines[0]
    signing = file.by(birth.agency)
    until = file.due(Clock(file.found.terms.acceptance_term, file.received_at))
    then = f"自登记之日起{until.term}内({until.words}前),本单位确定办理单位并交办;不予受理的,告知理由和应当去的地方。"
    return appeal_letters.registration(
        file.heading(signing), ready.title, file.told(), then, ready.told_at, file.answerable()
    )


def _declined(file: AppealFile, ready: Ready) -> Document:
    line, said = file.of(TURNED_AWAY)[-1]
    heading = file.heading(file.by(line.agency))
    door = Door(said["door"]).label
    return appeal_letters.declined(heading, NOUN, file.received_at, str(said["reason"]), door, ready.told_at)


def _admission(file: AppealFile, ready: Ready) -> Document:
    line, _ = file.of(*GIVING)[0]
    heading = file.heading(file.by(line.agency))
    return appeal_letters.admission(
        heading, file.told(), file.received_at, file.given(1), ready.told_at, file.answerable()
    )


def _transfer(file: AppealFile, ready: Ready) -> Document:
    line, _ = file.of(*GIVING)[ready.ordinal - 1]
    heading = file.heading(file.by(line.agency), is_coded=False)
    given = file.given(ready.ordinal)
    return appeal_letters.transfer(
        heading, file.told(), ready.title, given, ready.told_at, ready.ordinal, file.answerable()
    )


def _reply(file: AppealFile, ready: Ready) -> Document:
    answer = file.answers[ready.ordinal - 1]
    kept = {one.pk: one.name for one in cases.attachments(file.case)} if answer.evidence else {}
    said = Reply(
        outcome=Outcome(answer.outcome).label,
        text=answer.text,
        evidence=[kept[key] for key in answer.evidence if key in kept],
        ways=_ways(file, ready),
    )
    heading = file.heading(file.agency(answer.agency))
    return appeal_letters.reply(heading, NOUN, file.received_at, said, ready.told_at, ready.ordinal)


def _ways(file: AppealFile, ready: Ready) -> list[str]:
    """What can be done about an answer, the nearest first; taken up again once, it is not so a second time."""
    again = file.due(Clock(policy_of(file.appeal).reopen_within, ready.told_at))
    first = (
        f"对办理结果不满意的,可在{again.words}前要求重新办理一次(网上“我的办件”、12345热线或受理窗口)。"
        if ready.ordinal == 1
        else "本件已重新办理一次,不再重新办理;仍有不同意见的,可以向上一级行政机关反映。"
    )
    return [first, remedy_of_acts_on(localdate(ready.told_at))]


WRITERS: Mapping[PaperKind, Callable[[AppealFile, Ready], Document]] = {
    PaperKind.REGISTRATION: _registration,
    PaperKind.DECLINED: _declined,
    PaperKind.ADMISSION: _admission,
    PaperKind.TRANSFER: _transfer,
    PaperKind.REPLY: _reply,
}
