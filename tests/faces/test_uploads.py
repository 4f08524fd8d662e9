"""Files of a case: known by content, kept outside the web, given only to those who may see the case."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import filed
from tests.faces.cast import HTML, PDF, Cast, docx

MEGABYTE = 1024 * 1024


def upload(people: Cast, who: str, number: str, content: bytes, name: str = "材料.pdf", **more: Any) -> Any:
    """POST a file to a case."""
    fields = {"file": SimpleUploadedFile(name, content, content_type="text/html"), **more.pop("fields", {})}
    return people.client(who).post(f"/api/cases/{number}/{more.pop('to', 'attachments')}", fields, **more)


@pytest.mark.parametrize("to", ["attachments", "moves/attach"])
def test_a_pdf_is_kept_and_given_back_as_a_harmless_download(people: Cast, to: str):
    case = filed(people.city)
    kept = upload(people, "enterprise", case.number, PDF, "申请 “书”.html", to=to).json()["attachment"]
    assert (kept["media_type"], kept["size_bytes"]) == ("application/pdf", len(PDF))
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    back = people.get("clerk", f"/api/cases/{case.number}/attachments/{kept['id']}")
    assert back.content == PDF
    assert back.headers["Content-Type"] == "application/pdf"
    assert back.headers["Content-Disposition"].startswith("attachment;")
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    page = people.get("clerk", f"/cases/{case.number}/attachments/{kept['id']}")
    assert (page.content, page.headers["Content-Security-Policy"]) == (PDF, "default-src 'none'; sandbox")


def test_a_word_document_becomes_a_material_of_the_case(people: Cast):
    case = filed(people.city, paper=["application", "pledge"])
    answer = upload(people, "enterprise", case.number, docx(), "完税.docx", fields={"material": "tax"}).json()
    tax = next(one for one in answer["materials"] if one["key"] == "tax")
    assert (tax["state"], tax["attachment"]) == ("uploaded", answer["attachment"]["id"])
    listed = people.get("enterprise", f"/api/cases/{case.number}/attachments").json()
    assert [(one["name"], one["material"]) for one in listed] == [("完税.docx", "tax")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HTML, "upload.kind"),
        (b"", "upload.empty"),
        (b"PK\x03\x04 broken", "upload.broken"),
        (b"MZ" + b"\0" * 99, "upload.kind"),
    ],
    ids=["HTML renamed .pdf", "empty", "broken package", "program"],
)
def test_what_is_no_document_by_its_content_is_refused(people: Cast, content: bytes, code: str):
    case = filed(people.city)
    refused = upload(people, "enterprise", case.number, content)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert people.get("enterprise", f"/api/cases/{case.number}/attachments").json() == []


def test_twenty_megabytes_pass_and_one_byte_more_is_refused(people: Cast, settings):
    case = filed(people.city)
    refused = upload(people, "enterprise", case.number, PDF + b"\0" * (20 * MEGABYTE - len(PDF) + 1))
    assert (refused.status_code, refused.json()["code"]) == (422, "upload.size")
    assert not settings.UPLOADS.exists()
    assert upload(people, "enterprise", case.number, PDF + b"\0" * (20 * MEGABYTE - len(PDF))).status_code == 200


def test_an_unknown_material_and_an_unknown_field_are_refused(people: Cast):
    case = filed(people.city)
    assert (
        upload(people, "enterprise", case.number, PDF, fields={"material": "x"}).json()["code"] == "materials.unknown"
    )
    assert upload(people, "enterprise", case.number, PDF, fields={"colour": "x"}).json()["code"] == "form.unknown"


def test_a_request_without_a_file_or_with_a_broken_form_is_refused(people: Cast):
    case = filed(people.city)
    address = f"/api/cases/{case.number}/attachments"
    missing = people.client("enterprise").post(address, {"material": ""})
    assert [one["loc"] for one in missing.json()["errors"]] == [["file"]]
    broken = people.client("enterprise").post(address, b"--x\r\n", content_type="multipart/form-data; boundary=")
    assert (broken.status_code, broken.json()["code"]) == (400, "request.unreadable")


def test_an_upload_repeated_with_its_key_is_kept_once(people: Cast):
    case = filed(people.city)
    key: Any = {"headers": {"Idempotency-Key": "one"}}
    first = upload(people, "enterprise", case.number, PDF, **key)
    again = upload(people, "enterprise", case.number, PDF, **key)
    assert first.json() == again.json()
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    other = upload(people, "enterprise", case.number, docx(), **key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.mismatch")
    assert len(people.get("enterprise", f"/api/cases/{case.number}/attachments").json()) == 1


def test_a_file_of_one_case_is_not_reached_through_another(people: Cast):
    case, other = filed(people.city), filed(people.city)
    number = upload(people, "enterprise", case.number, PDF).json()["attachment"]["id"]
    assert people.get("clerk", f"/api/cases/{other.number}/attachments/{number}").json()["code"] == "upload.unknown"
    for address in (f"/api/cases/{case.number}/attachments/{number}", f"/cases/{case.number}/attachments/{number}"):
        assert people.get("neighbour", address).status_code == 404
