"""Blocked matters and reports of refusal: what the reader may know of one, put into the shapes of the API."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import PolicyTerms, StepState
from tongban.common.time import localdate
from tongban.faces.api.appealing import answers_out, hand_out
from tongban.faces.api.filling import applicant_out, clocks_out, ledger_out, line_data, move_out
from tongban.faces.api.reading import CaseView
from tongban.faces.api.schemas.appeals import AppealMoveOut, Contact
from tongban.faces.api.schemas.base import Named
from tongban.faces.api.schemas.cases import AttachmentOut
from tongban.faces.api.schemas.matters import RefusalOut, ReviewOut, RungOut, TaskOut
from tongban.hall.blocked import queries
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import REVIEW, RUNG_LABELS, Cause, Entrance, Remedy, RootCause
from tongban.registry.agencies import queries as agencies

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case
    from tongban.hall.blocked.models import BlockedMatter, RefusalReport

ADDRESSES = {moves.ATTACH.name: "attachments", moves.MESSAGE.name: "messages", moves.NOTE.name: "notes"}


def address_of(move: str) -> str:
    """The last part of the address under which a move is made."""
    return ADDRESSES.get(move, move.replace("_", "-"))


class MatterView(CaseView):
    """A blocked matter as its reader may see it, read piece by piece when asked for."""

    def read(self, number: str) -> "Case":
        """The matter; a system also reads what it handed in itself."""
        return queries.readable(number, self.actor)

    @cached_property
    def matter(self) -> "BlockedMatter":
        """What got stuck."""
        return queries.matter_of(self.case)

    @cached_property
    def allowed(self) -> "list[Allowed]":
        """Every move with the answer whether the reader can make it now."""
        return queries.allowed(self.whole, self.matter, self.actor, at=self.at)

    @cached_property
    def offices(self) -> list[tuple[str, str]]:
        """The agencies of the place, around it and inside it."""
        return agencies.concerning(self.case.region_id, localdate(self.at))

    @property
    def reviewing(self) -> list[tuple[str, str]]:
        """The agencies that take part in the joint review."""
        return [(one.agency_id, one.agency.name) for one in self.whole.steps if one.key.startswith(f"{REVIEW}-")]

    @property
    def is_office(self) -> bool:
        """Whether the reader is not the party that brought it: minutes and root cause are the office's own."""
        return self.actor.kind != "party"


def matter_data(view: MatterView) -> dict[str, Any]:
    """A blocked matter with all that hangs on it, ready for MatterOut or its extension."""
    case, rung = view.case, queries.rung(view.whole)
    hands = queries.hands(view.whole)
    return {
        **line_data(view.line),
        **told_data(view),
        "channel": case.channel,
        "channel_label": Entrance(case.channel).label,
        "answerable": case.answerable_name,
        "promised_term": case.promised_term,
        "opened_at": case.opened_at,
        "rung": rung,
        "rung_label": RUNG_LABELS.get(rung, ""),
        "ladder": ladder_out(view),
        "hands": [hand_out(one) for one in hands],
        "holders": [hand_out(one) for one in hands if one.is_open],
        "review": review_out(view) if case.accepted_at else None,
        "answers": answers_out(case),
        **root_data(view),
        "attachments": [AttachmentOut.from_orm(one) for one in cases.attachments(case)],
        "clocks": clocks_out(view),
        "ledger": ledger_out(view),
        "moves": [matter_move_out(one, case.number) for one in view.allowed],
    }


def told_data(view: MatterView) -> dict[str, Any]:
    """What could not be done, where and for whom."""
    row = view.matter
    return {
        "text": row.text,
        "cause": row.cause,
        "cause_label": Cause(row.cause).label,
        "application": row.application.number if row.application else None,
        "report": row.report_id,
        "concerned": Named(code=row.agency.code, name=row.agency.name) if row.agency else None,
        "policy": row.policy.document,
        "applicant": applicant_out(view),
        "contact": Contact(name=row.contact_name, phone=row.phone_masked),
    }


def ladder_out(view: MatterView) -> list[RungOut]:
    """The rungs with the terms the matter keeps; each runs from acceptance."""
    terms = view.whole.terms
    ladder = terms.ladder if isinstance(terms, PolicyTerms) else ()
    return [RungOut(rung=place, label=RUNG_LABELS[place], term=str(term)) for place, term in enumerate(ladder, 1)]


def review_out(view: MatterView) -> ReviewOut | None:
    """What the joint review came to, each task with how it stands."""
    review = queries.review_of(view.case)
    if review is None:
        return None
    steps = {one.key: one for one in view.whole.steps}
    return ReviewOut(
        minutes=review.minutes if view.is_office else None,
        decision=review.decision,
        concluded_at=review.concluded_at,
        concluded_by=review.concluded_by_name,
        tasks=[
            TaskOut(
                step=step.key,
                agency=Named(code=step.agency_id, name=step.agency.name),
                what=task["what"],
                due_on=task["due_on"],
                state=step.state,
                state_label=StepState(step.state).label,
                result=step.result,
            )
            for task in review.tasks
            for step in [steps[task["step"]]]
        ],
    )


def root_data(view: MatterView) -> dict[str, Any]:
    """Why it could happen and the rectification it set going; the office's own."""
    row = view.matter
    if not row.root_class or not view.is_office:
        return {"root": None, "root_label": None, "root_words": None, "rectification": None}
    mending = queries.rectification_from(row)
    return {
        "root": row.root_class,
        "root_label": RootCause(row.root_class).label,
        "root_words": row.root_words,
        "rectification": mending.case.number if mending else None,
    }


def matter_move_out(one: Allowed, number: str) -> AppealMoveOut:
    """A move with its refusal, and where it is made."""
    address = "" if one.move is moves.CLOSE else f"/api/blocked/{number}/{address_of(one.move.name)}"
    return AppealMoveOut(**move_out(one).model_dump(), address=address)


def refusal_out(row: "RefusalReport") -> RefusalOut:
    """A report of refusal."""
    matter = getattr(row, "matter", None)
    return RefusalOut(
        id=row.pk,
        application=row.application.number if row.application else None,
        item=Named(code=row.item_id, name=row.item.name),
        agency=Named(code=row.agency_id, name=row.agency.name),
        region=row.region_id,
        applicant=row.applicant_id,
        applicant_name=row.applicant_name,
        cause=row.cause,
        cause_label=Cause(row.cause).label,
        asked=row.asked,
        ground=row.ground,
        basis=row.basis,
        remedy=row.remedy,
        remedy_label=Remedy(row.remedy).label,
        remedy_text=row.remedy_text,
        filed_at=row.filed_at,
        filed_by=row.filed_by_name,
        matter=matter.case.number if matter else None,
        sample=row.sample,
    )
