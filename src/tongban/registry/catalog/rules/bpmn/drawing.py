"""From procedure to drawing: gateways where steps part and meet, so that reading the drawing gives the procedure back."""

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn.graph import MOST_CHOICES, MOST_NODES, Flow, Graph, Kind, Node
from tongban.registry.catalog.rules.bpmn.outcomes import Outcomes
from tongban.registry.catalog.rules.procedure import Condition, Procedure, Step

START, END = "StartEvent", "EndEvent"
End = tuple[str, int]  # a node, and how many tokens leave it


def graph_of(procedure: Procedure) -> Graph:
    """The drawing of a procedure; joins that BPMN cannot draw truthfully are refused by name."""
    if not procedure.steps:
        raise BadInput("bpmn.export_empty", "流程没有环节,无法导出:请至少定义一个环节。")
    choices = {step.choice for step in procedure.steps if step.choice}
    graph = (
        Draughtsman(procedure).draw() if len(procedure.steps) <= MOST_NODES and len(choices) <= MOST_CHOICES else None
    )
    if graph is None or len(graph.nodes) > MOST_NODES:
        raise BadInput(
            "bpmn.export_size",
            "流程过大,无法导出:环节、网关和事件最多共{nodes}个,其中选择组最多{choices}个,请拆成几个流程。",
            nodes=MOST_NODES,
            choices=MOST_CHOICES,
        )
    return graph


class Draughtsman:
    """Draws step after step; ``ends`` remembers how many tokens each step passes on, under every outcome."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.outcomes = Outcomes()
        self.graph = Graph()
        self.ends: dict[str, int] = {}
        self.joined: dict[frozenset[str], End] = {}
        self.choices: dict[str, int] = {}
        self.gateways = self.flows = 0
        self.places = {step.key: at for at, step in enumerate(procedure.steps)}

    def draw(self) -> Graph:
        """All nodes and flows."""
        self.add(Node(START, Kind.START))
        for step in self.procedure.steps:
            order = () if list(step.after) == sorted(step.after, key=self.places.__getitem__) else step.after
            self.add(Node(step.key, Kind.TASK, step.name, step=step, order=order))
        for step in self.procedure.order:
            if step.choice and step.choice not in self.choices:
                self.part(step)
            elif not step.choice:
                source, count = self.meet(step)
                self.link(source, step.key)
                self.ends[step.key] = count
        self.fork()
        self.add(Node(END, Kind.END))
        for node in list(self.graph):
            if node.kind is not Kind.END and not node.outgoing:
                self.link(node.id, END)
        return self.graph

    def add(self, node: Node) -> str:
        self.graph.nodes[node.id] = node
        return node.id

    def gateway(self, kind: Kind, choice: str = "") -> str:
        self.gateways += 1
        return self.add(Node(f"Gateway_{self.gateways}", kind, choice=choice))

    def link(self, source: str, target: str, condition: Condition | None = None) -> Flow:
        self.flows += 1
        flow = Flow(f"Flow_{self.flows}", source, target, condition)
        self.graph.nodes[source].outgoing.append(flow)
        self.graph.nodes[target].incoming.append(flow)
        return flow

    def part(self, first: Step) -> None:
        """An exclusive split to all alternatives of a choice, asked in the order of the steps."""
        source, count = self.meet(first)
        level = self.choices[first.choice] = len(self.choices)
        split = self.gateway(Kind.EXCLUSIVE, first.choice)
        self.link(source, split)
        group = [step for step in self.procedure.steps if step.choice == first.choice]
        for at, step in enumerate(group):
            flow = self.link(split, step.key, step.when)
            if step.when is None:
                self.graph.nodes[split].default = flow.id
            self.ends[step.key] = self.outcomes.branch(count, level, at, len(group))

    def meet(self, step: Step) -> End:
        """The node after which a step begins: joins of equal paths are parallel, of mutually exclusive ones exclusive."""
        if not step.after:
            return START, self.outcomes.once
        if len(step.after) == 1:
            return step.after[0], self.ends[step.after[0]]
        waits = frozenset(step.after)
        if waits not in self.joined:
            keys = sorted(step.after, key=self.places.__getitem__)
            ends = self.join_equal([(key, self.ends[key]) for key in keys])
            levels = {level for _, count in ends for level in self.outcomes.choices(count)}
            for level in sorted(levels, reverse=True):  # the innermost choice closes first
                ends = self.join_equal(self.join_alternatives(ends, level))
            if len(ends) > 1:
                raise BadInput(
                    "bpmn.mixed_join",
                    "环节“{name}”({key})的前置环节里,只在部分情形下办理的与另外的混在一起,BPMN 图无法如实画出:"
                    "请让选择的各分支先汇合到同一环节,再与其他环节汇合。",
                    name=step.name,
                    key=step.key,
                )
            self.joined[waits] = ends[0]
        return self.joined[waits]

    def join_equal(self, ends: list[End]) -> list[End]:
        """Paths that always carry the same are joined in parallel."""
        groups: dict[int, list[str]] = {}
        for node, count in ends:
            groups.setdefault(count, []).append(node)
        return [(self.join(Kind.PARALLEL, nodes), count) for count, nodes in groups.items()]

    def join_alternatives(self, ends: list[End], level: int) -> list[End]:
        """Paths that hang on one choice are joined exclusively, if never two of them are taken."""
        hanging = [end for end in ends if level in self.outcomes.choices(end[1])]
        total = self.outcomes.sum(*(count for _, count in hanging))
        if len(hanging) < 2 or self.outcomes.most(total) > 1:
            return ends
        joined = (self.join(Kind.EXCLUSIVE, [node for node, _ in hanging]), total)
        return [end for end in ends if end not in hanging] + [joined]

    def join(self, kind: Kind, nodes: list[str]) -> str:
        if len(nodes) == 1:
            return nodes[0]
        gateway = self.gateway(kind)
        for node in nodes:
            self.link(node, gateway)
        return gateway

    def fork(self) -> None:
        """A parallel split wherever several paths leave what is no choice."""
        for node in list(self.graph):
            if len(node.outgoing) < 2 or node.choice:
                continue
            split = self.graph.nodes[self.gateway(Kind.PARALLEL)]
            split.outgoing, node.outgoing = node.outgoing, []
            for at, flow in enumerate(split.outgoing):
                moved = Flow(flow.id, split.id, flow.target, flow.condition)
                split.outgoing[at] = moved
                target = self.graph.nodes[flow.target]
                target.incoming[target.incoming.index(flow)] = moved
            self.link(node.id, split.id)
