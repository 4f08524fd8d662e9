"""Where a dispatch stands, what it carries, and what is written down about it."""

from enum import StrEnum


class DispatchStatus(StrEnum):
    """Where a dispatch stands; only an acknowledgement makes it delivered."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    HANDLED = "handled"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    DispatchStatus.WAITING: "待发送",
    DispatchStatus.SENT: "已发出,待确认",
    DispatchStatus.DELIVERED: "已送达本人",
    DispatchStatus.FAILED: "未送达",
    DispatchStatus.HANDLED: "已人工告知",
    DispatchStatus.DROPPED: "已取消",
}
UNDELIVERED = (DispatchStatus.FAILED,)


class Purpose(StrEnum):
    """What a dispatch carries: a notice, or the proof that an address is the party's."""

    NOTICE = "notice"
    PROOF = "proof"


class EntryKind(StrEnum):
    """What happened to a dispatch."""

    TRIED = "tried"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    HANDLED = "handled"
    RESENT = "resent"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return ENTRY_LABELS[self]


ENTRY_LABELS = {
    EntryKind.TRIED: "发送",
    EntryKind.ACKNOWLEDGED: "确认收到",
    EntryKind.REPORTED: "网关报告未送达",
    EntryKind.HANDLED: "人工告知",
    EntryKind.RESENT: "重新发送",
}
