"""Notices that did not arrive: who was to be told what, why it failed, and who told it otherwise."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongban.casework.notices import queries, services
from tongban.casework.notices.queries import Channel, DispatchStatus, EntryKind
from tongban.common.actors import Role
from tongban.common.errors import BadInput, NotFound
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import tables
from tongban.faces.desk.manage.doors import Done, Form, answered, managed
from tongban.faces.desk.manage.fields import Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to

HERE = "/manage/undelivered"
NARROWING = ("status", "channel", "text")
LOOKERS = (Role.CLERK, Role.TOWN_CLERK, Role.SUPERVISOR)
STATUSES = (DispatchStatus.FAILED, DispatchStatus.HANDLED, DispatchStatus.SENT)


@managed("GET", query=(*NARROWING, "cursor"), also=LOOKERS)
def undelivered(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What did not arrive, or what somebody told otherwise, the newest first."""
    asked = tables.given(request, NARROWING)
    status, channel = asked["status"], asked["channel"]
    if status and status not in STATUSES:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=_("状态"))
    if channel and channel not in set(Channel):
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=_("渠道"))
    found = queries.undelivered(
        reader.actor,
        status=DispatchStatus(status) if status else DispatchStatus.FAILED,
        channel=Channel(channel) if channel else None,
        text=asked["text"],
    )
    listed = tables.listed(request, found, ["-pk"], lambda row: [row.pk], asked, "undelivered")
    context = {
        "listed": listed,
        "rows": [(row, Channel(row.channel).label, DispatchStatus(row.status).label) for row in listed.rows],
        "statuses": STATUSES,
        "channels": list(Channel),
    }
    return shown_to(request, reader, "desk/notices/undelivered.html", context)


@managed("GET", also=LOOKERS)
def dispatch(request: HttpRequest, reader: Reader, *, uid: UUID) -> HttpResponse:
    """One message: what it says, to whom it went, and everything that happened to it."""
    found = queries.dispatch(uid, reader.actor)
    context = {
        "one": found,
        "channel": Channel(found.channel).label,
        "status": DispatchStatus(found.status).label,
        "is_open": queries.is_undelivered(found),
        "entries": [(row, EntryKind(row.kind).label) for row in queries.entries(found)[:100]],
    }
    return shown_to(request, reader, "desk/notices/dispatch.html", context)


@managed("GET", "POST", also=LOOKERS)
def change(request: HttpRequest, reader: Reader, *, uid: UUID, act: str) -> HttpResponse:
    """Write down how it was told otherwise, or have it sent again."""
    if act not in {"handle", "resend"}:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    found = queries.dispatch(uid, reader.actor)
    by: dict[str, Any] = {"dispatch_id": uid, "actor": reader.actor, "at": now(request)}

    def handled(typed: Typed) -> Done:
        services.handle(words=typed.text("words"), **by)
        return Done(_("已记录人工告知。"), HERE)

    def sent_again(typed: Typed) -> Done:
        services.resend(**by)
        return Done(_("已重新排队,后台将尽快发送。"), f"{HERE}/{uid}")

    who = found.party.name if found.party else f"{_('没有登录的反映人')} {found.address_masked}"
    subject = f"{who} {found.notice.title if found.notice else ''}"
    if act == "handle":
        words = Field("words", _("如何告知"), Kind.TEXT, hint=_("例如:7月2日上午电话告知本人,已知悉"), rows=3, most=500)
        does = (_("记录长期保存,不能修改;这一条从“未送达”清单中移出。"),)
        form = Form(_("记录人工告知"), _("记录"), f"{HERE}/{uid}", handled, (words,), does, subject=subject)
    else:
        does = (_("次数重新计算;收件人可能收到两次,但编号相同。"),)
        form = Form(_("重新发送"), _("重新发送"), f"{HERE}/{uid}", sent_again, (), does, subject=subject)
    return answered(request, reader, form)
