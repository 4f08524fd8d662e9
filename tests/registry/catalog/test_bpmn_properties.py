"""Random procedures go to BPMN and back unchanged, and the drawing runs as the procedure does."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn import read_bpmn, write_bpmn
from tongban.registry.catalog.rules.bpmn.drawing import graph_of
from tongban.registry.catalog.rules.bpmn.graph import Graph, Kind
from tongban.registry.catalog.rules.procedure import Condition, Procedure, Step
from tongban.workdays import Counting, Term

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=8)
AGENCIES = st.sampled_from(["@lead", "hf-scjg", "340121-zwfw"])


class Builder:
    """Collects steps; every alternative asks for its own key, so that a form can choose any."""

    def __init__(self, draw):
        self.draw = draw
        self.steps: list[Step] = []
        self.choices = 0

    def add(self, after, choice="", when=False):
        key = f"s{len(self.steps)}"
        self.steps.append(
            Step(
                key=key,
                name=self.draw(NAMES),
                agency=self.draw(AGENCIES),
                term=Term(self.draw(st.integers(0, 30)), Counting.WORKING),
                after=tuple(self.draw(st.permutations(sorted(after)))),
                choice=choice,
                when=Condition(choice, "==", key) if when else None,
                power=self.draw(st.sampled_from(["", "p-1"])),
            )
        )
        return key

    def group(self, after):
        choice = f"c{self.choices}"
        self.choices += 1
        width = self.draw(st.integers(2, 3))
        default = self.draw(st.integers(0, width - 1))
        return [self.add(after, choice, when=at != default) for at in range(width)]

    def block(self, after, depth):
        """A step, a sequence, parallel blocks or alternatives; returns the keys to wait for."""
        shape = self.draw(st.sampled_from(["step", "sequence", "parallel", "choice"])) if depth else "step"
        if shape == "sequence":
            return self.block(self.block(after, depth - 1), depth - 1)
        if shape == "parallel":
            return self.block(after, depth - 1) | self.block(after, depth - 1)
        if shape == "choice":
            heads = self.group(after)
            return set().union(*(self.block({head}, depth - 1) for head in heads))
        return {self.add(after)}

    def procedure(self):
        return Procedure(tuple(self.draw(st.permutations(self.steps))), self.draw(NAMES | st.just("")))


@st.composite
def parallel_graphs(draw):
    build = Builder(draw)
    for at in range(draw(st.integers(1, 9))):
        build.add(draw(st.sets(st.sampled_from([f"s{n}" for n in range(at)]), max_size=3)) if at else set())
    return build.procedure()


@st.composite
def blocks(draw):
    build = Builder(draw)
    build.block(set(), 3)
    return build.procedure()


@st.composite
def anything(draw):
    build = Builder(draw)
    for _ in range(draw(st.integers(1, 5))):
        known = [step.key for step in build.steps]
        after = draw(st.sets(st.sampled_from(known), max_size=3)) if known else set()
        if draw(st.booleans()):
            build.group(after)
        else:
            build.add(after)
    return build.procedure()


@given(parallel_graphs())
def test_every_parallel_graph_reads_back_the_same(procedure):
    assert read_bpmn(write_bpmn(procedure)).procedure == procedure


@given(blocks())
def test_every_block_of_choices_and_parallels_reads_back_the_same(procedure):
    assert read_bpmn(write_bpmn(procedure)).procedure == procedure


@given(anything())
def test_any_procedure_reads_back_the_same_or_is_refused_by_name(procedure):
    refused: list[BadInput] = []
    try:
        back = read_bpmn(write_bpmn(procedure)).procedure
    except BadInput as refusal:
        refused.append(refusal)
    if refused:
        assert refused[0].code == "bpmn.mixed_join"
        assert refused[0].params["key"] in procedure.by_key
    else:
        assert back == procedure


def settle(graph: Graph, tokens: Counter[str], open_tasks: list[str], form: dict[str, str]) -> None:
    """The token game of BPMN: let tokens (on flow ids) run until all stand before tasks under way or have ended."""
    moved = True
    while moved:
        moved = False
        for node in graph:
            needed = node.incoming if node.kind is Kind.PARALLEL else node.incoming[:0]
            ready = [flow for flow in node.incoming if tokens[flow.id]]
            if not ready or (needed and len(ready) < len(needed)):
                continue
            moved = True
            tokens.subtract(flow.id for flow in (needed or ready[:1]))
            if node.kind is Kind.TASK:
                open_tasks.append(node.id)
            elif node.is_choice:
                held = (flow for flow in node.outgoing if flow.condition and flow.condition.holds(form))
                tokens[next(held, next(flow for flow in node.outgoing if flow.id == node.default)).id] += 1
            else:
                tokens.update(flow.id for flow in node.outgoing)


@given(blocks(), st.data())
def test_the_drawing_opens_the_same_steps_at_every_moment(procedure, data):
    form = {}
    for choice in sorted({step.choice for step in procedure if step.choice}):
        form[choice] = data.draw(st.sampled_from([step.key for step in procedure if step.choice == choice]))
    graph = graph_of(procedure)
    tokens: Counter[str] = Counter(flow.id for node in graph if node.kind is Kind.START for flow in node.outgoing)
    drawn: list[str] = []
    settle(graph, tokens, drawn, form)
    opened, passed = procedure.next_steps(done=set(), under_way=set(), passed=set(), form=form)
    done: set[str] = set()
    gone, under_way = set(passed), set(opened)
    while under_way:
        assert sorted(drawn) == sorted(under_way)
        key = data.draw(st.sampled_from(sorted(under_way)))
        under_way.remove(key)
        drawn.remove(key)
        done.add(key)
        opened, passed = procedure.next_steps(done=done, under_way=under_way, passed=gone, form=form)
        under_way |= set(opened)
        gone |= set(passed)
        tokens.update(flow.id for flow in graph.nodes[key].outgoing)
        settle(graph, tokens, drawn, form)
    assert not drawn
    assert done | gone == set(procedure.by_key)
