"""Reads of rectifications: one with what was rated, what its record says, what may be done now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Attachment, Case, JournalEntry
from tongban.casework.cases.queries import Allowed, Whole
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError, NotFound
from tongban.common.time import localdate
from tongban.hall.ratings import checks
from tongban.hall.ratings.models import Rectification
from tongban.hall.ratings.rules import moves
from tongban.registry.accounts import queries as accounts


@dataclass(frozen=True)
class Mending:
    """A rectification as its page shows it."""

    row: Rectification
    whole: Whole
    lines: Sequence[JournalEntry]
    files: Sequence[Attachment]

    @property
    def case(self) -> Case:
        """Its own case."""
        return self.whole.case

    @property
    def said(self) -> Mapping[str, Mapping[str, Any]]:
        """What the latest line of each move says."""
        return {line.move: json.loads(line.data) for line in self.lines}


def mending(number: str, reader: Actor) -> Mending:
    """One rectification the reader may know of. Raises NotFound."""
    case = cases.case(number, reader)
    row = (
        Rectification.objects.filter(case_id=case.pk)
        .select_related("rating__case", "rating__agency", "rating__window", "rating__item", "rating__again")
        .first()
    )
    if row is None:
        raise NotFound("rectification.unknown", "编号“{number}”的件不是差评整改:请核对编号。", number=number)
    return Mending(row, cases.whole(case), cases.journal(case, reader), cases.attachments(case))


def mending_of(number: str, actor: Actor, person: Actor, at: datetime) -> Mending:
    """One rectification as who rated reads it: the own one, or that of an enterprise the person acts for on that day."""
    party = Case.objects.filter(number=number).values_list("applicant_id", flat=True).first()
    if party not in {None, actor.party_id} and accounts.may_act_for(person, party or 0, localdate(at)):
        actor = replace(actor, party_id=party)
    return mending(number, actor)


def allowed(found: Mending, actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move people make with the answer whether it can be made now."""
    by_hand = [move for move in moves.MOVES if move.roles != {Role.WORKER}]
    answers = cases.allowed_moves(found.whole, by_hand, actor, at=at)
    return [one if one.refusal else replace(one, refusal=bar(one.move.name, found.row, actor)) for one in answers]


def bar(move: str, row: Rectification, actor: Actor) -> DomainError | None:
    """Why the move is barred beyond state and role; None when nothing but its own input can still refuse it."""
    try:
        if move in {moves.VERIFY.name, moves.DISMISS.name}:
            checks.check_not_rated(row.rating, actor)
        if move in {moves.CONTACT.name, moves.PROVE.name, moves.RECTIFY.name}:
            checks.check_of_agency(row.case, actor)
        if move == moves.RECTIFY.name:
            checks.check_contacted(row)
        if move in {moves.CONFIRM.name, moves.SEND_BACK.name}:
            checks.check_another(row, actor)
    except DomainError as refusal:
        return refusal
    return None
