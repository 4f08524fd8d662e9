"""Closed lists of appeals: doors, grounds of a return, results of a call-back, channels; and what an answer must have."""

from enum import StrEnum

from tongban.casework.cases.rules.substance import check_says_something
from tongban.common.errors import Refused
from tongban.registry.policies.rules import AppealPolicy, AppealType

LONGEST_TEXT = 5_000
LONGEST_TITLE = 60
MOST_ROWS = 5_000  # of one table of bulk intake


class Channel(StrEnum):
    """By which way an appeal came in."""

    PORTAL = "portal"
    WINDOW = "window"
    HOTLINE = "hotline"
    GRID = "grid"
    TOWN = "town"
    IMPORT = "import"
    API = "api"
    OPEN311 = "open311"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return CHANNEL_LABELS[self]


STAFFED = (Channel.HOTLINE, Channel.WINDOW, Channel.GRID, Channel.TOWN)  # the ways a desk takes in by
CHANNEL_LABELS = {
    Channel.PORTAL: "网上",
    Channel.WINDOW: "涉企专窗",
    Channel.HOTLINE: "热线",
    Channel.GRID: "网格员",
    Channel.TOWN: "镇窗口",
    Channel.IMPORT: "批量导入",
    Channel.API: "系统对接",
    Channel.OPEN311: "Open311",
}


class Door(StrEnum):
    """The right door of what is no appeal: whoever is turned away is told where to go."""

    COURT = "court"
    PETITION = "petition"
    MEDIATION = "mediation"
    REVIEW = "review"
    POLICE = "police"

    @property
    def label(self) -> str:
        """The Chinese words, as a person is told."""
        return DOOR_LABELS[self]


DOOR_LABELS = {
    Door.COURT: "已进入或应通过诉讼、仲裁解决:请向人民法院或仲裁机构提出",
    Door.PETITION: "属于信访事项:请向信访部门提出",
    Door.MEDIATION: "属于民事主体之间的纠纷:请向人民调解组织申请调解或依法起诉",
    Door.REVIEW: "对行政行为不服:请依法申请行政复议或提起行政诉讼",
    Door.POLICE: "涉及违法犯罪或紧急危险:请拨打110",
}


class ReturnGround(StrEnum):
    """Why a lead gives an appeal back: each is proved by an entry of the duty list."""

    NOT_OURS = "not_ours"
    ELSEWHERE = "elsewhere"
    SUPERIOR = "superior"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {
            "not_ours": "不属于本单位职责",
            "elsewhere": "不在本单位管辖区域",
            "superior": "依法应由上级或下级单位办理",
        }[self.value]


class CallResult(StrEnum):
    """What a call-back came to."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHED = "unreached"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"satisfied": "满意", "unsatisfied": "不满意", "unreached": "未接通"}[self.value]


def phone_context(index: str) -> str:
    """What a sealed phone of an appeal is bound to."""
    return f"appeal.phone:{index}"


def check_substance(text: str, *, asked: str, policy: AppealPolicy, type_: AppealType, evidence: int) -> None:
    """Refuse an answer that says nothing: too short, the question itself, or without the evidence its type requires."""
    check_says_something(text, asked=asked, least=policy.shortest_answer)
    if policy.types[type_].evidence and not evidence:
        raise Refused(
            "answer.evidence", "{type}类诉求的答复须附办理佐证(照片、文书等):请先上传附件再答复。", type=type_.label
        )


def first_words(text: str) -> str:
    """The title of what has none: its first sentence, shortened."""
    line = text.split("\n", 1)[0]
    for mark in "。!?!?;;":
        line = line.split(mark, 1)[0] or line
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"
