"""The few files the pages load: the style sheets and scripts of the faces, read once; nothing is read by a path anybody sends."""

from gzip import compress
from hashlib import sha256
from pathlib import Path

import django_htmx
from django.http import Http404, HttpRequest, HttpResponse

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#14508c"/>'
    '<circle cx="16" cy="16" r="9.5" fill="none" stroke="#fff" stroke-width="2.4"/><path d="M16 10v6.4l4.2 2.6" '
    'fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
FACES = Path(__file__).parent.parent
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
CSS, JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
FILES: dict[str, tuple[str, bytes]] = {
    **{sheet.name: (CSS, sheet.read_bytes()) for sheet in sorted(FACES.rglob("*.css"))},
    **{script.name: (JS, script.read_bytes()) for script in sorted(FACES.rglob("*.js"))},
    "htmx.min.js": (JS, HTMX.read_bytes()),
    "mark.svg": ("image/svg+xml", MARK.encode()),
}
PACKED = {name: compress(content, mtime=0) for name, (_, content) in FILES.items()}  # the same for everybody: no secret
TAGS = {name: f'"{sha256(content).hexdigest()[:20]}"' for name, (_, content) in FILES.items()}


def asset(request: HttpRequest, *, name: str) -> HttpResponse:
    """One of the files; needs no sign-in, since the sign-in page loads it too."""
    if name not in FILES or request.method != "GET":
        raise Http404
    media_type, content = FILES[name]
    if request.headers.get("If-None-Match") == TAGS[name]:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(PACKED[name], content_type=media_type, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(content, content_type=media_type)
    response.headers["Cache-Control"] = "public, max-age=600"
    response.headers["ETag"] = TAGS[name]
    response.headers["Vary"] = "Accept-Encoding"
    return response
