"""Who signs a paper, whom it speaks to, and what its lines of the journal say: of every case that runs under a policy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName, law_of
from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.queries import Whole
from tongban.casework.cases.rules import Status
from tongban.common.actors import Actor
from tongban.hall.papers.queries.folder import APPLICANT
from tongban.hall.papers.rules import Due, Matter
from tongban.hall.papers.rules.document import masked
from tongban.registry.agencies import queries as agencies
from tongban.workdays import Clock

if TYPE_CHECKING:
    from tongban.registry.agencies.models import Agency

TURNED_AWAY = "refuse"


class Contact(Protocol):
    """How whoever turned to the city can be reached."""

    @property
    def contact_name(self) -> str: ...
    @property
    def phone_masked(self) -> str: ...


@dataclass
class OfficeFile:
    """What papers of a case under a policy are written from, each part read when it is asked for."""

    found: Whole
    reader: Actor
    address: str

    @property
    def case(self) -> Case:
        """The case."""
        return self.found.case

    @property
    def received_at(self) -> datetime:
        """When it was told."""
        return self.case.received_at or self.case.opened_at

    @cached_property
    def lines(self) -> list[JournalEntry]:
        """What a party may read of the journal, oldest first."""
        return cases.journal(self.case, APPLICANT)

    def of(self, *moves: str) -> list[tuple[JournalEntry, Mapping[str, Any]]]:
        """The lines of some moves with what they say."""
        return [(line, json.loads(line.data)) for line in self.lines if line.move in moves]

    def agency(self, code: str) -> "Agency":
        """An agency by its code; without one, that of the case."""
        known = {step.agency_id: step.agency for step in self.found.steps} | {self.case.agency_id: self.case.agency}
        return known[code or self.case.agency_id] if not code or code in known else agencies.agency(code)

    def matter(self, signing: "Agency", *, noun: str, contact: Contact, knows: bool, is_coded: bool = True) -> Matter:
        """What every paper says of the case; a reporter the reader may not know stays without a name."""
        case, who = self.case, self.case.applicant
        name = (who.name if who else contact.contact_name) if knows else ""
        return Matter(
            number=case.number,
            item=masked(case.title),
            applicant=name or "反映人",
            is_person=who is None or who.kind == "person",
            phone=contact.phone_masked if knows else "",
            file_word=f"{noun}编号",
            who_word="反映人",
            agency=signing.name,
            agency_short=signing.short_name,
            agency_phone=signing.phone,
            region=case.region.full_name,
            answerable=case.answerable_name,
            address=self.address if is_coded else "",
            is_sample=case.sample,
        )

    def answerable(self) -> list[str]:
        """Who is answerable from the first word to the last, as a note; nothing while nobody is named."""
        return [f"首问负责人:{self.case.answerable_name}"] if self.case.answerable_name else []

    def due(self, running: Clock) -> Due:
        """A clock as its last day with the policy it rests on."""
        law = law_of(self.found.terms, ClockName.HANDLING)
        return Due(running.total.words, running.due_on(), law, running.provisional_reason())


def was_turned_away(found: Whole) -> bool:
    """Whether the case was turned away; one put away since is asked for its line, by one statement."""
    case = found.case
    if case.status == Status.REFUSED.value:
        return True
    is_put_away = case.status == Status.ARCHIVED.value and case.accepted_at is None
    return is_put_away and bool(cases.journal(case, APPLICANT, moves=[TURNED_AWAY]))
