"""Registering persons and enterprises, and changing what the register says."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import IntegrityError, transaction

from tongban.common.errors import BadInput, Conflict
from tongban.common.identifiers import (
    check_credit_code,
    check_mobile,
    check_resident_id,
    mask_identifier,
    mask_mobile,
)
from tongban.common.said import Joined
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.registry.parties.models import Enterprise, EnterpriseStatus, Party
from tongban.registry.parties.queries import fact_texts, find_by_identifier, keyring, seal_context, status_on
from tongban.registry.parties.rules import (
    FACT_LABELS,
    FACT_LIMITS,
    IdentifierField,
    PartyKind,
    StatusKind,
    check_alive,
    check_capital,
)
from tongban.registry.parties.services.record import Facts, clean_case_number, locked, record
from tongban.registry.parties.services.representation import end_legal_representation
from tongban.registry.regions.queries import region as region_of_code

KNOWN = partial(Conflict, "party.known", "该证照号码已经登记过:请查询已有当事人,不要重复登记。")


@transaction.atomic
def register_person(*, name: str, resident_id: str, region: str, at: datetime, phone: str = "") -> Party:
    """Register a natural person by 公民身份号码; one already registered is a Conflict.

    ``region`` is the code of the home region, ``phone`` a mobile number or empty.
    """
    return _created(
        PartyKind.PERSON,
        name=clean_line(name, field="姓名", limit=100),
        identifier=check_resident_id(resident_id),
        phone=phone,
        region=region,
        at=at,
    )


@transaction.atomic
def register_enterprise(
    *,
    name: str,
    credit_code: str,
    region: str,
    legal_representative: str,
    business_scope: str,
    address: str,
    registered_capital_yuan: Decimal,
    established_on: date,
    at: datetime,
    service_address: str = "",
    phone: str = "",
    case_number: str = "",
) -> Party:
    """Register an enterprise by 统一社会信用代码, in existence since ``established_on``; one already known is a Conflict."""
    given = {
        "legal_representative": legal_representative,
        "business_scope": business_scope,
        "address": address,
        "service_address": service_address,
        "registered_capital_yuan": registered_capital_yuan,
    }
    facts = {fact: _cleaned(fact, value) for fact, value in given.items()}
    if established_on > localdate(at):
        raise BadInput("enterprise.established", "成立日期不能晚于登记当日,请更正。")
    party = _created(
        PartyKind.ENTERPRISE,
        name=str(_cleaned("name", name)),
        identifier=check_credit_code(credit_code),
        phone=phone,
        region=region,
        at=at,
    )
    enterprise = Enterprise.objects.create(party=party, established_on=established_on, **facts)
    EnterpriseStatus.objects.create(
        enterprise=enterprise,
        status=StatusKind.ACTIVE.value,
        from_on=established_on,
        case_number=clean_case_number(case_number),
    )
    return party


def _created(kind: PartyKind, *, name: str, identifier: str, phone: str, region: str, at: datetime) -> Party:
    if find_by_identifier(identifier) is not None:
        raise KNOWN()
    keys = keyring()
    index = keys.index_of(identifier)
    party = Party(
        kind=kind.value,
        name=name,
        identifier_sealed=keys.seal(identifier, context=seal_context(IdentifierField.IDENTIFIER, index)),
        identifier_index=index,
        identifier_masked=mask_identifier(identifier),
        region=region_of_code(region),
        created_at=at,
    )
    if phone:
        _put_phone(party, check_mobile(phone))
    try:
        with transaction.atomic():
            party.save(force_insert=True)
    except IntegrityError:  # somebody registered the same number between our look and our insert
        raise KNOWN() from None
    return party


def _put_phone(party: Party, phone: str) -> None:
    keys = keyring()
    party.phone_sealed = keys.seal(phone, context=seal_context(IdentifierField.PHONE, party.identifier_index))
    party.phone_index = keys.index_of(phone)
    party.phone_masked = mask_mobile(phone)


def _cleaned(fact: str, given: object) -> str | Decimal:
    if fact == "registered_capital_yuan":
        return check_capital(given)
    if not isinstance(given, str):
        raise BadInput("party.fact", "“{field}”应为文字,请更正。", field=FACT_LABELS[fact])
    clean = clean_text if fact == "business_scope" else clean_line
    return clean(given, field=FACT_LABELS[fact], limit=FACT_LIMITS[fact], blank=fact == "service_address")


@transaction.atomic
def change_enterprise(*, party: Party, changes: Mapping[str, object], case_number: str, at: datetime) -> Facts:
    """Change facts of an enterprise by the names of ``FACT_LABELS``; returns those that really changed, as text.

    An unknown fact is refused by name, an enterprise out of the register too, and a change that changes nothing.
    A new legal representative ends what the former one may do.
    """
    if unknown := sorted(set(changes) - set(FACT_LABELS)):
        raise BadInput(
            "party.fact",
            "不能变更“{facts}”:可以变更的有{known}。",
            facts="、".join(unknown),
            known=Joined("、", FACT_LABELS.values()),
        )
    enterprise = locked(party)
    on = localdate(at)
    check_alive(status_on(enterprise.party, on), "变更登记")
    before = fact_texts(enterprise)
    cleaned = {fact: _cleaned(fact, value) for fact, value in changes.items()}
    changed = {fact: value for fact, value in cleaned.items() if str(value) != before[fact]}
    if not changed:
        raise BadInput("party.unchanged", "填写的内容与登记内容一致,没有需要变更的事项,请核对。")
    _apply(enterprise, changed)
    if "legal_representative" in changed:
        end_legal_representation(enterprise, on)
    pairs = {fact: (before[fact], str(value)) for fact, value in changed.items()}
    return record(enterprise, pairs, case_number=case_number, at=at)


def _apply(enterprise: Enterprise, changed: Mapping[str, str | Decimal]) -> None:
    for fact, value in changed.items():
        setattr(enterprise.party if fact == "name" else enterprise, fact, value)
    if "name" in changed:
        enterprise.party.save(update_fields=["name"])
    if own := [fact for fact in changed if fact != "name"]:
        enterprise.save(update_fields=own)
