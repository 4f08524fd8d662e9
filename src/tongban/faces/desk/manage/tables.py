"""Lists: a page at a time behind a cursor, and the same rows as a CSV file a spreadsheet opens safely."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from tongban.common.text import safe_cell
from tongban.faces.api import paging

ROWS = 40
MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class Listed:
    """One page of rows; ``next`` is the query of the next one, ``given`` the filters as they were asked."""

    rows: Sequence[Any]
    next: str
    given: Mapping[str, str]
    is_narrowed: bool
    export: str


def given(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """The filters of a list as they were asked."""
    return {name: request.GET.get(name, "").strip()[:100] for name in names}


def listed(
    request: HttpRequest,
    found: QuerySet[Any],
    order: Sequence[str],
    keys: Callable[[Any], Sequence[Any]],
    asked: Mapping[str, str],
    name: str,
) -> Listed:
    """A page of the rows found, in ``order`` whose last part is unique."""
    listing = {"list": f"manage {name}", **asked}
    cursor = request.GET.get("cursor", "")
    rows = paging.beyond(found, order, paging.opened(cursor, listing) if cursor else None, ROWS)
    shown, following = paging.cut(rows, ROWS, keys, listing)
    filters = {key: value for key, value in asked.items() if value}
    onward = urlencode({**filters, "cursor": following}) if following else ""
    return Listed(shown, onward, asked, bool(filters or cursor), urlencode(filters))


def exported(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows as a CSV file: UTF-8 with a mark that spreadsheets need, no cell that one would run as a formula."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe_cell("" if cell is None else cell) for cell in row])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
