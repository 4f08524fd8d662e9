"""What the office tells: time not counted, extension, decision, correction of it, and the proof of delivery. Pure."""

from datetime import date, datetime

from tongban.common.time import local
from tongban.hall.papers.rules.document import Block, Document, Paragraph, Table, day, masked
from tongban.hall.papers.rules.kinds import PaperKind, decision_title
from tongban.hall.papers.rules.matter import Due, Matter
from tongban.hall.papers.rules.sheet import numbered, sheet

ROW = (26, 74)


def pause(
    matter: Matter, ground: str, where: str, reason: str, limit_on: date | None, at: datetime, ordinal: int
) -> Document:
    """How long a hearing, a test or a review takes, which is not counted (行政许可法 art. 45)."""
    until = f"最迟于{day(limit_on)}恢复计时;提前结束的,自结束之日恢复" if limit_on else "结束后恢复计时"
    part = f"环节“{where}”" if where else "本件"
    blocks: list[Block] = [
        Paragraph(f"{matter.you}的“{matter.item}”申请,办理中需要{ground}:"),
        Paragraph(masked(reason)),
        Paragraph(
            f"{matter.law('第四十五条')},{ground}所需时间不计算在办理期限内。"
            f"{part}自{day(local(at).date())}起中止计时,{until}。"
        ),
    ]
    return sheet(PaperKind.PAUSE, matter, blocks, at, ordinal=ordinal)


def extension(matter: Matter, term: str, reason: str, due: Due, at: datetime) -> Document:
    """The one extension with its reason and the new last day (行政许可法 art. 42)."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}的“{matter.item}”申请,不能在原定期限内作出决定,理由是:"),
        Paragraph(masked(reason)),
        Paragraph(
            f"{matter.law('第四十二条')},经本机关负责人批准,办理期限延长{term},延长后于{due.words}届满。"
            "一件只延长一次。"
        ),
    ]
    return sheet(PaperKind.EXTENSION, matter, blocks, at)


def decision(
    matter: Matter, *, is_granted: bool, reason: str, document: str, remedy: str, delivery: Due, at: datetime
) -> Document:
    """The decision: granted or denied, with the reason, and the remedy where it is denied (行政许可法 art. 38)."""
    act = "准予" if is_granted else "不予"
    word = "行政许可" if matter.is_permit else "办理"
    blocks: list[Block] = [
        Paragraph(f"{matter.you}提出的“{matter.item}”申请,本机关经审查,决定{act}{word}。理由和内容:"),
        Paragraph(masked(reason)),
        Paragraph(f"{matter.law('第三十八条')}。" + (f"结果文书编号:{document}。" if document else "")),
    ]
    if remedy:
        blocks.append(Paragraph(remedy))
    blocks.append(Paragraph(f"本决定自作出之日起{delivery.term}内({delivery.words}前)送达({delivery.law})。"))
    title = decision_title(is_permit=matter.is_permit, is_granted=is_granted)
    return sheet(PaperKind.DECISION, matter, blocks, at, title=title)


def amendment(matter: Matter, reason: str, at: datetime, ordinal: int) -> Document:
    """A clerical error in a decision put right; the decision stands."""
    blocks: list[Block] = [
        Paragraph(f"本机关对{matter.you}的“{matter.item}”申请所作决定,有文字或数字上的笔误,现更正如下:"),
        Paragraph(masked(reason)),
        Paragraph("本更正不改变原决定的结论,与原决定一并保存。"),
    ]
    return sheet(PaperKind.AMENDMENT, matter, blocks, at, ordinal=ordinal)


def delivery(
    matter: Matter, *, decided: str, decided_at: datetime, how: str, delivered_at: datetime | None, at: datetime
) -> Document:
    """The proof of delivery, to be signed by who receives; printed before, it leaves way and time to the hand."""
    served = f"{numbered(PaperKind.DECISION, matter, decided_at)} {decided}"
    when = f"{local(delivered_at):%Y年%m月%d日 %H:%M}" if delivered_at else "____年____月____日____时____分"
    rows = (
        ("受送达人", matter.applicant + (f"\uff08{matter.identifier}\uff09" if matter.identifier else "")),
        ("送达的文书", served),
        ("送达方式", masked(how) if how else "□当面领取 □邮寄 □电子送达 □其他"),
        ("送达时间", when),
        ("受送达人签名或盖章", "\n____年____月____日"),
        ("代收人签名及与受送达人的关系", "\n____年____月____日"),
        ("送达人签名", ""),
        ("备注", ""),
    )
    blocks: list[Block] = [Table((), rows, ROW), Paragraph(f"{matter.law('第四十四条')}。")]
    return sheet(PaperKind.DELIVERY, matter, blocks, at, is_letter=False)
