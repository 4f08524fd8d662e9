"""Case one of the source text, in the words of the engine: five days, two of ten working days, eight ahead."""

from tests.stories.conftest import silent

from tongban.casework.cases import queries
from tongban.casework.cases.models import Case, JournalEntry
from tongban.demo import telling
from tongban.demo.stories import property_certificate

STEPS = [
    {
        "key": "survey",
        "name": "权籍调查",
        "agency": "hf-cehui",
        "agency_name": "合肥市不动产权籍调查中心",
        "term": "10wd",
        "started_on": "2022-07-01",
        "ended_on": "2022-07-05",
        "working_days": 2,
        "working_days_ahead": 8,
    },
    {
        "key": "review",
        "name": "登记审核",
        "agency": "hf-bdc",
        "agency_name": "合肥市不动产登记中心",
        "term": "5wd",
        "started_on": "2022-07-01",
        "ended_on": "2022-07-04",
        "working_days": 1,
        "working_days_ahead": 4,
    },
    {
        "key": "register",
        "name": "登簿缮证",
        "agency": "hf-bdc",
        "agency_name": "合肥市不动产登记中心",
        "term": "0wd",
        "started_on": "2022-07-05",
        "ended_on": "2022-07-05",
        "working_days": 0,
        "working_days_ahead": 0,
    },
]
EXPECTED = {
    "case_number": "340178-20220701-000001-9",
    "item": "real-estate-first-registration",
    "item_name": "不动产首次登记(厂房及办公楼，含权籍调查)",
    "applicant": "合肥先导薄膜材料有限公司",
    "accepted_on": "2022-07-01",
    "due_on": "2022-07-15",
    "statutory_due_on": "2022-08-12",
    "ended_on": "2022-07-05",
    "working_days_used": 2,
    "working_days_ahead": 8,
    "time_state": "ahead",
    "status": "delivered",
    "outcome": "granted",
    "steps": STEPS,
    "journal_entries": 12,
    "chain_ok": True,
    "region": "合肥市合肥新站高新技术产业开发区",
    "specialist": "吴倩",
    "answerable": "周晓芸",
    "precheck_findings": [],
    "serial_term": "15wd",
    "serial_due_on": "2022-07-22",
    "delivered_on": "2022-07-05",
}


def test_the_record_is_that_of_the_text(hefei: None):
    assert property_certificate.play(silent) == EXPECTED


def test_survey_and_review_ran_side_by_side_and_the_register_waited_for_both(hefei: None):
    number = property_certificate.play(silent)["case_number"]
    moves = list(JournalEntry.objects.filter(case__number=number).order_by("seq").values_list("move", "step"))
    assert moves == [
        ("open", ""),
        ("precheck", ""),
        ("submit", ""),
        ("accept", ""),
        ("name_specialist", ""),
        ("take_step", "survey"),
        ("take_step", "review"),
        ("complete_step", "review"),
        ("complete_step", "survey"),
        ("complete_step", "register"),
        ("decide", ""),
        ("deliver", ""),
    ]


def test_the_timeline_says_who_did_what_on_which_day_and_what_the_clock_said(hefei: None):
    printed: list[str] = []
    property_certificate.play(printed.append)
    text = "\n".join(printed)
    assert "2022-07-01 星期五 10:05  受理" in text
    assert "计时开始:承诺10个工作日,2022-07-15到期" in text
    assert "徐振(合肥市不动产权籍调查中心)" in text
    assert "本环节用2个工作日(时限10个工作日,提前8个工作日)" in text
    assert "《不动产登记暂行条例》第二十条" in text
    assert "承诺到期日为2022-07-22" in text
    assert "链完整" in text


def test_a_record_that_was_tampered_with_says_so(hefei: None):
    number = property_certificate.play(silent)["case_number"]
    Case.objects.filter(number=number).update(journal_digest="0" * 64)
    assert [one.why for one in queries.verify(number)] == ["链尾与案件记载不符"]
    assert telling.record(number)["chain_ok"] is False
