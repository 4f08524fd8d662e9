"""Pure rules of agencies: kinds of windows and staff, periods, office hours, strict reading of data files."""

from tongban.registry.agencies.rules.entries import Entry, read_yaml
from tongban.registry.agencies.rules.names import (
    AGENCY_LEVELS,
    SAMPLE_END,
    SAMPLE_PREFIX,
    IdentityType,
    WindowKind,
    agency_code,
    check_hours,
    check_period,
    check_slug,
    overlap,
)

__all__ = [
    "AGENCY_LEVELS",
    "SAMPLE_END",
    "SAMPLE_PREFIX",
    "Entry",
    "IdentityType",
    "WindowKind",
    "agency_code",
    "check_hours",
    "check_period",
    "check_slug",
    "overlap",
    "read_yaml",
]
