"""A paper as a Word document: A4 with the margins of official letters (GB/T 9704), fonts by name, fields for pages.

The same document gives the same bytes: times inside come from the paper, none from the clock.
"""

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tongban.hall.papers.rules.codes import picture
from tongban.hall.papers.rules.document import SAMPLE, Block, Document, Listing, Paragraph, Table, printable

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

BODY, HEADING, LATIN = "仿宋", "宋体", "Times New Roman"
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
TEXT_WIDTH_MM = 210 - 28 - 26
CODE_MM = 26
FIRST_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can name: not the moment of writing
LONGEST_PROPERTY = 255


def word(paper: Document) -> bytes:
    """The paper as DOCX."""
    made = docx.Document()
    _set_page(made)
    _set_properties(made, paper)
    if paper.is_sample:
        _line(made, SAMPLE, size=12, align="CENTER", color=RGBColor(0xA3, 0x16, 0x1F))
    _line(made, paper.title, size=22, font=HEADING, align="CENTER", style="Heading 1")
    _line(made, paper.number, size=12, align="CENTER", after=10)
    if paper.addressee:
        _line(made, f"{paper.addressee}\uff1a")
    for block in paper.blocks:
        _block(made, block)
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    _signature(made, paper)
    _notes(made, paper)
    held = io.BytesIO()
    made.save(held)
    return _steady(held.getvalue())


def _set_page(made: "Word") -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in MARGINS.items():
        setattr(section, name, Mm(millimetres))
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(14)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(26)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第", "PAGE"), ("页 共", "NUMPAGES"), ("页", "")):
        _run(footer, text, 10)
        if field:
            _field(footer, field)


def _field(paragraph: "WordParagraph", name: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_properties(made: "Word", paper: Document) -> None:
    said = made.core_properties
    said.title, said.subject = printable(paper.title), printable(paper.number)[:LONGEST_PROPERTY]
    said.author, said.last_modified_by = printable(paper.agency)[:LONGEST_PROPERTY], ""
    said.comments, said.language, said.revision = "", "zh-CN", 1
    said.created = said.modified = paper.made_at.replace(tzinfo=None, microsecond=0)


def _run(paragraph: "WordParagraph", text: str, size: float, font: str = BODY) -> "Run":
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size = LATIN, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _line(
    made: Any,
    text: str,
    *,
    size: float = 14,
    font: str = BODY,
    align: str = "LEFT",
    style: str = "Normal",
    after: float = 0,
    color: RGBColor | None = None,
    indent: bool = False,
) -> "WordParagraph":
    """One paragraph; exact line spacing grows with the type."""
    paragraph: WordParagraph = made.add_paragraph(style=style)
    shape = paragraph.paragraph_format
    shape.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    shape.space_before, shape.space_after = Pt(0), Pt(after)
    shape.line_spacing = Pt(max(18, size * 1.7))
    if indent:
        shape.first_line_indent = Pt(size * 2)
    run = _run(paragraph, text, size, font)
    run.font.bold = False
    run.font.color.rgb = color or RGBColor(0, 0, 0)
    return paragraph


def _block(made: "Word", block: Block) -> None:
    if isinstance(block, Paragraph):
        for line in block.text.split("\n"):
            _line(made, line, align="JUSTIFY", indent=True)
    elif isinstance(block, Listing):
        for place, item in enumerate(block.items, start=1):
            _line(made, f"{place}. {item}", align="JUSTIFY", indent=True)
    else:
        _table(made, block)


def _table(made: "Word", block: Table) -> None:
    rows = [*([block.head] if block.head else []), *block.rows]
    table = made.add_table(rows=len(rows), cols=len(block.shares))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for row, texts in zip(table.rows, rows, strict=True):
        _keep_whole(row)
        for cell, text, share in zip(row.cells, texts, block.shares, strict=True):
            cell.width = Mm(TEXT_WIDTH_MM * share / 100)
            first = cell.paragraphs[0]
            first.paragraph_format.line_spacing = Pt(20)
            _run(first, text, 12)
    if block.head:
        head = OxmlElement("w:tblHeader")  # drawn again on every page the table reaches
        table.rows[0]._tr.get_or_add_trPr().append(head)
    _line(made, "", size=6)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _signature(made: "Word", paper: Document) -> None:
    _line(made, "", size=10)
    for text, size in ((paper.agency, 14), (paper.seal, 12), (paper.dated, 14)):
        if text:
            _line(made, text, size=size, align="RIGHT").paragraph_format.keep_with_next = True


def _notes(made: "Word", paper: Document) -> None:
    """The code on the left, what identifies the case on the right."""
    _line(made, "", size=6)
    table = made.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(CODE_MM + 6), Mm(TEXT_WIDTH_MM - CODE_MM - 6)
    _keep_whole(table.rows[0])
    if paper.address:
        code = left.paragraphs[0]
        code.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        shown = code.add_run().add_picture(io.BytesIO(picture(paper.address)), width=Mm(CODE_MM))
        shown._inline.docPr.set("descr", f"二维码:{paper.address}")
    lines = [*paper.notes, *paper.caption, paper.address]
    for place, text in enumerate(line for line in lines if line):
        line = right.paragraphs[0] if place == 0 else right.add_paragraph()
        line.paragraph_format.line_spacing = Pt(14)
        _run(line, text, 9)


def _steady(packed: bytes) -> bytes:
    """The same package without the moment of its writing."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, FIRST_STAMP), given.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
