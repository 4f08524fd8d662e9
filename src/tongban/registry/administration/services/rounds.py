"""The heartbeat of the workers."""

from datetime import datetime

from django.db import transaction

from tongban.registry.administration.models import WorkerRound


@transaction.atomic
def note_round(*, name: str, started_at: datetime, rounds: int, at: datetime) -> None:
    """Write down that a process with background work ended a round; asked for every some seconds, not every round."""
    WorkerRound.objects.update_or_create(
        name=name[:100], defaults={"started_at": started_at, "last_at": at, "rounds": rounds}
    )


@transaction.atomic
def forget_rounds(*, before: datetime) -> int:
    """Delete the rows of processes not heard of since then; they are no record of anything."""
    return WorkerRound.objects.filter(last_at__lt=before).delete()[0]
