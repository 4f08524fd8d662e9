"""Who am I; regions, agencies, items and their guides, powers."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tongban import workdays
from tongban.common.actors import Actor
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.schemas.base import Day, Named
from tongban.faces.api.schemas.registry import (
    AgencyOut,
    AgencyPage,
    Guide,
    HolderOut,
    ItemLine,
    ItemPage,
    Me,
    RegionOut,
    RegionPage,
    Represented,
    RoleOut,
    WhoMay,
)
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemType, Topic
from tongban.registry.catalog.rules.bpmn import write_bpmn
from tongban.registry.parties import queries as parties
from tongban.registry.powers import queries as powers
from tongban.registry.regions import queries as regions
from tongban.registry.regions.rules import Level

router = Router(auth=[Token(), Session()], tags=["登记与目录"])
Limit = Annotated[int, Query(ge=1, le=paging.MOST, description="每页行数")]
Cursor = Annotated[str, Query(description="上一页给出的 next")]


@router.get("/me", response=Me, operation_id="getMe", summary="我是谁:身份、角色、可代表的企业", tags=["登录"])
def get_me(request: HttpRequest) -> Me:
    """Who asks, in which roles, and for whom the person may act today."""
    actor = actor_of(request)
    return Me(
        kind=actor.kind,
        name=actor.name,
        roles=[RoleOut(role=role.value, label=role.label) for role in sorted(actor.roles)],
        agency=actor.agency,
        region=actor.region,
        party=actor.party_id,
        represents=represented(actor, localdate(now(request))),
    )


def represented(actor: Actor, on: date) -> list[Represented]:
    """The enterprises a party may act for on a day, each once."""
    if actor.party_id is None:
        return []
    held = parties.represented_on(parties.party(actor.party_id), on)
    found = {
        row.enterprise_id: Represented(party=row.enterprise_id, name=row.enterprise.party.name, kind=row.kind)
        for row in held
    }
    return list(found.values())


@router.get("/regions", response=RegionPage, operation_id="listRegions", summary="行政区划")
def list_regions(
    request: HttpRequest,
    within: Annotated[str, Query(description="只列此区划及以下")] = "",
    level: Level | None = None,
    text: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> RegionPage:
    """Regions by code."""
    asked = {"list": "regions", "within": within, "level": level, "text": text}
    rows = paging.beyond(
        regions.regions_named(text, within, level), ["code"], paging.opened(cursor, asked) if cursor else None, limit
    )
    shown, following = paging.cut(rows, limit, lambda row: [row.code], asked)
    return RegionPage(
        items=[
            RegionOut(code=row.code, name=row.name, full_name=row.full_name, level=row.level, parent=row.parent_id)
            for row in shown
        ],
        next=following,
    )


@router.get("/agencies", response=AgencyPage, operation_id="listAgencies", summary="部门")
def list_agencies(
    request: HttpRequest,
    region: str = "",
    kind: Annotated[str, Query(description="条线,如 scjg")] = "",
    on: Day | None = None,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> AgencyPage:
    """The agencies that exist on a day (today), by code."""
    on = on or localdate(now(request))
    asked = {"list": "agencies", "region": region, "kind": kind, "on": on}
    found = agencies.agencies(on, region=region, kind=kind)
    rows = paging.beyond(found, ["code"], paging.opened(cursor, asked) if cursor else None, limit)
    shown, following = paging.cut(rows, limit, lambda row: [row.code], asked)
    return AgencyPage(
        items=[
            AgencyOut(code=row.code, name=row.name, kind=row.kind, level=row.level, region=row.region_id)
            for row in shown
        ],
        next=following,
    )


@router.get("/items", response=ItemPage, operation_id="listItems", summary="政务服务事项")
def list_items(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=60, description="名称或编码中的字词")] = "",
    type: ItemType | None = None,  # noqa: A002 - the word of the catalogue
    agency: str = "",
    region: str = "",
    power: str = "",
    topic: Annotated[Topic | None, Query(description="主题,如 opening")] = None,
    in_force_on: Annotated[Day | None, Query(description="只列当日有已生效指南的事项")] = None,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> ItemPage:
    """Items by code."""
    given = {"text": text, "agency": agency, "region": region, "power": power, "in_force_on": in_force_on}
    found = catalog.items(kind=type, topic=topic, **given)  # type: ignore[arg-type]  # each has its own type there
    asked = {"list": "items", "type": type, "topic": topic, **given}
    rows = paging.beyond(found, ["code"], paging.opened(cursor, asked) if cursor else None, limit)
    shown, following = paging.cut(rows, limit, lambda row: [row.code], asked)
    return ItemPage(
        items=[
            ItemLine(
                code=row.code,
                name=row.name,
                type=row.type,
                type_label=ItemType(row.type).label,
                agency=Named(code=row.agency_id, name=row.agency.name),
                region=Named(code=row.region_id, name=row.region.full_name),
                power=row.power_id,
            )
            for row in shown
        ],
        next=following,
    )


@router.get("/items/{code}", response=Guide, operation_id="getItem", summary="事项当日有效的办事指南")
def get_item(request: HttpRequest, code: str, on: Day | None = None) -> Guide:
    """The guide in force on a day (today)."""
    version = catalog.version_in_force(code, on or localdate(now(request)))
    spec = catalog.pinned(version.pk)
    parallel, serial = spec.procedure.parallel_term, spec.procedure.serial_term
    return Guide(
        code=spec.code,
        name=spec.name,
        version=version.number,
        valid_from_on=version.valid_from_on,
        valid_until_on=version.valid_until_on,
        parallel_term=str(parallel) if parallel else None,
        serial_term=str(serial) if serial else None,
        guide=spec.as_data(),
    )


@router.get(
    "/items/{code}/procedure.bpmn",
    operation_id="getItemProcedure",
    summary="事项流程图(BPMN 2.0)",
    openapi_extra={"responses": {200: {"content": {"application/xml": {"schema": {"type": "string"}}}}}},
)
def get_procedure(request: HttpRequest, code: str, on: Day | None = None) -> HttpResponse:
    """The procedure of the guide in force on a day (today), as a drawing other modellers open."""
    version = catalog.version_in_force(code, on or localdate(now(request)))
    drawing = write_bpmn(catalog.pinned(version.pk).procedure)
    response = HttpResponse(drawing, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="procedure.bpmn"'
    return response


@router.get(
    "/powers/{power}/who-may", response=WhoMay, operation_id="getWhoMay", summary="某日某地谁有权办理", tags=["权力"]
)
def get_who_may(request: HttpRequest, power: str, region: str, on: Day | None = None) -> WhoMay:
    """Who may act in a power over a region on a day (today), the nearest level first; often nobody."""
    on = on or localdate(now(request))
    found = powers.power_by_code(power)
    place = regions.region(region)
    return WhoMay(
        power=Named(code=found.code, name=found.name),
        region=place.code,
        on=on,
        holders=[
            HolderOut(
                agency=Named(code=one.agency, name=one.name),
                level=one.level.value,
                mode=one.mode.value,
                mode_label=one.mode.label,
                may_decide=one.may_decide,
                basis=one.basis,
                document=one.document,
                since_on=one.since_on,
                until_on=one.until_on,
            )
            for one in powers.who_may(power, region, on)
        ],
    )


health = Router(auth=None, tags=["登录"])


@health.get("/health", operation_id="getHealth", summary="服务是否可用", auth=None)
def get_health(request: HttpRequest) -> dict[str, str]:
    """Whether the service answers, and what local day it reckons with; needs no sign-in."""
    on = localdate(now(request))
    provisional = workdays.current().day(on).provisional
    return {"status": "ok", "today": on.isoformat(), "calendar": "provisional" if provisional else "announced"}
