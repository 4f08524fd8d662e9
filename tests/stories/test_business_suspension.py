"""Case two: wholly online, what the law forbids is refused with its article, the register shows 歇业 and its end."""

from datetime import date
from typing import Any

import pytest
from tests.stories.conftest import silent

from tongban.casework.cases.models import Attachment, JournalEntry
from tongban.common.errors import BadInput
from tongban.common.time import noon
from tongban.demo.stories import business_suspension, people
from tongban.demo.stories.business_suspension import FILED_ON
from tongban.hall.applications import services as hall

ART_30 = "《市场主体登记管理条例》第三十条"


def played() -> dict[str, Any]:
    return business_suspension.play(silent)


def test_the_case_is_decided_on_the_day_it_was_filed(hefei: None):
    record = played()
    kept = {key: value for key, value in record.items() if key not in {"steps", "refusals", "status_history"}}
    assert kept == {
        "case_number": "340100-20220810-000001-7",
        "item": "enterprise-suspension",
        "item_name": "企业歇业备案",
        "applicant": "合肥呈上建材科技有限公司",
        "accepted_on": "2022-08-10",
        "due_on": "2022-08-11",
        "statutory_due_on": "2022-08-15",
        "ended_on": "2022-08-10",
        "working_days_used": 0,
        "working_days_ahead": 1,
        "time_state": "ahead",
        "status": "delivered",
        "outcome": "granted",
        "journal_entries": 12,
        "chain_ok": True,
        "channel": "online",
        "enterprise": {
            "name": "合肥呈上建材科技有限公司",
            "on": "2022-08-15",
            "status": "suspended",
            "status_label": "歇业",
            "suspended_from": "2022-08-15",
            "suspended_until": "2023-02-14",
            "service_address": "合肥市瑶海区(法律文书送达地址)",
        },
        "extension": EXTENSION,
        "resumption": RESUMPTION,
    }
    assert [(step["key"], step["started_on"], step["ended_on"]) for step in record["steps"]] == [
        ("review", "2022-08-10", "2022-08-10"),
        ("file", "2022-08-10", "2022-08-10"),
    ]


EXTENSION = {
    "case_number": "340100-20221220-000001-3",
    "item": "enterprise-suspension-extension",
    "accepted_on": "2023-02-06",
    "ended_on": "2023-02-06",
    "time_state": "ahead",
    "chain_ok": True,
    "filed_on": "2023-02-06",
    "suspended_until_before": "2023-02-14",
    "suspended_until": "2023-08-14",
    "refused_before": {
        "tried": "2022-12-20申请延期(距期满超过30日)",
        "code": "suspension.extension",
        "article": "《市场主体登记管理条例实施细则》第四十一条",
        "sentence": (
            "《市场主体登记管理条例实施细则》第四十一条规定延长歇业应在期满前30日内办理:"
            "请于2023-01-15至2023-02-14期间申请。"
        ),
    },
}
RESUMPTION = {
    "case_number": "340100-20230601-000001-7",
    "item": "enterprise-resumption",
    "accepted_on": "2023-06-01",
    "ended_on": "2023-06-01",
    "time_state": "ahead",
    "chain_ok": True,
    "resumed_on": "2023-06-01",
    "publish_by": "2023-07-01",
    "status": "active",
}


def test_what_the_law_forbids_is_refused_with_the_article(hefei: None):
    refusals = played()["refusals"]
    assert [(one["code"], one["article"]) for one in refusals] == [
        ("suspension.period", ART_30),
        ("suspension.ground", ART_30),
        ("suspension.staff", ART_30),
    ]
    assert "最长3年" in refusals[0]["sentence"]
    assert "本次最迟至2025-08-15" in refusals[0]["sentence"]
    assert "自然灾害、事故灾难、公共卫生事件、社会安全事件" in refusals[1]["sentence"]
    assert "与职工依法协商" in refusals[2]["sentence"]
    assert all(ART_30 in one["sentence"] for one in refusals)


def test_the_register_keeps_every_standing_with_the_case_it_comes_from(hefei: None):
    history = played()["status_history"]
    assert [(row["status_label"], row["from_on"], row["until_on"], row["ground"]) for row in history] == [
        ("存续", "2019-05-06", "2022-08-14", ""),
        ("歇业", "2022-08-15", "2023-05-31", "public_health"),
        ("存续", "2023-06-01", None, ""),
    ]
    assert [row["case_number"] for row in history[1:]] == ["340100-20220810-000001-7", "340100-20230601-000001-7"]


def test_nobody_went_to_a_window(hefei: None):
    number = played()["case_number"]
    lines = JournalEntry.objects.filter(case__number=number, role="applicant").values_list("move", flat=True)
    assert list(lines.order_by("seq")) == ["open", "attach", "edit", "edit", "edit", "edit", "submit"]
    assert [row.media_type for row in Attachment.objects.filter(case__number=number)] == ["application/pdf"]


def test_the_timeline_shows_the_refusals_and_what_followed(hefei: None):
    printed: list[str] = []
    business_suspension.play(printed.append)
    text = "\n".join(printed)
    assert "→ 《市场主体登记管理条例》第三十条规定歇业期限最长3年" in text
    assert "2023-02-14 延至 2023-08-14" in text
    assert "应于2023-07-01前公示终止歇业" in text
    assert "2022-08-15 至 2023-05-31  歇业(公共卫生事件)" in text


def test_a_day_nobody_can_read_is_answered_by_the_form_with_all_its_problems(hefei: None):
    applicant = people.enterprise(
        name="合肥样例建材有限公司",
        serial=9,
        region="340100",
        legal_representative="某人",
        business_scope="建材",
        address="合肥市",
        established_on=date(2020, 1, 2),
        at=noon(FILED_ON, 8),
    )
    form = {**business_suspension.FORM, "from_on": "明天", "contact_phone": "无"}
    filing = hall.Filing(item="enterprise-suspension", region="340100", applicant_id=applicant.party_id or 0, form=form)
    with pytest.raises(BadInput, match="申请表有2处需要修改"):
        hall.file(filing=filing, actor=applicant, at=noon(FILED_ON, 9))
