"""The addresses of the door."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tongban.casework.cases.rules import ENDED, Kind, Outcome, Status
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import fingerprint
from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.common.time import due_day, local
from tongban.faces.open311.answers import Told, door
from tongban.faces.open311.asking import ASKED, EVERYWHERE, asked, check_jurisdiction, check_known
from tongban.faces.open311.filing import check_form, intake, sender
from tongban.faces.open311.offers import OFFERS, attributes, offer, offer_of
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.queries import Published
from tongban.registry.regions import queries as regions

KEY = "Idempotency-Key"


def checked(request: HttpRequest) -> None:
    """Refuse what no address of the door but the list of requests is asked with."""
    check_known(request.GET, EVERYWHERE)
    check_jurisdiction(request, request.GET)


@door("GET", "HEAD")
def services(request: HttpRequest) -> Told:
    """Every service one may ask for."""
    checked(request)
    return "services", [one.shown() for one in OFFERS.values()]


@door("GET", "HEAD")
def definition(request: HttpRequest, code: str) -> Told:
    """What a service asks beside place and description."""
    checked(request)
    found = offer(code)
    return "service_definition", {"service_code": found.code, "attributes": attributes(counties())}


def counties() -> Iterator[tuple[str, str]]:
    """The city and its counties, by code and name."""
    city = regions.city()
    yield city.code, city.name
    for one in regions.children(city.code):
        yield one.code, one.name


@door("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Told:
    """The public reports, or a new one."""
    if request.method == "POST":
        return filed(request, timezone.now())
    check_known(request.GET, ASKED)
    check_jurisdiction(request, request.GET)
    wanted = asked(request.GET, timezone.now())
    if wanted.numbers:
        return "service_requests", [shown(one) for one in appeals.published_among(wanted.numbers)]
    found = appeals.published(
        since=wanted.since,
        until=wanted.until,
        matters=wanted.matters,
        is_open=wanted.is_open,
        offset=wanted.offset,
        limit=wanted.limit,
    )
    return "service_requests", [shown(one) for one in found]


def filed(request: HttpRequest, at: datetime) -> Told:
    """Take a report in, once for each Idempotency-Key where one is sent."""
    check_form(request)
    check_known(request.GET, EVERYWHERE)
    actor = sender(request, at)
    check_jurisdiction(request, request.POST)
    given = intake(request.POST)
    key = request.headers.get(KEY)
    if key is None:
        return "service_requests", registered(given, actor, at)
    asked_ = fingerprint(method="POST", path="open311/requests", body=request.POST.urlencode().encode())
    _, told, _ = exchange.once(
        owner=f"account:{actor.account_id}",
        key=key,
        fingerprint=asked_,
        at=at,
        act=lambda: (200, registered(given, actor, at)),
    )
    return "service_requests", told


def registered(given: hall.Intake, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """The appeal a report has become, and what happens next."""
    case = hall.register(intake=given, actor=actor, at=at)
    by = f",最迟{due_day(case.due_at)}交办" if case.due_at else ""
    notice = f"已登记,编号{case.number}{by};凭编号可查询办理进展。"
    return [{"service_request_id": case.number, "service_notice": notice, "account_id": None}]


@door("GET", "HEAD")
def single(request: HttpRequest, number: str) -> Told:
    """One public report."""
    checked(request)
    return "service_requests", [shown(known(number))]


@door("GET", "HEAD")
def token(request: HttpRequest, number: str) -> Told:
    """The number behind a token: reports are numbered at once, so the number is its own token."""
    checked(request)
    return "service_requests", [{"service_request_id": known(number).number, "token": number}]


def known(number: str) -> Published:
    """The public report with this number. Raises NotFound, also for an appeal that is nobody else's business."""
    found = appeals.published_among([number])
    if not found:
        raise NotFound("open311.request", "没有编号为“{number}”的公开诉求:请核对编号。", number=number[:60])
    return found[0]


@door("GET", "HEAD")
def nothing(request: HttpRequest, rest: str = "") -> Told:
    """An address the door does not have."""
    raise NotFound("open311.address", "没有这个地址:请对照 GeoReport v2 核对。")


def shown(one: Published) -> dict[str, Any]:
    """A report as the public reads it: where it stands, whose it is, when and where; never what was said or by whom."""
    is_closed = Status(one.status) in ENDED
    service = offer_of(one.type, one.domain)
    status = Status(one.status).label_for(Kind.APPEAL.value)
    return {
        "service_request_id": one.number,
        "status": "closed" if is_closed else "open",
        "status_notes": f"{status}:{Outcome(one.outcome).label}" if one.outcome else status,
        "service_name": service.name,
        "service_code": service.code,
        "description": None,
        "agency_responsible": one.agency,
        "service_notice": None,
        "requested_datetime": written(one.opened_at),
        "updated_datetime": written(one.ended_at or one.touched_at),
        "expected_datetime": written(one.due_at),
        "address": one.place or None,
        "address_id": None,
        "zipcode": None,
        "lat": float(one.latitude) if one.latitude is not None else None,
        "long": float(one.longitude) if one.longitude is not None else None,
        "media_url": None,
    }


def written(at: datetime | None) -> str | None:
    """An instant as the W3C writes it, in local time."""
    return local(at).isoformat(timespec="seconds") if at else None
