"""Papers of a blocked matter beside those it shares with appeals: minutes of the joint review, copy of a report of refusal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.common.time import localdate
from tongban.hall.papers.rules.appeal_letters import pairs
from tongban.hall.papers.rules.document import Block, Document, Paragraph, Table, day, masked, official
from tongban.hall.papers.rules.kinds import PaperKind
from tongban.hall.papers.rules.matter import Matter
from tongban.hall.papers.rules.sheet import sheet


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what by when."""

    agency: str
    what: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a joint review came to; ``opinions`` are (agency, opinion), empty where it gave none."""

    reason: str
    opinions: Sequence[tuple[str, str]]
    minutes: str
    decision: str
    tasks: Sequence[Task]
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What a window refused; ``number`` is that of the application, where there is one."""

    item: str
    number: str
    asked: str
    cause: str
    ground: str
    basis: str
    remedy: str
    remedy_text: str
    clerk: str


def minutes(matter: Matter, held: Review, at: datetime) -> Document:
    """The minutes: who took part and said what, what was decided, who does what by when."""
    opinions = tuple((agency, official(masked(said)) or "未反馈意见") for agency, said in held.opinions)
    tasks = tuple(
        (str(place), one.agency, official(masked(one.what)), day(one.due_on)) for place, one in enumerate(held.tasks, 1)
    )
    blocks: list[Block] = [
        Paragraph(f"{day(localdate(at))},{matter.agency}就“{matter.item}”({matter.number})主持联合会审。"),
        Paragraph(f"会审事由:{masked(held.reason)}"),
        Table(("参加单位", "会审意见"), opinions, (30, 70)),
        Paragraph("会审情况:"),
        Paragraph(masked(held.minutes)),
        Paragraph("会审决定:"),
        Paragraph(masked(held.decision)),
        Table(("序号", "责任单位", "任务", "完成日"), tasks, (10, 26, 42, 22)),
        Paragraph(f"主持人:{held.host}。各责任单位按期完成,全部完成后统一答复反映人。"),
    ]
    return sheet(PaperKind.MINUTES, matter, blocks, at, is_letter=False)


def refusal_copy(matter: Matter, refused: Refused, at: datetime) -> Document:
    """What a window refused, why, by which law, and what can be done: the copy for the applicant."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}申请办理的“{refused.item}”,现不能办理,已于{day(localdate(at))}按规定报备。现告知如下:"),
        pairs(
            [
                ("办件编号", refused.number),
                ("申请内容", masked(refused.asked)),
                ("原因类别", refused.cause),
                ("不予办理的理由", masked(refused.ground)),
                ("依据", masked(refused.basis)),
                ("救济途径", f"{refused.remedy}:{masked(refused.remedy_text)}"),
                ("经办人", refused.clerk),
            ]
        ),
        Paragraph("认为应当办成的,可以凭本告知单到“办不成事”反映窗口或在网上反映,由专员受理、协调,不收取任何费用。"),
    ]
    return sheet(PaperKind.REFUSAL_COPY, matter, blocks, at, seal="(受理专用章)")
