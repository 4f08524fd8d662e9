"""Agencies, centres, windows and posts: opened, closed, never deleted."""

from datetime import date

from django.db import transaction

from tongban.common.errors import BadInput, Conflict, Refused
from tongban.common.text import clean_line
from tongban.registry.agencies import queries
from tongban.registry.agencies.models import Agency, Centre, Post, Window
from tongban.registry.agencies.rules import AGENCY_LEVELS, WindowKind, check_hours, check_period, check_slug, overlap
from tongban.registry.regions import queries as regions
from tongban.registry.regions.queries import Level


@transaction.atomic
def open_agency(
    *,
    code: str,
    name: str,
    kind: str,
    region: str,
    from_on: date,
    until_on: date | None = None,
    short_name: str = "",
    parent: str | None = None,
    phone: str = "",
) -> Agency:
    """Open an agency of a functional line for a region; its level is the region's.

    At most one agency of a line serves a region on any day, else who holds a power would be ambiguous.
    """
    check_slug(code, "部门代码")
    check_slug(kind, "条线代码")
    check_period(from_on, until_on, f"部门“{name}”")
    place = regions.region(region)
    if Level(place.level) not in AGENCY_LEVELS:
        raise BadInput("agency.level", "“{region}”是村(社区),不设部门:请选择市、县或镇。", region=place.full_name)
    _check_new(Agency.objects.filter(code=code).exists(), "部门", code)
    _check_line(kind, region, from_on, until_on)
    return Agency.objects.create(
        code=code,
        name=name,
        short_name=short_name or name,
        kind=kind,
        level=place.level,
        region=place,
        parent=queries.agency(parent) if parent else None,
        phone=phone,
        valid_from_on=from_on,
        valid_until_on=until_on,
    )


def _check_line(kind: str, region: str, from_on: date, until_on: date | None) -> None:
    for other in Agency.objects.filter(kind=kind, region_id=region).order_by("code"):
        if overlap((from_on, until_on), (other.valid_from_on, other.valid_until_on)):
            raise Conflict(
                "agency.line_taken",
                "同一区划同一条线在同一时间只能有一个部门,已有“{name}”:请先登记其撤销日期。",
                name=other.name,
            )


def _check_new(exists: bool, what: str, code: str) -> None:
    if exists:
        raise Conflict("agency.code_taken", "{what}代码“{given}”已被使用,请另取代码。", what=what, given=code)


@transaction.atomic
def close_agency(*, code: str, last_on: date) -> Agency:
    """Abolish an agency; ``last_on`` is the last day it exists. Its powers end with it, its history stays."""
    agency = queries.agency(code)
    if agency.valid_until_on is not None:
        raise Refused(
            "agency.closed",
            "“{name}”已于{until_on}撤销,不能再次撤销。",
            name=agency.name,
            until_on=agency.valid_until_on,
        )
    check_period(agency.valid_from_on, last_on, f"部门“{agency.name}”")
    agency.valid_until_on = last_on
    agency.save(update_fields=["valid_until_on"])
    return agency


@transaction.atomic
def open_centre(
    *, code: str, name: str, agency: str, region: str, address: str, opens: str = "", closes: str = ""
) -> Centre:
    """Open a service centre, run by an agency whose region contains it; hours as ``09:00``."""
    check_slug(code, "服务中心代码")
    check_hours(opens, closes)
    _check_new(Centre.objects.filter(code=code).exists(), "服务中心", code)
    owner, place = queries.agency(agency), regions.region(region)
    if not regions.covers(owner.region_id, region):
        raise BadInput(
            "centre.outside",
            "“{agency}”不管辖“{region}”,不能在该处设服务中心。",
            agency=owner.name,
            region=place.full_name,
        )
    return Centre.objects.create(
        code=code, name=name, agency=owner, region=place, address=address, opens=opens, closes=closes
    )


@transaction.atomic
def open_window(
    *, code: str, name: str, centre: str, kind: WindowKind, agency: str | None = None, opens: str = "", closes: str = ""
) -> Window:
    """Open a window of a centre; ``agency`` is the one that staffs it, hours only where they differ."""
    check_slug(code, "窗口代码")
    check_hours(opens, closes)
    _check_new(Window.objects.filter(code=code).exists(), "窗口", code)
    return Window.objects.create(
        code=code,
        name=name,
        centre=queries.centre(centre),
        kind=WindowKind(kind).value,
        agency=queries.agency(agency) if agency else None,
        opens=opens,
        closes=closes,
    )


@transaction.atomic
def add_post(*, agency: str, code: str, name: str) -> Post:
    """Add a post to an agency."""
    check_slug(code, "岗位代码")
    _check_new(Post.objects.filter(agency_id=agency, code=code).exists(), "岗位", code)
    return Post.objects.create(agency=queries.agency(agency), code=code, name=_named(name, 60))


def _named(name: str, limit: int) -> str:
    return clean_line(name, field="名称", limit=limit)


@transaction.atomic
def rename_agency(*, code: str, name: str, short_name: str = "", phone: str = "") -> Agency:
    """Give an agency that exists another name, short name or telephone; line, region and dates are history."""
    agency = queries.agency(code)
    agency.name = _named(name, 80)
    agency.short_name = clean_line(short_name, field="简称", limit=40, blank=True) or agency.name[:40]
    agency.phone = clean_line(phone, field="电话", limit=30, blank=True)
    agency.save(update_fields=["name", "short_name", "phone"])
    return agency


@transaction.atomic
def change_centre(*, code: str, name: str, address: str, opens: str = "", closes: str = "") -> Centre:
    """Change name, address and hours of a service centre."""
    check_hours(opens, closes)
    centre = queries.centre(code)
    centre.name = _named(name, 80)
    centre.address = clean_line(address, field="地址", limit=120)
    centre.opens, centre.closes = opens, closes
    centre.save(update_fields=["name", "address", "opens", "closes"])
    return centre


@transaction.atomic
def change_window(
    *, code: str, name: str, kind: WindowKind, agency: str | None = None, opens: str = "", closes: str = ""
) -> Window:
    """Change name, kind, staffing agency and hours of a window that is not closed."""
    check_hours(opens, closes)
    window = queries.window(code)
    _check_open(window)
    window.name = _named(name, 80)
    window.kind = WindowKind(kind).value
    window.agency = queries.agency(agency) if agency else None
    window.opens, window.closes = opens, closes
    window.save(update_fields=["name", "kind", "agency", "opens", "closes"])
    return window


@transaction.atomic
def close_window(*, code: str, last_on: date) -> Window:
    """Close a window; ``last_on`` is the last day it is open. Who sits there is moved first."""
    window = queries.window(code)
    _check_open(window)
    sitting = queries.sitting_at(code, last_on).count()
    if sitting:
        raise Refused(
            "window.staffed",
            "窗口“{name}”届时还有{count}名工作人员:请先调整他们的窗口,再关闭。",
            name=window.name,
            count=sitting,
        )
    window.valid_until_on = last_on
    window.save(update_fields=["valid_until_on"])
    return window


def _check_open(window: Window) -> None:
    if window.valid_until_on is not None:
        raise Refused(
            "window.closed",
            "窗口“{name}”已定于{until_on}后关闭,不能再变更。",
            name=window.name,
            until_on=window.valid_until_on,
        )
