"""A rectification of an item (事项整改): set going by a blocked matter, ended by who keeps the guide."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind, Outcome, PolicyTerms
from tongban.common.actors import Actor, Role, worker
from tongban.common.errors import BadInput
from tongban.common.text import clean_text
from tongban.hall.blocked.models import BlockedMatter, ItemRectification
from tongban.hall.blocked.queries import rectification_of
from tongban.hall.blocked.rules import mending as moves
from tongban.registry.catalog import queries as catalog
from tongban.registry.policies.queries import content
from tongban.registry.prepared import Writer

ROWS = Writer(ItemRectification)
SYSTEM = "办不成事"
LONGEST_TITLE = 200


def open_mending(case: Case, matter: BlockedMatter, *, change: str, at: datetime) -> Case:
    """Open the rectification of the item of a matter, on the terms of the matter's policy; inside its act."""
    change = clean_text(change, field="应整改的内容", limit=2000)
    if not case.item_id:
        raise BadInput("root.no_item", "本件没有关联事项,不能转事项整改:请先归类并关联事项。")
    item, said = catalog.item(case.item_id), content(matter.policy).blocked
    opened = engine.open_case(
        kind=Kind.RECTIFICATION,
        title=f"事项整改:{item.name}"[:LONGEST_TITLE],
        region=item.region_id,
        agency=item.agency_id,
        item_id=item.code,
        terms=PolicyTerms(said.on_spot, said.confirm, law=matter.policy.document),
        term=said.rectify,
        channel="blocked",
        sample=case.sample,
        actor=worker(SYSTEM),
        role=Role.WORKER,
        at=at,
        into=moves.OPEN,
        data={"matter": case.number, "root": matter.root_class, "what": change},
    )
    ROWS.insert(ItemRectification(case_id=opened.pk, matter_id=case.pk, root_class=matter.root_class, what=change))
    return opened


@transaction.atomic
def mend(*, number: str, changed: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """End a rectification with what was changed and, where the guide has a new version, its number."""
    act = engine.begin(moves.MEND, number, actor=actor, at=at)
    row = rectification_of(act.case)
    row.changed = clean_text(changed, field="整改结果", limit=2000)
    if version is not None:
        row.version = catalog.version(act.case.item_id or "", version).number
    act.case.decided_at, act.case.outcome = at, Outcome.RESOLVED.value
    case = engine.finish(act, {"changed": row.changed, "version": version})
    ROWS.update([row], ["changed", "version"])
    return case


def note_mending(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who rectify."""
    return engine.say(moves.NOTE, number=number, text=text, actor=actor, at=at)
