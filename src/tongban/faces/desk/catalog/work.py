"""The working copy of a draft: what is being written travels with the page, sealed, until it is saved.

So a section can be left for another, a row added or moved, a promise made shorter than its steps for a moment,
without storing what no rule allows and without losing what was typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core import signing

from tongban.common.errors import BadInput
from tongban.faces.desk.catalog import fields
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.diff import parts_changed
from tongban.registry.catalog.rules.documents import stamp_of
from tongban.registry.catalog.rules.faults import Fault, faults
from tongban.registry.catalog.rules.labels import PLACES

if TYPE_CHECKING:
    from tongban.registry.catalog.models import ItemVersion

SALT = "tongban.faces.desk.catalog"
Guide = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """What is being written: the guide with its form as rows, the change note, and the draft as it was opened."""

    item: str
    number: int
    guide: Guide
    note: str
    base: Mapping[str, Any]
    base_note: str

    @classmethod
    def on(cls, version: "ItemVersion") -> "Work":
        """A fresh copy of a draft."""
        return cls(
            item=version.item_id,
            number=version.number,
            guide=opened(version.spec),
            note=version.change_note,
            base=version.spec,
            base_note=version.change_note,
        )

    @classmethod
    def unsealed(cls, parcel: str, item: str, number: int) -> "Work":
        """The copy that travelled with a page; refused when it is none of ours or of another draft."""
        try:
            found = signing.loads(parcel, salt=SALT)
        except signing.BadSignature:
            raise BadInput("draft.parcel", "这一页已失效,没有保存:请从事项页重新打开草稿。") from None
        if (found["item"], found["number"]) != (item, number):
            raise BadInput("draft.other", "这一页属于另一份草稿,没有保存:请从事项页重新打开。")
        return cls(**found)

    @property
    def sealed(self) -> str:
        """The copy as it travels."""
        return signing.dumps(
            {
                "item": self.item,
                "number": self.number,
                "guide": self.guide,
                "note": self.note,
                "base": dict(self.base),
                "base_note": self.base_note,
            },
            salt=SALT,
            compress=True,
        )

    @property
    def stamp(self) -> str:
        """The stamp of the draft as it was opened."""
        return stamp_of(self.base, self.base_note)

    def data(self) -> tuple[dict[str, Any], list[Fault]]:
        """The guide as plain data, with what of it cannot even be written as such."""
        form, found = fields.closed(self.guide["form"])
        return {**self.guide, "code": self.item, "form": form}, found

    def judged(self) -> tuple[ItemSpec | None, list[Fault]]:
        """The guide, unless something is wrong with it, and everything that is."""
        data, found = self.data()
        found = found + [_placed(fault, self.guide["form"]["rows"]) for fault in faults(data)]
        return (None if found else ItemSpec.parse(data)), found

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the draft as it was opened."""
        spec, _ = self.judged()
        return spec is None or spec.as_stored() != self.base or self.note != self.base_note

    def merged_into(self, stored: "ItemVersion") -> tuple["Work", list[str], list[str]]:
        """This copy on top of what somebody else stored meanwhile: what was not touched here is theirs.

        Returned beside it: the names of the parts they changed, and of those changed on both sides, which stay ours.
        """
        mine = parts_changed(self.base, self._plain())
        theirs = parts_changed(self.base, stored.spec)
        fresh = Work.on(stored)
        guide = {**fresh.guide, **{part: self.guide[part] for part in mine}}
        note = self.note if self.note != self.base_note else fresh.note
        return replace(fresh, guide=guide, note=note), theirs, [part for part in theirs if part in mine]

    def _plain(self) -> Mapping[str, Any]:
        spec, _ = self.judged()
        return spec.as_stored() if spec else self.data()[0]


def opened(spec: Mapping[str, Any]) -> Guide:
    """A guide with its form as rows."""
    whole = ItemSpec.parse(spec).as_data()
    rows = {"form": fields.opened(whole["form"]), "procedure": step_rows(whole["procedure"])}
    return {**{part: whole[part] for part in PLACES}, **rows}


def step_rows(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Steps as rows: plain data leaves out what is empty."""
    return [{"after": [], "choice": "", "when": "", "power": "", **step} for step in steps]


def _placed(fault: Fault, rows: list[fields.Row]) -> Fault:
    """A fault of a field of the form at the row that field stands in."""
    part, _, name = fault.place.partition(".")
    if part != "form" or not name:
        return fault
    place = next((place for place, row in enumerate(rows) if row["name"] == name), None)
    return Fault("form" if place is None else f"form.{place}", fault.refusal)
