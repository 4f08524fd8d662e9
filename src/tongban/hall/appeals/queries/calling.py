"""Answers that wait for a call-back by somebody of another agency, the first due first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.queries.reach import within
from tongban.casework.cases.rules import Kind, Status
from tongban.common.actors import Actor, Role
from tongban.hall.appeals.models import Answer
from tongban.hall.appeals.queries.reading import knows_reporter


@dataclass(frozen=True)
class Waiting:
    """An appeal to be called back: its case with what stands beside it, the answer, whether the caller may know whom."""

    case: Case
    answer: Answer | None
    knows: bool


def to_call(caller: Actor, *, limit: int) -> list[Waiting]:
    """At most ``limit`` answered appeals of the caller's region; those the caller or the caller's agency handled are left out.

    Two statements.
    """
    mine = Step.objects.filter(Q(ended_by=caller.key) | Q(assignee=caller.key), case_id=OuterRef("pk"))
    region = Q() if caller.has(Role.ADMIN) else within(caller.region)
    found = (
        Case.objects.filter(
            region, ~Exists(mine), kind=Kind.APPEAL.value, status=Status.DECIDED.value, appeal__must_call_back=True
        )
        .exclude(agency_id=caller.agency)
        .select_related("agency", "region", "appeal", "applicant")
        .order_by("due_at", "pk")
    )
    rows: Sequence[Case] = list(found[:limit])
    latest = {one.case_id: one for one in Answer.objects.filter(case_id__in=[row.pk for row in rows]).order_by("pk")}
    return [Waiting(row, latest.get(row.pk), knows_reporter(row, row.appeal, caller)) for row in rows]
