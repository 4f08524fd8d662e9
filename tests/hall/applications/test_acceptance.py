"""At the desk: the four ways to accept, corrections, refusal, and the silence that counts as a yes."""

from datetime import date
from typing import Any

import pytest
from tests import cast
from tests.cast import AT, CLERK, COORDINATOR, HANDLER, OUTSIDER

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import worker
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.powers import services as powers
from tongban.registry.powers.models import Holding
from tongban.wiring import wake_cases


def test_acceptance_starts_the_promised_and_the_statutory_term_and_the_first_steps(city):
    case = cast.accepted(city)
    whole = cases.whole(case)
    assert case.due_at == midnight(date(2022, 7, 16))  # ten working days after Friday 1 July: Friday the 15th
    assert case.statutory_due_at == midnight(date(2022, 7, 30))
    assert [(step.key, step.state) for step in whole.steps] == [
        ("survey", "open"),
        ("review", "open"),
        ("register", "waiting"),
    ]
    assert [step.due_at for step in whole.steps] == [midnight(date(2022, 7, 16)), midnight(date(2022, 7, 9)), None]


def test_acceptance_with_gaps_names_them_and_the_open_doors(city):
    case = cast.filed(city, paper=["application"])
    with pytest.raises(Refused, match=r"“完税凭证”、“无纠纷证明”.*容缺受理、告知承诺"):
        hall.accept(number=case.number, actor=CLERK, at=AT)


def test_deferred_materials_are_owed_by_the_promised_day_and_bar_the_decision(city):
    case = cast.filed(city, paper=["application", "pledge"])
    case = hall.accept_deferred(number=case.number, actor=CLERK, at=AT)
    assert queries.given(case, cases.whole(case).spec)["tax"] == "deferred"
    assert queries.owed([case.pk, 0]) == {case.pk: date(2022, 7, 15)}
    (notice,) = queries.notices(cases.whole(case))
    assert (notice.kind, notice.items) == ("deferral", [{"key": "tax", "what": "完税凭证"}])
    assert "2022-07-15" in notice.reason
    for step, actor in (("survey", cast.SURVEYOR), ("review", HANDLER), ("register", HANDLER)):
        hall.complete_step(number=case.number, step=step, result="合格", actor=actor, at=AT)
    decide: dict[str, Any] = {
        "number": case.number,
        "outcome": Outcome.GRANTED,
        "reason": "符合",
        "actor": HANDLER,
        "at": AT,
    }
    with pytest.raises(Refused, match="完税凭证尚未补交"):
        hall.decide(**decide)
    with pytest.raises(Refused, match="不在容缺之列:application"):
        hall.provide_deferred(number=case.number, paper=["application"], actor=CLERK, at=AT)
    hall.provide_deferred(number=case.number, paper=["tax"], actor=CLERK, at=AT)
    assert queries.owed([case.pk]) == {}
    assert hall.decide(**decide).status == "decided"


def test_what_may_not_be_deferred_is_refused_by_name(city):
    case = cast.filed(city, paper=["pledge"])
    with pytest.raises(Refused, match="“登记申请书”不可容缺"):
        hall.accept_deferred(number=case.number, actor=CLERK, at=AT)


def test_a_commitment_stands_in_for_proof_only_where_the_item_allows(city):
    case = cast.filed(city, paper=["application", "tax"])
    case = hall.accept_committed(number=case.number, commitment="本企业承诺无权属纠纷。", actor=CLERK, at=AT)
    assert (case.acceptance, queries.given(case, cases.whole(case).spec)["pledge"]) == ("commitment", "committed")
    other = cast.filed(city, paper=["application"])
    with pytest.raises(Refused, match="“完税凭证”不能以承诺代替"):
        hall.accept_committed(number=other.number, commitment="承诺", actor=CLERK, at=AT)
    street = cast.filed(city, code="occupation", region="340122")
    with pytest.raises(Refused, match="不适用告知承诺"):
        hall.accept_committed(number=street.number, commitment="承诺", actor=CLERK, at=AT)


@pytest.mark.parametrize("act", [hall.accept_deferred, hall.accept_committed], ids=["deferred", "committed"])
def test_complete_materials_are_simply_accepted(city, act):
    case = cast.filed(city)
    more = {"commitment": "承诺"} if act is hall.accept_committed else {}
    with pytest.raises(Refused, match="材料已齐全"):
        act(number=case.number, actor=CLERK, at=AT, **more)


def test_refusal_tells_reason_and_remedy(city):
    case = cast.filed(city)
    with pytest.raises(BadInput, match="第三十八条"):
        hall.refuse(number=case.number, reason="", actor=CLERK, at=AT)
    case = hall.refuse(number=case.number, reason="不属于本机关职权范围", actor=CLERK, at=AT)
    (notice,) = queries.notices(cases.whole(case))
    assert (case.status, notice.kind) == ("refused", "refusal")
    assert "行政复议" in notice.remedy


def test_silence_for_five_working_days_accepts_from_the_day_of_receipt(city):
    case = cast.filed(city, paper=[])
    assert wake_cases(noon(date(2022, 7, 8))) == 0
    assert wake_cases(midnight(date(2022, 7, 9))) == 1
    case.refresh_from_db()
    assert (case.status, case.acceptance, case.accepted_at) == ("accepted", "deemed", AT)
    assert case.due_at == midnight(date(2022, 7, 16))
    last = cases.journal(case, HANDLER)[-1]
    assert (last.move, last.role, last.actor) == ("deem_accepted", "worker", "worker")
    assert wake_cases(noon(date(2022, 7, 11))) == 0


def test_nobody_deems_early_or_by_hand(city):
    case = cast.filed(city)
    with pytest.raises(Refused, match="尚未届满"):
        hall.deem_accepted(number=case.number, actor=worker(), at=noon(date(2022, 7, 8)))
    with pytest.raises(NotAllowed):
        hall.deem_accepted(number=case.number, actor=CLERK, at=noon(date(2022, 7, 11)))


def test_a_case_that_cannot_be_woken_does_not_hide_the_others(city):
    stuck, fine = cast.filed(city), cast.filed(city)
    # its last act lies in the future: every attempt to wake it is refused
    type(stuck).objects.filter(pk=stuck.pk).update(touched_at=noon(date(2022, 8, 1)))
    assert wake_cases(noon(date(2022, 7, 11))) == 1
    fine.refresh_from_db()
    assert fine.status == "accepted"


def test_the_power_is_asked_as_of_the_day_of_the_act(city):
    case = cast.filed(city)
    holding = Holding.objects.get(power_id="registration")
    powers.end_holding(holding_id=holding.pk, last_on=date(2022, 7, 4))
    with pytest.raises(NotAllowed, match=r"2022-07-05.*不动产登记"):
        hall.accept(number=case.number, actor=CLERK, at=noon(date(2022, 7, 5)))
    assert hall.accept(number=case.number, actor=CLERK, at=noon(date(2022, 7, 4))).status == "accepted"


def test_an_act_cannot_be_dated_before_the_last_one(city):
    case = cast.filed(city)
    with pytest.raises(Refused, match="早于本件上一次办理"):
        hall.accept(number=case.number, actor=CLERK, at=noon(date(2022, 6, 30)))


def test_a_stranger_to_the_region_cannot_accept(city):
    case = cast.filed(city)
    with pytest.raises(NotAllowed, match="不在您的窗口辖区"):
        hall.accept(number=case.number, actor=OUTSIDER, at=AT)


def test_the_coordinator_names_the_specialist(city):
    case = hall.name_specialist(number=cast.filed(city).number, name="企业专员小许", actor=COORDINATOR, at=AT)
    assert case.specialist_name == "企业专员小许"


def test_the_version_stays_pinned_when_the_item_changes(city):
    case = cast.filed(city)
    spec = {**cast.ITEMS[0], "promised_term": "12wd", "name": "不动产首次登记(新)"}
    cast.put_in_force(spec, on=date(2022, 7, 4))
    case = hall.accept(number=case.number, actor=CLERK, at=noon(date(2022, 7, 4)))
    assert case.promised_term == "10wd"
    later = cast.accepted(city, at=noon(date(2022, 7, 4)))
    assert later.promised_term == "12wd"
