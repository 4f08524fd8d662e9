"""Blocked matters at the desk: lists, one matter with its moves as forms, reports of refusal, rectifications of items."""

import pytest
from tests.faces import matters
from tests.faces.cast import Cast
from tests.faces.portal.reading import budget, links, sound, text
from tests.hall.blocked.cases import ANSWER, SAID

from tongban.casework.cases import queries as cases
from tongban.common.actors import worker
from tongban.common.time import localdate
from tongban.hall.blocked import queries
from tongban.hall.blocked.models import BlockedMatter, RefusalReport
from tongban.registry.parties.models import PartySearch


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return matters.ready(people)


def read(number: str):
    return cases.case(number, worker())


def sent(people: Cast, who: str, path: str, **fields):
    return people.client(who).post(path, {"token": matters.token(), **fields})


STAGES = ["brought", "accepted", "reviewing", "concluded", "answered"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("who", ["coordinator", "handler"])
def test_every_stage_is_a_page_within_its_budget(people: Cast, django_assert_max_num_queries, stage, who):
    number = getattr(matters, stage)(people).number
    with budget(django_assert_max_num_queries):
        page = people.get(who, f"/cases/{number}")
    if (who, stage) == ("handler", "brought"):  # its agency does not have it yet
        assert page.status_code == 404
        return
    shown = text(sound(page))
    assert SAID[:10] in shown
    assert "办理日志" in shown


def test_the_ladder_is_walked_on_pages(people: Cast):
    number = matters.brought(people).number
    base = f"/cases/{number}/blocked"
    steps = [
        ("coordinator", "accept", {"accept.agency": "hf-bdc", "accept.note": "请今天联系"}),
        (
            "coordinator",
            "joint_review",
            {"joint_review.agency1": "hf-bdc", "joint_review.agency2": "hf-cehui", "joint_review.reason": "两家的事"},
        ),
        ("handler", "opine", {"step": "review-1", "opine-review-1.opinion": "可以预审"}),
        (
            "coordinator",
            "conclude",
            {
                "conclude.minutes": "到会两家",
                "conclude.decision": "同步办理",
                "conclude.who1": "hf-bdc",
                "conclude.what1": "预审",
                "conclude.due1": str(localdate(people.at)),
            },
        ),
        ("handler", "complete_task", {"step": "task-1", "complete_task-task-1.result": "预审完成"}),
        ("coordinator", "answer", {"answer.outcome": "resolved", "answer.text": ANSWER}),
        (
            "coordinator",
            "find_cause",
            {"find_cause.root": "guide", "find_cause.root_words": "指南没写清", "find_cause.change": "写清先后"},
        ),
    ]
    for who, move, fields in steps:
        response = sent(people, who, f"{base}/{move}", **fields)
        assert response.status_code == 302, (move, text(response)[:1500])
    assert read(number).status == "decided"
    assert BlockedMatter.objects.get(case__number=number).root_class == "guide"


def test_a_refused_form_keeps_what_was_typed_and_is_sent_once(people: Cast):
    number = matters.accepted(people).number
    path = f"/cases/{number}/blocked/answer"
    fields = {"answer.outcome": "resolved", "answer.text": "已处理。"}
    page = sent(people, "handler", path, **fields)
    assert page.status_code == 409
    assert "已处理。" in page.content.decode()
    assert "不是实质答复" in text(page)
    given = {"token": matters.token(), "answer.outcome": "resolved", "answer.text": ANSWER}
    assert [people.client("handler").post(path, given).status_code for _ in range(2)] == [302, 302]
    assert len(queries.answers(read(number))) == 1


def test_who_does_not_reach_it_does_not_find_it(people: Cast):
    number = matters.accepted(people).number
    assert people.get("neighbour", f"/cases/{number}").status_code == 404
    assert sent(people, "citizen", f"/cases/{number}/blocked/answer").status_code == 404


@pytest.mark.parametrize("show", ["open", "root", "ended", "reports", "unreported", "nonsense"])
def test_the_lists_keep_their_budget(people: Cast, django_assert_max_num_queries, show):
    number = matters.answered(people).number
    report = matters.reported(people)
    with budget(django_assert_max_num_queries):
        page = people.get("coordinator", f"/desk/blocked?show={show}")
    shown = text(sound(page))
    assert (number in shown) is (show in {"open", "nonsense"})
    assert (f"第{report.pk}号" in shown) is (show == "reports")
    if show == "unreported":
        application = queries.matter_of(read(number)).application
        assert application is not None
        assert links(page)[f"补报 {application.number}"].startswith("/desk/refusals/new")


def test_a_matter_is_taken_in_at_the_window(people: Cast, django_assert_max_num_queries):
    with budget(django_assert_max_num_queries):
        sound(people.get("clerk", "/desk/blocked/new"))
    fields = {"channel": "hotline", "cause": "system", "text": "系统提交不了", "phone": "13900000001"}
    page = sent(people, "clerk", "/desk/blocked/new", **{**fields, "phone": ""})
    assert page.status_code == 422
    assert "系统提交不了" in page.content.decode()
    done = sent(people, "clerk", "/desk/blocked/new", **fields)
    assert done.status_code == 302
    case = read(done["Location"].rsplit("/", 1)[-1])
    assert (case.channel, case.applicant_id) == ("hotline", None)
    assert people.get("coordinator", f"/cases/{case.number}").status_code == 200


def test_a_report_of_refusal_is_one_form_and_its_copy_is_for_both(people: Cast, django_assert_max_num_queries):
    number = matters.refused(people).number
    path = f"/desk/refusals/new?case={number}"
    with budget(django_assert_max_num_queries):
        page = people.get("clerk", path)
    assert "六十日" in text(sound(page))
    fields = {
        "application": number,
        "asked": "首次登记",
        "cause": "material",
        "ground": "没有测绘",
        "basis": "《不动产登记暂行条例》第十六条",
        "remedy": "make_up",
    }
    page = sent(people, "clerk", path, **fields)
    assert page.status_code == 422
    assert "怎样补办" in text(page)
    done = sent(people, "clerk", path, **fields, remedy_text="先测绘")
    assert done.status_code == 302
    row = RefusalReport.objects.get()
    for who in ("clerk", "coordinator", "enterprise"):
        with budget(django_assert_max_num_queries):
            shown = text(sound(people.get(who, done["Location"])))
        assert "先测绘" in shown, who
    assert people.get("neighbour", done["Location"]).status_code == 404
    assert (
        links(people.get("coordinator", done["Location"]))["转为“办不成事”反映"] == f"/desk/blocked/new?report={row.pk}"
    )
    assert people.get("coordinator", f"/desk/blocked/new?report={row.pk}").status_code == 200


def test_a_report_without_an_application_is_tied_to_whom_the_number_is_of(people: Cast, django_assert_max_num_queries):
    fields = {
        "item": "certificate",
        "applicant_name": "合肥先导薄膜材料",
        "identifier": "91340100MA2N1T2X3U",
        "asked": "首次登记",
        "cause": "material",
        "ground": "没有测绘",
        "basis": "《不动产登记暂行条例》第十六条",
        "remedy": "reconsideration",
    }
    page = sent(people, "clerk", "/desk/refusals/new", **fields)
    assert page.status_code == 422
    assert "登记的不是“合肥先导薄膜材料”" in text(page)
    assert PartySearch.objects.count() == 1
    done = sent(people, "clerk", "/desk/refusals/new", **{**fields, "applicant_name": "合肥先导薄膜材料有限公司"})
    assert done.status_code == 302
    assert "告知本人" in text(people.get("clerk", done["Location"]))
    for path in ("/my", "/blocked"):
        with budget(django_assert_max_num_queries):
            page = people.get("enterprise", path)
        assert done["Location"] in links(sound(page)).values(), path
        assert done["Location"] not in links(people.get("neighbour", path)).values()
    number = done["Location"].rsplit("/", 1)[-1]
    assert f"/blocked/new?report={number}" in links(people.get("enterprise", "/my")).values()
    unknown = {**fields, "applicant_name": "李四", "identifier": "11010519491231002X"}
    done = sent(people, "clerk", "/desk/refusals/new", **unknown)
    assert "告知本人" not in text(people.get("clerk", done["Location"]))
    assert "11010519491231002X" not in people.get("clerk", done["Location"]).content.decode()


def test_a_rectification_of_an_item_has_its_own_page_and_end(people: Cast, django_assert_max_num_queries):
    number = matters.mending(people).case.number
    with budget(django_assert_max_num_queries):
        page = people.get("head", f"/cases/{number}")
    assert "应整改的内容" in text(sound(page))
    refused = sent(people, "head", f"/cases/{number}/mending/mend", **{"mend.changed": "改好了", "mend.version": "一"})
    assert refused.status_code == 422
    assert "改好了" in refused.content.decode()
    done = sent(people, "head", f"/cases/{number}/mending/mend", **{"mend.changed": "改好了", "mend.version": "1"})
    assert done.status_code == 302
    assert read(number).status == "delivered"
    assert people.get("coordinator", f"/cases/{number}").status_code == 200
    assert people.get("citizen", f"/cases/{number}").status_code == 404
