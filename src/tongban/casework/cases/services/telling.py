"""What the party of a case is told of, found in its events: one notice an event, to those who follow the case as well.

Who has no sign-in but left a phone with the case is told there, in the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tongban.casework.cases.models import Case
from tongban.casework.exchange.models import OutboxEvent
from tongban.casework.notices.rules import NewNotice, Recipient
from tongban.casework.notices.services import tell_many
from tongban.registry.agencies import queries as agencies

Followers = Callable[[Iterable[Case]], Mapping[int, Sequence[Case]]]
Phones = Callable[[Iterable[Case]], Mapping[int, Recipient]]
Links = Callable[[Sequence[OutboxEvent], datetime], Mapping[UUID, str]]
TITLE = 40
FOLLOW = "凭办件编号和手机号后四位,可在“查进度”(/track)随时查看。"
RATE = "请打开链接评价,不用登录。"


def nobody(_cases: Iterable[Case]) -> Mapping[int, Sequence[Case]]:
    """Cases no other case follows."""
    return {}


def no_phones(_cases: Iterable[Case]) -> Mapping[int, Recipient]:
    """Cases with which nobody leaves a phone alone."""
    return {}


def no_links(_events: Sequence[OutboxEvent], _at: datetime) -> Mapping[UUID, str]:
    """Events after which nothing is rated."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told of which event, by the last part of its type, and to whom beside the party.

    ``shared`` are the words for those whose cases follow the case (``followers``); ``phones`` gives whom a case reaches
    by a phone alone, by its key; ``links`` where the act that an event tells of is rated, by the key of the event.
    """

    words: Mapping[str, str]
    shared: Mapping[str, str] = field(default_factory=dict)
    followers: Followers = nobody
    phones: Phones = no_phones
    links: Links = no_links

    def tell(self, events: Sequence[OutboxEvent], at: datetime) -> int:
        """Tell of these events; how many notices were new. A constant number of statements."""
        known = {case.number: case for case in Case.objects.filter(number__in={event.subject for event in events})}
        following = self.followers(known.values())
        names = agencies.names_of({str(event.data.get("agency", "")) for event in events})
        reached = self.phones([*known.values(), *(one for cases in following.values() for one in cases)])
        links = self.links(events, at)
        return tell_many(
            notice
            for event in events
            if (case := known.get(event.subject)) is not None
            for notice in _notices(self._told(event, case, following, names), event, reached, links)
        )

    def _told(
        self, event: OutboxEvent, case: Case, following: Mapping[int, Sequence[Case]], names: Mapping[str, str]
    ) -> Iterable[tuple[Case, str]]:
        """The cases told of an event, each with the words."""
        word = event.type.rsplit(".", 1)[-1]
        given = {"agency": names.get(str(event.data.get("agency", "")), ""), "due_on": event.data.get("due_on") or ""}
        if word in self.words:
            yield case, self.words[word].format(**given)
        if word in self.shared:
            for one in following.get(case.pk, ()):
                yield one, self.shared[word].format(**given)


def _notices(
    told: Iterable[tuple[Case, str]],
    event: OutboxEvent,
    reached: Mapping[int, Recipient],
    links: Mapping[UUID, str],
) -> Iterable[NewNotice]:
    for case, text in told:
        to = Recipient(party_id=case.applicant_id) if case.applicant_id is not None else reached.get(case.pk)
        if to is None:
            continue
        link = links.get(event.uid, "") if case.number == event.subject else ""
        home = f"/track?number={case.number}" if to.phone else f"/cases/{case.number}"
        yield NewNotice(
            to=to,
            title=case.title[:TITLE],
            text=f"{text}{RATE if link else ''}{FOLLOW if to.phone else ''}",
            at=event.occurred_at,
            case_number=case.number,
            link=link or home,
            dedupe=f"{event.uid}:{case.number}",
        )
