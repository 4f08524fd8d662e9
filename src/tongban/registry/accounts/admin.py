"""Accounts in the administration: to look at; passwords and digests are not shown."""

from django.contrib import admin
from django.http import HttpRequest

from tongban.registry.accounts.models import Account, ApiToken, SignInFailure


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Services add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Services change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Journals refer to accounts for good."""
        return False


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
