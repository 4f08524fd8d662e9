"""Topics: the events of a life or of an enterprise under which people look for an item, with the words they use."""

from collections.abc import Mapping
from enum import StrEnum

from tongban.registry.catalog.rules.audience import Audience


class Topic(StrEnum):
    """A closed list; an item may stand under several, of either audience."""

    BIRTH = "birth"
    SCHOOL = "school"
    WORK = "work"
    HOME = "home"
    MARRIAGE = "marriage"
    HEALTH = "health"
    HARDSHIP = "hardship"
    RETIREMENT = "retirement"
    OPENING = "opening"
    LICENCES = "licences"
    CHANGE = "change"
    STAFF = "staff"
    PREMISES = "premises"
    CONSTRUCTION = "construction"
    STREET = "street"
    FARMING = "farming"
    SUSPENSION = "suspension"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        """The Chinese words on the door."""
        return LABELS[self]

    @property
    def audience(self) -> Audience:
        """In whose life the event is: a person's or an enterprise's."""
        return Audience.PERSON if self in OF_PERSONS else Audience.ENTERPRISE


OF_PERSONS = (
    Topic.BIRTH,
    Topic.SCHOOL,
    Topic.WORK,
    Topic.HOME,
    Topic.MARRIAGE,
    Topic.HEALTH,
    Topic.HARDSHIP,
    Topic.RETIREMENT,
)
LABELS: Mapping[Topic, str] = {
    Topic.BIRTH: "出生",
    Topic.SCHOOL: "入学",
    Topic.WORK: "就业创业",
    Topic.HOME: "置业安居",
    Topic.MARRIAGE: "婚姻",
    Topic.HEALTH: "就医",
    Topic.HARDSHIP: "困难救助",
    Topic.RETIREMENT: "退休养老",
    Topic.OPENING: "开办企业",
    Topic.LICENCES: "经营许可",
    Topic.CHANGE: "企业变更",
    Topic.STAFF: "用工参保",
    Topic.PREMISES: "厂房和土地",
    Topic.CONSTRUCTION: "工程建设",
    Topic.STREET: "占道和户外设施",
    Topic.FARMING: "种植养殖",
    Topic.SUSPENSION: "歇业与恢复",
    Topic.CLOSING: "企业注销",
}
# What people type who do not know what the office calls it; a word may lead to several topics.
# Lists, since they are never shown: what stands in tuples is collected to be translated.
EVERYDAY: Mapping[Topic, list[str]] = {
    Topic.BIRTH: ["生孩子", "怀孕", "生育", "宝宝", "二胎", "三胎", "新生儿", "准生证", "婚育"],
    Topic.SCHOOL: ["上学", "报名", "幼儿园", "小学", "初中", "学校", "转学"],
    Topic.WORK: ["找工作", "就业", "失业", "创业", "摆摊", "个体户"],
    Topic.HOME: ["买房", "租房", "房产", "房子", "公积金", "盖房", "建房", "宅基地", "房贷"],
    Topic.MARRIAGE: ["结婚", "离婚", "领证", "婚育"],
    Topic.HEALTH: ["看病", "医保", "住院", "报销"],
    Topic.HARDSHIP: ["低保", "困难", "救助", "补助", "残疾"],
    Topic.RETIREMENT: ["退休", "养老", "养老金", "老人"],
    Topic.OPENING: ["开公司", "办公司", "注册公司", "开店", "营业执照", "个体户", "创业"],
    Topic.LICENCES: [
        "开饭店",
        "开餐馆",
        "饭店",
        "餐馆",
        "超市",
        "食品",
        "理发店",
        "宾馆",
        "旅馆",
        "卫生许可",
        "许可证",
    ],
    Topic.CHANGE: ["改名", "换法人", "法人变更", "变更", "搬家", "迁址", "经营范围", "增资"],
    Topic.STAFF: ["社保", "招人", "员工", "参保", "五险", "用工"],
    Topic.PREMISES: ["厂房", "土地", "房产证", "不动产", "产权证"],
    Topic.CONSTRUCTION: ["施工", "工地", "建设", "开工", "建厂"],
    Topic.STREET: ["占道", "挖路", "招牌", "广告牌", "脚手架", "广告"],
    Topic.FARMING: ["养猪", "养鸡", "养殖", "种地", "农业", "防疫"],
    Topic.SUSPENSION: ["停业", "歇业", "复工", "恢复营业", "暂停营业"],
    Topic.CLOSING: ["注销", "关店", "不干了", "解散", "清算", "关门"],
}


def topics_named(text: str) -> tuple[Topic, ...]:
    """The topics a text speaks of: it is part of their words, or one of their words is part of it."""
    asked = text.strip().casefold()
    if not asked:
        return ()
    return tuple(topic for topic in Topic if any(_meet(asked, word) for word in (topic.label, *EVERYDAY[topic])))


def _meet(asked: str, word: str) -> bool:
    return word in asked or asked in word
