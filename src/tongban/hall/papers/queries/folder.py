"""What every kind of case keeps its papers as: which there are, and how each is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.hall.papers.rules import Document, PaperKind, Ready

APPLICANT = Actor(kind="party", name="申请人")  # papers know what their reader may know: none of the office's own lines


@dataclass(frozen=True)
class Folder:
    """The papers of one case."""

    papers: Sequence[Ready]
    write: Callable[[Ready], Document]

    def named(self, slug: str) -> Document:
        """One of them by its name in addresses. Raises NotFound."""
        wanted = next((one for one in self.papers if one.slug == slug), None)
        if wanted is None:
            raise no_paper()
        return self.write(wanted)


def no_paper() -> NotFound:
    """The refusal of a paper the case does not have, or not for this reader."""
    return NotFound("paper.unknown", "本件没有这份文书:请从办件页进入。")


def in_order(ready: Sequence[Ready], reader: Actor) -> list[Ready]:
    """Papers by when they came to be; those of the office are kept from parties."""
    order = list(PaperKind)
    found = [one for one in ready if reader.kind != "party" or not one.kind.is_inside]
    return sorted(found, key=lambda one: (one.told_at, order.index(one.kind), one.ordinal))
