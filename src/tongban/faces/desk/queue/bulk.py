"""Many cases at once: choose, look at what will be done, do it — each case for itself, with a result of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from tongban.casework.cases import queries as cases
from tongban.casework.cases.queries import desk
from tongban.casework.cases.rules import Kind, Move
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import fingerprint
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict, DomainError, NotFound, Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules import moves
from tongban.registry.accounts import queries as accounts

MOST = 50
CHOSEN, ACT, ASSIGNEE, REASON = "number", "act", "assignee", "reason"
NAMES = frozenset({CHOSEN, ACT, ASSIGNEE, REASON})


@dataclass(frozen=True)
class Deed:
    """What can be done to many cases: the move, and what it needs to be told."""

    move: Move
    does: str
    needs: str = ""


DEEDS = {
    deed.move.name: deed
    for deed in (
        Deed(moves.ACCEPT, "材料齐全的逐件受理;材料不齐全的不会受理,并说明缺什么。"),
        Deed(moves.ASSIGN_STEP, "把每件中本单位办理中的环节都交给同一名经办人。", ASSIGNEE),
        Deed(moves.HAND_OVER, "把每件移交给今天依法有权办理的单位,计时不中断。移交后可能不再由您查看。", REASON),
    )
}


@dataclass(frozen=True)
class Given:
    """What was chosen and typed."""

    deed: Deed
    numbers: Sequence[str]
    assignee: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one case; ``refusal`` is the sentence where nothing was done."""

    number: str
    title: str
    refusal: DomainError | None
    steps: int = 0


def acts_for(actor: Actor) -> list[Deed]:
    """What the reader's roles allow to many at once."""
    return [deed for deed in DEEDS.values() if actor.has(*deed.move.roles)]


def read(data: QueryDict, actor: Actor) -> Given:
    """The selection and the act, checked: known, of the reader's roles, one to fifty cases."""
    deed = DEEDS.get(data.get(ACT, ""))
    if deed is None or deed not in acts_for(actor):
        raise BadInput("bulk.act", "请选择要对所选办件做什么:只列出您的岗位可以办的。")
    numbers = list(dict.fromkeys(data.getlist(CHOSEN)))
    if not numbers:
        raise BadInput("bulk.none", "请先在清单中选择至少一件。")
    if len(numbers) > MOST:
        raise BadInput("bulk.many", "一次最多办{most}件,您选了{count}件:请分几次办。", most=MOST, count=len(numbers))
    typed = {name: data.get(name, "") for name in (ASSIGNEE, REASON)}
    return Given(deed, [number[:40] for number in numbers], **typed)


@page("GET", "POST")
def chosen(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What will be done to which cases, before anything is done."""
    if request.method == "GET":
        # where the session ended between choosing and looking, what was chosen is still known
        typed = kept(request)
        return drawn(request, reader, read(typed, reader.actor)) if typed else HttpResponseRedirect("/desk")
    forms.check_names(request, NAMES)
    return drawn(request, reader, read(request.POST, reader.actor))


def drawn(
    request: HttpRequest, reader: Reader, given: Given, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    """The page that asks whether to do it, with what the act needs to be told."""
    at = now(request)
    rows = desk.found(reader.actor, desk.numbered(given.numbers), at=at, limit=MOST)
    if not rows:
        raise NotFound("bulk.gone", "所选的办件您已经不能查看:请回到清单重新选择。")
    on = localdate(at)
    context = {
        "deed": given.deed,
        "rows": rows,
        "given": given,
        "handlers": accounts.handlers_of(reader.actor.agency, on) if given.deed.needs == ASSIGNEE else (),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/queue/bulk.html", context, status)


@page("GET", "POST")
def done(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Do it: every case in a transaction of its own, once for one form, with its result."""
    if request.method == "GET":
        return HttpResponseRedirect("/desk")
    actor, at = reader.actor, now(request)
    forms.check_names(request, NAMES)
    given = read(request.POST, actor)
    token = request.POST.get(forms.ONE_TIME, "")[:60]
    if not token:
        raise BadInput("bulk.token", "这张表单不完整:请回到清单重新选择。")
    try:
        check_told(given, actor, at)
    except DomainError as refusal:
        return drawn(request, reader, given, refusal, refusal.status)
    results = [one(number, given, token, actor, at) for number in given.numbers]
    context = {
        "deed": given.deed,
        "results": results,
        "count": sum(result.refusal is None for result in results),
        "total": len(results),
    }
    return shown_to(request, reader, "desk/queue/results.html", context)


def check_told(given: Given, actor: Actor, at: datetime) -> None:
    """Refuse at once what would be refused for every case alike."""
    if given.deed.needs == ASSIGNEE:
        accounts.handler_of(actor.agency, given.assignee, localdate(at))
    if given.deed.needs == REASON:
        clean_text(given.reason, field="移交理由", limit=2000)


def one(number: str, given: Given, token: str, actor: Actor, at: datetime) -> Result:
    """One case; the same form sent again tells the same result and does nothing twice."""
    title = ""
    try:
        found = cases.case(number, actor)
        title = found.title
        check_fits(found.kind, given.deed)
        _, answer, _ = exchange.once(
            owner=f"account:{actor.account_id}",
            key=f"bulk:{token}:{number}",
            fingerprint=fingerprint(
                method="POST", path=given.deed.move.name, body=f"{given.assignee}\n{given.reason}".encode()
            ),
            at=at,
            act=lambda: (200, {"steps": ACTS[given.deed.move.name](number, given, actor, at)}),
        )
    except Conflict as conflict:
        if conflict.code != "idempotency.mismatch":
            return Result(number, title, conflict)
        return Result(number, title, Conflict("form.used", "这张表单已经提交过,没有再办一次:请回到清单重新选择。"))
    except DomainError as refusal:
        return Result(number, title, refusal)
    return Result(number, title, None, int(answer["steps"]))


def check_fits(kind: str, deed: Deed) -> None:
    """Refuse a kind of case the act is not made for: its own moves stand on its page."""
    if kind != Kind.APPLICATION.value:
        raise Refused(
            "bulk.kind",
            "{kind}不能批量{move}:请打开这一件,按其页面上的动作办理。",
            kind=Kind(kind).label,
            move=deed.move.label,
        )


def _accept(number: str, _given: Given, actor: Actor, at: datetime) -> int:
    hall.accept(number=number, actor=actor, at=at)
    return 0


def _hand_over(number: str, given: Given, actor: Actor, at: datetime) -> int:
    hall.hand_over(number=number, reason=given.reason, actor=actor, at=at)
    return 0


def _assign(number: str, given: Given, actor: Actor, at: datetime) -> int:
    """Every open step of the head's agency; steps that person has already stay."""
    held = desk.open_steps(number, actor.agency)
    if not held:
        raise NotFound("bulk.no_step", "本件没有本单位办理中的环节:不需要指派。")
    chosen = accounts.handler_of(actor.agency, given.assignee, localdate(at))
    due = [step for step in held if step.assignee != chosen.key]
    for step in due or held[:1]:
        hall.assign_step(number=number, step=step.key, assignee=given.assignee, actor=actor, at=at)
    return len(due)


ACTS: dict[str, Callable[[str, Given, Actor, datetime], Any]] = {
    moves.ACCEPT.name: _accept,
    moves.HAND_OVER.name: _hand_over,
    moves.ASSIGN_STEP.name: _assign,
}
