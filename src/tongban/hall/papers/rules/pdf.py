"""A paper as PDF: A4 with the margins of official letters, in the Chinese font every reader brings along.

STSong-Light is one of the fonts PDF readers must know by name, so no font travels with the file and its text can be
searched. What lies outside the sixteen-bit plane that font reaches is shown as 〓, with a note that names the character.
"""

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Plain
from reportlab.platypus import Table as Grid

from tongban.hall.papers.rules.breaking import broken
from tongban.hall.papers.rules.codes import matrix
from tongban.hall.papers.rules.document import SAMPLE, Block, Document, Listing, Paragraph, Table, printable

FONT = "STSong-Light"
WIDTH = A4[0] - (28 + 26) * mm
CODE = 26 * mm
RED = colors.HexColor("#a3161f")
GETA = "〓"
LAST_PLAIN = 0xFFFF


def pdf(paper: Document) -> bytes:
    """The paper as PDF; the same paper gives the same bytes."""
    _font()
    held = io.BytesIO()
    frame = SimpleDocTemplate(
        held,
        pagesize=A4,
        topMargin=37 * mm,
        bottomMargin=35 * mm,
        leftMargin=28 * mm,
        rightMargin=26 * mm,
        title=printable(paper.title),
        author=printable(paper.agency),
        subject=printable(paper.number),
        lang="zh-CN",
        invariant=1,
    )
    rare: list[str] = []
    frame.build(_story(paper, rare), canvasmaker=Numbered)
    return held.getvalue()


@cache
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def _style(size: float = 14, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("paper", fontName=FONT, fontSize=size, wordWrap="CJK", **{"leading": size * 1.65, **more})


SMALL = _style(9, leading=12.5)
CELL = _style(12, leading=16)


class Laid(Plain):  # type: ignore[misc]  # reportlab brings no types
    """A paragraph in one font, its lines broken as Chinese breaks them."""

    def breakLinesCJK(self, maxWidths: Any) -> Any:  # noqa: N802, N803  # the names reportlab calls
        """The lines; what is left of a paragraph after a page is broken anew."""
        room = list(maxWidths) if isinstance(maxWidths, list | tuple) else [maxWidths]
        found = super().breakLinesCJK(room)
        if found.kind or getattr(self, "_splitpara", 0) or not self.frags:
            return found
        frag, size = self.frags[0], self.style.fontSize
        text = frag.text if hasattr(frag, "text") else "".join(getattr(frag, "words", []))
        widths = [pdfmetrics.stringWidth(sign, FONT, size) for sign in text]
        found.lines = [(space, [line]) for space, line in broken(text, widths, room)]
        return found


def _laid(text: str, style: ParagraphStyle, rare: list[str]) -> Laid:
    return Laid(escape(_shown(text, rare).replace("\n", " ")), style)


def _cell(text: str, rare: list[str]) -> list[Flowable]:
    """What stands in a cell, a paragraph for each line; empty lines leave room to write."""
    return [_laid(line, CELL, rare) if line else Spacer(0, CELL.leading) for line in text.split("\n")]


def _shown(text: str, rare: list[str]) -> str:
    """The text as the font can show it; what it cannot is kept for the note."""
    clean = printable(text)
    for sign in clean:
        if ord(sign) > LAST_PLAIN and sign not in rare:
            rare.append(sign)
    return "".join(GETA if ord(sign) > LAST_PLAIN else sign for sign in clean)


def _story(paper: Document, rare: list[str]) -> list[Flowable]:
    story: list[Flowable] = []
    if paper.is_sample:
        story.append(_laid(SAMPLE, _style(12, alignment=TA_CENTER, textColor=RED), rare))
    story += [
        _laid(paper.title, _style(22, alignment=TA_CENTER, spaceAfter=6), rare),
        _laid(paper.number, _style(12, alignment=TA_CENTER, spaceAfter=12), rare),
    ]
    if paper.addressee:
        story.append(_laid(f"{paper.addressee}\uff1a", _style(), rare))
    for block in paper.blocks:
        story += _block(block, rare)
    signature = _style(alignment=TA_RIGHT)
    signed = [_laid(text, signature, rare) for text in (paper.agency, paper.seal, paper.dated) if text]
    notes = [_laid(text, SMALL, rare) for text in (*paper.notes, *paper.caption, paper.address) if text]
    if rare:
        named = "、".join(f"U+{ord(sign):04X}" for sign in rare)
        notes.append(_laid(f"〓为本机字库未收的字({named}),以 Word 文本为准。", SMALL, rare))
    foot = Grid(
        [[Code(paper.address) if paper.address else "", notes]], colWidths=[CODE + 6 * mm, WIDTH - CODE - 6 * mm]
    )
    foot.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    # a signature that stands alone on a page could be put under any text (GB/T 9704)
    last = [story.pop()] if isinstance(story[-1], Laid) else []
    story.append(KeepTogether([*last, Spacer(0, 12), *signed, Spacer(0, 12), foot]))
    return story


def _block(block: Block, rare: list[str]) -> list[Flowable]:
    if isinstance(block, Paragraph):
        return [_laid(line, _style(firstLineIndent=28), rare) for line in block.text.split("\n")]
    if isinstance(block, Listing):
        return [
            _laid(f"{place}. {item}", _style(firstLineIndent=28), rare)
            for place, item in enumerate(block.items, start=1)
        ]
    return [Spacer(0, 6), _grid(block, rare), Spacer(0, 8)]


def _grid(block: Table, rare: list[str]) -> Grid:
    rows = [[_cell(text, rare) for text in row] for row in (*([block.head] if block.head else []), *block.rows)]
    grid = Grid(
        rows,
        colWidths=[WIDTH * share / 100 for share in block.shares],
        repeatRows=1 if block.head else 0,
        splitInRow=1,  # a cell higher than a page goes on over the next
    )
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return grid


class Code(Flowable):  # type: ignore[misc]  # reportlab brings no types
    """A QR code drawn as squares: sharp at any size, the same bytes every time."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.rows = matrix(address)
        self.width = self.height = CODE

    def draw(self) -> None:
        """Every dark square; beside it stands the white of the paper."""
        side = CODE / len(self.rows)
        path = self.canv.beginPath()
        for down, row in enumerate(self.rows):
            for across, is_dark in enumerate(row):
                if is_dark:
                    path.rect(across * side, CODE - (down + 1) * side, side, side)
        self.canv.drawPath(path, stroke=0, fill=1)


class Numbered(Canvas):  # type: ignore[misc]  # reportlab brings no types
    """Writes 第1页 共2页 under every page once it is known how many there are."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  # the name reportlab calls
        """Keep the page; it is written when all are there."""
        self.pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages, each with its number."""
        for place, page in enumerate(self.pages, start=1):
            self.__dict__.update(page)
            self.setFont(FONT, 10)
            self.drawCentredString(A4[0] / 2, 20 * mm, f"第{place}页 共{len(self.pages)}页")
            super().showPage()
        super().save()
