"""Blocked matters in the administration, to look at."""

from django.contrib import admin

from tongban.hall.blocked.models import BlockedMatter, ItemRectification, JointReview, RefusalReport
from tongban.registry.browsing import ReadOnly


@admin.register(BlockedMatter)
class BlockedMatterAdmin(ReadOnly):
    """What got stuck."""

    list_display = ["case", "cause", "agency", "root_class"]
    list_filter = ["cause", "root_class"]
    list_select_related = ["case", "agency"]


@admin.register(RefusalReport)
class RefusalReportAdmin(ReadOnly):
    """Reports of refusal."""

    list_display = ["id", "item", "agency", "cause", "filed_at", "filed_by_name"]
    list_filter = ["cause"]
    list_select_related = ["item", "agency"]


@admin.register(JointReview)
class JointReviewAdmin(ReadOnly):
    """Joint reviews."""

    list_display = ["case", "concluded_at", "concluded_by_name"]
    list_select_related = ["case"]


@admin.register(ItemRectification)
class ItemRectificationAdmin(ReadOnly):
    """Rectifications of items."""

    list_display = ["case", "matter", "root_class", "version"]
    list_select_related = ["case", "matter"]
