"""What every act on an enterprise shares: lock it, and write down what changed."""

from collections.abc import Mapping
from datetime import date, datetime

from tongban.common.errors import Refused
from tongban.common.text import clean_line
from tongban.registry.parties.models import Enterprise, EnterpriseChange, Party

Facts = dict[str, str | None]
Changes = Mapping[str, tuple[str | None, str | None]]


def locked(party: Party) -> Enterprise:
    """The enterprise read afresh under a lock; a person is refused."""
    found = Enterprise.objects.select_for_update().select_related("party").filter(pk=party.pk).first()
    if found is None:
        raise Refused("party.not_enterprise", "该当事人不是经营主体,不能办理此事项。")
    return found


def record(enterprise: Enterprise, changes: Changes, *, case_number: str, at: datetime) -> Facts:
    """Write the change row; returns what is new, as the subscribers of the register get it."""
    EnterpriseChange.objects.create(
        enterprise=enterprise,
        changes={fact: list(pair) for fact, pair in changes.items()},
        case_number=clean_case_number(case_number),
        at=at,
    )
    return {fact: after for fact, (_, after) in changes.items()}


def clean_case_number(given: str) -> str:
    """A case number of ours or of another system; empty for what was imported."""
    return clean_line(given, field="办件编号", limit=40, blank=True)


def clean_document(given: str) -> str:
    """The name or number of the document an act stands on."""
    return clean_line(given, field="依据文件", limit=200, blank=True)


def iso(on: date | None) -> str | None:
    """A date as text for changes and facts."""
    return on.isoformat() if on else None
