"""Papers told to the applicant, and the remedy each refusal names. Pure."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """The kinds of paper."""

    CORRECTION = "correction"
    REFUSAL = "refusal"
    DEFERRAL = "deferral"
    PAUSE = "pause"
    EXTENSION = "extension"
    DENIAL = "denial"
    AMENDMENT = "amendment"

    @property
    def label(self) -> str:
        """The Chinese title of the paper."""
        return TITLES[self]


TITLES = {
    NoticeKind.CORRECTION: "一次性告知书",
    NoticeKind.REFUSAL: "不予受理决定书",
    NoticeKind.DEFERRAL: "容缺受理告知书",
    NoticeKind.PAUSE: "特别程序所需时间告知书",
    NoticeKind.EXTENSION: "延期办理告知书",
    NoticeKind.DENIAL: "不予许可决定书",
    NoticeKind.AMENDMENT: "决定更正书",
}

# those that have words of their own; the others say what the ledger and the materials say
WRITTEN = (NoticeKind.CORRECTION, NoticeKind.REFUSAL, NoticeKind.DENIAL, NoticeKind.AMENDMENT)

# 行政许可法 art. 38 asks that a refusal name the remedy; the terms are those of
# 行政复议法 art. 20 (60 days) and 行政诉讼法 art. 46 (six months).
REMEDY = (
    "如不服本决定,可自收到之日起六十日内向有管辖权的行政复议机关申请行政复议(《行政复议法》第二十条),"
    "或自收到之日起六个月内依法向人民法院提起行政诉讼(《行政诉讼法》第四十六条)。"
)
