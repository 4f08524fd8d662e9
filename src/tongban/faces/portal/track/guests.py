"""What somebody without a sign-in does in the own case: prove the phone by a code, then write, add a file, ask again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest

from tongban.casework.cases.rules import Kind
from tongban.casework.notices import services as notices
from tongban.casework.notices.queries import Channel, Recipient, open_channels
from tongban.common.actors import guest
from tongban.common.errors import NotAllowed, Refused
from tongban.common.said import said
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, language
from tongban.faces.portal.appeals import following
from tongban.faces.portal.appeals import mine as appealing
from tongban.faces.portal.blocked import mine as matters
from tongban.faces.portal.mine.verbs import Sent, Verb, made
from tongban.faces.portal.mine.views import talk
from tongban.faces.portal.permits import is_proven, prove
from tongban.hall.appeals import queries as appeals
from tongban.hall.blocked import queries as blocked

CODE, PROOF = "code", "proof"
PHONES: Mapping[str, Callable[..., Mapping[int, Recipient]]] = {
    Kind.APPEAL.value: appeals.phones_of,
    Kind.BLOCKED_MATTER.value: blocked.phones_of,
}
VERBS: Mapping[str, Mapping[str, Verb]] = {
    Kind.APPEAL.value: {name: appealing.ACTS[name] for name in ("message", "files", "reopen")},
    Kind.BLOCKED_MATTER.value: {name: matters.ACTS[name] for name in ("message", "files", "contest")},
}
MOVES = {"files": "attach"}  # where the form is not called as the move is


def follow(request: HttpRequest, number: str) -> CaseView:
    """The case for who follows it: as the reporter where the phone was proven, else as nobody."""
    view = following.follow(number, now(request))
    if view.case.applicant_id is None and is_proven(request, number):
        return CaseView(number, guest(number), view.at, view.case)
    return view


def forms_of(
    request: HttpRequest, view: CaseView, lines: Sequence[Any], frame: Mapping[str, Any], sent: Sent
) -> dict[str, Any]:
    """What the page offers a guest: to prove the phone, or what can be done once it is proven."""
    kept = frame.get("appeal") or frame.get("matter")
    if view.case.applicant_id is not None or kept is None or not kept.phone_masked:
        return {}
    found = {"sent": sent, "token": forms.one_time(), "phone": kept.phone_masked}
    if not view.actor.guest_of:
        return {**found, "can_prove": Channel.SMS in open_channels()}
    allowed = appeals.allowed if view.case.kind == Kind.APPEAL.value else blocked.allowed
    barred: dict[str, Any] = {one.move.name: one.refusal for one in allowed(view.whole, kept, view.actor, at=view.at)}
    able = {name for name in VERBS[view.case.kind] if barred[MOVES.get(name, name)] is None}
    talked = [line for line in lines if line.move == "message"]
    return {
        **found,
        "talk": talk(view, talked),
        "can_write": "message" in able,
        "can_attach": "files" in able,
        "again": next(iter(able & {"reopen", "contest"}), ""),
        "talk_to": f"/track/{view.case.number}/message",
        "refusal": sent.refusal if sent.act == "message" else None,
        "text": sent.text if sent.act == "message" else "",
    }


def send_code(request: HttpRequest, view: CaseView, _act: str) -> str:
    """Send a code to the phone of the case; where the page goes on."""
    forms.check_names(request, frozenset())
    phones = PHONES.get(view.case.kind)
    to = phones([view.case]).get(view.case.pk) if phones else None
    if to is None:
        raise Refused("track.no_phone", "本件没有可以验证的手机号:请登录后办理,或拨打12345。")
    notices.ask_phone_code(to=to, case_number=view.case.number, at=view.at)
    messages.success(request, language.told(said("验证码已发出,30分钟内有效。")))
    return "prove"


def check_code(request: HttpRequest, view: CaseView, _act: str) -> str:
    """Prove the phone by the code that was typed; where the page goes on."""
    forms.check_names(request, frozenset({"text"}))
    notices.prove_phone(case_number=view.case.number, code=request.POST.get("text", ""), at=view.at)
    prove(request, view.case.number, view.at)
    messages.success(request, language.told(said("手机号已验证,现在可以补充和要求重新办理。")))
    return "talk"


def act(request: HttpRequest, view: CaseView, act: str) -> str:
    """Make one of the acts a guest may make; where the page goes on."""
    verb = VERBS.get(view.case.kind, {}).get(act)
    if verb is None:
        raise Http404
    if not view.actor.guest_of:
        raise NotAllowed("track.unproven", "请先验证手机号:验证后30分钟内可以补充说明、上传文件、要求重新办理。")
    forms.check_one_time(request)
    made(request, view, act, verb)
    messages.success(request, language.told(verb.told))
    return verb.anchor
