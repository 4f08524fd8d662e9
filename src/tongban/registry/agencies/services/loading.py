"""Loading reviewed data of agencies and staff: strict, all or nothing, the same twice changes nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from tongban.common.actors import Role
from tongban.common.errors import BadInput
from tongban.registry.agencies.models import Agency, Assignment, Centre, Staff, Window
from tongban.registry.agencies.rules import Entry, IdentityType, WindowKind, agency_code, read_yaml
from tongban.registry.agencies.services.bodies import open_agency, open_centre, open_window
from tongban.registry.agencies.services.people import assign_role, hire
from tongban.registry.regions import queries as regions

HEFEI = Path(__file__).parent.parent / "data" / "agencies.yaml"


def load_hefei() -> int:
    """Load the agencies, centres and windows shipped with the package; returns how many were new or changed."""
    return load_agencies(data=read_yaml(HEFEI))


@transaction.atomic
def load_agencies(*, data: object) -> int:
    """Load agencies, centres and windows; returns how many were new or changed.

    ``data`` has the keys ``city`` (region, since, phone, agencies: kind → name and short_name), ``lines`` (a list
    of level, since, phone, kinds: kind → name after the region's, optional regions; without them all regions of
    that level), ``centres`` and ``windows``. Known agencies take a new name, short name or phone; their line,
    region and dates are history and are not changed by loading.
    """
    top = Entry(data, "部门", required={"city", "lines", "centres", "windows"})
    wanted = list(_city(Entry(top.table("city"), "city", required={"region", "since", "phone", "agencies"})))
    for place, raw in enumerate(top.rows("lines"), start=1):
        wanted.extend(_line(raw, f"lines[{place}]"))
    changed = sum(_load_agency(**each) for each in _unique(wanted))
    known = set(Centre.objects.values_list("code", flat=True)), set(Window.objects.values_list("code", flat=True))
    changed += sum(_load_centre(raw, f"centres[{place}]", known[0]) for place, raw in enumerate(top.rows("centres"), 1))
    changed += sum(_load_window(raw, f"windows[{place}]", known[1]) for place, raw in enumerate(top.rows("windows"), 1))
    return changed


def _city(city: Entry) -> Iterator[dict[str, Any]]:
    region = regions.region(city.text("region"))
    for kind, raw in city.table("agencies").items():
        named = Entry(raw, f"city.{kind}", required={"name", "short_name"})
        yield {
            "code": agency_code(region.code, regions.Level.CITY, kind),
            "name": named.text("name"),
            "short_name": named.text("short_name"),
            "kind": kind,
            "region": region.code,
            "from_on": city.day("since"),
            "phone": city.text("phone"),
        }


def _line(raw: object, where: str) -> Iterator[dict[str, Any]]:
    line = Entry(raw, where, required={"level", "since", "phone", "kinds"}, optional={"regions"})
    level = _member(regions.Level, line.text("level"), where)
    known = regions.regions_named("", level=level)
    only = line.rows("regions") or [region.code for region in known]
    by_code = {region.code: region for region in known}
    for code in sorted(only):
        if code not in by_code:
            raise BadInput(
                "data.region", "数据“{where}”的区划{given}不是{level}区划。", where=where, given=code, level=level.label
            )
        for kind, title in line.table("kinds").items():
            yield {
                "code": agency_code(code, level, kind),
                "name": by_code[code].name + title,
                "short_name": by_code[code].name + title,
                "kind": kind,
                "region": code,
                "from_on": line.day("since"),
                "phone": line.text("phone"),
            }


def _member(enum: Any, text: str, where: str) -> Any:
    if text not in list(enum):
        raise BadInput(
            "data.choice",
            "数据“{where}”的“{text}”不在可选值{choices}之中。",
            where=where,
            text=text,
            choices="、".join(enum),
        )
    return enum(text)


def _unique(wanted: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in wanted:
        if each["code"] in found:
            raise BadInput("data.twice", "部门代码“{given}”在数据中出现了两次,请删去一个。", given=each["code"])
        found[each["code"]] = each
    return list(found.values())


def _load_agency(*, code: str, name: str, short_name: str, kind: str, region: str, from_on: date, phone: str) -> bool:
    known = Agency.objects.filter(code=code).first()
    if known is None:
        open_agency(code=code, name=name, short_name=short_name, kind=kind, region=region, from_on=from_on, phone=phone)
        return True
    if (known.name, known.short_name, known.phone) == (name, short_name, phone):
        return False
    known.name, known.short_name, known.phone = name, short_name, phone
    known.save(update_fields=["name", "short_name", "phone"])
    return True


def _load_centre(raw: object, where: str, known: set[str]) -> bool:
    entry = Entry(raw, where, required={"code", "name", "agency", "region", "address", "opens", "closes"})
    keys = ("code", "name", "agency", "region", "address", "opens", "closes")
    fields = {key: entry.text(key) for key in keys}
    if fields["code"] in known:
        return bool(
            Centre.objects.filter(code=fields["code"])
            .exclude(name=fields["name"], address=fields["address"], opens=fields["opens"], closes=fields["closes"])
            .update(name=fields["name"], address=fields["address"], opens=fields["opens"], closes=fields["closes"])
        )
    open_centre(**fields)
    return True


def _load_window(raw: object, where: str, known: set[str]) -> bool:
    entry = Entry(raw, where, required={"code", "name", "centre", "kind"}, optional={"agency"})
    kind: WindowKind = _member(WindowKind, entry.text("kind"), where)
    code, name = entry.text("code"), entry.text("name")
    if code in known:
        return bool(Window.objects.filter(code=code).exclude(name=name).update(name=name))
    open_window(code=code, name=name, centre=entry.text("centre"), kind=kind, agency=entry.text("agency") or None)
    return True


@transaction.atomic
def load_staff(*, entries: Iterable[object]) -> int:
    """Hire the people listed and give them their roles; a 工号 already known is left as it is, missing roles are added.

    Each entry: number, name, agency, identity, from, optional until, post, window, and roles (a list of role, region,
    from, document, optional until). Returns how many people and roles were new.
    """
    return sum(_load_person(raw, f"staff[{place}]") for place, raw in enumerate(entries, start=1))


def _load_person(raw: object, where: str) -> int:
    entry = Entry(
        raw,
        where,
        required={"number", "name", "agency", "identity", "from"},
        optional={"until", "post", "window", "roles"},
    )
    number, fresh = entry.text("number"), 0
    if not Staff.objects.filter(number=number).exists():
        hire(
            number=number,
            name=entry.text("name"),
            agency=entry.text("agency"),
            identity_type=_member(IdentityType, entry.text("identity"), where),
            from_on=entry.day("from"),
            until_on=entry.day_or_none("until"),
            post=entry.text("post") or None,
            window=entry.text("window") or None,
        )
        fresh = 1
    return fresh + sum(
        _load_role(number, role, f"{where}.roles[{place}]") for place, role in enumerate(entry.rows("roles"), start=1)
    )


def _load_role(number: str, raw: object, where: str) -> bool:
    entry = Entry(raw, where, required={"role", "region", "from", "document"}, optional={"until"})
    role: Role = _member(Role, entry.text("role"), where)
    known = Assignment.objects.filter(staff__number=number, role=role.value, from_on=entry.day("from"))
    if known.filter(jurisdiction_id=entry.text("region")).exists():
        return False
    assign_role(
        number=number,
        role=role,
        jurisdiction=entry.text("region"),
        from_on=entry.day("from"),
        until_on=entry.day_or_none("until"),
        document=entry.text("document"),
    )
    return True
