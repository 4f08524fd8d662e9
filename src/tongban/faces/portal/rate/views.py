"""What is rated, the five levels, a few tags, a few words; and what happens next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases.rules import Kind
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.time import localdate
from tongban.faces.api.auth import now, on_behalf
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, asked_to_sign_in, page, reader_of
from tongban.faces.pages.showing import shown_to
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import Target
from tongban.hall.ratings.rules import LONGEST_WORDS, Level, RatedAct, RatingChannel, RatingState, Tag, read_level
from tongban.registry.policies import queries as policies

if TYPE_CHECKING:
    from tongban.faces.api.reading import CaseView
    from tongban.hall.ratings.models import Rating
    from tongban.registry.accounts.models import Account

FIELDS = frozenset({"level", "tags", "words"})


@page("GET", "POST", public=True)
def rate(request: HttpRequest, *, token: str) -> HttpResponse:
    """Rate one act."""
    reader = _reader(request)
    target = ratings.look(token=token, address=_address(request), at=now(request))
    if _needs_sign_in(token, target) and reader is None:
        return asked_to_sign_in(request)
    if request.method == "GET":
        if target.done is not None:
            return HttpResponseRedirect(f"/rate/{token}/thanks")
        return shown_to(request, reader, "portal/rate/rate.html", asked(token, target))
    try:
        forms.check_names(request, FIELDS)
        opinion = ratings.Opinion(
            read_level(request.POST.get("level", "")), request.POST.getlist("tags"), request.POST.get("words", "")
        )
        ratings.rate(
            token=token, opinion=opinion, address=_address(request), at=now(request), actor=_actor(request, target)
        )
    except BadInput as refusal:
        context = {**asked(token, target, request), "refusal": refusal}
        return shown_to(request, reader, "portal/rate/rate.html", context, refusal.status)
    return HttpResponseRedirect(f"/rate/{token}/thanks")


@page("GET", public=True)
def thanks(request: HttpRequest, *, token: str) -> HttpResponse:
    """Thanks, what was said, and what happens where it was bad."""
    target = queries.target_of(queries.read_token(token))
    given = target.done
    if given is None:
        return HttpResponseRedirect(f"/rate/{token}")
    said = policies.content(policies.in_force(localdate(given.rated_at))).ratings
    context = {
        **what(target),
        "token": token,
        "level": Level(given.level),
        "tags": [Tag(tag).label for tag in given.tags],
        "words": given.words,
        "is_bad": given.is_bad and not target.is_again,
        "is_again": target.is_again,
        "is_withdrawn": given.state == RatingState.WITHDRAWN.value,
        "can_withdraw": given.state == RatingState.COUNTED.value and given.channel != RatingChannel.HOTLINE.value,
        "terms": said,
    }
    return shown_to(request, _reader(request), "portal/rate/thanks.html", context)


@page("POST", public=True)
def withdraw(request: HttpRequest, *, token: str) -> HttpResponse:
    """Take one's rating back."""
    forms.check_names(request, frozenset())
    target = queries.target_of(queries.read_token(token))
    ratings.withdraw(token=token, at=now(request), actor=_actor(request, target))
    return HttpResponseRedirect(f"/rate/{token}/thanks")


def asked(token: str, target: Target, request: HttpRequest | None = None) -> dict[str, Any]:
    """The form, with what was typed into it."""
    typed = request.POST if request else {}
    chosen = request.POST.getlist("tags") if request else []
    return {
        **what(target),
        "token": token,
        "is_again": target.is_again,
        "levels": [(level, level.value == typed.get("level", "")) for level in Level],
        "good_tags": [(tag, tag.value in chosen) for tag in Tag if not tag.is_bad],
        "bad_tags": [(tag, tag.value in chosen) for tag in Tag if tag.is_bad],
        "words": typed.get("words", ""),
        "most": LONGEST_WORDS,
    }


def what(target: Target) -> dict[str, Any]:
    """What whoever holds the link may know: the item, the agency, the day; nothing else of the case."""
    case, act = target.case, target.act
    return {
        "item": case.item.name if case.item else "",
        "kind": Kind(case.kind).label,
        "stage": act.stage.label,
        "agency": queries.agency_name(act.agency),
        "day": target.rating.act_at if target.is_again and target.rating else act.at,
    }


@dataclass(frozen=True)
class Offered:
    """An act of a case that can be rated, with its link, or that was; ``level`` is what was said of it."""

    act: RatedAct
    token: str
    level: Level | None
    is_withdrawn: bool


def offered(
    view: "CaseView", lines: list[Any], most: int, channel: RatingChannel = RatingChannel.PORTAL
) -> list[Offered]:
    """What of a case can be rated, with the links, and what was; ``lines`` are those read of its journal, ``most`` as many
    as asked. One statement more where there is something to rate.
    """
    found = queries.links(view.case, lines if len(lines) < most else None, channel)
    given = {(one.stage, one.act_seq): one for one in queries.ratings_of(view.case)} if found else {}
    return [_offered(act, token, given.get((act.stage.value, act.seq))) for act, token in found]


def _offered(act: RatedAct, token: str, rating: "Rating | None") -> Offered:
    level = Level(rating.level) if rating else None
    return Offered(act, token, level, rating is not None and rating.state == RatingState.WITHDRAWN.value)


def _needs_sign_in(token: str, target: Target) -> bool:
    return not target.is_again and queries.read_token(token).channel is RatingChannel.PORTAL


def _reader(request: HttpRequest) -> Reader | None:
    return reader_of(request) if request.user.is_authenticated else None


def _actor(request: HttpRequest, target: Target) -> Actor | None:
    """Who rates: whoever is signed in, as the applicant where the person acts for it."""
    reader, applicant = _reader(request), target.case.applicant_id
    if reader is None or reader.person.party_id is None or applicant in {None, reader.actor.party_id}:
        return reader.actor if reader else None
    try:
        return on_behalf(cast("Account", request.user), reader.person, applicant or 0, now(request))
    except NotAllowed:
        return reader.actor


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
