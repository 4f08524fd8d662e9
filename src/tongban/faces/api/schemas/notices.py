"""Shapes of the notices."""

from datetime import datetime
from typing import TYPE_CHECKING

from ninja import Schema
from pydantic import Field

from tongban.casework.notices.queries import DispatchStatus
from tongban.faces.api.schemas.base import Given

if TYPE_CHECKING:
    from tongban.casework.notices.models import Dispatch, Notice


class NoticeOut(Schema):
    """Something told to the reader."""

    id: str
    title: str
    text: str
    case_number: str
    link: str
    told_at: datetime
    read_at: datetime | None


class NoticePage(Schema):
    """One page of notices."""

    items: list[NoticeOut]
    unread: int = Field(description="未读数,最多数到 100")
    next: str | None


class AllRead(Schema):
    """How many were unread before."""

    read: int


class Receipt(Given):
    """What the gateway says of a message that arrived."""

    receipt: str = Field(min_length=1, max_length=2000, description="网关的回执号或说明")


class Undelivered(Given):
    """Why a message will not arrive."""

    reason: str = Field(min_length=1, max_length=500, description="未送达的原因,如“空号”")


class DispatchOut(Schema):
    """A message on its way; ``id`` is the number that travelled with it."""

    id: str
    status: str
    status_label: str
    delivered_at: datetime | None


def notice_out(one: "Notice") -> NoticeOut:
    """A notice as its reader sees it."""
    return NoticeOut(
        id=str(one.uid),
        title=one.title,
        text=one.text,
        case_number=one.case_number,
        link=one.link,
        told_at=one.told_at,
        read_at=one.read_at,
    )


def dispatch_out(one: "Dispatch") -> DispatchOut:
    """Where a message stands; nothing of what it says."""
    return DispatchOut(
        id=str(one.uid),
        status=one.status,
        status_label=DispatchStatus(one.status).label,
        delivered_at=one.delivered_at,
    )
