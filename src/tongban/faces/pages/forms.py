"""Forms that act once however often they are sent, refuse what they do not ask, and lose nothing that was typed."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import HttpRequest, QueryDict

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import fingerprint
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ONE_TIME = "token"
KEPT = "kept"
SENT_ALONG = frozenset({"csrfmiddlewaretoken", ONE_TIME})
LONGEST_KEPT_BYTES = 200_000
SHORTEST_TOKEN = 16
SALT = "tongban.faces.pages.forms"


def one_time() -> str:
    """A token for a form shown now."""
    return secrets.token_urlsafe(18)


def check_names(request: HttpRequest, known: frozenset[str]) -> None:
    """Refuse fields the form does not have, and texts no database keeps."""
    sent = {*request.POST, *request.FILES} - SENT_ALONG
    if unknown := sorted(sent - known):
        raise BadInput("form.unknown", "表单没有“{name}”这一项:请从办件页重新打开。", name=unknown[0])
    if any("\0" in value for _, values in request.POST.lists() for value in values):
        raise BadInput("form.nul", "表单含有不能使用的字符(U+0000)。")


def check_one_time(request: HttpRequest) -> None:
    """Refuse a form of a stranger without a token of its own: strangers share one owner of tokens."""
    if len(request.POST.get(ONE_TIME, "")) < SHORTEST_TOKEN:
        raise BadInput("form.token", "这张表单已失效:内容还在,请核对后再提交一次。")


def once(request: HttpRequest, actor: Actor, at: datetime, act: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """What ``act`` returns (plain JSON data), done once for one form however often it is sent.

    ``act`` runs in the transaction that remembers its answer; the same form with other content is refused.
    """
    try:
        _, answer, _ = exchange.once(
            owner=f"account:{actor.account_id}",
            key=f"form:{request.POST.get(ONE_TIME, '')[:100]}",
            fingerprint=_asked(request, actor),
            at=at,
            act=lambda: (303, act()),
        )
    except Conflict as conflict:
        if conflict.code != "idempotency.mismatch":
            raise
        raise Conflict("form.used", "这张表单已经提交过,没有再办一次:请先回办件页核对,确需再办的请重新提交。") from None
    return dict(answer)


def _asked(request: HttpRequest, actor: Actor) -> str:
    """What a form asks, the same for every sending of it; the secret against forgery differs from page to page."""
    texts = sorted((name, values) for name, values in request.POST.lists() if name not in SENT_ALONG)
    files = [[name, file.name, _digest(file)] for name, files in request.FILES.lists() for file in files]
    body = json.dumps([texts, files])
    return fingerprint(method="POST", path=f"{request.path}\n{actor.key}", body=body.encode("utf-8", "replace"))


def _digest(file: "UploadedFile[bytes]") -> str:
    content = hashlib.sha256(b"".join(file.chunks())).hexdigest()
    file.seek(0)
    return content


def wrapped(request: HttpRequest) -> str:
    """What was typed into a form sent without a session, sealed to travel through the sign-in; empty if too long."""
    typed = request.POST.copy()
    for name in SENT_ALONG:
        typed.pop(name, None)
    text = typed.urlencode()
    if not text or len(text) > LONGEST_KEPT_BYTES:
        return ""
    return signing.dumps({"path": request.path, "typed": text}, salt=SALT, compress=True)


def keep(request: HttpRequest, parcel: str) -> None:
    """Put what travelled through the sign-in into the session; one that was tampered with or is a day old is dropped."""
    try:
        found = signing.loads(parcel, salt=SALT, max_age=86_400)
    except signing.BadSignature:
        return
    request.session[KEPT] = found


def kept(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page's form before the session ended, once; None when nothing was."""
    found = request.session.get(KEPT)
    if not found or found.get("path") != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(found["typed"])
