"""The permission of a session to follow one case for a while without a sign-in."""

from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest

from tongban.faces.api.auth import now

TRACKED = "tracked"
SALT = "tongban.faces.portal.track"
LASTS = timedelta(minutes=30)


def permit(request: HttpRequest, number: str, at: datetime) -> None:
    """Let this session follow this one case for a while."""
    request.session[TRACKED] = signing.dumps({"number": number, "until": (at + LASTS).isoformat()}, salt=SALT)


def is_permitted(request: HttpRequest, number: str) -> bool:
    """Whether this session may follow the case now."""
    try:
        found = signing.loads(request.session.get(TRACKED, ""), salt=SALT)
    except signing.BadSignature:
        return False
    return bool(found["number"] == number and now(request) < datetime.fromisoformat(found["until"]))
