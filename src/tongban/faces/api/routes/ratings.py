"""Ratings: give one through a link, read the list and the figures."""

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tongban.common.errors import DomainError
from tongban.faces.api import paging
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import HEADER, answered
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.base import Day
from tongban.faces.api.schemas.ratings import FigureOut, FiguresOut, RateIn, RatingOut, RatingPage
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import By, Figure, RatingFilter
from tongban.hall.ratings.rules import Level, RatingChannel, RatingState, Stage, Tag

if TYPE_CHECKING:
    from tongban.hall.ratings.models import Rating

router = Router(auth=[Token("cases"), Session()], tags=["好差评"])
Month = Annotated[str, Query(max_length=7, description="月份,写作 2022-07")]


@router.post("", response={201: RatingOut}, operation_id="rate", summary="凭评价链接评价")
def rate(request: HttpRequest, body: RateIn) -> HttpResponse:
    """Rate through a link, once; a bad rating opens its rectification."""
    opinion = ratings.Opinion(body.level, [tag.value for tag in body.tags], body.words)
    told: dict[str, Any] = {
        "token": body.token,
        "address": str(request.META.get("REMOTE_ADDR", "")),
        "at": now(request),
        "actor": actor_of(request),
    }
    try:
        return answered(request, lambda: rating_out(ratings.rate(opinion=opinion, **told)), status=201)
    except DomainError as refusal:
        if HEADER in request.headers:  # what the key undid held the line of the refusal too
            ratings.keep_refusal(refusal=refusal, **told)
        raise


@router.get("", response=RatingPage, operation_id="listRatings", summary="评价清单")
def list_ratings(
    request: HttpRequest,
    agency: str = "",
    window: str = "",
    clerk: str = "",
    item: str = "",
    stage: Stage | None = None,
    level: Level | None = None,
    tag: Tag | None = None,
    state: RatingState | None = None,
    month: Month = "",
    from_on: Day | None = None,
    until_on: Day | None = None,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> RatingPage:
    """The ratings the reader may read, the newest given first."""
    asked = RatingFilter(
        agency=agency,
        window=window,
        clerk=clerk,
        item=item,
        stage=stage.value if stage else "",
        level=level.value if level else "",
        tag=tag.value if tag else "",
        state=state.value if state else "",
        month=queries.read_month(month),
        from_on=from_on,
        until_on=until_on,
    )
    listing = {"list": "ratings", "actor": actor_of(request).key, **dict(queries.query_of(asked))}
    before = int(paging.opened(cursor, listing)[0]) if cursor else None
    rows = queries.newest(actor_of(request), asked, before=before, limit=limit + 1)
    shown, following = paging.cut(rows, limit, lambda row: [row.pk], listing)
    return RatingPage(items=[rating_out(row) for row in shown], next=following)


@router.get("/figures", response=FiguresOut, operation_id="ratingFigures", summary="好评率统计")
def figures(
    request: HttpRequest,
    by: By = By.AGENCY,
    month: Month = "",
    agency: str = "",
    item: str = "",
    from_on: Day | None = None,
    until_on: Day | None = None,
) -> FiguresOut:
    """Counts, good rates and their intervals, counted from the rows at this moment."""
    asked = RatingFilter(agency=agency, item=item, month=queries.read_month(month), from_on=from_on, until_on=until_on)
    lines = queries.figures(by, actor_of(request), asked)
    whole = queries.total(actor_of(request), asked)
    return FiguresOut(by=by.value, whole=figure_out(whole), items=[figure_out(one) for one in lines])


def rating_out(row: "Rating") -> RatingOut:
    """A rating as the API says it."""
    again = getattr(row, "again", None)
    mended = getattr(row, "rectification", None)
    return RatingOut(
        id=row.pk,
        case_number=row.case.number,
        stage=Stage(row.stage),
        level=Level(row.level),
        tags=[Tag(tag) for tag in row.tags],
        words=row.words,
        channel=RatingChannel(row.channel),
        state=RatingState(row.state),
        agency=row.agency_id,
        window=row.window_id,
        clerk_name=row.clerk_name,
        item=row.item_id,
        region=row.region_id,
        rated_at=row.rated_at,
        again=Level(again.level) if again else None,
        rectification=mended.case.number if mended else None,
    )


def figure_out(figure: Figure) -> FigureOut:
    """A figure as the API says it."""
    low, high = figure.counted.interval
    return FigureOut(
        key=figure.key,
        name=figure.label,
        total=figure.counted.total,
        good=figure.counted.good,
        bad=figure.counted.bad,
        excluded=figure.counted.excluded,
        good_rate=figure.counted.rate,
        low=low,
        high=high,
        again=figure.again,
        again_good=figure.again_good,
    )
