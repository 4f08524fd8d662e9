"""Who stands behind a guide: agencies that exist, and powers that are theirs on the day it comes into force."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from tongban.common.errors import BadInput
from tongban.registry.agencies.models import Agency
from tongban.registry.catalog.rules.items import ItemSpec
from tongban.registry.catalog.rules.procedure import LEAD, Step
from tongban.registry.powers import queries as powers
from tongban.registry.powers.models import Holding
from tongban.registry.regions.queries import Level

Lines = frozenset[tuple[str, str]]  # of level and kind
BELOW: Mapping[str, frozenset[str]] = {
    Level.CITY: frozenset({Level.CITY, Level.COUNTY, Level.TOWN}),
    Level.COUNTY: frozenset({Level.COUNTY, Level.TOWN}),
    Level.TOWN: frozenset({Level.TOWN}),
}


def check_authority(guide: ItemSpec, on: date) -> None:
    """Refuse a guide whose agencies do not exist on that day or lack the powers it names.

    The owner of a guide holds the power, or is the city or county agency of the line that holds it further down:
    the guide of a county permit is written once, by the city, and each case is led by the holder for its region.
    """
    known = {
        agency.code: agency
        for agency in Agency.objects.existing(on).filter(
            code__in={guide.agency, *(step.agency for step in guide.procedure if step.agency != LEAD)}
        )
    }
    held = _lines({guide.power, *(step.power for step in guide.procedure if step.power)}, on)
    _check_owner(guide, known.get(guide.agency), held, on)
    for step in guide.procedure:
        _check_step(guide, step, known.get(step.agency), held, on)


def _lines(codes: set[str], on: date) -> Mapping[str, Lines]:
    """The lines that hold each power on that day; a power nobody holds, or unknown, has none."""
    found: dict[str, set[tuple[str, str]]] = {}
    current = Holding.objects.filter(Q(until_on=None) | Q(until_on__gte=on), power_id__in=codes, from_on__lte=on)
    for power, level, kind in current.values_list("power_id", "level", "kind"):
        found.setdefault(power, set()).add((level, kind))
    return {power: frozenset(lines) for power, lines in found.items()}


def _check_owner(guide: ItemSpec, owner: Agency | None, held: Mapping[str, Lines], on: date) -> None:
    if owner is None:
        raise BadInput(
            "item.agency",
            "{where}的部门“{agency}”在{on}不存在:请核对部门代码。",
            where=guide.where,
            agency=guide.agency,
            on=on.isoformat(),
        )
    if guide.power not in held:
        raise BadInput(
            "item.power",
            "{where}的权力事项“{power}”在{on}没有任何部门持有:请核对权力代码,或先登记权力主体。",
            where=guide.where,
            power=guide.power,
            on=on.isoformat(),
        )
    of_the_line = any(kind == owner.kind and level in BELOW[owner.level] for level, kind in held[guide.power])
    if not of_the_line and powers.may(guide.power, owner.code, owner.region_id, on) is None:
        raise BadInput(
            "item.not_entitled",
            "{where}的部门“{agency}”在{on}没有“{power}”权力,也不是持有该权力的条线:请改为有权的部门。",
            where=guide.where,
            agency=owner.name,
            power=guide.power,
            on=on.isoformat(),
        )


def _check_step(guide: ItemSpec, step: Step, agency: Agency | None, held: Mapping[str, Lines], on: date) -> None:
    if step.agency != LEAD and agency is None:
        raise BadInput(
            "item.step_agency",
            "{where}的环节“{step}”的部门“{agency}”在{on}不存在:请核对部门代码。",
            where=guide.where,
            step=step.key,
            agency=step.agency,
            on=on.isoformat(),
        )
    if not step.power:
        return
    lines = held.get(step.power, frozenset())
    if agency is None:
        entitled = held[guide.power] <= lines  # whoever leads must hold it, wherever the case is
    else:
        entitled = (agency.level, agency.kind) in lines or bool(
            powers.may(step.power, agency.code, agency.region_id, on)
        )
    if not entitled:
        raise BadInput(
            "item.step_not_entitled",
            "{where}的环节“{step}”由“{agency}”办理,但其在{on}没有“{power}”权力:请改派有权的部门。",
            where=guide.where,
            step=step.key,
            agency=agency.name if agency else "牵头部门",
            on=on.isoformat(),
            power=step.power,
        )
