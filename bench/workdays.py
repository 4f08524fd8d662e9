"""Working-day `add` and `count` beside chinesecalendar, and a whole clock; prints JSON with operations per second and ratios."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from chinese_calendar import find_workday, get_workdays

from tongban.common.time import noon
from tongban.workdays import Clock, Term, current

# find_workday(0, on) is `on` itself when it is a working day, so the n-th after `on` is asked as n - 1 from the next day.
FIRST, DAYS = date(2019, 1, 2), 7 * 365
ROUNDS = 5
Ask = Callable[[date, date, int], object]


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Ask both the same random questions, check that the answers agree, then time them in turns."""
    calendar = current()
    questions = asked(2_000 if quick else 20_000)
    few = questions[:1_000]
    for on, until, days in few:
        assert calendar.add(on, days) == find_workday(days - 1, on + timedelta(days=1)), (on, days)
        assert calendar.count(on, until) == len(get_workdays(on + timedelta(days=1), until)), (on, until)
    ours: dict[str, Ask] = {
        "add": lambda on, _, days: calendar.add(on, days),
        "count": lambda on, until, _: calendar.count(on, until),
    }
    peer: dict[str, Ask] = {
        "add": lambda on, _, days: find_workday(days - 1, on + timedelta(days=1)),
        "count": lambda on, until, _: get_workdays(on + timedelta(days=1), until),
    }
    rounds = {
        name: [(rate(ours[name], questions), rate(peer[name], few)) for _ in range(2 if quick else ROUNDS)]
        for name in ours
    }
    term, at = Term.parse("20wd"), noon(date(2022, 7, 1))
    clocks = median(rate(lambda *_: Clock(term, at).due_at(calendar), questions) for _ in range(2 if quick else ROUNDS))
    return {
        "tongban_per_second": {name: round(median(mine for mine, _ in seen)) for name, seen in rounds.items()},
        "chinesecalendar_per_second": {name: round(median(its for _, its in seen)) for name, seen in rounds.items()},
        "ratio": {name: round(median(mine / its for mine, its in seen), 1) for name, seen in rounds.items()},
        "clock_made_and_due_at_per_second": round(clocks),
    }


def asked(count: int) -> list[tuple[date, date, int]]:
    """So many random questions, always the same: a day, a later day, a number of working days."""
    chance = random.Random(20220701)
    questions = []
    for _ in range(count):
        on = FIRST + timedelta(days=chance.randrange(DAYS))
        questions.append((on, on + timedelta(days=chance.randrange(1, 60)), chance.randrange(1, 46)))
    return questions


def rate(ask: Ask, questions: list[tuple[date, date, int]]) -> float:
    """Operations per second over the questions."""
    start = perf_counter()
    for on, until, days in questions:
        ask(on, until, days)
    return len(questions) / (perf_counter() - start)


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
