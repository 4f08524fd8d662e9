"""Small parts of the window's forms: the regions to choose from, and inputs with what was typed."""

from collections.abc import Sequence
from dataclasses import replace

from tongban.common.actors import Actor
from tongban.faces.pages.inputs import Input, Typed
from tongban.registry.regions import queries as regions


def options(actor: Actor, picked: str) -> list[tuple[str, str, bool]]:
    """(code, name, whether it is the picked one) of the clerk's region and the counties and towns in it."""
    rows = regions.regions_named("", within=actor.region).exclude(level=regions.Level.VILLAGE.value)
    return [(one.code, one.full_name, one.code == picked) for one in rows.order_by("code")]


def usual(actor: Actor, home: str) -> str:
    """Where a matter of somebody from ``home`` is done: in the clerk's own region; for a clerk of the city, at home."""
    is_wide = regions.level_of(actor.region) is regions.Level.CITY
    return home if is_wide and regions.covers(actor.region, home) else actor.region


def filled(asked: Sequence[Input], typed: Typed) -> list[Input]:
    """The inputs with what was typed into each."""
    found = [(one, typed.values(one.name)) for one in asked]
    return [
        replace(one, values=values, options=[replace(row, is_chosen=row.value in values) for row in one.options])
        for one, values in found
    ]
