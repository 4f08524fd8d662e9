"""Shapes of the registry: who asks, regions, agencies, guides, powers, parties, and the clock as a service."""

from datetime import date

from ninja import Schema
from pydantic import Field

from tongban.faces.api.schemas.base import Data, Given, Named
from tongban.registry.parties.rules import IdentifierField


class RoleOut(Schema):
    """A role with its Chinese name."""

    role: str
    label: str


class Represented(Schema):
    """An enterprise the person may act for; its ``party`` goes into the Tongban-Acting-For header."""

    party: int
    name: str
    kind: str


class Me(Schema):
    """Who asks."""

    kind: str
    name: str
    roles: list[RoleOut]
    agency: str
    region: str
    party: int | None
    represents: list[Represented]


class RegionOut(Schema):
    """A region with its statutory code."""

    code: str
    name: str
    full_name: str
    level: str
    parent: str | None


class RegionPage(Schema):
    """One page of regions."""

    items: list[RegionOut]
    next: str | None


class AgencyOut(Schema):
    """A public body; ``kind`` is its functional line."""

    code: str
    name: str
    kind: str
    level: str
    region: str


class AgencyPage(Schema):
    """One page of agencies."""

    items: list[AgencyOut]
    next: str | None


class ItemLine(Schema):
    """An item of the catalogue."""

    code: str
    name: str
    type: str
    type_label: str
    agency: Named
    region: Named
    power: str | None


class ItemPage(Schema):
    """One page of items."""

    items: list[ItemLine]
    next: str | None


class Guide(Schema):
    """The guide of an item in force on a day; ``guide`` has all its parts, terms written as 10wd, money as text."""

    code: str
    name: str
    version: int
    valid_from_on: date | None
    valid_until_on: date | None
    parallel_term: str | None = Field(description="并联办理的最长时限")
    serial_term: str | None = Field(description="串联办理的时限")
    guide: Data


class HolderOut(Schema):
    """An agency that may act in a power that day, and by what."""

    agency: Named
    level: str
    mode: str
    mode_label: str
    may_decide: bool
    basis: str
    document: str
    since_on: date
    until_on: date | None


class WhoMay(Schema):
    """Who may act in a power over a region on a day, the nearest level first."""

    power: Named
    region: str
    on: date
    holders: list[HolderOut]


class PartyOut(Schema):
    """A party with identifier and phone masked."""

    id: int
    kind: str
    kind_label: str
    name: str
    identifier: str
    phone: str
    region: str
    status: str | None
    status_label: str | None
    suspended_until_on: date | None
    facts: Data


class OpenField(Given):
    """Which sealed field to see, and why; the opening is logged."""

    field: IdentifierField
    reason: str = ""


class Opened(Schema):
    """The clear text, answered once and never kept; a replay has none."""

    party: int
    field: str
    value: str | None


class WhyDay(Schema):
    """One day of a reckoning."""

    on: date
    counted: bool
    reason: str


class Due(Schema):
    """When a term ends and why, in the keys of ``tongban due --json``."""

    start: str
    term: str
    counting: str
    due_on: date | None
    provisional: bool
    days_counted: int
    why: list[WhyDay]
