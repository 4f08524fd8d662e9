"""Acts on agencies, windows and staff: all keyword-only, each in one transaction."""

from tongban.registry.agencies.services.bodies import (
    add_post,
    close_agency,
    open_agency,
    open_centre,
    open_window,
)
from tongban.registry.agencies.services.loading import load_agencies, load_hefei, load_staff
from tongban.registry.agencies.services.people import assign_role, end_role, hire, leave

__all__ = [
    "add_post",
    "assign_role",
    "close_agency",
    "end_role",
    "hire",
    "leave",
    "load_agencies",
    "load_hefei",
    "load_staff",
    "open_agency",
    "open_centre",
    "open_window",
]
