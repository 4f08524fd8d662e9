"""What BPMN holds beyond the subset, and files that are no drawing: each refused by name."""

import pytest
from tests.registry.catalog.drawn import LINE, drawing, refusal, task

STRANGE_ELEMENTS = [
    "boundaryEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "callActivity",
    "scriptTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "association",
    "textAnnotation",
    "group",
    "ioSpecification",
    "property",
    "auditing",
]


class TestWhatTheSubsetDoesNotHold:
    @pytest.mark.parametrize("tag", STRANGE_ELEMENTS)
    def test_other_elements_are_refused_by_name_and_id(self, tag):
        fault = refusal(drawing(LINE + f'<{tag} id="Odd_1" name="怪"/>'))
        assert fault.code == "bpmn.unsupported"
        assert f"{tag}“怪”(Odd_1)" in fault.message

    @pytest.mark.parametrize(
        ("inside", "named"),
        [
            ('<startEvent id="T"><timerEventDefinition id="D"/></startEvent>', "timerEventDefinition(D)"),
            ('<endEvent id="T"><terminateEventDefinition/></endEvent>', "endEvent(T)里的 terminateEventDefinition"),
            (task("T", inside='<multiInstanceLoopCharacteristics id="M"/>'), "multiInstanceLoopCharacteristics(M)"),
            (task("T", inside="<documentation>先看</documentation>"), "task“环节T”(T)的 documentation"),
            (task("T", inside="<extensionElements><camunda:formData/></extensionElements>"), "camunda:formData"),
            (task("T", inside="<extensionElements><t:colour/></extensionElements>"), "t:colour"),
            (task("T", inside='<extensionElements><t:power x="1"/></extensionElements>'), "t:power"),
            (task("T", "camunda:assignee='li'"), "task“环节T”(T)的属性 assignee=li"),
            (task("T", "t:colour='red'"), "属性 colour=red"),
            (task("T", "startQuantity='2'"), "属性 startQuantity=2"),
            (task("T", "isForCompensation='true'"), "属性 isForCompensation=true"),
            (task("T", "default='x'"), "属性 default=x"),
            (task("T", inside="随手写的"), "task“环节T”(T)里的文字"),
            ('<laneSet><lane id="L"><childLaneSet id="C"/></lane></laneSet>', "childLaneSet(C)"),
            ('<camunda:note id="N"/>', "camunda:note(N)"),
        ],
    )
    def test_parts_and_attributes_that_mean_something_are_refused(self, inside, named):
        assert named in refusal(drawing(LINE + inside)).message

    @pytest.mark.parametrize(
        "outside",
        ['<message id="O"/>', '<collaboration id="C"><messageFlow id="O"/></collaboration>', '<error id="O"/>'],
    )
    def test_what_stands_beside_the_process_is_refused(self, outside):
        assert "(O)" in refusal(drawing(LINE, outside)).message

    def test_all_are_listed_in_one_sentence_twenty_shown(self):
        odd = "".join(f'<scriptTask id="S{number}"/>' for number in range(1, 31))
        message = refusal(drawing(LINE + odd)).message
        assert "scriptTask(S1)、" in message
        assert "scriptTask(S20)" in message
        assert "S21" not in message
        assert "等共30处" in message

    def test_a_second_process_and_a_second_pool_are_refused(self):
        assert "process(Q)" in refusal(drawing(LINE, '<process id="Q"/>')).message
        pools = '<collaboration><participant id="A" processRef="P"/><participant id="B"/></collaboration>'
        assert "participant(B)" in refusal(drawing(LINE, pools)).message

    def test_a_pool_of_another_process_is_refused(self):
        pool = '<collaboration><participant id="A" processRef="Q"/></collaboration>'
        assert refusal(drawing(LINE, pool)).code == "bpmn.participant"


class TestFilesThatAreNoDrawing:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "bpmn.xml"),
            (b"\x89PNG\r\n\x1a\n", "bpmn.xml"),
            (b"<a>\n<b>\n</a>", "bpmn.xml"),
            (b"<a>" * 300 + b"</a>" * 300, "bpmn.xml"),
            (b"<a>&nothing;</a>", "bpmn.xml"),
            (b"<a/>", "bpmn.root"),
            (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/1.0"/>', "bpmn.root"),
            (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "bpmn.doctype"),
            (b'<!doctype a SYSTEM "file:///etc/passwd"><a/>', "bpmn.doctype"),
            ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), "bpmn.encoding"),
            (b"<?xml version='1.0' encoding='UTF-7'?>+ADw-a/+AD4-", "bpmn.encoding"),
            (b" " * 5_000_001, "bpmn.bytes"),
        ],
        ids=lambda given: given if isinstance(given, str) else "",
    )
    def test_is_refused(self, data, code):
        assert refusal(data).code == code

    def test_malformed_xml_is_refused_with_its_line(self):
        assert "第3行" in refusal(b"<a>\n<b>\n</a>").message
