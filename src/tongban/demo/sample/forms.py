"""What applicants write: a form in order for each item, drawn anew each time."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

from tongban.demo.sample import names
from tongban.workdays import current

Form = dict[str, Any]
ROADS = ("样例大道", "样例路", "长江西路(样例段)", "站前路(样例段)")


def _soon(on: date, rng: Random, low: int, high: int) -> str:
    return current().add(on, rng.randint(low, high)).isoformat()


def _address(rng: Random) -> str:
    return f"合肥市{rng.choice(ROADS)}{rng.randint(1, 300)}号"


def _certificate(rng: Random, _on: date) -> Form:
    area = rng.randint(3, 60) * 1000
    use = rng.choice(("factory", "office", "mixed"))
    return {"location": _address(rng), "use": use, "land_area_m2": area, "building_area_m2": area * 0.7}


def _suspension(rng: Random, on: date) -> Form:
    from_on = current().add(on, rng.randint(6, 9))
    until_on = date(from_on.year + 1, from_on.month, min(from_on.day, 28))
    return {
        "ground": rng.choice(("public_health", "natural_disaster", "accident")),
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
        "staff_agreement": True,
        "service_address": _address(rng),
    }


def _change(rng: Random, _on: date) -> Form:
    name, scope = next(names.firms(rng))
    changed = {
        "legal_representative": next(names.people(rng)),
        "business_scope": f"{scope};技术进出口",
        "address": _address(rng),
        "name": name.replace("有限公司", "(样例)有限公司"),
    }
    kept = rng.sample(sorted(changed), rng.choice((1, 1, 2, 3)))
    return {key: changed[key] for key in kept}


def _registration(rng: Random, _on: date) -> Form:
    name, scope = next(names.firms(rng))
    return {
        "name": name,
        "kind": rng.choice(("limited", "joint_stock", "sole")),
        "legal_representative": next(names.people(rng)),
        "business_scope": scope,
        "address": _address(rng),
        "capital_yuan": rng.randint(1, 50) * 100_000,
    }


def _cancellation(rng: Random, _on: date) -> Form:
    return {"kind": rng.choice(("general", "simple")), "reason": "股东会决议解散"}


def _construction(rng: Random, _on: date) -> Form:
    area = rng.randint(2, 40) * 1000
    project = f"样例产业园{rng.randint(1, 20)}号厂房"
    return {
        "project_name": project,
        "location": _address(rng),
        "building_area_m2": area,
        "contract_yuan": area * 2600,
    }


def _insurance(rng: Random, on: date) -> Form:
    return {"employees": rng.randint(1, 180), "first_month": f"{on:%Y-%m}"}


def _fund(rng: Random, _on: date) -> Form:
    ground = rng.choice(("purchase", "loan", "rent", "retirement"))
    return {"ground": ground, "amount_yuan": rng.randint(8, 300) * 1000}


def _food(rng: Random, _on: date) -> Form:
    return {
        "application_kind": rng.choice(("new", "new", "change", "renewal", "renewal_unchanged")),
        "business_type": rng.choice(("sale", "catering", "canteen")),
        "address": _address(rng),
        "area_m2": rng.randint(20, 600),
    }


def _individual(rng: Random, _on: date) -> Form:
    operator = next(names.people(rng))
    return {
        "operator": operator,
        "business_scope": rng.choice(("日用百货零售", "小吃服务", "理发服务", "农资零售")),
        "address": _address(rng),
    }


def _hygiene(rng: Random, _on: date) -> Form:
    kinds = ("lodging", "hairdressing", "bath", "swimming", "shop")
    return {"place_name": "样例门店", "place_kind": rng.choice(kinds), "address": _address(rng)}


def _street(rng: Random, on: date) -> Form:
    return {
        "road": rng.choice(ROADS),
        "area_m2": rng.choice((12, 30, 45, 60, 120)),
        "from_on": _soon(on, rng, 12, 15),
        "until_on": _soon(on, rng, 18, 40),
        "purpose": rng.choice(("外立面修缮搭设脚手架", "临时堆放建材", "管线抢修围挡")),
    }


def _advertising(rng: Random, on: date) -> Form:
    return {
        "location": _address(rng),
        "area_m2": rng.choice((18, 36, 72)),
        "lit": rng.random() < 0.5,
        "from_on": _soon(on, rng, 12, 20),
        "until_on": _soon(on, rng, 200, 240),
    }


def _housing(rng: Random, _on: date) -> Form:
    return {
        "village": f"样例村第{rng.randint(1, 12)}村民组",
        "household_size": rng.randint(1, 7),
        "land_area_m2": rng.choice((90, 120, 140, 160)),
        "uses_farmland": rng.random() < 0.3,
    }


def _allowance(rng: Random, _on: date) -> Form:
    size = rng.randint(1, 5)
    return {
        "family_size": size,
        "monthly_income_yuan": size * rng.randint(2, 7) * 100,
        "address": _address(rng),
        "reason": "家庭成员患病,收入减少",
    }


def _birth(rng: Random, on: date) -> Form:
    return {
        "mother_name": next(names.people(rng)),
        "father_name": next(names.people(rng)),
        "child_order": rng.choice((1, 1, 2, 3)),
        "due_on": _soon(on, rng, 30, 120),
    }


FORMS: Mapping[str, Callable[[Random, date], Form]] = {
    "real-estate-first-registration": _certificate,
    "enterprise-suspension": _suspension,
    "enterprise-change": _change,
    "enterprise-registration": _registration,
    "enterprise-cancellation": _cancellation,
    "construction-permit": _construction,
    "social-insurance-registration": _insurance,
    "provident-fund-withdrawal": _fund,
    "food-business-licence": _food,
    "individual-business-registration": _individual,
    "public-place-hygiene-licence": _hygiene,
    "street-occupation-permit": _street,
    "outdoor-advertising-permit": _advertising,
    "rural-housing-land-use": _housing,
    "minimum-living-allowance": _allowance,
    "birth-service-registration": _birth,
}
