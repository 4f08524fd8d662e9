"""Whether the database holds the sample: every page says so, and asks once in some seconds, not once a page."""

from time import monotonic
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from tongban.registry.agencies import queries as agencies

RECHECK_SECONDS = 10.0

_answer: tuple[bool, float] | None = None  # replaced whole, so threads need no lock


def hold() -> bool:
    """Whether the database holds people of the sample; the last answer where it cannot be asked now."""
    last = _answer
    if last is not None and monotonic() - last[1] < RECHECK_SECONDS:
        return last[0]
    try:
        found = agencies.has_sample_staff()
    except DatabaseError:  # the page that says so is shown all the same
        return bool(last and last[0])
    remember(found)
    return found


def remember(found: bool) -> None:
    """Take an answer for known from now on, for as long as answers hold."""
    global _answer
    _answer = (found, monotonic())


def forget() -> None:
    """Ask again at the next page."""
    global _answer
    _answer = None


def told(request: HttpRequest) -> dict[str, Any]:
    """For every template: ``holds_sample``, asked only by one that shows it."""
    return {"holds_sample": hold}
