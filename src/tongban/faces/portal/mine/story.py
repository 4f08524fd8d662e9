"""What became of a case so far, told to its applicant in plain words; the tracker reads the same."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import Role
from tongban.common.said import Said, said
from tongban.faces.api.reading import CaseView
from tongban.hall.appeals.rules.words import Door
from tongban.workdays import Term

if TYPE_CHECKING:
    from tongban.casework.cases.models import JournalEntry


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``is_yours`` says that the applicant did it."""

    at: datetime
    text: Said
    is_yours: bool = False


@dataclass(frozen=True)
class Scene:
    """A line of the journal with what its sentence needs to know."""

    view: CaseView
    line: "JournalEntry"
    data: Mapping[str, Any]

    @property
    def is_yours(self) -> bool:
        """Whether the applicant, or who acts for it, did it."""
        return self.line.role == Role.APPLICANT.value

    @property
    def lead(self) -> str:
        """The agency that leads today."""
        return str(self.view.case.agency.name)

    @property
    def step(self) -> str:
        """The step by its name."""
        return self._of_step("name") or self.line.step

    @property
    def holder(self) -> str:
        """Who has the step."""
        return self._of_step("agency") or self.lead

    def agency(self, code: str) -> str:
        """The name of an agency that has or had the case; the lead's for any other."""
        return next((str(one.agency.name) for one in self.view.whole.steps if one.agency_id == code), self.lead)

    @property
    def by(self) -> str:
        """The agency that did it."""
        return self.agency(self.line.agency)

    def _of_step(self, field: str) -> str:
        found = next((one for one in self.view.whole.steps if one.key == self.line.step), None)
        return "" if found is None else str(found.name if field == "name" else found.agency.name)

    def material(self, key: str) -> str:
        """A material by its name."""
        return next((one.name for one in self.view.whole.spec.materials if one.key == key), "")


@dataclass(frozen=True)
class TurnedAway:
    """Why a case was turned away, and where to go instead."""

    door: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """An answer as its line of the journal keeps it; ``evidence`` are digests of files."""

    at: datetime
    outcome: str
    text: str
    by: str
    evidence: Sequence[str] = ()


def answers_in(lines: Sequence["JournalEntry"], *moves: str) -> list[Answer]:
    """The answers these moves gave, the newest first: read with the rest of the journal, by no statement of their own."""
    found = [(line, json.loads(line.data)) for line in lines if line.move in moves]
    return [
        Answer(line.at, Outcome(data["result"]).label, data["text"], line.actor_name, data.get("evidence", ()))
        for line, data in reversed(found)
    ]


def turned_away(lines: Iterable["JournalEntry"]) -> TurnedAway | None:
    """What was told when an appeal or a blocked matter was turned away."""
    for line in lines:
        if line.move == "refuse":
            data = json.loads(line.data)
            return TurnedAway(Door(data["door"]).label, data["reason"])
    return None


def events(
    view: CaseView, lines: list["JournalEntry"], tells: "Mapping[str, Callable[[Scene], Said | None]] | None" = None
) -> list[Event]:
    """What the applicant is told of the journal, the newest first; small steps of the desk are left out.

    ``tells`` are the sentences of another kind of case, by move.
    """
    found = []
    for line in reversed(lines):
        tell = (TELLS if tells is None else tells).get(line.move)
        scene = Scene(view, line, json.loads(line.data))
        text = tell(scene) if tell else None
        if text:
            found.append(Event(line.at, text, scene.is_yours))
    return found


def _attached(scene: Scene) -> Said | None:
    name = scene.material(str(scene.data.get("material", "")))
    if not name:
        return None
    return said("您交了材料“{name}”", name=name) if scene.is_yours else said("收到材料“{name}”", name=name)


def _asked(scene: Scene) -> Said:
    return said("{agency}请您补正,共{count}项,一次说全", agency=scene.lead, count=len(scene.data.get("items", ())))


def _paused(scene: Scene) -> Said:
    ground = PauseGround(str(scene.data["ground"])).label if scene.data.get("ground") else ""
    if scene.line.step:
        return said("“{step}”中止计时:{ground}", step=scene.step, ground=ground)
    return said("中止计时:{ground}", ground=ground)


def _resumed(scene: Scene) -> Said:
    return said("“{step}”恢复计时", step=scene.step) if scene.line.step else said("恢复计时")


def _extended(scene: Scene) -> Said:
    words = Term.parse(str(scene.data["term"])).words if scene.data.get("term") else ""
    return said("办理期限延长{term},理由已告知", term=words)


def _decided(scene: Scene) -> Said:
    outcome = str(scene.data.get("outcome", ""))
    return said("{agency}作出决定:{outcome}", agency=scene.lead, outcome=Outcome(outcome).label)


def _handed(scene: Scene) -> Said:
    return said("您提交了申请") if scene.is_yours else said("窗口代为提交了申请")


def _answered(scene: Scene) -> Said:
    return said("您交了补正的内容") if scene.is_yours else said("窗口代为交了补正的内容")


def _withdrawn(scene: Scene) -> Said:
    return said("您撤回了申请") if scene.is_yours else said("申请已撤回")


TELLS: Mapping[str, Callable[[Scene], Said | None]] = {
    "open": lambda s: said("您开始填写申请") if s.is_yours else said("窗口代为填写申请"),
    "file": _handed,
    "submit": _handed,
    "attach": _attached,
    "commit": lambda s: said("您书面承诺,代替材料“{name}”", name=s.material(str(s.data.get("material", "")))),
    "accept": lambda s: said("{agency}受理了申请", agency=s.lead),
    "accept_deferred": lambda s: said("{agency}先受理了申请,缺的材料限期补交", agency=s.lead),
    "accept_committed": lambda s: said("{agency}凭书面承诺受理了申请", agency=s.lead),
    "deem_accepted": lambda _: said("受理期限内没有答复,依法视为已经受理"),
    "ask_correction": _asked,
    "answer_correction": _answered,
    "refuse": lambda s: said("{agency}决定不予受理", agency=s.lead),
    "name_specialist": lambda s: said("{name}担任专员,全程陪办", name=str(s.data.get("specialist", ""))),
    "hand_over": lambda s: said("移交{agency}办理", agency=s.lead),
    "take_step": lambda s: said("{agency}开始办理“{step}”", agency=s.holder, step=s.step),
    "complete_step": lambda s: said("{agency}办完了“{step}”", agency=s.holder, step=s.step),
    "pause": _paused,
    "pause_step": _paused,
    "resume": _resumed,
    "resume_step": _resumed,
    "resume_lapsed": _resumed,
    "extend": _extended,
    "provide_deferred": lambda _: said("补交的材料已核收"),
    "decide": _decided,
    "correct": lambda _: said("更正了决定书中的笔误"),
    "deliver": lambda _: said("决定已经送达"),
    "withdraw": _withdrawn,
    "recount": lambda _: said("节假日安排有变,期限重新计算"),
}
