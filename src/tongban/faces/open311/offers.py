"""The services of the door: each type of appeal in each field of the city's work, with the code clients send."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.common.errors import NotFound
from tongban.hall.appeals.queries import Matters
from tongban.registry.policies.rules import AppealType

OTHER = "other"
# field: its Chinese name, as it stands in the appeal, and words people look for it by
FIELDS: Mapping[str, tuple[str, Sequence[str]]] = {
    "roads": ("道路交通", ("路面破损", "路灯", "井盖", "交通信号")),
    "sanitation": ("市容环卫", ("垃圾", "占道经营", "乱贴乱画", "公厕")),
    "environment": ("生态环境", ("噪声", "油烟", "污水", "扬尘")),
    "utilities": ("水电气热", ("停水", "停电", "燃气", "供暖")),
    "housing": ("房屋物业", ("物业", "漏水", "电梯", "违建")),
    "market": ("市场消费", ("消费", "价格", "食品", "退款")),
    "business": ("涉企服务", ("办证", "审批", "惠企政策", "融资")),
    OTHER: ("其他", ("其他",)),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One service: what is asked for, in which field."""

    type: AppealType
    field: str

    @property
    def code(self) -> str:
        """The service_code."""
        return f"{self.type.value}-{self.field}"

    @property
    def domain(self) -> str:
        """The field as the appeal keeps it; empty for what fits in none."""
        return "" if self.field == OTHER else FIELDS[self.field][0]

    @property
    def name(self) -> str:
        """The service_name."""
        return f"{FIELDS[self.field][0]}·{self.type.label}"

    def shown(self) -> dict[str, Any]:
        """The service as the list shows it."""
        group, words = FIELDS[self.field]
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": f"就{group}方面提出{self.type.label}(如{'、'.join(words)});紧急危险请拨打110、119、120。",
            "metadata": True,
            "type": "realtime",
            "keywords": ", ".join((*words, self.type.label, group)),
            "group": group,
        }


OFFERS: Mapping[str, Offer] = {
    offer.code: offer for offer in (Offer(type_, field) for field in FIELDS for type_ in AppealType)
}
KNOWN = [name for field, (name, _) in FIELDS.items() if field != OTHER]


def offer(code: str) -> Offer:
    """The service with this code. Raises NotFound."""
    found = OFFERS.get(code)
    if found is None:
        raise NotFound("open311.service", "没有代码为“{code}”的服务:请从 services 清单中选择。", code=code[:60])
    return found


def offer_of(type_: str, domain: str) -> Offer:
    """The service an appeal belongs to now; one whose field the desk named in its own words is of no listed field."""
    field = next((one for one, (name, _) in FIELDS.items() if name == domain), OTHER)
    return Offer(AppealType(type_), field)


def matters_of(codes: Sequence[str]) -> Matters | None:
    """What a list is narrowed to by service codes; None narrows nothing."""
    pairs = [(one.type.value, one.domain) for one in (offer(code) for code in codes)]
    return Matters(pairs, KNOWN) if pairs else None


def attributes(regions: Iterator[tuple[str, str]]) -> list[dict[str, Any]]:
    """What a service asks beside its place and description; none is required."""
    asked = [
        ("region", "singlevaluelist", "所在区县;留空按地址确定,确定不了的归全市", list(regions)),
        ("anonymous", "singlevaluelist", "是否匿名:匿名的,经办单位看不到诉求人", [("true", "是"), ("false", "否")]),
        ("enterprise", "string", "所涉经营主体的统一社会信用代码", []),
    ]
    return [
        {
            "variable": True,
            "code": code,
            "datatype": datatype,
            "required": False,
            "datatype_description": None,
            "order": order,
            "description": description,
            "values": [{"key": key, "name": name} for key, name in values],
        }
        for order, (code, datatype, description, values) in enumerate(asked, 1)
    ]
