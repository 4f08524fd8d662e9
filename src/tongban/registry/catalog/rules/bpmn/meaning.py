"""From drawing to procedure: what the gateways mean, checked for every outcome of the choices."""

from dataclasses import replace

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn.graph import MOST_CHOICES, MOST_NODES, Flow, Graph, Kind, Node
from tongban.registry.catalog.rules.bpmn.outcomes import Outcomes
from tongban.registry.catalog.rules.procedure import Procedure, Step

WORDS = {
    Kind.START: "开始事件",
    Kind.END: "结束事件",
    Kind.TASK: "环节",
    Kind.PARALLEL: "并行网关",
    Kind.EXCLUSIVE: "排他网关",
}


def procedure_of(graph: Graph, name: str) -> Procedure:
    """The procedure a drawing means; what ``after`` lists cannot say of it is refused by name."""
    check_size(graph)
    for node in graph:
        check_ends(node)
        check_conditions(node, graph)
    check_tokens(graph)
    return Procedure(tuple(steps_of(graph)), name)


def refuse(code: str, template: str, node: Node, **params: object) -> BadInput:
    """A refusal that names a node: ``{node}`` becomes its kind, name and id."""
    return BadInput(code, template, node=f"{WORDS[node.kind]}{node}", **params)


def check_size(graph: Graph) -> None:
    """Refuse no start, several starts, no end, no step, and more than can be checked."""
    kinds = [node.kind for node in graph]
    if (starts := kinds.count(Kind.START)) != 1:
        raise BadInput("bpmn.start", "流程须恰有一个开始事件,这里有{count}个。", count=starts)
    if Kind.END not in kinds:
        raise BadInput("bpmn.end", "流程没有结束事件:请在最后的环节之后画一个。")
    if Kind.TASK not in kinds:
        raise BadInput("bpmn.empty", "流程没有环节:请至少画一个。")
    if len(kinds) > MOST_NODES or sum(node.is_choice for node in graph) > MOST_CHOICES:
        raise BadInput(
            "bpmn.size",
            "流程过大:环节、网关和事件最多共{nodes}个,其中选择网关最多{choices}个,请拆成几个流程。",
            nodes=MOST_NODES,
            choices=MOST_CHOICES,
        )


def check_ends(node: Node) -> None:
    """Refuse a node that cannot be reached or left, or that several flows enter without a gateway."""
    if (node.kind is Kind.START) == bool(node.incoming):
        if node.incoming:
            raise refuse("bpmn.into_start", "{node}有连线进入:开始事件只能有出线。", node)
        raise refuse("bpmn.unreachable", "{node}没有连线进入,永远到不了:请从前一环节连过来或删去。", node)
    if (node.kind is Kind.END) == bool(node.outgoing):
        if node.outgoing:
            raise refuse("bpmn.out_of_end", "{node}有连线离开:结束事件只能有入线。", node)
        raise refuse("bpmn.no_end", "{node}没有连线离开,到不了结束:请连到下一环节或结束事件。", node)
    if node.kind is Kind.TASK and len(node.incoming) > 1:
        raise refuse(
            "bpmn.merge",
            "{node}有{count}条连线直接进入,每到一次就会重办一次:请先用网关汇合(并行的用并行网关,选择的用排他网关)。",
            node,
            count=len(node.incoming),
        )
    if node.kind in (Kind.PARALLEL, Kind.EXCLUSIVE) and len(node.incoming) == 1 == len(node.outgoing):
        raise refuse("bpmn.idle_gateway", "{node}既不拆分也不汇合:请删去或补全连线。", node)


def check_conditions(node: Node, graph: Graph) -> None:
    """Refuse conditions outside a choice, and a choice without one default or with a branch that starts with no step."""
    if not node.is_choice:
        conditional = next((flow for flow in node.outgoing if flow.condition), None)
        if conditional or node.default:
            raise refuse(
                "bpmn.condition_place",
                "{node}的出线带有条件或被设为默认:条件只能写在排他网关拆分的出线上。",
                node,
            )
        return
    if node.default not in {flow.id for flow in node.outgoing}:
        raise refuse("bpmn.default", "{node}没有默认出线:请把其中一条出线设为默认(default)。", node)
    for flow in node.outgoing:
        if (flow.id == node.default) == bool(flow.condition):
            raise refuse(
                "bpmn.condition",
                "{node}的出线({flow}){fault}。",
                node,
                flow=flow.id,
                fault="是默认出线,不能再写条件" if flow.condition else "没有写条件,例如 area >= 144",
            )
        if graph.nodes[flow.target].kind is not Kind.TASK:
            raise refuse(
                "bpmn.branch",
                "{node}的出线({flow})没有直接连到环节:每个分支请以一个环节开头。",
                node,
                flow=flow.id,
            )


def check_tokens(graph: Graph) -> None:
    """Refuse joins that would wait for ever or let a step run twice, under any outcome of the choices."""
    outcomes = Outcomes()
    tokens: dict[Flow, int] = {}
    choices = 0
    for node in graph.order:
        arriving = [tokens[flow] for flow in node.incoming]
        if node.kind is Kind.PARALLEL and len(set(arriving)) > 1:
            raise refuse(
                "bpmn.parallel_join",
                "{node}汇合的各路不会都到达,会一直等下去:排他网关分出的各路请用排他网关汇合,并使拆分与汇合成对。",
                node,
            )
        count = outcomes.sum(*arriving) if node.kind is Kind.EXCLUSIVE else (arriving or [outcomes.once])[0]
        if node.kind is Kind.EXCLUSIVE and outcomes.most(count) > 1:
            raise refuse(
                "bpmn.exclusive_join",
                "{node}汇合的各路会同时到达,后面的环节会重办:并行分出的各路请用并行网关汇合。",
                node,
            )
        for at, flow in enumerate(node.outgoing):
            width = len(node.outgoing)
            tokens[flow] = outcomes.branch(count, choices, at, width) if node.is_choice else count
        choices += node.is_choice


def steps_of(graph: Graph) -> list[Step]:
    """The steps with what they come after; ``after`` follows the order of the steps unless the task wants another."""
    keys = keys_in_order(graph)
    place = {key: at for at, key in enumerate(keys)}
    sources: dict[str, dict[str, None]] = {}  # node -> keys of the steps whose end it passes on
    steps: dict[str, Step] = {}
    for node in graph.order:
        before: dict[str, None] = {}
        for flow in node.incoming:
            before.update(sources[flow.source])
        sources[node.id] = {node.step.key: None} if node.step else before
        if node.step:
            wanted = {key: at for at, key in enumerate(node.order)}
            after = sorted(before, key=lambda key: (wanted.get(key, len(wanted)), place[key]))
            gateway, flow = graph.nodes[node.incoming[0].source], node.incoming[0]
            choice = gateway.choice if gateway.is_choice else ""
            steps[node.step.key] = replace(node.step, after=tuple(after), choice=choice, when=flow.condition)
    return [steps[key] for key in keys]


def keys_in_order(graph: Graph) -> list[str]:
    """Keys in the order of the document, but alternatives of one choice in the order the gateway asks them."""
    keys = [node.step.key for node in graph if node.step]
    for node in graph:
        if node.is_choice:
            asked = [step.key for flow in node.outgoing if (step := graph.nodes[flow.target].step)]
            for at, key in zip(sorted(keys.index(key) for key in asked), asked, strict=True):
                keys[at] = key
    return keys
