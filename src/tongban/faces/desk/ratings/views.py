"""The list of ratings, one of them with what was done about it, and ratings taken down on the telephone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongban.common.actors import Role
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.inputs import Input, Typed, Widget, options
from tongban.faces.pages.showing import shown_to
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import FILTERS, RatingFilter
from tongban.hall.ratings.rules import (
    ExclusionGround,
    ExclusionState,
    Level,
    RatingChannel,
    RatingState,
    Stage,
    Tag,
    read_level,
)

ROWS = 30
MOST_DIGITS = 6
READERS = (
    *(Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD),
    *(Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER, Role.ADMIN),
)
HOTLINE = (Role.CLERK, Role.TOWN_CLERK, Role.SUPERVISOR)
SPOKEN = frozenset({"number", "act", "level", "tags", "words"})


def check_reader(reader: Reader) -> None:
    """Refuse who has nothing to do with ratings: for parties there is no such page."""
    if reader.actor.kind != "staff" or not reader.actor.has(*READERS):
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")


def asked_of(request: HttpRequest) -> RatingFilter:
    """What the address asks for."""
    return queries.read_filter({name: request.GET.get(name, "").strip()[:60] for name in FILTERS})


@page("GET", query=("page", *FILTERS))
def listed(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The ratings the reader may read, bad ones first."""
    check_reader(reader)
    asked, number = asked_of(request), _page(request.GET.get("page", ""))
    found = queries.page(reader.actor, asked, skip=(number - 1) * ROWS, limit=ROWS + 1)
    given = dict(queries.query_of(asked))
    context = {
        "rows": [shown(one) for one in found[:ROWS]],
        "whole": queries.total(reader.actor, asked),
        "asked": asked,
        "hidden": [(name, given[name]) for name in ("agency", "window", "clerk", "item") if name in given],
        "choices": choices(asked),
        "former": urlencode({**given, "page": str(number - 1)}) if number > 1 else "",
        "following": urlencode({**given, "page": str(number + 1)}) if len(found) > ROWS else "",
        "query": urlencode(given),
        "is_narrowed": bool(given),
        "waiting": queries.proposed_exclusions(reader.actor) if number == 1 and not given else [],
        "refusals": queries.refusals(reader.actor, limit=10) if number == 1 and not given else [],
        "can_take_down": reader.actor.has(*HOTLINE),
    }
    return shown_to(request, reader, "desk/ratings/list.html", context)


def choices(asked: RatingFilter) -> list[tuple[str, str, list[Any]]]:
    """The filters of the list: name, label and what can be chosen."""
    rows: list[tuple[str, str, Any, str]] = [
        ("stage", "环节", Stage, asked.stage),
        ("level", "满意程度", Level, asked.level),
        ("tag", "标签", Tag, asked.tag),
        ("state", "是否计入", RatingState, asked.state),
    ]
    return [
        (name, label, options([(one.value, one.label) for one in values], [chosen]))
        for name, label, values, chosen in rows
    ]


def shown(one: Any) -> dict[str, Any]:
    """A rating in words."""
    again = getattr(one, "again", None)
    mended = getattr(one, "rectification", None)
    return {
        "row": one,
        "level": Level(one.level),
        "stage": Stage(one.stage).label,
        "channel": RatingChannel(one.channel).label,
        "state": RatingState(one.state),
        "is_out": one.state != RatingState.COUNTED.value,
        "tags": [Tag(tag).label for tag in one.tags],
        "again": Level(again.level).label if again else "",
        "again_words": again.words if again else "",
        "rectification": mended.case if mended else None,
    }


@page("GET")
def one(request: HttpRequest, reader: Reader, *, pk: int) -> HttpResponse:
    """One rating, what followed, and whether it is to count."""
    check_reader(reader)
    return drawn(request, reader, pk)


def drawn(request: HttpRequest, reader: Reader, pk: int, refusal: DomainError | None = None) -> HttpResponse:
    """The page of one rating, with a form that was refused."""
    found = queries.rating(pk, reader.actor)
    exclusions = queries.exclusions_of(found)
    typed = Typed(request.POST if refusal else None)
    context = {
        "one": shown(found),
        "exclusions": [(row, ExclusionGround(row.ground).label, ExclusionState(row.state)) for row in exclusions],
        "may_propose": queries.refusal_to_propose(found, exclusions, reader.actor),
        "may_decide": queries.refusal_to_confirm(exclusions, reader.actor),
        "inputs": exclusion_inputs(typed),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/ratings/one.html", context, refusal.status if refusal else 200)


def exclusion_inputs(typed: Typed) -> list[Input]:
    """The form that proposes to exclude."""
    grounds = [(ground.value, ground.label) for ground in ExclusionGround]
    chosen = typed.values("ground")
    return [
        Input("ground", "事由", Widget.CHOICE, is_needed=True, values=chosen, options=options(grounds, chosen)),
        Input(
            "reason",
            "排除理由",
            Widget.TEXT,
            hint="写明依据,复核的人要看。",
            is_needed=True,
            values=typed.values("reason"),
        ),
    ]


@page("POST")
def exclude(request: HttpRequest, reader: Reader, *, pk: int) -> HttpResponse:
    """Propose that a rating does not count."""
    check_reader(reader)
    found = queries.rating(pk, reader.actor)
    ground = request.POST.get("ground", "")

    def act() -> dict[str, Any]:
        if ground not in set(ExclusionGround):
            raise BadInput("exclusion.ground", "请选择排除的事由:误评或恶意评价。")
        reason = request.POST.get("reason", "")
        row = ratings.propose_exclusion(
            rating=found.pk, ground=ExclusionGround(ground), reason=reason, actor=reader.actor, at=now(request)
        )
        return {"exclusion": row.pk}

    try:
        forms.check_names(request, frozenset({"ground", "reason"}))
        forms.once(request, reader.actor, now(request), act)
    except DomainError as refusal:
        return drawn(request, reader, pk, refusal)
    messages.success(request, _("已提出,由另一人复核后才不计入。"))
    return HttpResponseRedirect(f"/desk/ratings/{pk}")


@page("POST")
def decide(request: HttpRequest, reader: Reader, *, pk: int, act: str) -> HttpResponse:
    """Confirm or decline what somebody else proposed."""
    check_reader(reader)
    verbs = {"confirm": ratings.confirm_exclusion, "decline": ratings.decline_exclusion}
    if act not in verbs:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    forms.check_names(request, frozenset())

    def made() -> dict[str, Any]:
        return {"rating": verbs[act](exclusion=pk, actor=reader.actor, at=now(request)).rating_id}

    rating = forms.once(request, reader.actor, now(request), made)["rating"]
    messages.success(request, _("已复核。"))
    return HttpResponseRedirect(f"/desk/ratings/{rating}")


@page("GET", "POST", query=("number",))
def hotline(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Take down what somebody says of a case on the telephone: first which case, then the rating."""
    check_reader(reader)
    if not reader.actor.has(*HOTLINE):
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    given = request.POST.get("number", "") or request.GET.get("number", "")
    number, refusal = given.strip()[:60], None
    if request.method == "POST":
        try:
            forms.check_names(request, SPOKEN)
            stage, seq = _act(request.POST.get("act", ""))
            opinion = ratings.Opinion(
                read_level(request.POST.get("level", "")), request.POST.getlist("tags"), request.POST.get("words", "")
            )
            ratings.rate_by_hotline(
                number=number, stage=stage, seq=seq, opinion=opinion, actor=reader.actor, at=now(request)
            )
        except DomainError as found:
            refusal = found
        else:
            messages.success(request, _("评价已登记。不满意的,已转被评单位核实整改。"))
            return HttpResponseRedirect("/desk/ratings/hotline")
    return asked_by_hotline(request, reader, number, refusal)


def asked_by_hotline(
    request: HttpRequest, reader: Reader, number: str, refusal: DomainError | None = None
) -> HttpResponse:
    """The page of the hotline."""
    acts: list[Any] = []
    if number:
        try:
            acts = queries.ratable_on_behalf(number, reader.actor, at=now(request))
        except DomainError as found:
            refusal = refusal or found
    typed = request.POST
    context = {
        "number": number,
        "acts": acts,
        "chosen": typed.get("act", ""),
        "levels": [(level, level.value == typed.get("level", "")) for level in Level],
        "tags": [(tag, tag.value in typed.getlist("tags")) for tag in Tag],
        "words": typed.get("words", ""),
        "refusal": refusal,
    }
    return shown_to(request, reader, "desk/ratings/hotline.html", context, refusal.status if refusal else 200)


def _act(text: str) -> tuple[Stage, int]:
    stage, _sep, seq = text.partition("-")
    if stage not in set(Stage) or not (seq.isascii() and seq.isdecimal() and len(seq) <= MOST_DIGITS):
        raise BadInput("rating.act", "请选择评价哪一次服务。")
    return Stage(stage), int(seq)


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < MOST_DIGITS and int(text) else 1
