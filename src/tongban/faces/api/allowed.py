"""Which moves a reader can make now, each power asked for once however many moves need it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tongban.casework.cases import queries as cases
from tongban.casework.cases.queries import Allowed, Whole
from tongban.casework.cases.rules import Move, check_actor
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError, NotAllowed
from tongban.common.time import localdate
from tongban.registry.powers import queries as powers
from tongban.registry.powers.rules import Holder


def allowed_moves(found: Whole, moves: Sequence[Move], actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move with its refusal: whose it is where the system makes it by itself, else state, role, reach, power."""
    by_name = {move.name: move for move in moves}
    asked = Powers(found, localdate(at))
    answers = []
    for one in cases.allowed_moves(found, [replace(move, power=False) for move in moves], actor, at=at):
        move = by_name[one.move.name]
        refusal = workers_only(move, found, actor) or one.refusal
        if refusal is None and move.power:
            refusal = asked.refusal(one.step, deciding=move.decides)
        answers.append(Allowed(move, one.step, refusal))
    return answers


def workers_only(move: Move, found: Whole, actor: Actor) -> DomainError | None:
    """The refusal of a move the system makes by itself: whose it is comes before the state it would need."""
    if move.roles != {Role.WORKER}:
        return None
    try:
        check_actor(move, found.case, actor)
    except NotAllowed as refusal:
        return refusal
    return None


class Powers:
    """The powers of one case on one day; those who may act in each are read once."""

    def __init__(self, found: Whole, on: date) -> None:
        self.found, self.on = found, on
        self._holders: dict[str, tuple[Holder, ...]] = {}
        self._refusals: dict[tuple[str, str, bool], DomainError | None] = {}

    def refusal(self, step_key: str, *, deciding: bool) -> DomainError | None:
        """Why the lead agency, or that of a step, lacks the power of its act; None when it holds it or needs none."""
        case = self.found.case
        step = next((step for step in self.found.steps if step.key == step_key), None)
        agency = step.agency_id if step else case.agency_id
        power = (step.power if step else "") or (self.found.spec.power if agency == case.agency_id else "")
        if not power or self._may(power, agency, deciding):
            return None
        key = (power, agency, deciding)
        if key not in self._refusals:
            self._refusals[key] = self._sentence(power, agency, deciding)
        return self._refusals[key]

    def _may(self, power: str, agency: str, deciding: bool) -> bool:
        if power not in self._holders:
            self._holders[power] = powers.who_may(power, self.found.case.region_id, self.on)
        return any(h.agency == agency and (h.may_decide or not deciding) for h in self._holders[power])

    def _sentence(self, power: str, agency: str, deciding: bool) -> DomainError | None:
        try:
            powers.check_may(power, agency, self.found.case.region_id, self.on, deciding=deciding)
        except DomainError as refusal:
            return refusal
        return None
