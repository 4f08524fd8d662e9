"""Policies of service by page: proposed by one administrator, published by another, read in plain words, on the record."""

import pytest
from tests.cast import OPENED_ON
from tests.faces.cast import Cast
from tests.faces.desk.managing import LARGEST, MOST_STATEMENTS, done, send, words

from tongban.common.time import localdate, noon
from tongban.registry.administration.models import AdministrativeAct
from tongban.registry.policies import queries
from tongban.registry.policies import services as policies
from tongban.registry.policies.models import Policy

HOME = "/manage/policies"
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def hall(office: Cast) -> Cast:
    """The office with the default policy in force."""
    policies.load_default(at=noon(OPENED_ON))
    return office


def typed(people: Cast, **more: str) -> dict[str, str]:
    text = queries.default_text().replace("callback_percent: 20 ", "callback_percent: 50 ")
    given = {"title": "新规定", "document": "合政办〔2026〕8号", "effective_on": localdate(people.at).isoformat()}
    return given | {"text": text.replace("dispatch: 1wd", "dispatch: 2wd", 1)} | more


def test_proposed_by_one_and_published_by_another_on_the_record(hall: Cast):
    path = done(hall, f"{HOME}/new", **typed(hall))
    row = Policy.objects.get(document="合政办〔2026〕8号")
    assert path == f"{HOME}/{row.pk}"
    own = words(hall.get("admin", path))
    assert "须由另一名系统管理员" in own
    refused = send(hall, f"{path}/publish")
    assert refused.status_code == 403
    done(hall, f"{path}/publish", "second")
    row.refresh_from_db()
    assert row.published_by_name == "管理员乙"
    deeds = list(AdministrativeAct.objects.filter(subject=f"policy:{row.pk}").values_list("deed", flat=True))
    assert sorted(deeds) == ["policy_proposed", "policy_published"]
    assert "提交服务政策" in words(hall.get("admin", "/manage/acts"))
    assert "现行" in words(hall.get("admin", HOME))


def test_the_page_shows_in_plain_words_what_changes(hall: Cast):
    path = done(hall, f"{HOME}/new", **typed(hall))
    shown = words(hall.get("second", path))
    for word in (
        "2处变动",
        "原为 20%",
        "改为 50%",
        "原为 1个工作日",
        "改为 2个工作日",
        "合肥市政务服务管理局",
        "须附佐证",
    ):
        assert word in shown, word


def test_a_slip_of_the_pen_is_named_and_what_was_typed_stays(hall: Cast):
    wrong = typed(hall)["text"].replace("callback: 2wd", "callback: 2weeks")
    refused = send(hall, f"{HOME}/new", **typed(hall, text=wrong))
    assert refused.status_code == 422
    assert "appeals.callback" in words(refused)
    assert "2weeks" in refused.content.decode()
    assert "新规定" in refused.content.decode()
    for bad in ({"effective_on": "明天"}, {"title": ""}, {"text": EVIL}):
        again = send(hall, f"{HOME}/new", **typed(hall, **bad))
        assert again.status_code == 422, bad
        assert "<script>alert" not in again.content.decode()
    done(hall, f"{HOME}/new", **typed(hall))
    assert send(hall, f"{HOME}/new", **typed(hall)).status_code == 409


def test_a_policy_is_dropped_with_a_reason_and_then_nothing_more(hall: Cast):
    path = done(hall, f"{HOME}/new", **typed(hall))
    done(hall, f"{path}/drop", reason="文号有误")
    assert "文号有误" in words(hall.get("admin", path))
    assert send(hall, f"{path}/publish", "second").status_code == 409


def test_only_administrators_and_few_statements(hall: Cast, django_assert_max_num_queries):
    path = done(hall, f"{HOME}/new", **typed(hall, title=EVIL[:100]))
    for page in (HOME, f"{HOME}/new", path, f"{path}/publish", f"{path}/drop"):
        assert hall.get("clerk", page).status_code == 403, page
        hall.get("second", page)
        with django_assert_max_num_queries(MOST_STATEMENTS):
            found = hall.get("second", page)
        assert found.status_code == 200, page
        assert len(found.content) <= LARGEST
        assert "<script>alert" not in found.content.decode()
    assert hall.get("admin", f"{HOME}/999").status_code == 404
    assert hall.get("admin", f"{path}/burn").status_code == 404
