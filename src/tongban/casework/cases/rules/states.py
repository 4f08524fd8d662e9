"""The words of the engine: kinds of case, states of a case and of a step, outcomes, grounds of a pause."""

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

    @property
    def label(self) -> str:
        """The Chinese word."""
        return STATUS_LABELS[self]


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
}

ENDED = frozenset({Status.DELIVERED, Status.REFUSED, Status.WITHDRAWN, Status.ARCHIVED})


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

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"": "未决定", "granted": "准予", "denied": "不予"}[self.value]


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
