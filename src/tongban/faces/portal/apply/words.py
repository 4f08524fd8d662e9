"""What the pages of an application say: counts, answers to check, materials and what to do with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.casework.cases.rules import Status
from tongban.faces.pages import questions, words
from tongban.faces.pages.inputs import anchor
from tongban.faces.portal.apply.drafts import Draft, root_of
from tongban.hall.applications.queries import MaterialLine
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.rules.moves import ATTACH, COMMIT
from tongban.registry.catalog.rules import ItemSpec, Known, Material, Source, groups, is_nested, source_of

if TYPE_CHECKING:
    from tongban.casework.cases.models import Attachment

AS_WHAT = {"legal": "法定代表人", "agent": "代办人"}
OPEN_FOR_PROMISES = frozenset(status.value for status in COMMIT.sources)
OPEN_FOR_FILES = frozenset(status.value for status in ATTACH.sources)
COMMITMENT = "本人(本单位)已知晓这项证明的内容和要求,承诺已经符合;承诺不实的,依法承担责任,并接受撤销已作出的决定。"
OPENS_HERE = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True)
class Counts:
    """How much an application asks: pages of questions, materials to bring, materials the city has itself."""

    pages: int
    to_bring: int
    held: int
    by_promise: int


def counts(spec: ItemSpec) -> Counts:
    """How much the application of an item asks."""
    held = sum(one.source is Source.HELD for one in spec.materials)
    promised = sum(is_by_promise(spec, one) for one in spec.materials)
    return Counts(len(groups(spec.form)), len(spec.materials) - held - promised, held, promised)


def is_by_promise(spec: ItemSpec, one: Material) -> bool:
    """Whether a written commitment may stand in for the material."""
    return one.source is Source.COMMITMENT and spec.commitment_allowed


def notes(draft: Draft) -> dict[str, str]:
    """What stands beside an input: that we filled it in, or which phone is registered."""
    spec, found = draft.spec, {}
    for name in spec.form_fields:
        if name in draft.known and draft.form.get(name) == draft.known[name]:
            found[questions.PREFIX + name] = _("已为您填好,请核对。")
        elif source_of(spec, name) is Known.PHONE and (phone := _registered_phone(draft)):
            told = (
                _("登记的手机号是{phone}。")
                if name in spec.form.get("required", ())
                else _("登记的手机号是{phone};不另填的,就用它联系您。")
            )
            found[questions.PREFIX + name] = told.format(phone=phone)
    return found


def _registered_phone(draft: Draft) -> str:
    applicant = draft.view.case.applicant
    return str(applicant.phone_masked) if applicant else ""


@dataclass(frozen=True)
class Answer:
    """A field as it was answered; ``error`` says what is wrong with it."""

    title: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Section:
    """A page of questions as answered; ``href`` is where it is changed."""

    title: str
    href: str
    answers: list[Answer]


def sections(draft: Draft) -> list[Section]:
    """Everything that was answered, page by page."""
    wrong: dict[str, str] = {}
    for problem in draft.problems:
        wrong.setdefault(root_of(problem), problem.message)
    return [
        Section(
            group.title,
            f"{draft.address(place)}?back=check",
            [answer(draft.spec, draft.form, name, wrong.get(name, "")) for name in group.fields],
        )
        for place, group in enumerate(draft.groups, 1)
    ]


def answer(spec: ItemSpec, form: Mapping[str, Any], name: str, error: str = "") -> Answer:
    """One field as it was answered."""
    field = spec.form_fields[name]
    return Answer(str(field["title"]), text_of(field, form.get(name)), error)


def text_of(field: Mapping[str, Any], value: Any) -> str:
    """An answer as text; what has fields of its own under their titles, a row a line."""
    if isinstance(value, list):
        return ("\n" if is_nested(field) else "、").join(text_of(field.get("items", {}), one) for one in value)
    if isinstance(value, dict):
        inner: Mapping[str, Any] = field.get("properties", {})
        return ",".join(
            f"{inner.get(name, {}).get('title', name)}:{text_of(inner.get(name, {}), one)}"
            for name, one in value.items()
        )
    return questions.shown(value) if isinstance(value, float) else words.chosen(field, value)


def stops(draft: Draft) -> list[tuple[str, str]]:
    """(address, sentence) of everything that still stands in the way of handing it in."""
    found = []
    for problem in draft.problems:
        page = draft.page_of(problem)
        place = questions.place_of(problem)
        found.append((f"{draft.address(page)}?back=check" + (f"#{anchor(place)}" if place else ""), problem.message))
    return found


@dataclass(frozen=True)
class MaterialCard:
    """A material with what became of it and what can be done; ``how`` says what happens if nothing is brought."""

    line: MaterialLine
    state: str
    note: str
    template: str
    how: str
    is_held: bool
    can_upload: bool
    can_promise: bool
    file: "Attachment | None"
    is_picture: bool
    error: object = ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more has to be done about it."""
        return bool(self.line.state) or not self.line.required


def cards(
    spec: ItemSpec,
    lines: Sequence[MaterialLine],
    files: Sequence["Attachment"],
    status: str,
    errors: Mapping[str, object] | None = None,
) -> list[MaterialCard]:
    """The materials: first what the applicant has to bring, last what the city has itself."""
    by_key, by_id = {one.key: one for one in spec.materials}, {one.pk: one for one in files}
    found = [
        _card(
            spec, line, by_key[line.key], by_id.get(line.attachment_id or 0), status, (errors or {}).get(line.key, "")
        )
        for line in lines
    ]
    return sorted(found, key=lambda one: (one.is_held, not one.line.required))


def _card(
    spec: ItemSpec, line: MaterialLine, material: Material, file: "Attachment | None", status: str, error: object
) -> MaterialCard:
    is_held = material.source is Source.HELD
    is_taken = status == Status.ACCEPTED.value and line.state not in {"", MaterialState.DEFERRED.value}
    is_open = status in OPEN_FOR_FILES and not is_taken
    return MaterialCard(
        line=line,
        state=MaterialState(line.state).label if line.state else "",
        note=material.note,
        template=material.form_template,
        how=_how(spec, material),
        is_held=is_held,
        can_upload=not is_held and is_open,
        can_promise=is_by_promise(spec, material)
        and status in OPEN_FOR_PROMISES
        and line.state != MaterialState.COMMITTED.value,
        file=file,
        is_picture=file is not None and file.media_type in OPENS_HERE,
        error=error,
    )


def _how(spec: ItemSpec, material: Material) -> str:
    """What to know of a material that is not there yet."""
    if material.source is Source.HELD:
        return "政府已有,由我们自行调取,您不用交。"
    if is_by_promise(spec, material):
        return "可以不上传,用书面承诺代替。"
    if not material.required:
        return "按需提交。"
    return "可以先受理、限期补交。" if material.deferrable else ""
