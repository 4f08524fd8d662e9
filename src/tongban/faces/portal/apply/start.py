"""The start of an application: what it takes, for whom it is, where it happens; then a draft is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName, foreseen
from tongban.casework.cases.rules import Status
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, DomainError, Refused
from tongban.common.time import localdate
from tongban.faces.api.auth import MOST_DIGITS, now, on_behalf
from tongban.faces.api.routes.registry import represented
from tongban.faces.pages import forms
from tongban.faces.pages.guards import ACTING_FOR, Reader, asked_to_sign_in, kept, page, reader_of
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.apply import drafts, words
from tongban.hall.applications import services as hall
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec, Mode
from tongban.registry.parties import queries as parties
from tongban.registry.parties.queries import PartyKind
from tongban.registry.regions import queries as regions

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account

NAMES = frozenset({"party", "region"})
UNFINISHED = 3


@dataclass(frozen=True)
class Standing:
    """A party the person may apply for; ``kind`` says as what."""

    party: int
    name: str
    kind: str
    is_chosen: bool = False


@page("GET", "POST", public=True)
def start(request: HttpRequest, *, code: str) -> HttpResponse:
    """What an application takes; with a sign-in also for whom and where, and the draft itself."""
    spec = catalog.pinned(catalog.version_id_in_force(code, localdate(now(request))))
    if not request.user.is_authenticated:
        return asked_to_sign_in(request) if request.method == "POST" else drawn(request, None, spec)
    reader = reader_of(request)
    if request.method == "GET":
        return drawn(request, reader, spec, Typed(kept(request)))
    try:
        number, party = begun(request, reader, spec)
    except DomainError as refusal:
        return drawn(request, reader, spec, Typed(request.POST), refusal)
    if party == reader.person.party_id:
        request.session.pop(ACTING_FOR, None)
    else:
        request.session[ACTING_FOR] = party
    return HttpResponseRedirect(f"/cases/{number}/apply")


def begun(request: HttpRequest, reader: Reader, spec: ItemSpec) -> tuple[str, int]:
    """The number of the draft, one for one form however often it is sent, and whose it is."""
    forms.check_names(request, NAMES)
    if not is_online(spec):
        raise Refused("apply.offline", "“{item}”还不能在线办理:请到窗口办理。", item=spec.name)
    actor = chosen(request, reader)
    region = request.POST.get("region", "")

    def act() -> dict[str, Any]:
        if not region:
            raise BadInput("apply.region", "请选择事情发生在哪里。")
        regions.check_known(region)
        party = parties.party(actor.party_id or 0)
        filing = hall.Filing(
            item=spec.code, region=region, applicant_id=party.pk, form=drafts.known_for(spec, party), channel="online"
        )
        return {"number": hall.open_draft(filing=filing, actor=actor, at=now(request)).number}

    return str(forms.once(request, actor, now(request), act)["number"]), actor.party_id or 0


def is_online(spec: ItemSpec) -> bool:
    """Whether the guide lets the item be applied for on the pages."""
    return Mode.ONLINE in spec.modes


def chosen(request: HttpRequest, reader: Reader) -> Actor:
    """As whom the person applies; refused for anybody the person does not stand for today."""
    given = request.POST.get("party", "")
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
        raise BadInput("apply.party", "请选择为谁办理。")
    return on_behalf(cast("Account", request.user), reader.person, int(given), now(request))


def standings(reader: Reader, spec: ItemSpec, request: HttpRequest, picked: str) -> list[Standing]:
    """Everybody this person may apply for, as far as the item is for them."""
    person = reader.person
    if person.party_id is None:
        return []
    own = PartyKind(parties.party(person.party_id).kind)
    label = "本人" if own is PartyKind.PERSON else "本单位"
    found = [Standing(person.party_id, person.name, label)] if spec.audience.admits(own.value) else []
    if spec.audience.admits(PartyKind.ENTERPRISE.value):
        on = localdate(now(request))
        found += [Standing(one.party, one.name, words.AS_WHAT[one.kind]) for one in represented(person, on)]
    picked = picked if any(str(one.party) == picked for one in found) else str(found[0].party) if found else ""
    return [Standing(one.party, one.name, one.kind, str(one.party) == picked) for one in found]


def drawn(
    request: HttpRequest,
    reader: Reader | None,
    spec: ItemSpec,
    typed: Typed | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The start page."""
    at = now(request)
    clocks = foreseen(spec, at)
    context: dict[str, Any] = {
        "spec": spec,
        "counts": words.counts(spec),
        "answer_on": clocks[ClockName.ACCEPTANCE.value].due_on(),
        "done_on": clocks[ClockName.HANDLING.value].due_on() if ClockName.HANDLING.value in clocks else None,
        "promised": spec.promised_term,
        "is_online": is_online(spec),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    if reader is not None and typed is not None:
        context |= _asked(request, reader, spec, typed, refusal)
    return shown_to(request, reader, "portal/apply/start.html", context, refusal.status if refusal else 200)


def _asked(
    request: HttpRequest, reader: Reader, spec: ItemSpec, typed: Typed, refusal: DomainError | None
) -> dict[str, Any]:
    """For whom and where, as far as the reader can apply at all."""
    if not reader.person.has(Role.APPLICANT):
        return {"is_staff": True}
    picked = typed.value("party", str(reader.actor.party_id))
    whom = standings(reader, spec, request, picked)
    code = getattr(refusal, "code", "")
    return {
        "whom": whom,
        "counties": places(typed.value("region", reader.actor.region)) if whom else [],
        "unfinished": unfinished(reader.actor, spec),
        "wrong": "region" if code.partition(".")[0] in {"power", "region"} or code == "apply.region" else "party",
    }


def unfinished(actor: Actor, spec: ItemSpec) -> Sequence[Any]:
    """Drafts of the same item the reader began before."""
    return list(cases.cases(actor).filter(item_id=spec.code, status=Status.DRAFT.value)[:UNFINISHED])


@dataclass(frozen=True)
class County:
    """A county with its towns, or the city itself with nothing below."""

    name: str
    places: list[tuple[str, str, bool]]


def places(picked: str) -> list[County]:
    """The regions to choose from by name; a village stands for its town."""
    found: list[County] = []
    picked = picked[:9]
    for region in regions.down_to_towns():
        is_town = region.level == regions.Level.TOWN.value
        if not is_town:
            found.append(County(region.name, []))
        found[-1].places.append((region.code, region.name, region.code == picked))
    return found
