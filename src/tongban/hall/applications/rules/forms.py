"""The filled-in form of an application as it is changed later. Pure."""

from collections.abc import Mapping
from typing import Any


def amended(form: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The form with these fields replaced; None empties one."""
    return {name: value for name, value in {**form, **changes}.items() if value is not None}
