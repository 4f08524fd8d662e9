"""What a sending brought, whichever way it went, and what a city's own SMS gateway has to be able to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tongban.casework.exchange.rules import Answer, Kind, judge


class Outcome(StrEnum):
    """What a sending came to: taken on its way, acknowledged, not now, or never so."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    REFUSED = "refused"
    GONE = "gone"

    @property
    def kind(self) -> Kind:
        """The word of the exchange, whose rule says when a sending is given up."""
        return Kind.ACKNOWLEDGED if self is Outcome.SENT else Kind(self.value)


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome; ``error`` is a sentence for the person who looks after it, ``receipt`` what came back."""

    outcome: Outcome
    error: str = ""
    receipt: str = ""
    retry_after: str = ""
    milliseconds: int = 0


class SmsGateway(Protocol):
    """What brings a text to a telephone; a city names its own in TONGBAN_SMS.

    ``uid`` is the same when a message is sent again: a gateway that knows it drops the second. What the gateway learns later
    it tells by an acknowledgement through the API.
    """

    def send(self, *, uid: str, phone: str, text: str) -> Result:
        """Hand over one message; answers also when it could not, and never raises for that."""
        ...


def from_answer(answer: Answer) -> Result:
    """What an answer over HTTP means: 2xx with a receipt is an acknowledgement, as in the exchange."""
    verdict = judge(answer)
    receipt = answer.body if verdict.kind is Kind.ACKNOWLEDGED else ""
    return Result(Outcome(verdict.kind.value), verdict.error, receipt, answer.retry_after, answer.milliseconds)
