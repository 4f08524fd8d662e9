"""Loading reviewed lists of powers and delegations: strict, all or nothing, the same twice changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict
from tongban.registry.agencies.rules import Entry, agency_code, read_yaml
from tongban.registry.powers.models import Delegation, Holding, Power
from tongban.registry.powers.rules import TYPES_BY_LABEL, Mode, PowerType, Status
from tongban.registry.powers.services.delegating import delegate, recall
from tongban.registry.powers.services.holding import declare_power, end_holding, hold
from tongban.registry.regions.rules import Level

DELEGATIONS = Path(__file__).parent.parent / "data" / "delegations.yaml"
Choice = TypeVar("Choice", Level, Mode)


@transaction.atomic
def load_powers(entries: Iterable[object]) -> int:
    """Load a list of powers; returns how many powers and holdings were new or changed.

    Each entry: code, name, type (Chinese label or code), basis, holders (a list of level, kind, from, until, document).
    A known power takes a new name, type or basis; a known holding (same line and first day) may be given an end.
    """
    seen: set[str] = set()
    changed = 0
    for place, raw in enumerate(entries, start=1):
        entry = Entry(raw, f"powers[{place}]", required={"code", "name", "type", "basis", "holders"})
        code = entry.text("code")
        if code in seen:
            raise BadInput("data.twice", "权力事项“{given}”在数据中出现了两次,请删去一个。", given=code)
        seen.add(code)
        changed += _load_power(entry)
        holders = entry.rows("holders")
        if not holders:
            raise BadInput("power.nobody_holds", "权力事项“{given}”没有权力主体,请填写 holders。", given=code)
        changed += sum(_load_holding(code, row, f"{code}.holders[{at}]") for at, row in enumerate(holders, start=1))
    return changed


def _load_power(entry: Entry) -> bool:
    code = entry.text("code")
    fields = {"name": entry.text("name"), "type": _type(entry.text("type")).value, "basis": entry.text("basis")}
    known = Power.objects.filter(code=code).first()
    if known is None:
        declare_power(code=code, name=fields["name"], type=PowerType(fields["type"]), basis=fields["basis"])
        return True
    if all(getattr(known, field) == value for field, value in fields.items()):
        return False
    Power.objects.filter(code=code).update(**fields)
    return True


def _type(text: str) -> PowerType:
    if text in TYPES_BY_LABEL:
        return TYPES_BY_LABEL[text]
    if text in list(PowerType):
        return PowerType(text)
    raise BadInput(
        "power.type", "权力类型“{text}”无法识别:应为{choices}之一。", text=text, choices="、".join(TYPES_BY_LABEL)
    )


def _choice(enum: type[Choice], text: str, where: str) -> Choice:
    if text not in list(enum):
        raise BadInput(
            "data.choice",
            "数据“{where}”的“{text}”不在可选值{choices}之中。",
            where=where,
            text=text,
            choices="、".join(enum),
        )
    return enum(text)


def _load_holding(power: str, raw: object, where: str) -> bool:
    entry = Entry(raw, where, required={"level", "kind", "from", "document"}, optional={"until"})
    level, kind = _choice(Level, entry.text("level"), where), entry.text("kind")
    from_on, until_on = entry.day("from"), entry.day_or_none("until")
    known = Holding.objects.filter(power_id=power, level=level.value, kind=kind, from_on=from_on).first()
    if known is None:
        hold(power=power, level=level, kind=kind, from_on=from_on, until_on=until_on, document=entry.text("document"))
        return True
    if known.until_on == until_on:
        return False
    if until_on is None:
        raise Conflict(
            "power.reopened",
            "数据“{where}”已登记截止日{until_on},不能改为长期有效。",
            where=where,
            until_on=known.until_on,
        )
    end_holding(holding_id=known.pk, last_on=until_on)
    return True


def load_hefei_delegations(*, actor: Actor, at: datetime) -> int:
    """Load the sample delegations shipped with the package; returns how many were new or recalled."""
    content = Entry(read_yaml(DELEGATIONS), "赋权", required={"delegations"})
    return load_delegations(entries=content.rows("delegations"), actor=actor, at=at)


@transaction.atomic
def load_delegations(*, entries: Iterable[object], actor: Actor, at: datetime) -> int:
    """Delegate and recall as listed; returns how many delegations were new or newly recalled.

    Each entry: power, town, agency and giver (kinds of line; the giver the one of the town's county), mode, from,
    document, optional until, conditions, recalled (last, document). A power not in the list is refused, never skipped.
    A delegation already known (same power, town and first day) is not delegated again.
    """
    return sum(_load_delegation(raw, f"delegations[{at_}]", actor, at) for at_, raw in enumerate(entries, start=1))


def _load_delegation(raw: object, where: str, actor: Actor, at: datetime) -> int:
    entry = Entry(
        raw,
        where,
        required={"power", "town", "agency", "giver", "mode", "from", "document"},
        optional={"until", "conditions", "recalled"},
    )
    town, from_on = entry.text("town"), entry.day("from")
    known = Delegation.objects.announced().filter(power_id=entry.text("power"), town_id=town, from_on=from_on).first()
    row = known or delegate(
        power=entry.text("power"),
        town=town,
        agency=agency_code(town, Level.TOWN, entry.text("agency")),
        giver=agency_code(town[:6], Level.COUNTY, entry.text("giver")),
        mode=_choice(Mode, entry.text("mode"), where),
        from_on=from_on,
        until_on=entry.day_or_none("until"),
        document=entry.text("document"),
        conditions=entry.table("conditions"),
        actor=actor,
        at=at,
    )
    recalled = _recall(entry, row, actor, at) if entry.table("recalled") else False
    return int(known is None) + int(recalled)


def _recall(entry: Entry, row: Delegation, actor: Actor, at: datetime) -> bool:
    taken_back = Entry(entry.table("recalled"), f"{entry.where}.recalled", required={"last", "document"})
    if row.status == Status.RECALLED.value:
        return False
    document = taken_back.text("document")
    recall(delegation_id=row.pk, last_on=taken_back.day("last"), document=document, actor=actor, at=at)
    return True
