"""What the desk tells: received, accepted, to be corrected, refused, accepted with materials to follow. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.common.time import localdate
from tongban.hall.papers.rules.document import Block, Document, Listing, Paragraph, Table, day, masked, official
from tongban.hall.papers.rules.kinds import PaperKind
from tongban.hall.papers.rules.matter import Due, Matter
from tongban.hall.papers.rules.sheet import sheet

ACCEPTED = {
    "complete": "申请材料齐全、符合法定形式",
    "deferred": "主要材料齐全,次要材料允许容缺后补",
    "commitment": "所缺证明材料由申请人书面承诺代替",
    "deemed": "收到申请后未在期限内告知补正,自收到之日起即为受理",
}
SHARES = (12, 56, 32)


@dataclass(frozen=True, slots=True)
class Handed:
    """A material that is there: how it came and, unless the city holds it itself, when."""

    name: str
    how: str
    given_at: datetime | None = None

    @property
    def words(self) -> str:
        """How and when."""
        return official(self.how + (f",{day(localdate(self.given_at))}" if self.given_at else ""))


def receipt(matter: Matter, handed: Sequence[Handed], missing: Sequence[str], answer: Due, at: datetime) -> Document:
    """The proof that an application was handed in, with every material and the day of the answer."""
    rows = tuple((str(place), one.name, one.words) for place, one in enumerate(handed, start=1))
    blocks: list[Block] = [
        Paragraph(f"{matter.you}于{day(localdate(at))}提出的“{matter.item}”申请已经收到。收到的材料如下:"),
        Table(("序号", "材料名称", "收到方式"), rows or (("—", "未附材料", "—"),), SHARES),
    ]
    if missing:
        blocks += [Paragraph("办事指南要求而尚未收到的材料:"), Listing(tuple(missing))]
    blocks.append(
        Paragraph(
            f"自收到之日起{answer.term}内({answer.words}前),本机关决定是否受理,需要补正的一次性告知全部内容;"
            f"逾期不告知的,自收到申请之日起即为受理({answer.law})。"
        )
    )
    blocks.append(Paragraph("本凭证只证明收到材料,不代表已经受理。"))
    return sheet(PaperKind.RECEIPT, matter, blocks, at, seal="(材料接收专用章)", who=_who(matter))


def _who(matter: Matter) -> list[str]:
    rows = [("首问负责人", matter.answerable), ("代办人", matter.agent), ("排队号", matter.queue)]
    said = ",".join(f"{label} {text}" for label, text in rows if text)
    return [said] if said else []


def acceptance(matter: Matter, how: str, promised: Due, statutory: Due, at: datetime) -> Document:
    """The written acceptance with the promised and the statutory day (行政许可法 art. 32)."""
    blocks: list[Block] = [
        Paragraph(
            f"{matter.you}提出的“{matter.item}”申请,经审查,{ACCEPTED.get(how, ACCEPTED['complete'])}。"
            f"{matter.law('第三十二条')},本机关决定予以受理,受理日为{day(localdate(at))}。"
        ),
        Table(
            ("时限", "期间", "届满日"),
            (
                ("承诺时限", promised.term, official(promised.words)),
                ("法定时限", statutory.term, official(f"{statutory.words},依据{statutory.law}")),
            ),
            (20, 24, 56),
        ),
        Paragraph(
            "时限自受理的次日起算,按工作日计算的,法定节假日和休息日不计,调休上班日计入。"
            f"依法需要听证、检验、检测、检疫、鉴定、专家评审的,所需时间不计算在内,另行书面告知({matter.law('第四十五条')})。"
        ),
    ]
    return sheet(PaperKind.ACCEPTANCE, matter, blocks, at, seal="(受理专用章)", who=_who(matter))


def correction(matter: Matter, items: Sequence[str], reason: str, answer: Due | None, at: datetime) -> Document:
    """Everything to be corrected, told once (行政许可法 art. 32)."""
    until = f"请于{answer.words}前补正。" if answer else ""
    blocks: list[Block] = [
        Paragraph(
            f"{matter.you}提出的“{matter.item}”申请,{masked(reason).rstrip('。')}。"
            f"{matter.law('第三十二条')},现将需要补正的全部内容一次性告知如下:"
        ),
        Listing(tuple(masked(one) for one in items)),
        Paragraph(
            f"{until}请一次补齐后通过原渠道提交,也可到任一政务服务窗口提交。补正材料收到后,受理期限重新起算;"
            "等待补正的时间不计入办理期限。除上述内容外,本机关不再提出新的补正要求。"
        ),
    ]
    return sheet(PaperKind.CORRECTION, matter, blocks, at, seal="(受理专用章)")


def refusal(matter: Matter, reason: str, remedy: str, at: datetime) -> Document:
    """The refusal to accept, with reason and remedy (行政许可法 arts. 32, 38)."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}提出的“{matter.item}”申请,经审查:"),
        Paragraph(masked(reason)),
        Paragraph(f"{matter.law('第三十二条')},本机关决定不予受理。"),
        Paragraph(remedy),
    ]
    return sheet(PaperKind.REFUSAL, matter, blocks, at, seal="(受理专用章)")


def deferral(matter: Matter, names: Sequence[str], due: Due, promised: Due, at: datetime) -> Document:
    """Accepted with materials to follow: which ones, by when, and what happens without them."""
    blocks: list[Block] = [
        Paragraph(
            f"{matter.you}提出的“{matter.item}”申请,主要材料齐全且符合法定形式,下列次要材料按办事指南可以后补。"
            f"本机关已于{day(localdate(at))}容缺受理,承诺时限照常起算({promised.term},{promised.words}届满):"
        ),
        Listing(tuple(names)),
        Paragraph(f"请于{due.words}前补交上述材料。补齐前不能作出准予决定;逾期未补交的,本机关依法作出处理。"),
    ]
    return sheet(PaperKind.DEFERRAL, matter, blocks, at, seal="(受理专用章)")
