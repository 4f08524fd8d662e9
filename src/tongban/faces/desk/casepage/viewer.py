"""One material at a time: which is looked at, how the browser can show it, what comes before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse

from tongban.casework.cases import queries as cases
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotFound
from tongban.faces.api.reading import CaseView
from tongban.hall.applications.queries import MaterialLine
from tongban.hall.applications.rules.materials import REVIEWABLE, MaterialState, Review

if TYPE_CHECKING:
    from tongban.casework.cases.models import Attachment

IMAGES = frozenset({"image/jpeg", "image/png"})
PDF = "application/pdf"
# the viewer of a browser draws a PDF with styles of its own; nothing in the file may run or load anything
POLICY = (
    "default-src 'none'; img-src 'self' data:; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True)
class Row:
    """A material in the list beside the viewer."""

    line: MaterialLine
    place: int
    is_chosen: bool

    @property
    def state(self) -> str:
        """What became of it, as a word."""
        return MaterialState(self.line.state).label if self.line.state else "未提交"

    @property
    def review(self) -> str:
        """What the office holds of it, as a word."""
        return Review(self.line.review).label if self.line.review else ""

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        if self.line.review:
            return {"approved": "ahead", "questioned": "paused", "refused": "overdue"}[self.line.review]
        return "undue" if self.line.state else "overdue" if self.line.required else ""

    @property
    def is_reviewable(self) -> bool:
        """Whether there is something to look at."""
        return self.line.state in REVIEWABLE


@dataclass(frozen=True)
class Shown:
    """What the viewer shows: a material with its file, or another file; ``before`` and ``after`` are its neighbours."""

    row: Row | None
    file: "Attachment | None"
    count: int = 0
    before: str = ""
    after: str = ""

    @property
    def way(self) -> str:
        """How a browser can show the file: as an image, in its own PDF viewer, or only as a download."""
        if self.file is None:
            return "none"
        return way_of(self.file.media_type)


def way_of(media_type: str) -> str:
    """How a browser shows a type we took in by its content."""
    return "image" if media_type in IMAGES else "pdf" if media_type == PDF else "download"


def rows(lines: Sequence[MaterialLine], key: str) -> list[Row]:
    """The materials as the list shows them."""
    return [Row(line, place, line.key == key) for place, line in enumerate(lines, start=1)]


def shown(view: CaseView, files: Sequence["Attachment"], key: str, file: str) -> Shown:
    """The file or material asked for; without a wish the first that nobody looked at yet."""
    if file:
        found = next((one for one in files if str(one.pk) == file), None)
        if found is None:
            raise NotFound("upload.unknown", "本件没有这个附件。")
        return Shown(None, found)
    lines = view.materials
    if not lines:
        return Shown(None, None)
    if key and key not in {line.key for line in lines}:
        raise BadInput("materials.none_such", "本件没有材料“{key}”:请从办件页进入。", key=key)
    chosen = key or _first(lines)
    place = next(place for place, line in enumerate(lines) if line.key == chosen)
    return Shown(
        row=Row(lines[place], place + 1, True),
        file=next((one for one in files if one.pk == lines[place].attachment_id), None),
        count=len(lines),
        before=lines[place - 1].key if place else "",
        after=lines[place + 1].key if place + 1 < len(lines) else "",
    )


def _first(lines: Sequence[MaterialLine]) -> str:
    open_ones = [line for line in lines if line.state in REVIEWABLE and not line.review]
    return next((line.key for line in open_ones if line.attachment_id), (open_ones or lines)[0].key)


def following(lines: Sequence[MaterialLine], key: str) -> str:
    """The next material to look at after one that was reviewed; the same where all are done."""
    place = next((place for place, line in enumerate(lines) if line.key == key), 0)
    order = [*lines[place + 1 :], *lines[:place]]
    return next((line.key for line in order if line.state in REVIEWABLE and not line.review), key)


def inline(number: str, attachment: int, actor: Actor) -> HttpResponse:
    """A file for the browser's own viewer, inside a page of ours: images and PDF only, as their content says."""
    row, path = cases.attachment(cases.case(number, actor), attachment)
    if way_of(row.media_type) == "download":
        raise NotFound("upload.no_view", "这种格式的文件不能在浏览器中查看:请下载后打开。")
    response = HttpResponse(path.read_bytes(), content_type=row.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
