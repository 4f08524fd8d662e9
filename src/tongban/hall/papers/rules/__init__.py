"""Rules of papers: kinds, texts, the tree both renderers read, and the renderers themselves. Pure."""

from tongban.hall.papers.rules.document import Block, Document, Listing, Paragraph, Table
from tongban.hall.papers.rules.kinds import PaperKind, Ready, slug_of
from tongban.hall.papers.rules.matter import Due, Matter

__all__ = ["Block", "Document", "Due", "Listing", "Matter", "PaperKind", "Paragraph", "Ready", "Table", "slug_of"]
