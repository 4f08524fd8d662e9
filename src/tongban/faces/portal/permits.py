"""What a session may do with one case for a while without a sign-in: follow it, and act as who left the phone."""

from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest

from tongban.faces.api.auth import now

TRACKED, PROVEN = "tracked", "proven"
SALT = "tongban.faces.portal.track"
LASTS = timedelta(minutes=30)


def permit(request: HttpRequest, number: str, at: datetime) -> None:
    """Let this session follow this one case for a while."""
    _grant(request, TRACKED, number, at)


def is_permitted(request: HttpRequest, number: str) -> bool:
    """Whether this session may follow the case now."""
    return _holds(request, TRACKED, number)


def prove(request: HttpRequest, number: str, at: datetime) -> None:
    """Let this session act in this one case for a while, and follow it: its phone was proven."""
    _grant(request, TRACKED, number, at)
    _grant(request, PROVEN, number, at)


def is_proven(request: HttpRequest, number: str) -> bool:
    """Whether this session may act in the case now."""
    return _holds(request, PROVEN, number)


def _grant(request: HttpRequest, name: str, number: str, at: datetime) -> None:
    request.session[name] = signing.dumps({"number": number, "until": (at + LASTS).isoformat()}, salt=f"{SALT}.{name}")


def _holds(request: HttpRequest, name: str, number: str) -> bool:
    try:
        found = signing.loads(request.session.get(name, ""), salt=f"{SALT}.{name}")
    except signing.BadSignature:
        return False
    return bool(found["number"] == number and now(request) < datetime.fromisoformat(found["until"]))
