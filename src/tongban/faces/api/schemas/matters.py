"""Shapes of blocked matters and of reports of refusal."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StrictInt

from tongban.faces.api.schemas.appeals import AnswerOut, AppealMoveOut, Contact, HandOut
from tongban.faces.api.schemas.base import Given, Named
from tongban.faces.api.schemas.cases import Applicant, AttachmentOut, CaseLine, ClockOut, LedgerOut
from tongban.hall.blocked.rules.words import LONGEST_TEXT, Cause, Remedy

PartyId = Annotated[StrictInt, Field(ge=1, le=10**15)]
ReportId = Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]


class RungOut(Schema):
    """A rung of the ladder; its term runs from acceptance."""

    rung: int
    label: str
    term: str


class TaskOut(Schema):
    """Who does what by when, as a joint review decided it, and what came of it."""

    step: str
    agency: Named
    what: str
    due_on: date
    state: str
    state_label: str
    result: str


class ReviewOut(Schema):
    """What a joint review came to."""

    minutes: str | None = Field(description="会审纪要;反映人看不到")
    decision: str
    concluded_at: datetime
    concluded_by: str
    tasks: list[TaskOut]


class MatterOut(CaseLine):
    """A blocked matter with all that hangs on it."""

    text: str
    cause: str
    cause_label: str
    application: str | None = Field(description="未办成的件")
    report: int | None = Field(description="否定报备号")
    concerned: Named | None = Field(description="所涉单位")
    policy: str = Field(description="办理所依的服务政策")
    applicant: Applicant | None
    contact: Contact
    channel: str
    channel_label: str
    answerable: str = Field(description="首问负责人")
    promised_term: str
    opened_at: datetime
    rung: int = Field(description="现在第几级;受理以前为 0")
    rung_label: str
    ladder: list[RungOut]
    hands: list[HandOut]
    holders: list[HandOut] = Field(description="现在由谁办理:本级责任单位、会审意见、会审任务")
    review: ReviewOut | None
    answers: list[AnswerOut]
    root: str | None = Field(description="根因;只有办理方看得到")
    root_label: str | None
    root_words: str | None
    rectification: str | None = Field(description="由本件转出的事项整改编号")
    attachments: list[AttachmentOut]
    clocks: list[ClockOut]
    ledger: list[LedgerOut]
    moves: list[AppealMoveOut]


class MatterAttached(MatterOut):
    """The matter after an upload, with the file."""

    attachment: AttachmentOut


class Bring(Given):
    """What could not be done: on an application that failed, on a report of refusal, or on neither."""

    text: str = Field(description=f"办什么事、卡在哪里、希望怎样,至多{LONGEST_TEXT}个字符")
    cause: Cause
    application: str = Field("", max_length=40, description="未办成的办件编号;事项、单位和反映人由系统带出")
    report: ReportId | None = Field(None, description="否定报备号")
    region: str = Field("", max_length=12, description="区划代码;没有办件、没有报备的必填")
    item: str = Field("", max_length=80, description="事项编码")
    agency: str = Field("", max_length=40, description="所涉单位代码")
    contact_name: str = ""
    phone: str = Field("", max_length=40, description="手机号码;没有反映人编号的须填")
    reporter: PartyId | None = Field(None, description="反映人(当事人编号);本人提交时可省略")


class Refuse(Given):
    """A window says no, in one form; with an application item, region and applicant are its."""

    application: str = Field("", max_length=40, description="办件编号")
    item: str = Field("", max_length=80, description="没有办件的填事项编码")
    region: str = Field("", max_length=12, description="区划代码;留空为本人的辖区")
    applicant: PartyId | None = Field(None, description="申请人(当事人编号)")
    applicant_name: str = ""
    identifier: str = Field("", max_length=40, description="证件号码;登记的当事人会收到告知,号码本身不保存")
    asked: str
    cause: Cause
    ground: str
    basis: str
    remedy: Remedy
    remedy_text: str = ""


class RefusalOut(Schema):
    """A report of refusal; never changed once filed."""

    id: int
    application: str | None
    item: Named
    agency: Named
    region: str
    applicant: int | None
    applicant_name: str
    cause: str
    cause_label: str
    asked: str
    ground: str
    basis: str
    remedy: str
    remedy_label: str
    remedy_text: str
    filed_at: datetime
    filed_by: str
    matter: str | None = Field(description="转成的“办不成事”件")
    sample: bool


class RefusalPage(Schema):
    """One page of reports of refusal; ``next`` is the cursor of the following page, null on the last one."""

    items: list[RefusalOut]
    next: str | None
