"""Parties: masked for whoever may know of them, opened with a reason that is logged."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tongban.common.actors import STAFF_ROLES, Actor
from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.schemas.registry import Opened, OpenField, PartyOut
from tongban.registry.accounts import queries as accounts
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.queries import PartyKind

router = Router(auth=[Token("parties"), Session()], tags=["当事人"])


@router.get("/{party}", response=PartyOut, operation_id="getParty", summary="当事人(证照号码已遮蔽)")
def get_party(request: HttpRequest, party: int) -> PartyOut:
    """A party with masked identifier and phone; for staff in a role, the party itself, and who acts for it."""
    on = localdate(now(request))
    check_known(party, actor_of(request), request)
    found = parties.party(party)
    is_enterprise = found.kind == PartyKind.ENTERPRISE
    status = parties.status_on(found, on) if is_enterprise else None
    suspension = parties.suspension_on(found, on) if is_enterprise else None
    return PartyOut(
        id=found.pk,
        kind=found.kind,
        kind_label=PartyKind(found.kind).label,
        name=found.name,
        identifier=found.identifier_masked,
        phone=found.phone_masked,
        region=found.region_id,
        status=status.value if status else None,
        status_label=status.label if status else None,
        suspended_until_on=suspension.until_on if suspension else None,
        facts=parties.facts_of(found) if is_enterprise else {},
    )


@router.post("/{party}/open", response=Opened, operation_id="openPartyField", summary="查看证照号码或手机号码(留痕)")
def open_field(request: HttpRequest, party: int, body: OpenField) -> HttpResponse:
    """The clear text of a sealed field; the opening is logged with its reason before it is shown."""
    actor, at = actor_of(request), now(request)
    check_known(party, actor, request)
    found = parties.party(party)
    clear: dict[str, str] = {}

    def act() -> Opened:
        clear["value"] = register.open_identifier(party=found, field=body.field, actor=actor, reason=body.reason, at=at)
        return Opened(party=found.pk, field=body.field.value, value=None)

    return answered(request, act, shown_once=lambda: clear)


def check_known(party: int, actor: Actor, request: HttpRequest) -> None:
    """NotFound, as for a missing one, unless the actor is staff in a role or may act for the party."""
    if actor.has(*STAFF_ROLES) or accounts.may_act_for(actor, party, localdate(now(request))):
        return
    raise NotFound("party.unknown", "没有这个当事人:请核对后再试。")
