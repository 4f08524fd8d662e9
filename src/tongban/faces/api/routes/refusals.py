"""Reports of refusal: filed by the window that says no, read by whom they concern."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tongban.faces.api import paging
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.matters import refusal_out
from tongban.faces.api.once import answered
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.matters import RefusalOut, RefusalPage, Refuse
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as hall
from tongban.hall.blocked.rules.words import Cause

router = Router(auth=[Token("cases"), Session()], tags=["否定报备"])


@router.get("", response=RefusalPage, operation_id="listRefusals", summary="否定报备清单")
def list_refusals(
    request: HttpRequest,
    cause: Cause | None = None,
    item: str = "",
    agency: str = "",
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> RefusalPage:
    """The reports the reader may know of, the newest first: one's own, of one's agency, of one's region."""
    narrowed = {"cause": cause.value if cause else "", "item_id": item, "agency_id": agency}
    listing = {"list": "refusals", "actor": actor_of(request).key, **narrowed}
    after = paging.opened(cursor, listing) if cursor else None
    found = queries.reports(actor_of(request)).filter(**{name: word for name, word in narrowed.items() if word})
    shown, following = paging.cut(paging.beyond(found, ["-pk"], after, limit), limit, lambda row: [row.pk], listing)
    return RefusalPage(items=[refusal_out(row) for row in shown], next=following)


@router.post("", response={201: RefusalOut}, operation_id="reportRefusal", summary="否定报备")
def report(request: HttpRequest, body: Refuse) -> HttpResponse:
    """Write down a no with its ground, its law and the way out; whoever the register knows gets a copy."""
    actor, at = actor_of(request), now(request)
    given = body.model_dump(exclude={"applicant", "identifier", "region"})
    applicant = body.applicant
    if applicant is None and not body.application.strip():
        who = {"identifier": body.identifier, "name": body.applicant_name}
        applicant = hall.known_applicant(**who, actor=actor, at=at)
    refusal = hall.Refusal(**given, region=body.region or actor.region, applicant_id=applicant)

    def act() -> RefusalOut:
        row = hall.report_refusal(refusal=refusal, actor=actor, at=at)
        return refusal_out(queries.report(row.pk, actor))

    return answered(request, act, status=201)


@router.get("/{report}", response=RefusalOut, operation_id="getRefusal", summary="一份否定报备")
def get_refusal(request: HttpRequest, report: int) -> RefusalOut:
    """One report, with the matter it became."""
    return refusal_out(queries.report(report, actor_of(request)))
