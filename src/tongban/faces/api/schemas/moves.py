"""What each move asks for, and the one table that leads from a move to its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from tongban.casework.cases.rules import Move, Outcome, PauseGround
from tongban.faces.api.schemas.base import Data, Day, Given
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import Review
from tongban.workdays import Term

StepKey = Annotated[str, Field(min_length=1, max_length=40, description="环节代码")]
Keys = Annotated[list[str], Field(max_length=100, description="窗口已核验的纸质材料代码")]


class Nothing(Given):
    """A move that asks for nothing more."""


class Edit(Given):
    """The form anew."""

    form: Data


class Commit(Given):
    """The applicant's written commitment."""

    commitment: str


class Gap(Given):
    """One thing to correct; ``key`` is a material or empty."""

    key: str = ""
    what: str


class CommitMaterial(Commit):
    """For which material."""

    material: str = Field(min_length=1, max_length=40, description="材料代码")


class AskCorrection(Given):
    """Everything to correct, told at once."""

    items: list[Gap] = Field(max_length=100)
    reason: str = ""


class AnswerCorrection(Given):
    """What was asked for; fields of ``form`` replace those given before, null empties one."""

    form: Data | None = None
    paper: Keys = []


class Refuse(Given):
    """Reason and remedy; without ``remedy`` the general one is told."""

    reason: str
    remedy: str | None = None


class NameSpecialist(Given):
    """Who accompanies the enterprise."""

    name: str


class ReviewMaterial(Given):
    """What the office holds of a material; a remark is needed unless it is approved."""

    material: Annotated[str, Field(min_length=1, max_length=40, description="材料代码")]
    review: Literal["approved", "questioned", "refused"]
    remark: str = ""


class Say(Given):
    """A message, or a note."""

    text: str


class HandOver(Given):
    """Why the case goes to an agency that holds the power today; without ``agency`` to the one that leads."""

    agency: str = Field("", max_length=40, description="当日有权办理的单位代码;留空按权责自动确定")
    reason: str


class TakeStep(Given):
    """Which step."""

    step: StepKey


class AssignStep(Given):
    """Which step, to whom (工号)."""

    step: StepKey
    assignee: Annotated[str, Field(min_length=1, max_length=20, description="工号")]


class CompleteStep(Given):
    """Which step, with what result."""

    step: StepKey
    result: str


class Pause(Given):
    """The ground of the closed list, its evidence, and the day by which the clock runs again at the latest."""

    ground: PauseGround
    reason: str
    evidence: str
    limit_on: Day


class PauseStep(Pause):
    """The same for one step."""

    step: StepKey


class Resume(Given):
    """Which pause ends; without ``ground`` all open ones."""

    ground: PauseGround | None = None


class ResumeStep(Resume):
    """The same for one step."""

    step: StepKey


class Extend(Given):
    """The reason told to the applicant; without ``term`` the longest the item allows."""

    reason: str
    term: str | None = Field(None, examples=["10wd"])


class ProvideDeferred(Given):
    """Deferred materials brought on paper."""

    paper: Keys


class Decide(Given):
    """The decision; a denial names reason and remedy."""

    outcome: Literal["granted", "denied"]
    reason: str
    document: str = ""
    remedy: str | None = None


class Correct(Given):
    """What is corrected in a decision, and why."""

    reason: str
    text: str


class Deliver(Given):
    """How it was delivered."""

    how: str


class Withdraw(Given):
    """Why it is taken back."""

    reason: str


@dataclass(frozen=True)
class Verb:
    """A move, the body it asks for, the service that makes it, and the last part of an address that is not its name."""

    move: Move
    body: type[Given]
    act: Callable[..., Any]
    address: str = ""

    def make(self, body: Given, **who: Any) -> Any:
        """Call the service with what the body says; what was left out keeps the service's default."""
        return self.act(**arguments(body), **who)


def arguments(body: Given) -> Mapping[str, Any]:
    """The body as a service takes it: words of closed lists and terms as the rules know them."""
    given = body.model_dump(exclude_none=True)
    if "outcome" in given:
        given["outcome"] = Outcome(given["outcome"])
    if "review" in given:
        given["review"] = Review(given["review"])
    if "term" in given:
        given["term"] = Term.parse(given["term"])
    return given


VERBS: Mapping[str, Verb] = {
    verb.move.name: verb
    for verb in (
        Verb(moves.EDIT, Edit, hall.edit),
        Verb(moves.COMMIT, CommitMaterial, hall.commit),
        Verb(moves.PRECHECK, Nothing, hall.precheck),
        Verb(moves.REVIEW_MATERIAL, ReviewMaterial, hall.review_material),
        Verb(moves.SUBMIT, Nothing, hall.submit),
        Verb(moves.ACCEPT, Nothing, hall.accept),
        Verb(moves.ACCEPT_DEFERRED, Nothing, hall.accept_deferred),
        Verb(moves.ACCEPT_COMMITTED, Commit, hall.accept_committed),
        Verb(moves.DEEM_ACCEPTED, Nothing, hall.deem_accepted),
        Verb(moves.ASK_CORRECTION, AskCorrection, hall.ask_correction),
        Verb(moves.ANSWER_CORRECTION, AnswerCorrection, hall.answer_correction),
        Verb(moves.REFUSE, Refuse, hall.refuse),
        Verb(moves.NAME_SPECIALIST, NameSpecialist, hall.name_specialist),
        Verb(moves.HAND_OVER, HandOver, hall.hand_over),
        Verb(moves.TAKE_STEP, TakeStep, hall.take_step),
        Verb(moves.ASSIGN_STEP, AssignStep, hall.assign_step),
        Verb(moves.COMPLETE_STEP, CompleteStep, hall.complete_step),
        Verb(moves.PAUSE, Pause, hall.pause),
        Verb(moves.PAUSE_STEP, PauseStep, hall.pause),
        Verb(moves.RESUME, Resume, hall.resume),
        Verb(moves.RESUME_STEP, ResumeStep, hall.resume),
        Verb(moves.RESUME_LAPSED, Nothing, hall.resume_lapsed),
        Verb(moves.EXTEND, Extend, hall.extend),
        Verb(moves.PROVIDE_DEFERRED, ProvideDeferred, hall.provide_deferred),
        Verb(moves.DECIDE, Decide, hall.decide),
        Verb(moves.CORRECT, Correct, hall.correct),
        Verb(moves.DELIVER, Deliver, hall.deliver),
        Verb(moves.WITHDRAW, Withdraw, hall.withdraw),
        Verb(moves.ARCHIVE, Nothing, hall.archive),
        Verb(moves.MESSAGE, Say, hall.message),
        Verb(moves.NOTE, Say, hall.note),
    )
}
