"""Papers of an appeal: registered, accepted, turned away, given to an agency, answered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.common.time import localdate
from tongban.hall.papers.rules.document import Block, Document, Listing, Paragraph, Table, day, masked, official
from tongban.hall.papers.rules.kinds import PaperKind
from tongban.hall.papers.rules.matter import Due, Matter
from tongban.hall.papers.rules.sheet import sheet

PAIRS = (22, 78)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody told the city."""

    type: str
    type_word: str = "类型"
    text: str
    region: str
    place: str = ""
    point: str = ""
    domain: str = ""
    is_emergency: bool = False
    is_anonymous: bool = False

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The facts as rows of a table."""
        return [
            (self.type_word, self.type + ("(紧急)" if self.is_emergency else "")),
            ("领域", self.domain),
            ("地点", f"{self.region} {masked(self.place)}".strip()),
            ("坐标", self.point),
            ("反映内容", masked(self.text)),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """To whom it went: ``answer`` is the day everybody waits for, ``own`` that of the one hand."""

    lead: str
    assisting: Sequence[str] = ()
    answer: Due
    own: Due | None = None
    duty: str = ""
    note: str = ""
    returnable: str = ""

    @property
    def own_words(self) -> str:
        """The term of the one hand; nothing where it ends with the whole, as the first one does."""
        own = self.own
        return f"{own.term},{own.words}届满" if own and own.on != self.answer.on else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; ``ways`` are what can be done about it, ``evidence`` the names of files."""

    outcome: str
    text: str
    evidence: Sequence[str] = ()
    ways: Sequence[str] = ()


def pairs(rows: Sequence[tuple[str, str]]) -> Table:
    """A table of labels and texts, without those that say nothing."""
    return Table((), tuple((label, official(text)) for label, text in rows if text), PAIRS)


def registration(
    matter: Matter,
    title: str,
    told: Told,
    then: str,
    at: datetime,
    who: Sequence[str] = (),
    about: Sequence[tuple[str, str]] = (),
) -> Document:
    """The proof that it was told, what it is ``about`` beside its words, and what happens ``then``."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}于{day(localdate(at))}反映的事项已经登记,内容如下:"),
        pairs([*told.rows, *about]),
        Paragraph(then),
        Paragraph("本回执只证明已经登记,不代表已经受理。"),
    ]
    return sheet(PaperKind.REGISTRATION, matter, blocks, at, title=title, seal="(受理专用章)", who=who)


def declined(matter: Matter, noun: str, told_at: datetime, reason: str, door: str, at: datetime) -> Document:
    """Turned away, with the reason and the door where it belongs."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}于{day(localdate(told_at))}反映的“{matter.item}”,经审核,不作为{noun}受理。理由:"),
        Paragraph(masked(reason)),
        Paragraph(f"应当去的地方:{door}。"),
    ]
    return sheet(PaperKind.DECLINED, matter, blocks, at, seal="(受理专用章)")


def admission(
    matter: Matter, told: Told, told_at: datetime, given: Given, at: datetime, who: Sequence[str]
) -> Document:
    """The acceptance of an appeal: who has it, and by which day the answer comes."""
    blocks: list[Block] = [
        Paragraph(
            f"{matter.you}于{day(localdate(told_at))}提出的诉求,经审核予以受理,"
            f"已于{day(localdate(at))}交由{given.lead}办理,现将有关事项告知如下:"
        ),
        pairs(
            [
                *told.rows,
                ("主办单位", given.lead),
                ("协办单位", "、".join(given.assisting)),
                ("答复时限", f"{given.answer.term},最迟{given.answer.words}(依据{given.answer.law})"),
            ]
        ),
        Paragraph(
            "转由其他单位办理的,答复期限不变;经批准延期的,另行告知。对答复不满意的,可以按答复意见书载明的途径提出。"
        ),
    ]
    return sheet(PaperKind.ADMISSION, matter, blocks, at, seal="(受理专用章)", who=who)


def transfer(
    matter: Matter, told: Told, title: str, given: Given, at: datetime, ordinal: int, who: Sequence[str]
) -> Document:
    """From the desk to an agency: what was told, by when it is to be answered, and how it could be given back.

    It has no code to rate by: whoever is rated gets no link to rate.
    """
    rows = [
        *told.rows,
        ("权责条目", given.duty),
        ("协办单位", "、".join(given.assisting)),
        ("答复时限", f"{given.answer.term},最迟{given.answer.words}(依据{given.answer.law})"),
        ("本单位时限", given.own_words),
        ("交办意见", masked(given.note)),
    ]
    blocks: list[Block] = [
        Paragraph(f"现将下列诉求交你单位办理。请于{given.answer.words}前办结,并答复反映人。"),
        pairs(rows),
        Paragraph(given.returnable),
    ]
    if told.is_anonymous:
        blocks.append(
            Paragraph("反映人要求匿名,联系方式由受理单位保管。需要联系的,请由受理单位转告;不得查询、泄露反映人信息。")
        )
    else:
        blocks.append(Paragraph("请注意保护反映人信息,不得将反映内容和联系方式转给被反映人。"))
    return sheet(PaperKind.TRANSFER, matter, blocks, at, ordinal=ordinal, title=title, who=who, addressee=given.lead)


def reply(matter: Matter, noun: str, told_at: datetime, said: Reply, at: datetime, ordinal: int) -> Document:
    """The answer with its evidence, and every way to remedies."""
    blocks: list[Block] = [
        Paragraph(f"{matter.you}于{day(localdate(told_at))}提出的{noun}“{matter.item}”已经办理,现答复如下:"),
        Paragraph(masked(said.text)),
        Paragraph(f"办理结果:{said.outcome}。"),
    ]
    if said.evidence:
        blocks += [Paragraph("办理佐证(存于本件案卷,可在网上查看):"), Listing(tuple(said.evidence))]
    if said.ways:
        blocks += [Paragraph("对本答复的处理:"), Listing(tuple(said.ways))]
    return sheet(PaperKind.REPLY, matter, blocks, at, ordinal=ordinal)
