"""Acts on the calendar: a notice is proposed by one administrator and confirmed by another; then open cases are recounted."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import Conflict, NotAllowed, Refused
from tongban.common.text import clean_line
from tongban.registry.calendars import queries
from tongban.registry.calendars.models import LoadedNotice, Recount
from tongban.registry.calendars.rules import LONGEST_REASON, NoticeState, bad_text
from tongban.workdays import Head, Notice

LEASE = timedelta(seconds=60)


def check_administers(actor: Actor) -> None:
    """Refuse anyone but an administrator: a notice moves every term in the city."""
    if not actor.has(Role.ADMIN):
        raise NotAllowed("notice.role", "只有系统管理员可以载入节假日通知:请联系系统管理员。")


def check_other(actor: Actor, first: str) -> None:
    """Refuse the person who began: two persons answer for the calendar."""
    if actor.key == first:
        raise NotAllowed("notice.same_person", "提交和确认不能是同一人:请由另一名系统管理员核对后确认。")


@transaction.atomic
def propose(*, text: str, actor: Actor, at: datetime, head: Head = Head()) -> LoadedNotice:  # noqa: B008 - immutable
    """Keep a notice for another person to confirm; refused with everything that is wrong with it at once."""
    check_administers(actor)
    found = queries.check(text, head)
    if found.notice is None:
        raise bad_text(found.problems)
    notice = found.notice
    _check_new(notice)
    queries.candidate(notice)  # a day no calendar has is refused here, not in every process later
    try:
        with transaction.atomic():
            return LoadedNotice.objects.create(
                year=notice.year,
                number=notice.number,
                title=clean_line(notice.title, field="标题", limit=120),
                issued_on=notice.issued_on,
                text=found.text,
                source="" if found.source == found.text else found.source,
                loaded_at=at,
                loaded_by=actor.key,
                loaded_by_name=actor.name,
            )
    except IntegrityError:
        template = "文号{number}的通知已在等待确认:请先确认或放弃那一份。"
        raise Conflict("notice.waiting", template, number=notice.number) from None


def _check_new(notice: Notice) -> None:
    """Refuse a notice that already holds word for word: nothing would move."""
    if any(notice == held for held in queries.known()):
        template = "文号{number}的通知已经载入,日期完全相同,无需再次载入。"
        raise Refused("notice.known", template, number=notice.number)


@transaction.atomic
def confirm(*, notice: int, actor: Actor, at: datetime) -> LoadedNotice:
    """Put a notice in force from this instant in every process; one of the same number is replaced by it."""
    check_administers(actor)
    row = _locked(notice, NoticeState.PROPOSED)
    check_other(actor, row.loaded_by)
    before = queries.holding()
    found = queries.check(row.text)
    if found.notice is None:
        raise bad_text(found.problems)
    row.moves_from_on = queries.with_notice(row).first_difference(before)
    former = queries.replaced_by(row)
    if former is not None:
        _end(former, NoticeState.REPLACED, actor=actor, at=at)
    row.state = NoticeState.IN_FORCE.value
    row.confirmed_at, row.confirmed_by, row.confirmed_by_name = at, actor.key, actor.name
    row.save(update_fields=["state", "moves_from_on", "confirmed_at", "confirmed_by", "confirmed_by_name"])
    return row


@transaction.atomic
def drop(*, notice: int, reason: str, actor: Actor, at: datetime) -> LoadedNotice:
    """Give up a notice that was not confirmed; it stays on record."""
    check_administers(actor)
    row = _locked(notice, NoticeState.PROPOSED)
    row.reason = clean_line(reason, field="理由", limit=LONGEST_REASON)
    return _end(row, NoticeState.DROPPED, actor=actor, at=at)


@transaction.atomic
def ask_withdrawal(*, notice: int, reason: str, actor: Actor, at: datetime) -> LoadedNotice:
    """Ask that a notice loaded by mistake no longer holds; another person decides it."""
    check_administers(actor)
    row = _locked(notice, NoticeState.IN_FORCE)
    row.reason = clean_line(reason, field="理由", limit=LONGEST_REASON)
    row.asked_at, row.asked_by = at, actor.key
    row.save(update_fields=["reason", "asked_at", "asked_by"])
    return row


@transaction.atomic
def withdraw(*, notice: int, actor: Actor, at: datetime) -> LoadedNotice:
    """Take a notice out of the calendar, as another person asked; it stays on record."""
    check_administers(actor)
    row = _locked(notice, NoticeState.IN_FORCE)
    if row.asked_at is None:
        raise Refused("notice.not_asked", "还没有人申请撤回这份通知:请先写明理由提出申请。")
    check_other(actor, row.asked_by)
    row.moves_from_on = queries.without_notice(row).first_difference(queries.holding())
    return _end(row, NoticeState.WITHDRAWN, actor=actor, at=at)


def _locked(pk: int, state: NoticeState) -> LoadedNotice:
    row = LoadedNotice.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise queries.no_notice()
    if row.state != state:
        template = "这份通知现在是“{state}”,不能这样办:请刷新后核对。"
        raise Refused("notice.state", template, state=NoticeState(row.state).label)
    return row


def _end(row: LoadedNotice, state: NoticeState, *, actor: Actor, at: datetime) -> LoadedNotice:
    row.state = state.value
    row.ended_at, row.ended_by, row.ended_by_name = at, actor.key, actor.name
    row.save(update_fields=["state", "ended_at", "ended_by", "ended_by_name", "reason", "moves_from_on"])
    return row


@transaction.atomic
def ask_recount(*, actor: Actor, at: datetime, notice: int | None = None) -> Recount:
    """Have the workers recount open cases; of a notice, those it can have moved. Doing it again moves nothing twice."""
    check_administers(actor)
    row = queries.notice(notice) if notice is not None else None
    if row is not None and row.confirmed_at is None:
        raise Refused("recount.unconfirmed", "这份通知还没有确认载入,没有可重算的:请先由另一人确认。")
    if queries.unfinished() is not None:
        raise Conflict("recount.running", "已有一次重算正在进行:请等它完成后再启动。")
    return Recount.objects.create(
        notice=row,
        since_on=row.moves_from_on if row else None,
        asked_at=at,
        asked_by=actor.key,
        asked_by_name=actor.name,
    )


def claim_recount(*, at: datetime) -> Recount | None:
    """The recounting under way, held by this worker for a minute; None when there is none or another has it."""
    row = queries.unfinished()
    if row is None:
        return None
    free = Recount.objects.filter(pk=row.pk, finished_at=None, claimed_until=row.claimed_until)
    if row.claimed_until is not None and row.claimed_until > at:
        return None
    return row if free.update(claimed_until=at + LEASE) else None


@transaction.atomic
def note_recount(*, recount: int, cursor: int | None, examined: int, moved: int, refused: int, at: datetime) -> Recount:
    """Add what a batch brought; ``cursor`` None means that the last case has been seen."""
    row = Recount.objects.select_for_update().get(pk=recount)
    row.examined += examined
    row.moved += moved
    row.refused += refused
    row.cursor = row.cursor if cursor is None else cursor
    row.finished_at = at if cursor is None else None
    row.claimed_until = None
    row.save(update_fields=["examined", "moved", "refused", "cursor", "finished_at", "claimed_until"])
    return row
