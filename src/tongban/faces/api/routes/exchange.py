"""The exchange: subscribers, deliveries, what did not get through; for administrators."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from tongban.casework.exchange import queries
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import DeliveryStatus
from tongban.common.actors import Role
from tongban.faces.api import paging
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.problems import forbidden
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.exchange import (
    AttemptOut,
    ChangedSubscriber,
    DeliveryOut,
    DeliveryPage,
    DeliveryWhole,
    NewSubscriber,
    NoteOut,
    Skip,
    SubscriberList,
    SubscriberOut,
    delivery_data,
    delivery_out,
    subscriber_out,
)

# a day inside the edges: the zone of an instant at the very edge leads out of every calendar
EARLIEST, LATEST = datetime(1990, 1, 2, tzinfo=UTC), datetime(2150, 12, 30, tzinfo=UTC)
Instant = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST, description="带时区的时刻")]


class AdminToken(Token):
    """A token of a system that administers; none does today, so that a system is refused by its role."""

    def __call__(self, request: HttpRequest) -> Any | None:
        """The actor, if an administrator."""
        return administrator(super().__call__(request))


class AdminSession(Session):
    """The session of an administrator."""

    def __call__(self, request: HttpRequest) -> Any | None:
        """The actor, if an administrator."""
        return administrator(super().__call__(request))


def administrator(actor: Any | None) -> Any | None:
    """The actor if it holds the role; who is signed in without it is refused, reading included."""
    if actor is not None and not actor.has(Role.ADMIN):
        raise forbidden()
    return actor


router = Router(auth=[AdminToken(), AdminSession()], tags=["数据共享"])


@router.get("/subscribers", response=SubscriberList, operation_id="listSubscribers", summary="订阅方清单")
def list_subscribers(request: HttpRequest, active: bool | None = None) -> SubscriberList:
    """Subscribers by code, without their secrets."""
    return SubscriberList(items=[subscriber_out(one) for one in queries.subscribers(active=active)])


@router.post(
    "/subscribers", response={201: SubscriberOut}, operation_id="createSubscriber", summary="登记订阅方(密钥只显示一次)"
)
def create_subscriber(request: HttpRequest, body: NewSubscriber) -> HttpResponse:
    """Enter a subscriber; its secret is in this one answer and nowhere else."""
    actor, at = actor_of(request), now(request)
    shown: dict[str, str] = {}

    def act() -> SubscriberOut:
        subscriber, shown["secret"] = exchange.subscribe(**body.model_dump(), actor=actor, at=at)
        return subscriber_out(subscriber)

    return answered(request, act, status=201, shown_once=lambda: shown)


@router.post(
    "/subscribers/{code}", response=SubscriberOut, operation_id="changeSubscriber", summary="变更订阅方(未给出的不变)"
)
def change_subscriber(request: HttpRequest, code: str, body: ChangedSubscriber) -> HttpResponse:
    """Change what is given; a new secret binds from the next sending."""
    actor, at = actor_of(request), now(request)
    given = body.model_dump(exclude_none=True)
    return answered(request, lambda: subscriber_out(exchange.change_subscriber(code=code, actor=actor, at=at, **given)))


@router.post(
    "/subscribers/{code}/deactivate", response=SubscriberOut, operation_id="deactivateSubscriber", summary="停用订阅方"
)
def deactivate(request: HttpRequest, code: str) -> HttpResponse:
    """Stop telling a subscriber; what is pending waits."""
    actor, at = actor_of(request), now(request)
    return answered(request, lambda: subscriber_out(exchange.deactivate(code=code, actor=actor, at=at)))


@router.post(
    "/subscribers/{code}/reactivate", response=SubscriberOut, operation_id="reactivateSubscriber", summary="启用订阅方"
)
def reactivate(request: HttpRequest, code: str) -> HttpResponse:
    """Tell a subscriber again."""
    actor, at = actor_of(request), now(request)
    return answered(request, lambda: subscriber_out(exchange.reactivate(code=code, actor=actor, at=at)))


@router.get("/deliveries", response=DeliveryPage, operation_id="listDeliveries", summary="送达清单")
def list_deliveries(
    request: HttpRequest,
    subscriber: str = "",
    status: DeliveryStatus | None = None,
    event_type: str = "",
    subject: Annotated[str, Query(description="办件编号")] = "",
    order_key: Annotated[str, Query(description="如 party:12")] = "",
    since: Instant | None = None,
    until: Instant | None = None,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> DeliveryPage:
    """Deliveries, the newest event first."""
    given: dict[str, str | datetime | None] = {
        "subscriber": subscriber,
        "event_type": event_type,
        "subject": subject,
        "order_key": order_key,
        "since": since,
        "until": until,
    }
    found = queries.deliveries(status=status, **given)  # type: ignore[arg-type]  # each has its own type there
    return page_of(found, ["-event_id", "-pk"], cursor, limit, {"list": "deliveries", "status": status, **given})


@router.get("/dead-letters", response=DeliveryPage, operation_id="listDeadLetters", summary="送达失败清单")
def list_dead_letters(
    request: HttpRequest, subscriber: str = "", limit: Limit = paging.DEFAULT, cursor: Cursor = ""
) -> DeliveryPage:
    """Deliveries given up, oldest first, each with how many wait behind it."""
    found = queries.dead_letters(subscriber=subscriber)
    return page_of(found, ["event_id", "pk"], cursor, limit, {"list": "dead", "subscriber": subscriber})


def page_of(found: Any, order: list[str], cursor: str, limit: int, asked: dict[str, Any]) -> DeliveryPage:
    """One page of deliveries."""
    rows = paging.beyond(found, order, paging.opened(cursor, asked) if cursor else None, limit)
    shown, following = paging.cut(rows, limit, lambda row: [row.event_id, row.pk], asked)
    return DeliveryPage(items=[delivery_out(row) for row in shown], next=following)


@router.get("/deliveries/{delivery}", response=DeliveryWhole, operation_id="getDelivery", summary="一次送达的全过程")
def get_delivery(request: HttpRequest, delivery: int) -> DeliveryWhole:
    """A delivery with its attempts and what people did to it."""
    found = queries.delivery(delivery_id=delivery)
    return DeliveryWhole(
        **delivery_data(found),
        attempt_list=[AttemptOut.from_orm(one) for one in queries.attempts(delivery_id=delivery)],
        notes=[
            NoteOut(act=one.act, at=one.at, by=one.by_name, reason=one.reason)
            for one in queries.notes(delivery_id=delivery)
        ],
    )


@router.post("/deliveries/{delivery}/resend", response=DeliveryOut, operation_id="resendDelivery", summary="重新发送")
def resend(request: HttpRequest, delivery: int) -> HttpResponse:
    """Put a dead delivery back in line."""
    actor, at = actor_of(request), now(request)

    def act() -> DeliveryOut:
        exchange.resend(delivery_id=delivery, actor=actor, at=at)
        return delivery_out(queries.delivery(delivery_id=delivery))

    return answered(request, act)


@router.post("/deliveries/{delivery}/skip", response=DeliveryOut, operation_id="skipDelivery", summary="不再发送")
def skip(request: HttpRequest, delivery: int, body: Skip) -> HttpResponse:
    """Give up an unfinished delivery for a reason, so that its successors go on."""
    actor, at = actor_of(request), now(request)

    def act() -> DeliveryOut:
        exchange.skip(delivery_id=delivery, actor=actor, reason=body.reason, at=at)
        return delivery_out(queries.delivery(delivery_id=delivery))

    return answered(request, act)
