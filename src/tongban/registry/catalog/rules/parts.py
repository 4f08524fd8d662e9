"""Parts of a guide: closed lists, legal bases, materials, questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.audience import Audience as Audience
from tongban.registry.catalog.rules.plain import Plain
from tongban.registry.catalog.rules.topics import Topic as Topic
from tongban.workdays import Term

KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")


class ItemType(StrEnum):
    """The national types of government service; ``number`` is the two-digit code of the national catalogue."""

    PERMIT = "permit"
    PENALTY = "penalty"
    COERCION = "coercion"
    LEVY = "levy"
    PAYMENT = "payment"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    RULING = "ruling"
    OTHER = "other"
    PUBLIC_SERVICE = "public_service"

    @property
    def label(self) -> str:
        """The Chinese name in the national catalogue."""
        return TYPES[self][1]

    @property
    def number(self) -> str:
        """The code in the national catalogue, e.g. 01."""
        return TYPES[self][0]


TYPES: Mapping[ItemType, tuple[str, str]] = {
    ItemType.PERMIT: ("01", "行政许可"),
    ItemType.PENALTY: ("02", "行政处罚"),
    ItemType.COERCION: ("03", "行政强制"),
    ItemType.LEVY: ("04", "行政征收"),
    ItemType.PAYMENT: ("05", "行政给付"),
    ItemType.INSPECTION: ("06", "行政检查"),
    ItemType.CONFIRMATION: ("07", "行政确认"),
    ItemType.REWARD: ("08", "行政奖励"),
    ItemType.RULING: ("09", "行政裁决"),
    ItemType.OTHER: ("10", "其他行政权力"),
    ItemType.PUBLIC_SERVICE: ("20", "公共服务"),
}


class Source(StrEnum):
    """Where a material comes from."""

    UPLOAD = "upload"
    HELD = "held"
    COMMITMENT = "commitment"

    @property
    def label(self) -> str:
        """The Chinese word of the guide."""
        return {"upload": "申请人提交", "held": "政府部门核发或共享获取", "commitment": "告知承诺替代"}[self]


class Mode(StrEnum):
    """The five ways of handling named in the source text."""

    IMMEDIATE = "immediate"
    ONLINE = "online"
    NEARBY = "nearby"
    ONCE = "once"
    CROSS_PROVINCE = "cross_province"

    @property
    def label(self) -> str:
        """The Chinese word of the guide."""
        return MODES[self]


MODES: Mapping[Mode, str] = {
    Mode.IMMEDIATE: "马上办",
    Mode.ONLINE: "网上办",
    Mode.NEARBY: "就近办",
    Mode.ONCE: "一次办",
    Mode.CROSS_PROVINCE: "跨省办",
}


class Effect(StrEnum):
    """What a favourable decision changes of what the city knows; acted on by a room above."""

    NONE = ""
    ENTERPRISE_REGISTER = "enterprise.register"
    ENTERPRISE_CHANGE = "enterprise.change"
    ENTERPRISE_SUSPEND = "enterprise.suspend"
    ENTERPRISE_EXTEND = "enterprise.extend_suspension"
    ENTERPRISE_RESUME = "enterprise.resume"
    ENTERPRISE_CANCEL = "enterprise.cancel"

    @property
    def label(self) -> str:
        """What is entered, in Chinese."""
        return EFFECTS[self]


EFFECTS: Mapping[Effect, str] = {
    Effect.NONE: "不写入登记信息",
    Effect.ENTERPRISE_REGISTER: "企业设立",
    Effect.ENTERPRISE_CHANGE: "企业变更",
    Effect.ENTERPRISE_SUSPEND: "企业歇业",
    Effect.ENTERPRISE_EXTEND: "延长歇业",
    Effect.ENTERPRISE_RESUME: "恢复经营",
    Effect.ENTERPRISE_CANCEL: "企业注销",
}


class Known(StrEnum):
    """What the register can put into a field; ``none`` keeps a field empty whatever it is called."""

    NAME = "name"
    PHONE = "phone"
    LEGAL_REPRESENTATIVE = "legal_representative"
    BUSINESS_SCOPE = "business_scope"
    ADDRESS = "address"
    SERVICE_ADDRESS = "service_address"
    CAPITAL = "registered_capital_yuan"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """A law and its article; ``about`` says what it grounds, e.g. a term."""

    law: str
    article: str
    about: str = ""

    @classmethod
    def parse(cls, data: object, where: str) -> "Basis":
        """Read a basis from plain data."""
        plain = Plain.of(data, f"{where}的依据", ("law", "article", "about"))
        return cls(plain.text("law", required=True), plain.text("article", required=True), plain.text("about"))

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}"


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the guide; ``copies`` is the number of originals or prints asked for at a counter."""

    key: str
    name: str
    required: bool = True
    deferrable: bool = False
    source: Source = Source.UPLOAD
    copies: int = 1
    note: str = ""
    form_template: str = ""

    @classmethod
    def parse(cls, data: object, where: str) -> "Material":
        """Read a material from plain data; one that is deferrable but not required makes no sense and is refused."""
        plain = Plain.of(data, f"{where}的材料", [part.name for part in fields(cls)])
        material = cls(
            key=plain.text("key", required=True),
            name=plain.text("name", required=True, longest=200),
            required=plain.flag("required", True),
            deferrable=plain.flag("deferrable", False),
            source=plain.choice("source", Source, Source.UPLOAD),
            copies=plain.number("copies", 1),
            note=plain.text("note"),
            form_template=plain.text("form_template"),
        )
        if not KEY.match(material.key):
            raise plain.bad("key", "小写字母开头、仅含小写字母、数字、下划线和连字符的代码")
        if material.deferrable and not material.required:
            raise BadInput(
                "item.deferrable",
                "{where}的材料“{name}”可以容缺(deferrable: true)却不是必需(required: false):非必需材料无须容缺。",
                where=where,
                name=material.name,
            )
        return material

    def as_data(self) -> dict[str, Any]:
        """The material as plain data."""
        return {part.name: as_plain(getattr(self, part.name)) for part in fields(self)}


@dataclass(frozen=True, slots=True)
class Faq:
    """A question people ask and its answer."""

    question: str
    answer: str

    @classmethod
    def parse(cls, data: object, where: str) -> "Faq":
        """Read a question from plain data."""
        plain = Plain.of(data, f"{where}的常见问题", ("question", "answer"))
        return cls(plain.text("question", required=True), plain.text("answer", required=True))


def as_plain(value: object) -> Any:
    """A value as JSON knows it; money stays exact as text, an absent term is empty."""
    if value is None:
        return ""
    if isinstance(value, Term | Decimal | StrEnum):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
