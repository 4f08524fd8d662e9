"""Papers read back by other means than those that wrote them: Word by python-docx, PDF by its own structure."""

import base64
import io
import re
import zlib

import docx

from tongban.hall.papers.rules import Document, Listing, Paragraph, Table

STREAM = re.compile(rb"stream\r?\n(.*?)\s*endstream", re.DOTALL)
SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\)\s*Tj", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of_pdf(content: bytes) -> str:
    """The text of a PDF in one Chinese font, all pages, without line ends."""
    return "".join(lines_of_pdf(content))


def lines_of_pdf(content: bytes) -> list[str]:
    """The same, line by line."""
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    found: list[str] = []
    for packed in STREAM.findall(content):
        drawn = zlib.decompress(base64.a85decode(packed.strip().removesuffix(b"~>")))
        found += [ESCAPE.sub(_unescaped, one).decode("utf-16-be") for one in SHOWN.findall(drawn)]
    return found


def _unescaped(found: "re.Match[bytes]") -> bytes:
    given = found[1]
    return bytes([int(given, 8)]) if given[:1].isdigit() else NAMED.get(given, given)


def pages_of_pdf(content: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type /Page\b", content))


def text_of_word(content: bytes) -> str:
    """The text of a Word document: paragraphs, then tables."""
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def said(paper: Document) -> str:
    """Everything a paper says, before it is rendered."""
    parts = [paper.title, paper.number, paper.addressee, paper.agency, paper.dated, *paper.notes, *paper.caption]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Listing):
            parts += block.items
        elif isinstance(block, Table):
            parts += [cell for row in block.rows for cell in row]
    return "\n".join(parts)
