"""The drawing as data: nodes joined by flows, before it is a procedure and after it was one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.procedure import Condition, Step

MOST_NODES = 1000
MOST_CHOICES = 200


class Kind(StrEnum):
    """What a node does with a token; the value is the element that is written."""

    START = "startEvent"
    END = "endEvent"
    TASK = "userTask"
    PARALLEL = "parallelGateway"
    EXCLUSIVE = "exclusiveGateway"


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow; ``condition`` only where it leaves an exclusive split."""

    id: str
    source: str
    target: str
    condition: Condition | None = None


@dataclass(slots=True)
class Node:
    """A task (with its step, whose ``after`` is not yet known), an event or a gateway (``choice``: name of its group)."""

    id: str
    kind: Kind
    name: str = ""
    step: Step | None = None
    choice: str = ""
    default: str = ""
    order: tuple[str, ...] = ()  # the order wanted for ``after``
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)

    def __str__(self) -> str:
        return f"“{self.name}”({self.id})" if self.name else f"({self.id})"

    @property
    def is_choice(self) -> bool:
        """Whether the node is where alternatives part."""
        return self.kind is Kind.EXCLUSIVE and len(self.outgoing) > 1


@dataclass
class Graph:
    """Nodes by id, in the order of the document; flows hang on their nodes. Complete once ``order`` is asked for."""

    nodes: dict[str, Node] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """The nodes so that every flow points forward; a loop is refused by name."""
        before = {node.id: [flow.source for flow in node.incoming] for node in self}
        try:
            return tuple(self.nodes[key] for key in TopologicalSorter(before).static_order())
        except CycleError as loop:
            path = "→".join(str(self.nodes[key]) for key in loop.args[1][:12])
            raise BadInput(
                "bpmn.loop", "流程里有环路:{path}。请去掉回头的连线;退回、补正不画在流程图里。", path=path
            ) from None
