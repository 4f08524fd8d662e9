"""The list as a file for a spreadsheet: what the filters say, at most five thousand cases, written into the log."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from tongban.casework.cases.queries import desk
from tongban.casework.cases.queries.desk import Row
from tongban.casework.cases.rules import Status
from tongban.common.errors import NotAllowed
from tongban.common.text import safe_cell
from tongban.common.time import local, localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.queue import searching, showing
from tongban.faces.desk.queue.asked import NARROWING, Asked
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.language import told
from tongban.hall.appeals import queries as appeals
from tongban.registry.parties.rules import SearchKind
from tongban.registry.parties.services import note_search

MOST = 5_000
LINES_AT_ONCE = 200
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes the file for another encoding


@page("GET", query=NARROWING)
def export(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The cases of the queue as CSV, in its order."""
    actor, at = reader.actor, now(request)
    if not actor.has(*searching.SEARCHERS):
        raise NotAllowed("desk.export", "导出清单限窗口、承办、协调和督查人员。")
    asked = Asked.in_address(request)
    rows = desk.queue(actor, asked.wanted(actor), at=at, limit=MOST)
    note_search(kind=SearchKind.EXPORT, text=asked.query or "-", found=len(rows), actor=actor, at=at)
    hidden = appeals.anonymous_among([row.case for row in rows], actor)
    answer = StreamingHttpResponse(lines(rows, hidden), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="desk-{localdate(at):%Y%m%d}.csv"'
    return answer  # type: ignore[return-value]  # a guard only adds headers


def lines(rows: Sequence[Row], hidden: frozenset[int]) -> Iterator[bytes]:
    """The file, some lines at a time; ``hidden`` are those whose reporter stays without a name."""
    yield (BYTE_ORDER_MARK + written([head()])).encode()
    for first in range(0, len(rows), LINES_AT_ONCE):
        yield written(
            [cells(row, is_hidden=row.case.pk in hidden) for row in rows[first : first + LINES_AT_ONCE]]
        ).encode()
    if len(rows) == MOST:
        yield written([[_("只导出前{most}件,请缩小范围后分次导出。").format(most=MOST)]]).encode()


def head() -> list[str]:
    """The names of the columns."""
    return [
        _("编号"), _("标题"), _("申请人"), _("事项"), _("区域"), _("主办单位"), _("状态"), _("现由谁办"), _("申请时间"),
        _("到期日"), _("时限"),
    ]  # fmt: skip


def cells(row: Row, *, is_hidden: bool = False) -> list[str]:
    """A case as a line of the file."""
    case = row.case
    held = [" · ".join(filter(None, [told(one.what), one.agency, one.person])) for one in showing.holders(row)]
    return [
        case.number,
        case.title,
        case.applicant.name if case.applicant and not is_hidden else "",
        case.item.name if case.item else "",
        case.region.full_name,
        case.agency.name,
        told(Status(case.status).label_for(case.kind)),
        "; ".join(held),
        f"{local(case.filed_at):%Y-%m-%d %H:%M}" if case.filed_at else "",
        row.due_on.isoformat() if row.due_on and row.left else "",
        told(row.words),
    ]


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is made a text."""
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in row] for row in rows])
    return text.getvalue()
