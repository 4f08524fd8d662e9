"""Reads of applications: materials, papers, what is still owed."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.casework.cases.models import Case
from tongban.hall.applications.models import MaterialRow, Notice
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.rules.notices import NoticeKind
from tongban.registry.catalog.rules import ItemSpec, Source


def given(case: Case) -> Mapping[str, str]:
    """State of each material that has a row, by key."""
    return dict(MaterialRow.objects.filter(case_id=case.pk).order_by("pk").values_list("key", "state"))


def outstanding(case: Case) -> list[str]:
    """Keys of the deferred materials not yet brought."""
    rows = MaterialRow.objects.filter(case_id=case.pk, state=MaterialState.DEFERRED.value)
    return list(rows.order_by("pk").values_list("key", flat=True))


def asked(case: Case) -> list[dict[str, str]]:
    """What the one-time notice asked: ``key`` (a material or empty) and ``what``."""
    notice = Notice.objects.filter(case_id=case.pk, kind=NoticeKind.CORRECTION.value).first()
    return list(notice.items) if notice else []


def notices(case: Case) -> list[Notice]:
    """The papers told to the applicant, oldest first."""
    return list(Notice.objects.filter(case_id=case.pk).order_by("pk"))


@dataclass(frozen=True)
class MaterialLine:
    """One material of the item with what became of it; ``state`` is empty while it is missing."""

    key: str
    name: str
    required: bool
    deferrable: bool
    source: str
    state: str
    attachment_id: int | None


def materials(case: Case, spec: ItemSpec) -> list[MaterialLine]:
    """Every material of the pinned item with its state; what the city holds itself counts as given."""
    rows = {row.key: row for row in MaterialRow.objects.filter(case_id=case.pk)}
    lines = []
    for material in spec.materials:
        row = rows.get(material.key)
        state = row.state if row else MaterialState.HELD.value if material.source is Source.HELD else ""
        lines.append(
            MaterialLine(
                key=material.key,
                name=material.name,
                required=material.required,
                deferrable=material.deferrable,
                source=material.source.value,
                state=state,
                attachment_id=row.attachment_id if row else None,
            )
        )
    return lines
