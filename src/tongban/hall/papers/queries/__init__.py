"""Reads of papers: which a case has, and one of them as a tree to be rendered."""

from collections.abc import Callable, Mapping

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind
from tongban.common.actors import Actor
from tongban.hall.papers.queries import appeals, applications, blocked
from tongban.hall.papers.queries.appeals import papers_of_appeal
from tongban.hall.papers.queries.applications import papers_of
from tongban.hall.papers.queries.blocked import papers_of_matter, refusal_copy
from tongban.hall.papers.queries.folder import APPLICANT, Folder, no_paper
from tongban.hall.papers.rules import Document

__all__ = ["paper", "papers_of", "papers_of_appeal", "papers_of_matter", "refusal_copy"]

FOLDERS: Mapping[str, Callable[[Case, Actor, str], Folder]] = {
    Kind.APPLICATION.value: applications.folder,
    Kind.APPEAL.value: appeals.folder,
    Kind.BLOCKED_MATTER.value: blocked.folder,
}


def paper(case: Case, slug: str, *, reader: Actor = APPLICANT, address: str = "") -> Document:
    """One paper of a case the reader may see; ``address`` is where its QR code leads. Raises NotFound.

    ``case`` comes from ``cases.queries.case``, which asks whether the reader may know of it.
    """
    if case.kind not in FOLDERS:
        raise no_paper()
    return FOLDERS[case.kind](case, reader, address).named(slug)
