"""Text from outside: what cannot be stored, shown or exported safely is refused or put right.

Refused: control characters, NUL, lone surrogates, noncharacters, controls of writing direction (they make a text read
as another one). Put right without a word: Unicode composition, line ends, invisible leftovers of copying.
"""

import re
import unicodedata

from tongban.common.errors import BadInput

LEFTOVERS = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
SPACES = re.compile(r"\s+")
BLANK_LINES = re.compile(r"\n{3,}")
FORBIDDEN = frozenset({"Cc", "Cs", "Cf"})
FORMULA = re.compile("\\s*[=+@\uff1d\uff0b\uff0d\uff20-]|[\t\r\n]")


def clean_line(text: str, *, field: str, limit: int, blank: bool = False) -> str:
    """One line: every run of white space becomes one space; ``field`` is its Chinese name, ``limit`` in characters."""
    return _checked(SPACES.sub(" ", _composed(text)).strip(), field, limit, blank)


def clean_text(text: str, *, field: str, limit: int, blank: bool = False) -> str:
    """Several lines, ended by ``\\n``, at most one empty one between; otherwise as ``clean_line``."""
    lines = (line.rstrip() for line in LINE_ENDS.sub("\n", _composed(text)).split("\n"))
    return _checked(BLANK_LINES.sub("\n\n", "\n".join(lines)).strip(), field, limit, blank)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", LEFTOVERS.sub("", text))


def _checked(text: str, field: str, limit: int, blank: bool) -> str:
    if not text and not blank:
        raise BadInput("text.blank", "“{field}”不能为空,请填写。", field=field)
    if len(text) > limit:
        raise BadInput(
            "text.long",
            "“{field}”有{length}个字符,最多{limit}个,请缩短。",
            field=field,
            length=len(text),
            limit=limit,
        )
    if found := DIRECTION.search(text):
        raise BadInput(
            "text.direction",
            "“{field}”含有改变文字方向的不可见字符({point}),请删除后重新填写。",
            field=field,
            point=f"U+{ord(found[0]):04X}",
        )
    for sign in text:
        if _is_forbidden(sign):
            raise BadInput(
                "text.control",
                "“{field}”含有不能保存的字符({point}),请删除后重新填写。",
                field=field,
                point=f"U+{ord(sign):04X}",
            )
    return text


def _is_forbidden(sign: str) -> bool:
    # Unassigned code points pass: the rare characters of names are newer than the tables of Python.
    point = ord(sign)
    if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
        return True
    return sign not in "\n\t" and unicodedata.category(sign) in FORBIDDEN


def safe_cell(value: object) -> object:
    """A value for a CSV or XLSX cell: a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
