"""Parties in the administration: masked, to look at; acts and openings go through the services."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.parties.models import (
    Enterprise,
    EnterpriseChange,
    EnterpriseStatus,
    IdentifierOpening,
    Party,
    PartySearch,
    Representative,
)


@admin.register(Party)
class PartyAdmin(ReadOnly):
    """Parties, without seals and indexes."""

    list_display = ["id", "kind", "name", "identifier_masked", "region"]
    list_filter = ["kind"]
    list_select_related = ["region"]
    search_fields = ["name"]
    fields = ["kind", "name", "identifier_masked", "phone_masked", "region", "created_at"]


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnly):
    """What the register says of enterprises."""

    list_display = ["party", "legal_representative", "established_on"]
    list_select_related = ["party"]


@admin.register(EnterpriseStatus)
class EnterpriseStatusAdmin(ReadOnly):
    """Statuses."""

    list_display = ["enterprise", "status", "from_on", "until_on", "ground", "case_number"]
    list_filter = ["status"]


@admin.register(EnterpriseChange)
class EnterpriseChangeAdmin(ReadOnly):
    """Changes."""

    list_display = ["enterprise", "at", "case_number"]


@admin.register(IdentifierOpening)
class IdentifierOpeningAdmin(ReadOnly):
    """Openings of sealed identifiers."""

    list_display = ["at", "by", "name", "field", "party", "reason"]
    list_filter = ["field"]
    list_select_related = ["party"]
    search_fields = ["by", "name"]


@admin.register(PartySearch)
class PartySearchAdmin(ReadOnly):
    """Searches for parties."""

    list_display = ["at", "by", "name", "kind", "shown", "found"]
    list_filter = ["kind"]
    search_fields = ["by", "name"]


@admin.register(Representative)
class RepresentativeAdmin(ReadOnly):
    """Representatives."""

    list_display = ["enterprise", "person", "kind", "from_on", "until_on"]
    list_filter = ["kind"]
    list_select_related = ["person"]
