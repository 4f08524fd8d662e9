"""What strangers send: answered in words, never with a broken page, never at the cost of everybody else."""

import pytest
from tests.faces.cast import Cast


@pytest.mark.parametrize("address", ["/api/cases", "/api/cases/340100-20220701-000001-2/moves/withdraw"])
def test_a_form_where_json_belongs_is_unreadable(people: Cast, address: str):
    client = people.client("citizen")
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    answer = client.post(address, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 415, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_number_beyond_every_measure_is_unreadable(people: Cast):
    body = '{"item": "certificate", "region": "340100", "form": {"area": 1e999}}'
    answer = people.client("citizen").post("/api/cases", body, content_type="application/json")
    assert answer.status_code == 400


def test_yes_is_not_the_number_of_a_party(people: Cast):
    answer = people.post("clerk", "/api/cases", {"item": "certificate", "region": "340100", "applicant": True})
    assert answer.status_code == 422


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_a_party_beyond_every_number_is_not_there(people: Cast, number: int):
    assert people.get("clerk", f"/api/parties/{number}").status_code in {404, 422}


@pytest.mark.parametrize("start", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "0001-01-01"])
def test_an_instant_at_the_edge_of_time_is_refused_in_words(people: Cast, start: str):
    answer = people.get("citizen", f"/api/workdays/due?term=10wd&start={start}")
    assert (answer.status_code, answer.json()["code"]) == (422, "calendar.range") or answer.json()["code"] == "date.bad"


def test_a_pause_of_a_century_is_not_told_day_by_day(people: Cast):
    answer = people.get("citizen", "/api/workdays/due?term=10wd&start=2022-07-01&pause=2022-07-01..2149-07-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "explain.long")


@pytest.mark.parametrize("edge", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00%2B14:00"])
def test_a_list_since_the_edge_of_time_is_refused(people: Cast, edge: str):
    assert people.get("admin", f"/api/deliveries?since={edge}").status_code == 422


@pytest.mark.parametrize("address", ["/sign-in", "/api/health", "/assets/house.css"])
def test_head_is_answered_wherever_get_is(people: Cast, address: str):
    client = people.client("nobody")
    head, got = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(got.content)


def test_the_administration_has_a_content_policy_and_no_door_to_passwords(people: Cast):
    client = people.client("admin")
    assert "default-src 'self'" in client.get("/admin/").headers["Content-Security-Policy"]
    assert client.get("/admin/password_change/").status_code == 403
