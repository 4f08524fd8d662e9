"""Acts that keep a rating out of the figures: one person proposes with a reason, another confirms or declines."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.casework.cases.rules import ENDED
from tongban.common.actors import Actor
from tongban.common.errors import NotFound, Refused
from tongban.common.text import clean_line
from tongban.hall.ratings.checks import already_proposed, check_counted, check_may_confirm, check_may_propose
from tongban.hall.ratings.models import Exclusion, Rating, Rectification
from tongban.hall.ratings.rules import LONGEST_REASON, ExclusionGround, ExclusionState, RatingState
from tongban.hall.ratings.services.rectifying import drop

ENDS = frozenset(status.value for status in ENDED)


@transaction.atomic
def propose_exclusion(*, rating: int, ground: ExclusionGround, reason: str, actor: Actor, at: datetime) -> Exclusion:
    """Propose that a rating does not count; it counts until another person confirms."""
    row = Rating.objects.filter(pk=rating).first()
    if row is None:
        raise unknown()
    check_may_propose(row, actor)
    check_counted(row)
    try:
        with transaction.atomic():
            return Exclusion.objects.create(
                rating=row,
                ground=ground.value,
                reason=clean_line(reason, field="排除理由", limit=LONGEST_REASON),
                proposed_at=at,
                proposed_by=actor.key,
                proposed_by_name=actor.name,
            )
    except IntegrityError:
        raise already_proposed() from None


@transaction.atomic
def confirm_exclusion(*, exclusion: int, actor: Actor, at: datetime) -> Exclusion:
    """Keep the rating out of the figures from now; it stays on record, and its rectification ends."""
    row = _locked(exclusion, actor)
    changed = Rating.objects.filter(pk=row.rating_id, state=RatingState.COUNTED.value).update(
        state=RatingState.EXCLUDED.value
    )
    if not changed:
        raise Refused("exclusion.state", "这条评价已经不计入,不用再排除:请改为不同意。")
    _decide(row, ExclusionState.CONFIRMED, actor, at)
    running = Rectification.objects.filter(rating_id=row.rating_id).exclude(case__status__in=ENDS)
    for number in running.values_list("case__number", flat=True):
        drop(number=number, reason=row.reason, at=at)
    return row


@transaction.atomic
def decline_exclusion(*, exclusion: int, actor: Actor, at: datetime) -> Exclusion:
    """Let the rating count on; another proposal may follow."""
    row = _locked(exclusion, actor)
    _decide(row, ExclusionState.DECLINED, actor, at)
    return row


def unknown() -> NotFound:
    """The refusal of a rating that is not there."""
    return NotFound("rating.unknown", "没有这条评价:请从列表中选择。")


def _locked(pk: int, actor: Actor) -> Exclusion:
    row = Exclusion.objects.select_for_update(of=("self",)).select_related("rating").filter(pk=pk).first()
    if row is None:
        raise unknown()
    check_may_confirm(row, actor)
    if row.state != ExclusionState.PROPOSED.value:
        raise Refused("exclusion.decided", "这次排除已经复核:{state}。", state=ExclusionState(row.state).label)
    return row


def _decide(row: Exclusion, state: ExclusionState, actor: Actor, at: datetime) -> None:
    row.state = state.value
    row.decided_at, row.decided_by, row.decided_by_name = at, actor.key, actor.name
    row.save(update_fields=["state", "decided_at", "decided_by", "decided_by_name"])
