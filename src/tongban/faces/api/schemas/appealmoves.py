"""What each move of an appeal asks for, and the one table that leads from an address to its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from tongban.casework.cases.rules import Move, Outcome
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.moves import Nothing, Say, StepKey, Withdraw
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.registry.policies.rules import AppealType
from tongban.workdays import Term

AgencyCode = Annotated[str, Field(min_length=1, max_length=40, description="单位代码")]
Assisting = Annotated[list[AgencyCode], Field(max_length=20, description="协办单位代码")]


class Dispatch(Given):
    """The lead and those who assist; what the desk made of the appeal, and the duty it rests on."""

    lead: AgencyCode
    assisting: Assisting = []
    type: AppealType | None = None
    complex: StrictBool = False
    domain: str = ""
    duty: str = Field("", max_length=64, description="权责清单条目(职权代码)")
    note: str = ""


class Turn(Given):
    """The right door of what is no appeal, and why."""

    door: Door
    reason: str


class Join(Given):
    """The appeal it is joined to, and why."""

    lead: str = Field(min_length=1, max_length=32, description="并入的诉求编号")
    reason: str


class Take(Given):
    """Which hand."""

    step: StepKey


class AskAssist(Given):
    """Which agency is asked for what; without ``term`` as long as the lead has."""

    agency: AgencyCode
    what: str
    term: str | None = Field(None, examples=["3wd"])


class Assist(Given):
    """Which hand, and what was found and done."""

    step: StepKey
    result: str


class GiveBack(Given):
    """Ground, entry of the duty list and reason; ``proposed`` is the agency it is thought to belong to."""

    ground: ReturnGround
    duty: str
    reason: str
    proposed: str = Field("", max_length=40, description="认为应由哪个单位办理(单位代码)")


class Arbitrate(Given):
    """Who leads for good, and why."""

    lead: AgencyCode
    assisting: Assisting = []
    reason: str


class Reason(Given):
    """Why."""

    reason: str


class Answer(Given):
    """The answer, its result and the ids of the files that prove it."""

    outcome: Literal["resolved", "informed", "unmet"]
    text: str
    evidence: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field([], max_length=60, description="附件编号")


class CallBack(Given):
    """What a call-back came to."""

    result: CallResult
    remark: str = ""


@dataclass(frozen=True)
class Verb:
    """A move of an appeal, the last part of its address, the body it asks for, and the service that makes it."""

    move: Move
    address: str
    body: type[Given]
    act: Callable[..., Any]

    def make(self, body: Given, **who: Any) -> Any:
        """Call the service with what the body says; what was left out keeps the service's default."""
        return self.act(**arguments(body), **who)


def arguments(body: Given) -> Mapping[str, Any]:
    """The body as a service takes it."""
    given = body.model_dump(exclude_none=True)
    if "outcome" in given:
        given["outcome"] = Outcome(given["outcome"])
    if "term" in given:
        given["term"] = Term.parse(given["term"])
    return given


def dispatched(*, suggested: list[dict[str, object]], **given: Any) -> Any:
    """Dispatch, with what was proposed beside what was chosen."""
    who = {name: given.pop(name) for name in ("number", "actor", "at")}
    orders = appeals.Orders(is_complex=given.pop("complex"), suggested=suggested, **given)
    return appeals.dispatch(orders=orders, **who)


VERBS = (
    Verb(moves.DISPATCH, "dispatch", Dispatch, dispatched),
    Verb(moves.REFUSE, "refuse", Turn, appeals.refuse),
    Verb(moves.JOIN, "join", Join, appeals.join),
    Verb(moves.TAKE, "take", Take, appeals.take),
    Verb(moves.ASK_ASSIST, "ask-assist", AskAssist, appeals.ask_assist),
    Verb(moves.ASSIST, "assist", Assist, appeals.assist),
    Verb(moves.GIVE_BACK, "give-back", GiveBack, appeals.give_back),
    Verb(moves.ARBITRATE, "arbitrate", Arbitrate, appeals.arbitrate),
    Verb(moves.EXTEND, "extend", Reason, appeals.extend),
    Verb(moves.ANSWER, "answer", Answer, appeals.answer),
    Verb(moves.CALL_BACK, "call-back", CallBack, appeals.call_back),
    Verb(moves.REOPEN, "reopen", Reason, appeals.reopen),
    Verb(moves.WITHDRAW, "withdraw", Withdraw, appeals.withdraw),
    Verb(moves.REBASE, "rebase", Reason, appeals.rebase),
    Verb(moves.ARCHIVE, "archive", Nothing, appeals.archive),
    Verb(moves.MESSAGE, "messages", Say, appeals.message),
    Verb(moves.NOTE, "notes", Say, appeals.note),
)
