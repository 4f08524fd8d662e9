"""Django's administration, for administrators only, behind the sign-in of the house."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.common.actors import Role
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.registry.accounts import queries as accounts

POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


class HouseAdmin(AdminSite):
    """Shows what the rooms registered with Django's own site; its sign-in would go round the throttle."""

    site_header = site_title = "通办管理"

    def has_permission(self, request: HttpRequest) -> bool:
        """A superuser, or who holds the role of administrator today."""
        user = request.user
        if not user.is_active or getattr(user, "must_change_password", False):
            return False
        return user.is_superuser or accounts.actor_of(user, localdate(now(request))).has(Role.ADMIN)

    def admin_view(  # type: ignore[override]  # the stubs use a type variable of their own
        self, view: Callable[..., Any], cacheable: bool = False
    ) -> Callable[..., Any]:
        """Every page of the site with a content policy; its scripts and styles are files of our own."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            response = inner(request, *args, **kwargs)
            response.headers.setdefault("Content-Security-Policy", POLICY)
            return response

        return shown

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> NoReturn:
        """Not here: a password changes through the service of accounts, under its throttle."""
        raise PermissionDenied

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """To the house's own sign-in; whoever is signed in without the role is refused."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.GET.get('next', '/admin/')})}")


class Looking:
    """Whoever the site lets in may look; adding, changing and deleting stay as the room decided."""

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """The site has asked for the role."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return True


def build() -> HouseAdmin:
    """The site with everything the rooms registered with Django's default one."""
    house = HouseAdmin()
    for model, shown in admin.site._registry.items():
        house.register(model, type(type(shown).__name__, (Looking, type(shown)), {}))
    return house


site = build()
