"""What each move of an appeal asks for, and the one table that leads from an address to its service."""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.moves import Nothing, Say, StepKey, Verb, Withdraw
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.registry.policies.rules import AppealType

AgencyCode = Annotated[str, Field(min_length=1, max_length=40, description="单位代码")]
Outcomes = Literal["resolved", "informed", "unmet"]
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

    outcome: Outcomes
    text: str
    evidence: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field([], max_length=60, description="附件编号")


class CallBack(Given):
    """What a call-back came to."""

    result: CallResult
    remark: str = ""


def dispatched(*, suggested: list[dict[str, object]], **given: Any) -> Any:
    """Dispatch, with what was proposed beside what was chosen."""
    who = {name: given.pop(name) for name in ("number", "actor", "at")}
    orders = appeals.Orders(is_complex=given.pop("complex"), suggested=suggested, **given)
    return appeals.dispatch(orders=orders, **who)


VERBS = (
    Verb(moves.DISPATCH, Dispatch, dispatched, "dispatch"),
    Verb(moves.REFUSE, Turn, appeals.refuse, "refuse"),
    Verb(moves.JOIN, Join, appeals.join, "join"),
    Verb(moves.TAKE, Take, appeals.take, "take"),
    Verb(moves.ASK_ASSIST, AskAssist, appeals.ask_assist, "ask-assist"),
    Verb(moves.ASSIST, Assist, appeals.assist, "assist"),
    Verb(moves.GIVE_BACK, GiveBack, appeals.give_back, "give-back"),
    Verb(moves.ARBITRATE, Arbitrate, appeals.arbitrate, "arbitrate"),
    Verb(moves.EXTEND, Reason, appeals.extend, "extend"),
    Verb(moves.ANSWER, Answer, appeals.answer, "answer"),
    Verb(moves.CALL_BACK, CallBack, appeals.call_back, "call-back"),
    Verb(moves.REOPEN, Reason, appeals.reopen, "reopen"),
    Verb(moves.WITHDRAW, Withdraw, appeals.withdraw, "withdraw"),
    Verb(moves.REBASE, Reason, appeals.rebase, "rebase"),
    Verb(moves.ARCHIVE, Nothing, appeals.archive, "archive"),
    Verb(moves.MESSAGE, Say, appeals.message, "messages"),
    Verb(moves.NOTE, Say, appeals.note, "notes"),
)
