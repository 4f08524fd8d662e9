"""Who may act in a power, over a region, on a day: one statement, resolved by the rules.

The engine asks this in every act, so it is plain SQL, the same on both engines, without the cost of building a query.
"""

from collections.abc import Iterator
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Q, QuerySet

from tongban.common.errors import NotAllowed, NotFound
from tongban.registry.agencies.queries import agency as agency_by_code
from tongban.registry.powers.models import Delegation, Power
from tongban.registry.powers.rules import Holder, Mode, effective
from tongban.registry.prepared import run
from tongban.registry.regions.queries import Level, chain
from tongban.registry.regions.queries import region as region_by_code

# A chain has one to four regions; the shorter ones repeat their last, so that the statement is always the same.
_CANDIDATES = """
SELECT 'own', a.code, a.name, a.level, p.basis, h.document, h.from_on, h.until_on, ''
FROM powers_holding h
JOIN powers_power p ON p.code = h.power_id
JOIN agencies_agency a ON a.kind = h.kind AND a.level = h.level
WHERE h.power_id = %s AND a.region_id IN (%s, %s, %s, %s)
  AND h.from_on <= %s AND (h.until_on IS NULL OR h.until_on >= %s)
  AND a.valid_from_on <= %s AND (a.valid_until_on IS NULL OR a.valid_until_on >= %s)
UNION ALL
SELECT d.mode, a.code, a.name, a.level, p.basis, d.document, d.from_on, d.until_on, d.giver_id
FROM powers_delegation d
JOIN powers_power p ON p.code = d.power_id
JOIN agencies_agency a ON a.code = d.agency_id
WHERE d.power_id = %s AND d.town_id IN (%s, %s, %s, %s) AND d.status <> 'proposed'
  AND d.from_on <= %s AND (d.until_on IS NULL OR d.until_on >= %s)
  AND a.valid_from_on <= %s AND (a.valid_until_on IS NULL OR a.valid_until_on >= %s)
"""


def who_may(power: str, region: str, on: date) -> tuple[Holder, ...]:
    """Everyone who may act in the power over the region on that day, the nearest level first; often nobody.

    Holders are the agencies of the lines that hold it at each level of the region's chain, and those of the towns it
    is delegated to, as far as they exist that day. One SQL statement.
    """
    return effective(_candidates(power, region, on))


def holds(power: str, agency: str, region: str, on: date) -> bool:
    """Whether the power is the agency's own that day, even if a town has taken its place there."""
    return any(each.agency == agency and each.mode is Mode.OWN for each in _candidates(power, region, on))


def may(power: str, agency: str, region: str, on: date) -> Holder | None:
    """How this agency may act in the power over the region on that day; None if it may not. One SQL statement."""
    return _pick(who_may(power, region, on), agency)


def _candidates(power: str, region: str, on: date) -> Iterator[Holder]:
    regions = chain(region)
    day = connection.ops.adapt_datefield_value(on)
    half = (power, *regions, *regions[-1:] * (4 - len(regions)), day, day, day, day)
    rows = run(connections[DEFAULT_DB_ALIAS], _CANDIDATES, half + half).fetchall()
    for mode, code, name, level, basis, document, since_on, until_on, giver in rows:
        yield Holder(
            agency=code,
            name=name,
            level=Level(level),
            mode=Mode(mode),
            basis=basis,
            document=document,
            since_on=_day(since_on),
            until_on=None if until_on is None else _day(until_on),
            giver=giver,
        )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite has no type for dates


def _pick(holders: tuple[Holder, ...], agency: str) -> Holder | None:
    return next((each for each in holders if each.agency == agency), None)


def check_may(power: str, agency: str, region: str, on: date, *, deciding: bool = False) -> Holder:
    """The holder as ``may`` finds it; else a refusal that names agency, power, day and who may instead.

    ``deciding`` asks for the power to decide, which a holder by service (服务前移) lacks.
    """
    holders = who_may(power, region, on)
    found = _pick(holders, agency)
    if found is not None and (found.may_decide or not deciding):
        return found
    given = {
        "agency": agency_by_code(agency).name,
        "power": power_by_code(power).name,
        "on": on,
        "region": region_by_code(region).full_name,
    }
    others = "、".join(f"“{each.name}”" for each in holders if each.may_decide or not deciding)
    if not others:
        raise NotAllowed(
            "power.nobody",
            "“{agency}”在{on}不能就“{region}”行使“{power}”,当日也没有其他部门有此权限:请向编办核对权力清单。",
            **given,
        )
    if found is not None:
        raise NotAllowed(
            "power.accept_only",
            "“{agency}”在{on}对“{power}”只负责受理(服务前移),不能作出决定:请转交{others}。",
            others=others,
            **given,
        )
    raise NotAllowed(
        "power.not_held",
        "“{agency}”在{on}没有“{region}”的“{power}”权限,当日有权的是{others}:请转交其办理。",
        others=others,
        **given,
    )


def power_by_code(code: str) -> Power:
    """The power with this code; an unknown one is refused by its code."""
    found = Power.objects.filter(code=code).first()
    if found is None:
        raise NotFound("power.unknown", "没有代码为“{given}”的权力事项:请核对代码,或先载入权力清单。", given=code)
    return found


def powers() -> QuerySet[Power]:
    """All powers, with their holdings."""
    return Power.objects.prefetch_related("holdings").order_by("code")


def held_by(agency: str, on: date) -> list[tuple[str, str]]:
    """(code, name) of the powers an agency holds on that day: by its line and level, or delegated to it."""
    found = agency_by_code(agency)
    of_line = Q(holdings__kind=found.kind, holdings__level=found.level, holdings__from_on__lte=on) & (
        Q(holdings__until_on=None) | Q(holdings__until_on__gte=on)
    )
    given = Delegation.objects.in_force(on).filter(agency_id=agency).values("power_id")
    rows = Power.objects.filter(of_line | Q(pk__in=given)).order_by("code").distinct()
    return list(rows.values_list("code", "name"))


def delegations(*, town: str = "", power: str = "", on: date | None = None) -> QuerySet[Delegation]:
    """The ledger of delegations, of one town, one power, or in force on one day where given."""
    found = Delegation.objects.select_related("power", "town", "agency", "giver")
    if town:
        found = found.filter(town_id=town)
    if power:
        found = found.filter(power_id=power)
    if on is not None:
        found = found.in_force(on)
    return found.order_by("town_id", "power_id", "from_on", "id")
