"""Calendars: a year with its notices, loading a notice by two persons with a preview, recounting with its progress."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongban import workdays
from tongban.casework.cases import queries as cases
from tongban.common.errors import BadInput, NotFound
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import years
from tongban.faces.desk.manage.doors import Done, Form, answered, managed
from tongban.faces.desk.manage.fields import Field, Kind, Typed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.months import WEEK
from tongban.faces.pages.showing import shown_to
from tongban.registry.calendars import queries, services
from tongban.registry.calendars.rules import NoticeState, changes
from tongban.workdays import Calendar, Head

if TYPE_CHECKING:
    from tongban.registry.calendars.models import LoadedNotice

LOOKED_AT = 500  # cases a page looks at; more are looked at on the next one
CASES_SHOWN = 30
FIRST_YEAR, LAST_YEAR = 1990, 2150
HOME = "/manage/calendars"


@managed("GET", query=("year",))
def calendar(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A year: twelve months, what each day is and which notice says so; the notices of the database."""
    this = localdate(now(request)).year
    year = _year(request.GET.get("year", ""), this)
    held = workdays.refresh()
    context = {
        "year": year,
        "around": [one for one in range(year - 2, year + 3) if FIRST_YEAR <= one <= LAST_YEAR],
        "this": this,
        "months": years.months(held, year),
        "week": WEEK,
        "spans": years.spans(held, year),
        "is_announced": year in held.years,
        "announced": sorted(held.years),
        "waiting": [one for one in queries.notices() if one.state == NoticeState.PROPOSED],
        "loaded": [one for one in queries.notices()[:20] if one.state != NoticeState.PROPOSED],
        "running": queries.unfinished(),
        "states": NoticeState,
    }
    return shown_to(request, reader, "desk/manage/calendar.html", context)


def _year(given: str, this: int) -> int:
    if not given:
        return this
    if not (given.isascii() and given.isdecimal() and len(given) == 4 and FIRST_YEAR <= int(given) <= LAST_YEAR):
        template = "年份应在{first}至{last}之间:请从日历页进入。"
        raise BadInput("calendar.year", template, first=FIRST_YEAR, last=LAST_YEAR)
    return int(given)


@managed("GET", "POST")
def load(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Paste or upload a notice; everything wrong with it is told at once, nothing holds before another confirms it."""

    def act(typed: Typed) -> Done:
        row = services.propose(text=_text(typed), head=_head(typed), actor=reader.actor, at=now(request))
        return Done(_("通知已提交,请核对预览,再由另一名系统管理员确认。"), f"{HOME}/notices/{row.pk}")

    form = Form(
        _("载入节假日通知"),
        _("检查并预览"),
        HOME,
        act,
        fields=(
            Field(
                "text",
                _("通知全文或 YAML"),
                Kind.TEXT,
                _(
                    "可以直接粘贴国务院办公厅通知的全文,包括标题、文号和落款日期;也可以粘贴 YAML。括号里的星期和“共几天”会逐项核对。"
                ),
                is_needed=False,
                rows=14,
            ),
            Field("file", _("或者选择文件"), Kind.FILE, _(".txt 或 .yaml,UTF-8"), False, accept=".txt,.yaml,.yml"),
            Field("number", _("文号"), hint=_("如 国办发明电〔2026〕9号"), is_needed=False, most=60, is_aside=True),
            Field("title", _("标题"), is_needed=False, most=120, is_aside=True),
            Field("issued_on", _("发布日期"), Kind.DAY, is_needed=False, is_aside=True),
            Field("year", _("年份"), Kind.NUMBER, is_needed=False, is_aside=True),
        ),
        aside=_("粘贴的内容里没有文号、标题、发布日期或年份时,在这里补充"),
        does=(_("提交后先看预览:哪些日子变动、哪些未结办件随之变动。由另一名系统管理员确认后才生效。"),),
    )
    return answered(request, reader, form)


def _text(typed: Typed) -> str:
    if "file" not in typed.files:
        return typed.text("text")
    if typed.text("text"):
        raise BadInput("notice.both", "粘贴的内容和文件只能选一样,请去掉一样。")
    try:
        return typed.files["file"].decode()
    except UnicodeDecodeError:
        raise BadInput("notice.encoding_file", "文件不是 UTF-8 文字,请转换后再载入。") from None


def _head(typed: Typed) -> Head:
    year = typed.number("year", _("年份"), FIRST_YEAR, LAST_YEAR) if typed.text("year") else None
    return Head(typed.text("number"), typed.text("title"), typed.day_or_none("issued_on", _("发布日期")), year)


@dataclass(frozen=True)
class Shifted:
    """A case that moves, in words: each day with what it becomes, and what else changes."""

    number: str
    days: list[tuple[str, str, str, int]]
    loses_mark: bool
    gains_mark: bool
    steps: int


def shifted(one: cases.Moved) -> Shifted:
    """What of a case moves, and by how much."""
    named = (("due_on", _("当前时限")), ("statutory_due_on", _("法定时限")))
    days = [(label, *shift) for name, label in named if (shift := one.shift(name))]
    was, becomes = bool(one.before["provisional"]), bool(one.after["provisional"])
    return Shifted(one.number, days, was and not becomes, becomes and not was, len(one.steps))


@dataclass(frozen=True)
class Preview:
    """What a candidate calendar changes: days, and the cases looked at so far."""

    days: list[Any]
    movable: int
    examined: int
    moved: int
    cases: list[Shifted]
    next: str


@managed("GET", query=("cursor",))
def notice(request: HttpRequest, reader: Reader, *, notice: int) -> HttpResponse:
    """A notice: what it says, what it changes, which cases it would move, and what can be done with it."""
    row = queries.notice(notice)
    held, other = queries.compared(row)
    cursor = request.GET.get("cursor", "")
    preview = _preview(row, held, other, cursor) if _waits(row) else None
    shown = other if row.state == NoticeState.PROPOSED else held
    context = {
        "notice": row,
        "state": NoticeState(row.state),
        "states": NoticeState,
        "preview": preview,
        "is_withdrawal": row.state == NoticeState.IN_FORCE,
        "replaces": queries.replaced_by(row) if row.state == NoticeState.PROPOSED else None,
        "months": years.months(shown, row.year, held if shown is not held else None),
        "week": WEEK,
        "is_mine": reader.actor.key == (row.asked_by or row.loaded_by),
        "recounts": list(queries.recounts().filter(notice=row)[:5]) if row.confirmed_at else [],
    }
    return shown_to(request, reader, "desk/manage/notice.html", context)


def _waits(row: "LoadedNotice") -> bool:
    """Whether an act waits for a second person."""
    return row.state == NoticeState.PROPOSED or (row.state == NoticeState.IN_FORCE and row.asked_at is not None)


def _preview(row: "LoadedNotice", held: Calendar, other: Calendar, cursor: str) -> Preview:
    """Days and cases; the sums travel in the cursor, so that a later page goes on where this one stopped."""
    listing = {"list": "preview", "notice": row.pk, "state": row.state}
    after, examined, moved = paging.opened(cursor, listing) if cursor else (0, 0, 0)
    since = other.first_difference(held)
    if since is None:
        return Preview([], 0, 0, 0, [], "")
    found = cases.sifted(after=after, most=LOOKED_AT, calendar=other, since=since)
    examined, moved = examined + found.examined, moved + len(found.moved)
    following = paging.sealed([found.after, examined, moved], listing) if found.after is not None else ""
    return Preview(
        changes(held, other),
        cases.movable(since),
        examined,
        moved,
        [shifted(one) for one in found.moved[:CASES_SHOWN]],
        urlencode({"cursor": following}) if following else "",
    )


ACTS = ("confirm", "drop", "ask-withdrawal", "withdraw", "recount")


@managed("GET", "POST")
def act(request: HttpRequest, reader: Reader, *, notice: int, act: str) -> HttpResponse:
    """What is done with a notice: confirmed, dropped, asked back, withdrawn, followed by a recounting."""
    if act not in ACTS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    row = queries.notice(notice)
    title, button, does, is_final = _words(act)
    reason = (Field("reason", _("理由"), most=200),) if act in {"drop", "ask-withdrawal"} else ()

    def acted(typed: Typed) -> Done:
        by = {"actor": reader.actor, "at": now(request)}
        return _done(act, row.pk, typed, by)

    form = Form(
        title,
        button,
        f"{HOME}/notices/{row.pk}",
        acted,
        fields=reason,
        does=does,
        is_final=is_final,
        subject=f"{row.title} {row.number}",
    )
    return answered(request, reader, form)


def _words(act: str) -> tuple[str, str, tuple[object, ...], bool]:
    found: dict[str, tuple[str, str, tuple[object, ...], bool]] = {
        "confirm": (
            _("确认载入通知"),
            _("确认载入"),
            (_("确认后一秒左右在所有进程、所有机器上生效,全市所有时限按新的安排计算。"),),
            True,
        ),
        "drop": (_("放弃通知"), _("放弃"), (_("这份通知不再等待确认,记录保留。"),), False),
        "ask-withdrawal": (
            _("申请撤回通知"),
            _("提出申请"),
            (_("误载的通知由另一名系统管理员核对后撤回。更正同一文号的通知不必撤回,直接载入更正后的全文即可。"),),
            False,
        ),
        "withdraw": (
            _("撤回通知"),
            _("确认撤回"),
            (_("撤回后一秒左右在所有进程生效,这份通知所列的日子恢复原样。"),),
            True,
        ),
        "recount": (
            _("重算未结办件"),
            _("开始重算"),
            (_("后台逐批重算,每一件变动都记入该件日志并通知订阅方。再次重算不会重复变动。"),),
            False,
        ),
    }
    return found[act]


def _done(act: str, pk: int, typed: Typed, by: dict[str, Any]) -> Done:
    here = f"{HOME}/notices/{pk}"
    if act == "confirm":
        services.confirm(notice=pk, **by)
        return Done(_("通知已确认载入。"), here)
    if act == "drop":
        services.drop(notice=pk, reason=typed.text("reason"), **by)
        return Done(_("通知已放弃。"), HOME)
    if act == "ask-withdrawal":
        services.ask_withdrawal(notice=pk, reason=typed.text("reason"), **by)
        return Done(_("已申请撤回,请由另一名系统管理员核对。"), here)
    if act == "withdraw":
        services.withdraw(notice=pk, **by)
        return Done(_("通知已撤回。"), here)
    run = services.ask_recount(notice=pk, **by)
    return Done(_("已开始重算。"), f"{HOME}/recounts/{run.pk}")


@managed("GET")
def recount(request: HttpRequest, reader: Reader, *, recount: int) -> HttpResponse:
    """How far a recounting is; the page asks again by itself while it goes on."""
    run = queries.recount(recount)
    since = run.since_on
    left = cases.movable(since) if run.finished_at is None else 0
    context = {"run": run, "total": max(left, run.examined), "part": request.headers.get("HX-Request") == "true"}
    template = "desk/manage/recount_part.html" if context["part"] else "desk/manage/recount.html"
    return shown_to(request, reader, template, context)


@managed("GET", "POST")
def recount_all(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Recount every open case, whatever changed: after a notice came as a file."""

    def act(typed: Typed) -> Done:
        run = services.ask_recount(actor=reader.actor, at=now(request))
        return Done(_("已开始重算。"), f"{HOME}/recounts/{run.pk}")

    form = Form(
        _("重算未结办件"),
        _("开始重算"),
        HOME,
        act,
        does=(
            _("用于通知以文件方式放入之后。后台逐批检查全部未结办件,只有到期日变动的才重算,每一件记入该件日志。"),
            _("再次重算不会重复变动。"),
        ),
    )
    return answered(request, reader, form)
