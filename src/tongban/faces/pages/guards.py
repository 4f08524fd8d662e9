"""What every page shares: a sign-in, a content policy without inline anything, no unknown query."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.common.actors import Actor
from tongban.common.errors import DomainError
from tongban.common.time import localdate
from tongban.faces.api.auth import now, on_behalf
from tongban.faces.api.strict import check_query
from tongban.faces.pages import errors, forms
from tongban.faces.pages.forms import kept
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import queries as accounts

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ACTING_FOR = "acting_for"
PASSWORD_PAGE = "/account/password"  # noqa: S105 - an address
WITH_INITIAL_PASSWORD = frozenset({PASSWORD_PAGE, "/sign-out"})
__all__ = ["ACTING_FOR", "POLICY", "Reader", "asked_to_sign_in", "kept", "page", "reader_of"]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Reader:
    """Who reads a page: the person signed in, and as whom the person acts now."""

    person: Actor
    actor: Actor

    @property
    def is_acting(self) -> bool:
        """Whether the person acts for another party."""
        return self.person != self.actor


def reader_of(request: HttpRequest) -> Reader:
    """The reader of a request that has a sign-in; a representation that has ended is dropped."""
    account = cast("Account", request.user)
    person = accounts.actor_of(account, localdate(now(request)))
    chosen = request.session.get(ACTING_FOR)
    if chosen is None:
        return Reader(person, person)
    try:
        return Reader(person, on_behalf(account, person, int(chosen), now(request)))
    except DomainError:
        del request.session[ACTING_FOR]
        return Reader(person, person)


def _led_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """To the sign-in whoever has none, to the password page whoever has an initial password."""
    if not request.user.is_authenticated:
        return asked_to_sign_in(request)
    if request.user.must_change_password and request.path not in WITH_INITIAL_PASSWORD:
        return HttpResponseRedirect(PASSWORD_PAGE)
    return None


def asked_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in; what was typed into a form travels along and is given back after it."""
    if request.method == "POST" and (parcel := forms.wrapped(request)):
        context = {"next": request.path, "parcel": parcel, "had_files": bool(request.FILES), "plain": True}
        return shown_to(request, None, "pages/sign_in.html", context, 401)
    return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.get_full_path()})}")


def page(*methods: str, query: tuple[str, ...] = (), public: bool = False) -> Callable[[View], View]:
    """A view of the pages: given methods only, known query only, signed in unless ``public``, refusals in words."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            response = _answered(request, view, kwargs)
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        def _answered(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
            if request.method not in methods:
                return errors.wrong_method(request, methods)
            if any("\0" in str(value) for value in kwargs.values()):
                raise Http404
            if not public and (elsewhere := _led_elsewhere(request)):
                return elsewhere
            try:
                check_query(request, frozenset(query))
                return view(request, **kwargs) if public else view(request, reader_of(request), **kwargs)
            except DomainError as refusal:
                return errors.refused(request, refusal)

        guarded.is_public = public  # type: ignore[attr-defined]
        return guarded

    return decorate
