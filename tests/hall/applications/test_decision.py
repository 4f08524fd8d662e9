"""The end: decisions, their effects on the register, corrections, delivery, the archive; and statements an act."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.cast import AT, CLERK, HANDLER, HEAD, REGISTRAR, SURVEYOR

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.casework.exchange.models import OutboxEvent
from tongban.common.actors import worker
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.parties import queries as parties


def decide(case, outcome=Outcome.GRANTED, *, actor=HANDLER, at=AT, reason="符合法定条件"):
    return hall.decide(number=case.number, outcome=outcome, reason=reason, actor=actor, at=at)


def test_no_decision_while_a_step_is_open(city):
    case = cast.accepted(city)
    with pytest.raises(Refused, match="还有3个环节未办结"):
        decide(case)


def test_a_decision_stops_the_handling_clock_and_starts_delivery(city):
    case = cast.decided(city, at=AT)
    clocks = cases.whole(case).clocks
    assert clocks["handling"].ended_at == AT
    assert case.due_at == midnight(date(2022, 7, 16))  # ten working days to deliver
    delivered = hall.deliver(number=case.number, how="邮寄", actor=CLERK, at=noon(date(2022, 7, 4)))
    assert (delivered.status, delivered.ended_at) == ("delivered", noon(date(2022, 7, 4)))
    archived = hall.archive(number=case.number, actor=CLERK, at=noon(date(2022, 7, 5)))
    assert (archived.status, archived.ended_at) == ("archived", noon(date(2022, 7, 4)))


def test_a_denial_tells_reason_and_remedy(city):
    case = cast.handled(city)
    with pytest.raises(BadInput, match="决定的理由"):
        decide(case, Outcome.DENIED, reason=" ")
    case = decide(case, Outcome.DENIED, reason="权属不清")
    (notice,) = queries.notices(cases.whole(case))
    assert (case.outcome, notice.kind) == ("denied", "denial")
    assert "行政诉讼" in notice.remedy


def test_a_decision_is_one_of_two(city):
    with pytest.raises(BadInput, match="准予或不予"):
        decide(cast.handled(city), Outcome.NONE)


def test_only_the_head_corrects_a_decision_and_it_is_told(city):
    case = cast.decided(city)
    words: dict[str, Any] = {"number": case.number, "reason": "笔误", "text": "面积更正为120平方米", "at": AT}
    with pytest.raises(NotAllowed):
        hall.correct(actor=HANDLER, **words)
    case = hall.correct(actor=HEAD, **words)
    assert case.status == "decided"
    assert [notice.kind for notice in queries.notices(cases.whole(case))] == ["amendment"]


def change(city, **form):
    case = cast.accepted(city, code="change", form=form, paper=())
    hall.complete_step(number=case.number, step="review", result="符合", actor=REGISTRAR, at=AT)
    return case


def test_a_granted_change_enters_the_register_and_the_outbox_in_the_same_transaction(city):
    case = change(city, name="合肥先导新材料有限公司", legal_representative="李雷")
    decide(case, actor=REGISTRAR)
    party = parties.party(city.enterprise.party_id)
    assert (party.name, party.enterprise.legal_representative) == ("合肥先导新材料有限公司", "李雷")
    event = OutboxEvent.objects.get(type="cn.tongban.enterprise.changed")
    assert event.data == {"name": "合肥先导新材料有限公司", "legal_representative": "李雷"}
    assert event.order_key == f"party:{party.pk}"


def test_a_denied_change_changes_nothing(city):
    case = change(city, name="合肥先导新材料有限公司")
    decide(case, Outcome.DENIED, actor=REGISTRAR)
    assert parties.party(city.enterprise.party_id).name == "合肥先导薄膜材料有限公司"
    assert not OutboxEvent.objects.filter(type="cn.tongban.enterprise.changed").exists()


def test_an_effect_the_register_refuses_leaves_the_case_undecided(city):
    case = change(city, name="合肥先导薄膜材料有限公司")
    with pytest.raises(BadInput, match="没有需要变更的事项"):
        decide(case, actor=REGISTRAR)
    case.refresh_from_db()
    assert (case.status, case.journal_seq) == ("accepted", 3)
    assert list(cases.verify(case.number)) == []


def test_events_carry_the_last_day_of_the_term_not_the_day_after(city):
    cast.accepted(city)
    event = OutboxEvent.objects.get(type="cn.tongban.application.accepted")
    assert event.data["due_on"] == "2022-07-15"


# BEGIN, COMMIT and the savepoints of the test's own transaction aside
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(FRAME)]


def life(city):
    """Every act of a life with its worst case: pauses and an extension on the ledger, all materials, all events."""
    case = cast.filed(city)
    number = case.number
    at: dict[str, Any] = {"at": AT}
    yield "file", lambda: cast.filed(city)
    yield "open", lambda: hall.open_draft(filing=cast.filing(city.enterprise), actor=city.enterprise, **at)
    yield "precheck", lambda: hall.precheck(number=number, actor=CLERK, **at)
    yield "accept", lambda: hall.accept(number=number, actor=CLERK, **at)
    yield "extend", lambda: hall.extend(number=number, reason="复杂", actor=HEAD, **at)
    for key, actor in (("", HANDLER), ("survey", SURVEYOR)):
        told: dict[str, Any] = {
            "ground": PauseGround.TESTING,
            "reason": "检测",
            "evidence": "委托书",
            "limit_on": date(2022, 7, 20),
        }
        yield (
            f"pause {key}",
            lambda key=key, actor=actor, told=told: hall.pause(number=number, step=key, actor=actor, **told, **at),
        )
        yield f"resume {key}", lambda key=key, actor=actor: hall.resume(number=number, step=key, actor=actor, **at)
    yield "take", lambda: hall.take_step(number=number, step="survey", actor=SURVEYOR, **at)
    for key, actor in (("survey", SURVEYOR), ("review", HANDLER), ("register", HANDLER)):
        yield (
            f"step {key}",
            lambda key=key, actor=actor: hall.complete_step(number=number, step=key, result="合格", actor=actor, **at),
        )
    yield "decide", lambda: decide(case)
    yield "correct", lambda: hall.correct(number=number, reason="笔误", text="更正", actor=HEAD, **at)
    yield "deliver", lambda: hall.deliver(number=number, how="窗口", actor=CLERK, **at)
    yield "archive", lambda: hall.archive(number=number, actor=CLERK, **at)


def test_every_act_takes_at_most_eight_statements(city):
    cast.accepted(city)  # guides are read once a process
    counted = {name: len(statements(act)) for name, act in life(city)}
    assert {name: count for name, count in counted.items() if count > 8} == {}
    assert len(counted) == 17


@pytest.mark.parametrize("act", ["ask", "answer", "refuse", "defer", "commit", "withdraw", "deem"])
def test_the_rarer_acts_take_at_most_eight_statements(city, act):
    paper = {"defer": ("application", "pledge"), "commit": ("application", "tax")}.get(
        act, ("application", "tax", "pledge")
    )
    cast.accepted(city)
    case = cast.filed(city, paper=paper)
    told: dict[str, Any] = {"number": case.number, "actor": CLERK, "at": AT}
    asked: dict[str, Any] = {"items": [{"key": "tax", "what": "补交"}], "reason": ""}
    if act == "answer":
        hall.ask_correction(**asked, **told)
    acts = {
        "ask": lambda: hall.ask_correction(**asked, **told),
        "answer": lambda: hall.answer_correction(paper=["tax"], **told),
        "refuse": lambda: hall.refuse(reason="不属职权", **told),
        "defer": lambda: hall.accept_deferred(**told),
        "commit": lambda: hall.accept_committed(commitment="承诺属实", **told),
        "withdraw": lambda: hall.withdraw(reason="撤", **told),
        "deem": lambda: hall.deem_accepted(number=case.number, actor=worker(), at=midnight(date(2022, 7, 9))),
    }
    assert len(statements(acts[act])) <= 8


def test_a_decision_with_an_entry_in_the_register_is_two_acts_of_at_most_eight(city):
    cast.accepted(city)
    case = change(city, name="新材料公司", legal_representative="李雷")
    taken = statements(lambda: decide(case, actor=REGISTRAR))
    register = [sql for sql in taken if "parties_" in sql]
    assert len(register) <= 8
    assert len(taken) - len(register) <= 8


REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]


def test_a_registration_brings_the_new_enterprise_into_the_register(city):
    fields = {"name": "名称", "legal_representative": "法定代表人", "business_scope": "经营范围", "address": "住所"}
    form = {
        "type": "object",
        "required": list(fields),
        "properties": {key: {"type": "string", "title": title, "maxLength": 100} for key, title in fields.items()},
    }
    given = {
        "name": "合肥呈上建材科技有限公司",
        "legal_representative": "高明",
        "business_scope": "建材",
        "address": "瑶海区",
    }
    spec = cast.item(
        "founding", "设立登记", "hf-scjg", "market", form=form, effect="enterprise.register", procedure=REVIEW
    )
    cast.put_in_force({**spec, "effect_fields": {key: key for key in fields}})
    case = hall.file(filing=cast.filing(city.citizen, "founding", form=given), actor=city.citizen, at=AT)
    hall.accept(number=case.number, actor=CLERK, at=AT)
    hall.complete_step(number=case.number, step="review", result="符合", actor=REGISTRAR, at=AT)
    told: dict[str, Any] = {
        "number": case.number,
        "outcome": Outcome.GRANTED,
        "reason": "准予设立",
        "actor": REGISTRAR,
        "at": AT,
    }
    with pytest.raises(BadInput, match="统一社会信用代码"):
        hall.decide(document="合市监〔2022〕1号", **told)
    hall.decide(document="91340100MA2MXDK275", **told)
    party = parties.find_by_identifier("91340100MA2MXDK275")
    assert party is not None
    assert (party.name, parties.status_on(party, cast.FRIDAY)) == (given["name"], parties.StatusKind.ACTIVE)
