"""Reading: a notice in the inbox has arrived when it is opened."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.time import localdate

from ..models import Notice
from ..queries import notice, whose


@transaction.atomic
def mark_read(*, uid: UUID | str, actor: Actor, at: datetime) -> Notice:
    """Note that a notice was opened; the first time stays. Somebody else's is not found."""
    found = notice(uid, actor, localdate(at))
    if found.read_at is None and Notice.objects.filter(pk=found.pk, read_at=None).update(read_at=at):
        found.read_at = at
    return found


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Note that all notices of the actor were seen; how many were not before."""
    return Notice.objects.filter(whose(actor, localdate(at)), read_at=None, told_at__lte=at).update(read_at=at)
