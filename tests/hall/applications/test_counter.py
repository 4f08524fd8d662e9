"""What a window does in one go: all of it, or nothing."""

from datetime import date

import pytest
from tests.cast import AT, CLERK, FRIDAY, OUTSIDER, PLACE, TOWN_CLERK, City, decided, filing

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Status
from tongban.common.errors import BadInput, DomainError, NotAllowed, NotFound, Refused
from tongban.common.time import noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.hall.applications.services import Answer, Scan, Words
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import Audience
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import RepresentativeKind

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LATER = noon(date(2022, 7, 4), 10)
CITIZEN, NEIGHBOUR, CODE = "340104198001011234", "340104198503070023", "91340100MA2N1T2X3U"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"


def taken_in(city: City, answer: Answer, *, paper=("application",), said: Words | None = None, **more) -> Case:
    scans = more.pop("scans", ())
    given = filing(city.enterprise, paper=paper, channel="window", **more)
    return hall.take_in(filing=given, answer=answer, scans=scans, said=said or Words(), actor=CLERK, at=AT)


@pytest.mark.parametrize(
    ("answer", "paper", "status"),
    [
        (Answer.DRAFT, (), Status.DRAFT),
        (Answer.FILE, (), Status.SUBMITTED),
        (Answer.ACCEPT, ("application", "tax", "pledge"), Status.ACCEPTED),
        (Answer.DEFER, ("application", "pledge"), Status.ACCEPTED),
        (Answer.ASK, ("application",), Status.CORRECTING),
    ],
)
def test_an_application_is_taken_in_and_answered_at_once(city: City, answer, paper, status):
    case = taken_in(city, answer, paper=paper)
    assert Case.objects.get(number=case.number).status == status.value
    assert case.channel == "window"


def test_a_commitment_stands_in_for_what_may_be_committed(city: City):
    case = taken_in(city, Answer.COMMIT, paper=("application", "tax"), said=Words(commitment="本人承诺无纠纷。"))
    assert case.acceptance == "commitment"


def test_scans_count_as_materials_handed_in(city: City):
    scans = [Scan(key, f"{key}.pdf", PDF) for key in ("application", "tax", "pledge")]
    case = taken_in(city, Answer.ACCEPT, paper=(), scans=scans)
    assert case.status == Status.ACCEPTED.value
    assert len(cases.attachments(case)) == 3


def test_when_the_answer_is_refused_nothing_of_it_stays(city: City):
    with pytest.raises(Refused, match="缺少材料"):
        taken_in(city, Answer.ACCEPT, scans=[Scan("tax", "tax.pdf", PDF)])
    with pytest.raises(BadInput):
        taken_in(city, Answer.FILE, scans=[Scan("tax", "tax.exe", b"MZ")])
    assert not Case.objects.exists()


def test_a_one_time_notice_names_everything_missing_and_what_the_window_wrote(city: City):
    case = taken_in(city, Answer.ASK, said=Words(gaps=["地点请写到门牌号"]))
    assert [one["what"] for one in queries.asked(case)] == [
        "请补交“完税凭证”",
        "请补交“无纠纷证明”",
        "地点请写到门牌号",
    ]


def test_queue_number_and_agent_stand_in_the_first_line_of_the_journal(city: City):
    case = taken_in(city, Answer.FILE, queue=" A012 ", agent="高明(代办人)")
    assert '"agent":"高明(代办人)"' in cases.journal(case, CLERK)[0].data
    assert '"queue":"A012"' in cases.journal(case, CLERK)[0].data
    with pytest.raises(BadInput):
        taken_in(city, Answer.FILE, queue="A" * 21)


def test_a_window_takes_in_for_its_own_region_only(city: City):
    with pytest.raises(DomainError):
        hall.take_in(filing=filing(city.enterprise), answer=Answer.FILE, actor=OUTSIDER, at=AT)
    with pytest.raises(NotAllowed):
        hall.take_in(filing=filing(city.enterprise), answer=Answer.FILE, actor=TOWN_CLERK, at=AT)


@pytest.mark.parametrize(
    ("identifier", "receiver", "said"),
    [(CODE, "高明", "高明"), (CODE.lower(), "李四", "李四")],
    ids=["by the code of the enterprise", "written small"],
)
def test_a_decision_is_handed_to_whoever_shows_the_right_papers(city: City, identifier, receiver, said):
    case = decided(city)
    done = hall.hand_out(number=case.number, identifier=identifier, receiver=receiver, actor=CLERK, at=LATER)
    assert done.status == Status.DELIVERED.value
    line = cases.journal(case, CLERK)[-1].data
    assert f"当面领取:{said}" in line
    assert identifier.upper() not in line


def test_an_agent_on_file_receives_with_the_own_papers_and_nobody_else(city: City):
    case = decided(city)
    with pytest.raises(Refused, match="不符"):
        hall.hand_out(number=case.number, identifier=CITIZEN, receiver="", actor=CLERK, at=LATER)
    register.appoint_representative(
        enterprise=parties.party(city.enterprise.party_id or 0),
        person=parties.party(city.citizen.party_id or 0),
        kind=RepresentativeKind.AGENT,
        from_on=FRIDAY,
        document="授权委托书",
        at=AT,
    )
    with pytest.raises(Refused, match="不符"):
        hall.hand_out(number=case.number, identifier=NEIGHBOUR, receiver="", actor=CLERK, at=LATER)
    hall.hand_out(number=case.number, identifier=CITIZEN, receiver="", actor=CLERK, at=LATER)
    assert "当面领取:高明" in cases.journal(case, CLERK)[-1].data


@pytest.mark.parametrize(
    ("identifier", "receiver"), [("3401", ""), ("", ""), (CODE, ""), (CODE, "甲" * 61), ("340104198001011235", "")]
)
def test_papers_that_prove_nothing_are_refused(city: City, identifier, receiver):
    case = decided(city)
    with pytest.raises(BadInput):
        hall.hand_out(number=case.number, identifier=identifier, receiver=receiver, actor=CLERK, at=LATER)
    assert Case.objects.get(number=case.number).status == Status.DECIDED.value


def test_an_unknown_case_is_not_found(city: City):
    with pytest.raises(NotFound):
        hall.hand_out(number="340100-20220701-000009-9", identifier=CODE, receiver="甲", actor=CLERK, at=LATER)


def test_handing_out_takes_few_statements(city: City, django_assert_max_num_queries):
    case = decided(city)
    with django_assert_max_num_queries(10):  # eight, and the two of the savepoint
        hall.hand_out(number=case.number, identifier=CODE, receiver="高明", actor=CLERK, at=LATER)


def test_what_a_window_files_most_comes_first(city: City):
    for _ in range(2):
        taken_in(city, Answer.FILE)
    hall.file(
        filing=filing(city.enterprise, "change", form={"name": "合肥新导薄膜有限公司"}, channel="window"),
        actor=CLERK,
        at=AT,
    )
    hall.file(filing=filing(city.citizen, paper=("application",), channel="online"), actor=CLERK, at=AT)
    assert queries.most_filed(CLERK) == ["certificate", "change"]
    assert queries.most_filed(TOWN_CLERK) == []


def test_for_whom_items_are_is_told_by_one_statement(city: City, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = catalog.audiences(["certificate", "change", "nothing"], FRIDAY)
    assert found == {"certificate": Audience.ANY, "change": Audience.ENTERPRISE}


def test_a_form_that_is_wrong_is_told_whole(city: City):
    with pytest.raises(BadInput, match="地点"):
        taken_in(city, Answer.FILE, form={**PLACE, "place": ""})
