"""What was typed into a section of the editor, put into the guide: as typed, for the rules judge it later."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tongban.common.errors import BadInput
from tongban.faces.desk.catalog import fields
from tongban.faces.desk.catalog.work import Guide
from tongban.registry.catalog.rules import LEAD
from tongban.registry.catalog.rules.diff import LEAD_WORD
from tongban.registry.catalog.rules.labels import Section

MOST_ROWS = 100
TERMS = (
    "statutory_term",
    "promised_term",
    "acceptance_term",
    "delivery_term",
    "extension_term",
    "correction_answer_term",
)
UNITS = ("wd", "d", "dr", "h")
BLANKS: Mapping[str, Mapping[str, Any]] = {
    "materials": {
        "key": "",
        "name": "",
        "required": True,
        "deferrable": False,
        "source": "upload",
        "copies": 1,
        "note": "",
        "form_template": "",
    },
    "procedure": {"key": "", "name": "", "agency": LEAD, "term": "1wd", "after": [], "choice": "", "when": "", "power": ""},
    "form": fields.BLANK,
    "basis": {"law": "", "article": "", "about": ""},
    "faq": {"question": "", "answer": ""},
}  # fmt: skip
LISTS: Mapping[Section, str] = {
    Section.MATERIALS: "materials",
    Section.STEPS: "procedure",
    Section.FORM: "form",
    Section.FEE: "basis",
    Section.FAQ: "faq",
}
KEYS = {"materials": ("key", "material"), "procedure": ("key", "step"), "form": ("name", "field")}
WHOLE = re.compile(r"\d{1,9}\Z", re.ASCII)
SEPARATORS = re.compile("[、,，;；\n]+")
TOKEN = re.compile(r"(.*?)(wd|dr|d|h)?\Z", re.DOTALL)


@dataclass(frozen=True)
class Names:
    """Agencies and powers by code, and their codes by name: people type names."""

    agencies: Mapping[str, str]
    powers: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        """Every name by its code."""
        return {**self.agencies, **self.powers}

    def agency(self, text: str) -> str:
        """The code of an agency by name or code; what is not known stays as typed."""
        return LEAD if text == LEAD_WORD else _code(self.agencies, text)

    def power(self, text: str) -> str:
        """The code of a power by name or code; what is not known stays as typed."""
        return _code(self.powers, text)


def _code(names: Mapping[str, str], text: str) -> str:
    if text in names:
        return text
    return next((code for code, name in names.items() if name == text), text)


@dataclass(frozen=True)
class Sent:
    """A form as it came."""

    data: QueryDict
    names: Names

    def text(self, name: str) -> str:
        """The text under a name, without blanks around it; line ends as we keep them."""
        return self.data.get(name, "").replace("\r\n", "\n").strip()

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.data

    def number(self, name: str) -> int | str:
        """A whole number; what is none stays as typed, for the rules to refuse."""
        text = self.text(name)
        return int(text) if WHOLE.match(text) else text

    def term(self, name: str) -> str:
        """A term of an amount and a unit; without an amount none."""
        amount = self.text(f"{name}.amount")
        return f"{amount}{self.text(f'{name}.unit')}" if amount else ""

    def rows(self, part: str) -> int:
        """How many rows of a list the form held."""
        given = self.number(f"{part}.rows")
        if not isinstance(given, int) or given > MOST_ROWS:
            raise BadInput("draft.rows", "一份指南的一个清单最多{most}行:请合并或删去一些。", most=MOST_ROWS)
        return given


def split_term(token: str) -> tuple[str, str]:
    """Amount and unit of a term as stored or typed."""
    found = TOKEN.match(token)
    return (found[1], found[2] or UNITS[0]) if found else (token, UNITS[0])


def put(guide: Guide, section: Section, sent: Sent) -> Guide:
    """The guide with what was typed into a section."""
    return {**guide, **READERS[section](guide, sent)}


def _basics(_guide: Guide, sent: Sent) -> Guide:
    return {
        "name": sent.text("name"),
        "type": sent.text("type"),
        "agency": sent.names.agency(sent.text("agency")),
        "power": sent.names.power(sent.text("power")),
        "audience": sent.text("audience"),
        "topics": sent.data.getlist("topics"),
        "summary": sent.text("summary"),
        "modes": sent.data.getlist("modes"),
        "trips": sent.number("trips"),
    }


def _terms(_guide: Guide, sent: Sent) -> Guide:
    return {name: sent.term(name) for name in TERMS}


def _materials(_guide: Guide, sent: Sent) -> Guide:
    rows = [
        {
            **{
                name: sent.text(f"materials.{at}.{name}") for name in ("key", "name", "source", "note", "form_template")
            },
            **{name: sent.flag(f"materials.{at}.{name}") for name in ("required", "deferrable")},
            "copies": sent.number(f"materials.{at}.copies"),
        }
        for at in range(sent.rows("materials"))
    ]
    return {"materials": keyed("materials", rows), "commitment_allowed": sent.flag("commitment_allowed")}


def _steps(_guide: Guide, sent: Sent) -> Guide:
    rows = [
        {
            **{name: sent.text(f"procedure.{at}.{name}") for name in ("key", "name", "choice", "when")},
            "agency": sent.names.agency(sent.text(f"procedure.{at}.agency")),
            "power": sent.names.power(sent.text(f"procedure.{at}.power")),
            "term": sent.term(f"procedure.{at}"),
            "after": [one.strip() for one in SEPARATORS.split(sent.text(f"procedure.{at}.after")) if one.strip()],
        }
        for at in range(sent.rows("procedure"))
    ]
    rows = keyed("procedure", rows)
    by_name = {row["name"]: row["key"] for row in rows}
    known = {row["key"] for row in rows}
    for row in rows:
        row["after"] = [one if one in known else by_name.get(one, one) for one in row["after"]]
    return {"procedure": rows}


def _form(_guide: Guide, sent: Sent) -> Guide:
    names = [name for name in fields.BLANK if name != "required"]
    rows = [
        {
            **{name: sent.text(f"form.{at}.{name}") for name in names},
            "required": sent.flag(f"form.{at}.required"),
        }
        for at in range(sent.rows("form"))
    ]
    return {
        "form": {"rows": keyed("form", rows), "rest": sent.text("form.rest")},
        "effect": sent.text("effect"),
        "effect_fields": _pairs(sent.text("effect_fields")),
    }


def _pairs(text: str) -> dict[str, str]:
    pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
    return {fact.strip(): name.strip() for fact, _, name in pairs}


def _fee(_guide: Guide, sent: Sent) -> Guide:
    rows = [{name: sent.text(f"basis.{at}.{name}") for name in BLANKS["basis"]} for at in range(sent.rows("basis"))]
    return {"basis": rows, "fee_yuan": sent.text("fee_yuan") or "0", "fee_basis": sent.text("fee_basis")}


def _faq(_guide: Guide, sent: Sent) -> Guide:
    return {"faq": [{name: sent.text(f"faq.{at}.{name}") for name in BLANKS["faq"]} for at in range(sent.rows("faq"))]}


READERS: Mapping[Section, Callable[[Guide, Sent], Guide]] = {
    Section.BASICS: _basics,
    Section.TERMS: _terms,
    Section.MATERIALS: _materials,
    Section.STEPS: _steps,
    Section.FORM: _form,
    Section.FEE: _fee,
    Section.FAQ: _faq,
}


def keyed(part: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with a key each: people need not think one up."""
    key, stem = KEYS[part]
    taken = {row[key] for row in rows}
    free = (name for number in range(1, 10 * MOST_ROWS) if (name := f"{stem}{number}") not in taken)
    return [row if row[key] else {**row, key: next(free)} for row in rows]


def rows_in(guide: Guide, part: str) -> list[dict[str, Any]]:
    """The rows of a list of the guide."""
    rows: list[dict[str, Any]] = guide["form"]["rows"] if part == "form" else guide[part]
    return rows


def with_rows(guide: Guide, part: str, rows: list[dict[str, Any]]) -> Guide:
    """The guide with other rows of a list."""
    return {**guide, part: {**guide["form"], "rows": rows} if part == "form" else rows}


def moved(guide: Guide, part: str, act: str, place: int) -> tuple[Guide, int]:
    """The guide after a row was added, removed, or moved up or down, and the place of the row to look at next."""
    rows = list(rows_in(guide, part))
    if act == "add" and len(rows) < MOST_ROWS:
        blank = {name: list(value) if isinstance(value, list) else value for name, value in BLANKS[part].items()}
        rows = keyed(part, [*rows, blank]) if part in KEYS else [*rows, blank]
        return with_rows(guide, part, rows), len(rows) - 1
    if not 0 <= place < len(rows):
        return guide, place
    if act == "remove":
        removed = rows.pop(place)
        return with_rows(guide, part, _without(part, rows, removed)), max(place - 1, 0)
    target = place + {"up": -1, "down": 1}.get(act, 0)
    if 0 <= target < len(rows):
        rows[place], rows[target] = rows[target], rows[place]
        return with_rows(guide, part, rows), target
    return guide, place


def _without(part: str, rows: list[dict[str, Any]], removed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A step that goes is also no longer waited for; those after it wait for what it waited for."""
    if part != "procedure":
        return rows
    found = []
    for row in rows:
        after = [one for key in row["after"] for one in (removed["after"] if key == removed["key"] else [key])]
        found.append({**row, "after": list(dict.fromkeys(after))})
    return found
