"""The form of one move of one case: its inputs, and the body that the table of the API understands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from tongban.casework.cases.rules import Move, Outcome, PauseGround
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, NotFound
from tongban.common.said import Said, said
from tongban.common.time import localdate
from tongban.faces.api import problems
from tongban.faces.api.reading import CaseView
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.cases import Attach
from tongban.faces.api.schemas.moves import VERBS, Verb
from tongban.faces.desk import words
from tongban.faces.pages import questions
from tongban.faces.pages.inputs import Input, Option, Typed, Widget, options
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.applications.queries import MaterialLine
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import RECEIVERS, REVIEWABLE, MaterialState, Review
from tongban.registry.accounts import queries as accounts
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog.rules import Source
from tongban.workdays import Term

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

OTHER = "items.other"  # what has to be corrected beside materials, a line each
FILE = "file"
NAMES = frozenset({"items", "paper", "material", "step", "agency", "assignee"})
SURE, YES = "sure", "yes"
FINAL = frozenset({moves.REFUSE, moves.WITHDRAW, moves.DECIDE})  # nothing takes them back: asked whether one is sure
Rows = list[tuple[str, str]]


class Upload(Attach):
    """An upload whose file was read; one byte more than allowed is kept, so that the rule refuses what is larger."""

    name: str
    content: bytes = Field(max_length=MAX_BYTES + 1)


ATTACH = Verb(moves.ATTACH, Upload, hall.attach_material)


def verb_named(name: str) -> Verb:
    """The row of the table for a move in an address."""
    found = ATTACH if name == moves.ATTACH.name else VERBS.get(name)
    if found is None:
        raise NotFound("move.unknown", "没有“{name}”这个动作:请从办件页进入。", name=name)
    return found


@dataclass(frozen=True)
class Sheet:
    """The form of one move; ``steps`` are the keys of the steps the reader can make it for now."""

    view: CaseView
    verb: Verb
    typed: Typed
    steps: Sequence[str] = ()
    presets: Mapping[str, str] | None = None

    @property
    def does(self) -> Said:
        """What the move will do, in a sentence."""
        promised = self.view.whole.spec.promised_term
        return said(words.DOES[self.verb.move.name], promised=promised.words if promised else "")

    def inputs(self) -> list[Input]:
        """Every input, in the order of the body."""
        found: list[Input] = []
        for name in names_in(self.verb):
            if name == "form":
                found += questions.inputs(self.view.whole.spec, self.view.case.form, self.typed)
            elif drawn := self._input(name):
                found += drawn
        return [*found, self._sure()] if self.verb.move in FINAL else found

    def _sure(self) -> Input:
        chosen = self.typed.values(SURE)
        rows = options([(YES, "我已核对以上内容,知道办理后不能撤销。")], chosen)
        return Input(SURE, "确认", Widget.CHECKS, "", True, chosen, rows)

    def _input(self, name: str) -> list[Input]:
        asked = words.question(self.verb.move.name, name)
        field = self.verb.body.model_fields.get(name)
        is_needed = name == FILE or (field is not None and field.is_required())
        if asked.widget not in {Widget.CHOICE, Widget.CHECKS}:
            first = self._written_first(name)
            return [Input(name, asked.label, asked.widget, asked.hint, is_needed, self.typed.values(name, first))]
        rows = ROWS[name](self)
        chosen = self.typed.values(name, self._chosen_first(name, rows))
        widget = Widget.FIXED if name == "step" and len(rows) == 1 else asked.widget
        if name == "paper" and not rows:
            return []
        found = Input(name, asked.label, widget, asked.hint, is_needed, chosen, _options(name, rows, chosen))
        return [found, self._other()] if name == "items" else [found]

    def _written_first(self, name: str) -> list[str]:
        """The reason of a one-time notice is what was found wrong with each material."""
        if (self.verb.move, name) != (moves.ASK_CORRECTION, "reason"):
            return []
        return ["\n".join(f"{one.name}:{one.remark}" for one in self.view.materials if one.remark and _is_doubted(one))]

    def _chosen_first(self, name: str, rows: Rows) -> list[str]:
        if name == "items":
            return _missing(self.view) + _doubted(self.view)
        if name == "step":
            return [self.steps[0]] if len(self.steps) == 1 else []
        return [(self.presets or {}).get(name, "")] if rows else []

    def _other(self) -> Input:
        hint = "一行一项,写明怎样补正。"
        return Input(OTHER, "其他需要补正的内容", Widget.TEXT, hint, values=self.typed.values(OTHER))


def _options(name: str, rows: Rows, chosen: Sequence[str]) -> list[Option]:
    """A closed list; names of materials, steps and agencies are data, the empty choice before them is a word."""
    return [Option(value, label, value in chosen, name in NAMES and bool(value)) for value, label in rows]


def names_in(verb: Verb) -> list[str]:
    """The fields a form asks for, in order: those of the body, and for an upload the file itself."""
    if verb is ATTACH:
        return [FILE, "material"]
    return list(verb.body.model_fields)


def html_names(view: CaseView, verb: Verb) -> frozenset[str]:
    """Every name a form of this move may send."""
    names = {*names_in(verb)} - {"form"}
    if "items" in names:
        names.add(OTHER)
    if verb.move in FINAL:
        names.add(SURE)
    if "form" in verb.body.model_fields:
        names |= questions.html_names(view.whole.spec)
    return frozenset(names)


def read(view: CaseView, verb: Verb, typed: Typed, file: "UploadedFile[bytes] | None") -> Given:
    """The body as typed, judged by the schema of the API; refused with every wrong place by its Chinese label."""
    if verb is ATTACH and file is None:
        raise BadInput("upload.none", "请先选择要上传的文件。")
    given: dict[str, Any] = {}
    for name, field in verb.body.model_fields.items():
        value = READERS.get(name, _text)(view, name, typed)
        if value or (value == "" and field.is_required() and field.annotation is str):
            given[name] = value
    if "form" in verb.body.model_fields and verb.body.model_fields["form"].is_required():
        given.setdefault("form", {})
    if "items" in verb.body.model_fields or (verb.move is moves.PROVIDE_DEFERRED):
        given.setdefault("items" if "items" in verb.body.model_fields else "paper", [])
    if file is not None and verb is ATTACH:
        given |= {"name": file.name or "", "content": file.read(MAX_BYTES + 1)}
    body = validated(verb, given)
    if verb.move in FINAL and typed.value(SURE) != YES:
        raise BadInput("form.sure", "“{move}”办理后不能撤销:请核对填写的内容,勾选确认后再提交。", move=verb.move.label)
    return body


def validated(verb: Verb, given: Mapping[str, Any]) -> Given:
    """The body as its schema, or one refusal that names every wrong place by its label."""
    try:
        return verb.body.model_validate(given)
    except ValidationError as error:
        wrong = [
            problems.sentence(
                {**one, "loc": ("body", "body", words.question(verb.move.name, str(one["loc"][0])).label)}
            )
            for one in error.errors(include_url=False)
        ]
    raise BadInput("form.fields", "{list}", list="".join(wrong))


def _text(_view: CaseView, name: str, typed: Typed) -> str:
    return typed.value(name)


def _list(_view: CaseView, name: str, typed: Typed) -> list[str]:
    return typed.values(name)


def _gaps(view: CaseView, name: str, typed: Typed) -> list[dict[str, str]]:
    """Each material chosen as a sentence, then each line of what else is wrong."""
    lines = {one.key: one for one in view.materials}
    chosen = [(key, lines.get(key)) for key in typed.values(name)]
    found = [
        {
            "key": key,
            "what": said("请重新提交“{name}”" if one and one.state else "请补交“{name}”", name=one.name if one else key)
            + (f":{one.remark}" if one and _is_doubted(one) else ""),
        }
        for key, one in chosen
    ]
    return found + [{"what": line.strip()} for line in typed.value(OTHER).splitlines() if line.strip()]


def _form(view: CaseView, _name: str, typed: Typed) -> dict[str, Any]:
    """The whole form of a draft; of a correction only what differs from what was given before."""
    found = questions.read(view.whole.spec, view.case.form, typed)
    if view.case.status == "draft":
        return found
    return {name: value for name, value in found.items() if view.case.form.get(name) != value}


READERS: Mapping[str, Callable[[CaseView, str, Typed], Any]] = {"items": _gaps, "form": _form, "paper": _list}


def _missing(view: CaseView) -> list[str]:
    return [one.key for one in view.materials if one.required and not one.state]


def _is_doubted(one: MaterialLine) -> bool:
    return bool(one.review) and Review(one.review).is_open


def _doubted(view: CaseView) -> list[str]:
    return [one.key for one in view.materials if _is_doubted(one)]


def _reviewable(sheet: Sheet) -> Rows:
    """The materials that were given, with what the office holds of each."""
    return [
        (one.key, f"{one.name}({Review(one.review).label})" if one.review else one.name)
        for one in sheet.view.materials
        if one.state in REVIEWABLE
    ]


def _materials(sheet: Sheet) -> Rows:
    """What the applicant brings; what the city holds itself is never asked for."""
    return [
        (one.key, said("{name}(已交)", name=one.name) if one.state else one.name)
        for one in sheet.view.materials
        if one.source != Source.HELD.value
    ]


def _papers(sheet: Sheet) -> Rows:
    """Materials a window can tick as seen: deferred ones that are owed, else those missing."""
    if sheet.verb.move is moves.PROVIDE_DEFERRED:
        return [(one.key, one.name) for one in sheet.view.materials if one.state == MaterialState.DEFERRED.value]
    if not sheet.view.actor.has(*RECEIVERS):
        return []
    return _materials(sheet)


def _steps(sheet: Sheet) -> Rows:
    return [(one.key, f"{one.name}({one.agency.name})") for one in sheet.view.whole.steps if one.key in sheet.steps]


def _grounds(sheet: Sheet) -> Rows:
    """The closed list of the law; for resuming those that are open."""
    if sheet.verb.move not in {moves.RESUME, moves.RESUME_STEP}:
        return [questions.NOTHING_CHOSEN, *((one.value, one.label) for one in PauseGround)]
    keys = sheet.steps or [""]
    running = [
        entry.ground
        for entry in sheet.view.whole.ledger
        if entry.kind == "pause" and entry.ended_at is None and entry.step_key in keys
    ]
    return [("", "全部"), *((one, PauseGround(one).label) for one in dict.fromkeys(running))]


def _terms(sheet: Sheet) -> Rows:
    most = sheet.view.whole.spec.extension_term
    if most is None:
        return []
    shorter = [Term(amount, most.counting) for amount in range(most.amount - 1, 0, -1)]
    return [("", said("{term}(本事项可延的最长期限)", term=most.words)), *((str(one), one.words) for one in shorter)]


def _agencies(sheet: Sheet) -> Rows:
    """Who may decide over the region today, but for who leads already; the lead by the register comes first."""
    case, spec = sheet.view.case, sheet.view.whole.spec
    codes = [code for code in applications.leads(spec, case.region_id, sheet.view.at) if code != case.agency_id]
    names = agencies.names_of(codes)
    return [("", "按权责自动确定"), *((code, names.get(code, code)) for code in codes)]


def _assignees(sheet: Sheet) -> Rows:
    """Who handles steps in the agency of the head who assigns."""
    view = sheet.view
    return [
        questions.NOTHING_CHOSEN,
        *(
            (one.number, f"{one.name}({one.number})")
            for one in accounts.handlers_of(view.actor.agency, localdate(view.at))
        ),
    ]


def _brought(sheet: Sheet) -> Rows:
    return [("", "其他附件"), *_materials(sheet)]


def _committable(sheet: Sheet) -> Rows:
    """The materials a written commitment may stand in for."""
    is_allowed = sheet.view.whole.spec.commitment_allowed
    return [(one.key, one.name) for one in sheet.view.materials if is_allowed and one.source == Source.COMMITMENT.value]


# of which materials a move asks for one
MATERIALS: Mapping[Move, Callable[[Sheet], Rows]] = {moves.REVIEW_MATERIAL: _reviewable, moves.COMMIT: _committable}
ROWS: Mapping[str, Callable[[Sheet], Rows]] = {
    "assignee": _assignees,
    "items": _materials,
    "paper": _papers,
    "material": lambda sheet: MATERIALS.get(sheet.verb.move, _brought)(sheet),
    "agency": _agencies,
    "review": lambda _: [questions.NOTHING_CHOSEN, *((one.value, one.label) for one in Review)],
    "step": _steps,
    "ground": _grounds,
    "term": _terms,
    "outcome": lambda _: [
        questions.NOTHING_CHOSEN,
        *((one.value, one.label) for one in (Outcome.GRANTED, Outcome.DENIED)),
    ],
}
