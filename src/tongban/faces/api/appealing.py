"""Appeals as JSON: what the reader may know of one, put into the shapes of the API."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import Outcome
from tongban.faces.api.filling import applicant_out, clocks_out, ledger_out, line_data, move_out
from tongban.faces.api.reading import CaseView
from tongban.faces.api.schemas.appeals import (
    AlikeOut,
    AnswerOut,
    AppealMoveOut,
    CallBackOut,
    Contact,
    HandOut,
    ProposalOut,
)
from tongban.faces.api.schemas.base import Named
from tongban.faces.api.schemas.cases import AttachmentOut
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.queries import Alike, Hand, Proposal
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies.rules import AppealType

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case, JournalEntry
    from tongban.hall.appeals.models import Appeal, CallBack
    from tongban.registry.parties.models import Party

HIDDEN = "匿名"
# a return and an arbitration are asked for by the same call, and so are the ends of a call-back
ADDRESSES = {
    moves.ATTACH.name: "attachments",
    moves.CONTEST.name: "give-back",
    moves.MISS.name: "call-back",
    moves.MESSAGE.name: "messages",
    moves.NOTE.name: "notes",
}


def address_of(move: str) -> str:
    """The last part of the address under which a move is made."""
    return ADDRESSES.get(move, move.replace("_", "-"))


class AppealView(CaseView):
    """One appeal as a reader may see it at an instant."""

    def read(self, number: str) -> "Case":
        """The appeal; a system also reads what it handed in itself."""
        return appeals.readable(number, self.actor)

    @cached_property
    def appeal(self) -> "Appeal":
        """What stands beside the case."""
        return appeals.appeal_of(self.case)

    @cached_property
    def knows_reporter(self) -> bool:
        """Whether the reader may know who turned to the city."""
        return appeals.knows_reporter(self.case, self.appeal, self.actor)

    @property
    def applicant(self) -> "Party | None":
        """Who turned to the city, unless the reader may not know."""
        return self.case.applicant if self.knows_reporter else None

    @cached_property
    def hands(self) -> list[Hand]:
        """The chain of hands."""
        return appeals.hands(self.whole)

    @cached_property
    def allowed(self) -> list[Allowed]:
        """Every move with the answer whether the reader can make it now."""
        return appeals.allowed(self.whole, self.appeal, self.actor, at=self.at)

    def made_by(self, line: "JournalEntry") -> str:
        """The name in a line of the journal; not that of a reporter the reader may not know."""
        is_hidden = line.actor.startswith("party:") and not self.knows_reporter
        return HIDDEN if is_hidden else line.actor_name


def appeal_data(view: AppealView) -> dict[str, Any]:
    """An appeal with all that hangs on it, ready for AppealOut or one of its extensions."""
    case, row, staff = view.case, view.appeal, view.actor.kind == "staff"
    holder = appeals.holder(view.whole)
    return {
        **line_data(view.line),
        **told_data(view),
        "channel": case.channel,
        "answerable": case.answerable_name,
        "promised_term": case.promised_term,
        "opened_at": case.opened_at,
        "hands": [hand_out(one) for one in view.hands],
        "holder": hand_out(holder) if holder else None,
        "returns": row.returns,
        "reopenings": row.reopenings,
        "answers": answers_out(case),
        "must_call_back": row.must_call_back if staff else None,
        "call_backs": [call_back_out(one) for one in appeals.callbacks(case)] if staff else None,
        "followers": [one.number for one in appeals.followers(case)] if staff else None,
        "attachments": [AttachmentOut.from_orm(one) for one in cases.attachments(case)],
        "clocks": clocks_out(view),
        "ledger": ledger_out(view),
        "moves": [appeal_move_out(one, case.number) for one in view.allowed],
    }


def told_data(view: AppealView) -> dict[str, Any]:
    """What was said, of whom and where; who said it only for readers who may know."""
    row = view.appeal
    knows = view.knows_reporter
    return {
        "type": row.type,
        "type_label": AppealType(row.type).label,
        "text": row.text,
        "place": row.place,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "enterprise": row.enterprise.name if row.enterprise else None,
        "emergency": row.is_emergency,
        "complex": row.is_complex,
        "anonymous": row.is_anonymous,
        "knows_reporter": knows,
        "applicant": applicant_out(view),
        "contact": Contact(name=row.contact_name, phone=row.phone_masked) if knows else None,
        "source": row.source,
        "domain": row.domain,
        "policy": row.policy.document,
        "lead": row.lead.number if row.lead else None,
    }


def hand_out(one: Hand) -> HandOut:
    """One hand of the chain."""
    return HandOut(**{name: getattr(one, name) for name in HandOut.model_fields})


def answers_out(case: "Case") -> list[AnswerOut]:
    """The answers, oldest first."""
    found = appeals.answers(case)
    names = agencies.names_of({one.agency for one in found})
    return [
        AnswerOut(
            text=one.text,
            outcome=one.outcome,
            outcome_label=Outcome(one.outcome).label,
            agency=Named(code=one.agency, name=names.get(one.agency, "")),
            evidence=one.evidence,
            answered_at=one.answered_at,
            answered_by=one.answered_by_name,
        )
        for one in found
    ]


def call_back_out(one: "CallBack") -> CallBackOut:
    """One call-back."""
    return CallBackOut(
        result=one.result,
        result_label=CallResult(one.result).label,
        remark=one.remark,
        called_at=one.called_at,
        called_by=one.called_by_name,
    )


def appeal_move_out(one: Allowed, number: str) -> AppealMoveOut:
    """A move with its refusal, and where it is made."""
    address = "" if one.move is moves.CLOSE else f"/api/appeals/{number}/{address_of(one.move.name)}"
    return AppealMoveOut(**move_out(one).model_dump(), address=address)


def alike_out(one: Alike) -> AlikeOut:
    """An open appeal like the one asked about."""
    return AlikeOut(**{name: getattr(one, name) for name in AlikeOut.model_fields})


def proposal_out(one: Proposal) -> ProposalOut:
    """An agency proposed as lead."""
    return ProposalOut(
        agency=Named(code=one.agency, name=one.name),
        domain=one.domain,
        confidence=round(one.confidence, 3),
        words=list(one.words),
        reason=one.reason,
    )
