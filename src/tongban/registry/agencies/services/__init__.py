"""Acts on agencies, windows and staff: all keyword-only, each in one transaction."""

from tongban.registry.agencies.services.bodies import (
    add_post,
    change_centre,
    change_window,
    close_agency,
    close_window,
    open_agency,
    open_centre,
    open_window,
    rename_agency,
)
from tongban.registry.agencies.services.loading import load_agencies, load_hefei, load_staff
from tongban.registry.agencies.services.people import assign_role, end_role, hire, leave, move_staff

__all__ = [
    "add_post",
    "assign_role",
    "change_centre",
    "change_window",
    "close_agency",
    "close_window",
    "end_role",
    "hire",
    "leave",
    "load_agencies",
    "load_hefei",
    "load_staff",
    "move_staff",
    "open_agency",
    "open_centre",
    "open_window",
    "rename_agency",
]
