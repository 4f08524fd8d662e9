"""The few files the pages load, from a closed list: nothing is read by a path anybody sends."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#14508c"/>'
    '<circle cx="16" cy="16" r="9.5" fill="none" stroke="#fff" stroke-width="2.4"/><path d="M16 10v6.4l4.2 2.6" '
    'fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
FACES = Path(__file__).parent.parent
SHEETS = ("pages/house.css", "pages/months.css", "pages/graph.css", "portal/portal.css", "desk/desk.css")
FILES = {
    **{Path(sheet).name: ("text/css; charset=utf-8", (FACES / sheet).read_text(encoding="utf-8")) for sheet in SHEETS},
    "mark.svg": ("image/svg+xml", MARK),
}


def asset(request: HttpRequest, *, name: str) -> HttpResponse:
    """One of the files; needs no sign-in, since the sign-in page loads it too."""
    if name not in FILES or request.method != "GET":
        raise Http404
    media_type, text = FILES[name]
    response = HttpResponse(text, content_type=media_type)
    response.headers["Cache-Control"] = "public, max-age=600"
    return response
