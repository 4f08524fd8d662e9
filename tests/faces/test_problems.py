"""Errors are problem documents with the words of the check, whatever goes wrong."""

import logging
import shutil
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import include, path
from tests.cast import accepted, filed
from tests.faces.cast import PDF, Cast

SHAPE = {"type", "title", "status", "detail", "code", "instance"}


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of a response, its shape checked."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert set(body) >= SHAPE
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:tongban:problem:{code}")
    assert body["instance"].startswith("/api/")
    return body


def test_nobody_is_401(people: Cast):
    problem(people.get("nobody", "/api/me"), 401, "signin.required")


def test_the_wrong_role_is_403(people: Cast):
    problem(people.get("handler", "/api/subscribers"), 403, "role.missing")


def test_a_refused_move_is_409_in_the_words_of_the_engine(people: Cast):
    case = accepted(people.city)
    body = problem(people.post("clerk", f"/api/cases/{case.number}/moves/accept"), 409, "move.state")
    assert body["detail"] == "本件现为“办理中”,不能受理:只有“待受理”的件可以受理。"


def test_an_address_that_does_not_exist_is_404(people: Cast):
    for address in ("/api/nothing", "/api/cases/1/2/3/4", "/api/", "/api/cases/%00", "/api/subscribers/%00/deactivate"):
        problem(people.get("clerk", address), 404, "address.unknown")


def test_a_wrong_method_is_405_and_names_the_right_ones(people: Cast):
    response = people.client("clerk").delete("/api/cases")
    body = problem(response, 405, "method.wrong")
    assert response.headers["Allow"] == "GET, POST"
    assert "GET, POST" in body["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"item": NaN}',
        b'{"item": "a", "item": "b"}',
        b'{"item": "\\ud800"}',
        b'{"item": "\\u0000"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=["cut off", "NaN", "key twice", "half a character", "NUL", "no UTF-8", "too deep"],
)
def test_a_body_that_is_no_json_is_400(people: Cast, body: bytes):
    response = people.client("clerk").post("/api/cases", body, content_type="application/json")
    problem(response, 400, "request.unreadable")


def test_a_body_too_large_for_memory_is_413(people: Cast):
    body = b'{"item": "' + b"a" * 3_000_000 + b'"}'
    problem(people.client("clerk").post("/api/cases", body, content_type="application/json"), 413, "request.size")


def test_a_body_with_mistakes_names_every_place_in_chinese(people: Cast):
    given = {"item": 5, "region": "3401", "submit": "maybe", "colour": "red"}
    body = problem(people.post("clerk", "/api/cases", given), 422, "request.invalid")
    assert {tuple(one["loc"]): one["msg"] for one in body["errors"]} == {
        ("item",): "“item”应为文字。",
        ("region",): "“region”至少6个字符。",
        ("submit",): "“submit”应为 true 或 false。",
        ("colour",): "“colour”没有这一项,请删去或核对名称。",
    }
    assert body["detail"].startswith("请求有4处需要修改")


@pytest.mark.parametrize("move", ["accept", "withdraw", "pause_step", "decide"])
def test_every_move_refuses_fields_it_does_not_know(people: Cast, move: str):
    case = filed(people.city)
    body = problem(
        people.post("clerk", f"/api/cases/{case.number}/moves/{move}", {"force": True}), 422, "request.invalid"
    )
    assert ["force"] in [one["loc"][-1:] for one in body["errors"]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "query.unknown"),
        ("status=draft&state=late", "query.unknown"),
        ("status=draft&status=accepted", "query.repeated"),
        ("text=a%00b", "query.nul"),
        ("status=lost", "request.invalid"),
        ("limit=201", "request.invalid"),
        ("limit=0", "request.invalid"),
        ("accepted_from=yesterday", "request.invalid"),
        ("accepted_from=0001-01-01", "request.invalid"),
        ("time_state=late", "filter.time"),
        ("region=abc", "region.code"),
        ("cursor=abc", "cursor.bad"),
    ],
)
def test_a_list_refuses_what_it_does_not_know_by_name(people: Cast, query: str, code: str):
    problem(people.get("clerk", f"/api/cases?{query}"), 422, code)


@pytest.mark.parametrize("address", ["/api/me", "/api/health", "/api/items/certificate", "/api/subscribers"])
def test_no_operation_ignores_a_query_it_does_not_know(people: Cast, address: str):
    body = problem(people.get("admin", f"{address}?colour=red"), 422, "query.unknown")
    assert "“colour”" in body["detail"]


def test_a_mistake_of_ours_is_500_with_a_reference_that_stands_in_the_log(people: Cast, caplog, settings):
    case = filed(people.city)
    upload = {"file": SimpleUploadedFile("表.pdf", PDF)}
    number = people.client("clerk").post(f"/api/cases/{case.number}/attachments", upload).json()["attachment"]["id"]
    shutil.rmtree(settings.UPLOADS)
    with caplog.at_level(logging.ERROR, logger="tongban.faces"):
        body = problem(people.get("clerk", f"/api/cases/{case.number}/attachments/{number}"), 500, "server.failed")
    assert body["reference"] in body["detail"]
    assert f"reference {body['reference']}" in caplog.text
    assert "FileNotFoundError" in caplog.text
    assert str(settings.UPLOADS) not in str(body)


def fails(request):
    raise RuntimeError("deliberate")


urlpatterns = [path("fails", fails), path("", include("tongban.urls"))]
handler404 = "tongban.faces.pages.errors.not_found"
handler500 = "tongban.faces.pages.errors.failed"


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_fails_says_so_with_a_reference(people: Cast, caplog):
    browser = Client(raise_request_exception=False)
    response = browser.get("/fails")
    assert response.status_code == 500
    text = response.content.decode()
    reference = text.partition('<code class="number">')[2][:8]
    assert f"reference {reference}" in caplog.text
    assert "deliberate" not in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
