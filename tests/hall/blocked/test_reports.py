"""No is not said without a report of refusal, and whoever met an obstacle is told once when it is gone."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import ADMIN, AT, CLERK, COORDINATOR, HANDLER, HEAD, OUTSIDER, SUPERVISOR
from tests.hall.blocked.cases import (
    ANSWER,
    MONDAY,
    TUESDAY,
    accepted,
    answered,
    brought,
    brought_of,
    conclusion,
    confirmed,
    mending,
    refusal,
    refused_application,
    reported,
    reviewing,
    root,
)

from tongban import wiring
from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.notices.models import Notice
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import noon
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import RefusalReport
from tongban.hall.blocked.rules.words import Cause, Remedy, RootCause
from tongban.registry.parties.models import PartySearch


def fan_out(at=TUESDAY):
    exchange.fan_out(at=at, listeners=wiring.LISTENERS)


def test_a_report_takes_what_the_application_says_and_the_applicant_gets_a_copy(town_hall):
    row = reported(town_hall)
    assert (row.item_id, row.agency_id, row.applicant_id) == (
        "certificate",
        "hf-bdc",
        town_hall.enterprise.party_id,
    )
    told = Notice.objects.get(party_id=town_hall.enterprise.party_id, link=f"/refusals/{row.pk}")
    assert "行政复议" in told.text
    assert "《不动产登记暂行条例》第十六条" in told.text


def test_a_report_without_an_application_names_item_and_person(town_hall):
    given = refusal(item="certificate", region="340100", applicant_name="到窗口的老人")
    row = blocked.report_refusal(refusal=given, actor=HANDLER, at=AT)
    assert (row.applicant_id, row.applicant_name, row.application_id) == (None, "到窗口的老人", None)
    assert not Notice.objects.exists()
    with pytest.raises(BadInput, match="哪件事"):
        blocked.report_refusal(refusal=refusal(), actor=CLERK, at=AT)


def known(city, identifier: str, name: str, actor=CLERK):
    return blocked.known_applicant(identifier=identifier, name=name, actor=actor, at=AT)


def test_whoever_the_register_knows_by_number_and_name_finds_the_report_under_my(town_hall):
    applicant = known(town_hall, " 91340100ma2n1t2x3u ", "合肥先导薄膜材料有限公司")
    assert applicant == town_hall.enterprise.party_id
    given = refusal(item="certificate", region="340100", applicant_id=applicant, applicant_name="随便写的")
    row = blocked.report_refusal(refusal=given, actor=CLERK, at=AT)
    assert row.applicant_name == "合肥先导薄膜材料有限公司"
    assert [one.pk for one in queries.told_no(town_hall.enterprise)] == [row.pk]
    assert queries.told_no(town_hall.neighbour) == queries.told_no(COORDINATOR) == []
    assert Notice.objects.get().party_id == applicant
    assert PartySearch.objects.get().by == CLERK.key


def test_a_number_of_another_person_ties_nobody_and_stays_in_the_log(town_hall):
    with pytest.raises(BadInput, match="登记的不是“李四”"):
        known(town_hall, "91340100MA2N1T2X3U", "李四")
    assert PartySearch.objects.count() == 1
    assert known(town_hall, "11010519491231002X", "李四") is None  # nobody of the register
    assert known(town_hall, " ", "李四") is None
    for number in ("13900000001", "9134", "91340100MA2N1T2X30"):
        with pytest.raises(BadInput):
            known(town_hall, number, "李四")
    with pytest.raises(BadInput):
        known(town_hall, "91340100MA2N1T2X3U", " ")
    with pytest.raises(NotAllowed):
        known(town_hall, "91340100MA2N1T2X3U", "合肥先导薄膜材料有限公司", actor=SUPERVISOR)
    nobody = refusal(item="certificate", region="340100", applicant_id=10**14)
    with pytest.raises(NotFound):
        blocked.report_refusal(refusal=nobody, actor=CLERK, at=AT)


@pytest.mark.parametrize("blank", ["asked", "ground", "basis"])
def test_a_no_without_words_ground_or_law_is_refused(town_hall, blank):
    given: dict[str, Any] = {blank: " "}
    with pytest.raises(BadInput):
        reported(town_hall, **given)
    assert not RefusalReport.objects.exists()


def test_a_path_to_make_up_is_written_out_and_a_remedy_of_law_is_known(town_hall):
    with pytest.raises(BadInput, match="怎样补办"):
        reported(town_hall, remedy=Remedy.MAKE_UP)
    assert "六十日" in reported(town_hall, remedy=Remedy.LITIGATION).remedy_text
    assert reported(town_hall, remedy=Remedy.MAKE_UP, remedy_text="先测绘").remedy_text == "先测绘"


def test_parties_and_supervisors_file_none(town_hall):
    for who in (town_hall.enterprise, SUPERVISOR):
        with pytest.raises(NotAllowed):
            blocked.report_refusal(refusal=refusal(item="certificate", region="340100"), actor=who, at=AT)
    number = refused_application(town_hall).number
    with pytest.raises(NotFound):
        blocked.report_refusal(refusal=refusal(application=number), actor=OUTSIDER, at=AT)


def test_a_report_stays_as_it_was_written(town_hall):
    row = reported(town_hall)
    for act in (lambda: RefusalReport.objects.update(ground="改了"), lambda: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_who_sees_a_report(town_hall):
    row = reported(town_hall)
    for who in (COORDINATOR, SUPERVISOR, ADMIN, HANDLER, CLERK, town_hall.enterprise):
        assert queries.report(row.pk, who) == row
    for who in (OUTSIDER, town_hall.neighbour):
        with pytest.raises(NotFound):
            queries.report(row.pk, who)


def test_a_no_without_a_report_is_shown(town_hall):
    case = refused_application(town_hall)
    reported(town_hall)
    assert [one.number for one in queries.refused_without_report(COORDINATOR)] == [case.number]
    assert not queries.refused_without_report(town_hall.neighbour).exists()
    blocked.report_refusal(refusal=refusal(application=case.number), actor=CLERK, at=AT)
    assert not queries.refused_without_report(COORDINATOR).exists()


def test_a_report_becomes_a_matter_once_by_the_applicant_or_the_coordinator(town_hall):
    row = reported(town_hall)
    with pytest.raises(NotAllowed):
        blocked.bring(brought=brought_of(report=row.pk), actor=CLERK, at=AT)
    with pytest.raises(NotFound):
        blocked.bring(brought=brought_of(report=row.pk), actor=town_hall.neighbour, at=AT)
    case = blocked.bring(brought=brought_of(report=row.pk), actor=town_hall.enterprise, at=AT)
    matter = queries.matter_of(case)
    assert (case.item_id, matter.report_id, matter.application_id) == ("certificate", row.pk, row.application_id)
    with pytest.raises(Refused, match=case.number):
        blocked.bring(brought=brought_of(report=row.pk), actor=COORDINATOR, at=AT)
    other = reported(town_hall)
    assert blocked.bring(brought=brought_of(report=other.pk), actor=COORDINATOR, at=AT).applicant_id


# told


def test_who_brought_a_matter_is_told_of_its_way(town_hall):
    confirmed(town_hall)
    fan_out()
    texts = [one.text for one in Notice.objects.filter(title__startswith="办不成事").order_by("pk")]
    assert {text[:3] for text in texts} == {"已收到", "已受理", "合肥市", "已办结"}
    fan_out()
    assert Notice.objects.filter(title__startswith="办不成事").count() == 4


def test_everybody_who_met_the_obstacle_is_told_once(town_hall):
    row = mending(town_hall)  # the enterprise's own matter
    old = noon(date(2021, 7, 1), 10)
    given = {"item": "certificate", "region": "340100"}
    blocked.report_refusal(refusal=refusal(applicant_id=town_hall.neighbour.party_id, **given), actor=CLERK, at=MONDAY)
    blocked.report_refusal(  # twice
        refusal=refusal(applicant_id=town_hall.neighbour.party_id, **given), actor=CLERK, at=MONDAY
    )
    blocked.report_refusal(  # too long ago
        refusal=refusal(applicant_id=town_hall.citizen.party_id, **given), actor=CLERK, at=old
    )
    blocked.report_refusal(  # another obstacle
        refusal=refusal(applicant_id=town_hall.citizen.party_id, cause=Cause.SYSTEM, **given), actor=CLERK, at=MONDAY
    )
    blocked.report_refusal(  # another item
        refusal=refusal(applicant_id=town_hall.citizen.party_id, item="change", region="340100"),
        actor=CLERK,
        at=MONDAY,
    )
    blocked.mend(number=row.case.number, changed="清单已注明可以同步", actor=HEAD, at=TUESDAY)
    fan_out()
    fan_out()
    told = Notice.objects.filter(title__startswith="您遇到过的问题已整改")
    assert sorted(one.party_id or 0 for one in told) == sorted(
        [town_hall.enterprise.party_id, town_hall.neighbour.party_id]
    )
    assert {"清单已注明可以同步" in one.text for one in told} == {True}


# cost

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured if not one["sql"].startswith(FRAME)]


def acts(city):
    number = refused_application(city).number
    yield "bring", lambda: blocked.bring(brought=brought_of(application=number), actor=CLERK, at=AT)
    item = brought_of(region="340100", item="certificate", phone="13900000001")
    yield "bring an item", lambda: blocked.bring(brought=item, actor=CLERK, at=AT)
    other = refused_application(city).number
    yield "report", lambda: blocked.report_refusal(refusal=refusal(application=other), actor=CLERK, at=AT)
    report = reported(city).pk
    yield "turn", lambda: blocked.bring(brought=brought_of(report=report), actor=city.enterprise, at=AT)
    first = brought(city).number
    yield "classify", lambda: blocked.classify(number=first, cause=Cause.POLICY, actor=COORDINATOR, at=AT)
    yield "accept", lambda: blocked.accept(number=first, actor=COORDINATOR, at=AT)
    yield (
        "review",
        lambda: blocked.joint_review(
            number=first, participants=["hf-bdc", "hf-cehui"], reason="审", actor=COORDINATOR, at=AT
        ),
    )
    yield "opine", lambda: blocked.opine(number=first, step="review-1", opinion="可", actor=HANDLER, at=AT)
    yield "conclude", lambda: blocked.conclude(number=first, conclusion=conclusion(), actor=COORDINATOR, at=AT)
    second = reviewing(city).number
    yield (
        "lead",
        lambda: blocked.leading_group(number=second, agency="hf-scjg", reason="难", actor=COORDINATOR, at=MONDAY),
    )
    third = accepted(city).number
    yield (
        "answer",
        lambda: blocked.answer(number=third, outcome=Outcome.RESOLVED, text=ANSWER, actor=HANDLER, at=AT),
    )
    yield "contest", lambda: blocked.contest(number=third, reason="没有", actor=city.enterprise, at=AT)
    fourth = answered(city, text=f"{ANSWER}又").number
    yield "confirm", lambda: blocked.confirm(number=fourth, actor=city.enterprise, at=AT)
    yield (
        "find cause",
        lambda: blocked.find_cause(number=fourth, root=root(RootCause.LAW), actor=COORDINATOR, at=AT),
    )
    yield "archive", lambda: blocked.archive(number=fourth, actor=CLERK, at=AT)
    fifth = brought(city).number
    yield (
        "solve",
        lambda: blocked.solve_on_spot(
            number=fifth, text=f"{ANSWER}。当场", root=root(RootCause.LAW), actor=CLERK, at=AT
        ),
    )


def test_an_act_takes_eight_statements_at_most(town_hall):
    counted = {name: statements(act) for name, act in acts(town_hall)}
    assert {name: "\n".join(said) for name, said in counted.items() if len(said) > 8} == {}


def test_finding_a_wrong_guide_is_two_acts_of_eight_and_mending_is_one(town_hall):
    number = confirmed(town_hall).number
    taken = statements(lambda: blocked.find_cause(number=number, root=root(), actor=COORDINATOR, at=MONDAY))
    opening = next(place for place, sql in enumerate(taken) if "catalog_item" in sql and "LIMIT" in sql)
    assert opening <= 8
    assert len(taken) - opening <= 8
    row = queries.rectification_from(queries.matter_of(cases.case(number, ADMIN)))
    assert row is not None
    case = row.case.number
    assert len(statements(lambda: blocked.mend(number=case, changed="改了", actor=HEAD, at=TUESDAY))) <= 8
