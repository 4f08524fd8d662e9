"""Appeals over the API, by the shortest way."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.faces.cast import PDF, Cast
from tests.hall.appeals.cases import ANSWER, SAID

APPEAL: dict[str, Any] = {
    "type": "request",
    "text": SAID,
    "region": "340100",
    "place": "市政务服务中心",
    "contact_name": "高明",
    "phone": "13900000001",
}
RETURN = {"ground": "not_ours", "duty": "权责清单(2020年版)第12项", "reason": "叫号系统由政务服务管理局管理"}
RESOLVED = {"outcome": "resolved", "text": ANSWER}
UNMET = {"outcome": "unmet", "text": ANSWER}


def told(people: Cast, who: str = "citizen", **more: Any) -> Any:
    """An appeal registered by somebody, as answered."""
    response = people.post(who, "/api/appeals", APPEAL | more)
    assert response.status_code == 201, response.json()
    return response.json()


def go(people: Cast, who: str, number: str, address: str, **body: Any) -> Any:
    """Make a move that must succeed; the appeal as it then stands."""
    response = people.post(who, f"/api/appeals/{number}/{address}", body)
    assert response.status_code == 200, response.json()
    return response.json()


def refused(people: Cast, who: str, number: str, address: str, **body: Any) -> tuple[int, str]:
    """Status and code of a move that must not succeed."""
    response = people.post(who, f"/api/appeals/{number}/{address}", body)
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def handed(people: Cast, lead: str = "hf-bdc", **more: Any) -> str:
    """The number of an appeal given to a lead."""
    number: str = told(people, **more)["number"]
    go(people, "clerk", number, "dispatch", lead=lead)
    return number


def attached(people: Cast, who: str, number: str, **more: Any) -> Any:
    """What adding a file to an appeal brings."""
    file = SimpleUploadedFile("现场.pdf", PDF, content_type="text/html")
    response = people.client(who).post(f"/api/appeals/{number}/attachments", {"file": file}, **more)
    assert response.status_code == 200, response.json()
    return response
