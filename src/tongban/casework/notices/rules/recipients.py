"""Whom a notice is for: a party by its key, a member of staff by 工号, or a phone somebody left with one case."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recipient:
    """Exactly one of a party, a member of staff and a phone; made by ``party``, ``staff`` and ``phone``.

    A phone is one of a case: ``region`` is that of the case, whose desk looks after what does not arrive;
    ``is_nameless`` when whoever left it asked that nobody but the desk knows who it was.
    """

    party_id: int | None = None
    staff_number: str = ""
    phone: str = field(default="", repr=False)
    region: str = ""
    is_nameless: bool = False

    def __post_init__(self) -> None:
        if (self.party_id is not None) + bool(self.staff_number) + bool(self.phone) != 1:
            raise ValueError("a notice is for a party, for a member of staff or for a phone")
        if bool(self.phone) != bool(self.region):
            raise ValueError("a phone is told of a case, which has its region")

    @property
    def order(self) -> tuple[int, str, str]:
        """One order for all writers, so that two that tell the same people never wait for each other."""
        return self.party_id or 0, self.staff_number, self.phone


def party(party_id: int) -> Recipient:
    """A person or an enterprise."""
    return Recipient(party_id=party_id)


def staff(number: str) -> Recipient:
    """A member of staff by 工号."""
    return Recipient(staff_number=number)


def phone(number: str, *, region: str, is_nameless: bool = False) -> Recipient:
    """Whoever left this phone with a case of this region and has no sign-in."""
    return Recipient(phone=number, region=region, is_nameless=is_nameless)
