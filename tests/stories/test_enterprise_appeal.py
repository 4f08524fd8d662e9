"""An appeal two agencies bounce: three hands and an arbitration, and the promise to the enterprise does not move."""

from tests.stories.conftest import silent

from tongban.casework.cases import queries
from tongban.casework.exchange.models import OutboxEvent
from tongban.demo import chain
from tongban.demo.stories import enterprise_appeal

HANDS = [
    ("lead-1", "hf-zrzy", "2022-08-01", "2022-08-01"),
    ("lead-2", "hf-jtys", "2022-08-02", "2022-08-02"),
    ("arbitrate-1", "hf-zwfw", "2022-08-02", "2022-08-03"),
    ("lead-3", "hf-csgl", "2022-08-03", "2022-08-05"),
    ("assist-3-1", "hf-cxjs", "2022-08-03", "2022-08-05"),
]


def test_two_bounces_an_arbitration_an_answer_and_a_call(hefei):
    record = enterprise_appeal.play(silent)
    assert [(one["key"], one["agency"], one["since"], one["ended_on"]) for one in record["hands"]] == HANDS
    wanted = ("returns", "dispatched_on", "due_on", "answered_on", "working_days_used", "status", "outcome")
    assert [record[key] for key in wanted] == [
        2,
        "2022-08-01",
        "2022-08-15",
        "2022-08-05",
        4,
        "delivered",
        "resolved",
    ]
    assert record["answerable"]["name"] == "陈立"
    assert (record["rating"]["level"], record["rating"]["stage"]) == ("very_satisfied", "whole")
    assert record["chain_ok"] is True
    events = OutboxEvent.objects.filter(subject=record["case_number"]).order_by("sequence")
    assert [one.type.rsplit(".", 1)[-1] for one in events] == [
        *("registered", "dispatched", "returned", "dispatched", "contested", "arbitrated", "answered", "closed")
    ]
    assert list(queries.verify(record["case_number"])) == []


def test_the_timeline_names_every_hand_and_the_one_answerable(hefei):
    lines: list[str] = []
    enterprise_appeal.play(lines.append)
    text = "\n".join(lines)
    for word in ("首问负责  陈立", "再次退单", "裁定主办单位", "合肥市城市管理局", "退单不延长时限", "链完整"):
        assert word in text, text
    assert chain.MOVES["contest"].label in text
