"""Shapes of appeals."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt

from tongban.faces.api.schemas.base import Data, Given, Named
from tongban.faces.api.schemas.cases import Applicant, AttachmentOut, CaseLine, ClockOut, LedgerOut, MoveOut
from tongban.hall.appeals.rules.words import LONGEST_TEXT
from tongban.registry.policies.rules import AppealType


class HandOut(Schema):
    """One hand the appeal came into: lead, assisting or arbitrating agency, and what came of it."""

    key: str
    role: str
    agency: str
    agency_name: str
    person: str
    since: datetime | None
    due_on: date | None
    ended_at: datetime | None
    is_open: bool
    is_passed: bool
    result: str


class AnswerOut(Schema):
    """An answer; ``evidence`` are ids of files of the appeal."""

    text: str
    outcome: str
    outcome_label: str
    agency: Named
    evidence: list[int]
    answered_at: datetime
    answered_by: str


class CallBackOut(Schema):
    """A call-back."""

    result: str
    result_label: str
    remark: str
    called_at: datetime
    called_by: str


class Contact(Schema):
    """Whom to call; the phone is masked."""

    name: str
    phone: str


class AppealMoveOut(MoveOut):
    """A move with the address it is made at; empty for one the system makes by itself."""

    address: str


class AppealOut(CaseLine):
    """An appeal with all that hangs on it; what the reader may not know is null."""

    type: str
    type_label: str
    text: str
    place: str
    latitude: float | None
    longitude: float | None
    enterprise: str | None = Field(description="所涉经营主体")
    emergency: bool
    complex: bool
    anonymous: bool
    knows_reporter: bool = Field(description="读者可否知道诉求人;否则 applicant 和 contact 为 null")
    applicant: Applicant | None
    contact: Contact | None
    source: str
    domain: str
    policy: str = Field(description="办理所依的服务政策")
    lead: str | None = Field(description="并入的件")
    channel: str
    answerable: str = Field(description="首问负责人")
    promised_term: str
    opened_at: datetime
    hands: list[HandOut]
    holder: HandOut | None = Field(description="现在由谁办理;答复以后为 null")
    returns: int
    reopenings: int
    answers: list[AnswerOut]
    must_call_back: bool | None
    call_backs: list[CallBackOut] | None = Field(description="只有工作人员看得到")
    followers: list[str] | None = Field(description="并入本件的件;只有工作人员看得到")
    attachments: list[AttachmentOut]
    clocks: list[ClockOut]
    ledger: list[LedgerOut]
    moves: list[AppealMoveOut]


class AppealAttached(AppealOut):
    """The appeal after an upload, with the file."""

    attachment: AttachmentOut


class PhoneOut(Schema):
    """The telephone in clear text; ``value`` is shown once, a replay has it null."""

    number: str
    value: str | None


class AlikeOut(Schema):
    """An open appeal like the one asked about; nothing of who reported it."""

    number: str
    title: str
    place: str
    opened_at: datetime
    status: str
    agency: str
    same_place: bool
    same_enterprise: bool
    nearness: float


class ProposalOut(Schema):
    """An agency proposed as lead, how sure (0 to 1), and the words that led to it; a person decides."""

    agency: Named
    domain: str
    confidence: float
    words: list[str]
    reason: str


class Register(Given):
    """What somebody turns to the city with."""

    type: AppealType
    text: str = Field(description=f"诉求内容,至多{LONGEST_TEXT}个字符")
    region: str = Field(min_length=6, max_length=12, description="区划代码")
    title: str = Field("", description="标题;留空取内容第一句")
    place: str = ""
    latitude: Decimal | None = Field(None, ge=-90, le=90, max_digits=9, decimal_places=6)
    longitude: Decimal | None = Field(None, ge=-180, le=180, max_digits=9, decimal_places=6)
    item: str = Field("", max_length=80, description="所涉事项编码")
    enterprise: str = Field("", max_length=40, description="所涉经营主体的统一社会信用代码")
    contact_name: str = ""
    phone: str = Field("", max_length=40, description="手机号码;没有诉求人编号的须填")
    emergency: StrictBool = False
    anonymous: StrictBool = Field(False, description="经办单位看不到诉求人")
    reporter: StrictInt | None = Field(None, ge=1, le=10**15, description="诉求人(当事人编号);本人提交时可省略")
    source: str = Field("", max_length=80, description="来源系统的编号,每个编号只登记一次")


class BulkRow(Given):
    """One row of bulk intake; all that is wrong with its content stands in the report."""

    type: str = ""
    text: str = ""
    region: str = ""
    title: str = ""
    place: str = ""
    contact_name: str = ""
    phone: str = ""
    emergency: StrictBool = False
    anonymous: StrictBool = False
    item: str = ""
    enterprise: str = ""
    source: str = ""

    def cells(self) -> dict[str, str]:
        """The row as a table spells it."""
        given: Data = self.model_dump()
        flags = {f"is_{name}": str(given.pop(name)).lower() for name in ("emergency", "anonymous")}
        return {**{name: text.strip() for name, text in given.items()}, **flags}


class RowOut(Schema):
    """What became of a row: its case, or why there is none; ``is_new`` is false for a row sent again."""

    row: int
    number: str
    problem: str
    is_new: bool


class ReportOut(Schema):
    """What became of all rows."""

    taken: int
    refused: int
    rows: list[RowOut]
