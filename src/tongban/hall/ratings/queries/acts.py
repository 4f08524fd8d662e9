"""What can be rated of a case now, and what was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.exchange.models import OutboxEvent
from tongban.common.actors import Actor
from tongban.common.errors import DomainError, NotFound, Refused
from tongban.common.time import due_day, localdate
from tongban.hall.ratings.models import Rating, Rectification
from tongban.hall.ratings.queries.links import Link, token_for
from tongban.hall.ratings.rules import CLOSED, JournalLine, RatedAct, RatingChannel, Stage, act_named, acts_of
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies import queries as policies
from tongban.registry.policies.models import Policy
from tongban.registry.prepared import Lookup
from tongban.workdays import Clock

LINES = Lookup(lambda pk: JournalEntry.objects.filter(case_id=pk).order_by("seq"), int)


@dataclass(frozen=True)
class Target:
    """What a link leads to: the case, the act, the rating there is of it, the rectification that asks once more."""

    case: Case
    act: RatedAct
    rating: Rating | None
    rectification: Rectification | None = None

    @property
    def is_again(self) -> bool:
        """Whether it is to be rated once more, after a rectification."""
        return self.rectification is not None

    @property
    def done(self) -> Rating | None:
        """The rating that was given through this link already."""
        return (getattr(self.rating, "again", None) if self.is_again else self.rating) if self.rating else None


def case_numbered(number: str) -> Case:
    """The case with its agency and item, whoever asks: who holds a link knows no more than the act. Raises NotFound."""
    found = Case.objects.filter(number=number).select_related("item", "agency", "region").first()
    if found is None:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found


def target_of(link: Link) -> Target:
    """What the link is of. Raises NotFound, or Refused while the act has not ended."""
    return _again(link.again) if link.again else _first(link)


def _first(link: Link) -> Target:
    case = case_numbered(link.number)
    act = act_named(acts_of(case.kind, case.agency_id, LINES(case.pk)), link.stage, link.seq)
    if act is None:
        raise Refused(
            "rating.early", "这件事的“{stage}”还没有结束,现在不能评价:请等办完后再评。", stage=link.stage.label
        )
    rating = Rating.objects.filter(case_id=case.pk, stage=act.stage.value, act_seq=act.seq, first=None).first()
    return Target(case, act, rating)


def _again(uid: UUID) -> Target:
    rows = Rectification.objects.select_related(
        "case", "rating__case__item", "rating__case__agency", "rating__case__region", "rating__again"
    )
    row = rows.filter(rating__uid=uid).first()
    if row is None or row.case.ended_at is None:
        raise Refused("rating.early", "整改还没有验收,现在不能再次评价:验收后会再通知您。")
    return Target(row.rating.case, act_of(row.rating, row.case.ended_at), row.rating, row)


def act_of(rating: Rating, at: datetime) -> RatedAct:
    """The act a rating is of, as of the instant from which one may rate."""
    return RatedAct(Stage(rating.stage), rating.act_seq, at, rating.agency_id, rating.clerk, rating.clerk_name)


def expires_at(act: RatedAct, known: Sequence[Policy] | None = None) -> datetime:
    """Until when an act can be rated: the term of the policy in force on its day; ``known`` are all published ones."""
    on = localdate(act.at)
    policy = next((one for one in known or () if one.effective_on <= on), None) or policies.in_force(on)
    due_at = Clock(policies.content(policy).ratings.rate_within, act.at).due_at()
    if due_at is None:
        raise ValueError("a term without pauses has an end")
    return due_at


def check_open(act: RatedAct, at: datetime, known: Sequence[Policy] | None = None) -> None:
    """Refuse a rating that comes too late."""
    until = expires_at(act, known)
    if at >= until:
        raise Refused(
            "rating.expired", "评价期限到{on}为止,已经过了:仍有意见的,请拨打12345热线反映。", on=due_day(until)
        )


@dataclass(frozen=True)
class Ratable:
    """An act its applicant can rate, or has rated; ``refusal`` says why not any more."""

    act: RatedAct
    token: str
    rating: Rating | None
    refusal: DomainError | None = None


def ratable(case: Case, *, at: datetime, channel: RatingChannel = RatingChannel.PORTAL) -> list[Ratable]:
    """The ended acts of a case with a link for each, what was said of them, and whether it is too late; newest first."""
    found = links(case, None, channel)
    if not found:
        return []
    given = {(row.stage, row.act_seq): row for row in ratings_of(case)}
    known = list(policies.policies().published())
    return [
        Ratable(act, token, given.get((act.stage.value, act.seq)), _too_late(act, at, known)) for act, token in found
    ]


def links(case: Case, lines: Iterable[JournalLine] | None, channel: RatingChannel) -> list[tuple[RatedAct, str]]:
    """The ended acts of a case, each with its link, newest first; no statement where the whole journal was read."""
    found = acts_of(case.kind, case.agency_id, LINES(case.pk) if lines is None else lines)
    return [(act, token_for(case.number, act.stage, act.seq, channel)) for act in reversed(found)]


def links_of_ends(events: Sequence[OutboxEvent], at: datetime) -> dict[UUID, str]:
    """Where the whole can be rated without a sign-in, by the key of each event that ended a case; four statements.

    Left out are ends that cannot be rated: of a kind nobody rates, rated already, or too long ago.
    """
    numbers = {event.subject for event in events if event.data.get("status") in CLOSED}
    if not numbers:
        return {}
    known = list(policies.policies().published())
    cases_ = {case.pk: case for case in Case.objects.filter(number__in=numbers)}
    rated = set(Rating.objects.filter(case_id__in=cases_, stage=Stage.WHOLE.value).values_list("case_id", "act_seq"))
    lines = JournalEntry.objects.filter(case_id__in=cases_).order_by("case_id", "seq")
    ends: dict[tuple[str, datetime], str] = {}
    for pk, found in groupby(lines, key=lambda line: line.case_id):
        case = cases_[pk]
        for act in acts_of(case.kind, case.agency_id, found):
            if act.stage is Stage.WHOLE and (pk, act.seq) not in rated and not _too_late(act, at, known):
                ends[case.number, act.at] = f"/rate/{token_for(case.number, act.stage, act.seq)}"
    return {
        event.uid: link
        for event in events
        if event.data.get("status") in CLOSED and (link := ends.get((event.subject, event.occurred_at)))
    }


def ratable_on_behalf(number: str, actor: Actor, *, at: datetime) -> list[Ratable]:
    """What the hotline can write down of a case of its region. Raises NotFound for any other."""
    return ratable(cases.case(number, actor), at=at, channel=RatingChannel.LINK)


def ratings_of(case: Case) -> Sequence[Rating]:
    """The ratings of a case, the oldest first, without those given once more."""
    return list(Rating.objects.filter(case_id=case.pk, first=None).order_by("pk"))


def _too_late(act: RatedAct, at: datetime, known: Sequence[Policy]) -> DomainError | None:
    try:
        check_open(act, at, known)
    except DomainError as refusal:
        return refusal
    return None


def agency_name(code: str) -> str:
    """The name of the agency that is rated."""
    return agencies.agency(code).name
