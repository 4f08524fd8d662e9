"""What all shapes share."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from tongban.workdays import FIRST_DAY, LAST_DAY

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY, description="日期,写作 2022-07-01")]


class Given(Schema):
    """What a request says; unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


class Finding(Schema):
    """One place of a request that is wrong."""

    loc: list[str | int]
    msg: str


class Problem(Schema):
    """An error (RFC 9457); ``detail`` is the sentence of the check, ``code`` its stable name."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    reference: str | None = None
    errors: list[Finding] | None = None


class Named(Schema):
    """A code with its Chinese name."""

    code: str
    name: str


Data = dict[str, Any]
