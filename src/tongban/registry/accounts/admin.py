"""Accounts in the administration: to look at; passwords and digests are not shown."""

from django.contrib import admin

from tongban.registry.accounts.models import Account, ApiToken, SavedFilter, SignInFailure
from tongban.registry.browsing import ReadOnly


@admin.register(Account)
class AccountAdmin(ReadOnly):
    """Accounts."""

    list_display = ["username", "kind", "name", "staff", "party", "agency", "is_active", "last_login"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["staff", "party", "agency"]
    search_fields = ["username", "name"]
    fields = ["username", "kind", "name", "staff", "party", "agency", "is_active", "date_joined", "last_login"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    """Tokens by their prefix."""

    list_display = ["prefix", "name", "account", "created_at", "expires_at", "revoked_at", "last_used_at"]
    list_select_related = ["account"]
    exclude = ["digest"]


@admin.register(SignInFailure)
class SignInFailureAdmin(ReadOnly):
    """Names locked or about to be, by index only."""

    list_display = ["name_index", "failures", "last_at", "address"]


@admin.register(SavedFilter)
class SavedFilterAdmin(ReadOnly):
    """Filters people keep for their lists."""

    list_display = ["name", "account", "created_at"]
    list_select_related = ["account"]
