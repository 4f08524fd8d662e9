"""The description of the API: complete, stable, and its page served from our own files alone."""

import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from tests.faces.cast import Cast
from tests.faces.test_signing_in import PUBLIC

from tongban.faces.api.house import api
from tongban.hall.applications.rules.moves import MOVES

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The description as the API builds it."""
    return api.get_openapi_schema(path_prefix="/api/")


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of everything described."""
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_every_operation_says_what_it_is_and_how_it_fails(described: dict[str, Any]):
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(ids) == len(set(ids)) >= 50
    for path, method, operation in operations(described):
        assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"]), path
        assert re.search("[\u4e00-\u9fff]", operation["summary"]), path
        assert operation["tags"], path
        wanted = {404, 422, 500} | ({400, 409, 413} if method == "post" else set())
        assert wanted <= set(operation["responses"]), path
        for status in wanted:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_every_operation_but_those_listed_asks_for_a_sign_in(described: dict[str, Any]):
    open_ones = {path.lstrip("/") for path, _, operation in operations(described) if "security" not in operation}
    assert open_ones == {"api/health"} <= set(PUBLIC)


def test_every_post_offers_a_key_and_every_operation_acting_for_another(described: dict[str, Any]):
    for path, method, operation in operations(described):
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert ("Idempotency-Key" in headers) is (method == "post"), path
        assert ("Tongban-Acting-For" in headers) is ("security" in operation), path


def test_every_move_is_an_operation_with_its_own_body(described: dict[str, Any]):
    paths = described["paths"]
    for move in MOVES:
        operation = paths[f"/api/cases/{{number}}/moves/{move.name}"]["post"]
        assert operation["summary"] == move.label
    pause = paths["/api/cases/{number}/moves/pause"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body = described["components"]["schemas"][pause["$ref"].rpartition("/")[2]]
    assert set(body["required"]) == {"ground", "reason", "evidence", "limit_on"}
    assert body["additionalProperties"] is False


def test_every_reference_of_the_description_leads_somewhere(people: Cast):
    answer = people.get("nobody", "/api/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', answer.content.decode()))
    assert wanted <= set(answer.json()["components"]["schemas"])
    assert len(wanted) > 30


def test_the_docs_come_from_our_own_files_alone(people: Cast):
    page = people.get("nobody", "/api/docs")
    html = page.content.decode()
    assert not re.findall(r"https?://", html)
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    assert len(files) >= 3
    assert all(finders.find(file.removeprefix("/static/")) for file in files)
    assert "<script>" not in html
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
