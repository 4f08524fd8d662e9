"""Policies in the administration, to look at."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.policies.models import Policy


@admin.register(Policy)
class PolicyAdmin(ReadOnly):
    """The list."""

    list_display = ("document", "title", "effective_on", "state")
