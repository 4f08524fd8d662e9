"""Powers declared, and held by the agencies of a line at a level."""

from datetime import date

from django.db import transaction

from tongban.common.errors import BadInput, Conflict, NotFound, Refused
from tongban.registry.agencies.models import Agency
from tongban.registry.agencies.rules import AGENCY_LEVELS, check_period, check_slug
from tongban.registry.powers.models import Holding, Power
from tongban.registry.powers.rules import PowerType, check_document, check_no_overlap
from tongban.registry.regions.rules import Level


@transaction.atomic
def declare_power(*, code: str, name: str, type: PowerType, basis: str) -> Power:  # noqa: A002 - the word of the lists
    """Enter a power in the list; who holds it is said by ``hold``."""
    check_slug(code, "权力事项代码")
    if not name.strip() or not basis.strip():
        raise BadInput("power.nameless", "权力事项“{given}”须写明名称和法律依据。", given=code)
    if Power.objects.filter(code=code).exists():
        raise Conflict("power.code_taken", "权力事项代码“{given}”已被使用,请另取代码。", given=code)
    return Power.objects.create(code=code, name=name, type=PowerType(type).value, basis=basis)


def locked_power(code: str) -> Power:
    """The power, locked: two writers of one power wait for each other, so that both see what overlaps."""
    found = Power.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise BadInput("power.unknown", "没有代码为“{given}”的权力事项:请核对代码,或先登记该权力。", given=code)
    return found


@transaction.atomic
def hold(*, power: str, level: Level, kind: str, from_on: date, document: str, until_on: date | None = None) -> Holding:
    """Let all agencies of a line at a level hold a power, each over its own region, for a period.

    Refused where no such agency is known, or where the line already holds it on one of the days.
    """
    check_document(document)
    check_period(from_on, until_on, "权力")
    row = locked_power(power)
    if level not in AGENCY_LEVELS or not Agency.objects.filter(level=level.value, kind=kind).exists():
        raise BadInput(
            "power.no_agency",
            "{level}没有条线为“{kind}”的部门,不能登记为“{power}”的权力主体:请核对条线代码。",
            level=level.label,
            kind=kind,
            power=row.name,
        )
    others = Holding.objects.filter(power=row, level=level.value, kind=kind).order_by("from_on")
    check_no_overlap(
        from_on,
        until_on,
        others.values_list("from_on", "until_on"),
        power=row.name,
        place=f"{level.label}{kind}",
    )
    return Holding.objects.create(
        power=row, level=level.value, kind=kind, from_on=from_on, until_on=until_on, document=document
    )


@transaction.atomic
def end_holding(*, holding_id: int, last_on: date) -> Holding:
    """End a holding; ``last_on`` is its last day. An end may be brought forward, never put off."""
    held = Holding.objects.select_for_update().filter(pk=holding_id).first()
    if held is None:
        raise NotFound("power.no_holding", "没有这项权力登记,请刷新后重试。")
    check_period(held.from_on, last_on, "权力")
    if held.until_on is not None and held.until_on < last_on:
        raise Refused("power.ended", "该权力登记已定于{until_on}终止,不能推迟:请重新登记。", until_on=held.until_on)
    held.until_on = last_on
    held.save(update_fields=["until_on"])
    return held
