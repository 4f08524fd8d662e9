"""The applicant's own commitment instead of proof (告知承诺), given before anybody accepts."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.common.actors import Actor
from tongban.common.text import clean_text
from tongban.hall.applications import queries
from tongban.hall.applications.models import MaterialRow
from tongban.hall.applications.rules import materials, moves
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.services.filing import MATERIALS, UNREVIEWED


@transaction.atomic
def commit(*, number: str, material: str, commitment: str, actor: Actor, at: datetime) -> Case:
    """Put the applicant's written commitment in the place of one material that allows it."""
    act = engine.begin(moves.COMMIT, number, actor=actor, at=at)
    materials.check_committable(act.spec, material)
    text = clean_text(commitment, field="书面承诺", limit=4000)
    now = {"state": MaterialState.COMMITTED.value, "attachment": None, "given_at": at, "given_by": actor.key}
    if material in queries.given(act.case, act.spec):  # the case is locked: nobody adds it meanwhile
        MaterialRow.objects.filter(case=act.case, key=material).update(**now, **UNREVIEWED)
    else:
        MATERIALS.insert(MaterialRow(case=act.case, key=material, **now))
    return engine.finish(act, {"material": material, "commitment": text})
