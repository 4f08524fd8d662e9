"""Orders about notices, for the hands of these tests."""

import os
import signal
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from tests import cast
from tests.casework.notices.cast import resident_id

from tongban.casework.notices import services
from tongban.casework.notices.models import Dispatch, Notice
from tongban.casework.notices.rules import Channel, NewNotice, Result, party, staff
from tongban.casework.notices.services.transports import FileGateway, Parcel, send_sms
from tongban.registry.parties.services import register_person

Answer = dict[str, Any]


def tell_people(count: int) -> Answer:
    """Tell so many people with a phone something urgent."""
    people = [
        register_person(
            name=f"居民{serial}",
            resident_id=resident_id(serial + 500),
            region="340100",
            phone=f"139{serial:08d}",
            at=cast.AT,
        )
        for serial in range(count)
    ]
    now = datetime.now(UTC)
    with transaction.atomic():
        told = services.tell_many(NewNotice(party(one.pk), "标题", "内容", now, urgent=True) for one in people)
    return {"told": told}


def tell_under(key: str) -> Answer:
    """Tell two members of staff and two parties under one key, in an order of its own."""
    recipients = [party(1), party(2), staff("N1"), staff("N2")]
    Random().shuffle(recipients)
    with transaction.atomic():
        return {"told": services.tell_many(NewNotice(one, "标题", "内容", cast.AT, dedupe=key) for one in recipients)}


def send_and_die() -> Answer:
    """Hand one message over, and be killed before it is noted."""

    def deadly(parcel: Parcel, *, now: datetime) -> Result:
        send_sms(parcel, now=now, chosen=FileGateway(settings.SMS_FILE))
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")

    services.send_due(at=datetime.now(UTC), transports=dict.fromkeys(Channel, deadly))
    return {}


def send_later(seconds: int) -> Answer:
    """A worker's round so many seconds from now."""
    report = services.send_due(at=datetime.now(UTC) + timedelta(seconds=seconds))
    return {"sent": report.sent}


def dispatches() -> Answer:
    """Where each dispatch stands."""
    return {"dispatches": [list(row) for row in Dispatch.objects.order_by("pk").values_list("status", "attempts")]}


def notices() -> Answer:
    """How many notices there are."""
    return {"count": Notice.objects.count()}
