"""From a procedure to BPMN 2.0 XML with a diagram, as modellers such as bpmn.io open it."""

import re
from collections.abc import Mapping

from lxml import etree

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn.document import MOST_BYTES, Element
from tongban.registry.catalog.rules.bpmn.drawing import graph_of
from tongban.registry.catalog.rules.bpmn.graph import Flow, Graph, Kind, Node
from tongban.registry.catalog.rules.bpmn.layout import Box, Layout, lay_out
from tongban.registry.catalog.rules.bpmn.subset import BPMNDI, DC, DI, MODEL, OURS, XSI
from tongban.registry.catalog.rules.procedure import KEY, Condition, Procedure

PREFIXES = {"bpmn": MODEL, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "tongban": OURS}
POOL, PROCESS = "Participant_1", "Process_1"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_bpmn(procedure: Procedure, agency_names: Mapping[str, str] | None = None) -> bytes:
    """A BPMN 2.0 file, UTF-8, that reads back as the same procedure; ``agency_names`` (by code) title the lanes.

    Raises BadInput naming the step whose joins BPMN cannot draw truthfully.
    """
    check_writable(procedure)
    graph = graph_of(procedure)
    lanes, layout = lay_out(graph)
    root = etree.Element(
        f"{{{MODEL}}}definitions",
        {"id": "Definitions_1", "targetNamespace": OURS, "expressionLanguage": OURS, "exporter": "tongban"},
        nsmap=PREFIXES,
    )
    collaboration = child(root, "collaboration", id="Collaboration_1")
    child(collaboration, "participant", id=POOL, name=procedure.name, processRef=PROCESS)
    process = child(root, "process", id=PROCESS, name=procedure.name, isExecutable="false")
    lane_ids = write_lanes(process, lanes, layout, agency_names or {})
    for node in graph:
        write_node(process, node)
    for node in graph:
        for flow in node.outgoing:
            write_flow(process, flow)
    write_diagram(root, graph, layout, lane_ids)
    etree.indent(root)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if len(written) > MOST_BYTES:
        raise BadInput(
            "bpmn.export_bytes",
            "流程的前置关系过多,画成的文件会超过{most}MB:请去掉多余的前置环节。",
            most=MOST_BYTES // 1_000_000,
        )
    return written


def check_writable(procedure: Procedure) -> None:
    """Refuse texts XML cannot hold and keys or conditions that would not read back."""
    for step in procedure.steps:
        texts = (procedure.name, step.name, step.agency, step.choice, step.power)
        if not KEY.match(step.key) or not step.name or not step.agency or any(map(_NOT_XML.search, texts)):
            raise BadInput(
                "bpmn.unwritable",
                "环节“{key}”的代码不合规则,或名称、机构为空或含控制字符,无法导出:请先改正。",
                key=_NOT_XML.sub("?", step.key),
            )
        if step.when:
            condition_text(step.when)


def condition_text(condition: Condition) -> str:
    """The condition as text that XML can carry and that reads back exactly; any other is refused."""
    text = str(condition)
    if _NOT_XML.search(text) or Condition.parse(text) != condition:
        raise BadInput("bpmn.unwritable_condition", "条件“{text}”无法导出:请先改写。", text=_NOT_XML.sub("?", text))
    return text


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A BPMN element below ``parent``; empty attributes are left out."""
    element = etree.SubElement(parent, f"{{{MODEL}}}{tag}", {key: one for key, one in attributes.items() if one})
    element.text = text or None
    return element


def ours(element: Element, **words: str) -> None:
    """Our own words as attributes; empty ones are left out."""
    for word, text in words.items():
        if text:
            element.set(f"{{{OURS}}}{word}", text)


def write_lanes(
    process: Element, lanes: Mapping[str, str], layout: Layout, agency_names: Mapping[str, str]
) -> dict[str, str]:
    """One lane for each agency; returns their ids by agency."""
    lane_set = child(process, "laneSet", id="LaneSet_1")
    ids: dict[str, str] = {}
    for number, agency in enumerate(layout.lanes, start=1):
        ids[agency] = f"Lane_{number}"
        name = _NOT_XML.sub("?", agency_names.get(agency, agency))
        lane = child(lane_set, "lane", id=ids[agency], name=name)
        ours(lane, agency=agency)
        for node_id, at in lanes.items():
            if at == agency:
                child(lane, "flowNodeRef", node_id)
    return ids


def write_node(process: Element, node: Node) -> None:
    """A task, event or gateway with its flows listed."""
    direction = ""
    if node.kind in (Kind.PARALLEL, Kind.EXCLUSIVE):
        direction = "Diverging" if len(node.outgoing) > 1 else "Converging"
    element = child(
        process, node.kind.value, id=node.id, name=node.name, gatewayDirection=direction, default=node.default
    )
    if node.step:
        ours(element, term=str(node.step.term), power=node.step.power, order=" ".join(node.order))
    if node.choice:
        ours(element, choice=node.choice)
    for flow in node.incoming:
        child(element, "incoming", flow.id)
    for flow in node.outgoing:
        child(element, "outgoing", flow.id)


def write_flow(process: Element, flow: Flow) -> None:
    """A flow; its condition is also its name, so that people see it on the drawing."""
    text = condition_text(flow.condition) if flow.condition else ""
    element = child(process, "sequenceFlow", id=flow.id, name=text, sourceRef=flow.source, targetRef=flow.target)
    if text:
        expression = child(element, "conditionExpression", text)
        expression.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")


def write_diagram(root: Element, graph: Graph, layout: Layout, lane_ids: Mapping[str, str]) -> None:
    """The drawing itself (BPMN DI)."""
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "BPMNDiagram_1"})
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "BPMNPlane_1", "bpmnElement": "Collaboration_1"})
    draw_shape(plane, POOL, layout.pool, isHorizontal="true")
    for agency, box in layout.lanes.items():
        draw_shape(plane, lane_ids[agency], box, isHorizontal="true")
    for node in graph:
        marked = {"isMarkerVisible": "true"} if node.kind is Kind.EXCLUSIVE else {}
        draw_shape(plane, node.id, layout.nodes[node.id], **marked)
    for key, bends in layout.bends.items():
        edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{key}_di", "bpmnElement": key})
        for x, y in bends:
            etree.SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})


def draw_shape(plane: Element, key: str, box: Box, **attributes: str) -> None:
    """A shape with its bounds."""
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"{key}_di", "bpmnElement": key, **attributes})
    bounds = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    etree.SubElement(shape, f"{{{DC}}}Bounds", {name: str(size) for name, size in bounds.items()})
