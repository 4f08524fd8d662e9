"""What the portal says of an item, in words: rows, boxes and windows, ready for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.queries import Taken
from tongban.common.said import Said, said
from tongban.faces.pages.graph import condition
from tongban.registry.agencies.rules import WindowKind
from tongban.registry.catalog.rules import LEAD, Audience, ItemSpec, Material, Source, Step, Topic
from tongban.workdays import Counting, Term

if TYPE_CHECKING:
    from tongban.registry.agencies.models import Centre, Window

GROUPS = {
    Audience.PERSON: said("个人办事"),
    Audience.ENTERPRISE: said("企业办事"),
    Audience.ANY: said("个人和企业都可以办"),
}
SOURCES = {
    Source.UPLOAD: said("请您提交"),
    Source.HELD: said("政府已有,由我们自行调取,您不用交"),
    Source.COMMITMENT: said("可以用书面承诺代替"),
}


@dataclass(frozen=True)
class Box:
    """A step in the picture; ``waits`` names the steps it comes after, ``when`` the case in which it is taken.

    ``is_lead`` says that the agency which leads the case does it, ``is_critical`` that its delay delays the whole.
    """

    name: str
    agency: str
    is_lead: bool
    term: str
    waits: Sequence[str]
    when: str
    is_default: bool
    is_critical: bool


@dataclass(frozen=True)
class Branch:
    """Steps side by side that belong together: the alternatives of a choice, or one step of its own."""

    is_choice: bool
    boxes: list[Box]


@dataclass(frozen=True)
class Layer:
    """Steps that may begin once those of the layers before are done."""

    number: int
    branches: list[Branch]

    @property
    def is_parallel(self) -> bool:
        """Whether its branches run side by side."""
        return len(self.branches) > 1


@dataclass(frozen=True)
class MaterialWords:
    """A material with what an applicant has to know of it."""

    name: str
    source: str
    is_held: bool
    copies: str
    form: str
    note: str
    words: list[str]


def grouped(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Lines of the list under the words for whom they are."""
    order = list(GROUPS)
    place = {id(row): order.index(Audience(row["audience"])) for row in rows}
    ranked = sorted(rows, key=lambda row: place[id(row)])
    return [(GROUPS[order[key]], list(found)) for key, found in groupby(ranked, key=lambda row: place[id(row)])]


def layers(spec: ItemSpec, agencies: Mapping[str, str]) -> list[Layer]:
    """The procedure as layers, each after all it waits for; ``agencies`` are names by code."""
    depth: dict[str, int] = {}
    for step in spec.procedure.order:
        depth[step.key] = 1 + max((depth[key] for key in step.after), default=0)
    return [
        Layer(number, _branches(spec, [step for step in spec.procedure if depth[step.key] == number], agencies))
        for number in range(1, max(depth.values(), default=0) + 1)
    ]


def _branches(spec: ItemSpec, steps: Sequence[Step], agencies: Mapping[str, str]) -> list[Branch]:
    found: dict[str, list[Box]] = {}
    for step in steps:
        found.setdefault(step.choice or f"={step.key}", []).append(_box(spec, step, agencies))
    return [Branch(len(boxes) > 1, boxes) for boxes in found.values()]


def _box(spec: ItemSpec, step: Step, agencies: Mapping[str, str]) -> Box:
    return Box(
        name=step.name,
        agency="主办单位" if step.agency == LEAD else agencies.get(step.agency, step.agency),
        is_lead=step.agency == LEAD,
        term=step.term.words,
        waits=[spec.procedure.by_key[key].name for key in step.after],
        when=condition(spec, step.when) if step.choice and step.when else "",
        is_default=bool(step.choice) and not step.when,
        is_critical=has_slack(spec) and decides(spec, step),
    )


def decides(spec: ItemSpec, step: Step) -> bool:
    """Whether a delay of this step delays the whole; of ways equally long, all do."""
    return spec.procedure.longest({step.key: 1}) > spec.procedure.longest()


def has_slack(spec: ItemSpec) -> bool:
    """Whether some step may take longer without delaying the whole, so that it is worth marking the others."""
    return not all(decides(spec, step) for step in spec.procedure)


def materials(spec: ItemSpec) -> list[MaterialWords]:
    """The materials, those that the applicant brings first."""
    ranked = sorted(spec.materials, key=lambda one: list(Source).index(one.source) if one.source != Source.HELD else 9)
    return [_material(spec, one) for one in ranked]


def _material(spec: ItemSpec, one: Material) -> MaterialWords:
    by_promise = one.source is Source.COMMITMENT and not spec.commitment_allowed
    words = [
        said("按需提交") if not one.required else "",
        said("可容缺:先受理,限期补交") if one.deferrable else "",
    ]
    return MaterialWords(
        name=one.name,
        source=SOURCES[Source.UPLOAD if by_promise else one.source],
        is_held=one.source is Source.HELD,
        copies="" if one.source is Source.HELD else said("{copies}份", copies=one.copies),
        form=one.form_template,
        note=one.note,
        words=[word for word in words if word],
    )


def fee(spec: ItemSpec) -> str:
    """What it costs."""
    return said("{yuan}元", yuan=f"{spec.fee_yuan.normalize():f}") if spec.fee_yuan else said("不收费")


def trips(spec: ItemSpec) -> str:
    """How often an applicant has to come."""
    return said("最多跑{trips}次", trips=spec.trips) if spec.trips else said("一次也不用跑")


def mean(taken: Taken) -> str:
    """How long cases really took; empty where no case tells."""
    if not taken.cases:
        return ""
    if not taken.units:
        return said("当日办结")
    if taken.counting is Counting.WORKING:
        return said("平均{mean}个工作日", mean=taken.mean)
    if taken.counting is Counting.HOURS:
        return said("平均{mean}小时", mean=taken.mean)
    return said("平均{mean}日", mean=taken.mean)


def terms(spec: ItemSpec) -> list[tuple[str, str]]:
    """(what, how long) of each term of the guide, in whole sentences."""
    rows: list[tuple[str, str]] = [(said("材料预审"), _acceptance(spec.acceptance_term))]
    if spec.promised_term:
        rows.append((said("办结"), _handling(spec.promised_term, spec.statutory_term)))
    if spec.extension_term:
        words = said("情况复杂的,经批准可以延长一次,最多{term},并告知您理由", term=spec.extension_term.words)
        rows.append((said("可以延期"), words))
    if spec.delivery_term.amount:
        rows.append((said("送达"), said("作出决定后{term}内", term=spec.delivery_term.words)))
    else:
        rows.append((said("送达"), said("作出决定的当天")))
    return rows


def _acceptance(term: Term) -> str:
    if not term.amount:
        return said("收到申请当天决定是否受理;要补正的当场一次告知,不告知的,自收到材料之日起即为受理")
    return said(
        "收到申请后{term}内决定是否受理;要补正的一次告知,逾期不告知的,自收到材料之日起即为受理", term=term.words
    )


def _handling(promised: Term, statutory: Term | None) -> str:
    if not promised.amount:
        return said("受理当天")
    if statutory and statutory != promised:
        return said("自受理之日起{promised}(法定{statutory})", promised=promised.words, statutory=statutory.words)
    return said("自受理之日起{promised}", promised=promised.words)


def whole(spec: ItemSpec) -> str:
    """How long the steps take together, and how long they would take one after the other; empty without steps."""
    parallel, serial = spec.procedure.parallel_term, spec.procedure.serial_term
    if parallel is None or serial is None:
        return ""
    if parallel == serial:
        return said("各环节最长共{term}。", term=parallel.words)
    return said(
        "同时进行的环节一起办,从受理到办结最长{parallel};一个接一个办要{serial}。",
        parallel=parallel.words,
        serial=serial.words,
    )


def term_words(term: Term | None) -> str:
    """A term, or nothing."""
    return term.words if term else ""


@dataclass(frozen=True)
class Place:
    """A centre where the item is taken in, with its windows; ``is_nearest`` for the first of them."""

    centre: "Centre"
    windows: "list[Window]"
    is_nearest: bool

    @property
    def hours(self) -> Said | None:
        """When it is open, where that is known."""
        return hours(self.centre)


def hours(place: "Centre | Window") -> Said | None:
    """Office hours on working days; None where the registry does not know them."""
    if not place.opens:
        return None
    return said("工作日 {opens} 至 {closes}", opens=place.opens, closes=place.closes)


def places(windows: "Sequence[Window]") -> list[Place]:
    """Windows under their centres, in the order they come."""
    found: dict[str, list[Window]] = {}
    for window in windows:
        found.setdefault(window.centre_id, []).append(window)
    return [Place(rows[0].centre, rows, place == 0) for place, rows in enumerate(found.values())]


def is_for_enterprises(window: "Window") -> bool:
    """Whether the window is one for enterprises."""
    return window.kind == WindowKind.ENTERPRISE


def doors(counts: Mapping[Topic, int]) -> list[tuple[str, list[tuple[Topic, int]], list[Topic]]]:
    """(for whom, topics with how many items, topics without any) in the order of the closed list."""
    groups = ((said("个人:一生中的事"), Audience.PERSON), (said("企业:从开办到注销"), Audience.ENTERPRISE))
    return [
        (
            label,
            [(topic, counts[topic]) for topic in Topic if topic.audience is audience and counts.get(topic)],
            [topic for topic in Topic if topic.audience is audience and not counts.get(topic)],
        )
        for label, audience in groups
    ]
