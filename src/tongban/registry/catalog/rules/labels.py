"""The Chinese names of all a guide holds, and the section of the editor and of a comparison where each stands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Section(StrEnum):
    """Where the parts of a guide stand when people write or compare it."""

    BASICS = "basics"
    TERMS = "terms"
    MATERIALS = "materials"
    STEPS = "steps"
    FORM = "form"
    FEE = "fee"
    FAQ = "faq"

    @property
    def label(self) -> str:
        """The heading."""
        return SECTIONS[self]


SECTIONS: Mapping[Section, str] = {
    Section.BASICS: "基本信息",
    Section.TERMS: "时限",
    Section.MATERIALS: "申请材料",
    Section.STEPS: "办理流程",
    Section.FORM: "申请表单",
    Section.FEE: "依据与收费",
    Section.FAQ: "常见问题",
}


class Place(NamedTuple):
    """Where a part stands and what it is called."""

    section: Section
    label: str


PLACES: Mapping[str, Place] = {
    "code": Place(Section.BASICS, "事项编码"),
    "name": Place(Section.BASICS, "事项名称"),
    "type": Place(Section.BASICS, "事项类型"),
    "agency": Place(Section.BASICS, "指南编制部门"),
    "power": Place(Section.BASICS, "权力事项"),
    "audience": Place(Section.BASICS, "服务对象"),
    "topics": Place(Section.BASICS, "主题"),
    "summary": Place(Section.BASICS, "事项简介"),
    "modes": Place(Section.BASICS, "办理方式"),
    "trips": Place(Section.BASICS, "跑动次数"),
    "origin": Place(Section.BASICS, "数据来源"),
    "statutory_term": Place(Section.TERMS, "法定时限"),
    "promised_term": Place(Section.TERMS, "承诺时限"),
    "acceptance_term": Place(Section.TERMS, "受理时限"),
    "delivery_term": Place(Section.TERMS, "送达时限"),
    "extension_term": Place(Section.TERMS, "可以延期"),
    "correction_answer_term": Place(Section.TERMS, "补正答复时限"),
    "materials": Place(Section.MATERIALS, "申请材料"),
    "commitment_allowed": Place(Section.MATERIALS, "适用告知承诺"),
    "procedure": Place(Section.STEPS, "办理环节"),
    "form": Place(Section.FORM, "申请表单"),
    "effect": Place(Section.FORM, "写入登记信息"),
    "effect_fields": Place(Section.FORM, "写入的字段"),
    "basis": Place(Section.FEE, "设定依据"),
    "fee_yuan": Place(Section.FEE, "收费金额(元)"),
    "fee_basis": Place(Section.FEE, "收费依据"),
    "faq": Place(Section.FAQ, "常见问题"),
}
MATERIAL: Mapping[str, str] = {
    "key": "材料代码",
    "name": "材料名称",
    "required": "必需",
    "deferrable": "可以容缺",
    "source": "来源",
    "copies": "份数",
    "note": "说明",
    "form_template": "格式文本",
}
STEP: Mapping[str, str] = {
    "key": "环节代码",
    "name": "环节名称",
    "agency": "办理部门",
    "term": "环节时限",
    "after": "前置环节",
    "choice": "选择组",
    "when": "条件",
    "power": "行使的权力",
}
BASIS: Mapping[str, str] = {"law": "法律法规名称", "article": "条款", "about": "依据的内容"}
FAQ: Mapping[str, str] = {"question": "问题", "answer": "回答"}


class Kind(StrEnum):
    """The types of fields of a form."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return KIND_WORDS[self]


KIND_WORDS: Mapping[Kind, str] = {
    Kind.STRING: "文字",
    Kind.INTEGER: "整数",
    Kind.NUMBER: "数字",
    Kind.BOOLEAN: "是否",
    Kind.ARRAY: "列表",
    Kind.OBJECT: "一组内容",
}
KINDS: Mapping[str, Kind] = {one.value: one for one in Kind}
# keywords of a field of the form; ``required`` is said of the field, though it stands beside it
FIELD: Mapping[str, str] = {
    "type": "类型",
    "title": "名称",
    "description": "填写说明",
    "required": "必填",
    "enum": "选项",
    "x-labels": "选项文字",
    "x-prefill": "自动带出",
    "const": "固定值",
    "default": "默认值",
    "format": "格式",
    "pattern": "格式规则",
    "minLength": "最少字数",
    "maxLength": "最多字数",
    "minimum": "最小值",
    "maximum": "最大值",
    "exclusiveMinimum": "大于",
    "exclusiveMaximum": "小于",
    "multipleOf": "倍数",
    "minItems": "最少项数",
    "maxItems": "最多项数",
    "uniqueItems": "不得重复",
    "items": "每一项的内容",
    "properties": "包含的字段",
}
# keywords of the form as a whole, beside its fields and what is required of them
FORM: Mapping[str, str] = {
    "$schema": "表单标准",
    "type": "类型",
    "title": "名称",
    "description": "填写说明",
    "additionalProperties": "允许表外字段",
    "minProperties": "至少填写几项",
    "dependentRequired": "联动必填",
    "x-group": "分页",
}
# what the register can put into a field of the form
PREFILL: Mapping[str, str] = {
    "name": "申请人姓名或名称",
    "phone": "联系电话",
    "legal_representative": "法定代表人",
    "business_scope": "经营范围",
    "address": "住所",
    "service_address": "文书送达地址",
    "registered_capital_yuan": "注册资本",
    "none": "不带出",
}
