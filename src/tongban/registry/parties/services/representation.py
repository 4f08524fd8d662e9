"""Who may act for an enterprise."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from tongban.common.errors import BadInput, Conflict, Refused
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.registry.parties.models import Enterprise, Party, Representative
from tongban.registry.parties.queries import status_on
from tongban.registry.parties.rules import PartyKind, RepresentativeKind, check_alive, day_before
from tongban.registry.parties.services.record import locked


@transaction.atomic
def appoint_representative(
    *,
    enterprise: Party,
    person: Party,
    kind: RepresentativeKind,
    from_on: date,
    document: str,
    at: datetime,
    until_on: date | None = None,
) -> Representative:
    """Let a person act for an enterprise, both days included, by a document (授权书, 任命文件).

    A legal representative follows on the former one, whose period ends the day before. A second one on the same
    day is a Conflict, and so is the same agent twice.
    """
    if person.kind != PartyKind.PERSON:
        raise Refused("representative.person", "法定代表人和代办人应为自然人,请更正。")
    if until_on is not None and until_on < from_on:
        raise BadInput("representative.dates", "代理截止日不能早于起始日{from_on},请更正。", from_on=from_on)
    clean_basis = clean_line(document, field="依据文件", limit=200)
    row = locked(enterprise)
    check_alive(status_on(enterprise, localdate(at)), "代理登记")
    if kind is RepresentativeKind.LEGAL:
        end_legal_representation(row, from_on)
    held = Representative.objects.filter(enterprise=row, kind=kind.value)
    if kind is RepresentativeKind.AGENT:  # there may be several agents, but one legal representative on a day
        held = held.filter(person=person)
    if any(_overlaps(other, from_on, until_on) for other in held):
        raise Conflict(
            "representative.known", "该经营主体在此期间已有{kind}登记:请更改起始日,或先终止原登记。", kind=kind.label
        )
    return Representative.objects.create(
        enterprise=row, person=person, kind=kind.value, from_on=from_on, until_on=until_on, document=clean_basis
    )


def _overlaps(other: Representative, from_on: date, until_on: date | None) -> bool:
    return (other.until_on is None or other.until_on >= from_on) and (until_on is None or other.from_on <= until_on)


@transaction.atomic
def end_representation(*, representative: Representative, until_on: date) -> None:
    """End an appointment with its last day; one already ended earlier is refused."""
    row = Representative.objects.select_for_update().get(pk=representative.pk)
    if until_on < row.from_on:
        raise BadInput("representative.dates", "代理截止日不能早于起始日{from_on},请更正。", from_on=row.from_on)
    if row.until_on is not None and row.until_on <= until_on:
        raise Refused("representative.ended", "该代理关系已于{ended_on}终止,无需再次办理。", ended_on=row.until_on)
    row.until_on = until_on
    row.save(update_fields=["until_on"])


def end_legal_representation(enterprise: Enterprise, on: date) -> None:
    """The open legal representative stops the day before ``on`` (one who began only then, on that day)."""
    held = Representative.objects.filter(enterprise=enterprise, kind=RepresentativeKind.LEGAL.value, until_on=None)
    held.update(until_on=Greatest("from_on", Value(day_before(on), output_field=DateField())))
