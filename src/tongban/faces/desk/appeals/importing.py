"""Bulk intake by page: a table checked or taken in, with a line for each row, and the empty table to begin from."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, DomainError, NotAllowed
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals import services as appeals

FILE, ACT, CHECK, TAKE = "file", "act", "check", "take"
NAMES = frozenset({FILE, ACT})
LARGEST_BYTES = 5_000_000
MOST_ROWS = 1_000  # of one request; longer tables are split, or taken in from the command line
SHOWN = 200
EXAMPLE = {
    "来源编号": "12345-0001",
    "类型": "投诉",
    "内容": "小区门口路灯连续三晚不亮,请修复。",
    "区划": "340100",
    "地点": "望江西路1号",
    "联系人": "王女士",
    "联系电话": "13900000001",
    "紧急": "否",
    "匿名": "否",
}


def check_imports(reader: Reader) -> Actor:
    """Whoever may take tables in; refused to everybody else."""
    if reader.actor.kind != "staff" or not reader.actor.has(*appeals.IMPORTERS):
        raise NotAllowed("import.role", "批量导入由窗口人员、协调员或业务系统办理。")
    return reader.actor


@page("GET", "POST")
def bulk(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Check a table, or take it in; the report names what is wrong with each row."""
    check_imports(reader)
    if request.method == "GET":
        return drawn(request, reader)
    try:
        forms.check_names(request, NAMES)
        rows = read(request)
        is_done = request.POST.get(ACT) == TAKE
        report = taken(request, reader.actor, rows) if is_done else checked(request, reader.actor, rows)
    except DomainError as refusal:
        return drawn(request, reader, refusal=refusal)
    return drawn(request, reader, report, is_done=is_done)


def read(request: HttpRequest) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file that was sent."""
    file = request.FILES.get(FILE)
    if file is None:
        raise BadInput("upload.none", "请先选择要上传的文件。")
    if (file.size or 0) > LARGEST_BYTES:
        raise BadInput("import.large", "文件超过{most}MB:请拆分后再导入。", most=LARGEST_BYTES // 1_000_000)
    content = file.read()
    file.seek(0)
    rows = appeals.read_file(file.name or "", content)
    if not rows:
        raise BadInput("import.empty", "表中没有可以导入的行:请在表头下填写。")
    if len(rows) > MOST_ROWS:
        raise BadInput("import.page_many", "网页上一次最多导入{most}行:请拆分后再导入。", most=MOST_ROWS)
    return rows


def checked(request: HttpRequest, actor: Actor, rows: list[tuple[int, dict[str, str]]]) -> dict[str, Any]:
    """What would become of the rows; nothing is kept."""
    return appeals.check_rows(rows, actor=actor, at=now(request)).as_json()


def taken(request: HttpRequest, actor: Actor, rows: list[tuple[int, dict[str, str]]]) -> dict[str, Any]:
    """What became of the rows, once for one form however often it is sent."""
    at = now(request)
    return forms.once(request, actor, at, lambda: appeals.import_rows(rows, actor=actor, at=at).as_json())


def drawn(
    request: HttpRequest,
    reader: Reader,
    report: dict[str, Any] | None = None,
    *,
    is_done: bool = False,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The form, and the report of the table that was sent: what was refused first."""
    rows = sorted(report["rows"], key=lambda row: not row["problem"]) if report else []
    context = {
        "report": report,
        "rows": rows[:SHOWN],
        "total": len(rows),
        "most": SHOWN,
        "most_rows": MOST_ROWS,
        "is_cut": len(rows) > SHOWN,
        "is_done": is_done,
        "columns": list(appeals.COLUMNS),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/appeals/import.html", context, refusal.status if refusal else 200)


@page("GET")
def template(_request: HttpRequest, reader: Reader) -> HttpResponse:
    """The empty table with one row as an example."""
    check_imports(reader)
    text = io.StringIO()
    text.write("\ufeff")
    csv.writer(text).writerows([list(appeals.COLUMNS), [EXAMPLE.get(one, "") for one in appeals.COLUMNS]])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appeals-template.csv"'
    return response
