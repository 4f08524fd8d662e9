"""The telephone of an appeal in clear text: for a reason, and on record before it is shown."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.common.actors import Actor
from tongban.common.errors import BadInput
from tongban.common.text import clean_line
from tongban.hall.appeals.checks import check_has_phone, check_knows
from tongban.hall.appeals.queries import appeal_of, opened_phone
from tongban.hall.appeals.rules import moves
from tongban.registry.parties.rules import SHORTEST_REASON


@transaction.atomic
def reveal_phone(*, number: str, reason: str, actor: Actor, at: datetime) -> str:
    """The clear text, once the opening stands in the journal; no party ever reads that line."""
    act = engine.begin(moves.OPEN_PHONE, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    check_knows(appeal, actor)
    check_has_phone(appeal)
    why = clean_line(reason, field="查看理由", limit=200, blank=True)
    if len(why) < SHORTEST_REASON:
        raise BadInput("phone.reason", "查看联系电话须写明理由(不少于{least}个字)。", least=SHORTEST_REASON)
    engine.finish(act, {"reason": why})
    return opened_phone(appeal)
