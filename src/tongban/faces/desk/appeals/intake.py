"""Intake at the desk: the words of whoever calls or comes, a number at once, and what to tell the person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, DomainError, NotAllowed, NotFound
from tongban.common.identifiers import check_credit_code
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.appeals.fields import Word
from tongban.faces.desk.appeals.reading import AppealView, opened
from tongban.faces.desk.appeals.suggesting import alike
from tongban.faces.desk.counter import places
from tongban.faces.pages import forms, placing
from tongban.faces.pages import words as pages
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Option, Typed, Widget
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as acts
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import STAFFED, Channel
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import services as register
from tongban.registry.policies.rules import AppealType

if TYPE_CHECKING:
    from tongban.registry.parties.models import Party

TAKERS = moves.COORDINATION
ASKED = (
    Input("channel", "来源", Widget.CHOICE, is_needed=True),
    Input("type", "诉求类型", Widget.CHOICE, is_needed=True),
    Input("text", "诉求内容", Widget.TEXT, "照录反映人的原话:什么事、何时何地、希望怎样解决。", True),
    Input("region", "发生地区划", Widget.CHOICE, is_needed=True),
    Input("place", "地点", Widget.LINE, "写到门牌、路口或场所,同一地点写法一致便于并案。"),
    Input("contact_name", "联系人", Widget.LINE),
    Input("phone", "联系电话", Widget.PHONE, "用于答复和回访,加密保存,页面上遮蔽。"),
    Input("flags", "特别情形", Widget.CHECKS),
    Input("title", "标题", Widget.LINE, "留空则取内容的第一句。"),
    Input("enterprise", "所涉企业的统一社会信用代码", Widget.LINE, "18位,完整输入。每次查找都会记入日志。"),
    Input("reporter", "反映人的证件号码或信用代码", Widget.LINE, "登记过的当事人填写后,可以在网上看到这件诉求。"),
    Input("item", "所涉事项", Widget.LINE, "事项名称或编码;知道的话填写,交办更准。"),
    *placing.ASKED,
)
FLAGS = ("is_emergency", "is_anonymous")
NAMES = frozenset(one.name for one in ASKED)
MOST_ITEMS = 5
ALWAYS = 8  # questions that always stand there; the others are unfolded


def check_takes_in(reader: Reader) -> Actor:
    """Whoever takes appeals in at the desk; refused to everybody else."""
    if reader.actor.kind != "staff" or not reader.actor.has(*TAKERS):
        raise NotAllowed("appeal.desk", "登记诉求由热线、专窗、镇窗口人员和协调员办理:请转给他们,或从网上提交。")
    return reader.actor


def inputs(actor: Actor, typed: Typed) -> list[Input]:
    """The questions with what was typed into each."""
    first = {"channel": usual_channel(actor).value, "region": actor.region}
    rows = {
        "channel": [Option(one.value, one.label) for one in STAFFED],
        "type": [Option("", "(请选择)"), *(Option(one.value, one.label) for one in AppealType)],
        "flags": [
            Option("is_emergency", "紧急:关系人身安全或正在扩大"),
            Option("is_anonymous", "匿名:办理单位看不到姓名和电话"),
        ],
        "region": [Option(code, name, False, True) for code, name, _ in places.options(actor, "")],
    }
    found = []
    for one in ASKED:
        values = typed.values(one.name, [first[one.name]] if one.name in first else [])
        options = [replace(row, is_chosen=row.value in values) for row in rows.get(one.name, [])]
        found.append(replace(one, values=values, options=options))
    return found


def usual_channel(actor: Actor) -> Channel:
    """By which way appeals reach this desk as a rule."""
    return Channel.TOWN if actor.has(Role.TOWN_CLERK) else Channel.HOTLINE


@page("GET", "POST")
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form of intake; sent, the appeal has its number."""
    actor = check_takes_in(reader)
    if request.method == "GET":
        return drawn(request, reader, Typed(kept(request)))
    forms.check_names(request, NAMES)
    typed = Typed(request.POST)
    try:
        intake = read(request, actor, typed)
        done = forms.once(
            request,
            actor,
            now(request),
            lambda: {"number": acts.register(intake=intake, actor=actor, at=now(request)).number},
        )
    except DomainError as refusal:
        return drawn(request, reader, typed, refusal)
    return HttpResponseRedirect(f"/desk/appeals/taken/{done['number']}")


def drawn(request: HttpRequest, reader: Reader, typed: Typed, refusal: DomainError | None = None) -> HttpResponse:
    """The form, with a token of its own."""
    asked = inputs(reader.actor, typed)
    aside = asked[ALWAYS:]
    context = {
        "inputs": asked[:ALWAYS],
        "more": aside,
        "is_open": any(one.value for one in aside),
        "sentence": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/appeals/new.html", context, refusal.status if refusal else 200)


def read(request: HttpRequest, actor: Actor, typed: Typed) -> acts.Intake:
    """What was typed as an intake; looked up outside of the act, so that every search stays in the log."""
    flags = typed.values("flags")
    firm = enterprise(request, actor, typed.value("enterprise").strip())
    reporter = party(request, actor, typed.value("reporter").strip())
    return acts.Intake(
        type=one_of(list(AppealType), typed.value("type"), "诉求类型"),
        channel=one_of(STAFFED, typed.value("channel"), "来源"),
        text=typed.value("text"),
        title=typed.value("title"),
        region=typed.value("region"),
        place=typed.value("place"),
        **placing.point(typed),
        contact_name=typed.value("contact_name"),
        phone=typed.value("phone"),
        item=item(typed.value("item").strip(), request),
        enterprise_id=firm.pk if firm else None,
        reporter_id=reporter.pk if reporter else None,
        is_emergency="is_emergency" in flags,
        is_anonymous="is_anonymous" in flags,
    )


def one_of(known: Sequence[Word], text: str, label: str) -> Word:
    """One of a closed list; refused with the name of the field."""
    found = next((one for one in known if one.value == text), None)
    if found is None:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=said(label))
    return found


def enterprise(request: HttpRequest, actor: Actor, code: str) -> "Party | None":
    """The enterprise concerned, by its whole code."""
    return party(request, actor, check_credit_code(code)) if code else None


def party(request: HttpRequest, actor: Actor, number: str) -> "Party | None":
    """A party by its whole number, as the counter finds it; the search is logged."""
    if not number:
        return None
    found = register.search_parties(number=number, actor=actor, at=now(request))
    if len(found) != 1:
        raise NotFound("appeal.party", "没有登记过这个号码的当事人:请核对号码,或留空后登记诉求。")
    return found[0]


def item(text: str, request: HttpRequest) -> str:
    """The code of an item by its code or name; several that fit are named."""
    if not text:
        return ""
    known = catalog.items(in_force_on=localdate(now(request)))
    exact = known.filter(code=text).values_list("code", flat=True).first()
    if exact:
        return str(exact)
    rows = list(known.filter(name__contains=text[:60]).values_list("code", "name")[: MOST_ITEMS + 1])
    named = [row for row in rows if row[1] == text] or rows
    if not named:
        raise NotFound("appeal.item", "没有名称含“{text}”的事项:请换一个更短的词,或留空。", text=text[:60])
    if len(named) > 1:
        names = "、".join(f"{name}({code})" for code, name in named[:MOST_ITEMS])
        raise BadInput("appeal.items", "有几个事项符合:{names}。请填写其中一个的编码。", names=names)
    return str(named[0][0])


@page("GET")
def taken(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The number, what to tell the person, and appeals like it."""
    check_takes_in(reader)
    view = opened(request, reader, number)
    context = {
        "case": view.case,
        "appeal": view.appeal,
        "due": pages.running(view),
        "answer": answer_term(view),
        "alike": alike(view),
        "papers": view.papers,
        "may_dispatch": view.can(moves.DISPATCH.name),
    }
    return shown_to(request, reader, "desk/appeals/taken.html", context)


def answer_term(view: AppealView) -> str:
    """How long the answer may take from the dispatch, in words."""
    said, appeal = appeals.terms_of(view.appeal), view.appeal
    return said.term_for(AppealType(appeal.type), is_emergency=appeal.is_emergency, is_complex=appeal.is_complex).words
