"""The inbox, alike for parties and staff: what is unread first, one notice, all read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.casework.notices import queries, services
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import forget_unread, shown_to

ROWS = 30
LAST_PAGE = 500
OF_PARTIES, OF_STAFF = "/my/notices", "/desk/notices"


def home_of(reader: Reader) -> str:
    """The address of the reader's inbox."""
    return OF_STAFF if reader.actor.kind == "staff" else OF_PARTIES


def listed(request: HttpRequest, reader: Reader, home: str) -> HttpResponse:
    """The notices of the reader; who came to the inbox of the others is led to the own one."""
    if home != home_of(reader):
        return HttpResponseRedirect(home_of(reader))
    text = request.GET.get("page", "")
    number = min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    found = queries.unread_first(reader.actor, localdate(now(request)))
    rows = list(found[(number - 1) * ROWS : number * ROWS + 1])
    context = {
        "home": home,
        "groups": [(title, part) for title, part in _parted(rows[:ROWS]) if part],
        "own": reader.actor.party_id,
        "has_unread": bool(rows) and rows[0].read_at is None,
        "is_empty": not rows and number == 1,
        "former": number - 1,
        "following": number + 1 if len(rows) > ROWS else 0,
    }
    return shown_to(request, reader, "pages/inbox.html", context)


def _parted(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    unread = [one for one in rows if one.read_at is None]
    return [(said("未读"), unread), (said("已读"), rows[len(unread) :])]


def opened(request: HttpRequest, reader: Reader, home: str, uid: str) -> HttpResponse:
    """One notice; from now on it is read."""
    found = services.mark_read(uid=uid, actor=reader.actor, at=now(request))
    forget_unread(request)
    context = {"home": home, "one": found, "own": reader.actor.party_id}
    return shown_to(request, reader, "pages/notice.html", context)


def all_read(request: HttpRequest, reader: Reader, home: str) -> HttpResponse:
    """Nothing is unread any more."""
    count = services.mark_all_read(actor=reader.actor, at=now(request))
    messages.success(request, _("已全部标为已读。") if count else _("没有未读的消息。"))
    return HttpResponseRedirect(home)
