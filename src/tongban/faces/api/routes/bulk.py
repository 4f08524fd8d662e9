"""Bulk intake of appeals: a table or rows in, a line of report for each out."""

from typing import Annotated, Any

import pydantic
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.errors import HttpError, ValidationError
from pydantic import Field, TypeAdapter

from tongban.common.errors import BadInput
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.schemas.appeals import BulkRow, ReportOut
from tongban.faces.api.strict import StrictParser
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules.words import MOST_ROWS

router = Router(auth=[Token("cases"), Session()], tags=["诉求"])
ROWS = TypeAdapter(Annotated[list[BulkRow], Field(min_length=1, max_length=MOST_ROWS)])
JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
TABLE = {"schema": {"type": "string", "format": "binary"}}
ASKED = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": {
                    "type": "object",
                    "required": ["rows"],
                    "properties": {
                        "rows": {"type": "array", "maxItems": MOST_ROWS, "items": BulkRow.model_json_schema()}
                    },
                }
            },
            "text/csv": TABLE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": TABLE,
        },
    }
}


@router.post("/bulk", response=ReportOut, operation_id="registerAppeals", summary="批量登记诉求", openapi_extra=ASKED)
def register_appeals(request: HttpRequest) -> HttpResponse:
    """CSV, XLSX or JSON as the body; a bad row keeps no other back, a row sent again is not taken twice.

    The columns of a table are 来源编号、类型、标题、内容、区划、地点、联系人、联系电话、紧急、匿名、事项编码、统一社会信用代码.
    """
    actor, at = actor_of(request), now(request)
    hall.check_importer(actor)
    rows = rows_of(request)
    return answered(request, lambda: ReportOut(**hall.import_rows(rows, actor=actor, at=at).as_json()))


def rows_of(request: HttpRequest) -> list[tuple[int, dict[str, str]]]:
    """The rows of the body, each with its place; what a table is, its content says, not its name."""
    kind = request.content_type
    if kind in FORMS:
        raise BadInput("import.body", "请将 CSV、XLSX 或 JSON 直接作为请求正文发送,不要放在表单里。")
    if kind != JSON:
        return hall.read_file("请求正文", request.body)
    try:
        given = StrictParser().parse_body(request)
    except ValueError:
        raise HttpError(400, "json") from None
    return [(place, row.cells()) for place, row in enumerate(checked(given), 1)]


def checked(given: Any) -> list[BulkRow]:
    """The rows of a JSON body; every place of another shape is named at once."""
    if not isinstance(given, dict) or set(given) != {"rows"}:
        raise BadInput("import.json", "JSON 正文应为只有 rows 一项的对象,rows 是各行的列表。")
    try:
        return ROWS.validate_python(given["rows"])
    except pydantic.ValidationError as error:
        found = [{**one, "loc": ("body", "body", "rows", *one["loc"])} for one in error.errors(include_url=False)]
        raise ValidationError(found) from None
