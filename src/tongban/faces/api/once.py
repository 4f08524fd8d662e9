"""Idempotency-Key: a POST repeated with the same key and content gets the first answer and does nothing again."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import fingerprint
from tongban.faces.api.auth import ACTING_FOR, actor_of, now

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"


def answered(
    request: HttpRequest,
    act: Callable[[], Schema],
    *,
    status: int = 200,
    content: bytes | None = None,
    shown_once: Callable[[], Mapping[str, Any]] = dict,
) -> HttpResponse:
    """The answer of an act, kept under the request's key in the act's own transaction.

    ``content`` is what the request asks where the raw body changes from try to try (multipart borders).
    ``shown_once`` gives parts that are answered but never kept, such as a secret: a replay has them empty.
    """

    def run() -> tuple[int, Any]:
        return status, act().model_dump(mode="json")

    key = request.headers.get(HEADER)
    if key is None:
        kept, data = run()
        return _json({**data, **shown_once()}, kept)
    asked = fingerprint(
        method=request.method or "",
        path=f"{request.get_full_path()}\n{request.headers.get(ACTING_FOR, '')}",
        body=request.body if content is None else content,
    )
    kept, data, replayed = exchange.once(
        owner=f"account:{actor_of(request).account_id}", key=key, fingerprint=asked, at=now(request), act=run
    )
    response = _json(data if replayed else {**data, **shown_once()}, kept)
    if replayed:
        response[REPLAYED] = "true"
    return response


def _json(data: object, status: int) -> HttpResponse:
    return JsonResponse(data, status=status, safe=False, json_dumps_params={"ensure_ascii": False})
