"""Small drawings for tests, written as short as a test reads."""

import pytest

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn import read_bpmn

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="https://tongban.cn/bpmn/1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
)


def drawing(inside: str, outside: str = "") -> bytes:
    return f'{HEAD}{outside}<process id="P">{inside}</process></definitions>'.encode()


def task(key: str, extra: str = "", inside: str = "") -> str:
    return f'<task id="{key}" name="环节{key}" t:term="1wd" t:agency="@lead" {extra}>{inside}</task>'


def flow(source: str, target: str, condition: str = "") -> str:
    text = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'


def flows(*pairs: str) -> str:
    return "".join(flow(*pair.split(">")) for pair in pairs)


ENDS = '<startEvent id="s"/><endEvent id="e"/>'
LINE = ENDS + task("a") + flows("s>a", "a>e")
FORK = '<parallelGateway id="P1"/><parallelGateway id="P2"/>'
CHOICE = '<exclusiveGateway id="X1" default="X1-b"/><exclusiveGateway id="X2"/>'


def refusal(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_bpmn(data)
    return caught.value
