"""Acts on a rating: give it, give it once more, take it back; what is refused is kept."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tongban.casework.cases.models import Case
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError, NotAllowed, NotFound, Refused
from tongban.common.text import clean_text
from tongban.hall.ratings.models import AgencySource, Rating, RatingRefusal
from tongban.hall.ratings.queries.acts import Target, check_open, target_of
from tongban.hall.ratings.queries.links import Link, read_token
from tongban.hall.ratings.rules import (
    LONGEST_WORDS,
    Level,
    RatingChannel,
    RatingState,
    RefusedWhy,
    Stage,
    check_tags,
)
from tongban.hall.ratings.services.rectifying import begin_rectification, note_again
from tongban.hall.ratings.services.sources import KNOWN_FOR, source_of
from tongban.registry.accounts.models import Account
from tongban.registry.prepared import Writer
from tongban.registry.regions.rules import covers

RATINGS = Writer(Rating)
MOST_AN_HOUR = 10  # from one address for one agency: more people than that do not share a telephone
HOUR = timedelta(hours=1)
HOTLINE_ROLES = (Role.CLERK, Role.TOWN_CLERK, Role.SUPERVISOR)
LOGGED = {
    "rating.staff": RefusedWhy.AGENCY_STAFF,
    "rating.machine": RefusedWhy.AGENCY_MACHINE,
    "rating.bulk": RefusedWhy.BULK,
    "rating.early": RefusedWhy.EARLY,
    "rating.again": RefusedWhy.AGAIN,
    "rating.expired": RefusedWhy.EXPIRED,
    "rating.forged": RefusedWhy.FORGED,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of an act."""

    level: Level
    tags: Sequence[str] = ()
    words: str = ""


@dataclass
class Attempt:
    """A rating on its way: who, through what, from where; what it is of, once that is known."""

    channel: RatingChannel
    actor: Actor | None
    source: str
    at: datetime
    link: Link | None = None
    target: Target | None = None

    @property
    def rated_by(self) -> str:
        """The key of who rates; who holds a link stays unnamed."""
        return self.actor.key if self.actor else "link"


def rate(*, token: str, opinion: Opinion, address: str, at: datetime, actor: Actor | None = None) -> Rating:
    """Rate through a link; ``actor`` is who is signed in, if anybody.

    A bad rating opens its rectification in the same transaction. No transaction around the whole: the refusal must
    not undo its own line. Raises Refused, NotAllowed, NotFound, BadInput.
    """
    attempt = Attempt(RatingChannel.LINK, actor, source_of(address), at)

    def found() -> Link:
        link = read_token(token)
        attempt.channel = link.channel
        return link

    return _given(attempt, found, opinion)


def look(*, token: str, address: str, at: datetime, actor: Actor | None = None) -> Target:
    """What a link is of, before anything is said; a link that is no good, too early or too late is on record as refused."""
    attempt = Attempt(RatingChannel.LINK, actor, source_of(address), at)
    try:
        attempt.link = read_token(token)
        attempt.channel = attempt.link.channel
        attempt.target = target_of(attempt.link)
        if attempt.target.done is None:
            check_open(attempt.target.act, at)
    except DomainError as refusal:
        if why := LOGGED.get(refusal.code):
            note_refusal(attempt, why)
        raise
    return attempt.target


def rate_as_applicant(
    *, number: str, stage: Stage, opinion: Opinion, actor: Actor, address: str, at: datetime, seq: int = 0
) -> Rating:
    """Rate an act of one's own case, signed in; with ``seq`` 0 the latest act of the stage."""
    attempt = Attempt(RatingChannel.PORTAL, actor, source_of(address), at)
    return _given(attempt, lambda: Link(number, stage, seq, RatingChannel.PORTAL), opinion)


def rate_by_hotline(*, number: str, stage: Stage, opinion: Opinion, actor: Actor, at: datetime, seq: int = 0) -> Rating:
    """Write down what somebody said on the telephone: by staff of another agency than the rated one.

    The hotline rates for many from one address, so no address is counted.
    """
    attempt = Attempt(RatingChannel.HOTLINE, actor, "", at)
    return _given(attempt, lambda: Link(number, stage, seq, RatingChannel.HOTLINE), opinion)


def _given(attempt: Attempt, link: Callable[[], Link], opinion: Opinion) -> Rating:
    try:
        with transaction.atomic():
            attempt.link = link()
            attempt.target = target_of(attempt.link)
            _check_rater(attempt)
            return _write(attempt, opinion)
    except DomainError as refusal:
        if why := LOGGED.get(refusal.code):
            note_refusal(attempt, why)
        raise


def keep_refusal(*, token: str, refusal: DomainError, address: str, at: datetime, actor: Actor | None = None) -> None:
    """Write down a refusal whose own line was undone with a transaction around it."""
    why = LOGGED.get(refusal.code)
    if why is None:
        return
    attempt = Attempt(RatingChannel.LINK, actor, source_of(address), at)
    with suppress(DomainError):
        attempt.link = read_token(token)
        attempt.channel = attempt.link.channel
        attempt.target = target_of(attempt.link)
    note_refusal(attempt, why)


def note_refusal(attempt: Attempt, why: RefusedWhy) -> None:
    """Keep that a rating was not taken."""
    target, link = attempt.target, attempt.link
    case_id = target.case.pk if target else None
    if case_id is None and link and link.number:
        case_id = Case.objects.filter(number=link.number).values_list("pk", flat=True).first()
    stage = target.act.stage if target else link.stage if link and link.number else None
    RatingRefusal.objects.create(
        why=why.value,
        channel=attempt.channel.value,
        case_id=case_id,
        stage=stage.value if stage else "",
        agency=target.act.agency if target else "",
        source=attempt.source,
        at=attempt.at,
    )


def _check_rater(attempt: Attempt) -> None:
    """Refuse who may not rate this act, and machines that rate their own agency."""
    target = attempt.target
    if target is None:
        raise ValueError("nothing to rate was found")
    actor, agency = attempt.actor, target.act.agency
    if actor is not None and actor.kind in {"staff", "system"} and actor.agency == agency:
        raise NotAllowed("rating.staff", "您是被评单位的工作人员,不能评价本单位的服务:请由办事人本人评价。")
    if attempt.channel is RatingChannel.PORTAL and (actor is None or actor.party_id != target.case.applicant_id):
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=target.case.number)
    if attempt.channel is RatingChannel.HOTLINE:
        _check_hotline(attempt, target)
    if target.done is not None:
        raise already()
    check_open(target.act, attempt.at)
    if attempt.source:
        _check_source(attempt, agency)


def _check_hotline(attempt: Attempt, target: Target) -> None:
    actor = attempt.actor
    if actor is None or not actor.has(*HOTLINE_ROLES) or not covers(actor.region, target.case.region_id):
        raise NotAllowed("rating.hotline", "热线代评由辖区的窗口人员或督查员办理:请转热线座席。")


def _check_source(attempt: Attempt, agency: str) -> None:
    own = AgencySource.objects.filter(source=attempt.source, agency_id=agency, seen_at__gte=attempt.at - KNOWN_FOR)
    if own.exists():
        raise NotAllowed(
            "rating.machine",
            "这台设备所在的网络是被评单位工作人员在用的,不能在这里评价:请用自己的手机流量打开链接再评。",
        )
    lately = Rating.objects.filter(source=attempt.source, agency_id=agency, rated_at__gt=attempt.at - HOUR)
    if lately.count() >= MOST_AN_HOUR:
        raise NotAllowed(
            "rating.bulk",
            "一小时内从这个网络评价同一单位超过{most}次,已暂停:请稍后再评,或换用手机流量。",
            most=MOST_AN_HOUR,
        )


def already() -> Refused:
    """The refusal of a second rating of the same act."""
    return Refused("rating.again", "这次服务已经评价过,一次服务评价一次:评错了的,可以打开原链接撤回。")


def _write(attempt: Attempt, opinion: Opinion) -> Rating:
    target = attempt.target
    if target is None:
        raise ValueError("nothing to rate was found")
    row = _row(attempt, target, opinion)
    kept = RATINGS.append_new([row], returning=("id",))
    if not kept:  # somebody was first in this very moment
        raise already()
    rating = Rating(pk=kept[0][0], **row)
    if target.rectification is not None:
        note_again(target.rectification, rating, attempt.at)
    elif rating.is_bad:
        begin_rectification(rating, target.case, attempt.at)
    return rating


def _row(attempt: Attempt, target: Target, opinion: Opinion) -> dict[str, Any]:
    act, case = target.act, target.case
    return {
        "uid": uuid.uuid4(),
        "case_id": case.pk,
        "stage": act.stage.value,
        "act_seq": act.seq,
        "act_at": act.at,
        "level": opinion.level.value,
        "is_bad": opinion.level.is_bad,
        "tags": check_tags(opinion.level, opinion.tags),
        "words": clean_text(opinion.words, field="评价内容", limit=LONGEST_WORDS, blank=True),
        "channel": attempt.channel.value,
        "agency_id": act.agency,
        "window_id": target.rating.window_id if target.is_again and target.rating else _window_of(act.clerk),
        "clerk": act.clerk,
        "clerk_name": act.clerk_name,
        "item_id": case.item_id,
        "region_id": case.region_id,
        "rated_at": attempt.at,
        "rated_by": attempt.rated_by,
        "source": attempt.source,
        "first_id": target.rating.pk if target.is_again and target.rating else None,
        "state": RatingState.COUNTED.value,
        "withdrawn_at": None,
        "withdrawn_by": "",
        "seen_at": None,
    }


def _window_of(clerk: str) -> str | None:
    """The window a clerk sits at."""
    number = clerk.removeprefix("staff:")
    if not number.isdecimal():
        return None
    return Account.objects.filter(pk=int(number)).values_list("staff__window_id", flat=True).first()


@transaction.atomic
def withdraw(*, token: str, at: datetime, actor: Actor | None = None) -> Rating:
    """Take one's rating back through the link it was given by; it is kept, and counted as withdrawn.

    A rectification it set going runs on: nobody gains by urging somebody to withdraw.
    """
    link = read_token(token)
    target = target_of(link)
    found = target.done
    if found is None:
        raise Refused("rating.none", "这次服务还没有评价,没有可以撤回的。")
    if found.channel == RatingChannel.PORTAL.value and (actor is None or actor.key != found.rated_by):
        raise NotAllowed("rating.own", "这条评价是登录后作出的:请由本人登录后撤回。")
    if found.channel == RatingChannel.HOTLINE.value:
        raise NotAllowed("rating.own", "这条评价是热线代为登记的:请拨打12345热线撤回。")
    check_open(target.act, at)
    row = Rating.objects.select_for_update().get(pk=found.pk)
    if row.state != RatingState.COUNTED.value:
        raise Refused("rating.state", "这条评价{state},不能再撤回。", state=RatingState(row.state).label)
    row.state, row.withdrawn_at = RatingState.WITHDRAWN.value, at
    row.withdrawn_by = actor.key if actor else "link"
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    return row


@transaction.atomic
def mark_seen(*, rating: int, at: datetime) -> bool:
    """Note that another room has reacted to a bad rating; False when somebody was first."""
    return Rating.objects.filter(pk=rating, is_bad=True, seen_at=None).update(seen_at=at) == 1
