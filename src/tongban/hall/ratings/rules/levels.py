"""The words of a rating: five levels, what is rated, tags, how it came, why one was refused, why one does not count."""

from collections.abc import Collection
from enum import StrEnum

from tongban.common.errors import BadInput

LONGEST_WORDS = 500
LONGEST_REASON = 500


class Level(StrEnum):
    """The five levels of the national rating (国办发〔2019〕51号); the two lowest are bad (差评)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return LEVEL_LABELS[self]

    @property
    def is_bad(self) -> bool:
        """Whether a rectification follows."""
        return self in BAD


LEVEL_LABELS = {
    Level.VERY_SATISFIED: "非常满意",
    Level.SATISFIED: "满意",
    Level.FAIR: "基本满意",
    Level.DISSATISFIED: "不满意",
    Level.VERY_DISSATISFIED: "非常不满意",
}
BAD = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})


class Stage(StrEnum):
    """What of a case is rated: one act each time it is done (一次一评), and the matter as a whole (一事一评)."""

    WINDOW = "window"
    WHOLE = "whole"
    ANSWER = "answer"
    CALLBACK = "callback"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"window": "窗口服务", "whole": "办理全程", "answer": "答复", "callback": "回访"}[self.value]


class Tag(StrEnum):
    """What was good or bad about it, from a fixed list."""

    WARM = "warm"
    ONCE = "once"
    FAST = "fast"
    CLEAR = "clear"
    HANDY = "handy"
    EXTRA_TRIPS = "extra_trips"
    EXTRA_PAPERS = "extra_papers"
    RUDE = "rude"
    TOO_LATE = "too_late"
    PASSED_AROUND = "passed_around"
    UNSOLVED = "unsolved"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return TAG_LABELS[self]

    @property
    def is_bad(self) -> bool:
        """Whether it is a complaint."""
        return self not in GOOD_TAGS


TAG_LABELS = {
    Tag.WARM: "服务热情",
    Tag.ONCE: "一次办好",
    Tag.FAST: "办得快",
    Tag.CLEAR: "讲得清楚",
    Tag.HANDY: "流程方便",
    Tag.EXTRA_TRIPS: "多跑了路",
    Tag.EXTRA_PAPERS: "要求多交材料",
    Tag.RUDE: "态度差",
    Tag.TOO_LATE: "超时",
    Tag.PASSED_AROUND: "推诿扯皮",
    Tag.UNSOLVED: "问题没解决",
}
GOOD_TAGS = frozenset({Tag.WARM, Tag.ONCE, Tag.FAST, Tag.CLEAR, Tag.HANDY})


class RatingChannel(StrEnum):
    """How a rating came."""

    PORTAL = "portal"
    WINDOW_QR = "window_qr"
    LINK = "link"
    HOTLINE = "hotline"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"portal": "网上办事页面", "window_qr": "窗口二维码", "link": "评价链接", "hotline": "热线代评"}[
            self.value
        ]


class RatingState(StrEnum):
    """Whether a rating counts: what was withdrawn or excluded is kept, and counted as such in every figure."""

    COUNTED = "counted"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"counted": "计入", "withdrawn": "本人撤回", "excluded": "已排除"}[self.value]


class RefusedWhy(StrEnum):
    """Why a rating was not taken; every refusal is kept."""

    AGENCY_STAFF = "agency_staff"
    AGENCY_MACHINE = "agency_machine"
    BULK = "bulk"
    EARLY = "early"
    AGAIN = "again"
    EXPIRED = "expired"
    FORGED = "forged"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return WHY_LABELS[self]


WHY_LABELS = {
    RefusedWhy.AGENCY_STAFF: "被评单位人员",
    RefusedWhy.AGENCY_MACHINE: "被评单位电脑",
    RefusedWhy.BULK: "同一来源批量评价",
    RefusedWhy.EARLY: "事情还没办完",
    RefusedWhy.AGAIN: "重复评价",
    RefusedWhy.EXPIRED: "评价链接过期",
    RefusedWhy.FORGED: "评价链接无效",
}


class ExclusionGround(StrEnum):
    """Why a rating is not to count."""

    MISTAKE = "mistake"
    MALICE = "malice"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"mistake": "误评", "malice": "恶意评价"}[self.value]


class ExclusionState(StrEnum):
    """Where a proposal to exclude stands: one proposes, another confirms or declines."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"proposed": "待复核", "confirmed": "同意排除", "declined": "不同意排除"}[self.value]


def check_tags(level: Level, given: Collection[str]) -> list[str]:
    """The tags in the order of the list; refused: unknown ones, and complaints beside a good level or the reverse."""
    if unknown := sorted(set(given) - set(Tag)):
        raise BadInput("rating.tag", "没有“{tag}”这个评价标签:请从列表中选择。", tag=unknown[0])
    wrong = [tag for tag in Tag if tag in given and level is not Level.FAIR and tag.is_bad is not level.is_bad]
    if wrong:
        raise BadInput(
            "rating.tag_level",
            "您选的是“{level}”,却勾选了“{tag}”:请核对后改掉其中一个。",
            level=level.label,
            tag=wrong[0].label,
        )
    return [tag.value for tag in Tag if tag in given]


def read_level(text: str) -> Level:
    """The level of this name. Raises BadInput."""
    if text not in set(Level):
        raise BadInput("rating.level", "请先选择满意程度:从“非常满意”到“非常不满意”五档选一档。")
    return Level(text)
