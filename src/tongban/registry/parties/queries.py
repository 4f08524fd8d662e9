"""Reads of parties; the seal of personal identifiers is here because finding needs its index."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from hmac import compare_digest

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from tongban.common.crypto import Keyring
from tongban.common.errors import NotFound
from tongban.registry.parties.models import (
    Enterprise,
    EnterpriseChange,
    EnterpriseStatus,
    IdentifierOpening,
    Party,
    PartySearch,
    Representative,
)
from tongban.registry.parties.rules import (
    FACT_LABELS,
    IdentifierField,
    PartyKind,
    RepresentativeKind,
    StatusKind,
    SuspensionGround,
    days_of,
)
from tongban.registry.prepared import Lookup

__all__ = [
    "FACT_LABELS",
    "IdentifierField",
    "PartyKind",
    "RepresentativeKind",
    "StatusKind",
    "SuspensionGround",
    "changes_of",
    "enterprise",
    "facts_of",
    "find_by_identifier",
    "ids_named",
    "is_identifier_of",
    "is_phone_ending",
    "keyring",
    "may_represent",
    "openings_of",
    "parties_by_phone",
    "party",
    "premises_on",
    "representatives_on",
    "represented_on",
    "seal_context",
    "searches",
    "standing_as",
    "standings_on",
    "status_on",
    "statuses_of",
    "suspended_days",
    "suspension_on",
]


def keyring() -> Keyring:
    """The keys of this deployment: its secret, then the former ones it still opens with."""
    return _keyring((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _keyring(secrets: tuple[str, ...]) -> Keyring:
    return Keyring(secrets)


def seal_context(field: IdentifierField, identifier_index: str) -> str:
    """What a sealed field is bound to: copied to another field or another party's row, it does not open."""
    return f"party.{field.value}:{identifier_index}"


PARTIES = Lookup(lambda pk: Party.objects.filter(pk=pk), int)


def party(party_id: int) -> Party:
    """The party; what the register says of an enterprise (``.enterprise``) is read when it is asked for."""
    found = PARTIES(party_id) if 0 < party_id < 2**63 else []
    if not found:
        raise NotFound("party.unknown", "没有这个当事人:请核对后再试。")
    return found[0]


def find_by_identifier(identifier: str) -> Party | None:
    """The party with this checked identifier (18 plain characters), without opening any."""
    found = Party.objects.filter(identifier_index__in=keyring().indexes_of(identifier))
    return found.select_related("enterprise").order_by("id").first()


def is_phone_ending(party: Party, ending: str) -> bool:
    """Whether the registered phone ends with these four digits; it is compared here and shown to nobody."""
    if not party.phone_sealed:
        return False
    clear = keyring().unseal(party.phone_sealed, context=seal_context(IdentifierField.PHONE, party.identifier_index))
    return compare_digest(clear[-4:], ending)


def ids_named(text: str, *, limit: int) -> list[int]:
    """The keys of at most ``limit`` parties whose name begins with the text; SQLite finds a beginning only as a range."""
    begins = Q(name__startswith=text)
    if connection.vendor == "sqlite":
        begins = Q(name__gte=text, name__lt=text + "\U0010ffff")
    return list(Party.objects.filter(begins).order_by("id").values_list("id", flat=True)[:limit])


def parties_by_phone(phone: str) -> QuerySet[Party]:
    """The parties with this checked mobile number, the oldest first."""
    return Party.objects.filter(phone_index__in=keyring().indexes_of(phone)).order_by("id")


def _standing(enterprise_id: int, on: date) -> EnterpriseStatus | None:
    begun = EnterpriseStatus.objects.filter(enterprise_id=enterprise_id, from_on__lte=on)
    return begun.order_by("-from_on", "-id").first()


def status_on(party: Party, on: date) -> StatusKind | None:
    """The status of an enterprise on that day; None for a person and before it was established.

    A suspension whose last day has passed counts as resumed (《市场主体登记管理条例实施细则》第四十二条).
    """
    row = _standing(party.pk, on)
    return standing_as(row, on) if row else None


def standing_as(row: EnterpriseStatus, on: date) -> StatusKind:
    """What a row that has begun means on that day: a suspension whose last day has passed counts as resumed."""
    if row.status == StatusKind.SUSPENDED and row.until_on is not None and row.until_on < on:
        return StatusKind.ACTIVE
    return StatusKind(row.status)


def suspension_on(party: Party, on: date) -> EnterpriseStatus | None:
    """The suspension an enterprise is in on that day, with ground and last day."""
    row = _standing(party.pk, on)
    if row is None or row.status != StatusKind.SUSPENDED or row.until_on is None or row.until_on < on:
        return None
    return row


def suspended_days(enterprise_id: int, *, but: int | None = None) -> int:
    """Days of all suspensions of an enterprise together, leaving out the row ``but``."""
    rows = EnterpriseStatus.objects.filter(enterprise_id=enterprise_id, status=StatusKind.SUSPENDED.value)
    spans = rows.exclude(pk__in=[but] if but else []).values_list("from_on", "until_on")
    return days_of((first, last) for first, last in spans if last is not None)


def premises_on(party: Party, on: date) -> str:
    """Where an enterprise is reached on that day: during a suspension the address for legal documents stands in."""
    enterprise = party.enterprise
    if enterprise.service_address and suspension_on(party, on) is not None:
        return enterprise.service_address
    return enterprise.address


def facts_of(party: Party) -> dict[str, str]:
    """What the register says of an enterprise, as text by the names of ``FACT_LABELS``."""
    return fact_texts(party.enterprise)


def enterprise(party_id: int) -> Enterprise | None:
    """What the register says of an enterprise, with its party and region; None for a person and for what is unknown."""
    return Enterprise.objects.select_related("party__region").filter(pk=party_id).first()


def standings_on(enterprise_ids: Collection[int], on: date) -> dict[int, StatusKind]:
    """How several enterprises stand on that day, as ``status_on`` says it of one; one statement."""
    begun = EnterpriseStatus.objects.filter(enterprise_id__in=enterprise_ids, from_on__lte=on)
    return {row.enterprise_id: standing_as(row, on) for row in begun.order_by("from_on", "id")}


def fact_texts(enterprise: Enterprise) -> dict[str, str]:
    """The facts of an enterprise whose party is at hand."""
    values = {fact: getattr(enterprise.party if fact == "name" else enterprise, fact) for fact in FACT_LABELS}
    return {fact: str(value) for fact, value in values.items()}


def statuses_of(party: Party) -> QuerySet[EnterpriseStatus]:
    """The history of an enterprise's status, the oldest first."""
    return EnterpriseStatus.objects.filter(enterprise_id=party.pk).order_by("from_on", "id")


def changes_of(party: Party) -> QuerySet[EnterpriseChange]:
    """The changes of an enterprise, the oldest first."""
    return EnterpriseChange.objects.filter(enterprise_id=party.pk).order_by("at", "id")


def openings_of(party: Party) -> QuerySet[IdentifierOpening]:
    """Who opened an identifier of this party, the oldest first."""
    return IdentifierOpening.objects.filter(party=party).order_by("at", "id")


def openings() -> QuerySet[IdentifierOpening]:
    """Every opening of masked data, the newest first."""
    return IdentifierOpening.objects.select_related("party").order_by("-pk")


def searches() -> QuerySet[PartySearch]:
    """Who looked for whom, the newest first."""
    return PartySearch.objects.order_by("-at", "-id")


def is_identifier_of(party: Party, identifier: str) -> bool:
    """Whether this checked identifier is the party's, without opening it."""
    return party.identifier_index in keyring().indexes_of(identifier)


def may_represent(person_id: int, enterprise_id: int, on: date) -> bool:
    """Whether the person acts for the enterprise on that day, as legal representative or agent."""
    held = Representative.objects.in_force(on)
    return held.filter(person_id=person_id, enterprise_id=enterprise_id).exists()


def representatives_on(party: Party, on: date) -> QuerySet[Representative]:
    """Who may act for an enterprise on that day."""
    held = Representative.objects.in_force(on).filter(enterprise_id=party.pk)
    return held.select_related("person").order_by("from_on", "id")


def represented_on(party: Party, on: date) -> QuerySet[Representative]:
    """For which enterprises a person may act on that day."""
    held = Representative.objects.in_force(on).filter(person=party)
    return held.select_related("enterprise__party").order_by("from_on", "id")
