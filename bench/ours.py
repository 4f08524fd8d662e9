"""Tongban as a contender: whole lives of cases, acceptances alone, the outbox, the walk along the chain."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property, partial
from time import perf_counter
from typing import Any

from bench import city
from bench.city import AT
from bench.contest import Answer, Watch
from bench.processes import PROCESSES, Process
from django.core.management import call_command
from django.db import connection, connections, transaction

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case, JournalEntry, Step
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import OutboxEvent
from tongban.common.actors import Actor
from tongban.hall.applications import services as hall

GAP = timedelta(seconds=1)
DECIDED = "cn.tongban.application.decided"
SUBSCRIBERS = 3
Act = tuple[str, Callable[[str], Any]]


def file(process: Process, who: Actor) -> str:
    """File an application; its number."""
    return hall.file(filing=city.filing(process, who.party_id or 0), actor=who, at=AT).number


def acts_of(process: Process, at: datetime = AT) -> list[Act]:
    """The acts after filing, each a function of the case number; a second of office time lies between them."""
    acts: list[Act] = [("accept", partial(accept, at=at))]
    for key in process.steps:
        at += GAP
        actor = city.SURVEYOR if key == "survey" else city.HANDLER
        acts.append((key, partial(complete, step=key, actor=actor, at=at)))
    acts.append(("decide", partial(decide, at=at + GAP)))
    if process.delivered:
        acts.append(("deliver", partial(deliver, at=at + 2 * GAP)))
    return acts


def accept(number: str, *, at: datetime = AT) -> None:
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


class Ours:
    """The engine in one process on the database of the settings."""

    @cached_property
    def who(self) -> Actor:
        """The applicant, read once the city stands."""
        return city.applicant()

    def prepare(self) -> Answer:
        """Make the tables and the city, then let go of the database so that it can be copied."""
        call_command("migrate", verbosity=0)
        city.build()
        connections.close_all()
        return {}

    def life(self, process: str, count: int, **_: Any) -> Answer:
        """So many whole lives."""
        watch, chosen = Watch(), named(process)
        acts = acts_of(chosen)
        for _number in range(count):
            number = watch.run("file", file, chosen, self.who)
            for name, act in acts:
                watch.run(name, act, number)
        return watch.answer(count)

    def acceptances(self, process: str, count: int, **_: Any) -> Answer:
        """So many acceptances of cases filed beforehand."""
        watch, chosen = Watch(), named(process)
        for number in [file(chosen, self.who) for _number in range(count)]:
            watch.run("accept", accept, number)
        return watch.answer(count)

    def statements(self, process: str) -> Answer:
        """SQL statements of each act of one life, what begins and ends transactions aside."""
        chosen = named(process)
        seen: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                seen.append(sql)
            return execute(sql, *rest)

        counted: dict[str, int] = {}
        with connection.execute_wrapper(note):
            number = file(chosen, self.who)
            counted["file"] = len(seen)
            for name, act in acts_of(chosen):
                seen.clear()
                act(number)
                counted[name] = len(seen)
        return counted

    def rows(self) -> Answer:
        """How many rows there are in the tables the acts write."""
        models = (Case, Step, JournalEntry, OutboxEvent)
        return {model._meta.db_table: model._default_manager.count() for model in models}

    def verify(self) -> Answer:
        """The walk along every chain of the database."""
        start = perf_counter()
        breaks = list(cases.verify())
        seconds = perf_counter() - start
        lines = JournalEntry.objects.count()
        return {"lines": lines, "lines_per_second": round(lines / seconds), "chain_ok": not breaks}

    def outbox(self, count: int) -> Answer:
        """Events written, each in a transaction of its own, then turned into deliveries for three subscribers."""
        while exchange.fan_out(at=AT, limit=5000):
            continue
        for number in range(SUBSCRIBERS):
            exchange.subscribe(
                code=f"bench-{number}",
                name=f"订阅方{number}",
                url="http://127.0.0.1:9/events",
                allow_loopback=True,
                entitlements={DECIDED: ["case_number", "item", "status", "outcome"]},
                actor=city.ADMIN,
                at=AT,
            )
        emitting = rate(emit_one, count)
        start = perf_counter()
        fanned = exchange.fan_out(at=AT, limit=count)
        fanning = fanned / (perf_counter() - start)
        return {
            "emitted_per_second": round(emitting),
            "fanned_out_per_second": round(fanning),
            "subscribers": SUBSCRIBERS,
            "events": fanned,
        }


def emit_one(serial: int) -> None:
    """One event as a decision causes it."""
    data = {"case_number": str(serial), "item": "bench", "status": "decided", "outcome": "granted"}
    with transaction.atomic():
        exchange.emit(type=DECIDED, subject=str(serial), order_key=f"party:{serial % 10}", data=data, at=AT)


def rate(act: Callable[[int], None], count: int) -> float:
    """Times per second over so many calls, each given its serial number."""
    start = perf_counter()
    for serial in range(count):
        act(serial)
    return count / (perf_counter() - start)


def named(code: str) -> Process:
    """The process of that code."""
    return next(process for process in PROCESSES if process.code == code)
