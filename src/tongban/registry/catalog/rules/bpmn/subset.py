"""The subset of BPMN 2.0 that a procedure can hold: elements, the children each may have, the attributes it may carry.

Source: OMG formal/2011-01-03 (BPMN 2.0), tables of chapters 7 to 10. Everything not listed here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "https://tongban.cn/bpmn/1"
MODELER = "http://camunda.org/schema/modeler/1.0"  # which engine a drawing tool targets, of no meaning here
XPATH = "http://www.w3.org/1999/XPath"
XSD = "http://www.w3.org/2001/XMLSchema"

ANY: frozenset[str] | None = None  # every value is accepted
TASKS = ("task", "userTask", "manualTask")
GATEWAYS = ("parallelGateway", "exclusiveGateway")
EVENTS = ("startEvent", "endEvent")
NODES = (*EVENTS, *TASKS, *GATEWAYS)
FLOW_ENDS = ("incoming", "outgoing")


def only(*values: str) -> frozenset[str]:
    """Values of an attribute that say no more than its absence."""
    return frozenset(values)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an element may carry: children by local name, attributes with their harmless values, our own words."""

    children: frozenset[str] = frozenset()
    attributes: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    text: bool = False


def _allowed(
    *children: str,
    ours: tuple[str, ...] = (),
    text: bool = False,
    **attributes: frozenset[str] | None,
) -> Allowed:
    return Allowed(frozenset(children), {"id": ANY, **attributes}, frozenset(ours), text)


_TASK = _allowed(
    *FLOW_ENDS,
    name=ANY,
    isForCompensation=only("false"),
    startQuantity=only("1"),
    completionQuantity=only("1"),
    ours=("key", "term", "power", "agency", "order"),
)
_DIRECTIONS = only("Unspecified", "Converging", "Diverging", "Mixed")
_REFERENCE = Allowed(text=True)

SUBSET: Mapping[str, Allowed] = {
    "definitions": _allowed(
        "process",
        "collaboration",
        name=ANY,
        targetNamespace=ANY,
        exporter=ANY,
        exporterVersion=ANY,
        expressionLanguage=only(XPATH, OURS),
        typeLanguage=only(XSD),
    ),
    "collaboration": _allowed("participant", name=ANY, isClosed=only("false")),
    "participant": _allowed(name=ANY, processRef=ANY),
    "process": _allowed(
        "laneSet",
        "sequenceFlow",
        *NODES,
        name=ANY,
        isExecutable=only("true", "false"),
        isClosed=only("false"),
        processType=only("None"),
    ),
    "laneSet": _allowed("lane", name=ANY),
    "lane": _allowed("flowNodeRef", name=ANY, ours=("agency",)),
    "startEvent": _allowed(*FLOW_ENDS, name=ANY, isInterrupting=only("true"), parallelMultiple=only("false")),
    "endEvent": _allowed(*FLOW_ENDS, name=ANY),
    "task": _TASK,
    "manualTask": _TASK,
    "userTask": Allowed(_TASK.children, {**_TASK.attributes, "implementation": only("##unspecified")}, _TASK.ours),
    "parallelGateway": _allowed(*FLOW_ENDS, name=ANY, gatewayDirection=_DIRECTIONS),
    "exclusiveGateway": _allowed(*FLOW_ENDS, name=ANY, gatewayDirection=_DIRECTIONS, default=ANY, ours=("choice",)),
    "sequenceFlow": _allowed("conditionExpression", name=ANY, sourceRef=ANY, targetRef=ANY, isImmediate=only("true")),
    "conditionExpression": _allowed(text=True, language=only(OURS)),
    "incoming": _REFERENCE,
    "outgoing": _REFERENCE,
    "flowNodeRef": _REFERENCE,
}
