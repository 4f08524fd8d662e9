"""Tables in the administration, to look at: every change of the city is an act of a service, with its checks."""

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Nothing is added, changed or deleted here: what services check, a form of the administration would not."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Services add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Services change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What once was stays on record."""
        return False
