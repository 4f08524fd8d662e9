"""The figures of the ratings as tables and as CSV; every number leads to the ratings it was counted from."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongban.common.errors import BadInput
from tongban.faces.desk.manage.tables import exported as as_csv
from tongban.faces.desk.ratings.views import HOTLINE, asked_of, check_reader
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.ratings import queries
from tongban.hall.ratings.queries import FILTERS, By, Figure
from tongban.hall.ratings.rules import Counted


@dataclass(frozen=True)
class Line:
    """A figure in words; ``href`` lists its ratings."""

    figure: Figure
    rate: str
    interval: str
    href: str

    @property
    def counted(self) -> Counted:
        """The counts."""
        return self.figure.counted


def line(figure: Figure) -> Line:
    """A figure with its rate and interval in per cent; nothing is said where nothing was counted."""
    counted = figure.counted
    low, high = counted.interval
    rate = "—" if counted.rate is None else f"{counted.rate:.1%}"
    interval = "—" if counted.rate is None else f"{low:.1%}–{high:.1%}"
    return Line(figure, rate, interval, f"/desk/ratings?{urlencode(queries.query_of(figure.asked))}".rstrip("?"))


def by_of(request: HttpRequest) -> By:
    """What the figures are broken down by."""
    text = request.GET.get("by", By.AGENCY.value)
    if text not in set(By):
        raise BadInput("ratings.by", "统计口径没有“{by}”:请选择单位、窗口、工作人员、事项或月份。", by=text)
    return By(text)


@page("GET", query=("by", *FILTERS))
def figures(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A table of figures, and the one of everything."""
    check_reader(reader)
    by, asked = by_of(request), asked_of(request)
    given = dict(queries.query_of(asked))
    context = {
        "by": by,
        "tabs": [(one, urlencode({**given, "by": one.value})) for one in By],
        "whole": line(queries.total(reader.actor, asked)),
        "lines": [line(one) for one in queries.figures(by, reader.actor, asked)],
        "asked": asked,
        "given": given,
        "query": urlencode({**given, "by": by.value}),
        "can_take_down": reader.actor.has(*HOTLINE),
    }
    return shown_to(request, reader, "desk/ratings/figures.html", context)


@page("GET", query=("by", *FILTERS))
def exported(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The same table as a CSV file."""
    check_reader(reader)
    by, asked = by_of(request), asked_of(request)
    head = [
        _(by.label), _("代码"), _("计入评价数"), _("好评数"), _("差评数"), _("好评率"), _("区间下限"), _("区间上限"), _("排除数"),
        _("整改后再评数"), _("再评好评数"),
    ]  # fmt: skip
    return as_csv(f"ratings-{by.value}", head, [cells(one) for one in queries.figures(by, reader.actor, asked)])


def cells(figure: Figure) -> list[object]:
    """A figure as a line of the file."""
    counted = figure.counted
    low, high = counted.interval
    rates = ["", "", ""] if counted.rate is None else [f"{share:.4f}" for share in (counted.rate, low, high)]
    return [
        *(figure.label, figure.key, counted.total, counted.good, counted.bad, *rates, counted.excluded),
        *(figure.again, figure.again_good),
    ]
