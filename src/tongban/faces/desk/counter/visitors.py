"""Who stands at the window: a party found by a whole number, and for an enterprise who acts for it.

An address carries neither names nor numbers, only a mark this clerk got by a search that was logged; it ends with the day.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core import signing

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, NotFound, Refused
from tongban.common.time import localdate
from tongban.faces.pages.guards import Reader
from tongban.registry.catalog.rules import ItemSpec, prefilled
from tongban.registry.parties import queries as parties
from tongban.registry.parties.queries import PartyKind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.registry.parties.models import Party

SALT = "tongban.faces.desk.counter"
KEPT_SECONDS = 12 * 3600
DESK = (Role.CLERK, Role.TOWN_CLERK)


def check_desk(reader: Reader) -> Actor:
    """The clerk; refused to everybody else."""
    if not reader.actor.has(*DESK):
        raise NotAllowed("counter.role", "窗口收件由窗口人员和镇为民服务中心人员办理。")
    return reader.actor


def sealed(party: int, actor: Actor, agent: int = 0) -> str:
    """The mark of a visitor, good for this clerk today."""
    return signing.dumps([party, agent, actor.account_id], salt=SALT)


@dataclass(frozen=True)
class Visitor:
    """The party a case is for, and who acts for it; ``mark`` is how addresses name them."""

    mark: str
    party: "Party"
    agent: "Party | None"

    @property
    def is_enterprise(self) -> bool:
        """Whether the case is for an enterprise."""
        return self.party.kind == PartyKind.ENTERPRISE.value

    @property
    def is_ready(self) -> bool:
        """Whether it is known who acts."""
        return self.agent is not None or not self.is_enterprise

    @property
    def kind(self) -> str:
        """The Chinese word of its kind."""
        return PartyKind(self.party.kind).label

    @cached_property
    def facts(self) -> dict[str, str]:
        """What the register says of an enterprise."""
        return parties.facts_of(self.party) if self.is_enterprise else {}

    def known(self, spec: ItemSpec) -> dict[str, Any]:
        """What of a form the register can fill in."""
        return prefilled(spec, self.facts | {"name": self.party.name})

    def check_agent(self, at: "datetime") -> None:
        """Refuse whoever does not act for the enterprise today."""
        if not self.is_enterprise:
            return
        if self.agent is None:
            raise Refused("counter.agent", "请先核对谁为该经营主体办理。")
        if not parties.may_represent(self.agent.pk, self.party.pk, localdate(at)):
            raise Refused("counter.agent_ended", "该办理人今日已不能代表该经营主体:请重新核对代办登记。")


def opened(mark: str, reader: Reader) -> Visitor:
    """The visitor behind a mark; one of another clerk or another day is not found."""
    actor = check_desk(reader)
    try:
        party, agent, account = signing.loads(mark, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise lost() from None
    if account != actor.account_id:
        raise lost()
    return Visitor(mark, parties.party(party), parties.party(agent) if agent else None)


def lost() -> NotFound:
    """The same words for a mark that ran out and one that is none."""
    return NotFound("counter.mark", "这位办事人的查找结果已失效:请在窗口重新查找。")
