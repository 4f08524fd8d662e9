"""What can be typed into a field: agencies, regions, windows by code with their names."""

from datetime import date

from tongban.common.actors import STAFF_ROLES, Role
from tongban.faces.desk.manage.fields import Choice
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies.rules import IdentityType, WindowKind
from tongban.registry.regions import queries as regions
from tongban.registry.regions.rules import Level

AGENCIES, REGIONS, WINDOWS = "agencies", "regions", "windows"
OFFICIAL = (Level.CITY, Level.COUNTY, Level.TOWN)


def of_agencies(on: date) -> list[Choice]:
    """The agencies that exist on that day."""
    return [Choice(code, name, True) for code, name in agencies.agencies(on).values_list("code", "short_name")]


def of_regions() -> list[Choice]:
    """City, counties and towns; a village is typed by its code."""
    found = regions.regions_named("").filter(level__in=[level.value for level in OFFICIAL]).order_by("code")
    return [Choice(code, name, True) for code, name in found.values_list("code", "name")]


def of_windows() -> list[Choice]:
    """The windows that are not closed."""
    found = agencies.windows().values_list("code", "centre__name", "name")
    return [Choice(code, f"{centre} {name}", True) for code, centre, name in found]


def roles() -> list[Choice]:
    """The roles staff can have."""
    return [Choice(role.value, role.label) for role in Role if role in STAFF_ROLES]


def identities() -> list[Choice]:
    """On which establishment a person can be."""
    return [Choice(one.value, one.label) for one in IdentityType]


def window_kinds() -> list[Choice]:
    """What a window can be for."""
    return [Choice(one.value, one.label) for one in WindowKind]
