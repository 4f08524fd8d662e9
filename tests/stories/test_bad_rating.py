"""Case four: a bad rating is verified by another, the person is asked, it is mended in time and rated once more."""

from typing import Any

import pytest
from tests.stories.conftest import silent

from tongban.casework.cases.models import Case
from tongban.casework.notices.models import Notice
from tongban.demo.stories import bad_rating
from tongban.hall.ratings.models import Rating, RatingRefusal, Rectification

REFUSED = ["rating.staff", "rating.again", "rectification.self", "rectification.contact"]


@pytest.fixture
def record(hefei: None) -> dict[str, Any]:
    return bad_rating.play(silent)


def test_every_step_has_its_day_and_its_last_day(record):
    kept = {
        key: value for key, value in record.items() if key not in {"refusals", "moves", "figures", "refused", "tags"}
    }
    assert kept == {
        "case_number": "340100-20220901-000001-8",
        "rectification": "340100-20220902-000001-1",
        "rated_on": "2022-09-02",
        "level": "dissatisfied",
        "verify_due_on": "2022-09-05",
        "verified_on": "2022-09-05",
        "contacted_on": "2022-09-06",
        "rectify_due_on": "2022-09-27",  # 15 working days, 中秋节 on Monday the 12th left out
        "rectified_on": "2022-09-14",
        "working_days_used": 6,
        "confirm_due_on": "2022-09-16",
        "confirmed_on": "2022-09-15",
        "rated_again_on": "2022-09-16",
        "rated_again": "very_satisfied",
        "status": "delivered",
        "chain_ok": True,
    }
    assert record["moves"] == ["begin", "verify", "contact", "rectify", "confirm", "rerate"]


def test_what_would_have_hidden_it_is_refused_and_kept(record):
    assert [one["code"] for one in record["refusals"]] == REFUSED
    assert all(one["sentence"] for one in record["refusals"])
    assert sorted(RatingRefusal.objects.values_list("why", flat=True)) == ["again", "agency_staff"]
    assert record["refused"] == ["重复评价", "被评单位人员"]


def test_the_first_rating_stays_bad_and_the_second_stands_beside_it(record):
    first = Rating.objects.get(first=None)
    assert (first.level, first.clerk_name, first.again.level) == ("dissatisfied", "胡静", "very_satisfied")
    assert record["figures"] == {"total": 1, "good": 0, "excluded": 0}
    assert record["tags"] == ["extra_trips", "extra_papers"]
    assert Rectification.objects.get().case.number == record["rectification"]


def test_the_person_was_told_by_a_link_to_rate_again(record):
    (told,) = Notice.objects.all()
    assert told.title == "请再评一次"
    assert told.link.startswith("/rate/again.")
    assert told.party_id == Case.objects.get(number=record["case_number"]).applicant_id


def test_the_story_is_told_in_order(hefei: None):
    lines: list[str] = []
    bad_rating.play(lines.append)
    text = "\n".join(lines)
    for words in (
        "2022-09-05 星期一 09:30  核实属实",
        "整改最迟2022-09-27",
        "用时6个工作日",
        "您是被评价的经办人,不能自己核实",
        "再评转好1条。首次差评不因再评而改写。",
        "结论  2022-09-16本人再评:非常满意。记录逐行核验:链完整,无改动。",
    ):
        assert words in text, words
