"""Whom an appeal, or a blocked matter, reaches by a phone alone: who left one without a sign-in."""

import logging
from collections.abc import Iterable
from hmac import compare_digest
from typing import Any, Protocol

from django.db.models import QuerySet

from tongban.casework.cases.models import Case
from tongban.casework.notices.rules import Recipient, phone
from tongban.common.crypto import SealError
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.words import phone_context
from tongban.registry.parties import queries as parties
from tongban.registry.parties.models import Party

log = logging.getLogger(__name__)


class KeepsPhone(Protocol):
    """What stands beside a case and keeps the phone that was left with it."""

    @property
    def phone_sealed(self) -> str: ...
    @property
    def phone_index(self) -> str: ...


def opened_phone(row: KeepsPhone) -> str:
    """The phone in clear, empty where none was left; raises SealError."""
    if not row.phone_sealed:
        return ""
    return parties.keyring().unseal(row.phone_sealed, context=phone_context(row.phone_index))


def ends_like(row: KeepsPhone, party: Party | None, ending: str) -> bool:
    """Whether the phone that was left, or the registered one of the party, ends like this."""
    is_given = compare_digest(opened_phone(row)[-4:], ending)
    return is_given or (party is not None and parties.is_phone_ending(party, ending))


def recipient(row: KeepsPhone, region: str, *, is_nameless: bool = False) -> Recipient | None:
    """Whoever left the phone; None where there is none, or one that no key of this deployment opens."""
    try:
        found = opened_phone(row)
    except SealError:
        log.warning("a phone of region %s does not open: nobody is told there", region)
        return None
    return phone(found, region=region, is_nameless=is_nameless) if found else None


def phones_of(cases: Iterable[Case]) -> dict[int, Recipient]:
    """Whom these appeals reach by a phone alone, by the key of the case; one statement."""
    return reached(cases, Appeal.objects.all())


def reached(cases: Iterable[Case], keeping: QuerySet[Any]) -> dict[int, Recipient]:
    """Whom cases without an applicant reach by the phone that a row beside each keeps; one statement."""
    asked = {case.pk: case.region_id for case in cases if case.applicant_id is None}
    if not asked:
        return {}
    rows = keeping.filter(case_id__in=asked).exclude(phone_sealed="")
    found = {
        row.case_id: recipient(row, asked[row.case_id], is_nameless=getattr(row, "is_anonymous", False)) for row in rows
    }
    return {pk: to for pk, to in found.items() if to is not None}
