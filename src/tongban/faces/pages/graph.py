"""A procedure as a picture: boxes in lanes of agencies, arrows between them, what decides the whole marked.

Pure data in, pure data out; ``pages/graph.html`` draws it as SVG with attributes and classes only, since the content
policy of the pages forbids styles in line. Where boxes stand is computed by the layout of the BPMN diagrams.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from tongban.registry.catalog.rules import LEAD, Condition, ItemSpec, Step
from tongban.registry.catalog.rules.bpmn.graph import Flow, Graph, Kind, Node
from tongban.registry.catalog.rules.bpmn.layout import Box, Layout, lay_out

COMPARED = {"==": "为", "!=": "不为", ">": "大于", ">=": "不小于", "<": "小于", "<=": "不超过"}
NAME_WIDTH, LANE_WIDTH, NOTE_WIDTH = 17, 18, 19  # in half-width letters: what fits into a line of a box
REM = 16


@dataclass(frozen=True)
class Look:
    """How one step stands in a case: ``state`` is a class of the picture, ``label`` its word, ``note`` who has it.

    Known states: waiting, open, done, passed, paused, overdue; "" is a step of a guide, in no state.
    """

    state: str = ""
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of text in the picture; words of ours are translated, data stays as it is."""

    x: int
    y: int
    text: str
    kind: str = "name"
    is_word: bool = False


@dataclass(frozen=True)
class Drawn:
    """One step as drawn: its box, its lines, and the whole of it as a sentence for who points at it or listens."""

    key: str
    box: Box
    look: Look
    is_critical: bool
    lines: Sequence[Line]
    name: str
    agency: str
    term: str
    after: Sequence[str]
    when: str
    is_default: bool
    is_lead: bool


@dataclass(frozen=True)
class Arrow:
    """A way from one step to the next, as the points of a line; ``is_critical`` where it is on the longest way."""

    points: str
    is_critical: bool


@dataclass(frozen=True)
class Lane:
    """The strip of one agency."""

    box: Box
    lines: Sequence[Line]


@dataclass(frozen=True)
class Picture:
    """A procedure as drawn; sizes are in user units, ``width`` and ``height`` also in rem, so that large type enlarges it."""

    left: int
    top: int
    width: int
    height: int
    lanes: Sequence[Lane] = ()
    steps: Sequence[Drawn] = ()
    arrows: Sequence[Arrow] = ()
    has_slack: bool = False
    states: Sequence[Look] = ()
    name: str = "graph"

    @property
    def width_rem(self) -> str:
        """The width as an attribute."""
        return f"{self.width / REM:g}rem"

    @property
    def height_rem(self) -> str:
        """The height as an attribute."""
        return f"{self.height / REM:g}rem"


def picture(
    spec: ItemSpec, agencies: Mapping[str, str], looks: Mapping[str, Look] | None = None, *, name: str = "graph"
) -> Picture | None:
    """The picture of a guide's procedure, or of a case where ``looks`` says how each step stands; None without steps.

    ``agencies`` are names by code; a case gives for ``@lead`` the name of the agency that leads it. ``name`` tells
    two pictures of one page apart.
    """
    if not spec.procedure.steps:
        return None
    looks = looks or {}
    graph = _graph(spec.procedure.steps)
    _, layout = lay_out(graph)
    deciding = spec.procedure.deciding if len(spec.procedure.deciding) < len(spec.procedure.steps) else frozenset()
    critical = spec.procedure.deciding_ways if deciding else frozenset()
    flows = [flow for node in graph for flow in node.outgoing]
    pool = layout.pool
    return Picture(
        left=pool.x - 1,
        top=pool.y - 1,
        width=pool.width + 2,
        height=pool.height + 2,
        lanes=[_lane(agency, box, agencies) for agency, box in layout.lanes.items()],
        steps=[
            _drawn(spec, step, layout.nodes[step.key], looks.get(step.key, Look()), step.key in deciding, agencies)
            for step in spec.procedure.steps
        ],
        arrows=_arrows(flows, layout, critical),
        has_slack=bool(deciding),
        states=_states(looks.values()),
        name=name,
    )


def _graph(steps: Sequence[Step]) -> Graph:
    """The steps and what each comes after, without events and gateways: people read arrows, not notation."""
    graph = Graph()
    for step in steps:
        graph.nodes[step.key] = Node(step.key, Kind.TASK, step.name, step=step)
    for step in steps:
        for place, key in enumerate(step.after):
            flow = Flow(f"{step.key}/{place}", key, step.key)
            graph.nodes[key].outgoing.append(flow)
            graph.nodes[step.key].incoming.append(flow)
    return graph


def _arrows(flows: Sequence[Flow], layout: Layout, critical: frozenset[tuple[str, str]]) -> list[Arrow]:
    """The ways between steps; those that decide are drawn over the others."""
    arrows = [
        Arrow(" ".join(f"{x},{y}" for x, y in layout.bends[flow.id]), (flow.source, flow.target) in critical)
        for flow in flows
    ]
    return sorted(arrows, key=lambda arrow: arrow.is_critical)


def _states(looks: Iterable[Look]) -> list[Look]:
    """Each state that stands in the picture, once, for the key below it."""
    return list({look.state: Look(look.state, look.label) for look in looks if look.state}.values())


def _lane(agency: str, box: Box, agencies: Mapping[str, str]) -> Lane:
    is_word = agency == LEAD and LEAD not in agencies
    name = "主办单位" if is_word else agencies.get(agency, agency)
    lines = [name] if is_word else wrapped(name, LANE_WIDTH, 4)
    top = box.middle - 8 * (len(lines) - 1) + 4
    found = [Line(box.x - 20, top + 16 * row, text, "lane", is_word) for row, text in enumerate(lines)]
    return Lane(Box(box.x - 30, box.y, box.width + 30, box.height), found)


def _drawn(spec: ItemSpec, step: Step, box: Box, look: Look, is_critical: bool, agencies: Mapping[str, str]) -> Drawn:
    middle = box.x + box.width // 2
    names = wrapped(step.name, NAME_WIDTH, 2)
    rows = [(text, "name", False) for text in names]
    rows.append((step.term.words, "term", True))
    if look.label:
        rows.append((look.label, "state", True))
    top = box.middle - 8 * (len(rows) - 1) + 4
    lines = [Line(middle, top + 16 * row, text, kind, is_word) for row, (text, kind, is_word) in enumerate(rows)]
    when = ("" if step.when is None else condition(spec, step.when)) if step.choice else ""
    if step.choice:
        text = wrapped(when, NOTE_WIDTH, 1)[0] if when else "其他情形"
        lines.append(Line(middle, box.y - 4, text, "when", not when))
    if look.note:
        lines.append(Line(middle, box.y + box.height + 12, wrapped(look.note, NOTE_WIDTH, 1)[0], "note"))
    is_lead = step.agency == LEAD and LEAD not in agencies
    return Drawn(
        key=step.key,
        box=box,
        look=look,
        is_critical=is_critical,
        lines=lines,
        name=step.name,
        agency="主办单位" if is_lead else agencies.get(step.agency, step.agency),
        term=step.term.words,
        after=[spec.procedure.by_key[key].name for key in step.after],
        when=when,
        is_default=bool(step.choice and not when),
        is_lead=is_lead,
    )


def condition(spec: ItemSpec, when: Condition) -> str:
    """A condition with the title of its field and the words of its value."""
    about = spec.form_fields.get(when.field, {})
    title = about.get("title", when.field)
    if isinstance(when.value, bool):
        return f"{title}{COMPARED[when.operator]}{'是' if when.value else '否'}"
    value = (
        f"{when.value:g}" if isinstance(when.value, float) else about.get("x-labels", {}).get(when.value, when.value)
    )
    return f"{title}{COMPARED[when.operator]}{value}"


def wrapped(text: str, width: int, most: int) -> list[str]:
    """A text in at most so many lines of a width in half-width letters; what does not fit ends in an ellipsis."""
    lines, line, used = [], "", 0
    for sign in text:
        wide = 2 if east_asian_width(sign) in "WFA" else 1
        if used + wide > width:
            lines.append(line)
            line, used = "", 0
        line += sign
        used += wide
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines
