"""Finding the person in front of me, registering who is unknown, and choosing the matter."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.errors import BadInput, DomainError
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.counter import places
from tongban.faces.desk.counter.agents import Agents
from tongban.faces.desk.counter.visitors import Visitor, check_desk, opened, sealed
from tongban.faces.desk.counter.words import ENTERPRISE, PERSON
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Typed
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import queries as applications
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.workdays import check_in_range

if TYPE_CHECKING:
    from tongban.registry.catalog.models import Item
    from tongban.registry.parties.models import Party

MOST_ITEMS = 20
LONGEST_SEARCH = 60


@page("GET", "POST")
def who(request: HttpRequest, reader: Reader) -> HttpResponse:
    """One box for a whole number: what is known of whom it belongs to, or the form to register them."""
    actor = check_desk(reader)
    if request.method == "GET":
        return shown_to(request, reader, "desk/counter/who.html", {"number": Typed(kept(request)).value("number")})
    forms.check_names(request, frozenset({"number"}))
    number = request.POST.get("number", "")[:100]
    try:
        found = register.search_parties(number=number, actor=actor, at=now(request))
    except DomainError as refusal:
        context = {"number": number, "refusal": refusal}
        return shown_to(request, reader, "desk/counter/who.html", context, refusal.status)
    if len(found) == 1:
        return HttpResponseRedirect(f"/desk/counter/for/{sealed(found[0].pk, actor)}")
    lines = [(sealed(one.pk, actor), one, parties.PartyKind(one.kind).label) for one in found]
    context = {"number": number, "lines": lines, "is_unknown": not found, "kind": unknown_kind(number)}
    return shown_to(request, reader, "desk/counter/who.html", context)


def unknown_kind(number: str) -> str:
    """As what somebody nobody knows would be registered: by the shape of the number, nothing for a phone."""
    signs = [sign for sign in number if sign.isalnum()]
    if len(signs) != len("340104198001011234"):
        return ""
    return "person" if all(sign.isdecimal() for sign in signs[:17]) and signs[0] != "9" else "enterprise"


@page("GET", "POST")
def person(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Register a natural person who is not known yet."""

    def act(typed: Typed) -> "Party":
        return register.register_person(
            name=typed.value("name"),
            resident_id=typed.value("number"),
            phone=typed.value("phone").strip(),
            region=typed.value("region"),
            at=now(request),
        )

    return registering(request, reader, PERSON, act)


@page("GET", "POST")
def enterprise(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Register an enterprise that is not known yet, as its licence says."""

    def act(typed: Typed) -> "Party":
        return register.register_enterprise(
            name=typed.value("name"),
            credit_code=typed.value("number"),
            region=typed.value("region"),
            legal_representative=typed.value("legal_representative"),
            business_scope=typed.value("business_scope"),
            address=typed.value("address"),
            registered_capital_yuan=typed.value("registered_capital_yuan"),  # type: ignore[arg-type]  # checked there
            established_on=day(typed.value("established_on")),
            phone=typed.value("phone").strip(),
            at=now(request),
        )

    return registering(request, reader, ENTERPRISE, act)


def day(text: str) -> date:
    """A day as a date input sends it."""
    try:
        on = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("counter.established", "请填写成立日期,例如 2019-01-01。") from None
    check_in_range(on)
    return on


def registering(
    request: HttpRequest, reader: Reader, asked: Sequence[Input], act: Callable[[Typed], "Party"]
) -> HttpResponse:
    """The form of a registration; a number brought along from the search is a question only, and registers nobody."""
    actor = check_desk(reader)
    kind = "person" if asked is PERSON else "enterprise"
    if request.method == "GET":
        return drawn(request, reader, kind, asked, Typed(kept(request)))
    forms.check_names(request, frozenset({*(one.name for one in asked), "region", "ask"}))
    if request.POST.get("ask"):
        return drawn(request, reader, kind, asked, Typed(request.POST))
    try:
        done = forms.once(request, actor, now(request), lambda: {"party": act(Typed(request.POST)).pk})
    except DomainError as refusal:
        return drawn(request, reader, kind, asked, Typed(request.POST), refusal)
    messages.success(request, _("已登记。"))
    return HttpResponseRedirect(f"/desk/counter/for/{sealed(int(done['party']), actor)}")


def drawn(
    request: HttpRequest,
    reader: Reader,
    kind: str,
    asked: Sequence[Input],
    typed: Typed,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The form with what was typed."""
    context = {
        "kind": kind,
        "inputs": places.filled(asked, typed),
        "regions": places.options(reader.actor, typed.value("region", reader.actor.region)),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/counter/register.html", context, refusal.status if refusal else 200)


@page("GET", query=("text",))
def visitor(request: HttpRequest, reader: Reader, *, who: str) -> HttpResponse:
    """What is known of the person, for whom they act, and which matter it is."""
    guest, on = opened(who, reader), localdate(now(request))
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    context: dict[str, Any] = {"guest": guest, "text": text, "token": forms.one_time()}
    if guest.is_enterprise:
        context |= {"facts": guest.facts, "status": parties.status_on(guest.party, on)}
    if guest.is_ready:
        context |= {"items": items(reader, guest, text, on), "represents": represents(reader, guest, on)}
    else:
        context |= Agents(reader, guest, on, Typed(kept(request))).context()
    return shown_to(request, reader, "desk/counter/visitor.html", context)


def items(reader: Reader, guest: Visitor, text: str, on: date) -> list[tuple["Item", bool]]:
    """(item, whether it is for this kind of applicant): those searched for, else those filed most at this window."""
    if text:
        found = list(catalog.search(text, on=on)[:MOST_ITEMS])
    else:
        codes = applications.most_filed(reader.actor)
        known: Mapping[str, Item] = {one.code: one for one in catalog.items(in_force_on=on).filter(code__in=codes)}
        found = [known[code] for code in codes if code in known]  # type: ignore[misc]  # the same rows, without a rank
    audiences = catalog.audiences([one.code for one in found], on)
    rows = [(one, one.code in audiences and audiences[one.code].admits(guest.party.kind)) for one in found]
    # of those filed most only the fitting ones are worth a key; a search answers with all it found, the fitting first
    return sorted((row for row in rows if text or row[1]), key=lambda row: not row[1])


def represents(reader: Reader, guest: Visitor, on: date) -> list[tuple[str, str, str]]:
    """(mark, name, as what) of the enterprises a person may act for today."""
    if guest.is_enterprise:
        return []
    return [
        (
            sealed(row.enterprise_id, reader.actor, guest.party.pk),
            row.enterprise.party.name,
            parties.RepresentativeKind(row.kind).label,
        )
        for row in parties.represented_on(guest.party, on)
    ]
