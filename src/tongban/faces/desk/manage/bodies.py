"""Agencies, centres, windows and posts: lists, one of each with its record, every act as a form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import proposals, tables
from tongban.faces.desk.manage.doors import Done, Form, answered, managed
from tongban.faces.desk.manage.fields import Choice, Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to
from tongban.registry.administration import queries as record
from tongban.registry.administration import services
from tongban.registry.agencies import queries
from tongban.registry.agencies.rules import WindowKind
from tongban.registry.regions.rules import Level

AGENCIES, WINDOWS = "/manage/agencies", "/manage/windows"
KINDS = [kind.value for kind in WindowKind]


def _hours(opens: str = "", closes: str = "") -> tuple[Field, Field]:
    return (
        Field("opens", _("开始办公"), Kind.TIME, _("两项都不填表示从中心"), is_needed=False, initial=(opens,)),
        Field("closes", _("结束办公"), Kind.TIME, is_needed=False, initial=(closes,)),
    )


def _texts(typed: Typed, *names: str) -> dict[str, Any]:
    return {name: typed.text(name) for name in names}


def _by(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    return {"actor": reader.actor, "at": now(request)}


@managed("GET", query=("text", "cursor"))
def agencies(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Every agency, existing or abolished."""
    asked = tables.given(request, ("text",))
    found = queries.all_agencies(asked["text"])
    listed = tables.listed(request, found, ["code"], lambda row: [row.code], asked, "agencies")
    context = {"listed": listed, "levels": {level.value: level.label for level in Level}, "on": localdate(now(request))}
    return shown_to(request, reader, "desk/manage/agencies.html", context)


@managed("GET")
def agency(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """One agency with its posts and record."""
    found = queries.all_agencies().filter(code=code).first() or queries.agency(code)
    context = {
        "agency": found,
        "level": Level(found.level).label,
        "posts": list(queries.posts(code)),
        "people": record.staff(agency=code, state=record.AT_WORK, on=localdate(now(request))).count(),
        "history": record.history(f"agency:{code}"),
        "on": localdate(now(request)),
    }
    return shown_to(request, reader, "desk/manage/agency.html", context)


@managed("GET", "POST")
def new_agency(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Open an agency."""

    def act(typed: Typed) -> Done:
        names = ("code", "name", "kind", "region", "short_name", "parent", "phone")
        given = _texts(typed, *names)
        services.open_agency(**given, from_on=typed.day("from_on", _("设立日期")), **_by(request, reader))
        return Done(_("已设立。"), f"{AGENCIES}/{given['code']}")

    form = Form(
        _("设立部门"),
        _("设立"),
        AGENCIES,
        act,
        fields=(
            Field("code", _("代码"), hint=_("小写字母、数字和连字符,如 340122-scjg"), most=40),
            Field("name", _("名称"), most=80),
            Field("short_name", _("简称"), is_needed=False, most=40),
            Field("kind", _("条线代码"), hint=_("如 scjg(市场监管)、zwfw(政务服务)"), most=20),
            Field("region", _("区划代码"), proposals=proposals.REGIONS, most=12),
            Field("parent", _("上级部门代码"), is_needed=False, proposals=proposals.AGENCIES, most=40),
            Field("phone", _("电话"), is_needed=False, most=30),
            Field("from_on", _("设立日期"), Kind.DAY),
        ),
        does=(_("同一区划同一条线在同一时间只能有一个部门,否则谁有权办理就不明确。"),),
        proposals={
            proposals.REGIONS: proposals.of_regions(),
            proposals.AGENCIES: proposals.of_agencies(localdate(now(request))),
        },
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def change_agency(request: HttpRequest, reader: Reader, *, code: str, act: str) -> HttpResponse:
    """Rename an agency, abolish it, or add a post to it."""
    found = queries.agency(code)
    forms = {"rename": _rename, "close": _close, "post": _post}
    if act not in forms:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    return answered(request, reader, forms[act](found, _by(request, reader)))


def _rename(found: Any, by: dict[str, Any]) -> Form:
    def act(typed: Typed) -> Done:
        given = _texts(typed, "name", "short_name", "phone")
        services.rename_agency(code=found.code, **given, **by)
        return Done(_("已变更。"), f"{AGENCIES}/{found.code}")

    return Form(
        _("变更部门名称"),
        _("变更"),
        f"{AGENCIES}/{found.code}",
        act,
        fields=(
            Field("name", _("名称"), initial=(found.name,), most=80),
            Field("short_name", _("简称"), is_needed=False, initial=(found.short_name,), most=40),
            Field("phone", _("电话"), is_needed=False, initial=(found.phone,), most=30),
        ),
        does=(_("原名称留在记录里;已出具的文书不变。"),),
        subject=found.name,
    )


def _close(found: Any, by: dict[str, Any]) -> Form:
    def act(typed: Typed) -> Done:
        services.close_agency(code=found.code, last_on=typed.day("last_on", _("最后一日")), **by)
        return Done(_("已登记撤销。"), f"{AGENCIES}/{found.code}")

    return Form(
        _("撤销部门"),
        _("撤销"),
        f"{AGENCIES}/{found.code}",
        act,
        fields=(Field("last_on", _("最后一日"), Kind.DAY),),
        does=(_("次日起该部门的权力随之终止,在办件须移交给承接的部门。不能恢复,历史保留。"),),
        is_final=True,
        subject=found.name,
    )


def _post(found: Any, by: dict[str, Any]) -> Form:
    def act(typed: Typed) -> Done:
        services.add_post(agency=found.code, code=typed.text("code"), name=typed.text("name"), **by)
        return Done(_("已增设岗位。"), f"{AGENCIES}/{found.code}")

    return Form(
        _("增设岗位"),
        _("增设"),
        f"{AGENCIES}/{found.code}",
        act,
        fields=(
            Field("code", _("代码"), hint=_("小写字母、数字和连字符"), most=40),
            Field("name", _("名称"), most=60),
        ),
        subject=found.name,
    )


@managed("GET", query=("text", "cursor"))
def windows(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Every window with its centre, open or closed; the centres above them."""
    asked = tables.given(request, ("text",))
    found = queries.all_windows(asked["text"])
    listed = tables.listed(request, found, ["code"], lambda row: [row.code], asked, "windows")
    context = {"listed": listed, "centres": list(queries.centres()), "kinds": {k.value: k.label for k in WindowKind}}
    return shown_to(request, reader, "desk/manage/windows.html", context)


@managed("GET", "POST")
def new_centre(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Open a service centre."""

    def act(typed: Typed) -> Done:
        names = ("code", "name", "agency", "region", "address", "opens", "closes")
        services.open_centre(**_texts(typed, *names), **_by(request, reader))
        return Done(_("已设立服务中心。"), WINDOWS)

    form = Form(
        _("设立服务中心"),
        _("设立"),
        WINDOWS,
        act,
        fields=(
            Field("code", _("代码"), hint=_("小写字母、数字和连字符"), most=40),
            Field("name", _("名称"), most=80),
            Field("agency", _("管理部门代码"), proposals=proposals.AGENCIES, most=40),
            Field("region", _("区划代码"), proposals=proposals.REGIONS, most=12),
            Field("address", _("地址"), most=120),
            *_hours(),
        ),
        proposals={
            proposals.REGIONS: proposals.of_regions(),
            proposals.AGENCIES: proposals.of_agencies(localdate(now(request))),
        },
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def change_centre(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """Change name, address and hours of a centre."""
    found = queries.centre(code)

    def act(typed: Typed) -> Done:
        given = _texts(typed, "name", "address", "opens", "closes")
        services.change_centre(code=found.code, **given, **_by(request, reader))
        return Done(_("已变更。"), WINDOWS)

    form = Form(
        _("变更服务中心"),
        _("变更"),
        WINDOWS,
        act,
        fields=(
            Field("name", _("名称"), initial=(found.name,), most=80),
            Field("address", _("地址"), initial=(found.address,), most=120),
            *_hours(found.opens, found.closes),
        ),
        subject=found.name,
    )
    return answered(request, reader, form)


def _window_fields(found: Any | None = None) -> tuple[Field, ...]:
    return (
        Field("name", _("名称"), initial=(found.name,) if found else (), most=80),
        Field(
            "kind",
            _("类别"),
            Kind.CHOICE,
            choices=proposals.window_kinds(),
            initial=(found.kind,) if found else (),
        ),
        Field(
            "agency",
            _("派驻部门代码"),
            hint=_("综合窗口不填"),
            is_needed=False,
            initial=(found.agency_id or "",) if found else (),
            proposals=proposals.AGENCIES,
            most=40,
        ),
        *_hours(found.opens if found else "", found.closes if found else ""),
    )


def _read_window(typed: Typed) -> dict[str, Any]:
    return _texts(typed, "name", "agency", "opens", "closes") | {
        "kind": WindowKind(typed.one_of("kind", _("类别"), KINDS))
    }


@managed("GET", "POST", query=("centre",))
def new_window(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Open a window of a centre."""

    def act(typed: Typed) -> Done:
        code = typed.text("code")
        services.open_window(code=code, centre=typed.text("centre"), **_read_window(typed), **_by(request, reader))
        return Done(_("已开设窗口。"), f"{WINDOWS}/{code}")

    centres = [Choice(one.code, one.name, True) for one in queries.centres()]
    form = Form(
        _("开设窗口"),
        _("开设"),
        WINDOWS,
        act,
        fields=(
            Field("centre", _("服务中心"), Kind.CHOICE, choices=centres, initial=(request.GET.get("centre", ""),)),
            Field("code", _("代码"), hint=_("小写字母、数字和连字符"), most=40),
            *_window_fields(),
        ),
        proposals={proposals.AGENCIES: proposals.of_agencies(localdate(now(request)))},
    )
    return answered(request, reader, form)


@managed("GET")
def window(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """One window with who sits there and its record."""
    found = queries.window(code)
    context = {
        "window": found,
        "kind": WindowKind(found.kind).label,
        "people": list(queries.sitting_at(code, localdate(now(request)))[:50]),
        "history": record.history(f"window:{code}"),
    }
    return shown_to(request, reader, "desk/manage/window.html", context)


@managed("GET", "POST")
def change_window(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """Change name, kind, staffing agency and hours of a window."""
    found = queries.window(code)

    def act(typed: Typed) -> Done:
        services.change_window(code=found.code, **_read_window(typed), **_by(request, reader))
        return Done(_("已变更。"), f"{WINDOWS}/{found.code}")

    form = Form(
        _("变更窗口"),
        _("变更"),
        f"{WINDOWS}/{found.code}",
        act,
        fields=_window_fields(found),
        subject=f"{found.centre.name} {found.name}",
        proposals={proposals.AGENCIES: proposals.of_agencies(localdate(now(request)))},
    )
    return answered(request, reader, form)


@managed("GET", "POST")
def close_window(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """Close a window after its last day."""
    found = queries.window(code)

    def act(typed: Typed) -> Done:
        services.close_window(code=found.code, last_on=typed.day("last_on", _("最后开放日")), **_by(request, reader))
        return Done(_("已登记关闭。"), f"{WINDOWS}/{found.code}")

    form = Form(
        _("关闭窗口"),
        _("关闭"),
        f"{WINDOWS}/{found.code}",
        act,
        fields=(Field("last_on", _("最后开放日"), Kind.DAY),),
        does=(_("关闭后不再向群众显示,也不能再安排人员;历史保留。"),),
        is_final=True,
        subject=f"{found.centre.name} {found.name}",
    )
    return answered(request, reader, form)
