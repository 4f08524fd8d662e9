"""The office looks at materials one by one: what that bars, whom it is shown to, and how it ends."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.cast import AT, CLERK, HANDLER, OUTSIDER, SURVEYOR, TOWN_CLERK
from tests.faces.cast import PDF

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.time import noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.hall.applications.models import MaterialRow
from tongban.hall.applications.rules.materials import Review

MONDAY = noon(date(2022, 7, 4))


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path


def review(case, what, remark="", material="tax", actor=HANDLER, at=AT):
    return hall.review_material(number=case.number, material=material, review=what, remark=remark, actor=actor, at=at)


def line(case, key="tax"):
    return next(one for one in queries.materials(case, cases.whole(case).spec) if one.key == key)


def test_a_material_is_approved_questioned_or_refused_with_a_sentence(city):
    case = cast.filed(city)
    review(case, Review.APPROVED, material="application")
    review(case, Review.QUESTIONED, "金额与合同不符。")
    review(case, Review.REFUSED, "税票已作废,请换开。")
    assert (line(case).review, line(case).remark, line(case).reviewer) == ("refused", "税票已作废,请换开。", "经办老李")
    assert (line(case).reviewed_at, line(case, "application").review, line(case, "pledge").review) == (
        AT,
        "approved",
        "",
    )
    assert [entry.move for entry in cases.journal(case, CLERK)][-3:] == ["review_material"] * 3


@pytest.mark.parametrize("what", [Review.QUESTIONED, Review.REFUSED])
@pytest.mark.parametrize("remark", ["", " \n "])
def test_a_doubt_without_a_sentence_is_refused(city, what, remark):
    case = cast.filed(city)
    with pytest.raises(BadInput, match="须写明哪里不符"):
        review(case, what, remark)


def test_what_is_missing_unknown_or_held_by_the_city_cannot_be_reviewed(city):
    case = cast.filed(city, paper=["application"])
    with pytest.raises(Refused, match="“完税凭证”还没有提交"):
        review(case, Review.APPROVED)
    with pytest.raises(Refused, match="“营业执照”还没有提交"):
        review(case, Review.APPROVED, material="licence")
    with pytest.raises(BadInput, match="本事项没有材料"):
        review(case, Review.APPROVED, material="ghost")
    bare = cast.filed(city, paper=[])
    with pytest.raises(Refused, match="还没有可以审核的材料"):
        review(bare, Review.APPROVED)


def test_a_refused_material_bars_every_acceptance_at_the_desk_until_it_is_given_anew(city):
    case = cast.filed(city)
    review(case, Review.REFUSED, "税票已作废。")
    for accept in (
        lambda: hall.accept(number=case.number, actor=CLERK, at=AT),
        lambda: hall.accept_deferred(number=case.number, actor=CLERK, at=AT),
        lambda: hall.accept_committed(number=case.number, commitment="我承诺", actor=CLERK, at=AT),
    ):
        with pytest.raises(Refused, match="“完税凭证”审核为不合格,不能受理:请一次性告知补正"):
            accept()
    hall.attach_material(number=case.number, name="税票.pdf", content=PDF, material="tax", actor=city.enterprise, at=AT)
    assert (line(case).review, line(case).remark, line(case).reviewed_at) == ("", "", None)
    assert hall.accept(number=case.number, actor=CLERK, at=AT).status == "accepted"


def test_a_questioned_material_leaves_the_choice_to_the_desk(city):
    case = cast.filed(city)
    review(case, Review.QUESTIONED, "印章不清。")
    assert hall.accept(number=case.number, actor=CLERK, at=AT).status == "accepted"


def test_papers_brought_to_the_window_reset_the_review(city):
    case = cast.filed(city)
    review(case, Review.REFUSED, "税票已作废。")
    hall.ask_correction(number=case.number, items=[{"key": "tax", "what": "请换开税票"}], reason="", actor=CLERK, at=AT)
    hall.answer_correction(number=case.number, paper=["tax"], actor=CLERK, at=MONDAY)
    assert line(case).review == ""
    assert hall.accept(number=case.number, actor=CLERK, at=MONDAY).status == "accepted"


def test_the_reason_why_acceptance_is_barred_is_known_beforehand(city):
    case = cast.filed(city)
    review(case, Review.REFUSED, "税票已作废。")
    found = cases.whole(case)
    rows = queries.materials(case, found.spec)
    reasons = {one.move.name: one.refusal for one in queries.allowed(found, rows, CLERK, at=AT)}
    assert reasons["accept"] is not None
    assert reasons["accept"].code == "materials.refused"
    assert reasons["ask_correction"] is None
    assert reasons["review_material"] is None


def test_a_case_is_not_granted_on_a_refused_material_and_may_be_denied(city):
    case = cast.handled(city)
    review(case, Review.REFUSED, "核对后发现系伪造。")
    with pytest.raises(Refused, match="“完税凭证”审核为不合格,不能作出准予决定"):
        hall.decide(number=case.number, outcome=Outcome.GRANTED, reason="准予", actor=HANDLER, at=AT)
    assert hall.decide(number=case.number, outcome=Outcome.DENIED, reason="材料不实", actor=HANDLER, at=AT).outcome


def test_after_acceptance_the_applicant_exchanges_what_is_in_doubt_and_nothing_else(city):
    case = cast.accepted(city)

    def bring(material):
        hall.attach_material(
            number=case.number, name="新.pdf", content=PDF, material=material, actor=city.enterprise, at=AT
        )

    with pytest.raises(Refused, match="不能再替换"):
        bring("tax")
    review(case, Review.QUESTIONED, "第二页看不清。")
    bring("tax")
    assert (line(case).state, line(case).review) == ("uploaded", "")
    with pytest.raises(Refused, match="不能再替换"):
        bring("application")


def test_a_party_reads_no_review_neither_in_the_journal_nor_in_the_materials(city):
    case = cast.filed(city)
    review(case, Review.REFUSED, "疑似伪造。")
    assert [entry.move for entry in cases.journal(case, city.enterprise)] == ["file"]
    assert (line(case).told().review, line(case).told().remark, line(case).told().state) == ("", "", "paper")


def test_who_reviews_is_who_may_accept(city):
    case = cast.filed(city)
    review(case, Review.APPROVED, actor=CLERK)
    for stranger in (city.enterprise, SURVEYOR, OUTSIDER, TOWN_CLERK):
        with pytest.raises(NotAllowed):
            review(case, Review.APPROVED, actor=stranger)


def test_nothing_is_reviewed_after_the_decision(city):
    case = cast.decided(city)
    with pytest.raises(Refused, match="不能审核材料"):
        review(case, Review.APPROVED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"review": "maybe"},
        {"review": "refused", "remark": ""},
        {"review": "approved", "reviewed_at": None, "reviewed_by": ""},
        {"review": ""},
        {"reviewed_by": ""},
        {"reviewed_at": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_review_without_sense(city, wrong):
    case = cast.filed(city)
    review(case, Review.QUESTIONED, "印章不清。")
    with pytest.raises(IntegrityError), transaction.atomic():
        MaterialRow.objects.filter(case=case, key="tax").update(**wrong)


def test_a_review_takes_at_most_eight_statements(city, django_assert_max_num_queries):
    case = cast.filed(city)
    with django_assert_max_num_queries(10):
        review(case, Review.REFUSED, "税票已作废。")
