"""What of a form the city already knows of the applicant: by ``x-prefill`` of a field, else by an obvious title."""

from collections.abc import Mapping
from typing import Any

from tongban.registry.catalog.rules.forms import problems_of
from tongban.registry.catalog.rules.items import ItemSpec
from tongban.registry.catalog.rules.parts import Effect, Known

OBVIOUS = {
    "申请人": Known.NAME,
    "申请人姓名": Known.NAME,
    "申请人名称": Known.NAME,
    "姓名": Known.NAME,
    "经营者姓名": Known.NAME,
    "单位名称": Known.NAME,
    "企业名称": Known.NAME,
    "法定代表人": Known.LEGAL_REPRESENTATIVE,
    "法定代表人(负责人)": Known.LEGAL_REPRESENTATIVE,
    "经营范围": Known.BUSINESS_SCOPE,
    "住所": Known.ADDRESS,
    "住所(经营场所)": Known.ADDRESS,
    "经营场所": Known.ADDRESS,
    "企业住所": Known.ADDRESS,
    "注册资本(元)": Known.CAPITAL,
    "联系电话": Known.PHONE,
    "手机号码": Known.PHONE,
    "手机号": Known.PHONE,
}


def source_of(spec: ItemSpec, name: str) -> Known:
    """What a field of the form is filled from.

    By its title alone nothing is filled from the register of enterprises where the item changes that register: there
    the field asks for the new fact, not for the one that is known.
    """
    field = spec.form_fields[name]
    if "x-prefill" in field:
        return Known(field["x-prefill"])
    found = OBVIOUS.get(str(field["title"]), Known.NONE)
    is_entered = spec.effect is Effect.ENTERPRISE_REGISTER or name in spec.effect_fields.values()
    is_new = is_entered and found is not Known.PHONE
    return Known.NONE if is_new else found


def phone_fields(spec: ItemSpec) -> list[str]:
    """The fields that ask for a telephone number."""
    return [name for name in spec.form_fields if source_of(spec, name) is Known.PHONE]


def prefilled(spec: ItemSpec, known: Mapping[str, str]) -> dict[str, Any]:
    """The fields that can be filled from what is known, by name; what the field itself would refuse is left out.

    A phone is never among them: it stays sealed, and is offered masked.
    """
    found: dict[str, Any] = {}
    for name, field in spec.form_fields.items():
        source = source_of(spec, name)
        text = "" if source in {Known.NONE, Known.PHONE} else known.get(source.value, "")
        if text:
            found[name] = _typed(field, text)
    wrong = {problem.path.partition(".")[0].partition("[")[0] for problem in problems_of(spec.form, found)}
    return {name: value for name, value in found.items() if name not in wrong}


def _typed(field: Mapping[str, Any], text: str) -> Any:
    if field["type"] not in {"integer", "number"}:
        return text
    try:
        amount = float(text)
    except ValueError:
        return text
    return int(amount) if amount.is_integer() else amount
