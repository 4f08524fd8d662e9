"""Many cases at once: looked at first, done one by one, each with its result, once however often it is sent."""

import re
from typing import Any

import pytest
from tests.cast import accepted, filed
from tests.faces.cast import Cast
from tests.faces.test_desk import text_of

from tongban.casework.cases.models import Case, JournalEntry, Step
from tongban.faces.desk.queue import bulk
from tongban.hall.applications import services as hall


def choose(people: Cast, who: str, act: str, *numbers: str):
    return people.client(who).post("/desk/chosen", {"act": act, "number": list(numbers)})


def do(people: Cast, who: str, act: str, *numbers: str, **told: str):
    page = choose(people, who, act, *numbers).content.decode()
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    form = {"token": token, "act": act, "number": list(numbers), **told}
    return people.client(who).post("/desk/done", form), form


def test_cases_are_accepted_one_by_one_and_each_says_what_became_of_it(people: Cast):
    good, other = (filed(people.city, at=people.at).number for _ in range(2))
    lacking = filed(people.city, at=people.at, paper=["application"]).number
    gone = filed(people.city, at=people.at).number
    page = text_of(choose(people, "clerk", "accept", good, other, lacking, gone))
    assert "受理:4 件" in page
    assert Case.objects.filter(status="accepted").count() == 0
    hall.withdraw(number=gone, reason="不办", actor=people.city.enterprise, at=people.at)
    answer, form = do(people, "clerk", "accept", good, other, lacking, gone)
    shown = text_of(answer)
    assert "受理:已办 2 件,共 4 件" in shown
    assert shown.count("已办好") == 2
    assert "本件现为“已撤回”,不能受理" in shown
    assert "完税凭证" in shown
    assert set(Case.objects.filter(status="accepted").values_list("number", flat=True)) == {good, other}
    again = people.client("clerk").post("/desk/done", form)
    assert "已办 2 件" in text_of(again)
    assert JournalEntry.objects.filter(move="accept").count() == 2


def test_a_form_used_for_something_else_does_nothing(people: Cast):
    number = accepted(people.city, at=people.at).number
    _, form = do(people, "head", "assign_step", number, assignee="T0002")
    other = people.client("head").post("/desk/done", {**form, "assignee": "T0003"})
    assert "这张表单已经提交过" in text_of(other)
    assert Step.objects.get(case__number=number, key="review").assignee_name == "经办老李"


def test_steps_of_many_cases_are_given_to_one_handler(people: Cast):
    numbers = [accepted(people.city, at=people.at).number for _ in range(3)]
    fresh = filed(people.city, at=people.at).number
    page = choose(people, "head", "assign_step", *numbers, fresh).content.decode()
    assert re.findall(r'<option value="(T\d+)"', page) == ["T0002", "T0003"]
    answer, _ = do(people, "head", "assign_step", *numbers, fresh, assignee="T0002")
    assert "已办 3 件,共 4 件" in text_of(answer)
    assert "没有本单位办理中的环节" in text_of(answer)
    mine = people.get("handler", "/desk?scope=mine").content.decode()
    assert set(re.findall(r'class="open" href="/cases/([0-9-]+)"', mine)) == set(numbers)
    # the surveyors' step of the same case is not the head's to give
    assert not Step.objects.filter(key="survey").exclude(assignee="").exists()


def test_handing_over_says_why_nothing_moves_where_the_power_has_not_moved(people: Cast):
    number = accepted(people.city, at=people.at).number
    answer, _ = do(people, "head", "hand_over", number, reason="权力已下放")
    assert "无须移交" in text_of(answer)
    blank, form = do(people, "head", "hand_over", number, reason="  ")
    assert blank.status_code == 422
    assert form["number"][0] in text_of(blank)


@pytest.mark.parametrize(
    ("who", "form", "status"),
    [
        ("clerk", {"act": "accept"}, 422),
        ("clerk", {"act": "accept", "number": [str(n) for n in range(51)]}, 422),
        ("clerk", {"act": "assign_step", "number": ["x"]}, 422),
        ("clerk", {"act": "withdraw", "number": ["x"]}, 422),
        ("clerk", {"act": "accept", "number": ["340100-20220701-009999-9"]}, 404),
        ("clerk", {"act": "accept", "number": ["x"], "more": "1"}, 422),
        ("citizen", {"act": "accept", "number": ["x"]}, 422),
    ],
)
def test_a_selection_that_cannot_be_done_is_refused_whole(people: Cast, who: str, form: dict[str, Any], status: int):
    assert people.client(who).post("/desk/chosen", form).status_code == status
    assert people.client(who).post("/desk/done", {"token": "t", **form}).status_code in {status, 200}
    assert not JournalEntry.objects.filter(move="accept").exists()


def test_cases_of_others_are_not_there(people: Cast):
    number = filed(people.city, at=people.at).number
    assert choose(people, "outsider", "accept", number).status_code == 404
    done = people.client("outsider").post("/desk/done", {"token": "t", "act": "accept", "number": [number]})
    assert "没有编号为" in text_of(done)
    assert Case.objects.get(number=number).title not in text_of(done)


def test_looking_takes_twelve_statements_and_each_case_few(people: Cast, django_assert_max_num_queries):
    numbers = [filed(people.city, at=people.at).number for _ in range(5)]
    with django_assert_max_num_queries(12):
        choose(people, "clerk", "accept", *numbers)
    with django_assert_max_num_queries(12):
        choose(people, "head", "assign_step", *numbers)


def test_words_of_what_can_be_done_to_many(people: Cast):
    assert [deed.move.name for deed in bulk.acts_for(people.actors["clerk"])] == ["accept"]
    assert [deed.move.name for deed in bulk.acts_for(people.actors["head"])] == ["accept", "assign_step", "hand_over"]
    assert bulk.acts_for(people.actors["supervisor"]) == []
