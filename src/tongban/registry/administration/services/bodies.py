"""Agencies, centres, windows and posts."""

from datetime import date, datetime

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.text import clean_line
from tongban.registry.administration.checks import check_administers
from tongban.registry.administration.rules import Deed
from tongban.registry.administration.services.record import note
from tongban.registry.agencies import queries, services
from tongban.registry.agencies.models import Agency, Centre, Post, Window
from tongban.registry.agencies.rules import WindowKind


@transaction.atomic
def open_agency(
    *,
    code: str,
    name: str,
    kind: str,
    region: str,
    from_on: date,
    actor: Actor,
    at: datetime,
    short_name: str = "",
    parent: str = "",
    phone: str = "",
) -> Agency:
    """Open an agency."""
    check_administers(actor)
    agency = services.open_agency(
        code=code,
        name=clean_line(name, field="名称", limit=80),
        kind=kind,
        region=region,
        from_on=from_on,
        short_name=clean_line(short_name, field="简称", limit=40, blank=True),
        parent=parent or None,
        phone=clean_line(phone, field="电话", limit=30, blank=True),
    )
    kept = {"name": name, "kind": kind, "region": region, "from": from_on, "parent": parent}
    note(Deed.AGENCY_OPENED, f"agency:{code}", actor=actor, at=at, **kept)
    return agency


@transaction.atomic
def rename_agency(*, code: str, name: str, actor: Actor, at: datetime, short_name: str = "", phone: str = "") -> Agency:
    """Give an agency another name; the former one stays in the record."""
    check_administers(actor)
    former = queries.agency(code)
    agency = services.rename_agency(code=code, name=name, short_name=short_name, phone=phone)
    kept = {"former_name": former.name, "name": agency.name, "short_name": agency.short_name, "phone": agency.phone}
    note(Deed.AGENCY_RENAMED, f"agency:{code}", actor=actor, at=at, **kept)
    return agency


@transaction.atomic
def close_agency(*, code: str, last_on: date, actor: Actor, at: datetime) -> Agency:
    """Abolish an agency after its last day."""
    check_administers(actor)
    agency = services.close_agency(code=code, last_on=last_on)
    note(Deed.AGENCY_CLOSED, f"agency:{code}", actor=actor, at=at, last=last_on)
    return agency


@transaction.atomic
def open_centre(
    *,
    code: str,
    name: str,
    agency: str,
    region: str,
    address: str,
    actor: Actor,
    at: datetime,
    opens: str = "",
    closes: str = "",
) -> Centre:
    """Open a service centre."""
    check_administers(actor)
    centre = services.open_centre(
        code=code,
        name=clean_line(name, field="名称", limit=80),
        agency=agency,
        region=region,
        address=clean_line(address, field="地址", limit=120),
        opens=opens,
        closes=closes,
    )
    kept = {"name": name, "agency": agency, "region": region, "opens": opens, "closes": closes}
    note(Deed.CENTRE_OPENED, f"centre:{code}", actor=actor, at=at, **kept)
    return centre


@transaction.atomic
def change_centre(
    *, code: str, name: str, address: str, actor: Actor, at: datetime, opens: str = "", closes: str = ""
) -> Centre:
    """Change name, address and hours of a centre."""
    check_administers(actor)
    former = queries.centre(code)
    kept = {"former_name": former.name, "former_opens": former.opens, "former_closes": former.closes}
    centre = services.change_centre(code=code, name=name, address=address, opens=opens, closes=closes)
    note(Deed.CENTRE_CHANGED, f"centre:{code}", actor=actor, at=at, name=name, opens=opens, closes=closes, **kept)
    return centre


@transaction.atomic
def open_window(
    *,
    code: str,
    name: str,
    centre: str,
    kind: WindowKind,
    actor: Actor,
    at: datetime,
    agency: str = "",
    opens: str = "",
    closes: str = "",
) -> Window:
    """Open a window of a centre."""
    check_administers(actor)
    window = services.open_window(
        code=code,
        name=clean_line(name, field="名称", limit=80),
        centre=centre,
        kind=kind,
        agency=agency or None,
        opens=opens,
        closes=closes,
    )
    kept = {"name": name, "centre": centre, "kind": kind.value, "agency": agency, "opens": opens, "closes": closes}
    note(Deed.WINDOW_OPENED, f"window:{code}", actor=actor, at=at, **kept)
    return window


@transaction.atomic
def change_window(
    *,
    code: str,
    name: str,
    kind: WindowKind,
    actor: Actor,
    at: datetime,
    agency: str = "",
    opens: str = "",
    closes: str = "",
) -> Window:
    """Change name, kind, staffing agency and hours of a window."""
    check_administers(actor)
    former = queries.window(code)
    kept = {"former_name": former.name, "former_opens": former.opens, "former_closes": former.closes}
    window = services.change_window(code=code, name=name, kind=kind, agency=agency or None, opens=opens, closes=closes)
    now = {"name": name, "kind": kind.value, "agency": agency, "opens": opens, "closes": closes}
    note(Deed.WINDOW_CHANGED, f"window:{code}", actor=actor, at=at, **kept, **now)
    return window


@transaction.atomic
def close_window(*, code: str, last_on: date, actor: Actor, at: datetime) -> Window:
    """Close a window after its last day."""
    check_administers(actor)
    window = services.close_window(code=code, last_on=last_on)
    note(Deed.WINDOW_CLOSED, f"window:{code}", actor=actor, at=at, last=last_on)
    return window


@transaction.atomic
def add_post(*, agency: str, code: str, name: str, actor: Actor, at: datetime) -> Post:
    """Add a post to an agency."""
    check_administers(actor)
    post = services.add_post(agency=agency, code=code, name=name)
    note(Deed.POST_ADDED, f"agency:{agency}", actor=actor, at=at, post=code, name=name)
    return post
