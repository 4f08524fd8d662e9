"""The cast of the notices' tests: parties with and without a phone, staff, gateways that do as scripted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from tests.cast import ADMIN, CLERK, SUPERVISOR

from tongban.casework.notices import services
from tongban.casework.notices.models import ContactPoint, Dispatch
from tongban.casework.notices.rules import Channel, Outcome, Recipient, Result, party
from tongban.casework.notices.services.sealing import opened
from tongban.casework.notices.services.transports import Parcel
from tongban.common.actors import Actor, Role
from tongban.common.time import CHINA
from tongban.registry.parties.models import Party
from tongban.registry.parties.services import register_person
from tongban.registry.regions.services import load_regions

__all__ = ["ADMIN", "CLERK", "SUPERVISOR"]
DAY = datetime(2022, 7, 1, 10, 0, tzinfo=CHINA)
NIGHT = datetime(2022, 7, 1, 22, 30, tzinfo=CHINA)
MORNING = datetime(2022, 7, 2, 8, 0, tzinfo=CHINA)
SYSTEM = Actor("system", "短信网关", frozenset({Role.SYSTEM}), 90, None, "hf-zwfw", "340100")
FEIDONG_CLERK = Actor("staff", "肥东窗口", frozenset({Role.CLERK}), 91, None, "340122-csgl", "340122")
CHANGFENG_CLERK = Actor("staff", "长丰窗口", frozenset({Role.CLERK}), 92, None, "340121-csgl", "340121")
PHONE = "13800001234"


def person(name: str = "高明", *, serial: int = 1, phone: str = PHONE, region: str = "340122") -> Party:
    """A person of Feidong with a phone, unless told otherwise."""
    load_regions(rows=[("340100", "合肥市"), ("340121", "长丰县"), ("340122", "肥东县")])
    return register_person(
        name=name, resident_id=resident_id(serial), region=region, at=DAY, **({"phone": phone} if phone else {})
    )


def resident_id(serial: int) -> str:
    """A number with its check digit."""
    head = f"34010419800101{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(sign) * weight for sign, weight in zip(head, weights, strict=True)) % 11
    return head + "10X98765432"[rest]


def as_actor(who: Party) -> Actor:
    """The party as an actor."""
    return Actor("party", who.name, frozenset({Role.APPLICANT}), 100 + who.pk, who.pk)


def tell(to: Recipient, *, at: datetime = DAY, **given: Any) -> bool:
    """Tell inside a transaction of its own, as an act does."""
    values: dict[str, Any] = {"title": "您的申请已受理", "text": "承诺办结日 2022-07-15。"} | given
    with transaction.atomic():
        return services.tell(to=to, at=at, **values)


def told(who: Party, *, at: datetime = DAY, **given: Any) -> Dispatch:
    """The one dispatch of a notice to this party."""
    assert tell(party(who.pk), at=at, **given)
    return Dispatch.objects.get(notice__party=who)


def proven(who: Party, channel: Channel, address: str, **given: Any) -> ContactPoint:
    """An address that the party has proven; the message with the proof is gone."""
    services.set_address(channel=channel, address=address, actor=as_actor(who), at=DAY, **given)
    point = ContactPoint.objects.get(party=who, channel=channel.value)
    services.contacts.proven(point, at=DAY)
    Dispatch.objects.filter(party=who, notice=None).delete()
    point.refresh_from_db()
    return point


def code_of(who: Party, channel: Channel) -> str:
    """The code a party would read in the message."""
    return opened("code", ContactPoint.objects.get(party=who, channel=channel.value))


SENT = Result(Outcome.SENT)
FAILED = Result(Outcome.FAILED, "网关忙")
REFUSED = Result(Outcome.REFUSED, "空号")
ACKNOWLEDGED = Result(Outcome.ACKNOWLEDGED, receipt="R-1")


@dataclass
class Way:
    """A way out that answers from a list, the last one for ever; ``meanwhile`` happens while the message is on its way."""

    results: list[Result] = field(default_factory=lambda: [SENT])
    meanwhile: Callable[[], object] = lambda: None
    parcels: list[Parcel] = field(default_factory=list)

    def __call__(self, parcel: Parcel, *, now: datetime) -> Result:
        self.parcels.append(parcel)
        self.meanwhile()
        return self.results.pop(0) if len(self.results) > 1 else self.results[0]


def ways(way: Way) -> Mapping[Channel, Way]:
    """The same way for every channel."""
    return dict.fromkeys(Channel, way)


def send(way: Way, *, at: datetime = DAY, **given: Any) -> services.Report:
    """A worker's whole round at one instant."""
    return services.send_due(at=at, now=lambda: at, transports=ways(way), rng=Random(1), **given)


def later(hours: float, at: datetime = DAY) -> datetime:
    """An instant so many hours on."""
    return at + timedelta(hours=hours)
