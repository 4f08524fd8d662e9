"""The office looks at one material: it will do, it is in doubt, it will not do."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.common.actors import Actor
from tongban.common.errors import BadInput
from tongban.common.text import clean_text
from tongban.hall.applications import queries
from tongban.hall.applications.models import MaterialRow
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import Review, check_given, check_reviewable


@transaction.atomic
def review_material(
    *, number: str, material: str, review: Review, actor: Actor, at: datetime, remark: str = ""
) -> Case:
    """Approve, question or refuse one material that was given, with a sentence unless it is approved.

    The applicant learns of it by the one-time notice, which lists all there is to correct (行政许可法 art. 32).
    """
    act = engine.begin(moves.REVIEW_MATERIAL, number, actor=actor, at=at)
    given = queries.given(act.case, act.spec)
    check_reviewable(given)
    check_given(act.spec, given, material)
    remark = clean_text(remark, field="审核说明", limit=400, blank=True)
    if review.is_open and not remark:
        raise BadInput("review.remark", "材料存疑或不合格的,须写明哪里不符、怎样改正:补正时会照此告知申请人。")
    MaterialRow.objects.filter(case=act.case, key=material).update(
        review=review.value,
        remark=remark,
        reviewed_at=at,
        reviewed_by=actor.key,
        reviewed_by_name=actor.name,
    )
    return engine.finish(act, {"material": material, "review": review.value, "remark": remark})
