"""Cases of the source text, and what it asks of appeals, played through the services on the database at hand.

Each is a module with ``play(out)``: it acts with the dates of the text, prints a timeline through ``out`` and returns
what the engine computed. The reference data of Hefei must be loaded.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tongban.demo.stories import (
    bad_rating,
    blocked_matter,
    business_suspension,
    change_sharing,
    enterprise_appeal,
    property_certificate,
)
from tongban.demo.telling import Out

STORIES: Mapping[str, Callable[[Out], dict[str, Any]]] = {
    "property-certificate": property_certificate.play,
    "business-suspension": business_suspension.play,
    "change-sharing": change_sharing.play,
    "enterprise-appeal": enterprise_appeal.play,
    "bad-rating": bad_rating.play,
    "blocked-matter": blocked_matter.play,
}
