"""What the party of a case is told of, found in its events: one notice an event, to those who follow the case as well."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from tongban.casework.cases.models import Case
from tongban.casework.exchange.models import OutboxEvent
from tongban.casework.notices.rules import NewNotice, Recipient
from tongban.casework.notices.services import tell_many
from tongban.registry.agencies import queries as agencies

Followers = Callable[[Iterable[Case]], Mapping[int, Sequence[Case]]]
TITLE = 40


def nobody(_cases: Iterable[Case]) -> Mapping[int, Sequence[Case]]:
    """Cases no other case follows."""
    return {}


def tell_parties(
    events: Sequence[OutboxEvent],
    words: Mapping[str, str],
    *,
    followers: Followers = nobody,
    shared: Iterable[str] = (),
) -> int:
    """Tell the parties of these events in these words, by the last part of the type; how many notices were new.

    ``followers`` gives the cases that follow each case by its key: their parties are told of the ``shared`` events.
    A constant number of statements.
    """
    known = {case.number: case for case in Case.objects.filter(number__in={event.subject for event in events})}
    following = followers(known.values())
    names = agencies.names_of({str(event.data.get("agency", "")) for event in events})
    kept = frozenset(shared)
    return tell_many(
        notice
        for event in events
        if (case := known.get(event.subject)) is not None
        for notice in _notices(event, [case, *_others(event, following.get(case.pk, ()), kept)], words, names)
    )


def _word(event: OutboxEvent) -> str:
    return event.type.rsplit(".", 1)[-1]


def _others(event: OutboxEvent, found: Sequence[Case], shared: frozenset[str]) -> Sequence[Case]:
    return found if _word(event) in shared else ()


def _notices(
    event: OutboxEvent, told: Sequence[Case], words: Mapping[str, str], names: Mapping[str, str]
) -> Iterable[NewNotice]:
    if _word(event) not in words:
        return
    agency = names.get(str(event.data.get("agency", "")), "")
    text = words[_word(event)].format(agency=agency, due_on=event.data.get("due_on") or "")
    for one in told:
        if one.applicant_id is None:
            continue
        yield NewNotice(
            to=Recipient(party_id=one.applicant_id),
            title=one.title[:TITLE],
            text=text,
            at=event.occurred_at,
            case_number=one.number,
            link=f"/cases/{one.number}",
            dedupe=f"{event.uid}:{one.number}",
        )
