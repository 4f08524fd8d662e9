"""A draft on its way: which pages it has, what is already known, what still stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from tongban.casework.cases.rules import Status
from tongban.common.time import localdate
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import questions, standing
from tongban.faces.pages.guards import Reader
from tongban.hall.applications import queries as applications
from tongban.hall.applications.queries import MaterialLine
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import Group, ItemSpec, Problem, Source, groups, prefilled, validate_form
from tongban.registry.parties import queries as parties


@dataclass(frozen=True)
class Draft:
    """A case that is being filled in, under the guide in force today: it is the one that will hold when it is sent."""

    reader: Reader
    view: CaseView

    @property
    def number(self) -> str:
        """Its number."""
        return str(self.view.case.number)

    @property
    def form(self) -> dict[str, Any]:
        """What is filled in so far."""
        return dict(self.view.case.form)

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft."""
        return bool(self.view.case.status == Status.DRAFT.value)

    @cached_property
    def spec(self) -> ItemSpec:
        """The guide in force today; once it is handed in, the one it was handed in under."""
        case = self.view.case
        if not self.is_open and case.item_version_id:
            return catalog.pinned(case.item_version_id)
        code = case.item_id or ""
        return catalog.pinned(catalog.version_id_in_force(code, localdate(self.view.at)))

    @cached_property
    def groups(self) -> list[Group]:
        """The pages of its form."""
        return groups(self.spec.form)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What of the form the register can fill in for this applicant."""
        return known_for(self.spec, self.view.case.applicant)

    @cached_property
    def materials(self) -> list[MaterialLine]:
        """Every material with what became of it."""
        return applications.materials(self.view.case, self.spec)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything wrong with the form as it is."""
        return validate_form(self.spec, self.form)

    @property
    def asks_materials(self) -> bool:
        """Whether there is a page of materials at all."""
        return bool(self.spec.materials)

    @property
    def pages(self) -> int:
        """How many pages come before the one to check."""
        return len(self.groups) + self.asks_materials

    def page_of(self, problem: Problem) -> int:
        """The page on which a problem is put right; the first one for those of the whole form."""
        name = root_of(problem)
        return next((place for place, group in enumerate(self.groups, 1) if name in group.fields), 1)

    def address(self, page: int | str = "") -> str:
        """Where a page of it is: a number for questions, ``materials``, ``check``, ``done``."""
        return f"/cases/{self.number}/apply/{page}".rstrip("/")

    def after(self, place: int) -> str:
        """The page that follows a page of questions."""
        if place < len(self.groups):
            return self.address(place + 1)
        return self.address("materials" if self.asks_materials else "check")

    def before(self, place: int) -> str:
        """The page in front of a page of questions."""
        return self.address(place - 1) if place > 1 else f"/apply/{self.spec.code}"


def opened(request: HttpRequest, reader: Reader, number: str) -> Draft:
    """The draft as its reader may see it."""
    return Draft(*standing.before(request, reader, number))


def known_for(spec: ItemSpec, party: Any) -> dict[str, Any]:
    """What the register can fill into the form of an item for a party."""
    if party is None:
        return {}
    known = {"name": party.name}
    if party.kind == parties.PartyKind.ENTERPRISE:
        known = parties.facts_of(party) | known
    return prefilled(spec, known)


def root_of(problem: Problem) -> str:
    """The field of the form a problem lies in."""
    return problem.path.partition(".")[0].partition("[")[0]


def wrong_in(problems: Sequence[Problem], fields: Sequence[str]) -> list[tuple[str, str]]:
    """(name of the input, sentence) of each input of these fields that is wrong."""
    found = questions.errors([problem for problem in problems if root_of(problem) in fields])
    return list(found.items())


def to_bring(spec: ItemSpec) -> int:
    """How many materials the applicant has to bring."""
    return sum(one.required and one.source is not Source.HELD for one in spec.materials)
