"""A bad rating opens a case: verified within a working day, the person asked, mended, accepted, rated once more."""

from dataclasses import replace
from datetime import date

import pytest
from tests import cast
from tests.cast import AT, CLERK, COORDINATOR, HANDLER, HEAD, SUPERVISOR
from tests.hall.ratings.playing import (
    BAD,
    DAY,
    GOOD,
    HOME,
    LATER,
    accepted,
    delivered,
    mended,
    mending_of,
    rated,
    verified,
)

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.exchange.models import OutboxEvent
from tongban.casework.notices.models import Notice
from tongban.common.actors import Role
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.time import due_day
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Rating, Rectification
from tongban.hall.ratings.rules import Level, Stage

SECOND = cast.staff(41, "负责人老吴", "hf-bdc", "340100", Role.HEAD)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.parametrize("level", list(Level))
def test_only_the_two_lowest_levels_open_a_rectification(served, level):
    given = rated(delivered(served).number, ratings.Opinion(level))
    assert Rectification.objects.filter(rating=given).exists() is level.is_bad


def test_the_case_runs_on_the_policy_of_the_day_and_the_rated_agency_leads_it(served):
    bad = mending_of(rated(delivered(served).number, BAD))
    case = bad.case
    assert (case.kind, case.status, case.agency_id, case.applicant_id) == (
        "rectification",
        "submitted",
        "hf-bdc",
        served.enterprise.party_id,
    )
    assert (case.terms["acceptance"], case.terms["delivery"], bad.rectify_term) == ("1wd", "2wd", "15wd")
    assert last_day(case) == date(2022, 7, 4)  # Friday's is verified by Monday
    assert OutboxEvent.objects.filter(type="cn.tongban.rectification.begun", subject=case.number).exists()
    assert not cases.journal(case, HEAD)[0].data.count("跑了三趟")


def test_verified_it_runs_for_fifteen_working_days(served):
    case = Case.objects.get(number=verified(served))
    assert (case.status, case.promised_term, last_day(case)) == ("accepted", "15wd", date(2022, 7, 22))


def test_who_was_rated_does_not_verify(served):
    number = mending_of(rated(delivered(served).number, BAD)).case.number
    for act in (
        lambda: ratings.verify(number=number, finding="不是我", actor=HANDLER, at=LATER),
        lambda: ratings.dismiss(number=number, reason="不是我", actor=HANDLER, at=LATER),
    ):
        with pytest.raises(NotAllowed, match="不能自己核实"):
            act()


def test_dismissed_with_a_reason_told_to_the_person(served):
    number = mending_of(rated(delivered(served).number, BAD)).case.number
    with pytest.raises(BadInput):
        ratings.dismiss(number=number, reason=" ", actor=HEAD, at=LATER)
    case = ratings.dismiss(number=number, reason="录像显示只来过一次", actor=HEAD, at=LATER)
    assert (case.status, case.ended_at) == ("refused", LATER)
    told = Notice.objects.get(party_id=served.enterprise.party_id, title="您的评价已核实")
    assert "录像显示只来过一次" in told.text
    assert Rating.objects.get().state == "counted"


def test_nothing_is_mended_before_the_person_was_spoken_to(served):
    number = verified(served)
    with pytest.raises(Refused, match="还没有联系评价人"):
        ratings.rectify(number=number, measures="培训", evidence="签到表", actor=HANDLER, at=LATER)


def test_another_agency_does_not_mend(served):
    number = verified(served)
    with pytest.raises(NotAllowed, match="由被评单位自己办理"):
        ratings.contact(number=number, how="电话", words="您好", actor=CLERK, at=LATER)


def test_measures_and_evidence_are_both_asked(served):
    number = verified(served)
    ratings.contact(number=number, how="电话", words="已致歉", actor=HANDLER, at=LATER)
    for given in ({"measures": "", "evidence": "签到表"}, {"measures": "培训", "evidence": ""}):
        with pytest.raises(BadInput):
            ratings.rectify(number=number, actor=HANDLER, at=LATER, **given)


def test_a_file_shows_what_was_mended(served, settings, tmp_path):
    settings.UPLOADS = tmp_path
    number = verified(served)
    kept = ratings.prove(number=number, name="现场.png", content=PNG, actor=HANDLER, at=LATER)
    assert [one.name for one in queries.mending(number, HEAD).files] == [kept.name]


def test_who_mended_does_not_accept_and_what_is_sent_back_is_mended_again(served):
    number = mended(served)
    head = replace(HANDLER, roles=frozenset({Role.HEAD}))
    with pytest.raises(NotAllowed):
        ratings.confirm(number=number, opinion="好", actor=head, at=LATER)
    case = ratings.send_back(number=number, reason="没有照片", actor=SUPERVISOR, at=LATER)
    assert (case.status, case.outcome, case.decided_at) == ("accepted", "", None)
    assert last_day(case) == date(2022, 7, 22)
    ratings.contact(number=number, how="上门", words="满意", actor=HEAD, at=LATER)
    ratings.rectify(number=number, measures="补拍", evidence="照片", actor=HEAD, at=LATER)
    with pytest.raises(NotAllowed, match="整改和验收不能是同一人"):
        ratings.confirm(number=number, opinion="好", actor=HEAD, at=LATER)
    assert ratings.confirm(number=number, opinion="好", actor=SECOND, at=LATER).status == "delivered"


def last_day(case):
    return case.due_at and due_day(case.due_at)


def again(row, opinion=GOOD, at=LATER, **more):
    return ratings.rate(token=queries.token_again(row.rating.uid), opinion=opinion, address=HOME, at=at, **more)


def test_accepted_the_person_gets_a_link_and_rates_once_more(served):
    row = accepted(served)
    told = Notice.objects.get(party_id=served.enterprise.party_id, title="请再评一次")
    assert told.link == f"/rate/{queries.token_again(row.rating.uid)}"
    second = again(row)
    assert (second.first_id, second.agency_id, second.stage) == (row.rating.pk, "hf-bdc", "whole")
    assert cases.journal(row.case, HEAD)[-1].move == "rerate"
    with pytest.raises(Refused, match="已经评价过"):
        again(row)
    assert list(cases.verify(row.case.number)) == []


def test_a_second_bad_word_opens_no_second_rectification(served):
    row = accepted(served)
    assert again(row, BAD).is_bad
    assert Rectification.objects.count() == 1


def test_the_second_link_is_good_from_the_acceptance_for_the_same_term(served):
    row = accepted(served)
    with pytest.raises(Refused, match="评价期限到2022-07-31为止"):
        again(row, at=AT + 31 * DAY)


def test_before_it_was_accepted_nobody_rates_again(served):
    number = mended(served)
    row = Rectification.objects.select_related("rating").get(case__number=number)
    with pytest.raises(Refused, match="整改还没有验收"):
        again(row)
    with pytest.raises(NotAllowed):
        ratings.confirm(number=number, opinion="好", actor=COORDINATOR, at=LATER)


def test_staff_of_the_agency_do_not_rate_again_either(served):
    with pytest.raises(NotAllowed, match="您是被评单位的工作人员"):
        again(accepted(served), actor=HEAD)


def test_moves_are_told_with_what_bars_them(served):
    number = verified(served)
    found = {
        one.move.name: one.refusal.code if one.refusal else ""
        for one in queries.allowed(queries.mending(number, HANDLER), HANDLER, at=LATER)
    }
    assert found["contact"] == ""
    assert found["rectify"] == "rectification.contact"
    assert found["verify"] == "move.state"
    assert set(found) == {"verify", "dismiss", "contact", "prove", "rectify", "send_back", "confirm"}


def test_what_another_room_has_to_react_to_is_seen_once(served):
    rating = rated(delivered(served).number, BAD)
    rated(delivered(served).number, BAD, stage=Stage.WINDOW)
    assert queries.unseen_bad_ratings("appeal") == []
    assert queries.unseen_bad_ratings("application")[0].pk == rating.pk
    assert ratings.mark_seen(rating=rating.pk, at=LATER)
    assert not ratings.mark_seen(rating=rating.pk, at=LATER)
    assert len(queries.unseen_bad_ratings("application")) == 1
