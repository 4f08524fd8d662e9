"""Powers and delegations in the administration: to look at; acts go through the services."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.powers.models import Delegation, Holding, Power


@admin.register(Power)
class PowerAdmin(ReadOnly):
    """Powers."""

    list_display = ["code", "name", "type", "basis"]
    list_filter = ["type"]
    search_fields = ["code", "name"]


@admin.register(Holding)
class HoldingAdmin(ReadOnly):
    """Who holds a power, by level and line."""

    list_display = ["power", "level", "kind", "from_on", "until_on", "document"]
    list_filter = ["level"]
    list_select_related = ["power"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnly):
    """Delegations to towns."""

    list_display = ["power", "town", "agency", "giver", "mode", "from_on", "until_on", "status"]
    list_filter = ["status", "mode"]
    list_select_related = ["power", "town", "agency", "giver"]
