"""Staff: the list, one person with roles, account and record, and every act on them as a form."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongban.common.actors import Role
from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import proposals, tables
from tongban.faces.desk.manage.doors import Done, Form, Secret, answered, managed
from tongban.faces.desk.manage.fields import Choice, Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import queries as accounts
from tongban.registry.administration import queries, services
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies.rules import IdentityType

if TYPE_CHECKING:
    from tongban.registry.agencies.models import Staff

HOME = "/manage/staff"
NARROWING = ("text", "agency", "role", "state")
ROLES = [role.value for role in Role]


def _found(request: HttpRequest, asked: dict[str, str]) -> Any:
    on = localdate(now(request))
    return queries.staff(on=on, **{name: asked[name] for name in NARROWING})


@managed("GET", query=(*NARROWING, "cursor"))
def people(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Members of staff, narrowed and page by page."""
    asked, on = tables.given(request, NARROWING), localdate(now(request))
    listed = tables.listed(request, _found(request, asked), ["number"], lambda row: [row.number], asked, "staff")
    context = {
        "listed": listed,
        "people": queries.persons(listed.rows, on),
        "choices": proposals.roles(),
        "agencies": proposals.of_agencies(on),
        "on": on,
    }
    return shown_to(request, reader, "desk/manage/staff.html", context)


@managed("GET", query=NARROWING)
def export(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The same list as CSV."""
    asked, on = tables.given(request, NARROWING), localdate(now(request))
    rows = queries.persons(list(_found(request, asked)[: tables.MOST_EXPORTED]), on)
    head = ("工号", "姓名", "部门代码", "部门", "岗位", "窗口", "身份", "到岗", "离岗", "角色", "管辖", "登录名")
    return tables.exported("staff", head, (_cells(one) for one in rows))


def _cells(one: queries.Person) -> tuple[object, ...]:
    staff = one.staff
    return (
        staff.number,
        staff.name,
        staff.agency_id,
        staff.agency.name,
        staff.post.name if staff.post else "",
        staff.window.name if staff.window else "",
        IdentityType(staff.identity_type).label,
        staff.active_from_on,
        staff.active_until_on,
        "、".join(one.role_labels),
        "、".join(dict.fromkeys(held.jurisdiction.full_name for held in one.roles)),
        one.account.username if one.account else "",
    )


@managed("GET")
def person(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """One person: where, which roles when, which account, what was done."""
    at, staff = now(request), agencies.staff_member(number)
    account = accounts.account_of_staff(staff.pk)
    subjects = [f"staff:{staff.number}"] + ([f"account:{account.username}"] if account else [])
    today = localdate(at)
    held = list(agencies.assignments(staff.pk))
    context = {
        "staff": staff,
        "identity": IdentityType(staff.identity_type).label,
        "account": account,
        "lock": accounts.lock_of(account.username, at) if account else None,
        "held": [(one, Role(one.role).label, _is_over(one.until_on, today)) for one in reversed(held)],
        "has_left": _is_over(staff.active_until_on, today),
        "history": queries.history(*subjects),
        "today": today,
    }
    return shown_to(request, reader, "desk/manage/person.html", context)


def _is_over(until_on: Any, today: Any) -> bool:
    return until_on is not None and until_on < today


def _place(staff: "Staff | None" = None) -> tuple[Field, ...]:
    post = staff.post.code if staff and staff.post else ""
    window = (staff.window_id or "") if staff else ""
    return (
        Field(
            "agency",
            _("部门代码"),
            hint=_("输入代码或名称,从提示中选择"),
            initial=(staff.agency_id,) if staff else (),
            proposals=proposals.AGENCIES,
            most=40,
        ),
        Field("post", _("岗位代码"), is_needed=False, initial=(post,), most=40),
        Field("window", _("窗口代码"), is_needed=False, initial=(window,), proposals=proposals.WINDOWS, most=40),
    )


def _known(request: HttpRequest) -> dict[str, list[Choice]]:
    return {
        proposals.AGENCIES: proposals.of_agencies(localdate(now(request))),
        proposals.WINDOWS: proposals.of_windows(),
    }


@managed("GET", "POST")
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Register a member of staff."""

    def act(typed: Typed) -> Done:
        staff = services.hire(
            number=typed.text("number"),
            name=typed.text("name"),
            agency=typed.text("agency"),
            identity_type=IdentityType(typed.one_of("identity", _("身份"), [one.value for one in IdentityType])),
            from_on=typed.day("from_on", _("到岗日期")),
            post=typed.text("post"),
            window=typed.text("window"),
            actor=reader.actor,
            at=now(request),
        )
        return Done(_("已登记。还需分配角色、开通账号。"), f"{HOME}/{staff.number}")

    form = Form(
        _("登记工作人员"),
        _("登记"),
        HOME,
        act,
        fields=(
            Field("number", _("工号"), most=20),
            Field("name", _("姓名"), most=40),
            *_place(),
            Field("identity", _("身份"), Kind.CHOICE, choices=proposals.identities()),
            Field("from_on", _("到岗日期"), Kind.DAY, initial=(str(localdate(now(request))),)),
        ),
        proposals=_known(request),
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def move(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Move a person to another agency, post or window."""
    staff = agencies.staff_member(number)

    def act(typed: Typed) -> Done:
        services.move_staff(
            number=staff.number,
            agency=typed.text("agency"),
            post=typed.text("post"),
            window=typed.text("window"),
            actor=reader.actor,
            at=now(request),
        )
        return Done(_("已调整,即时生效。"), f"{HOME}/{staff.number}")

    form = Form(
        _("调整部门、岗位或窗口"),
        _("调整"),
        f"{HOME}/{staff.number}",
        act,
        fields=_place(staff),
        does=(_("即时生效。已办的事仍记在当时的部门名下;在原辖区的角色须先终止,才能调到不管辖该区划的部门。"),),
        subject=str(staff),
        proposals=_known(request),
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def leave(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Record a person's last day at work."""
    staff = agencies.staff_member(number)

    def act(typed: Typed) -> Done:
        services.leave(
            number=staff.number, last_on=typed.day("last_on", _("最后在岗日")), actor=reader.actor, at=now(request)
        )
        return Done(_("已登记离岗。"), f"{HOME}/{staff.number}")

    form = Form(
        _("登记离岗"),
        _("登记"),
        f"{HOME}/{staff.number}",
        act,
        fields=(Field("last_on", _("最后在岗日"), Kind.DAY),),
        does=(_("次日起不再具有任何角色;账号仍可登录查看,需要时另行停用。记录都保留。"),),
        is_final=True,
        subject=str(staff),
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def give_role(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Give a person a role over a region from a day."""
    staff = agencies.staff_member(number)

    def act(typed: Typed) -> Done:
        services.give_role(
            number=staff.number,
            role=Role(typed.one_of("role", _("角色"), ROLES)),
            jurisdiction=typed.text("region"),
            from_on=typed.day("from_on", _("起始日期")),
            until_on=typed.day_or_none("until_on", _("截止日期")),
            document=typed.text("document"),
            actor=reader.actor,
            at=now(request),
        )
        return Done(_("已分配角色。"), f"{HOME}/{staff.number}")

    form = Form(
        _("分配角色"),
        _("分配"),
        f"{HOME}/{staff.number}",
        act,
        fields=(
            Field("role", _("角色"), Kind.CHOICE, choices=proposals.roles()),
            Field(
                "region",
                _("管辖区划代码"),
                hint=_("同一天的所有角色管辖同一区划;在其部门的辖区之内"),
                initial=(staff.agency.region_id,),
                proposals=proposals.REGIONS,
                most=12,
            ),
            Field("from_on", _("起始日期"), Kind.DAY, initial=(str(localdate(now(request))),)),
            Field("until_on", _("截止日期"), Kind.DAY, _("不填为长期"), is_needed=False),
            Field("document", _("依据文件"), hint=_("如 任职通知及文号"), most=120),
        ),
        subject=str(staff),
        proposals={proposals.REGIONS: proposals.of_regions()},
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def end_role(request: HttpRequest, reader: Reader, *, number: str, assignment: int) -> HttpResponse:
    """End a role of a person."""
    staff = agencies.staff_member(number)
    held = next((one for one in agencies.assignments(staff.pk) if one.pk == assignment), None)
    if held is None:
        raise NotFound("role.unknown", "没有这项角色分配,请刷新后重试。")

    def act(typed: Typed) -> Done:
        services.end_role(
            assignment_id=assignment, last_on=typed.day("last_on", _("最后一日")), actor=reader.actor, at=now(request)
        )
        return Done(_("已终止角色。"), f"{HOME}/{staff.number}")

    form = Form(
        _("终止角色"),
        _("终止"),
        f"{HOME}/{staff.number}",
        act,
        fields=(
            Field("last_on", _("最后一日"), Kind.DAY, _("当日仍有此角色"), initial=(str(localdate(now(request))),)),
        ),
        does=(_("角色只终止,不删除;终止日可以提前,不能推后。"),),
        is_final=True,
        subject=f"{staff} {Role(held.role).label} {held.jurisdiction.full_name}",
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def open_account(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Open an account with an initial password, shown once."""
    staff = agencies.staff_member(number)

    def act(typed: Typed) -> Done:
        account, password = services.open_account(
            number=staff.number, username=typed.text("username"), actor=reader.actor, at=now(request)
        )
        secret = Secret(_("初始密码"), password, _("请当面或以安全方式交给本人;首次登录必须更换。"))
        said = _("已开通账号 {username}。").format(username=account.username)
        return Done(said, f"{HOME}/{staff.number}", secret)

    form = Form(
        _("开通账号"),
        _("开通"),
        f"{HOME}/{staff.number}",
        act,
        fields=(Field("username", _("登录名"), hint=_("3至64位字母、数字或 . _ -,以字母或数字开头"), most=64),),
        does=(_("系统生成初始密码,只显示一次;本人首次登录必须更换。"),),
        subject=str(staff),
    )
    return answered(request, reader, form)
