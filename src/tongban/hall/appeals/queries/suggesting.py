"""Whom an appeal is for: the item and its powers first, then the text, by a model of the house's own closed cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Kind, Status
from tongban.casework.dispatch import rules as dispatch
from tongban.common.errors import DomainError
from tongban.common.said import said
from tongban.common.time import noon
from tongban.hall.appeals.models import Appeal, TextModel
from tongban.hall.applications import queries as applications
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries as catalog
from tongban.registry.powers import queries as powers

if TYPE_CHECKING:
    from tongban.casework.dispatch.rules import Model

SURE = 0.98
MOST = 3
MOST_ROWS = 60_000


@dataclass(frozen=True)
class Proposal:
    """An agency proposed as lead: how sure (0 to 1), of which line, and the words that led to it."""

    agency: str
    name: str
    domain: str
    confidence: float
    words: tuple[str, ...]
    reason: str

    def kept(self) -> dict[str, Any]:
        """As the journal keeps it beside what was chosen."""
        return {"agency": self.agency, "confidence": round(self.confidence, 3), "words": list(self.words)}


def suggestions(*, text: str, region: str, on: date, item: str = "", most: int = MOST) -> list[Proposal]:
    """Agencies that could lead, the likeliest first; an item settles it, else the text is asked."""
    found = [one for one in [_by_item(item, region, on) if item else None] if one]
    model = current_model()
    if model is not None:
        for one in model.suggest(text, most=most + 2):
            lead = agencies.agency_of_kind(one.label, region, on)
            if lead is None or any(lead.code == other.agency for other in found):
                continue
            share = one.confidence * (1 - SURE if found and found[0].confidence == SURE else 1)
            found.append(Proposal(lead.code, lead.name, lead.short_name, share, one.words, said("按文字内容")))
    return found[:most]


def _by_item(item: str, region: str, on: date) -> Proposal | None:
    try:
        spec = catalog.pinned(catalog.version_id_in_force(item, on))
        code = applications.lead_for(spec, region, noon(on))
        lead = agencies.agency(code)
    except DomainError:  # no guide in force, or nobody holds its power there: the text decides
        return None
    return Proposal(lead.code, lead.name, lead.short_name, SURE, (spec.name,), said("按所涉事项及其职权"))


def current_model() -> "Model | None":
    """The newest model; None until one was learnt."""
    found = TextModel.objects.order_by("-pk").values_list("pk", "digest").first()
    return _loaded(*found) if found else None


@lru_cache(maxsize=2)
def _loaded(pk: int, digest: str) -> "Model":
    return dispatch.load(bytes(TextModel.objects.values_list("content", flat=True).get(pk=pk)))


CLOSED = (Status.DELIVERED.value, Status.ARCHIVED.value)


def closed_rows() -> list[tuple[str, str]]:
    """(text, line of the agency that answered) of the latest closed appeals: what the desk overrode is in them."""
    rows = Appeal.objects.filter(case__kind=Kind.APPEAL.value, case__status__in=CLOSED, case__outcome__gt="")
    found = rows.order_by("-pk").values_list("case__title", "text", "case__agency__kind")[:MOST_ROWS]
    return [(f"{title}\n{text}", kind) for title, text, kind in found]


def catalogue_rows(on: date) -> list[tuple[str, str]]:
    """(text, line of the agency) of the catalogue and the duty lists: what the house knows on its first day."""
    return list(_known_duties(on))


def _known_duties(on: date) -> Iterator[tuple[str, str]]:
    kinds = dict(agencies.agencies(on).values_list("code", "kind"))
    for item in catalog.items(in_force_on=on):
        version = catalog.version_in_force(item.code, on)
        spec = catalog.pinned(version.pk)
        if kind := kinds.get(spec.agency):
            yield f"{spec.name}\n{spec.summary}", kind
            yield from ((one.question, kind) for one in spec.faq)
    for power in powers.powers():
        for held in power.holdings.all():
            if held.kind:
                yield power.name, held.kind
    for agency in agencies.agencies(on):
        yield agency.name, agency.kind
