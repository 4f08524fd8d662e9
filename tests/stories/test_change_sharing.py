"""Case three: each office gets only its fields, from a receiver that fails twice first, and nothing twice."""

import json
from typing import Any

from tests.stories.conftest import silent

from tongban.casework.exchange.models import Attempt, Delivery
from tongban.demo.stories import change_sharing

FIELDS = {
    "tax": ["business_scope", "credit_code", "legal_representative", "name"],
    "social-insurance": ["credit_code", "legal_representative", "name"],
    "provident-fund": ["credit_code", "name"],
}
NEW = {
    "name": "合肥样例智能科技有限公司",
    "legal_representative": "王新",
    "business_scope": "智能设备研发、销售;日用百货销售",
}


def played() -> dict[str, Any]:
    return change_sharing.play(silent)


def test_the_change_is_registered_within_the_day(hefei: None):
    record = played()
    wanted = ("case_number", "item", "accepted_on", "due_on", "ended_on", "time_state", "journal_entries", "chain_ok")
    assert [record[key] for key in wanted] == [
        "340100-20220816-000001-2",
        "enterprise-change",
        "2022-08-16",
        "2022-08-17",
        "2022-08-16",
        "ahead",
        9,
        True,
    ]
    assert record["changed"] == {key: [change_sharing.BEFORE[key], NEW[key]] for key in NEW}
    assert record["applicant"] == NEW["name"]


def test_each_office_gets_only_its_fields_after_two_failures_and_nothing_twice(hefei: None):
    record = played()
    for one in record["deliveries"]:
        code = one["subscriber"]
        assert one["fields"] == FIELDS[code]
        assert one["received"] == {key: NEW[key] for key in FIELDS[code] if key in NEW}
        assert (one["attempts"], one["status"]) == (3, "acknowledged")
        assert json.loads(one["receipt"]) == {"receipt": f"{code}-0001"}
        assert one["answers"] == ["503", "dropped", "200"]
        assert [attempt["status_code"] for attempt in one["tries"]] == [503, None, 200]
    assert [one["agency"] for one in record["deliveries"]] == ["hf-swj", "hf-sbzx", "hf-gjj"]
    assert record["duplicates"] == 0
    assert record["bad_signatures"] == 0


def test_our_own_records_agree_with_the_receivers(hefei: None):
    played()
    rows = {row.subscriber.code: row for row in Delivery.objects.select_related("subscriber")}
    assert {code: row.fields for code, row in rows.items()} == FIELDS
    assert {row.status for row in rows.values()} == {"acknowledged"}
    assert Attempt.objects.count() == 9


def test_the_timeline_names_fields_tries_and_receipts(hefei: None):
    printed: list[str] = []
    change_sharing.play(printed.append)
    text = "\n".join(printed)
    assert "接收方答复 503" in text
    assert "回执号 provident-fund-0001" in text
    assert "回执之后重复收到:0次" in text
    assert "91340100" not in text
