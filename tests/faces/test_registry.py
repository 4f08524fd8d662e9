"""Guides, regions, powers, parties and the clock as a service."""

import pytest
from click.testing import CliRunner
from tests.cast import AT
from tests.faces.cast import Cast

from tongban.cli import main
from tongban.registry.catalog.rules.bpmn import read_bpmn
from tongban.registry.parties import queries as parties

MOST_STATEMENTS = 12


def test_items_are_found_by_words_and_paged(people: Cast):
    assert [one["code"] for one in people.get("citizen", "/api/items?text=登记").json()["items"]] == [
        "certificate",
        "change",
    ]
    first = people.get("citizen", "/api/items?limit=2").json()
    second = people.get("citizen", f"/api/items?limit=2&cursor={first['next']}").json()
    assert [one["code"] for one in first["items"] + second["items"]] == ["certificate", "change", "occupation"]
    assert second["next"] is None
    assert people.get("citizen", "/api/items?type=penalty").json()["items"] == []
    assert people.get("citizen", "/api/items?in_force_on=2019-12-31").json()["items"] == []
    assert people.get("citizen", "/api/items?topic=birth").json()["items"] == []
    assert people.get("citizen", "/api/items?topic=moon").status_code == 422


def test_a_guide_is_the_one_in_force_on_the_day(people: Cast):
    guide = people.get("citizen", "/api/items/certificate?on=2022-07-01").json()
    assert (guide["version"], guide["guide"]["promised_term"], guide["parallel_term"], guide["serial_term"]) == (
        1,
        "10wd",
        "10wd",
        "15wd",
    )
    early = people.get("citizen", "/api/items/certificate?on=2019-12-31")
    assert (early.status_code, early.json()["code"]) == (404, "item.not_in_force")


def test_a_procedure_is_exported_as_bpmn_and_reads_back_the_same(people: Cast):
    drawing = people.get("citizen", "/api/items/occupation/procedure.bpmn")
    assert drawing.headers["Content-Type"].startswith("application/xml")
    steps = people.get("citizen", "/api/items/occupation").json()["guide"]["procedure"]
    assert [step.key for step in read_bpmn(drawing.content).procedure] == [step["key"] for step in steps]


def test_regions_and_agencies(people: Cast):
    names = [one["name"] for one in people.get("clerk", "/api/regions?within=340122").json()["items"]]
    assert names == ["肥东县", "石塘镇"]
    assert [one["code"] for one in people.get("clerk", "/api/agencies?kind=csgl").json()["items"]] == [
        "340121-csgl",
        "340122-csgl",
    ]
    assert people.get("clerk", "/api/agencies?on=2019-12-31").json()["items"] == []


def test_who_may_is_asked_as_of_a_day(people: Cast):
    found = people.get("clerk", "/api/powers/street/who-may?region=340122107&on=2022-07-01").json()
    assert [(one["agency"]["code"], one["mode_label"], one["may_decide"]) for one in found["holders"]] == [
        ("340122-csgl", "本级", True)
    ]
    assert people.get("clerk", "/api/powers/street/who-may?region=340122107&on=2019-01-01").json()["holders"] == []
    assert people.get("clerk", "/api/powers/x/who-may?region=340122107").json()["code"] == "power.unknown"
    assert people.get("clerk", "/api/powers/street/who-may?region=999999999").json()["code"] == "region.unknown"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("start=2022-07-01&term=10wd", ["2022-07-01", "10wd"]),
        (
            "start=2022-07-01&term=10wd&pause=2022-07-06..2022-07-08&extend=10wd",
            ["2022-07-01", "10wd", "--pause", "2022-07-06..2022-07-08", "--extend", "10wd"],
        ),
        ("start=2022-07-01T09:00&term=24h", ["2022-07-01T09:00", "24h"]),
        ("start=2026-12-25&term=90dr", ["2026-12-25", "90dr"]),
    ],
)
def test_the_clock_answers_what_the_command_line_prints(people: Cast, query: str, words: list[str]):
    import json

    answer = people.get("citizen", f"/api/workdays/due?{query}")
    printed = CliRunner().invoke(main, ["due", *words, "--json"])
    assert answer.json() == json.loads(printed.output)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("start=2022-02-30&term=10wd", "date.bad"),
        ("start=2022-07-01&term=ten", "term.bad"),
        ("start=2022-07-01&term=10wd&pause=2022-07-08", "pause.bad"),
        ("start=2022-07-01&term=10wd&pause=2022-07-08..2022-07-06", "pause.backwards"),
        ("start=2022-07-01&term=10wd&extend=10d", "extension.counting"),
        ("start=2022-07-01", "request.invalid"),
        ("start=0001-01-01&term=10wd", "calendar.range"),
    ],
)
def test_the_clock_refuses_what_it_cannot_read(people: Cast, query: str, code: str):
    refused = people.get("citizen", f"/api/workdays/due?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_a_party_is_shown_masked_to_staff_and_to_itself_and_hidden_from_others(people: Cast):
    number = people.actors["enterprise"].party_id
    for who in ("clerk", "enterprise", "citizen"):
        shown = people.get(who, f"/api/parties/{number}").json()
        assert (shown["identifier"], shown["status_label"]) == ("9134**********2X3U", "存续")
        assert shown["facts"]["legal_representative"] == "高明"
    hidden, missing = people.get("neighbour", f"/api/parties/{number}"), people.get("neighbour", "/api/parties/99999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["detail"] == missing.json()["detail"]
    assert people.get("clerk", "/api/parties/99999").status_code == 404


def test_an_identifier_is_opened_with_a_reason_that_stays_on_record(people: Cast):
    number = people.actors["neighbour"].party_id or 0
    address = f"/api/parties/{number}/open"
    assert people.post("clerk", address, {"field": "identifier"}).json()["code"] == "identifier.reason"
    opened = people.post("clerk", address, {"field": "identifier", "reason": "核对申请人身份"}).json()
    assert opened["value"] == "340104198503070023"
    assert [one.reason for one in parties.openings_of(parties.party(number))] == ["核对申请人身份"]
    assert people.post("citizen", address, {"field": "identifier", "reason": "好奇好奇"}).status_code == 404
    assert people.post("clerk", address, {"field": "name", "reason": "核对身份"}).status_code == 422


def test_the_clear_text_is_not_kept_under_a_key(people: Cast):
    from tongban.casework.exchange.models import IdempotencyKey

    number = people.actors["neighbour"].party_id or 0
    address = f"/api/parties/{number}/open"
    body, key = {"field": "identifier", "reason": "核对申请人身份"}, {"Idempotency-Key": "k"}
    assert people.post("clerk", address, body, headers=key).json()["value"] == "340104198503070023"
    again = people.post("clerk", address, body, headers=key)
    assert (again.json()["value"], again.headers["Idempotency-Replayed"]) == (None, "true")
    assert "340104198503070023" not in str(list(IdempotencyKey.objects.values()))
    assert parties.openings_of(parties.party(number)).count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/api/me",
        "/api/items",
        "/api/items/certificate",
        "/api/items/certificate/procedure.bpmn",
        "/api/regions",
        "/api/agencies",
        "/api/powers/street/who-may?region=340122107",
        "/api/workdays/due?start=2022-07-01&term=10wd",
        "/api/parties/{party}",
        "/api/subscribers",
        "/api/deliveries",
        "/api/dead-letters",
    ],
)
def test_every_reading_stays_within_twelve_statements(people: Cast, django_assert_max_num_queries, address: str):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        found = people.get("admin", address.format(party=people.actors["enterprise"].party_id))
    assert found.status_code == 200


def test_the_service_says_that_it_is_there(people: Cast):
    found = people.get("nobody", "/api/health").json()
    assert found["status"] == "ok"
    assert found["today"] >= AT.date().isoformat()
