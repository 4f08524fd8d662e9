"""One's own password: everybody with an account changes it here, and must where it is an initial one."""

from typing import TYPE_CHECKING, cast

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.errors import BadInput, DomainError
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import services as sign_ins

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account

FIELDS = frozenset({"present", "password", "again"})
LONGEST = 200


@page("GET", "POST")
def password(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Change one's own password; nothing typed here is ever shown again or kept."""
    account = cast("Account", request.user)
    if request.method == "GET":
        return drawn(request, reader, account)
    try:
        forms.check_names(request, FIELDS)
        change(request, account)
    except DomainError as refusal:
        return drawn(request, reader, account, refusal)
    auth.update_session_auth_hash(request, account)  # this session goes on, the others end
    messages.success(request, _("密码已更换,其他地方的登录已失效。"))
    return HttpResponseRedirect("/")


def change(request: HttpRequest, account: "Account") -> None:
    """Check what was typed and change the password."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    if any(len(text) > LONGEST for text in typed.values()):
        raise BadInput("password.long", "密码最多{most}个字符,请缩短。", most=LONGEST)
    if typed["password"] != typed["again"]:
        raise BadInput("password.twice", "两次输入的新密码不一致,请重新输入。")
    sign_ins.change_own_password(
        account=account,
        present=typed["present"],
        password=typed["password"],
        address=request.META.get("REMOTE_ADDR", ""),
        at=now(request),
    )


def drawn(request: HttpRequest, reader: Reader, account: "Account", refusal: DomainError | None = None) -> HttpResponse:
    """The form, empty."""
    context = {"sentence": refusal, "is_initial": account.must_change_password, "username": account.username}
    return shown_to(request, reader, "pages/password.html", context, refusal.status if refusal else 200)
