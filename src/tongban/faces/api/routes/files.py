"""Files of a case: listed, given to whoever may see the case, taken in by their content."""

import hashlib
import json
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Form, Router
from ninja.files import UploadedFile

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.actors import Actor
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.filling import case_data
from tongban.faces.api.once import answered
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.moves import check_reach
from tongban.faces.api.schemas.cases import Attach, AttachmentOut, CaseAttached
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules import moves

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

router = Router(auth=[Token("cases"), Session()], tags=["附件"])
BYTES = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


@router.get("/{number}/attachments", response=list[AttachmentOut], operation_id="listAttachments", summary="附件清单")
def list_attachments(request: HttpRequest, number: str) -> list[AttachmentOut]:
    """The files of a case, oldest first."""
    return [AttachmentOut.from_orm(row) for row in cases.attachments(cases.case(number, actor_of(request)))]


@router.get(
    "/{number}/attachments/{attachment}",
    operation_id="getAttachment",
    summary="附件内容",
    openapi_extra=BYTES,
)
def get_attachment(request: HttpRequest, number: str, attachment: int) -> HttpResponse:
    """The bytes of a file, for whoever may see the case; always a download, never a page."""
    return download(number, attachment, actor_of(request))


def download(number: str, attachment: int, actor: Actor) -> HttpResponse:
    """A file of a case, for whoever may see the case."""
    return sent(cases.case(number, actor), attachment)


def sent(case: "Case", attachment: int) -> HttpResponse:
    """A file as an attachment that no browser runs: fixed type, no sniffing, a sandbox around it."""
    row, path = cases.attachment(case, attachment)
    response = HttpResponse(path.read_bytes(), content_type=row.media_type)
    response.headers["Content-Disposition"] = content_disposition(row.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def content_disposition(name: str) -> str:
    """A download under the name given by whoever uploaded it."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


@router.post("/{number}/attachments", response=CaseAttached, operation_id="addAttachment", summary="上传附件或材料")
def add_attachment(
    request: HttpRequest, number: str, file: Annotated[UploadedFile, File()], given: Annotated[Attach, Form()]
) -> HttpResponse:
    """The same as the move attach."""
    return attached(request, number, file, given)


@router.post(
    f"/{{number}}/moves/{moves.ATTACH.name}",
    response=CaseAttached,
    operation_id="attachCase",
    summary=moves.ATTACH.label,
)
def attach_case(
    request: HttpRequest, number: str, file: Annotated[UploadedFile, File()], given: Annotated[Attach, Form()]
) -> HttpResponse:
    """PDF, JPG, PNG, DOCX or XLSX to 20 MB, known by its content; with ``material`` it is that material."""
    return attached(request, number, file, given)


def uploaded(file: UploadedFile, *more: str) -> tuple[str, bytes, bytes]:
    """Name and content of an upload, and what a repeated request is known again by.

    One byte more than allowed is read, so that the rule itself refuses what is larger.
    """
    content, name = file.read(MAX_BYTES + 1), file.name or ""
    return name, content, json.dumps([name, *more, hashlib.sha256(content).hexdigest()]).encode()


def attached(request: HttpRequest, number: str, file: UploadedFile, given: Attach) -> HttpResponse:
    """Keep an upload."""
    actor, at = actor_of(request), now(request)
    check_reach(number, moves.ATTACH, actor)
    name, content, asked = uploaded(file, given.material)

    def act() -> CaseAttached:
        _, attachment = hall.attach_material(
            number=number, name=name, content=content, material=given.material, actor=actor, at=at
        )
        return CaseAttached(**case_data(CaseView(number, actor, at)), attachment=AttachmentOut.from_orm(attachment))

    return answered(request, act, content=asked)
