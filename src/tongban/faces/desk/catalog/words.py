"""What the pages of the catalogue say: versions with their people, guides as tables, reductions as sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.common.said import said
from tongban.common.time import localdate
from tongban.registry.accounts import queries as accounts
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.diff import Change, Detail, diff, rows_of, told
from tongban.registry.catalog.rules.labels import PLACES, Section
from tongban.registry.catalog.rules.reductions import Burden, Reduction, Trend, reductions
from tongban.registry.catalog.services.loading import LOADER
from tongban.registry.powers import queries as powers
from tongban.workdays import Term

if TYPE_CHECKING:
    from tongban.registry.catalog.models import ItemVersion


@dataclass(frozen=True)
class Person:
    """Who did it: a name of the registry, or a word of the house."""

    name: str
    is_word: bool = False


def people(keys: Iterable[str | None]) -> dict[str, Person]:
    """Who stands behind the keys of records, all of them in one statement."""
    wanted = {key for key in keys if key}
    names = accounts.names_of(wanted)
    loaded = Person(_("随系统载入"), is_word=True)
    unknown = Person(_("已无此账号"), is_word=True)
    return {
        key: loaded if key == LOADER.key else Person(names[key]) if key in names else unknown for key in sorted(wanted)
    }


def keys_of(versions: Iterable["ItemVersion"]) -> set[str]:
    """Everybody who wrote, published or retired one of these versions."""
    return {
        key
        for one in versions
        for key in (*one.authors, one.drafted_by, one.published_by, one.retired_by)
        if key is not None
    }


@dataclass(frozen=True)
class VersionLine:
    """A version with the names of its people, and whether it is the one in force on the day."""

    version: "ItemVersion"
    authors: Sequence[Person]
    publisher: Person | None
    is_in_force: bool
    is_to_come: bool
    running: int
    days: int


def version_line(
    one: "ItemVersion", who: Mapping[str, Person], on: date, running: Mapping[int, int] | None = None
) -> VersionLine:
    """One version as a line of a list."""
    begun, ended = one.valid_from_on, one.valid_until_on
    return VersionLine(
        version=one,
        authors=[who[key] for key in one.authors if key in who],
        publisher=who.get(one.published_by or ""),
        is_in_force=begun is not None and begun <= on and (ended is None or ended >= on),
        is_to_come=begun is not None and begun > on,
        running=(running or {}).get(one.pk, 0),
        days=days_since(one.drafted_at, on),
    )


def days_since(at: datetime, on: date) -> int:
    """Days between an act and a day, as people count them."""
    return max((on - localdate(at)).days, 0)


def names_for(specs: Iterable[ItemSpec], on: date) -> dict[str, str]:
    """Names of all agencies and powers that guides speak of, by code: two statements."""
    steps = [step for spec in specs for step in spec.procedure]
    wanted = {step.agency for step in steps} | {spec.agency for spec in specs}
    found = dict(agencies.agencies(on).filter(code__in=wanted).values_list("code", "name"))
    held = {step.power for step in steps if step.power} | {spec.power for spec in specs if spec.power}
    return found | dict(powers.powers().filter(code__in=held).values_list("code", "name"))


@dataclass(frozen=True)
class SectionChanges:
    """All that changed in one section."""

    section: Section
    changes: Sequence[Change]


def compared(before: ItemSpec, after: ItemSpec, names: Mapping[str, str]) -> list[SectionChanges]:
    """The differences under the headings of the guide; sections without any are left out."""
    found = diff(before, after, names)
    return [
        SectionChanges(section, changes)
        for section in Section
        if (changes := [change for change in found if change.section is section])
    ]


@dataclass(frozen=True)
class Table:
    """A list of a guide: what it is called, and its rows with their values."""

    label: str
    rows: Sequence[tuple[str, Sequence[Detail]]]


@dataclass(frozen=True)
class SectionSheet:
    """One section of a guide in full."""

    section: Section
    facts: Sequence[Detail]
    tables: Sequence[Table]


def sheet(spec: ItemSpec, names: Mapping[str, str]) -> list[SectionSheet]:
    """The whole of a guide, section by section; what is empty is left out."""
    found = []
    for section in Section:
        parts = [part for part, place in PLACES.items() if place.section is section]
        tables = [table for part in parts if (table := _table(part, spec, names)) and table.rows]
        facts = [fact for part in parts if rows_of(part, spec) is None and (fact := _fact(part, spec, names)).after]
        if facts or tables:
            found.append(SectionSheet(section, facts, tables))
    return found


def _fact(part: str, spec: ItemSpec, names: Mapping[str, str]) -> Detail:
    text, is_data = told(getattr(spec, part), names)
    return Detail(PLACES[part].label, "", text, is_data)


def _table(part: str, spec: ItemSpec, names: Mapping[str, str]) -> Table | None:
    rows = rows_of(part, spec)
    if rows is None:
        return None
    return Table(PLACES[part].label, [(row.name, _values(row.values, row.name, names)) for row in rows])


def _values(values: Mapping[str, Any], name: str, names: Mapping[str, str]) -> list[Detail]:
    """The values of a row, without its name once more and without what is empty or merely not so."""
    spoken = [(aspect, *told(value, names)) for aspect, value in values.items() if value is not False]
    return [Detail(aspect, "", text, is_data) for aspect, text, is_data in spoken if text and text != name]


@dataclass(frozen=True)
class ReductionWords:
    """One of the four reductions as a row of a table."""

    label: str
    before: str
    after: str
    trend: str
    tone: str
    verdict: str
    limit: str


TONES = {Trend.LESS: "ahead", Trend.MORE: "overdue", Trend.UNKNOWN: "paused"}


def reduced(before: ItemSpec | None, after: ItemSpec) -> list[ReductionWords]:
    """The four reductions in words."""
    return [_reduced(one) for one in reductions(before, after)]


def _reduced(one: Reduction) -> ReductionWords:
    verdict = one.trend.label
    if one.by and one.trend is Trend.LESS:
        verdict = said("减少{count}", count=_amount(one, one.by))
    elif one.by and one.trend is Trend.MORE:
        verdict = said("增加{count}", count=_amount(one, one.by))
    limit = one.limit.words if one.limit else ""
    if one.limit and one.saved_percent is not None:
        limit = said("{limit},承诺压缩{percent}%", limit=one.limit.words, percent=one.saved_percent)
    return ReductionWords(
        label=one.burden.label,
        before=_amount(one, one.before),
        after=_amount(one, one.after),
        trend=one.trend.value,
        tone=TONES.get(one.trend, ""),
        verdict=verdict,
        limit=limit,
    )


def _amount(one: Reduction, value: Term | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Term):
        return value.words
    if one.burden is Burden.TIME and isinstance(one.after, Term):
        return Term(value, one.after.counting).words
    return COUNTED[one.burden](value)


COUNTED: Mapping[Burden, Callable[[int], str]] = {
    Burden.TIME: str,
    Burden.STEPS: lambda count: said("{count}个", count=count),
    Burden.MATERIALS: lambda count: said("{count}份", count=count),
    Burden.TRIPS: lambda count: said("{count}次", count=count),
}
