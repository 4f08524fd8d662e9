"""Files of an appeal: listed, given to whoever may see it, taken in by their content."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from tongban.casework.cases import queries as cases
from tongban.faces.api.appealing import AppealView, appeal_data
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.routes.appeals import seen
from tongban.faces.api.routes.files import BYTES, sent, uploaded
from tongban.faces.api.schemas.appeals import AppealAttached
from tongban.faces.api.schemas.cases import AttachmentOut
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules import moves

router = Router(auth=[Token("cases"), Session()], tags=["附件"])


@router.get(
    "/{number}/attachments",
    response=list[AttachmentOut],
    operation_id="listAppealAttachments",
    summary="附件清单",
)
def list_attachments(request: HttpRequest, number: str) -> list[AttachmentOut]:
    """The files of an appeal, oldest first."""
    return [AttachmentOut.from_orm(row) for row in cases.attachments(seen(request, number).case)]


@router.get(
    "/{number}/attachments/{attachment}",
    operation_id="getAppealAttachment",
    summary="附件内容",
    openapi_extra=BYTES,
)
def get_attachment(request: HttpRequest, number: str, attachment: int) -> HttpResponse:
    """The bytes of a file, for whoever may see the appeal; always a download, never a page."""
    return sent(seen(request, number).case, attachment)


@router.post(
    "/{number}/attachments",
    response=AppealAttached,
    operation_id="attachAppeal",
    summary=moves.ATTACH.label,
)
def attach_appeal(request: HttpRequest, number: str, file: Annotated[UploadedFile, File()]) -> HttpResponse:
    """PDF, JPG, PNG, DOCX or XLSX to 20 MB, known by its content; what the office uploads is evidence of an answer."""
    actor, at = actor_of(request), now(request)
    AppealView(number, actor, at)
    name, content, asked = uploaded(file)

    def act() -> AppealAttached:
        _, attachment = hall.attach(number=number, name=name, content=content, actor=actor, at=at)
        data = appeal_data(AppealView(number, actor, at))
        return AppealAttached(**data, attachment=AttachmentOut.from_orm(attachment))

    return answered(request, act, content=asked)
