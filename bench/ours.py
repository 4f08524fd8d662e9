"""Tongban as a contender: whole lives of cases, acceptances alone, the outbox, the walk along the chain."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench import city
from bench.city import Process
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.hall.applications import services as hall

GAP = timedelta(seconds=1)
Act = tuple[str, Callable[[str], Any]]


def acts_of(process: Process, at: datetime) -> list[Act]:
    """The acts after filing, each a function of the case number; a second of office time lies between them."""
    people: dict[str, Actor] = {"survey": city.SURVEYOR}
    acts: list[Act] = [("accept", partial(accept, at=at))]
    for key in process.steps:
        at += GAP
        acts.append((key, partial(complete, step=key, actor=people.get(key, city.HANDLER), at=at)))
    acts.append(("decide", partial(decide, at=at + GAP)))
    if process.delivered:
        acts.append(("deliver", partial(deliver, at=at + 2 * GAP)))
    return acts


def file(process: Process, who: Actor, at: datetime) -> str:
    """File an application; its number."""
    return hall.file(filing=city.filing(process, who.party_id or 0), actor=who, at=at).number


def accept(number: str, *, at: datetime) -> None:
    """The clerk accepts."""
    hall.accept(number=number, actor=city.CLERK, at=at)


def complete(number: str, *, step: str, actor: Actor, at: datetime) -> None:
    """A handler ends a step."""
    hall.complete_step(number=number, step=step, result="符合登记条件", actor=actor, at=at)


def decide(number: str, *, at: datetime) -> None:
    """The handler decides in favour."""
    hall.decide(number=number, outcome=Outcome.GRANTED, reason="符合法定条件", actor=city.HANDLER, at=at)


def deliver(number: str, *, at: datetime) -> None:
    """The clerk hands the decision over."""
    hall.deliver(number=number, how="窗口领取", actor=city.CLERK, at=at)
