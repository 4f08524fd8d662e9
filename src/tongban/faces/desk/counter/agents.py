"""Who acts for an enterprise at the window: a representative on file, or one put on file by a document."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.common.errors import BadInput, DomainError, Refused
from tongban.common.identifiers import check_resident_id
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.counter import places
from tongban.faces.desk.counter.visitors import Visitor, opened, sealed
from tongban.faces.desk.counter.words import AGENT
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.queries import RepresentativeKind

if TYPE_CHECKING:
    from tongban.registry.parties.models import Party

NAMES = frozenset(one.name for one in AGENT)


@dataclass(frozen=True)
class Agents:
    """The representatives of an enterprise today, and the form that puts another one on file."""

    reader: Reader
    guest: Visitor
    on: date
    typed: Typed

    def context(self) -> dict[str, Any]:
        """For a template."""
        rows = parties.representatives_on(self.guest.party, self.on)
        return {
            "agents": [
                (
                    sealed(self.guest.party.pk, self.reader.actor, row.person_id),
                    row.person,
                    RepresentativeKind(row.kind).label,
                )
                for row in rows
            ],
            "inputs": places.filled(AGENT, self.typed),
        }


@page("GET", "POST")
def agent(request: HttpRequest, reader: Reader, *, who: str) -> HttpResponse:
    """Check who acts for the enterprise; whoever is not on file is put there by a document."""
    guest, on = opened(who, reader), localdate(now(request))
    if request.method == "GET":
        return shown(request, Agents(reader, guest, on, Typed(kept(request))))
    forms.check_names(request, NAMES)
    typed = Typed(request.POST)
    try:
        person = looked_up(request, reader, guest, typed)
        done = forms.once(
            request, reader.actor, now(request), lambda: {"agent": put_on_file(request, guest, typed, person)}
        )
    except DomainError as refusal:
        return shown(request, Agents(reader, guest, on, typed), refusal)
    return HttpResponseRedirect(f"/desk/counter/for/{sealed(guest.party.pk, reader.actor, int(done['agent']))}")


def looked_up(request: HttpRequest, reader: Reader, guest: Visitor, typed: Typed) -> "Party | None":
    """The person with this identity number, if known; outside the act, so that the search stays in the log."""
    if not guest.is_enterprise:
        raise Refused("party.not_enterprise", "该当事人不是经营主体,不能办理此事项。")
    number = check_resident_id(typed.value("number"))
    return next(iter(register.search_parties(number=number, actor=reader.actor, at=now(request))), None)


def shown(request: HttpRequest, agents: Agents, refusal: DomainError | None = None) -> HttpResponse:
    """The enterprise with the question who acts for it."""
    guest = agents.guest
    context = {
        "guest": guest,
        "facts": guest.facts,
        "status": parties.status_on(guest.party, agents.on) if guest.is_enterprise else None,
        "refusal": refusal,
        "token": forms.one_time(),
        **agents.context(),
    }
    status = refusal.status if refusal else 200
    return shown_to(request, agents.reader, "desk/counter/visitor.html", context, status)


def put_on_file(request: HttpRequest, guest: Visitor, typed: Typed, person: "Party | None") -> int:
    """The person who acts: on file already, or known and put on file, or registered first."""
    at = now(request)
    if person is not None and parties.may_represent(person.pk, guest.party.pk, localdate(at)):
        return person.pk
    if person is None:
        person = register.register_person(
            name=typed.value("name"),
            resident_id=typed.value("number"),
            phone=typed.value("phone").strip(),
            region=guest.party.region_id,
            at=at,
        )
    is_legal = typed.value("kind") == RepresentativeKind.LEGAL.value
    if is_legal and person.name != guest.facts["legal_representative"]:
        raise Refused("counter.legal", "姓名与登记的法定代表人不一致:请核对证件,或先办理变更登记。")
    register.appoint_representative(
        enterprise=guest.party,
        person=person,
        kind=RepresentativeKind.LEGAL if is_legal else RepresentativeKind.AGENT,
        from_on=localdate(at),
        until_on=None if is_legal else last_day(typed.value("until_on")),
        document=typed.value("document"),
        at=at,
    )
    return person.pk


def last_day(text: str) -> date | None:
    """The last day of an authority; none where it is open."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("counter.until", "请填写代办截止日期,例如 2026-12-31,或留空。") from None
