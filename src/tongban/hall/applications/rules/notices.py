"""Papers told to the applicant, and the remedy each refusal names. Pure."""

from datetime import date
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

RECONSIDERATION_REVISED_ON = date(2024, 1, 1)  # 行政复议法, revised 2023: the sixty days moved from art. 9 to art. 20


def remedy_on(on: date) -> str:
    """What a refusal of that day tells of the remedy (行政许可法 art. 38).

    Sixty days for reconsideration (行政复议法), six months for a court (行政诉讼法 art. 46).
    """
    return (
        f"如不服本决定,可自收到之日起六十日内向有管辖权的行政复议机关申请行政复议({_reconsideration(on)}),"
        "或自收到之日起六个月内依法向人民法院提起行政诉讼(《行政诉讼法》第四十六条)。"
    )


def remedy_of_acts_on(on: date) -> str:
    """What an answer of that day tells of the remedy: not of the answer, which decides nothing, but of the act it is about."""
    return (
        "认为所涉行政行为侵犯合法权益的,可自知道该行政行为之日起六十日内依法申请行政复议"
        f"({_reconsideration(on)}),或自知道或者应当知道之日起六个月内依法向人民法院提起行政诉讼(《行政诉讼法》第四十六条)。"
    )


def _reconsideration(on: date) -> str:
    return f"《行政复议法》{'第二十条' if on >= RECONSIDERATION_REVISED_ON else '第九条'}"
