"""The kinds of paper, in the order a case brings them, and which of them a case has. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PaperKind(StrEnum):
    """A kind of paper; the value is its name in addresses."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    REFUSAL = "refusal"
    ACCEPTANCE = "acceptance"
    DEFERRAL = "deferral"
    PAUSE = "pause"
    EXTENSION = "extension"
    DECISION = "decision"
    DELIVERY = "delivery"
    AMENDMENT = "amendment"
    REGISTRATION = "registration"
    DECLINED = "declined"
    ADMISSION = "admission"
    TRANSFER = "transfer"
    MINUTES = "minutes"
    REPLY = "reply"
    REFUSAL_COPY = "refusal-copy"

    @property
    def label(self) -> str:
        """The Chinese title of the paper; some say more in a case: what was decided, what was registered."""
        return TITLES[self]

    @property
    def word(self) -> str:
        """The word of the kind in its number (文号)."""
        return WORDS[self]

    @property
    def is_inside(self) -> bool:
        """Whether it goes from office to office, and to no party."""
        return self in {PaperKind.TRANSFER, PaperKind.MINUTES}


TITLES = {
    PaperKind.RECEIPT: "材料接收凭证",
    PaperKind.CORRECTION: "一次性告知书",
    PaperKind.REFUSAL: "不予受理决定书",
    PaperKind.ACCEPTANCE: "受理通知书",
    PaperKind.DEFERRAL: "容缺受理告知书",
    PaperKind.PAUSE: "特别程序所需时间告知书",
    PaperKind.EXTENSION: "延期办理告知书",
    PaperKind.DECISION: "决定书",
    PaperKind.DELIVERY: "送达回证",
    PaperKind.AMENDMENT: "决定更正书",
    PaperKind.REGISTRATION: "登记回执",
    PaperKind.DECLINED: "不予受理告知单",
    PaperKind.ADMISSION: "受理告知单",
    PaperKind.TRANSFER: "交办单",
    PaperKind.MINUTES: "会商纪要",
    PaperKind.REPLY: "答复意见书",
    PaperKind.REFUSAL_COPY: "否定报备告知单",
}
WORDS = {
    PaperKind.RECEIPT: "收",
    PaperKind.CORRECTION: "补",
    PaperKind.REFUSAL: "不受",
    PaperKind.ACCEPTANCE: "受",
    PaperKind.DEFERRAL: "容",
    PaperKind.PAUSE: "特",
    PaperKind.EXTENSION: "延",
    PaperKind.DECISION: "决",
    PaperKind.DELIVERY: "送",
    PaperKind.AMENDMENT: "更",
    PaperKind.REGISTRATION: "登",
    PaperKind.DECLINED: "不告",
    PaperKind.ADMISSION: "告",
    PaperKind.TRANSFER: "交",
    PaperKind.MINUTES: "会",
    PaperKind.REPLY: "复",
    PaperKind.REFUSAL_COPY: "否",
}

# titles that say more than their kind; (granted, permit) of decisions
DECISIONS = {
    (True, True): "准予许可决定书",
    (True, False): "准予办理决定书",
    (False, True): "不予许可决定书",
    (False, False): "不予办理决定书",
}
APPEAL_REGISTERED = "诉求登记回执"
MATTER_REGISTERED = "“办不成事”登记回执"
HANDED_ON = "转办单"
TAKEN_UP_AGAIN = "重新办理通知单"


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper a case has; ``ordinal`` counts those of its kind, ``told_at`` is when it came to be."""

    kind: PaperKind
    ordinal: int
    title: str
    told_at: datetime

    @property
    def slug(self) -> str:
        """Its name in addresses: ``pause``, ``pause-2``."""
        return slug_of(self.kind, self.ordinal)


def slug_of(kind: PaperKind, ordinal: int = 1) -> str:
    """The name of a paper in addresses."""
    return kind.value if ordinal == 1 else f"{kind.value}-{ordinal}"


def decision_title(*, is_permit: bool, is_granted: bool) -> str:
    """What a decision is called: a permit is granted or denied as the law calls it, all else is 办理."""
    return DECISIONS[is_granted, is_permit]
