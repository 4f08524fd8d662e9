"""The neutral tree of a paper: what it says and in which order, never how it looks. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.common.identifiers import mask_identifier, mask_mobile

# What XML cannot carry, and what reads as another text than it is: control characters, lone surrogates, noncharacters,
# controls of writing direction. Stored texts were checked when they came in; older and imported ones were not.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z-])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z-])")
MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9][0-9]{9}(?![0-9A-Za-z-])")

# half-width punctuation that stands beside a Chinese sign, outside quotation marks: names inside them stay as they are
CHINESE = "\u3001-\u301b\u3400-\u9fff\uff01-\uff1f"
QUOTED = re.compile("(“[^”]*”)")
BESIDE = re.compile(f"(?<=[{CHINESE}])[,:;()]|[,:;()](?=[{CHINESE}])|[,:;()]$|^[(]")
SAMPLE = "示例数据\uff0c不具有法律效力"
FULL = str.maketrans(",:;()", "\uff0c\uff1a\uff1b\uff08\uff09")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; each line of its text begins two characters in, as official letters do."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Numbered lines."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``shares`` are the widths of its columns in parts of the whole. Without a head its first column names."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


Block = Paragraph | Listing | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper, ready to be rendered; ``address`` is where its QR code leads, ``caption`` stands beside the code."""

    title: str
    number: str
    addressee: str
    blocks: Sequence[Block]
    agency: str
    dated_on: date
    made_at: datetime
    seal: str = ""
    notes: Sequence[str] = ()
    address: str = ""
    caption: Sequence[str] = ()
    is_sample: bool = False

    @property
    def dated(self) -> str:
        """The day of the paper as letters write it."""
        return day(self.dated_on)


def day(on: date) -> str:
    """2022年7月5日."""
    return f"{on.year}年{on.month}月{on.day}日"


def printable(text: str) -> str:
    """The text without what no paper can carry; lines stay lines."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def masked(text: str) -> str:
    """A free text with the identity and mobile numbers in it masked: papers lie on desks and travel by post."""
    hidden = RESIDENT_ID.sub(lambda found: mask_identifier(found[0]), text)
    return MOBILE.sub(lambda found: mask_mobile(found[0]), hidden)


def official(text: str) -> str:
    """The text with the full-width punctuation of official letters (GB/T 15834) wherever it is Chinese."""
    parts = QUOTED.split(text)
    for place in range(0, len(parts), 2):
        before = None
        while before != parts[place]:  # a sign made full-width is Chinese to its neighbour
            before = parts[place]
            parts[place] = BESIDE.sub(lambda found: found[0].translate(FULL), before)
    return "".join(parts)
