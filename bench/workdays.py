"""Working-day `add` and `count` beside chinesecalendar, and a whole clock; prints JSON with operations per second and ratios."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from chinese_calendar import find_workday, get_workdays

from tongban.common.time import noon
from tongban.workdays import Clock, Term, current

# find_workday(0, on) is `on` itself when it is a working day, so the n-th after `on` is asked as n - 1 from the next day.
FIRST, DAYS = date(2019, 1, 2), 7 * 365
ROUNDS = 5


def rate(ask: Callable[[date, date, int], object], questions: list[tuple[date, date, int]]) -> float:
    """Median operations per second of ROUNDS runs over the same questions."""
    seen = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for on, until, days in questions:
            ask(on, until, days)
        seen.append(len(questions) / (perf_counter() - start))
    return median(seen)


def main() -> None:
    """Ask both the same random questions, check that the answers agree, then time them."""
    chance = random.Random(20220701)
    calendar = current()
    questions = []
    for _ in range(20_000):
        on = FIRST + timedelta(days=chance.randrange(DAYS))
        questions.append((on, on + timedelta(days=chance.randrange(1, 60)), chance.randrange(1, 46)))
    few = questions[:1_000]
    for on, until, days in few:
        assert calendar.add(on, days) == find_workday(days - 1, on + timedelta(days=1)), (on, days)
        assert calendar.count(on, until) == len(get_workdays(on + timedelta(days=1), until)), (on, until)
    ours = {
        "add": rate(lambda on, _, days: calendar.add(on, days), questions),
        "count": rate(lambda on, until, _: calendar.count(on, until), questions),
    }
    peer = {
        "add": rate(lambda on, _, days: find_workday(days - 1, on + timedelta(days=1)), few),
        "count": rate(lambda on, until, _: get_workdays(on + timedelta(days=1), until), few),
    }
    term, at = Term.parse("20wd"), noon(date(2022, 7, 1))
    clocks = rate(lambda *_: Clock(term, at).due_at(calendar), questions)
    answer = {
        "tongban_per_second": {name: round(value) for name, value in ours.items()},
        "chinesecalendar_per_second": {name: round(value) for name, value in peer.items()},
        "ratio": {name: round(ours[name] / peer[name], 1) for name in ours},
        "clock_made_and_due_at_per_second": round(clocks),
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
