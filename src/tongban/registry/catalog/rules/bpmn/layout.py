"""Where things stand on the page: columns from left to right by longest way, lanes as rows, long flows kept clear of boxes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from tongban.registry.catalog.rules.bpmn.graph import Flow, Graph, Kind

SIZES: Mapping[Kind, tuple[int, int]] = {
    Kind.START: (36, 36),
    Kind.END: (36, 36),
    Kind.TASK: (120, 80),
    Kind.PARALLEL: (50, 50),
    Kind.EXCLUSIVE: (50, 50),
}
LEFT, TOP, HEAD = 160, 80, 30  # the page's margin; the strip that holds the name of pool and lane
COLUMN, GAP, ROW = 120, 80, 110


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass
class Layout:
    """Boxes of pool, lanes (by agency) and nodes (by id), and the bends of flows (by id)."""

    pool: Box = Box(0, 0, 0, 0)
    lanes: dict[str, Box] = field(default_factory=dict)
    nodes: dict[str, Box] = field(default_factory=dict)
    bends: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def lay_out(graph: Graph) -> tuple[dict[str, str], Layout]:
    """The agency whose lane each node lies in, and the layout."""
    ranks = ranks_of(graph)
    lanes = lanes_of(graph)
    slots = slots_of(graph, ranks, lanes)
    return lanes, place(graph, ranks, lanes, slots)


def ranks_of(graph: Graph) -> dict[str, int]:
    """The column of each node: one right of the last it comes after."""
    ranks: dict[str, int] = {}
    for node in graph.order:
        ranks[node.id] = max((ranks[flow.source] + 1 for flow in node.incoming), default=0)
    return ranks


def lanes_of(graph: Graph) -> dict[str, str]:
    """The agency of each node: tasks have one, the start takes that of what follows, others that of what precedes."""
    lanes = {node.id: node.step.agency for node in graph if node.step}
    for node in graph.order:
        if node.id not in lanes and node.incoming:
            lanes[node.id] = lanes.get(node.incoming[0].source, "")
    for node in reversed(graph.order):
        if not lanes.get(node.id):
            lanes[node.id] = lanes[node.outgoing[0].target]
    return lanes


def slots_of(graph: Graph, ranks: Mapping[str, int], lanes: Mapping[str, str]) -> dict[tuple[str, int], int]:
    """The row within its lane of each node, and of each long flow in the columns it passes: (id, column) -> row.

    Each keeps the row of what it comes from if that is free, so that lines run straight.
    """
    columns: dict[int, list[tuple[str, str, list[str]]]] = {}
    for node in graph:
        before = [key for flow in node.incoming for key in (flow.id, flow.source)]
        columns.setdefault(ranks[node.id], []).append((node.id, lanes[node.id], before))
        for flow in node.outgoing:
            for column in range(ranks[node.id] + 1, ranks[flow.target]):
                columns.setdefault(column, []).append((flow.id, lanes[node.id], [flow.id, node.id]))
    slots: dict[tuple[str, int], int] = {}
    flow_lanes = {flow.id: lanes[node.id] for node in graph for flow in node.outgoing}
    for column in sorted(columns):
        wishes = []
        for key, lane, before in columns[column]:
            same = [one for one in before if (lanes.get(one) or flow_lanes[one]) == lane]
            wishes.append(
                (min((slots[one, column - 1] for one in same if (one, column - 1) in slots), default=0), key, lane)
            )
        taken: dict[str, set[int]] = {}
        for wish, key, lane in sorted(wishes, key=lambda wanted: wanted[0]):
            rows = taken.setdefault(lane, set())
            slots[key, column] = wish if wish not in rows else next(row for row in count() if row not in rows)
            rows.add(slots[key, column])
    return slots


def place(
    graph: Graph, ranks: Mapping[str, int], lanes: Mapping[str, str], slots: Mapping[tuple[str, int], int]
) -> Layout:
    """Pixels for all."""
    flow_lanes = {flow.id: lanes[node.id] for node in graph for flow in node.outgoing}
    agencies = list(dict.fromkeys(node.step.agency for node in graph if node.step))
    rows = dict.fromkeys(agencies, 1)
    for (key, _), row in slots.items():
        agency = lanes.get(key) or flow_lanes[key]
        rows[agency] = max(rows[agency], row + 1)
    width = (max(ranks.values()) + 1) * (COLUMN + GAP) + GAP
    layout = Layout(pool=Box(LEFT, TOP, width + 2 * HEAD, sum(rows.values()) * ROW))
    y = TOP
    for agency in agencies:
        layout.lanes[agency] = Box(LEFT + HEAD, y, width + HEAD, rows[agency] * ROW)
        y += rows[agency] * ROW
    for node in graph:
        box_width, box_height = SIZES[node.kind]
        middle = layout.lanes[lanes[node.id]].y + slots[node.id, ranks[node.id]] * ROW + ROW // 2
        x = column_left(ranks[node.id]) + (COLUMN - box_width) // 2
        layout.nodes[node.id] = Box(x, middle - box_height // 2, box_width, box_height)
    tracks: dict[int, int] = {}
    for node in graph:
        for flow in node.outgoing:
            heights = [
                layout.lanes[lanes[node.id]].y + slots[flow.id, column] * ROW + ROW // 2
                for column in range(ranks[node.id] + 1, ranks[flow.target])
            ]
            layout.bends[flow.id] = bends_of(layout, flow, ranks[node.id], heights, tracks)
    return layout


def column_left(rank: int) -> int:
    """Left edge of a column."""
    return LEFT + 2 * HEAD + GAP + rank * (COLUMN + GAP)


def bends_of(
    layout: Layout, flow: Flow, rank: int, heights: list[int], tracks: dict[int, int]
) -> list[tuple[int, int]]:
    """The way of a flow: level through the columns it passes, up or down only between columns, each on its track."""
    source, target = layout.nodes[flow.source], layout.nodes[flow.target]
    bends = [(source.x + source.width, source.middle)]
    for step, height in enumerate([*heights, target.middle]):
        if height != bends[-1][1]:
            track = tracks[rank + step] = tracks.get(rank + step, -1) + 1
            x = column_left(rank + step) + COLUMN + 10 + track % 9 * 7
            bends += [(x, bends[-1][1]), (x, height)]
    return [*bends, (target.x, target.middle)]
