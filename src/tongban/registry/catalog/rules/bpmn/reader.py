"""From BPMN 2.0 XML to a procedure: the elements of the subset become the nodes and flows of a graph."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn.document import (
    Element,
    check_subset,
    children,
    label,
    local,
    ours,
    parse_document,
)
from tongban.registry.catalog.rules.bpmn.graph import Flow, Graph, Kind, Node
from tongban.registry.catalog.rules.bpmn.meaning import procedure_of
from tongban.registry.catalog.rules.bpmn.subset import EVENTS, GATEWAYS, NODES, TASKS
from tongban.registry.catalog.rules.procedure import KEY, LEAD, Condition, Procedure, Step
from tongban.workdays import Term

AGENCY = re.compile(r"(hf|\d{6}|\d{9})-[a-z][a-z0-9]*\Z")  # codes a lane may bear as its id or name


@dataclass(frozen=True, slots=True)
class Reading:
    """A procedure as read, and the inscriptions of the drawing (of events, gateways, flows) it has no place for."""

    procedure: Procedure
    inscriptions: tuple[str, ...] = ()


def read_bpmn(data: bytes) -> Reading:
    """Read a BPMN 2.0 file; raises BadInput naming every element that the subset does not hold."""
    root = parse_document(data)
    check_subset(root)
    check_ids(root)
    process, name = the_process(root)
    agencies = agencies_by_node(process)
    graph = Graph()
    for element in children(process, *NODES):
        graph.nodes[element.get("id", "")] = read_node(element, agencies, has_lanes=bool(agencies))
    read_flows(process, graph)
    check_unique(graph)
    return Reading(procedure_of(graph, name), tuple(inscriptions(process)))


def check_ids(root: Element) -> None:
    """Refuse a node without an id, and an id used twice."""
    seen: Counter[str] = Counter()
    for element in root.iter(*(f"{{*}}{name}" for name in (*NODES, "sequenceFlow", "lane", "process"))):
        key = element.get("id", "")
        if local(element) in NODES and not key:
            raise BadInput("bpmn.no_id", "{element}没有 id:请用建模工具重新导出。", element=label(element))
        seen.update([key] if key else [])
    twice = [key for key, count in seen.items() if count > 1]
    if twice:
        raise BadInput("bpmn.same_id", "id“{id}”用了不止一次:每个元素的 id 须唯一。", id=twice[0])


def the_process(root: Element) -> tuple[Element, str]:
    """The one process and its name; a participant, if any, must stand for it."""
    processes = list(children(root, "process"))
    participants = [one for group in children(root, "collaboration") for one in children(group, "participant")]
    if len(processes) != 1 or len(participants) > 1:
        names = "、".join(label(one) for one in (processes + participants)[:20]) or "没有 process"
        raise BadInput(
            "bpmn.one_process", "文件须恰有一个流程、至多一个泳池,这里有:{names}。请分成几个文件。", names=names
        )
    process = processes[0]
    for participant in participants:
        if reference(participant.get("processRef")) != process.get("id"):
            raise BadInput(
                "bpmn.participant", "{pool}没有指向文件中的流程:请把泳池与流程对应。", pool=label(participant)
            )
    pool = participants[0].get("name") if participants else None
    return process, process.get("name") or pool or ""


def reference(text: str | None) -> str:
    """The id a reference points to, without the prefix some tools write."""
    return (text or "").strip().rpartition(":")[2]


def agencies_by_node(process: Element) -> dict[str, str]:
    """Agency code by id of node, from the lanes; empty without lanes."""
    found: dict[str, str] = {}
    lane_sets = list(children(process, "laneSet"))
    if len(lane_sets) > 1:
        raise BadInput("bpmn.lane_sets", "流程有{count}组泳道:只能有一组。", count=len(lane_sets))
    tasks = {element.get("id") for element in children(process, *TASKS)}
    known = {element.get("id") for element in children(process, *NODES)}
    for lane in (lane for lane_set in lane_sets for lane in children(lane_set, "lane")):
        members = [reference(one.text) for one in children(lane, "flowNodeRef")]
        fault = next((f"提到不存在的元素({key})" for key in members if key not in known), "")
        fault = fault or next((f"与另一泳道都包含({key})" for key in members if key in found), "")
        fault = fault or ("" if tasks & set(members) else "里没有环节")
        if fault:
            raise BadInput("bpmn.lane", "{lane}{fault}:请改正或删去该泳道。", lane=label(lane), fault=fault)
        found.update(dict.fromkeys(members, agency_of(lane)))
    return found


def agency_of(lane: Element) -> str:
    """The agency a lane stands for: our attribute, else its id or name if that is a code."""
    if code := ours(lane, "agency"):
        return code
    given = [lane.get("id", ""), lane.get("name", "")]
    codes = sorted({text for text in given if text == LEAD or AGENCY.match(text)})
    if len(codes) != 1:
        raise BadInput(
            "bpmn.lane_agency",
            "泳道{lane}没有写明机构代码:请在 tongban:agency 写明,如 hf-scjg,主办机构写 @lead。",
            lane=label(lane).removeprefix("lane"),
        )
    return codes[0]


def read_node(element: Element, agencies: dict[str, str], *, has_lanes: bool) -> Node:
    """One task, event or gateway."""
    tag, key = local(element), element.get("id", "")
    if tag in TASKS:
        agency = agency_of_task(element, agencies.get(key, ""), has_lanes=has_lanes)
        order = tuple(ours(element, "order").split())
        return Node(key, Kind.TASK, element.get("name", ""), step=read_step(element, agency), order=order)
    node = Node(key, Kind(tag), element.get("name", ""))
    if node.kind is Kind.EXCLUSIVE:
        node.choice = ours(element, "choice") or key
        node.default = element.get("default", "")
    return node


def agency_of_task(element: Element, lane: str, *, has_lanes: bool) -> str:
    """The agency of a task: its lane's, or its own where the drawing has no lanes."""
    own = ours(element, "agency")
    if lane and own and lane != own:
        raise BadInput(
            "bpmn.two_agencies",
            "环节{task}的机构写作{own},所在泳道却是{lane}:请改成一致。",
            task=title(element),
            own=own,
            lane=lane,
        )
    if lane or own:
        return lane or own
    raise BadInput(
        "bpmn.no_agency",
        "环节{task}{fault}。",
        task=title(element),
        fault="不在任何泳道里:请放进承办机构的泳道" if has_lanes else "没有写承办机构:请画泳道,或写 tongban:agency",
    )


def read_step(element: Element, agency: str) -> Step:
    """The step of a task, still without what it comes after."""
    if not element.get("name"):
        raise BadInput("bpmn.no_name", "环节({id})没有名称:请在图上写明。", id=element.get("id"))
    if not (term := ours(element, "term")):
        raise BadInput(
            "bpmn.no_term",
            "环节{task}没有写时限:请在 tongban:term 写明,如 10wd。",
            task=title(element),
        )
    # Modellers begin ids with a capital (Activity_1abc), our keys with a small letter.
    key = ours(element, "key") or element.get("id", "").lower()
    if not KEY.match(key):
        raise BadInput(
            "bpmn.key",
            "环节{task}的代码“{key}”不合规则:请在 tongban:key 写明,用小写字母开头,仅含小写字母、数字、下划线和连字符,不超过40字。",
            task=title(element),
            key=key,
        )
    try:
        parsed = Term.parse(term)
    except BadInput as fault:
        raise BadInput("bpmn.term", "环节{task}:{fault}", task=title(element), fault=fault.message) from None
    return Step(key, element.get("name", ""), agency, parsed, power=ours(element, "power"))


def title(element: Element) -> str:
    """Name and id of a task, without its tag."""
    return label(element).removeprefix(local(element))


def read_flows(process: Element, graph: Graph) -> None:
    """Hang the flows on their nodes, outgoing and incoming in the order the nodes list them."""
    flows: list[Flow] = []
    for at, element in enumerate(children(process, "sequenceFlow")):
        ends = [reference(element.get(name)) for name in ("sourceRef", "targetRef")]
        if lost := [end for end in ends if end not in graph.nodes]:
            raise BadInput(
                "bpmn.loose_flow",
                "{flow}连到不存在的元素({end}):请重新连线。",
                flow=label(element),
                end=lost[0],
            )
        flow = Flow(element.get("id") or f"flow#{at}", ends[0], ends[1], read_condition(element))
        flows.append(flow)
        graph.nodes[flow.source].outgoing.append(flow)
        graph.nodes[flow.target].incoming.append(flow)
    by_id = {flow.id: flow for flow in flows}
    for element in children(process, *NODES):
        node = graph.nodes[element.get("id", "")]
        node.incoming = in_listed_order(element, "incoming", node.incoming, by_id)
        node.outgoing = in_listed_order(element, "outgoing", node.outgoing, by_id)


def read_condition(element: Element) -> Condition | None:
    """The condition on a flow, in our own plain comparison."""
    texts = [(one.text or "").strip() for one in children(element, "conditionExpression")]
    if len(texts) > 1 or texts == [""]:
        raise BadInput("bpmn.condition_text", "{flow}的条件为空或不止一个:请只写一个。", flow=label(element))
    try:
        return Condition.parse(texts[0]) if texts else None
    except BadInput as fault:
        raise BadInput("bpmn.condition_text", "{flow}的{fault}", flow=label(element), fault=fault.message) from None


def in_listed_order(element: Element, name: str, flows: list[Flow], by_id: dict[str, Flow]) -> list[Flow]:
    """Flows as the node lists them, since conditions are asked in that order; a list that disagrees is refused."""
    listed = [reference(one.text) for one in children(element, name)]
    if not listed:
        return flows
    if sorted(listed) != sorted(flow.id for flow in flows):
        raise BadInput(
            "bpmn.flow_list",
            "{node}的 {name} 与连线不一致:请用建模工具重新导出。",
            node=label(element),
            name=name,
        )
    return [by_id[key] for key in listed]


def check_unique(graph: Graph) -> None:
    """Refuse two tasks with one key, and two gateways with one choice."""
    keys = Counter(node.step.key for node in graph if node.step)
    choices = Counter(node.choice for node in graph if node.is_choice)
    for what, counts in (("环节代码", keys), ("选择组", choices)):
        if twice := [key for key, count in counts.items() if count > 1]:
            raise BadInput("bpmn.same", "{what}“{key}”用了不止一次:请改成不同的。", what=what, key=twice[0])


def inscriptions(process: Element) -> Iterator[str]:
    """Names written on events, gateways and flows: no part of a procedure; a flow's name may repeat its condition."""
    for element in children(process, *EVENTS, *GATEWAYS, "sequenceFlow"):
        name = element.get("name", "").strip()
        repeated = name in [(one.text or "").strip() for one in children(element, "conditionExpression")]
        if name and not repeated:
            yield label(element)
