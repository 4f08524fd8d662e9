"""A matter that could not be done: report of refusal, joint review, the guide put right, and everybody told once."""

from tests.stories.conftest import silent

from tongban.casework.cases import queries
from tongban.demo.stories import blocked_matter

HANDS = [
    ("rung-1", "hf-bdc", "2022-07-01", "2022-07-04"),
    ("rung-2", "hf-zwfw", "2022-07-04", "2022-07-07"),
    ("review-1", "hf-bdc", "2022-07-04", "2022-07-04"),
    ("review-2", "hf-cehui", "2022-07-04", "2022-07-04"),
    ("task-1", "hf-cehui", "2022-07-05", "2022-07-07"),
    ("task-2", "hf-bdc", "2022-07-05", "2022-07-05"),
]


def test_refused_reviewed_rectified_and_told_once(hefei):
    record = blocked_matter.play(silent)
    assert [(one["key"], one["agency"], one["since"], one["ended_on"]) for one in record["hands"]] == HANDS
    wanted = ("dispatched_on", "due_on", "answered_on", "working_days_used", "status", "outcome", "rungs")
    assert [record[key] for key in wanted] == [
        *("2022-07-01", "2022-07-15", "2022-07-07", 4, "delivered", "resolved"),
        ["5wd", "10wd"],
    ]
    assert (record["refusal"]["cause"], record["refusal"]["remedy"]) == ("material", "make_up")
    assert record["root_cause"]["class"] == "guide"
    assert (record["rectification"]["version"], record["rectification"]["ended_on"]) == (2, "2022-07-11")
    assert [(one["agency"], one["due_on"]) for one in record["tasks"]] == [
        ("hf-cehui", "2022-07-07"),
        ("hf-bdc", "2022-07-05"),
    ]
    assert [one["times"] for one in record["told"]] == [1, 1]
    assert record["chain_ok"] is True
    for number in (record["case_number"], record["rectification"]["case_number"]):
        assert list(queries.verify(number)) == []


def test_the_timeline_names_the_review_the_root_cause_and_who_was_told(hefei):
    lines: list[str] = []
    blocked_matter.play(lines.append)
    text = "\n".join(lines)
    for word in ("首问负责", "提请联合会审", "形成会审决定", "办事指南有误", "各告知一次", "受理之日起算", "链完整"):
        assert word in text, text
