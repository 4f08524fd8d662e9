"""What a favourable decision changes of what the city knows, entered in the register in the same transaction.

``check`` asks at filing whether the register would take it, so that a hopeless application is refused at the door
with the article; ``apply`` enters it at the decision and tells the subscribers what changed.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongban.casework.cases.services import Act
from tongban.casework.exchange import services as exchange
from tongban.common.errors import BadInput, Refused
from tongban.common.time import localdate
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED
from tongban.registry.catalog.rules import Effect, ItemSpec
from tongban.registry.parties import queries as parties
from tongban.registry.parties import rules as register_rules
from tongban.registry.parties import services as register
from tongban.registry.parties.models import Party
from tongban.workdays import check_in_range

Facts = dict[str, str | None]


def check(spec: ItemSpec, form: Mapping[str, Any], party: Party, *, on: date) -> None:
    """Refuse an application the register could not take, with the article; items without an effect pass."""
    if checker := CHECKS.get(spec.effect):
        checker(facts_in(spec, form), party, on)


def apply(act: Act, document: str = "") -> Facts:
    """Enter the effect of the decision; returns the facts that changed, which subscribers are told.

    ``document`` is the number of the decision; where an enterprise is registered, the 统一社会信用代码 it is given.
    """
    facts_given = facts_in(act.spec, act.case.form)
    if act.spec.effect is Effect.ENTERPRISE_REGISTER:
        party, facts = _register(act, facts_given, document)
    elif applier := APPLIERS.get(act.spec.effect):
        party = Party(pk=act.case.applicant_id)  # by its key alone: the register reads it afresh under its lock
        facts = applier(act, facts_given, party)
    else:
        return {}
    act.events.append(
        exchange.NewEvent(
            type=ENTERPRISE_CHANGED.type,
            subject=act.case.number,
            order_key=f"party:{party.pk}",
            data=facts,
            about={"case_number": act.case.number, "credit_code": exchange.sealed(party.pk)},
            at=act.at,
        )
    )
    return facts


def facts_in(spec: ItemSpec, form: Mapping[str, Any]) -> dict[str, Any]:
    """The facts the form brings, by the names of the register; those left empty are left out."""
    return {fact: form[field] for fact, field in spec.effect_fields.items() if form.get(field) not in (None, "")}


def _day(facts: Mapping[str, Any], fact: str) -> date:
    try:
        found = date.fromisoformat(str(facts[fact]))
    except (KeyError, ValueError):
        raise BadInput("effect.date", "缺少或无法识别日期“{fact}”:请写作 2022-08-01。", fact=fact) from None
    check_in_range(found)
    return found


def _check_suspension(facts: Mapping[str, Any], party: Party, on: date) -> None:
    from_on = _day(facts, "from_on")
    register_rules.check_alive(parties.status_on(party, from_on), "歇业备案")
    if suspension := parties.suspension_on(party, from_on):
        raise Refused("suspension.status", "该经营主体已备案歇业至{until_on}。", until_on=suspension.until_on)
    register_rules.check_ground(str(facts.get("ground", "")))
    register_rules.check_staff(on if facts.get("staff_agreement") is True else None, from_on)
    register_rules.check_filing(on, from_on)
    register_rules.check_period(from_on, _day(facts, "until_on"), parties.suspended_days(party.pk))


def _check_extension(facts: Mapping[str, Any], party: Party, on: date) -> None:
    suspension = _suspension(party, on)
    register_rules.check_extension(on, _last_day(suspension), _day(facts, "until_on"))
    used = parties.suspended_days(party.pk, but=suspension.pk)
    register_rules.check_period(suspension.from_on, _day(facts, "until_on"), used)


def _check_resumption(facts: Mapping[str, Any], party: Party, on: date) -> None:
    suspension = _suspension(party, on)
    if not suspension.from_on <= (resumed_on := _day(facts, "resumed_on")) <= _last_day(suspension):
        raise Refused(
            "suspension.none",
            "恢复经营日{resumed_on}不在歇业期间({from_on}至{until_on})内,请更正。",
            resumed_on=resumed_on,
            from_on=suspension.from_on,
            until_on=suspension.until_on,
        )


def _suspension(party: Party, on: date) -> Any:
    suspension = parties.suspension_on(party, on)
    if suspension is None:
        raise Refused("suspension.none", "该经营主体在{on}不处于歇业状态,不能办理此事项。", on=on)
    return suspension


def _last_day(suspension: Any) -> date:
    ends_on: date = suspension.until_on
    return ends_on


def _check_alive(_facts: Mapping[str, Any], party: Party, on: date) -> None:
    register_rules.check_alive(parties.status_on(party, on), "此事项")


def _register(act: Act, facts: Mapping[str, Any], credit_code: str) -> tuple[Party, Facts]:
    party = register.register_enterprise(
        name=str(facts.get("name", "")),
        credit_code=credit_code,
        region=act.case.region_id,
        legal_representative=str(facts.get("legal_representative", "")),
        business_scope=str(facts.get("business_scope", "")),
        address=str(facts.get("address", "")),
        registered_capital_yuan=Decimal(str(facts.get("registered_capital_yuan", 0))),
        established_on=localdate(act.at),
        case_number=act.case.number,
        at=act.at,
    )
    return party, {**parties.facts_of(party), "status": register_rules.StatusKind.ACTIVE.value}


def _suspend(act: Act, facts: Mapping[str, Any], party: Party) -> Facts:
    filed_on = localdate(act.case.filed_at or act.at)
    return register.suspend(
        party=party,
        from_on=_day(facts, "from_on"),
        until_on=_day(facts, "until_on"),
        ground=str(facts.get("ground", "")),
        staff_agreed_on=filed_on if facts.get("staff_agreement") is True else None,
        service_address=str(facts.get("service_address", "")),
        filed_on=filed_on,
        case_number=act.case.number,
        at=act.at,
    )


def _extend(act: Act, facts: Mapping[str, Any], party: Party) -> Facts:
    return register.extend_suspension(
        party=party,
        until_on=_day(facts, "until_on"),
        filed_on=localdate(act.case.filed_at or act.at),
        case_number=act.case.number,
        at=act.at,
    )


def _resume(act: Act, facts: Mapping[str, Any], party: Party) -> Facts:
    return register.resume(party=party, resumed_on=_day(facts, "resumed_on"), case_number=act.case.number, at=act.at)


def _change(act: Act, facts: Mapping[str, Any], party: Party) -> Facts:
    return register.change_enterprise(party=party, changes=facts, case_number=act.case.number, at=act.at)


def _cancel(act: Act, _facts: Mapping[str, Any], party: Party) -> Facts:
    return register.cancel(
        party=party, on=localdate(act.at), case_number=act.case.number, document=act.spec.name, at=act.at
    )


CHECKS: Mapping[Effect, Callable[[Mapping[str, Any], Party, date], None]] = {
    Effect.ENTERPRISE_SUSPEND: _check_suspension,
    Effect.ENTERPRISE_EXTEND: _check_extension,
    Effect.ENTERPRISE_RESUME: _check_resumption,
    Effect.ENTERPRISE_CHANGE: _check_alive,
    Effect.ENTERPRISE_CANCEL: _check_alive,
}
APPLIERS: Mapping[Effect, Callable[[Act, Mapping[str, Any], Party], Facts]] = {
    Effect.ENTERPRISE_SUSPEND: _suspend,
    Effect.ENTERPRISE_EXTEND: _extend,
    Effect.ENTERPRISE_RESUME: _resume,
    Effect.ENTERPRISE_CHANGE: _change,
    Effect.ENTERPRISE_CANCEL: _cancel,
}
