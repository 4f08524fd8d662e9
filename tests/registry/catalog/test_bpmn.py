"""BPMN in and out: drawings of other modellers, the way back, and every refusal by name."""

import re
from pathlib import Path

import pytest
from lxml import etree
from tests.registry.catalog.drawn import CHOICE, ENDS, FORK, LINE, drawing, flow, flows, refusal, task

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn import read_bpmn, write_bpmn
from tongban.registry.catalog.rules.procedure import Condition, Procedure, Step
from tongban.workdays import Counting, Term

DRAWINGS = Path(__file__).parent / "drawings"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def after(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    return {step.key: step.after for step in procedure}


def procedure(*steps: str) -> Procedure:
    """Steps written ``key:after,after?choice=condition``; ``?choice`` alone is the default."""
    data = []
    for text in steps:
        place, _, choice = text.partition("?")
        key, _, befores = place.partition(":")
        name, _, when = choice.partition("=")
        step = {"key": key, "name": f"环节{key}", "agency": f"hf-{key}", "term": "1wd", "choice": name, "when": when}
        data.append({**step, "after": befores.split(",") if befores else []})
    return Procedure.parse(data, "试验")


class TestDrawingsOfOtherModellers:
    def test_camunda_lanes_diagram_and_colours(self):
        reading = read_bpmn((DRAWINGS / "camunda.bpmn").read_bytes())
        assert reading.procedure == Procedure(
            (
                Step("precheck", "预审", "@lead", Term(1, Counting.WORKING)),
                Step("activity_survey", "权籍调查", "hf-cehui", Term(10, Counting.WORKING), ("precheck",)),
                Step("activity_tax", "缴税", "hf-swj", Term(2, Counting.WORKING), ("precheck",), power="swj-01"),
                Step(
                    "activity_issue",
                    "登簿\n发证",
                    "@lead",
                    Term(2, Counting.WORKING),
                    ("activity_survey", "activity_tax"),
                ),
            ),
            "不动产转移登记",
        )
        assert reading.inscriptions == ("startEvent“受理”(StartEvent_1)",)

    def test_eclipse_choice_is_asked_in_the_order_of_the_gateway_not_of_the_flows(self):
        reading = read_bpmn((DRAWINGS / "eclipse_choice.bpmn").read_bytes())
        assert [(step.key, str(step.when)) for step in reading.procedure if step.choice == "size"] == [
            ("large", "area >= 5000"),
            ("middle", "area >= 300"),
            ("small", "None"),
        ]
        assert reading.procedure.chosen("size", {"area": 9000}) == "large"
        assert after(reading.procedure)["permit"] == ("large", "middle", "small")
        assert reading.inscriptions == ("sequenceFlow“大型”(f2)",)

    def test_default_namespace_flows_without_id_two_ends_and_a_split_without_gateway(self):
        reading = read_bpmn((DRAWINGS / "default_namespace.bpmn").read_bytes())
        assert after(reading.procedure) == {"accept": (), "record": ("accept",), "notify": ("accept",)}
        assert reading.procedure.name == "歇业备案"

    def test_signavio_in_gbk(self):
        reading = read_bpmn((DRAWINGS / "signavio.bpmn").read_bytes())
        assert reading.procedure.steps == (Step("sid-a1", "办结", "@lead", Term(24, Counting.HOURS)),)

    @pytest.mark.parametrize("name", sorted(path.name for path in DRAWINGS.iterdir()))
    def test_import_export_import_is_equal(self, name):
        first = read_bpmn((DRAWINGS / name).read_bytes()).procedure
        assert read_bpmn(write_bpmn(first)).procedure == first


class TestTheWayBack:
    @pytest.mark.parametrize(
        "given",
        [
            procedure("a"),
            procedure("a", "b"),
            procedure("c:a,b", "b", "a"),
            procedure("a", "b:a", "c:a", "d:c,b", "e:b"),
            procedure("a", "b:a", "c:a,b"),
            procedure("a?x=area > 1", "b?x", "c:a,b"),
            procedure("a?x=area > 1", "b?x", "c:b"),
            procedure("a", "b", 'c:b,a?x=k == "&lt;"', "d:a,b?x", "e:c,d,a"),
            procedure("a?x=m == true", "b?x", "c:a?y=m != 1.5", "d:a?y", "e:a", "f:c,d,e,b"),
            procedure("a?x=m >= 12345678.25", "b?x=m >= 100000000", "c?x", "d:a,b", "e:c,d"),
        ],
        ids=lambda given: " ".join(f"{step.key}:{','.join(step.after)}{step.choice}" for step in given),
    )
    def test_what_is_written_reads_back_the_same(self, given):
        assert read_bpmn(write_bpmn(given)).procedure == given

    def test_lanes_bear_the_names_of_agencies_given(self):
        root = etree.fromstring(write_bpmn(procedure("a"), {"hf-a": "合肥市甲局"}))
        assert [lane.get("name") for lane in root.iter(f"{BPMN}lane")] == ["合肥市甲局"]

    def test_all_that_is_drawn_has_its_place_and_no_two_boxes_overlap(self):
        given = procedure("a", "b:a", "c:a?x=m > 1", "d:a?x", "e:b", "f:c,d", "g:f,e,a")
        root = etree.fromstring(write_bpmn(given))
        drawn = {shape.get("bpmnElement") for shape in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
        nodes = {one.text for one in root.iter(f"{BPMN}flowNodeRef")}
        lanes = {lane.get("id") for lane in root.iter(f"{BPMN}lane")}
        links = {one.get("id") for one in root.iter(f"{BPMN}sequenceFlow")}
        assert drawn == nodes | lanes | links | {"Participant_1"}
        boxes = [
            tuple(int(shape[0].get(side, "")) for side in ("x", "y", "width", "height"))
            for shape in root.iter(f"{DI}BPMNShape")
            if shape.get("bpmnElement") in nodes
        ]
        for at, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[at + 1 :]:
                beside = x + width <= other_x or other_x + other_width <= x
                assert beside or y + height <= other_y or other_y + other_height <= y

    @pytest.mark.parametrize(
        "given",
        [
            procedure("p", "a:p?x=m > 1", "b:p?x", "c:p", "d:a,c"),
            procedure("a?x=m > 1", "b?x", "c?y=m > 1", "d?y", "e:a,c"),
            procedure("a?x=m > 1", "b?x", "c:a?y=m > 2", "d:a?y", "e:a,c"),
        ],
        ids=["a branch and a parallel step", "branches of two choices", "a branch and what follows on part of it"],
    )
    def test_joins_that_bpmn_cannot_draw_are_refused_by_name(self, given):
        last = given.steps[-1].key
        with pytest.raises(BadInput, match=re.escape(f"“环节{last}”({last})")) as caught:
            write_bpmn(given)
        assert caught.value.code == "bpmn.mixed_join"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (Procedure(()), "bpmn.export_empty"),
            (Procedure((Step("a", "铃\a", "@lead", Term(1, Counting.WORKING)),)), "bpmn.unwritable"),
            (Procedure((Step("StartEvent", "甲", "@lead", Term(1, Counting.WORKING)),)), "bpmn.unwritable"),
            (
                Procedure(tuple(Step(f"a{n}", "甲", "x", Term(1, Counting.WORKING)) for n in range(998))),
                "bpmn.export_size",
            ),
            (
                Procedure(
                    (
                        Step("a", "甲", "x", Term(1, Counting.WORKING), choice="c", when=Condition("k", "==", 'a"b')),
                        Step("b", "乙", "x", Term(1, Counting.WORKING), choice="c"),
                    )
                ),
                "procedure.condition",
            ),
        ],
        ids=["no step", "control character", "key of a generated id", "too many", "quote in a condition"],
    )
    def test_what_would_not_read_back_is_not_written(self, given, code):
        with pytest.raises(BadInput) as caught:
            write_bpmn(given)
        assert caught.value.code == code


class TestSize:
    def test_a_hundred_and_fifty_choices_in_parallel_are_checked_without_trying_their_outcomes(self):
        steps = [text for at in range(150) for text in (f"a{at}?c{at}=m > 1", f"b{at}?c{at}")]
        given = procedure(*steps, "z:" + ",".join(f"{key}{at}" for at in range(150) for key in "ab"))
        assert read_bpmn(write_bpmn(given)).procedure == given

    def test_more_nodes_or_choices_than_can_be_checked_are_refused(self):
        tasks = "".join(task(f"a{at}") for at in range(1000))
        assert refusal(drawing(ENDS + tasks)).code == "bpmn.size"


class TestTasksAndLanes:
    def test_a_task_without_term_is_refused_by_name_and_id(self):
        data = drawing(ENDS + '<task id="a" name="预审" t:agency="@lead"/>' + flows("s>a", "a>e"))
        assert refusal(data).message == "环节“预审”(a)没有写时限:请在 tongban:term 写明,如 10wd。"

    @pytest.mark.parametrize(
        ("element", "code"),
        [
            ('<task id="a" t:term="1wd" t:agency="x"/>', "bpmn.no_name"),
            ('<task id="a" name="甲" t:term="1wd"/>', "bpmn.no_agency"),
            ('<task id="a" name="甲" t:term="十天" t:agency="x"/>', "bpmn.term"),
            ('<task id="_9" name="甲" t:term="1wd" t:agency="x"/>', "bpmn.key"),
            ('<task name="甲" t:term="1wd" t:agency="x"/>', "bpmn.no_id"),
            (task("a") + task("b", "t:key='a'"), "bpmn.same"),
            (task("a") + task("a"), "bpmn.same_id"),
            (task("a", inside="<extensionElements><t:term>2wd</t:term></extensionElements>"), "bpmn.twice"),
            (task("a") + '<laneSet><lane id="hf-a"/></laneSet>', "bpmn.lane"),
            (task("a") + '<laneSet><lane id="hf-a"><flowNodeRef>z</flowNodeRef></lane></laneSet>', "bpmn.lane"),
            (task("a") + '<laneSet><lane id="hf-a"><flowNodeRef>a</flowNodeRef></lane></laneSet>', "bpmn.two_agencies"),
            (task("a") + '<laneSet><lane id="L"><flowNodeRef>a</flowNodeRef></lane></laneSet>', "bpmn.lane_agency"),
            (
                task("a") + '<laneSet><lane id="hf-a" name="hf-b"><flowNodeRef>a</flowNodeRef></lane></laneSet>',
                "bpmn.lane_agency",
            ),
            (task("a") + "<laneSet/><laneSet/>", "bpmn.lane_sets"),
        ],
    )
    def test_what_is_missing_or_contradicts_itself_is_refused(self, element, code):
        assert refusal(drawing(ENDS + element + flows("s>a", "a>e"))).code == code

    def test_a_task_outside_all_lanes_is_refused(self):
        lanes = '<laneSet><lane id="hf-a"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
        tasks = "".join(f'<task id="{key}" name="甲" t:term="1wd"/>' for key in "ab")
        fault = refusal(drawing(lanes + ENDS + tasks + flows("s>a", "a>b", "b>e")))
        assert fault.message == "环节“甲”(b)不在任何泳道里:请放进承办机构的泳道。"


class TestFlowsAndGateways:
    @pytest.mark.parametrize(
        ("inside", "code"),
        [
            (task("a") + '<endEvent id="e"/>' + flows("a>e"), "bpmn.start"),
            (LINE + '<startEvent id="s2"/>', "bpmn.start"),
            ('<startEvent id="s"/>' + task("a") + flows("s>a"), "bpmn.end"),
            (ENDS + flows("s>e"), "bpmn.empty"),
            (LINE + task("b") + flows("b>e"), "bpmn.unreachable"),
            (LINE + task("b") + flows("a>b"), "bpmn.no_end"),
            (LINE + flows("a>s"), "bpmn.into_start"),
            (LINE + task("b") + flows("e>b", "b>e"), "bpmn.out_of_end"),
            (LINE + flows("a>nowhere"), "bpmn.loose_flow"),
            (LINE + task("b") + task("c") + flows("a>b", "a>c", "b>c", "c>e", "b>e"), "bpmn.merge"),
            (ENDS + task("a") + '<parallelGateway id="P1"/>' + flows("s>P1", "P1>a", "a>e"), "bpmn.idle_gateway"),
            (
                ENDS
                + task("a")
                + CHOICE
                + task("b")
                + flows("s>X2", "X2>a", "a>X1", "X1>b", "b>e")
                + flow("X1", "X2", "m > 1"),
                "bpmn.branch",
            ),
            (LINE + task("b") + flow("a", "b", "m > 1") + flows("b>e"), "bpmn.condition_place"),
            (
                LINE.replace('id="a-e"', 'id="z"') + task("b") + flows("a>b") + flow("b", "e", "谁说了算"),
                "bpmn.condition_text",
            ),
            (
                ENDS + task("a", inside="<outgoing>s-a</outgoing>") + flows("s>a", "a>e"),
                "bpmn.flow_list",
            ),
        ],
    )
    def test_unsound_lines_are_refused(self, inside, code):
        assert refusal(drawing(inside)).code == code

    def test_a_loop_is_refused_with_its_way(self):
        join = '<exclusiveGateway id="X2"/>'
        tasks = task("a") + task("b") + task("c")
        back = flows("s>X2", "X2>a", "a>P1", "P1>b", "P1>c", "b>X2", "c>e") + '<parallelGateway id="P1"/>'
        fault = refusal(drawing(ENDS + join + tasks + back))
        assert fault.code == "bpmn.loop"
        assert "“环节a”(a)" in fault.message

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (CHOICE.replace(' default="X1-b"', ""), "bpmn.default"),
            (CHOICE.replace("X1-b", "elsewhere"), "bpmn.default"),
            (CHOICE.replace("X1-b", "X1-a"), "bpmn.condition"),
        ],
    )
    def test_a_choice_needs_one_default_and_conditions_on_the_others(self, given, code):
        lines = flows("s>X1", "X1>b", "a>X2", "b>X2", "X2>e") + flow("X1", "a", "m &gt; 1")
        assert refusal(drawing(ENDS + given + task("a") + task("b") + lines)).code == code

    def test_a_branch_without_a_step_is_refused(self):
        lines = flow("X1", "a", "m &gt; 1") + flows("s>X1", "a>X2", "X1>X2", "X2>e")
        gateways = CHOICE.replace("X1-b", "X1-X2")
        assert refusal(drawing(ENDS + gateways + task("a") + lines)).code == "bpmn.branch"

    def test_a_parallel_split_closed_by_an_exclusive_join_is_refused(self):
        lines = flows("s>P1", "P1>a", "P1>b", "a>X2", "b>X2", "X2>e")
        gateways = '<parallelGateway id="P1"/><exclusiveGateway id="X2" name="汇合"/>'
        fault = refusal(drawing(ENDS + gateways + task("a") + task("b") + lines))
        assert fault.code == "bpmn.exclusive_join"
        assert "排他网关“汇合”(X2)" in fault.message

    def test_a_choice_closed_by_a_parallel_join_is_refused(self):
        lines = flow("X1", "a", "m &gt; 1") + flows("s>X1", "X1>b", "a>P1", "b>P1", "P1>e")
        gateways = CHOICE.replace('<exclusiveGateway id="X2"/>', '<parallelGateway id="P1"/>')
        assert refusal(drawing(ENDS + gateways + task("a") + task("b") + lines)).code == "bpmn.parallel_join"

    def test_nested_joins_mean_all_their_steps(self):
        lines = flow("X1", "a", "m &gt; 1") + flows(
            "s>P1", "P1>X1", "P1>c", "X1>b", "a>X2", "b>X2", "X2>P2", "c>P2", "P2>d", "d>e"
        )
        tasks = "".join(task(key) for key in "abcd")
        read = read_bpmn(drawing(ENDS + FORK + CHOICE + tasks + lines)).procedure
        assert after(read) == {"a": (), "b": (), "c": (), "d": ("a", "b", "c")}

    def test_two_gateways_with_one_choice_are_refused(self):
        gateways = '<exclusiveGateway id="X1" default="X1-b" t:choice="x"/><exclusiveGateway id="X2" default="X2-d" t:choice="x"/>'
        lines = flow("X1", "a", "m &gt; 1") + flow("X2", "c", "m &gt; 1")
        lines += flows("s>X1", "X1>b", "a>e", "b>X2", "X2>d", "c>e", "d>e")
        tasks = "".join(task(key) for key in "abcd")
        assert refusal(drawing(ENDS + gateways + tasks + lines)).code == "bpmn.same"
