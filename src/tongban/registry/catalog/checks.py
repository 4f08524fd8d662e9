"""What bars a draft from being published: raised by the act, shown beforehand by the page.

Behind a guide stand agencies that exist, and powers that are theirs on the day it comes into force; before it stands
a person who did not write it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial

from django.db.models import Q

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, Conflict, DomainError, NotAllowed, Refused
from tongban.common.time import localdate
from tongban.registry.agencies.models import Agency
from tongban.registry.catalog.models import ItemVersion, Status
from tongban.registry.catalog.rules.documents import stamp_of
from tongban.registry.catalog.rules.items import ItemSpec, check_complete
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


def check_manager(actor: Actor) -> None:
    """Only managers of items and administrators change the catalogue."""
    if not actor.has(Role.ITEM_MANAGER, Role.ADMIN):
        raise NotAllowed(
            "item.manager", "“{name}”不是事项管理员,不能变更事项目录:请由事项管理员办理。", name=actor.name
        )


def check_draft(version: ItemVersion) -> None:
    """Refuse to change what was published."""
    if version.status != Status.DRAFT:
        raise Refused(
            "item.published",
            "事项“{item}”第{number}版已发布,不能再改:请另起一版草稿。",
            item=version.item_id,
            number=version.number,
        )


def check_unmoved(version: ItemVersion, seen: str | None) -> None:
    """Refuse an act on a draft that says something else than when it was looked at; None asks nothing."""
    if seen is not None and seen != stamp_of(version.spec, version.change_note):
        raise Conflict(
            "item.draft_moved",
            "事项“{item}”第{number}版草稿在您打开之后已有人改过,没有按您看到的内容办理:请先看清改了什么。",
            item=version.item_id,
            number=version.number,
        )


def check_second_person(version: ItemVersion, actor: Actor) -> None:
    """Refuse a publisher who wrote on the draft."""
    if actor.key in version.authors:
        raise NotAllowed(
            "item.second_person",
            "“{name}”参与起草了事项“{item}”第{number}版,不能自己发布:请由另一人复核发布。",
            name=actor.name,
            item=version.item_id,
            number=version.number,
        )


def check_begins(version: ItemVersion, before: ItemVersion | None, valid_from_on: date, at: datetime) -> None:
    """Refuse a first day in the past where another version held then."""
    if before is not None and valid_from_on < localdate(at):
        raise Refused(
            "item.backdated",
            "事项“{item}”已有生效的版本,新版生效日期{on}早于发布当日{today}:请改为当日或以后。",
            item=version.item_id,
            on=valid_from_on.isoformat(),
            today=localdate(at).isoformat(),
        )


def check_apart(before: ItemVersion | None, valid_from_on: date) -> None:
    """Refuse a first day on which the version before still holds or has only just begun."""
    last_on = (before.valid_until_on or before.valid_from_on) if before else None
    if before is not None and last_on is not None and valid_from_on <= last_on:
        raise Conflict(
            "item.overlap",
            "事项“{item}”第{number}版的生效期到{last}或以后,与新版生效日期{on}重叠:请改为之后的日期。",
            item=before.item_id,
            number=before.number,
            last=last_on.isoformat(),
            on=valid_from_on.isoformat(),
        )


def bars_to_publish(
    version: ItemVersion, before: ItemVersion | None, *, actor: Actor, valid_from_on: date, at: datetime
) -> list[DomainError]:
    """Everything that would bar this person from publishing this draft from this day on; empty when nothing does."""
    checks: list[Callable[[], None]] = [
        partial(check_manager, actor),
        partial(check_draft, version),
        partial(check_second_person, version, actor),
        partial(check_begins, version, before, valid_from_on, at),
        partial(check_apart, before, valid_from_on),
    ]
    found = [refusal for check in checks if (refusal := _refusal(check)) is not None]
    return found + bars_of_guide(ItemSpec.parse(version.spec), valid_from_on)


def bars_of_guide(guide: ItemSpec, on: date) -> list[DomainError]:
    """What the guide itself still lacks to be published from a day on."""
    lacks = _refusal(partial(check_complete, guide))
    return ([lacks] if lacks else []) + list(_authority(guide, on))


def _refusal(check: Callable[[], None]) -> DomainError | None:
    try:
        check()
    except DomainError as refusal:
        return refusal
    return None


def check_authority(guide: ItemSpec, on: date) -> None:
    """Refuse a guide whose agencies do not exist on that day or lack the powers it names."""
    for refusal in _authority(guide, on):
        raise refusal


def _authority(guide: ItemSpec, on: date) -> Iterator[DomainError]:
    """Every agency that does not exist on that day or lacks the power it is named with.

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
    checks: list[Callable[[], None]] = [partial(_check_owner, guide, known.get(guide.agency), held, on)]
    checks += [partial(_check_step, guide, step, known.get(step.agency), held, on) for step in guide.procedure]
    for check in checks:
        if refusal := _refusal(check):
            yield refusal


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
        entitled = held.get(guide.power, frozenset()) <= lines  # whoever leads must hold it, wherever the case is
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
