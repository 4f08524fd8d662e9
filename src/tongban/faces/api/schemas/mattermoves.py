"""What each move of a blocked matter asks for, and the one table that leads from an address to its service."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from tongban.faces.api.schemas.appealmoves import AgencyCode, Outcomes, Reason, Take, Turn
from tongban.faces.api.schemas.base import Day, Given
from tongban.faces.api.schemas.moves import CompleteStep, Nothing, Say, StepKey, Verb, Withdraw
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Cause, RootCause

MOST_NAMED = 30


class Classify(Given):
    """What it got stuck on; ``item`` where the person could not name it."""

    cause: Cause
    item: str = Field("", max_length=80, description="事项编码")


class Root(Given):
    """Why it could happen; ``change`` is needed where guide or catalogue are wrong: it opens their rectification."""

    root: RootCause
    root_words: str
    change: str = ""


class Solve(Root):
    """How it was solved on the day it was brought, and why it could happen."""

    text: str


class Accept(Given):
    """Who is answerable; without ``agency`` the one it failed at."""

    agency: str = Field("", max_length=40, description="责任单位代码")
    note: str = ""


class JointReview(Given):
    """Who takes part, and why one agency alone does not do."""

    participants: Annotated[list[AgencyCode], Field(max_length=MOST_NAMED, description="参加会审的单位代码")]
    reason: str


class Opine(Given):
    """Which place in the review, and what one's agency thinks."""

    step: StepKey
    opinion: str


class Duty(Given):
    """Who does what by when."""

    agency: AgencyCode
    what: str
    due_on: Day


class Conclude(Given):
    """Minutes, decision, and who does what by when."""

    minutes: str
    decision: str
    duties: Annotated[list[Duty], Field(max_length=MOST_NAMED)]


class LeadingGroup(Given):
    """Where the leading group has its office, and why it has to decide."""

    agency: AgencyCode
    reason: str


class Answer(Given):
    """The answer and its result."""

    outcome: Outcomes
    text: str


class Confirm(Given):
    """Agreed to, with words or without."""

    words: str = ""


def rooted(service: Callable[..., Any]) -> Callable[..., Any]:
    """A service that is told a root cause, from its three fields."""

    def made(*, root: RootCause, root_words: str, change: str, **given: Any) -> Any:
        return service(root=blocked.Root(cause=root, words=root_words, change=change), **given)

    return made


def concluded(*, minutes: str, decision: str, duties: list[dict[str, Any]], **given: Any) -> Any:
    """The end of a joint review."""
    tasks = [blocked.Duty(**one) for one in duties]
    return blocked.conclude(conclusion=blocked.Conclusion(minutes=minutes, decision=decision, duties=tasks), **given)


VERBS = (
    Verb(moves.CLASSIFY, Classify, blocked.classify, "classify"),
    Verb(moves.SOLVE, Solve, rooted(blocked.solve_on_spot), "solve-on-spot"),
    Verb(moves.REFUSE, Turn, blocked.refuse, "refuse"),
    Verb(moves.ACCEPT, Accept, blocked.accept, "accept"),
    Verb(moves.TAKE, Take, blocked.take, "take"),
    Verb(moves.JOINT_REVIEW, JointReview, blocked.joint_review, "joint-review"),
    Verb(moves.OPINE, Opine, blocked.opine, "opine"),
    Verb(moves.CONCLUDE, Conclude, concluded, "conclude"),
    Verb(moves.COMPLETE_TASK, CompleteStep, blocked.complete_task, "complete-task"),
    Verb(moves.LEADING_GROUP, LeadingGroup, blocked.leading_group, "leading-group"),
    Verb(moves.ANSWER, Answer, blocked.answer, "answer"),
    Verb(moves.CONFIRM, Confirm, blocked.confirm, "confirm"),
    Verb(moves.CONTEST, Reason, blocked.contest, "contest"),
    Verb(moves.FIND_CAUSE, Root, rooted(blocked.find_cause), "find-cause"),
    Verb(moves.WITHDRAW, Withdraw, blocked.withdraw, "withdraw"),
    Verb(moves.ARCHIVE, Nothing, blocked.archive, "archive"),
    Verb(moves.MESSAGE, Say, blocked.message, "messages"),
    Verb(moves.NOTE, Say, blocked.note, "notes"),
)
