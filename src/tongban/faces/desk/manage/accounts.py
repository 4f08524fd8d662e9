"""Accounts: a new initial password, closing, unlocking; accounts of systems and their tokens."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.common.errors import BadInput, NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import proposals
from tongban.faces.desk.manage.doors import Done, Form, Secret, answered, managed
from tongban.faces.desk.manage.fields import Choice, Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import queries
from tongban.registry.administration import queries as record
from tongban.registry.administration import services

TOKENS = "/manage/tokens"
ACTS = ("reset", "close", "unlock")
SCOPE_LABELS = {
    "cases:read": gettext_lazy("查看办件"),
    "cases:write": gettext_lazy("办理办件"),
    "parties:read": gettext_lazy("查看当事人"),
    "parties:write": gettext_lazy("登记当事人"),
}
MOST_DAYS = 3650


@managed("GET", "POST")
def account(request: HttpRequest, reader: Reader, *, username: str, act: str) -> HttpResponse:
    """Reset a password, close an account, or unlock a name."""
    if act not in ACTS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    row = queries.account_named(username)
    back = f"/manage/staff/{row.staff.number}" if row.staff else TOKENS
    title, button, does = _words(act)

    def acted(typed: Typed) -> Done:
        by: dict[str, Any] = {"username": row.username, "actor": reader.actor, "at": now(request)}
        if act == "reset":
            _account, password = services.reset_password(**by)
            advice = _("请当面或以安全方式交给本人;登录后必须更换。原有会话已失效。")
            return Done(_("密码已重置。"), back, Secret(_("初始密码"), password, advice))
        if act == "close":
            services.close_account(**by)
            return Done(_("账号已停用,其会话和令牌同时失效。"), back)
        services.unlock(**by)
        return Done(_("已解除锁定,可以立即登录。"), back)

    form = Form(title, button, back, acted, does=(does,), is_final=act == "close", subject=row.username)
    return answered(request, reader, form)


def _words(act: str) -> tuple[str, str, str]:
    return {
        "reset": (_("重置密码"), _("重置"), _("系统生成新的初始密码,只显示一次;原有会话失效,登录后必须更换。")),
        "close": (_("停用账号"), _("停用"), _("不能再登录,会话和令牌立即失效;账号留作记录,不能恢复。")),
        "unlock": (_("解除登录锁定"), _("解除"), _("清除连续登录失败的记录。若不是本人操作所致,请同时重置密码。")),
    }[act]


@managed("GET", query=("username",))
def tokens(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Accounts of systems and their tokens, with the last use."""
    at, username = now(request), request.GET.get("username", "")
    systems = list(queries.systems())
    context = {
        "systems": systems,
        "username": username,
        "tokens": list(queries.token_lines(at=at, username=username)),
        "scopes": SCOPE_LABELS,
        "history": record.history(*(f"account:{one.username}" for one in systems), most=20),
    }
    return shown_to(request, reader, "desk/manage/tokens.html", context)


@managed("GET", "POST")
def new_system(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Open an account for another system."""

    def act(typed: Typed) -> Done:
        services.open_system(
            username=typed.text("username"),
            name=typed.text("name"),
            agency=typed.text("agency"),
            actor=reader.actor,
            at=now(request),
        )
        return Done(_("已开通业务系统账号。还需签发令牌。"), TOKENS)

    form = Form(
        _("开通业务系统账号"),
        _("开通"),
        TOKENS,
        act,
        fields=(
            Field("username", _("登录名"), hint=_("3至64位字母、数字或 . _ -"), most=64),
            Field("name", _("系统名称"), most=100),
            Field("agency", _("所属部门代码"), is_needed=False, proposals=proposals.AGENCIES, most=40),
        ),
        does=(_("业务系统没有密码,只用令牌;能看到什么,由所属部门和令牌的授权范围决定。"),),
        proposals={proposals.AGENCIES: proposals.of_agencies(localdate(now(request)))},
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def new_token(request: HttpRequest, reader: Reader, *, username: str) -> HttpResponse:
    """Issue a token, shown once."""
    owner = queries.account_named(username)

    def act(typed: Typed) -> Done:
        days = typed.number("days", _("有效天数"), 1, MOST_DAYS)
        scopes = [scope for scope in typed.several("scopes") if scope in queries.SCOPES]
        if not scopes:
            raise BadInput("token.scopes", "请至少选择一项授权范围。")
        at = now(request)
        token, text = services.issue_token(
            username=owner.username,
            name=typed.text("name"),
            scopes=scopes,
            expires_at=at + timedelta(hours=24 * days),  # an age, not a legal term
            actor=reader.actor,
            at=at,
        )
        secret = Secret(_("接口令牌"), text, _("请立即存入对方系统;泄露时按前缀吊销。"))
        return Done(_("已签发令牌 {prefix}。").format(prefix=token.prefix), TOKENS, secret)

    form = Form(
        _("签发令牌"),
        _("签发"),
        TOKENS,
        act,
        fields=(
            Field("name", _("用途"), most=100),
            Field(
                "scopes",
                _("授权范围"),
                Kind.CHECKS,
                choices=[Choice(scope, str(SCOPE_LABELS[scope])) for scope in queries.SCOPES],
            ),
            Field("days", _("有效天数"), Kind.NUMBER, _("到期自动失效;最多3650天"), initial=("365",)),
        ),
        does=(_("令牌只显示这一次,系统只保存摘要。"),),
        subject=f"{owner.get_full_name()} {owner.username}",
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def revoke(request: HttpRequest, reader: Reader, *, prefix: str) -> HttpResponse:
    """Revoke a token from now on."""
    token = queries.token_with(prefix)

    def act(typed: Typed) -> Done:
        services.revoke_token(prefix=token.prefix, actor=reader.actor, at=now(request))
        return Done(_("令牌已吊销,立即失效。"), TOKENS)

    form = Form(
        _("吊销令牌"),
        _("吊销"),
        TOKENS,
        act,
        does=(_("立即失效,不能恢复;使用它的系统从下一次请求起被拒绝。"),),
        is_final=True,
        subject=f"{token.name} {token.prefix}",
    )
    return answered(request, reader, form)
