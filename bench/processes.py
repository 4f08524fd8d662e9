"""The processes that are run through, as plain data that every contender may read."""

from dataclasses import dataclass

BRANCHES = ("survey", "review", "check")


@dataclass(frozen=True)
class Process:
    """An item to be run through: its steps in the order they are done, and whether the result is delivered."""

    code: str
    steps: tuple[str, ...]
    delivered: bool

    @property
    def key(self) -> str:
        """Its name in the JSON."""
        return self.code.replace("-", "_")

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts of the whole life, in order; all but the filing are a human's step."""
        return ("file", "accept", *self.steps, "decide", *(("deliver",) if self.delivered else ()))


# accept, three parallel steps, decide: the process the peers were measured with
FIVE_HUMAN_STEPS = Process("five-human-steps", BRANCHES, delivered=False)
# five steps of the procedure itself, with acceptance before and decision and delivery after them
FIVE_PROCEDURE_STEPS = Process("five-procedure-steps", (*BRANCHES, "register", "seal"), delivered=True)
PROCESSES = (FIVE_HUMAN_STEPS, FIVE_PROCEDURE_STEPS)
