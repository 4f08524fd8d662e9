"""What people of the sample said of ended cases, and the bad words in every stage of their rectification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind, Status
from tongban.common.actors import worker
from tongban.common.errors import Refused
from tongban.common.time import localdate, noon
from tongban.demo.sample.people import Office
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import ExclusionGround, Level, RatingChannel, Stage
from tongban.workdays import current

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case
    from tongban.hall.ratings.models import Rating

AGENCY = "hf-scjg"  # that of the sign-ins, so that they have rectifications to work on
SHARE, WINDOW_SHARE = 0.5, 0.25
RATED_WITHIN = 25  # days after the act, well within the thirty of the policy
LEVELS = (*[Level.VERY_SATISFIED] * 12, *[Level.SATISFIED] * 6, *[Level.FAIR] * 2)
TAGS = (("warm",), ("once", "fast"), ("clear",), ("handy",), (), ())
PRAISE = ("窗口讲得清楚,一次就办好了。(样例)", "比承诺的快。(样例)", "", "", "")
FINDING, MEASURES = "经查属实。(样例)", "更新告知单,当日组织窗口培训。(样例)"


@dataclass(frozen=True)
class Bad:
    """One bad rating: how many working days ago, what of, what was said, and how far it has come."""

    days: int
    stage: Stage
    opinion: ratings.Opinion
    until: str = ""


BAD = (
    Bad(1, Stage.WHOLE, ratings.Opinion(Level.DISSATISFIED, ("too_late",), "等得太久,没人告诉我办到哪一步。(样例)")),
    Bad(
        6,
        Stage.WINDOW,
        ratings.Opinion(Level.VERY_DISSATISFIED, ("rude", "extra_trips"), "窗口说少一份材料,跑了两趟。(样例)"),
        "verify",
    ),
    Bad(4, Stage.WHOLE, ratings.Opinion(Level.DISSATISFIED, ("extra_papers",), "指南上没写要这一份。(样例)"), "verify"),
    Bad(
        10,
        Stage.WHOLE,
        ratings.Opinion(Level.DISSATISFIED, ("passed_around",), "问了三个人,说法都不一样。(样例)"),
        "rectify",
    ),
    Bad(
        20,
        Stage.WHOLE,
        ratings.Opinion(Level.VERY_DISSATISFIED, ("extra_trips",), "同一份材料交了两次。(样例)"),
        "again",
    ),
    Bad(9, Stage.WHOLE, ratings.Opinion(Level.VERY_DISSATISFIED, (), "乱评试试。(样例)"), "dismiss"),
)


def rate_cases(office: Office, *, last_on: date, seed: int) -> int:
    """Rate ended cases, work on what was bad, propose to leave one out; how many ratings there are.

    The dice are its own, so that the cases stay as they are.
    """
    rng = Random(seed)  # noqa: S311 - a sample is to be the same every time
    ended = cases.cases(worker()).filter(kind=Kind.APPLICATION.value, accepted_at__isnull=False, ended_at__isnull=False)
    rows = [case for case in ended.order_by("ended_at", "pk") if case.status != Status.WITHDRAWN.value]
    taken: set[int] = set()
    bad = [_given_bad(one, rows, taken, last_on) for one in BAD]
    count = sum(_rated(case, rng, last_on) for case in rows if case.pk not in taken)
    for one, rating in zip(BAD, bad, strict=True):
        _mend(office, one, rating, current().add(last_on, -one.days))
    _leave_out(office, bad[-1], last_on)
    return count + len(bad)


def _given_bad(one: Bad, rows: Sequence["Case"], taken: set[int], last_on: date) -> "Rating":
    """The newest case that fits was rated badly: one of the agency of the sign-ins where there is any."""
    on = current().add(last_on, -one.days)
    early = [case for case in reversed(rows) if case.pk not in taken and _is_recent(case, on)]
    ordered = sorted(early, key=lambda case: case.agency_id != AGENCY)
    case = next(case for case in ordered if _has(case, one.stage, on))
    taken.add(case.pk)
    token = queries.token_for(case.number, one.stage, channel=RatingChannel.WINDOW_QR)
    return ratings.rate(token=token, opinion=one.opinion, address="", at=noon(on, 10, 10))


def _is_recent(case: "Case", on: date) -> bool:
    """Whether the case ended some days before."""
    return case.ended_at is not None and timedelta() < noon(on) - case.ended_at < timedelta(hours=24 * RATED_WITHIN)


def _has(case: "Case", stage: Stage, on: date) -> bool:
    """Whether somebody did what is rated, lately enough."""
    acts = [one for one in queries.ratable(case, at=noon(on, 10)) if one.act.stage is stage and one.refusal is None]
    return any(one.act.clerk and one.act.at < noon(on, 10) for one in acts)


def _rated(case: "Case", rng: Random, last_on: date) -> int:
    """The whole, and sometimes the window, within some days of the end."""
    chances = [(Stage.WHOLE, rng.random() < SHARE), (Stage.WINDOW, rng.random() < WINDOW_SHARE)]
    on = current().add(localdate(case.ended_at or case.touched_at), rng.randint(0, 3))
    opinion = ratings.Opinion(rng.choice(LEVELS), rng.choice(TAGS), rng.choice(PRAISE))
    at = noon(on, 19, rng.randint(0, 59))
    channel = rng.choice((RatingChannel.WINDOW_QR, RatingChannel.LINK))
    if on > last_on:
        return 0
    return sum(_try(case, stage, channel, opinion, at) for stage, is_chosen in chances if is_chosen)


def _try(case: "Case", stage: Stage, channel: RatingChannel, opinion: ratings.Opinion, at: datetime) -> int:
    """One rating, where there is such an act of the last days."""
    if not any(one.act.stage is stage and one.refusal is None for one in queries.ratable(case, at=at)):
        return 0
    try:
        ratings.rate(token=queries.token_for(case.number, stage, channel=channel), opinion=opinion, address="", at=at)
    except Refused:
        return 0
    return 1


def _mend(office: Office, one: Bad, rating: "Rating", on: date) -> None:
    """Go as far as this one has come, a step each working day."""
    if not one.until:
        return
    found = queries.rating(rating.pk, worker())
    number, days = found.rectification.case.number, iter(range(1, 9))
    checker = office.signed_in("supervisor")

    def at() -> datetime:
        return noon(current().add(on, next(days)), 15)

    if one.until == "dismiss":
        ratings.dismiss(number=number, reason="当日办理记录完整,评价与事实不符。(样例)", actor=checker, at=at())
        return
    ratings.verify(number=number, finding=FINDING, actor=checker, at=at())
    if one.until == "verify":
        return
    hand = office.handler(found.agency_id)
    ratings.contact(number=number, how="电话", words="已致歉并说明改进办法。(样例)", actor=hand, at=at())
    ratings.rectify(number=number, measures=MEASURES, evidence="告知单新版、培训签到表(样例)", actor=hand, at=at())
    if one.until == "rectify":
        return
    ratings.confirm(number=number, opinion="已抽查,属实。(样例)", actor=checker, at=at())
    again = ratings.Opinion(Level.SATISFIED, ("clear",), "改了就好。(样例)")
    ratings.rate(token=queries.token_again(found.uid), opinion=again, address="", at=at())


def _leave_out(office: Office, rating: "Rating", last_on: date) -> None:
    """One was malicious: proposed by the coordinator, not yet decided by the second person."""
    ratings.propose_exclusion(
        rating=rating.pk,
        ground=ExclusionGround.MALICE,
        reason="核实不属实,评价内容与办理过程无关。(样例)",
        actor=office.signed_in("coordinator"),
        at=noon(last_on, 16),
    )
