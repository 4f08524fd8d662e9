"""Ratings in the administration, to look at."""

from django.contrib import admin

from tongban.hall.ratings.models import AgencySource, Exclusion, Rating, RatingRefusal, Rectification
from tongban.registry.browsing import ReadOnly


@admin.register(Rating)
class RatingAdmin(ReadOnly):
    """The list; where a rating came from is shown to nobody."""

    exclude = ("source",)
    list_display = ("uid", "stage", "level", "state", "agency", "rated_at")
    list_filter = ("level", "state", "stage")


@admin.register(RatingRefusal)
class RatingRefusalAdmin(ReadOnly):
    """The list."""

    exclude = ("source",)
    list_display = ("why", "channel", "agency", "at")
    list_filter = ("why", "channel")


@admin.register(Exclusion)
class ExclusionAdmin(ReadOnly):
    """The list."""

    list_display = ("rating", "ground", "state", "proposed_at", "decided_at")


@admin.register(Rectification)
class RectificationAdmin(ReadOnly):
    """The list."""

    list_display = ("rating", "case", "contacted_at", "rectified_at")


@admin.register(AgencySource)
class AgencySourceAdmin(ReadOnly):
    """The list."""

    exclude = ("source",)
    list_display = ("agency", "seen_at")
