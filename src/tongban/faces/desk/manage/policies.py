"""Policies of service: what holds, what each says in plain words, what it changes; proposed by one, published by another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongban.common.errors import DomainError, NotFound
from tongban.common.said import Joined, said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.manage.doors import Done, Form, answered, managed
from tongban.faces.desk.manage.fields import Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to
from tongban.registry.administration import services
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies import queries
from tongban.registry.policies.rules import LONGEST_TEXT, AppealType, PolicyState, ServicePolicy

if TYPE_CHECKING:
    from tongban.registry.policies.models import Policy

HOME = "/manage/policies"
MOST = 100
ACTS = ("publish", "drop")


@dataclass(frozen=True)
class Clause:
    """One thing a policy says: where, what it is called, its value, and the one before where that differs."""

    part: str
    label: str
    value: str
    before: str = ""
    is_name: bool = False


def clauses(found: ServicePolicy) -> Iterator[Clause]:
    """All a policy says, in plain words."""
    said_of = found.appeals
    desk = agencies.names_of([said_of.desk]).get(said_of.desk, said_of.desk)
    yield Clause("诉求", "受理台", desk, is_name=True)
    yield Clause("诉求", "受理台服务时间", f"{said_of.opens:%H:%M}–{said_of.closes:%H:%M}", is_name=True)
    for label, term in (
        ("登记后交办", said_of.dispatch),
        ("紧急诉求交办", said_of.emergency_dispatch),
        ("紧急诉求答复", said_of.emergency),
        ("疑难诉求答复", said_of.complex),
        ("退单", said_of.return_within),
        ("裁定主办单位", said_of.arbitration),
        ("答复后回访", said_of.callback),
        ("可要求重新办理", said_of.reopen_within),
    ):
        yield Clause("诉求", label, term.words)
    yield Clause("诉求", "抽取回访的比例", f"{said_of.callback_percent}%", is_name=True)
    yield Clause("诉求", "答复最少字数", str(said_of.shortest_answer), is_name=True)
    crowd = said("{term}内{reports}件", term=said_of.group_within.words, reports=said_of.group_reports)
    yield Clause("诉求", "群体预警", crowd)
    for kind in AppealType:
        own = said_of.types[kind]
        proof = said("须附佐证") if own.evidence else said("不必附佐证")
        words = [own.term.words, said("可延{term}", term=own.extension.words), proof]
        yield Clause("各类诉求的答复期限", kind.label, Joined("、", words))
    yield Clause("办不成事", "三级办理期限", Joined("、", [term.words for term in found.blocked.ladder]))
    for label, term in (
        ("当场办理", found.blocked.on_spot),
        ("确认", found.blocked.confirm),
        ("整改", found.blocked.rectify),
        ("回头告知遇到同样阻碍的人", found.blocked.told_within),
    ):
        yield Clause("办不成事", label, term.words)
    for label, term in (
        ("核实差评", found.ratings.verify),
        ("整改", found.ratings.rectify),
        ("验收", found.ratings.confirm),
        ("可评价的时间", found.ratings.rate_within),
    ):
        yield Clause("好差评", label, term.words)


def compared(found: ServicePolicy, other: ServicePolicy | None) -> list[tuple[str, list[Clause]]]:
    """The clauses by part, each with what it was before where that differs."""
    former = {(one.part, one.label): one.value for one in clauses(other)} if other else {}
    parts: dict[str, list[Clause]] = {}
    for one in clauses(found):
        was = former.get((one.part, one.label), "")
        before = was if was and str(was) != str(one.value) else ""
        parts.setdefault(one.part, []).append(Clause(one.part, one.label, one.value, before, one.is_name))
    return list(parts.items())


@managed("GET")
def policies(request: HttpRequest, reader: Reader) -> HttpResponse:
    """All policies, the one in force marked."""
    rows = list(queries.policies()[:MOST])
    current = in_force(localdate(now(request)))
    context = {
        "rows": [(row, PolicyState(row.state).label, current is not None and row.pk == current.pk) for row in rows],
        "waiting": [row for row in rows if row.state == PolicyState.PROPOSED.value],
        "current": current,
    }
    return shown_to(request, reader, "desk/manage/policies.html", context)


def in_force(on: date) -> "Policy | None":
    """The policy of the day; None while there is none."""
    try:
        return queries.in_force(on)
    except DomainError:
        return None


@managed("GET")
def policy(request: HttpRequest, reader: Reader, *, policy: int) -> HttpResponse:
    """One policy in plain words, beside the one before it."""
    row = queries.policy(policy)
    other = queries.before(row)
    parts = compared(queries.content(row), queries.content(other) if other else None)
    context = {
        "policy": row,
        "state": PolicyState(row.state),
        "before": other,
        "parts": parts,
        "changed": sum(bool(one.before) for _, found in parts for one in found),
        "is_mine": row.proposed_by == reader.actor.key,
    }
    return shown_to(request, reader, "desk/manage/policy.html", context)


@managed("GET", "POST")
def propose(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form of a new policy, begun from the one in force."""
    at = now(request)
    current = in_force(localdate(at))

    def act(typed: Typed) -> Done:
        row = services.propose_policy(
            title=typed.text("title"),
            document=typed.text("document"),
            effective_on=typed.day("effective_on", "施行日期"),
            text=typed.text("text"),
            actor=reader.actor,
            at=at,
        )
        return Done(_("已提交,请由另一名系统管理员核对后发布。"), f"{HOME}/{row.pk}")

    text = current.text if current else queries.default_text()
    form = Form(
        _("提交服务政策"),
        _("提交"),
        HOME,
        act,
        fields=(
            Field("title", _("名称"), most=120),
            Field("document", _("文号"), hint=_("例如“合政办〔2026〕8号”。"), most=80),
            Field("effective_on", _("施行日期"), Kind.DAY, hint=_("今天或以后;已登记的诉求仍按原政策计时。")),
            Field(
                "text",
                _("内容"),
                Kind.TEXT,
                hint=_("期限写法:5wd 为五个工作日,7d 为七日,24h 为二十四小时。写错的地方会逐项指出。"),
                initial=(text,),
                rows=30,
                most=LONGEST_TEXT,
            ),
        ),
        does=(_("写下新的期限和标准。提交后由另一名系统管理员核对变动并发布,自施行日期起登记的诉求按它计时。"),),
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def act(request: HttpRequest, reader: Reader, *, policy: int, act: str) -> HttpResponse:
    """Publish a policy another person proposed, or drop it."""
    if act not in ACTS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    row = queries.policy(policy)
    by: dict[str, Any] = {"actor": reader.actor, "at": now(request)}

    def publish(_typed: Typed) -> Done:
        services.publish_policy(policy=row.pk, **by)
        return Done(_("已发布。"), f"{HOME}/{row.pk}")

    def drop(typed: Typed) -> Done:
        services.drop_policy(policy=row.pk, reason=typed.text("reason"), **by)
        return Done(_("已放弃,记录保留。"), HOME)

    subject, back = f"{row.title} {row.document}", f"{HOME}/{row.pk}"
    forms = {
        "publish": Form(
            _("发布服务政策"),
            _("确认发布"),
            back,
            publish,
            does=(_("自施行日期起登记的诉求、办不成事和差评按它计时;在办的仍按登记时的政策。发布后不能修改。"),),
            is_final=True,
            subject=subject,
        ),
        "drop": Form(
            _("放弃服务政策"),
            _("放弃"),
            back,
            drop,
            fields=(Field("reason", _("理由"), most=200),),
            does=(_("这份政策不再等待发布,记录保留。"),),
            subject=subject,
        ),
    }
    return answered(request, reader, forms[act])
