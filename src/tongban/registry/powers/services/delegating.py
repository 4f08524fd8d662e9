"""Delegation of a power to a town: proposed, published, recalled. Nothing of it is ever deleted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotFound, Refused
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies.models import Agency
from tongban.registry.agencies.rules import check_period
from tongban.registry.powers.models import Delegation, Power
from tongban.registry.powers.queries import holds
from tongban.registry.powers.rules import DELEGATION_MODES, Mode, Status, check_document, check_no_overlap
from tongban.registry.powers.services.holding import locked_power
from tongban.registry.regions import queries as regions
from tongban.registry.regions.queries import Level


@transaction.atomic
def propose_delegation(
    *,
    power: str,
    town: str,
    agency: str,
    giver: str,
    mode: Mode,
    from_on: date,
    document: str,
    until_on: date | None = None,
    conditions: Mapping[str, Any] | None = None,
) -> Delegation:
    """Propose to give a power to a town's agency; without force until published.

    The giver must itself hold the power over the town on the first day, and not be the town.
    """
    row = _drafted(power, town, agency, giver, mode, (from_on, until_on), document, conditions)
    row.save()
    return row


def _drafted(
    power: str,
    town: str,
    agency: str,
    giver: str,
    mode: Mode,
    period: tuple[date, date | None],
    document: str,
    conditions: Mapping[str, Any] | None,
) -> Delegation:
    from_on, until_on = period
    check_document(document)
    check_period(from_on, until_on, "赋权")
    row = locked_power(power)
    place = regions.region(town)
    taker, source = agencies.agency(agency), agencies.agency(giver)
    _check_mode(mode)
    _check_taker(taker, town, from_on)
    _check_giver(row, source, town, from_on)
    return Delegation(
        power=row,
        town=place,
        agency=taker,
        giver=source,
        mode=mode.value,
        from_on=from_on,
        until_on=until_on,
        document=document,
        conditions=dict(conditions or {}),
    )


def _check_mode(mode: Mode) -> None:
    if mode not in DELEGATION_MODES:
        raise BadInput("delegation.mode", "赋权方式应为交由、委托或服务前移,不能是“{mode}”。", mode=mode.label)


def _check_taker(taker: Agency, town: str, on: date) -> None:
    if regions.level_of(town) is not Level.TOWN or taker.region_id != town:
        raise BadInput("delegation.taker", "“{agency}”不是该镇的部门:赋权只能交给镇自己的部门承接。", agency=taker.name)
    if taker.valid_from_on > on or (taker.valid_until_on is not None and taker.valid_until_on < on):
        raise BadInput("delegation.taker_absent", "“{agency}”在{on}不存在,不能承接权力。", agency=taker.name, on=on)


def _check_giver(power: Power, giver: Agency, town: str, on: date) -> None:
    if giver.region_id == town:
        raise BadInput("delegation.own", "“{agency}”是本镇部门,不能向本镇赋权。", agency=giver.name)
    if not holds(power.code, giver.code, town, on):
        raise BadInput(
            "delegation.giver",
            "“{agency}”在{on}对该镇没有“{power}”的权力,不能赋权:请核对赋权部门和日期。",
            agency=giver.name,
            on=on,
            power=power.name,
        )


@transaction.atomic
def publish_delegation(*, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """Publish a proposed delegation: from its first day on it is in force.

    Refused where the same power is already delegated to the same town on one of its days.
    """
    row = _locked(delegation_id)
    if row.status != Status.PROPOSED.value:
        raise Refused("delegation.published", "该项赋权{status},不能重复公布。", status=Status(row.status).label)
    _mark_published(row, actor, at)
    row.save(update_fields=["status", "published_at", "published_by"])
    return row


def _mark_published(row: Delegation, actor: Actor, at: datetime) -> None:
    others = Delegation.objects.announced().filter(power_id=row.power_id, town_id=row.town_id).order_by("from_on")
    check_no_overlap(
        row.from_on,
        row.until_on,
        others.values_list("from_on", "until_on"),
        power=row.power.name,
        place=row.town.full_name,
    )
    row.status, row.published_at, row.published_by = Status.PUBLISHED.value, at, actor.key


@transaction.atomic
def delegate(
    *,
    power: str,
    town: str,
    agency: str,
    giver: str,
    mode: Mode,
    from_on: date,
    document: str,
    actor: Actor,
    at: datetime,
    until_on: date | None = None,
    conditions: Mapping[str, Any] | None = None,
) -> Delegation:
    """Propose and publish in one act, for a document that is already out."""
    row = _drafted(power, town, agency, giver, mode, (from_on, until_on), document, conditions)
    _mark_published(row, actor, at)
    row.save()
    return row


@transaction.atomic
def recall(*, delegation_id: int, last_on: date, document: str, actor: Actor, at: datetime) -> Delegation:
    """Take a delegated power back; ``last_on`` is the last day the town has it, acts up to then stay lawful.

    From the next day on the giver may act there again. An end may be brought forward, never put off.
    """
    check_document(document)
    row = _locked(delegation_id)
    if row.status != Status.PUBLISHED.value:
        raise Refused("delegation.not_published", "该项赋权{status},不能收回。", status=Status(row.status).label)
    check_period(row.from_on, last_on, "赋权")
    if row.until_on is not None and row.until_on < last_on:
        raise Refused("delegation.ended", "该项赋权已定于{until_on}期满,无需收回。", until_on=row.until_on)
    row.status, row.until_on = Status.RECALLED.value, last_on
    row.recalled_at, row.recalled_by, row.recall_document = at, actor.key, document
    row.save(update_fields=["status", "until_on", "recalled_at", "recalled_by", "recall_document"])
    return row


def _locked(delegation_id: int) -> Delegation:
    power = Delegation.objects.filter(pk=delegation_id).values_list("power_id", flat=True).first()
    if power is None:
        raise NotFound("delegation.unknown", "没有这项赋权,请刷新后重试。")
    locked_power(power)
    return Delegation.objects.select_related("power", "town").get(pk=delegation_id)
