"""Whom a notice is for: a party by its key, or a member of staff by 工号."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """Exactly one of a party and a member of staff; made by ``party`` and ``staff``."""

    party_id: int | None = None
    staff_number: str = ""

    def __post_init__(self) -> None:
        if (self.party_id is None) == (not self.staff_number):
            raise ValueError("a notice is for a party or for a member of staff")

    @property
    def order(self) -> tuple[int, str]:
        """One order for all writers, so that two that tell the same people never wait for each other."""
        return self.party_id or 0, self.staff_number


def party(party_id: int) -> Recipient:
    """A person or an enterprise."""
    return Recipient(party_id=party_id)


def staff(number: str) -> Recipient:
    """A member of staff by 工号."""
    return Recipient(staff_number=number)
