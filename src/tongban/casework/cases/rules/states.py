"""The words of the engine: kinds of case, states of a case and of a step, outcomes, grounds of a pause."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of matter a city handles; all of them are cases."""

    APPLICATION = "application"
    APPEAL = "appeal"
    BLOCKED_MATTER = "blocked_matter"
    INCIDENT = "incident"
    PENALTY = "penalty"
    RECTIFICATION = "rectification"
    REFORM_TASK = "reform_task"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.APPLICATION: "办件",
    Kind.APPEAL: "诉求",
    Kind.BLOCKED_MATTER: "办不成事",
    Kind.INCIDENT: "网格事件",
    Kind.PENALTY: "执法案件",
    Kind.RECTIFICATION: "整改",
    Kind.REFORM_TASK: "台账任务",
}


class Status(StrEnum):
    """Where a case stands. Paused and overdue are no states: both are derived from the ledger and the clock."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    DECIDED = "decided"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    RETURNED = "returned"
    ARBITRATING = "arbitrating"
    JOINED = "joined"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return STATUS_LABELS[self]

    def label_for(self, kind: str) -> str:
        """The Chinese word for a case of that kind: an appeal is answered where an application is decided."""
        return LABELS_BY_KIND.get((kind, self), STATUS_LABELS[self])


STATUS_LABELS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "待受理",
    Status.CORRECTING: "待补正",
    Status.ACCEPTED: "办理中",
    Status.DECIDED: "已决定待送达",
    Status.DELIVERED: "已送达",
    Status.REFUSED: "不予受理",
    Status.WITHDRAWN: "已撤回",
    Status.ARCHIVED: "已归档",
    Status.RETURNED: "退回待重新交办",
    Status.ARBITRATING: "待裁定主办",
    Status.JOINED: "已并案",
}
# words of the kinds that are answered and called back instead of decided and delivered
LABELS_BY_KIND: Mapping[tuple[str, Status], str] = {
    (Kind.APPEAL.value, Status.SUBMITTED): "待交办",
    (Kind.APPEAL.value, Status.DECIDED): "已答复待回访",
    (Kind.APPEAL.value, Status.DELIVERED): "已办结",
    (Kind.BLOCKED_MATTER.value, Status.SUBMITTED): "待处理",
    (Kind.BLOCKED_MATTER.value, Status.DECIDED): "已答复待确认",
    (Kind.BLOCKED_MATTER.value, Status.DELIVERED): "已办结",
    (Kind.RECTIFICATION.value, Status.SUBMITTED): "待核实",
    (Kind.RECTIFICATION.value, Status.ACCEPTED): "整改中",
    (Kind.RECTIFICATION.value, Status.DECIDED): "待验收",
    (Kind.RECTIFICATION.value, Status.DELIVERED): "已整改",
    (Kind.RECTIFICATION.value, Status.REFUSED): "核实不成立",
    (Kind.RECTIFICATION.value, Status.WITHDRAWN): "已终止",
}

ENDED = frozenset({Status.DELIVERED, Status.REFUSED, Status.WITHDRAWN, Status.ARCHIVED, Status.JOINED})


class StepState(StrEnum):
    """Where a step stands: waiting for others, open, done, or passed over because another branch was taken."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    PASSED = "passed"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"waiting": "未开始", "open": "办理中", "done": "已完成", "passed": "不需办理"}[self.value]


class Outcome(StrEnum):
    """What was decided."""

    NONE = ""
    GRANTED = "granted"
    DENIED = "denied"
    RESOLVED = "resolved"
    INFORMED = "informed"
    UNMET = "unmet"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.NONE: "未决定",
    Outcome.GRANTED: "准予",
    Outcome.DENIED: "不予",
    Outcome.RESOLVED: "已解决",
    Outcome.INFORMED: "已解释说明",
    Outcome.UNMET: "未能解决",
}


class PauseGround(StrEnum):
    """The closed list of what is not counted in a term: 行政许可法 art. 45."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"

    @property
    def label(self) -> str:
        """The Chinese word of the law."""
        return PAUSE_LABELS[self]


PAUSE_LABELS = {
    PauseGround.HEARING: "听证",
    PauseGround.TENDER: "招标",
    PauseGround.AUCTION: "拍卖",
    PauseGround.INSPECTION: "检验",
    PauseGround.TESTING: "检测",
    PauseGround.QUARANTINE: "检疫",
    PauseGround.APPRAISAL: "鉴定",
    PauseGround.EXPERT_REVIEW: "专家评审",
}
