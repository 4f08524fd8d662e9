"""What all papers share: number, addressee, signature block, notes and the code that leads to the case. Pure."""

from collections.abc import Sequence
from datetime import datetime

from tongban.common.time import localdate
from tongban.hall.papers.rules.document import Block, Document, Listing, Paragraph, masked, official
from tongban.hall.papers.rules.kinds import PaperKind
from tongban.hall.papers.rules.matter import Matter


def sheet(
    kind: PaperKind,
    matter: Matter,
    blocks: Sequence[Block],
    at: datetime,
    *,
    ordinal: int = 1,
    title: str = "",
    seal: str = "(印章)",
    who: Sequence[str] = (),
    is_letter: bool = True,
    addressee: str = "",
) -> Document:
    """The paper around its blocks, dated on the legal day of ``at``; a letter goes to the applicant or ``addressee``."""
    return Document(
        title=title or kind.label,
        number=numbered(kind, matter, at, ordinal),
        addressee=(addressee or matter.applicant) if is_letter else "",
        blocks=tuple(_official(block) for block in blocks),
        agency=matter.agency,
        dated_on=localdate(at),
        made_at=at,
        seal=official(seal),
        notes=tuple(official(note) for note in _notes(matter, who)),
        address=matter.address,
        caption=("扫码查询办理进度和文书", "办结后请在同一页面评价") if matter.address else (),
        is_sample=matter.is_sample,
    )


def numbered(kind: PaperKind, matter: Matter, at: datetime, ordinal: int = 1) -> str:
    """The number of a paper (文号): agency, word of the kind, year, number of the case; a second one says so."""
    again = f"之{ordinal}" if ordinal > 1 else ""
    return f"{matter.agency_short}{kind.word}字〔{localdate(at).year}〕{matter.number}号{again}"


def _notes(matter: Matter, who: Sequence[str]) -> list[str]:
    marks = [
        f"证件号码 {matter.identifier}" if matter.identifier else "",
        f"电话 {matter.phone}" if matter.phone else "",
    ]
    shown = ",".join(mark for mark in marks if mark)
    notes = [
        f"{matter.file_word}:{matter.number}",
        f"{matter.who_word}:{matter.applicant}{f'({shown})' if shown else ''}",
        *who,
    ]
    if matter.agency_phone:
        notes.append(f"联系电话:{matter.agency_phone}")
    return [masked(note) for note in notes]


def _official(block: Block) -> Block:
    """A block in the punctuation of official letters; tables keep theirs, for they hold names and numbers."""
    if isinstance(block, Paragraph):
        return Paragraph(official(block.text))
    if isinstance(block, Listing):
        return Listing(tuple(official(item) for item in block.items))
    return block
