"""What a window does in one go: take an application in with its papers and answer it at once; hand a decision out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from tongban.casework.cases.models import Case
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotFound, Refused
from tongban.common.identifiers import check_credit_code, check_resident_id
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.hall.applications import queries
from tongban.hall.applications.rules.materials import missing
from tongban.hall.applications.services import acceptance, decision
from tongban.hall.applications.services.filing import Filing, attach_material, file, open_draft
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.parties.models import Party
from tongban.registry.parties.rules import PartyKind


class Answer(StrEnum):
    """What the window answers to an application it takes in."""

    DRAFT = "draft"
    FILE = "file"
    ACCEPT = "accept"
    DEFER = "accept_deferred"
    COMMIT = "accept_committed"
    ASK = "ask_correction"


@dataclass(frozen=True, slots=True)
class Scan:
    """A file brought along: of which material, its name, its bytes."""

    material: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an answer says beside itself: the commitment, or what has to be corrected apart from missing materials."""

    commitment: str = ""
    gaps: Sequence[str] = ()
    reason: str = ""


@transaction.atomic
def take_in(
    *, filing: Filing, answer: Answer, actor: Actor, at: datetime, scans: Sequence[Scan] = (), said: Words = Words()
) -> Case:
    """Open the case, put the scans on record and answer: all of it or, when one of them is refused, nothing."""
    case = OPENERS[answer is Answer.DRAFT](filing=filing, actor=actor, at=at)
    for scan in scans:
        _attach(case.number, scan, actor, at)
    return ANSWERS[answer](case, said, actor, at)


def _attach(number: str, scan: Scan, actor: Actor, at: datetime) -> None:
    attach_material(number=number, name=scan.name, content=scan.content, material=scan.material, actor=actor, at=at)


def _asked(case: Case, said: Words, actor: Actor, at: datetime) -> Case:
    """Ask for everything that is missing, and for what the window wrote down beside it."""
    spec = catalog.pinned(case.item_version_id or 0)
    items = [{"key": one.key, "what": f"请补交“{one.name}”"} for one in missing(spec, queries.given(case, spec))] + [
        {"key": "", "what": gap} for gap in said.gaps
    ]
    return acceptance.ask_correction(number=case.number, items=items, reason=said.reason, actor=actor, at=at)


ANSWERS: Mapping[Answer, Callable[[Case, Words, Actor, datetime], Case]] = {
    Answer.DRAFT: lambda case, said, actor, at: case,
    Answer.FILE: lambda case, said, actor, at: case,
    Answer.ACCEPT: lambda case, said, actor, at: acceptance.accept(number=case.number, actor=actor, at=at),
    Answer.DEFER: lambda case, said, actor, at: acceptance.accept_deferred(number=case.number, actor=actor, at=at),
    Answer.COMMIT: lambda case, said, actor, at: acceptance.accept_committed(
        number=case.number, commitment=said.commitment, actor=actor, at=at
    ),
    Answer.ASK: _asked,
}
OPENERS: Mapping[bool, Callable[..., Case]] = {True: open_draft, False: file}


@transaction.atomic
def hand_out(*, number: str, identifier: str, receiver: str, actor: Actor, at: datetime) -> Case:
    """Deliver a decision at the window, to whoever shows the applicant's papers or acts for it today.

    ``identifier`` is read off the papers shown and compared without opening the one on file; ``receiver`` names who
    takes it, and may be empty where that is the person whose papers were shown.
    """
    party = _applicant(number)
    who = _received_by(party, identifier, at)
    name = clean_line(receiver, field="领取人", limit=60, blank=True) or who
    if not name:
        raise BadInput("handout.receiver", "凭营业执照领取的,请写明领取人姓名。")
    how = f"当面领取:{name},证件号码核对一致"
    return decision.deliver(number=number, how=how, actor=actor, at=at)


def _applicant(number: str) -> Party:
    found = Party.objects.filter(pk__in=Case.objects.filter(number=number).values("applicant_id")).first()
    if found is None:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found


def _received_by(party: Party, identifier: str, at: datetime) -> str:
    """The name of the person whose papers were shown; empty where they are those of an enterprise."""
    clean = _checked(identifier)
    if parties.is_identifier_of(party, clean):
        return party.name if party.kind == PartyKind.PERSON.value else ""
    person = parties.find_by_identifier(clean)
    if person is not None and parties.may_represent(person.pk, party.pk, localdate(at)):
        return person.name
    raise Refused(
        "handout.identity",
        "出示的证件与本件申请人不符,也没有代理登记:请核对证件;代领的,请先在窗口办理代办登记。",
    )


def _checked(identifier: str) -> str:
    try:
        return check_resident_id(identifier)
    except BadInput as refusal:
        try:
            return check_credit_code(identifier)
        except BadInput:
            raise refusal from None
