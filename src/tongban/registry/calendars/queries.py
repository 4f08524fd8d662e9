"""Reads of the calendar: which notices hold, what a candidate would change, how a recounting goes; and the hook of workdays."""

from collections.abc import Hashable, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from tongban import workdays
from tongban.common.errors import BadInput, NotFound
from tongban.registry.calendars.models import LoadedNotice, Recount
from tongban.registry.calendars.rules import Candidate, NoticeState, read
from tongban.workdays import Calendar, Head, Notice, in_order, read_text


class Kept:
    """The notices in force in the database, as ``workdays`` asks for them: one small statement a second and process."""

    def signature(self) -> Hashable:
        """The rows in force; a row's text never changes."""
        return tuple(LoadedNotice.objects.filter(state=NoticeState.IN_FORCE.value).order_by("pk").values_list("pk"))

    def notices(self, known: Sequence[Notice]) -> Sequence[Notice]:
        """Them as notices, read strictly."""
        return kept(known)


KEPT = Kept()


def hold() -> None:
    """Have every reckoning of this process follow the folder of the settings and the database."""
    workdays.configure(Path(settings.NOTICES_FOLDER) if settings.NOTICES_FOLDER else None)
    workdays.attach(KEPT)


def kept(known: Sequence[Notice], *, without: LoadedNotice | None = None) -> list[Notice]:
    """The notices in force in the database; one that cannot be read is refused by its number, never skipped."""
    rows = LoadedNotice.objects.in_force()
    return _read(list(rows if without is None else rows.exclude(year=without.year, number=without.number)), known)


def _read(rows: Sequence[LoadedNotice], known: Sequence[Notice]) -> list[Notice]:
    found: list[Notice] = []
    for row in rows:
        result = read_text(row.text, [*known, *found])
        for problem in result.problems:
            template = "已载入的节假日通知{number}的“{key}”有误:{problem}。请载入更正后的通知。"
            raise BadInput("notice.kept", template, number=row.number, key=problem.key, problem=problem.what)
        found.extend(result.notices)
    return found


def known(*, without: LoadedNotice | None = None) -> tuple[Notice, ...]:
    """Every notice that holds now, of files and database, in order; ``without`` leaves out what bears its number."""
    filed = workdays.filed_notices()
    return in_order([*filed, *kept(filed, without=without)])


def check(text: str, head: Head = Head()) -> Candidate:  # noqa: B008 - immutable
    """What a pasted text comes to beside the notices that hold."""
    return read(text, known(), head)


def with_notice(notice: LoadedNotice) -> Calendar:
    """The calendar as it would be with this notice (and without what it replaces)."""
    others = known(without=notice)
    return Calendar(in_order([*others, *read_text(notice.text, others).notices]))


def without_notice(notice: LoadedNotice) -> Calendar:
    """The calendar as it would be without this notice."""
    return Calendar(known(without=notice))


def compared(row: LoadedNotice) -> tuple[Calendar, Calendar]:
    """The calendar that holds, and as it would be after the act a notice waits for: with it, or without it. One statement."""
    filed, rows = workdays.filed_notices(), list(LoadedNotice.objects.in_force())
    rest = [one for one in rows if (one.year, one.number) != (row.year, row.number)]
    others = in_order([*filed, *_read(rest, filed)])
    held = Calendar(in_order([*filed, *_read(rows, filed)]))
    if row.state != NoticeState.PROPOSED:
        return held, Calendar(others)
    return held, Calendar(in_order([*others, *read_text(row.text, others).notices]))


def candidate(candidate: Notice) -> Calendar:
    """The calendar as it would be with a notice that is not kept yet."""
    others = [one for one in known() if (one.year, one.number) != (candidate.year, candidate.number)]
    return Calendar(in_order([*others, candidate]))


def holding() -> Calendar:
    """The calendar of all that holds, read now."""
    return Calendar(known())


def notices() -> QuerySet[LoadedNotice]:
    """Every notice ever proposed, the newest year first."""
    return LoadedNotice.objects.order_by("-year", "-pk")


def notice(pk: int) -> LoadedNotice:
    """One notice."""
    found = LoadedNotice.objects.filter(pk=pk).first()
    if found is None:
        raise no_notice()
    return found


def no_notice() -> NotFound:
    """The refusal where no such notice is."""
    return NotFound("notice.unknown", "没有这份节假日通知:请从日历页进入。")


def replaced_by(row: LoadedNotice) -> LoadedNotice | None:
    """The notice in force that bears the same number, which confirming this one replaces."""
    same = LoadedNotice.objects.filter(year=row.year, number=row.number, state=NoticeState.IN_FORCE.value)
    return same.exclude(pk=row.pk).first()


def recounts() -> QuerySet[Recount]:
    """Every recounting, the newest first."""
    return Recount.objects.select_related("notice").order_by("-pk")


def recount(pk: int) -> Recount:
    """One recounting."""
    found = recounts().filter(pk=pk).first()
    if found is None:
        raise NotFound("recount.unknown", "没有这次重算:请从日历页进入。")
    return found


def unfinished() -> Recount | None:
    """The recounting under way, if there is one."""
    return recounts().filter(finished_at=None).first()
