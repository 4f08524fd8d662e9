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

    @property
    def label(self) -> str:
        """The Chinese title of the paper; that of a decision says what was decided."""
        return TITLES[self]

    @property
    def word(self) -> str:
        """The word of the kind in its number (文号)."""
        return WORDS[self]


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
}


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
    return f"{'准予' if is_granted else '不予'}{'许可' if is_permit else '办理'}决定书"
