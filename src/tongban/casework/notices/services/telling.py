"""Telling: a notice into the inbox and what is to be sent, written in the transaction of the act that causes it."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.registry.prepared import Writer

from ..models import Dispatch, Notice
from ..queries import open_channels, quiet_hours, ways_of
from ..rules import Channel, DispatchStatus, NewNotice, Purpose, Recipient, cleaned
from .sealing import phone_columns

NOTICES = Writer(Notice)
DISPATCHES = Writer(Dispatch)
AT_ONCE = 400  # notices of one statement: SQLite takes 32,766 parameters, each notice may have three dispatches


def tell(
    *,
    to: Recipient,
    title: str,
    text: str,
    at: datetime,
    case_number: str = "",
    link: str = "",
    channels: Collection[Channel] | None = None,
    dedupe: str = "",
    urgent: bool = False,
) -> bool:
    """Tell one recipient, inside the caller's transaction; False when it was told before under this ``dedupe``.

    ``channels`` narrows to some of those the recipient wants, ``urgent`` rings at night as well. Three statements.
    A phone has no inbox: where no short message goes out, nothing is told.
    Outside a transaction it raises RuntimeError: the notice would outlive a rolled-back act.
    """
    return tell_many([NewNotice(to, title, text, at, case_number, link, channels, dedupe, urgent)]) == 1


def tell_many(notices: Iterable[NewNotice]) -> int:
    """Tell many by three statements for each four hundred; how many were told now and not before."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a notice is told inside the transaction of the act that causes it")
    # one order of writing: two acts that tell the same people under one key do not wait for each other crosswise
    ordered = sorted(filter(has_way, map(cleaned, notices)), key=lambda one: (one.to.order, one.dedupe))
    return sum(told(ordered[first : first + AT_ONCE]) for first in range(0, len(ordered), AT_ONCE))


def has_way(given: NewNotice) -> bool:
    """Whether there is an inbox or a way out for a notice."""
    wanted = given.channels is None or Channel.SMS in given.channels
    return not given.to.phone or (wanted and Channel.SMS in open_channels())


def told(notices: Sequence[NewNotice]) -> int:
    """Write these notices and what is to be sent of those that are new."""
    by_uid = {uuid.uuid4(): one for one in notices}
    rows = [as_columns(uid, one) for uid, one in by_uid.items()]
    keys = {uuid.UUID(str(uid)): pk for uid, pk in NOTICES.append_new(rows, returning=("uid", "id"))}
    new = {pk: by_uid[uid] for uid, pk in keys.items()}
    ways = ways_of({one.to.party_id for one in new.values() if one.to.party_id is not None})
    DISPATCHES.append(*(row for pk, one in new.items() for row in to_send(pk, one, ways_for(one.to, ways))))
    return len(new)


def ways_for(to: Recipient, of_parties: Mapping[int, dict[Channel, bool]]) -> dict[Channel, bool]:
    """On which channels a recipient is told, and whether quiet hours bind there."""
    return {Channel.SMS: True} if to.phone else of_parties.get(to.party_id or 0, {})


def as_columns(uid: uuid.UUID, given: NewNotice) -> dict[str, Any]:
    """The columns of a notice."""
    return {
        "uid": uid,
        "party_id": given.to.party_id,
        "staff_number": given.to.staff_number,
        **phone_columns(uid, given.to),
        "title": given.title,
        "text": given.text,
        "case_number": given.case_number,
        "link": given.link,
        "dedupe": given.dedupe,
        "told_at": given.at,
        "read_at": None,
    }


def to_send(notice_id: int, given: NewNotice, ways: dict[Channel, bool]) -> Iterable[dict[str, Any]]:
    """The columns of a notice's dispatches, one for each channel it goes out on."""
    hours = quiet_hours()
    for channel, is_quiet in sorted(ways.items()):
        if given.channels is None or channel in given.channels:
            quiet = is_quiet and not given.urgent
            yield dispatch_columns(
                notice_id=notice_id,
                party_id=given.to.party_id,
                channel=channel,
                quiet=quiet,
                at=given.at,
                not_before_at=hours.not_before(given.at) if quiet else given.at,
            )


def dispatch_columns(
    *,
    notice_id: int | None,
    party_id: int | None,
    channel: Channel,
    quiet: bool,
    at: datetime,
    not_before_at: datetime,
    proof_id: int | None = None,
) -> dict[str, Any]:
    """The columns of a dispatch that waits; without a notice it carries a proof."""
    return {
        "uid": uuid.uuid4(),
        "notice_id": notice_id,
        "party_id": party_id,
        "proof_id": proof_id,
        "channel": channel.value,
        "purpose": (Purpose.PROOF if notice_id is None else Purpose.NOTICE).value,
        "status": DispatchStatus.WAITING.value,
        "address_masked": "",
        "created_at": at,
        "quiet": quiet,
        "not_before_at": not_before_at,
        "next_attempt_at": not_before_at,
        "claimed_until": None,
        "claimed_by": None,
        "attempts": 0,
        "attempts_before": 0,
        "refusals": 0,
        "last_error": "",
        "sent_at": None,
        "delivered_at": None,
        "receipt": "",
        "failed_at": None,
    }
