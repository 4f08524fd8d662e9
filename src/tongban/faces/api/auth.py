"""Who asks: a system by its token, a person by the session; and for which party a person acts."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.time import localdate
from tongban.faces.api.problems import NotSignedIn
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.parties import queries as parties

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account

ACTING_FOR = "Tongban-Acting-For"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_DIGITS = 15  # a party's number; longer ones overflow the database's integers


def now(request: HttpRequest) -> datetime:
    """The one instant of a request: whatever happens in it happens then."""
    at: datetime | None = getattr(request, "tongban_at", None)
    if at is None:
        at = timezone.now()
        request.tongban_at = at  # type: ignore[attr-defined]
    return at


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, as the sign-in of the operation found it."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


class Token(HttpBearer):
    """A system's token; ``area`` names the scopes it needs: ``<area>:read`` to look, ``<area>:write`` to act."""

    def __init__(self, area: str = "") -> None:
        self.area = area
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any | None:
        """The actor of the token; a header that is there but does not hold is refused, never passed over."""
        if "Authorization" not in request.headers:
            return None
        scheme, _, token = request.headers["Authorization"].partition(" ")
        if scheme.lower() != "bearer":
            raise NotSignedIn("signin.scheme", "Authorization 头应写作“Bearer 令牌”。")
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The system, or the refusal of its token."""
        try:
            grant = sign_ins.admit(token=token, at=now(request))
        except NotAllowed as refusal:
            raise NotSignedIn(refusal.code, refusal.template, **refusal.params) from None
        scope = f"{self.area}:{'read' if request.method in SAFE else 'write'}"
        if self.area and not grant.allows(scope):
            raise NotAllowed("token.scope", "此令牌没有“{scope}”授权:请向管理员申请。", scope=scope)
        if ACTING_FOR in request.headers:
            raise refused_representation()
        return grant.actor


class Session(APIKeyCookie):
    """A person's session, opened at /sign-in; whatever is not a mere look needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any | None:
        """The actor of the session, None without one; the token is asked for only where there is a session to misuse."""
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise NotAllowed("csrf.failed", "请求缺少或带有失效的防伪令牌(X-CSRFToken):请刷新页面后重试。")
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        """The person signed in, or the party the person acts for."""
        account = cast("Account", request.user)
        if account.must_change_password:
            raise NotAllowed("password.initial", "您正使用初始密码:请先在网页上更换密码,再继续办理。")
        actor = accounts.actor_of(account, localdate(now(request)))
        given = request.headers.get(ACTING_FOR)
        if given is None:
            return actor
        if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
            raise BadInput("acting.form", "{header} 头应为当事人编号(数字)。", header=ACTING_FOR)
        return on_behalf(account, actor, int(given), now(request))


def on_behalf(account: "Account", actor: Actor, party_id: int, at: datetime) -> Actor:
    """The actor as the party it acts for; refused for a party it does not represent on that day."""
    if actor.party_id == party_id:
        return actor
    held = parties.represented_on(account.party, localdate(at)) if account.party else ()
    name = next((row.enterprise.party.name for row in held if row.enterprise_id == party_id), None)
    if name is None:
        raise refused_representation()
    return replace(actor, party_id=party_id, name=f"{name}(经办:{actor.name})"[:80])


def refused_representation() -> NotAllowed:
    """The same words for a party one does not represent and for one that does not exist."""
    return NotAllowed("acting.refused", "您今日不能代表该当事人办理:请核对编号,或先办理代理登记。")
