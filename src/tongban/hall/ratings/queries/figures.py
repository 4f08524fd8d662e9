"""Figures of the ratings: counted from the rows each time, each of them openable to the ratings behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from tongban.common.actors import Actor
from tongban.common.time import CHINA
from tongban.hall.ratings.models import Rating
from tongban.hall.ratings.queries.lists import NOBODY, RatingFilter, narrowed
from tongban.hall.ratings.rules import Counted, RatingState

COUNTS = Q(state=RatingState.COUNTED.value)
MOST = 500


class By(StrEnum):
    """What figures are broken down by."""

    AGENCY = "agency"
    WINDOW = "window"
    CLERK = "clerk"
    ITEM = "item"
    MONTH = "month"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"agency": "单位", "window": "窗口", "clerk": "工作人员", "item": "事项", "month": "月份"}[self.value]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: whose it is, the counts behind it, and the filter that lists exactly these ratings."""

    key: str
    label: str
    counted: Counted
    asked: RatingFilter
    again: int = 0
    again_good: int = 0


def figures(by: By, actor: Actor, asked: RatingFilter) -> list[Figure]:
    """A line for each agency, window, clerk, item or month; those without any are not there. One statement."""
    rows = _grouped(by, narrowed(actor, asked)).annotate(**_counts())
    return [_figure(by, row, asked) for row in rows[:MOST]]


def total(actor: Actor, asked: RatingFilter) -> Figure:
    """The one line of everything that fits; one statement."""
    return _figure(None, narrowed(actor, asked).aggregate(**_counts()), asked)


def _counts() -> dict[str, Count]:
    return {
        "n": Count("pk", filter=COUNTS),
        "good": Count("pk", filter=COUNTS & Q(is_bad=False)),
        "left_out": Count("pk", filter=~COUNTS),
        "asked_again": Count("again__pk", filter=COUNTS),
        "good_again": Count("again__pk", filter=COUNTS & Q(again__is_bad=False)),
    }


COLUMNS: dict[By, tuple[str, str]] = {
    By.AGENCY: ("agency_id", "agency__name"),
    By.WINDOW: ("window_id", "window__name"),
    By.CLERK: ("clerk", "clerk_name"),
    By.ITEM: ("item_id", "item__name"),
}


def _grouped(by: By, found: QuerySet[Rating]) -> QuerySet[Rating, Any]:
    found = found.order_by()
    if by is By.MONTH:
        return found.annotate(key=TruncMonth("rated_at", tzinfo=CHINA)).values("key").order_by("-key")
    key, label = COLUMNS[by]
    return found.values(key=F(key), label=F(label)).order_by("key", "label")


def _figure(by: By | None, row: dict[str, object], asked: RatingFilter) -> Figure:
    key = row.get("key")
    text = f"{key:%Y-%m}" if by is By.MONTH else str(key or NOBODY)
    counted = Counted(_n(row, "n"), _n(row, "good"), _n(row, "left_out"))
    return Figure(
        text if by else "",
        text if by is By.MONTH else str(row.get("label") or ""),
        counted,
        replace(asked, **{by.value: text}) if by else asked,  # type: ignore[arg-type]  # each of them is text
        _n(row, "asked_again"),
        _n(row, "good_again"),
    )


def _n(row: dict[str, object], name: str) -> int:
    value = row[name]
    return value if isinstance(value, int) else 0


def query_of(asked: RatingFilter) -> Sequence[tuple[str, str]]:
    """The words of an address for a filter, in the order of its fields."""
    given = [(name, getattr(asked, name)) for name in RatingFilter.__slots__]
    return [(name, "1" if value is True else str(value)) for name, value in given if value]
