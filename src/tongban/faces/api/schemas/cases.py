"""Shapes of cases."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field, StrictInt

from tongban.casework.cases.queries import Filter
from tongban.casework.cases.rules import Kind, Status
from tongban.faces.api.schemas.base import Data, Day, Given, Named


class CaseLine(Schema):
    """A case as lists show it; ``time_state`` is that of the clock that runs, None while none has begun."""

    number: str
    kind: str
    kind_label: str
    title: str
    item: Named | None
    agency: Named
    region: Named
    status: str
    status_label: str
    outcome: str
    outcome_label: str
    time_state: str | None
    time_state_label: str | None
    due_on: date | None
    provisional: bool
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    sample: bool = Field(description="示例数据")


class Narrow(Schema):
    """What a list of cases is narrowed by."""

    status: Status | None = None
    item: str = ""
    agency: str = ""
    region: str = Field("", description="此区划及以下")
    time_state: str = Field("", description="undue 未到期、overdue 已超期、paused 已中止")
    accepted_from: Day | None = Field(None, description="受理日(诉求为首次交办日),自")
    accepted_until: Day | None = Field(None, description="受理日(诉求为首次交办日),至")
    text: str = Field("", max_length=100, description="编号开头或标题中的字词")

    def filter(self, kind: Kind | None) -> Filter:
        """As the queries understand it, for one kind of case or for all."""
        return Filter(
            status=self.status.value if self.status else "",
            kind=kind.value if kind else "",
            item=self.item,
            agency=self.agency,
            region=self.region,
            time_state=self.time_state,
            accepted_from_on=self.accepted_from,
            accepted_until_on=self.accepted_until,
            text=self.text,
        )


class CasePage(Schema):
    """One page of cases; ``next`` is the cursor of the following page, null on the last one."""

    items: list[CaseLine]
    next: str | None


class Applicant(Schema):
    """The party the case is about."""

    id: int
    kind: str
    name: str


class StepOut(Schema):
    """A step with its own clock."""

    key: str
    name: str
    agency: Named
    power: str
    state: str
    state_label: str
    term: str
    assignee: str
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    clock: "ClockOut | None"


class ClockOut(Schema):
    """A clock: term, what it consumed, what is left, when it is due. Amounts are in the unit of its counting."""

    name: str
    label: str
    term: str
    total: str = Field(description="时限加上延期")
    counting: str
    basis: str
    started_at: datetime
    ended_at: datetime | None
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    provisional_reason: str
    state: str
    state_label: str
    consumed: int
    remaining: int
    excluded_days: int


class LedgerOut(Schema):
    """A pause or the extension; a pause counts by local date, its first day not counted, its last one counted."""

    kind: Literal["pause", "extension"]
    step: str
    ground: str
    ground_label: str
    reason: str
    evidence: str
    term: str
    started_at: datetime
    by: str
    limit_on: date | None
    ended_at: datetime | None


class MaterialOut(Schema):
    """A material of the guide with what became of it; ``state`` is empty while it is missing."""

    key: str
    name: str
    required: bool
    deferrable: bool
    source: str
    state: str
    state_label: str
    attachment: int | None
    review: str = Field(description="审核结果:approved 通过、questioned 存疑、refused 不合格;申请人看不到")
    review_label: str
    remark: str


class NoticeOut(Schema):
    """A paper told to the applicant."""

    kind: str
    kind_label: str
    told_at: datetime
    reason: str
    remedy: str
    items: list[Data]


class MoveOut(Schema):
    """A move with the answer whether the reader can make it now, and why not in the words of the check."""

    name: str
    label: str
    step: str
    allowed: bool
    reason: str
    code: str
    law: str


class CaseOut(CaseLine):
    """A case with all that hangs on it."""

    applicant: Applicant | None
    channel: str
    answerable: str
    specialist: str
    acceptance: str
    corrections: int
    form: Data
    promised_term: str
    statutory_term: str
    statutory_due_on: date | None
    opened_at: datetime
    steps: list[StepOut]
    clocks: list[ClockOut]
    ledger: list[LedgerOut]
    materials: list[MaterialOut]
    notices: list[NoticeOut]
    moves: list[MoveOut]


class PrecheckFinding(Schema):
    """One thing a precheck found; ``blocks`` submission, or only acceptance as it stands."""

    field: str
    sentence: str
    blocks: bool


class CasePrechecked(CaseOut):
    """The case after a precheck with everything it found at once."""

    findings: list[PrecheckFinding]


class AttachmentOut(Schema):
    """A file of a case."""

    id: int
    material: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: datetime


class CaseAttached(CaseOut):
    """The case after an upload, with the file."""

    attachment: AttachmentOut


class JournalOut(Schema):
    """One line of the journal; ``digest`` chains it to the line before."""

    seq: int
    at: datetime
    move: str
    move_label: str
    role: str
    role_label: str
    by: str
    agency: str
    status: str
    step: str
    data: Data
    digest: str


class DayOut(Schema):
    """One day of a clock; ``ordinal`` is its place among the counted ones."""

    on: date
    weekday: str
    counted: bool
    ordinal: int | None
    reason: str


class WhyOut(Schema):
    """Why this day: the clock and every day from its start to its due day."""

    clock: ClockOut
    days: list[DayOut]


class Attach(Given):
    """The form part of an upload."""

    material: str = Field("", description="材料代码;留空为一般附件")


class Open(Given):
    """A new application; ``submit`` files it at once, else it stays a draft."""

    item: str = Field(min_length=1, max_length=80)
    region: str = Field(min_length=6, max_length=12)
    applicant: StrictInt | None = Field(None, ge=1, le=10**15, description="当事人编号;申请人本人办理时可省略")
    form: Data = Field(default_factory=dict)
    title: str = ""
    paper: list[str] = Field(default_factory=list, max_length=100, description="窗口已核验的纸质材料代码")
    submit: bool = False
