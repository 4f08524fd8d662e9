"""Notices: what was told to the reader; and what gateways say of messages on their way."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tongban.casework.notices import queries, services
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.notices import (
    AllRead,
    DispatchOut,
    NoticeOut,
    NoticePage,
    Receipt,
    Undelivered,
    dispatch_out,
    notice_out,
)

router = Router(tags=["消息"])


@router.get("/notices", response=NoticePage, operation_id="listNotices", summary="我的消息")
def list_notices(
    request: HttpRequest,
    unread: Annotated[bool, Query(description="只要未读的")] = False,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> NoticePage:
    """The notices of the reader, the newest first."""
    actor, on = actor_of(request), localdate(now(request))
    listing = {"list": "notices", "unread": unread, "of": actor.key}
    found = queries.inbox(actor, on, unread_only=unread)
    rows = paging.beyond(found, ["-told_at", "-pk"], paging.opened(cursor, listing) if cursor else None, limit)
    shown, following = paging.cut(rows, limit, lambda row: [row.told_at.isoformat(), row.pk], listing)
    return NoticePage(items=[notice_out(one) for one in shown], unread=queries.unread(actor, on), next=following)


@router.post("/notices/read", response=AllRead, operation_id="readAllNotices", summary="全部标为已读")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices of the reader read."""
    actor, at = actor_of(request), now(request)
    return answered(request, lambda: AllRead(read=services.mark_all_read(actor=actor, at=at)))


@router.post("/notices/{notice}/read", response=NoticeOut, operation_id="readNotice", summary="标为已读")
def read(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark one notice read; the first time stays."""
    actor, at = actor_of(request), now(request)
    return answered(request, lambda: notice_out(services.mark_read(uid=notice, actor=actor, at=at)))


@router.post(
    "/dispatches/{dispatch}/receipt",
    response=DispatchOut,
    operation_id="acknowledgeDispatch",
    summary="网关回报:本人已收到",
)
def acknowledge(request: HttpRequest, dispatch: UUID, body: Receipt) -> HttpResponse:
    """Note that a message arrived; ``dispatch`` is the id that travelled with it."""
    actor, at = actor_of(request), now(request)

    def act() -> DispatchOut:
        return dispatch_out(services.acknowledge(dispatch_id=dispatch, receipt=body.receipt, actor=actor, at=at))

    return answered(request, act)


@router.post(
    "/dispatches/{dispatch}/undelivered",
    response=DispatchOut,
    operation_id="reportUndelivered",
    summary="网关回报:没有送到",
)
def report_undelivered(request: HttpRequest, dispatch: UUID, body: Undelivered) -> HttpResponse:
    """Note that a message will not arrive; somebody will tell it otherwise."""
    actor, at = actor_of(request), now(request)

    def act() -> DispatchOut:
        return dispatch_out(services.report_undelivered(dispatch_id=dispatch, reason=body.reason, actor=actor, at=at))

    return answered(request, act)
