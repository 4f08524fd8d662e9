"""Papers of an application."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from tongban.casework.cases import clock
from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.models import Case, LedgerEntry
from tongban.casework.cases.queries import Whole
from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import Actor
from tongban.hall.applications import queries as applications
from tongban.hall.applications.queries import Paper
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.rules.notices import NoticeKind
from tongban.hall.papers.queries.folder import APPLICANT, Folder, in_order, no_paper
from tongban.hall.papers.rules import Document, Due, Matter, PaperKind, Ready, desk_letters, office_letters
from tongban.hall.papers.rules.desk_letters import Handed
from tongban.hall.papers.rules.kinds import decision_title
from tongban.registry.catalog.rules import ItemType
from tongban.workdays import Clock, Term

TOLD = {
    NoticeKind.CORRECTION: PaperKind.CORRECTION,
    NoticeKind.REFUSAL: PaperKind.REFUSAL,
    NoticeKind.DEFERRAL: PaperKind.DEFERRAL,
    NoticeKind.PAUSE: PaperKind.PAUSE,
    NoticeKind.EXTENSION: PaperKind.EXTENSION,
    NoticeKind.AMENDMENT: PaperKind.AMENDMENT,
}


def papers_of(found: Whole, told: Sequence[Paper]) -> list[Ready]:
    """The papers a case has by now, oldest first, from what was read already: no statement of its own.

    ``told`` is what ``applications.queries.notices`` gives. A draft has none.
    """
    case = found.case
    ready = [Ready(kind, 1, title, at) for kind, title, at in _own(found) if at is not None]
    counted: Counter[PaperKind] = Counter()
    for one in told:
        if kind := TOLD.get(one.kind):
            counted[kind] += 1
            ready.append(Ready(kind, counted[kind], kind.label, one.told_at))
    return in_order(ready, APPLICANT) if case.filed_at else []


def _own(found: Whole) -> list[tuple[PaperKind, str, datetime | None]]:
    """Papers that follow from the instants of the case itself."""
    case = found.case
    title = decision_title(
        is_permit=found.spec.type is ItemType.PERMIT, is_granted=case.outcome == Outcome.GRANTED.value
    )
    return [
        (PaperKind.RECEIPT, PaperKind.RECEIPT.label, case.received_at),
        (PaperKind.ACCEPTANCE, PaperKind.ACCEPTANCE.label, case.accepted_at),
        (PaperKind.DECISION, title, case.decided_at),
        (PaperKind.DELIVERY, PaperKind.DELIVERY.label, case.decided_at),
    ]


def folder(case: Case, _reader: Actor, address: str) -> Folder:
    """The papers of an application; every reader of the case reads the same."""
    file = File(cases.whole(case), address)
    return Folder(papers_of(file.found, file.told), lambda ready: WRITERS[ready.kind](file, ready))


@dataclass
class File:
    """All a paper is written from, each part read when it is asked for."""

    found: Whole
    address: str

    @property
    def case(self) -> Case:
        """The case."""
        return self.found.case

    @cached_property
    def told(self) -> list[Paper]:
        """What the applicant was told, oldest first."""
        return applications.notices(self.found)

    def one_told(self, ready: Ready) -> Paper:
        """The words behind one paper."""
        of_kind = [one for one in self.told if TOLD.get(one.kind) is ready.kind]
        return of_kind[ready.ordinal - 1]

    @cached_property
    def lines(self) -> Mapping[str, Mapping[str, Any]]:
        """What the journal says of each move, the latest line of it; of the first line under ``birth``."""
        rows = cases.journal(self.case, APPLICANT)
        return {row.move: json.loads(row.data) for row in rows} | {"birth": json.loads(rows[0].data) if rows else {}}

    @cached_property
    def matter(self) -> Matter:
        """What every paper says of the case."""
        case, who = self.case, self.case.applicant
        birth = self.lines["birth"]
        return Matter(
            number=case.number,
            item=self.found.spec.name,
            is_permit=self.found.spec.type is ItemType.PERMIT,
            applicant=who.name if who else "申请人",
            is_person=bool(who and who.kind == "person"),
            identifier=who.identifier_masked if who else "",
            phone=who.phone_masked if who else "",
            agency=case.agency.name,
            agency_short=case.agency.short_name,
            agency_phone=case.agency.phone,
            region=case.region.full_name,
            answerable=case.answerable_name,
            queue=str(birth.get("queue", "")),
            agent=str(birth.get("agent", "")),
            address=self.address,
            is_sample=case.sample,
        )

    def due(self, running: Clock, name: ClockName) -> Due:
        """A clock as its last day with the clause it rests on."""
        law = clock.law_of(self.found.spec, name)
        return Due(running.total.words, running.due_on(), law, running.provisional_reason())

    def promised(self, upto: Sequence[LedgerEntry] = (), *, statutory: bool = False) -> Due:
        """The term of the handling as it stood when only these entries of the ledger were there."""
        name = ClockName.STATUTORY if statutory else ClockName.HANDLING
        running = clock.handling_clock(self.case, self.found.spec, self.found.steps, upto, statutory=statutory)
        if running is None:
            raise no_paper()
        return self.due(running, name)


def _receipt(file: File, ready: Ready) -> Document:
    spec, at = file.found.spec, ready.told_at
    lines = applications.materials(file.case, spec)
    owed = {"", MaterialState.DEFERRED.value}
    handed = [Handed(one.name, MaterialState(one.state).label, one.given_at) for one in lines if one.state not in owed]
    missing = [one.name for one in lines if one.required and one.state in owed]
    answer = file.due(Clock(spec.acceptance_term, at), ClockName.ACCEPTANCE)
    return desk_letters.receipt(file.matter, handed, missing, answer, at)


def _acceptance(file: File, ready: Ready) -> Document:
    return desk_letters.acceptance(
        file.matter, file.case.acceptance, file.promised(), file.promised(statutory=True), ready.told_at
    )


def _correction(file: File, ready: Ready) -> Document:
    said, term = file.one_told(ready), file.found.spec.correction_answer_term
    answer = file.due(Clock(term, ready.told_at), ClockName.ACCEPTANCE) if term else None
    items = [str(one.get("what", "")) for one in said.items]
    return desk_letters.correction(file.matter, items, said.reason, answer, ready.told_at)


def _refusal(file: File, ready: Ready) -> Document:
    said = file.one_told(ready)
    return desk_letters.refusal(file.matter, said.reason, said.remedy, ready.told_at)


def _deferral(file: File, ready: Ready) -> Document:
    said, promised = file.one_told(ready), file.promised()
    names = [str(one.get("what", "")) for one in said.items] or file.lines.get("accept_deferred", {}).get(
        "deferred", []
    )
    return desk_letters.deferral(file.matter, names, promised, promised, ready.told_at)


def _entries(file: File, kind: str) -> list[LedgerEntry]:
    return [entry for entry in file.found.ledger if entry.kind == kind]


def _pause(file: File, ready: Ready) -> Document:
    entry = sorted(_entries(file, "pause"), key=lambda one: one.started_at)[ready.ordinal - 1]
    where = next((step.name for step in file.found.steps if step.key == entry.step_key), "")
    ground = PauseGround(entry.ground).label
    return office_letters.pause(file.matter, ground, where, entry.reason, entry.limit_on, ready.told_at, ready.ordinal)


def _extension(file: File, ready: Ready) -> Document:
    (entry,) = _entries(file, "extension")
    upto = [one for one in file.found.ledger if one.position <= entry.position]
    return office_letters.extension(
        file.matter, Term.parse(entry.term).words, entry.reason, file.promised(upto), ready.told_at
    )


def _decision(file: File, ready: Ready) -> Document:
    said = file.lines.get("decide", {})
    denial = next((one for one in file.told if one.kind is NoticeKind.DENIAL), None)
    running = Clock(file.found.spec.delivery_term, ready.told_at)
    return office_letters.decision(
        file.matter,
        is_granted=file.case.outcome == Outcome.GRANTED.value,
        reason=denial.reason if denial else str(said.get("reason", "")),
        document=str(said.get("document", "")),
        remedy=denial.remedy if denial else "",
        delivery=file.due(running, ClockName.DELIVERY),
        at=ready.told_at,
    )


def _delivery(file: File, ready: Ready) -> Document:
    said = file.lines.get("deliver")
    decided = next(one.title for one in papers_of(file.found, file.told) if one.kind is PaperKind.DECISION)
    ended_at = file.case.ended_at if said else None
    return office_letters.delivery(
        file.matter,
        decided=decided,
        decided_at=ready.told_at,
        how=str(said.get("how", "")) if said else "",
        delivered_at=ended_at,
        at=ended_at or ready.told_at,
    )


def _amendment(file: File, ready: Ready) -> Document:
    said = file.one_told(ready)
    return office_letters.amendment(file.matter, said.reason, ready.told_at, ready.ordinal)


WRITERS: Mapping[PaperKind, Callable[[File, Ready], Document]] = {
    PaperKind.RECEIPT: _receipt,
    PaperKind.CORRECTION: _correction,
    PaperKind.REFUSAL: _refusal,
    PaperKind.ACCEPTANCE: _acceptance,
    PaperKind.DEFERRAL: _deferral,
    PaperKind.PAUSE: _pause,
    PaperKind.EXTENSION: _extension,
    PaperKind.DECISION: _decision,
    PaperKind.DELIVERY: _delivery,
    PaperKind.AMENDMENT: _amendment,
}
