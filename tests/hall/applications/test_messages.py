"""Words beside the procedure: messages that move no clock, notes that never leave the office."""

from datetime import date

import pytest
from tests import cast
from tests.cast import AT, CLERK, COORDINATOR, HANDLER, HEAD, OUTSIDER, SUPERVISOR, SURVEYOR, TOWN_CLERK

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import INSIDE
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import noon
from tongban.hall.appeals.rules import moves as appeals
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules import moves

LATER = noon(cast.FRIDAY, 15)


def say(case, actor, text="材料已经寄出。", at=AT):
    return hall.message(number=case.number, text=text, actor=actor, at=at)


def note(case, actor, text="与住建局核对。", at=AT):
    return hall.note(number=case.number, text=text, actor=actor, at=at)


def test_applicant_and_office_write_to_each_other_each_with_side_name_and_time(city):
    case = cast.filed(city)
    say(case, city.enterprise, "  请问还缺什么?\n")
    say(case, CLERK, "材料齐全,今天受理。", LATER)
    found = queries.messages(case, city.enterprise)
    assert [(one.is_applicant, one.name, one.text, one.at) for one in found] == [
        (True, "合肥先导薄膜材料有限公司", "请问还缺什么?", AT),
        (False, "窗口小王", "材料齐全,今天受理。", LATER),
    ]
    assert [one.text for one in queries.messages(case, HANDLER, latest=1)] == ["材料齐全,今天受理。"]


@pytest.mark.parametrize("stage", [cast.filed, cast.accepted, cast.handled, cast.decided], ids=lambda one: one.__name__)
def test_a_message_moves_no_clock_and_no_state(city, stage):
    case = stage(city)
    before = cases.whole(cases.case(case.number, HANDLER))
    say(case, city.enterprise, at=LATER)
    say(case, HANDLER, at=LATER)
    note(case, HANDLER, at=LATER)
    after = cases.whole(cases.case(case.number, HANDLER))
    for name in ("status", "due_at", "statutory_due_at", "wake_at", "received_at", "asked_at", "provisional"):
        assert getattr(after.case, name) == getattr(before.case, name)
    assert after.clocks == before.clocks
    assert [step.due_at for step in after.steps] == [step.due_at for step in before.steps]


def test_messages_go_on_after_the_end_and_into_the_archive(city):
    case = cast.decided(city)
    hall.deliver(number=case.number, how="邮寄", actor=CLERK, at=AT)
    say(case, city.enterprise, "还没有收到证书。")
    hall.archive(number=case.number, actor=CLERK, at=AT)
    say(case, CLERK, "邮件单号已补发。")
    assert [one.is_applicant for one in queries.messages(case, CLERK)] == [True, False]


def test_a_draft_is_nobodys_yet_and_has_no_messages(city):
    draft = hall.open_draft(filing=cast.filing(city.enterprise), actor=city.enterprise, at=AT)
    with pytest.raises(Refused, match="不能留言"):
        say(draft, city.enterprise)


def test_an_agency_with_a_step_answers_as_the_lead_does(city):
    case = cast.accepted(city)
    say(case, SURVEYOR, "明天上门调查,请留人。")
    note(case, SURVEYOR)
    assert [one.agency for one in queries.messages(case, HEAD)] == ["hf-cehui"]
    allowed = {
        one.move.name: one.refusal
        for one in cases.allowed_moves(cases.whole(case), [moves.MESSAGE, moves.NOTE], SURVEYOR, at=AT)
    }
    assert allowed == {"message": None, "note": None}


def test_an_agency_without_a_step_another_county_and_a_bare_supervisor_do_not_write(city):
    case = cast.accepted(city)
    with pytest.raises(NotAllowed):
        say(case, cast.REGISTRAR)
    with pytest.raises(NotAllowed):
        say(case, OUTSIDER)
    with pytest.raises(NotAllowed, match="您不能留言"):
        say(case, SUPERVISOR)
    with pytest.raises(NotAllowed, match="您不能内部备注"):
        note(case, cast.ADMIN)


def test_another_citizen_is_told_there_is_no_such_case(city):
    case = cast.accepted(city)
    with pytest.raises(NotFound):
        say(case, city.neighbour)


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 2001, "零\0字节", "反\u202e向"])
def test_a_message_is_a_clean_text_of_one_to_two_thousand_characters(city, text):
    case = cast.filed(city)
    with pytest.raises(BadInput):
        say(case, city.enterprise, text)
    say(case, city.enterprise, "长" * 2000)
    assert len(queries.messages(case, CLERK)) == 1


def test_notes_are_for_the_desk_the_office_coordinators_and_supervisors(city):
    case = cast.accepted(city)
    for actor in (CLERK, HANDLER, HEAD, COORDINATOR, SUPERVISOR):
        note(case, actor, f"{actor.name}记。")
    assert [one.name for one in queries.notes(case, CLERK)] == [
        CLERK.name,
        HANDLER.name,
        HEAD.name,
        COORDINATOR.name,
        SUPERVISOR.name,
    ]
    with pytest.raises(NotAllowed):
        note(case, city.enterprise)


def test_a_party_reads_the_journal_without_what_is_the_offices_own_and_the_chain_holds(city):
    case = cast.accepted(city)
    note(case, HANDLER, "疑似与另一件重复。")
    say(case, HANDLER)
    mine = cases.journal(case, city.enterprise)
    assert [line.move for line in mine] == ["file", "accept", "message"]
    assert "疑似" not in "".join(line.data for line in mine)
    assert queries.notes(case, city.enterprise) == []
    assert [line.move for line in cases.journal(case, HANDLER)] == ["file", "accept", "note", "message"]
    assert list(cases.verify(case.number)) == []


def test_what_is_the_offices_own_are_moves_of_the_table_no_party_makes():
    known = {**appeals.BY_NAME, **moves.BY_NAME}
    assert set(known) >= INSIDE
    assert not any(Role.APPLICANT in known[name].roles for name in INSIDE)


def test_a_town_clerk_writes_in_the_own_town_only(city):
    inside = hall.file(filing=cast.filing(city.enterprise, "occupation", "340122107"), actor=city.enterprise, at=AT)
    say(inside, TOWN_CLERK)
    with pytest.raises(NotAllowed):
        say(cast.filed(city), TOWN_CLERK)


def test_a_journal_is_cut_to_the_newest_lines_in_their_order(city):
    case = cast.filed(city)
    for number in range(5):
        say(case, CLERK, f"第{number}条")
    newest = cases.journal(case, Actor("staff", "读者"), latest=2)
    assert [line.seq for line in newest] == [5, 6]


def test_a_message_takes_at_most_eight_statements(city, django_assert_max_num_queries):
    case = cast.accepted(city)
    with django_assert_max_num_queries(10):
        say(case, SURVEYOR)


def test_a_party_does_not_flood_a_case_and_writes_again_the_next_day(city):
    case = cast.filed(city)
    for _ in range(30):
        say(case, city.enterprise)
    with pytest.raises(Refused, match="已留言30条"):
        say(case, city.enterprise)
    say(case, CLERK)
    say(case, city.enterprise, at=noon(date(2022, 7, 2)))
