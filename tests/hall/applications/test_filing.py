"""Up to the desk: draft, submission, corrections, withdrawal, uploads."""

import io
import zipfile
from datetime import date

import pytest
from tests import cast
from tests.cast import AT, CLERK, HANDLER, OUTSIDER, filing

from tongban.casework.cases import queries as cases
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.powers import services as powers
from tongban.registry.powers.queries import delegations
from tongban.registry.powers.rules import Mode

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def draft(city, **more):
    return hall.open_draft(filing=filing(city.enterprise, **more), actor=city.enterprise, at=AT)


def test_a_draft_has_a_number_with_region_day_serial_and_check_digit(city):
    first, second = draft(city), draft(city, code="occupation", region="340122107", form={"place": "街口"})
    assert first.number.startswith("340100-20220701-000001-")
    assert second.number.startswith("340122-20220701-000001-")
    assert first.status == "draft"
    assert first.due_at is None


def test_numbers_of_a_region_and_day_follow_each_other(city):
    numbers = [draft(city).number for _ in range(3)]
    assert [number.split("-")[2] for number in numbers] == ["000001", "000002", "000003"]
    later = hall.open_draft(filing=filing(city.enterprise), actor=city.enterprise, at=noon(date(2022, 7, 4)))
    assert later.number.startswith("340100-20220704-000001-")


def test_filing_starts_the_five_working_days_of_acceptance(city):
    case = cast.filed(city)
    assert case.status == "submitted"
    assert case.due_at == midnight(date(2022, 7, 9))  # Friday the 8th is the fifth working day, to its close
    assert case.wake_at == case.due_at


def test_a_draft_is_edited_and_submitted(city):
    case = draft(city, form={})
    with pytest.raises(BadInput, match="地点"):
        hall.submit(number=case.number, actor=city.enterprise, at=AT)
    hall.edit(number=case.number, form={"place": "新站区"}, actor=city.enterprise, at=AT)
    assert hall.submit(number=case.number, actor=city.enterprise, at=AT).status == "submitted"


def test_a_form_in_disorder_cannot_be_filed_and_leaves_nothing_behind(city):
    with pytest.raises(BadInput, match="地点"):
        cast.filed(city, form={"place": 7})
    assert not cases.cases(cast.ADMIN).exists()


def test_one_cannot_apply_for_somebody_else(city):
    with pytest.raises(NotAllowed, match="不是您申请的"):
        hall.file(filing=filing(city.citizen), actor=city.neighbour, at=AT)


def test_an_item_for_enterprises_refuses_a_person(city):
    with pytest.raises(Refused, match="只面向"):
        hall.file(filing=filing(city.citizen, "change", form={"name": "新名"}), actor=city.citizen, at=AT)


def test_only_those_who_can_see_a_paper_may_say_that_they_saw_it(city):
    with pytest.raises(NotAllowed, match="当面核收"):
        draft(city, paper=["application"])
    with pytest.raises(NotAllowed, match="当面核收"):
        hall.file(filing=filing(city.enterprise, paper=["tax"]), actor=city.enterprise, at=AT)
    case = cast.filed(city, paper=["tax"])
    ask(case, {"key": "application", "what": "缺登记申请书"})
    with pytest.raises(NotAllowed, match="当面核收"):
        hall.answer_correction(number=case.number, actor=city.enterprise, at=AT, paper=["application"])


def test_an_unknown_material_is_refused_by_name(city):
    with pytest.raises(BadInput, match="passport"):
        cast.filed(city, paper=["passport"])


def test_a_region_where_nobody_holds_the_power_is_refused(city):
    with pytest.raises(Refused, match="没有单位有权"):
        cast.filed(city, code="occupation", region="340100")


def test_the_holder_of_the_power_for_the_region_leads(city):
    near, far = (cast.filed(city, code="occupation", region=region) for region in ("340122107", "340121"))
    assert (near.agency_id, far.agency_id) == ("340122-csgl", "340121-csgl")


def test_a_town_leads_from_the_day_a_power_is_assigned_to_it_until_it_is_recalled(city):
    powers.delegate(
        power="street",
        town="340122107",
        agency="340122107-zfd",
        giver="340122-csgl",
        mode=Mode.ASSIGNED,
        from_on=date(2022, 7, 4),
        document="肥东政〔2022〕10号",
        actor=cast.ADMIN,
        at=AT,
    )
    given = delegations(power="street").get()
    powers.recall(
        delegation_id=given.pk,
        last_on=date(2022, 7, 8),
        document="肥东政〔2022〕20号",
        actor=cast.ADMIN,
        at=noon(date(2022, 7, 6)),
    )
    leads = [
        cast.filed(city, code="occupation", region="340122107", at=noon(on)).agency_id
        for on in (cast.FRIDAY, date(2022, 7, 4), date(2022, 7, 8), date(2022, 7, 11))
    ]
    assert leads == ["340122-csgl", "340122107-zfd", "340122107-zfd", "340122-csgl"]


def test_precheck_says_everything_at_once(city):
    case = draft(city, form={}, paper=[])
    _, found = hall.precheck(number=case.number, actor=city.enterprise, at=AT)
    assert [finding.field for finding in found] == ["place", "application", "tax", "pledge"]
    assert [finding.blocks for finding in found] == [True, False, False, False]
    assert "可容缺" in found[2].sentence
    assert "可告知承诺" in found[3].sentence


def ask(case, *items):
    return hall.ask_correction(number=case.number, items=items, reason="材料不全", actor=CLERK, at=AT)


def test_corrections_are_asked_once_and_answered_whole(city):
    case = cast.filed(city, paper=["tax"])
    asked = ask(case, {"key": "application", "what": "缺登记申请书"}, {"key": "", "what": "地点写具体"})
    assert asked.status == "correcting"
    assert asked.due_at is None
    with pytest.raises(Refused, match="还缺:缺登记申请书"):
        hall.answer_correction(number=case.number, actor=city.enterprise, at=AT)
    later = noon(date(2022, 7, 6))
    answered = hall.answer_correction(
        number=case.number, actor=CLERK, at=later, paper=["application"], form={"place": "新站区东方大道"}
    )
    assert answered.status == "submitted"
    assert answered.received_at == later
    assert answered.form["place"] == "新站区东方大道"
    with pytest.raises(Refused, match="不得再次要求补正"):
        hall.ask_correction(
            number=case.number, items=[{"key": "tax", "what": "再来"}], reason="", actor=CLERK, at=later
        )


def test_corrections_name_at_least_one_thing(city):
    with pytest.raises(BadInput, match="逐项写明"):
        ask(cast.filed(city))


def test_after_the_term_it_is_too_late_to_ask(city):
    case = cast.filed(city)
    with pytest.raises(Refused, match="视为受理"):
        hall.ask_correction(
            number=case.number,
            items=[{"key": "tax", "what": "完税凭证"}],
            reason="",
            actor=CLERK,
            at=noon(date(2022, 7, 11)),
        )


def test_an_applicant_withdraws_with_a_reason(city):
    case = cast.filed(city)
    with pytest.raises(BadInput, match="撤回原因"):
        hall.withdraw(number=case.number, reason=" ", actor=city.enterprise, at=AT)
    gone = hall.withdraw(number=case.number, reason="资料有误", actor=city.enterprise, at=AT)
    assert gone.status == "withdrawn"
    assert gone.ended_at == AT


def test_another_citizens_case_looks_like_no_case(city):
    case = cast.filed(city)
    for number in (case.number, "340100-20220701-999999-9"):
        with pytest.raises(NotFound) as refusal:
            hall.withdraw(number=number, reason="不是我的", actor=city.neighbour, at=AT)
        assert refusal.value.message == f"没有编号为“{number}”的件:请核对编号。"
        with pytest.raises(NotFound):
            cases.case(number, city.neighbour)


def test_staff_see_only_what_they_have_to_do_with(city):
    case = cast.filed(city)
    for actor in (city.enterprise, CLERK, HANDLER, cast.SUPERVISOR, cast.ADMIN):
        assert cases.case(case.number, actor) == case
    for actor in (OUTSIDER, cast.TOWN_CLERK, cast.SURVEYOR, cast.REGISTRAR):
        with pytest.raises(NotFound):
            cases.case(case.number, actor)
    hall.accept(number=case.number, actor=CLERK, at=AT)
    assert cases.case(case.number, cast.SURVEYOR) == case  # a step is theirs now


def test_a_draft_is_nobody_elses_business(city):
    case = draft(city)
    for actor in (CLERK, HANDLER, cast.SUPERVISOR):
        with pytest.raises(NotFound):
            cases.case(case.number, actor)


def attach(city, case, content, name="文件.pdf", material="application"):
    return hall.attach_material(
        number=case.number, name=name, content=content, material=material, actor=city.enterprise, at=AT
    )


def office(*parts, size=10):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, b"0" * size)
    return packed.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 64, "image/jpeg"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
    ids=["pdf", "png", "jpg", "docx", "xlsx"],
)
def test_an_upload_is_known_by_its_content_and_kept_by_its_digest(city, settings, tmp_path, content, media_type):
    settings.UPLOADS = tmp_path / "uploads"
    case = draft(city, paper=[])
    _, attachment = attach(city, case, content, name="../../etc/随便.exe")
    row, path = cases.attachment(case, attachment.pk)
    assert row.media_type == media_type
    assert row.name == "随便.exe"
    assert path.read_bytes() == content
    assert path.is_relative_to(settings.UPLOADS)
    assert dict(queries.given(case, cases.whole(case).spec)) == {"application": "uploaded"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b"<html><script>alert(1)</script></html>", "只能上传"),
        (b"MZ\x90\x00" + b"\0" * 64, "只能上传"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "20 MB"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "宏"),
        (office("a.txt"), "只能上传"),
        (b"PK\x03\x04" + b"\0" * 50, "损坏"),
        (office("[Content_Types].xml", "word/document.xml", size=101 * 1024 * 1024), "解压后过大"),
    ],
    ids=["empty", "html", "program", "too-large", "macro", "plain-zip", "broken-zip", "bomb"],
)
def test_any_other_upload_is_refused_and_leaves_nothing(city, settings, tmp_path, content, why):
    settings.UPLOADS = tmp_path / "uploads"
    case = draft(city)
    with pytest.raises(BadInput, match=why):
        attach(city, case, content)
    assert cases.attachments(case) == []
    assert not settings.UPLOADS.exists()


def test_a_new_upload_of_a_material_takes_the_place_of_the_former(city, settings, tmp_path):
    settings.UPLOADS = tmp_path
    case = draft(city, paper=[])
    attach(city, case, PDF)
    _, second = attach(city, case, PDF + b"2")
    lines = {line.key: line for line in queries.materials(case, cases.whole(case).spec)}
    assert lines["application"].attachment_id == second.pk
    assert len(cases.attachments(case)) == 2
    assert lines["licence"].state == "held"


def test_after_acceptance_an_applicant_brings_what_is_owed_and_exchanges_nothing(city, settings, tmp_path):
    settings.UPLOADS = tmp_path
    case = cast.filed(city, paper=["application", "pledge"])
    hall.accept_deferred(number=case.number, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="“登记申请书”不能再替换"):
        attach(city, case, PDF, material="application")
    attach(city, case, PDF, material="tax")
    assert queries.given(case, cases.whole(case).spec)["tax"] == "uploaded"
    with pytest.raises(Refused, match="“完税凭证”不能再替换"):
        attach(city, case, PDF, material="tax")
