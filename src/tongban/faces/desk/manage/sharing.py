"""Subscribers: who is told what; and deliveries: what got through, what did not, and what a person does about it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.casework.exchange import queries, services
from tongban.casework.exchange.rules import DeliveryStatus, NoteAct, declared_events
from tongban.common.errors import BadInput, NotFound
from tongban.common.time import last_moment, localdate, midnight
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import proposals, tables
from tongban.faces.desk.manage.doors import Done, Form, Secret, answered, managed
from tongban.faces.desk.manage.fields import Choice, Field, Kind, Typed, read_day
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to

if TYPE_CHECKING:
    from tongban.casework.exchange.models import Subscriber

SUBSCRIBERS, DELIVERIES = "/manage/subscribers", "/manage/deliveries"
NARROWING = ("subscriber", "status", "event_type", "subject", "since", "until")
NOTE_LABELS = {NoteAct.RESENT: gettext_lazy("重新发送"), NoteAct.SKIPPED: gettext_lazy("不再发送")}
LOOPBACK = "allow_loopback"


@managed("GET")
def subscribers(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Every subscriber with how much waits for it."""
    waiting = queries.waiting_by_subscriber()
    rows = [(one, *waiting.get(one.pk, (0, 0))) for one in queries.subscribers().select_related("agency")]
    context = {"rows": rows, "backlog": queries.backlog(), "events": len(declared_events())}
    return shown_to(request, reader, "desk/manage/subscribers.html", context)


@managed("GET")
def subscriber(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """One subscriber: where, which fields of which events, how much waits."""
    found = queries.subscriber(code)
    known = declared_events()
    entitled = [
        (name, known[name].title if name in known else "", fields) for name, fields in found.entitlements.items()
    ]
    pending, dead = queries.waiting_by_subscriber().get(found.pk, (0, 0))
    context = {"one": found, "entitled": entitled, "pending": pending, "dead": dead}
    return shown_to(request, reader, "desk/manage/subscriber.html", context)


def _entitlements(found: "Subscriber | None" = None) -> tuple[Field, ...]:
    held = found.entitlements if found else {}
    return tuple(
        Field(
            f"event:{name}",
            name,
            Kind.CHECKS,
            data_hint=event.title,
            choices=[Choice(one, one) for one in sorted(event.fields)],
            initial=held.get(name, ()),
            is_needed=False,
        )
        for name, event in sorted(declared_events().items())
    )


def _read(typed: Typed) -> dict[str, Any]:
    entitled = {name: typed.several(f"event:{name}") for name in declared_events()}
    return {
        "name": typed.text("name"),
        "agency": typed.text("agency"),
        "url": typed.text("url"),
        "allow_loopback": bool(typed.several(LOOPBACK)),
        "entitlements": {name: fields for name, fields in entitled.items() if fields},
        "connect_seconds": typed.number("connect_seconds", _("连接时限(秒)"), 1, 60),
        "read_seconds": typed.number("read_seconds", _("应答时限(秒)"), 1, 60),
    }


def _fields(found: "Subscriber | None" = None) -> tuple[Field, ...]:
    return (
        Field("name", _("名称"), initial=(found.name,) if found else (), most=100),
        Field(
            "agency",
            _("所属部门代码"),
            is_needed=False,
            initial=((found.agency_id or ""),) if found else (),
            proposals=proposals.AGENCIES,
            most=40,
        ),
        Field(
            "url",
            _("接收地址"),
            hint=_("对方提供的 http 或 https 地址"),
            initial=(found.url,) if found else (),
            most=500,
        ),
        Field(
            LOOPBACK,
            _("本机地址"),
            Kind.CHECKS,
            choices=[Choice("yes", _("允许指向本机(只用于试验)"))],
            initial=("yes",) if found and found.allow_loopback else (),
            is_needed=False,
        ),
        Field(
            "connect_seconds",
            _("连接时限(秒)"),
            Kind.NUMBER,
            initial=(str(found.connect_seconds if found else 3),),
        ),
        Field("read_seconds", _("应答时限(秒)"), Kind.NUMBER, initial=(str(found.read_seconds if found else 10),)),
        *_entitlements(found),
    )


@managed("GET", "POST")
def new_subscriber(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Enter a subscriber; its signing secret is shown once."""

    def act(typed: Typed) -> Done:
        found, secret = services.subscribe(code=typed.text("code"), **_read(typed), actor=reader.actor, at=now(request))
        return Done(_("已登记订阅方。"), f"{SUBSCRIBERS}/{found.code}", _secret(secret))

    form = Form(
        _("登记订阅方"),
        _("登记"),
        SUBSCRIBERS,
        act,
        fields=(Field("code", _("代码"), hint=_("小写字母开头,小写字母、数字和连字符"), most=40), *_fields()),
        does=(_("只推送勾选的字段;未勾选任何字段的事件不推送。登记以后发生的事件才推送。"),),
        proposals={proposals.AGENCIES: proposals.of_agencies(localdate(now(request)))},
    )
    return answered(request, reader, form)


def _secret(text: str) -> Secret:
    return Secret(_("签名密钥"), text, _("请以安全方式交给对方,用于核对每一封推送的签名。"))


ACTS = ("change", "pause", "resume", "secret")


@managed("GET", "POST")
def act_on_subscriber(request: HttpRequest, reader: Reader, *, code: str, act: str) -> HttpResponse:
    """Change a subscriber, pause or resume it, or give it a new secret."""
    found = queries.subscriber(code)
    if act not in ACTS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    by: dict[str, Any] = {"code": found.code, "actor": reader.actor, "at": now(request)}
    back = f"{SUBSCRIBERS}/{found.code}"

    def acted(typed: Typed) -> Done:
        if act == "secret":
            _subscriber, secret = services.rotate_secret(**by)
            return Done(_("已更换签名密钥。"), back, _secret(secret))
        if act == "change":
            services.change_subscriber(**by, **_read(typed))
        elif act == "pause":
            services.deactivate(**by)
        else:
            services.reactivate(**by)
        return Done(_("已办好。"), back)

    title, button, does, is_final = _words(act)
    form = Form(
        title,
        button,
        back,
        acted,
        fields=_fields(found) if act == "change" else (),
        does=(does,),
        is_final=is_final,
        subject=f"{found.name} {found.code}",
        proposals={proposals.AGENCIES: proposals.of_agencies(localdate(now(request)))} if act == "change" else {},
    )
    return answered(request, reader, form)


def _words(act: str) -> tuple[str, str, str, bool]:
    return {
        "change": (_("变更订阅方"), _("变更"), _("地址、密钥和收窄的授权从下一次发送起生效。"), False),
        "pause": (
            _("停用订阅方"),
            _("停用"),
            _("待送达的暂停发送;停用期间发生的事件不为它保留,启用后须由对方另行查询。"),
            True,
        ),
        "resume": (_("启用订阅方"), _("启用"), _("停用前待送达的继续发送。"), False),
        "secret": (_("更换签名密钥"), _("更换"), _("新密钥只显示一次,从下一次发送起使用;请先与对方约定时间。"), True),
    }[act]


def _found(asked: dict[str, str]) -> Any:
    status = asked["status"]
    if status and status not in {one.value for one in DeliveryStatus}:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=_("状态"))
    since, until = read_day(asked["since"], _("自")), read_day(asked["until"], _("至"))
    return queries.deliveries(
        subscriber=asked["subscriber"],
        status=DeliveryStatus(status) if status else None,
        event_type=asked["event_type"],
        subject=asked["subject"],
        since=midnight(since) if since else None,
        until=last_moment(until) if until else None,
    )


@managed("GET", query=(*NARROWING, "cursor"))
def deliveries(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Deliveries, the newest event first, with the figures of what waits."""
    asked = tables.given(request, NARROWING)
    order = ["-event_id", "-pk"]
    listed = tables.listed(request, _found(asked), order, lambda row: [row.event_id, row.pk], asked, "deliveries")
    context = {
        "listed": listed,
        "rows": [(row, DeliveryStatus(row.status).label) for row in listed.rows],
        "statuses": list(DeliveryStatus),
        "subscribers": list(queries.subscribers()),
        "events": sorted(declared_events().values(), key=lambda event: event.type),
        "backlog": queries.backlog(),
    }
    return shown_to(request, reader, "desk/manage/deliveries.html", context)


@managed("GET", query=NARROWING)
def export(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The same list as CSV; what was sent is not in it."""
    head = (
        "编号",
        "事件",
        "对象",
        "发生时间",
        "订阅方",
        "状态",
        "次数",
        "最近应答",
        "最近错误",
        "回执时间",
        "不发送的理由",
    )
    rows = _found(tables.given(request, NARROWING))[: tables.MOST_EXPORTED]
    return tables.exported("deliveries", head, (_cells(row) for row in rows))


def _cells(row: Any) -> tuple[object, ...]:
    return (
        row.pk,
        row.event.type,
        row.event.subject,
        row.event.occurred_at.isoformat(timespec="seconds"),
        row.subscriber.name,
        DeliveryStatus(row.status).label,
        row.attempts,
        row.last_status_code,
        row.last_error,
        row.acknowledged_at.isoformat(timespec="seconds") if row.acknowledged_at else "",
        row.skip_reason,
    )


@managed("GET", query=("subscriber", "cursor"))
def dead_letters(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What did not get through, oldest first, with how many wait behind each."""
    asked = tables.given(request, ("subscriber",))
    found = queries.dead_letters(subscriber=asked["subscriber"])
    order = ["event_id", "pk"]
    listed = tables.listed(request, found, order, lambda row: [row.event_id, row.pk], asked, "dead")
    context = {"listed": listed, "subscribers": list(queries.subscribers())}
    return shown_to(request, reader, "desk/manage/dead_letters.html", context)


@managed("GET")
def delivery(request: HttpRequest, reader: Reader, *, delivery: int) -> HttpResponse:
    """One delivery: every attempt, and what people did."""
    found = queries.delivery(delivery_id=delivery)
    status = DeliveryStatus(found.status)
    context = {
        "one": found,
        "status": status,
        "statuses": DeliveryStatus,
        "attempts": list(queries.attempts(delivery_id=delivery)[:100]),
        "notes": [(one, NOTE_LABELS[NoteAct(one.act)]) for one in queries.notes(delivery_id=delivery)],
    }
    return shown_to(request, reader, "desk/manage/delivery.html", context)


@managed("GET", "POST")
def act_on_delivery(request: HttpRequest, reader: Reader, *, delivery: int, act: str) -> HttpResponse:
    """Send again what did not get through, or give it up for a reason."""
    if act not in {"resend", "skip"}:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    found = queries.delivery(delivery_id=delivery)
    back = f"{DELIVERIES}/{delivery}"
    is_skip = act == "skip"

    def acted(typed: Typed) -> Done:
        by: dict[str, Any] = {"delivery_id": delivery, "actor": reader.actor, "at": now(request)}
        (services.skip if is_skip else services.resend)(reason=typed.text("reason"), **by)
        return Done(_("已改为不再发送。") if is_skip else _("已重新排队,后台将尽快发送。"), back)

    form = Form(
        _("不再发送") if is_skip else _("重新发送"),
        _("不再发送") if is_skip else _("重新发送"),
        back,
        acted,
        fields=(Field("reason", _("理由") if is_skip else _("说明"), Kind.TEXT, is_needed=is_skip, rows=3),),
        does=(
            _("排在它后面的同一对象的送达随之继续。不能恢复。")
            if is_skip
            else _("次数重新计算;对方收到过也不会重复登记,因为带有同一编号。"),
        ),
        is_final=is_skip,
        subject=f"{found.subscriber.name} {found.event.type} {found.event.subject}",
    )
    return answered(request, reader, form)
