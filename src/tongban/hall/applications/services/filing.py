"""Acts up to the desk: draft, materials, precheck, submission, answer to corrections, withdrawal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Kind, Move
from tongban.casework.cases.rules.moves import Filed, check_actor
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.applications import queries
from tongban.hall.applications.models import MaterialRow
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.forms import amended
from tongban.hall.applications.rules.materials import (
    Finding,
    MaterialState,
    check_form,
    check_keys,
    check_open,
    check_paper,
)
from tongban.hall.applications.rules.materials import precheck as find
from tongban.hall.applications.services import effects
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.parties import queries as parties
from tongban.registry.parties.models import Party
from tongban.registry.prepared import Writer
from tongban.registry.regions import queries as regions

MATERIALS = Writer(MaterialRow)
# what was given anew has not been looked at
UNREVIEWED: Mapping[str, Any] = {
    "review": "",
    "remark": "",
    "reviewed_at": None,
    "reviewed_by": "",
    "reviewed_by_name": "",
}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What an application says: item, region, applicant, form; ``paper`` are materials seen at the window.

    ``queue`` is the number called at the window, ``agent`` who stands there for the applicant; both are only noted.
    """

    item: str
    region: str
    applicant_id: int
    form: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "online"
    title: str = ""
    paper: Sequence[str] = ()
    sample: bool = False
    queue: str = ""
    agent: str = ""

    def noted(self) -> dict[str, Any]:
        """What the first line of the journal says beside the form."""
        said = {
            "paper": list(self.paper),
            "queue": clean_line(self.queue, field="排队号", limit=20, blank=True),
            "agent": clean_line(self.agent, field="代办人", limit=100, blank=True),
        }
        return {name: value for name, value in said.items() if value}


@transaction.atomic
def open_draft(*, filing: Filing, actor: Actor, at: datetime) -> Case:
    """Begin an application as a draft; nobody's clock runs yet."""
    return _open(moves.OPEN, filing, actor=actor, at=at)


@transaction.atomic
def file(*, filing: Filing, actor: Actor, at: datetime) -> Case:
    """Begin and submit in one act, as windows and systems do; the acceptance clock starts now."""
    return _open(moves.FILE, filing, actor=actor, at=at)


def _open(birth: Move, filing: Filing, *, actor: Actor, at: datetime) -> Case:
    on = localdate(at)
    regions.check_known(filing.region)
    version_id = catalog.version_id_in_force(filing.item, on)
    spec = catalog.pinned(version_id)
    lead = queries.lead_for(spec, filing.region, at)
    role = check_actor(birth, Filed(filing.applicant_id, lead, filing.region), actor)
    party = parties.party(filing.applicant_id)
    if not spec.audience.admits(party.kind):
        raise Refused(
            "item.audience", "“{item}”只面向{audience}:请核对申请人。", item=spec.name, audience=spec.audience.label
        )
    if birth is moves.FILE:
        _check_fit(spec, filing.form, party, on=on)
    check_keys(spec, filing.paper)
    check_paper(actor, filing.paper)
    case = engine.open_case(
        kind=Kind.APPLICATION,
        title=clean_line(filing.title, field="标题", limit=200, blank=True) or f"{party.name}:{spec.name}"[:200],
        region=filing.region,
        agency=lead,
        applicant_id=filing.applicant_id,
        item_id=spec.code,
        item_version_id=version_id,
        form=filing.form,
        channel=filing.channel,
        sample=filing.sample,
        actor=actor,
        at=at,
        into=birth,
        role=role,
        data=filing.noted(),
    )
    give(case, filing.paper, {}, actor=actor, at=at)
    return case


def _check_fit(spec: ItemSpec, form: Mapping[str, Any], party: Party, *, on: date) -> None:
    """Refuse what the law does not allow, with its article, before what the form does not take.

    A ground outside the list of the law is not "one of the values" of the form either; the article says more. Facts
    nobody can read are left to the form, which names all of its problems at once.
    """
    try:
        effects.check(spec, form, party, on=on)
    except BadInput:
        check_form(spec, form)
        raise
    check_form(spec, form)


def give(case: Case, keys: Sequence[str], given: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Put on record the papers seen at the window; a paper brought again takes the place of the former."""
    rows = [
        MaterialRow(case=case, key=key, state=MaterialState.PAPER.value, given_at=at, given_by=actor.key)
        for key in dict.fromkeys(keys)
        if key not in given
    ]
    MATERIALS.insert(*rows)
    if again := [key for key in keys if key in given]:
        MaterialRow.objects.filter(case=case, key__in=again).update(
            state=MaterialState.PAPER.value, given_at=at, given_by=actor.key, attachment=None, **UNREVIEWED
        )


@transaction.atomic
def edit(*, number: str, form: Mapping[str, Any], actor: Actor, at: datetime) -> Case:
    """Replace the form of a draft; problems are allowed until submission."""
    act = engine.begin(moves.EDIT, number, actor=actor, at=at)
    act.case.form = dict(form)
    return engine.finish(act, {"form": act.case.form})


@transaction.atomic
def attach_material(
    *, number: str, name: str, content: bytes, actor: Actor, at: datetime, material: str = ""
) -> tuple[Case, Attachment]:
    """Add a file; with ``material`` it is that material, in place of what was given for it before."""
    act = engine.begin(moves.ATTACH, number, actor=actor, at=at)
    if material:
        check_keys(act.spec, [material])
        row = next((row for row in queries.rows(act.case, act.spec) if row.key == material), None)
        state, review = (row.state, row.review) if row else ("", "")
        check_open(act.case.status, actor, state, act.spec.material(material).name, review)
    attachment = engine.attach(act, name=name, content=content, material=material)
    if material:
        MaterialRow.objects.update_or_create(
            case=act.case,
            key=material,
            defaults={
                "state": MaterialState.UPLOADED.value,
                "attachment": attachment,
                "given_at": at,
                "given_by": actor.key,
                **UNREVIEWED,
            },
        )
    case = engine.finish(act, {"material": material, "file": attachment.name, "sha256": attachment.sha256})
    return case, attachment


@transaction.atomic
def precheck(*, number: str, actor: Actor, at: datetime) -> tuple[Case, list[Finding]]:
    """Look over form and materials and put on record what is missing, everything at once."""
    act = engine.begin(moves.PRECHECK, number, actor=actor, at=at)
    found = find(act.spec, act.case.form, queries.given(act.case, act.spec))
    return engine.finish(act, {"findings": [finding.sentence for finding in found]}), found


@transaction.atomic
def submit(*, number: str, actor: Actor, at: datetime) -> Case:
    """Submit a draft: the form must be in order, missing materials may be; the acceptance clock starts now."""
    act = engine.begin(moves.SUBMIT, number, actor=actor, at=at)
    case = act.case
    # the guide and the agency are those of the day of filing, not of the day the draft was begun
    case.item_version_id = catalog.version_id_in_force(case.item_id or "", localdate(at))
    case.agency_id = queries.lead_for(act.spec, case.region_id, at)
    _check_fit(act.spec, case.form, _applicant(act), on=localdate(at))
    case.filed_at = case.received_at = at
    return engine.finish(act, {"form": case.form})


@transaction.atomic
def answer_correction(
    *, number: str, actor: Actor, at: datetime, form: Mapping[str, Any] | None = None, paper: Sequence[str] = ()
) -> Case:
    """Hand in what the one-time notice asked, all of it; the acceptance clock starts anew.

    Fields of ``form`` replace those given before, None empties one.
    """
    act = engine.begin(moves.ANSWER_CORRECTION, number, actor=actor, at=at)
    if form is not None:
        act.case.form = amended(act.case.form, form)
    _check_fit(act.spec, act.case.form, _applicant(act), on=localdate(act.case.filed_at or at))
    check_keys(act.spec, paper)
    check_paper(actor, paper)
    rows = queries.rows(act.case, act.spec)
    asked_at = act.case.asked_at or at
    brought = {row.key for row in rows if row.given_at and row.given_at > asked_at} | set(paper)
    if still := [one["what"] for one in queries.asked(act.case) if one["key"] and one["key"] not in brought]:
        raise Refused(
            "correction.incomplete", "一次性告知书要求的材料还缺:{still}。请补齐后再提交。", still="、".join(still)
        )
    give(act.case, paper, {row.key: row.state for row in rows}, actor=actor, at=at)
    act.case.received_at, act.case.asked_at = at, None
    return engine.finish(act, {"form": act.case.form, "paper": list(paper)})


@transaction.atomic
def withdraw(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Take the application back before it is decided."""
    act = engine.begin(moves.WITHDRAW, number, actor=actor, at=at)
    reason = clean_text(reason, field="撤回原因", limit=2000)
    engine.close_pauses(act)
    if act.case.steps_left:
        engine.drop_steps(act)
    return engine.finish(act, {"reason": reason})


def _applicant(act: Act) -> Party:
    """The applicant by its key alone: what the checks need of it they read themselves."""
    if act.case.applicant_id is None:
        raise Refused("case.no_applicant", "本件没有申请人,不能提交。")
    return Party(pk=act.case.applicant_id)
