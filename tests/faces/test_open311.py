"""The door of Open311: services, reports in both formats, what is public and what is not, errors as the protocol tells them."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from tests.faces.appealing import UNMET, attached, go, told
from tests.faces.cast import Cast

from tongban.casework.cases import queries as cases
from tongban.faces.open311 import views
from tongban.faces.open311.offers import OFFERS
from tongban.hall.appeals.models import Appeal
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins

DOOR = "/open311/v2/"
FORM = "application/x-www-form-urlencoded"
REPORT = {
    "service_code": "complaint-sanitation",
    "address_string": "肥东县石塘镇龙兴街12号",
    "lat": "31.9612345",
    "long": "117.4712",
    "first_name": "明",
    "last_name": "高",
    "phone": "13900000001",
    "description": "街边垃圾三天无人清运,气味难闻。",
    "email": "gao@example.com",
    "device_id": "tt222111",
}


def asked(people: Cast, address: str, **more: Any) -> Any:
    """What anybody gets."""
    return people.client("nobody").get(DOOR + address, **more)


def sent(people: Cast, form: str = "json", given: dict[str, Any] | None = None, **more: Any) -> Any:
    """What a report brings."""
    body = {"api_key": people.token} | REPORT | (given or {})
    kept = {name: value for name, value in body.items() if value is not None}
    return people.client("nobody").post(f"{DOOR}requests.{form}", urlencode(kept), content_type=FORM, **more)


def filed(people: Cast, **given: Any) -> str:
    """The number of a report."""
    answer = sent(people, given=given)
    assert answer.status_code == 200, answer.content.decode()
    number: str = answer.json()[0]["service_request_id"]
    return number


def shown(people: Cast, number: str) -> Any:
    """A report as the public reads it."""
    answer = asked(people, f"requests/{number}.json")
    assert answer.status_code == 200
    return answer.json()[0]


def xml(answer: Any) -> etree._Element:
    """The body as XML, in UTF-8 and said to be."""
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    return etree.fromstring(answer.content)


def error(answer: Any, status: int, word: str = "") -> None:
    """Check that a refusal is the list of the protocol."""
    assert answer.status_code == status, answer.content.decode()
    (only,) = json.loads(answer.content)
    assert (only["code"], word in only["description"]) == (status, True), only


# services


def test_the_services_are_the_types_of_appeals_in_the_fields_of_the_city(office: Cast):
    answer = asked(office, "services.json")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    listed = answer.json()
    assert [one["service_code"] for one in listed] == list(OFFERS)
    assert len(listed) == 40
    assert all(one["type"] == "realtime" and one["metadata"] is True and one["keywords"] for one in listed)
    assert {"group": "市容环卫", "service_name": "市容环卫·投诉"}.items() <= next(
        one for one in listed if one["service_code"] == "complaint-sanitation"
    ).items()


def test_both_formats_say_the_same(office: Cast):
    number = filed(office)
    for address in ("services", "services/complaint-roads", "requests", f"requests/{number}", f"tokens/{number}"):
        spoken = asked(office, f"{address}.json").json()
        root = xml(asked(office, f"{address}.xml"))
        assert same(root, spoken), address


def same(element: etree._Element, data: Any) -> bool:
    """Whether an element says what the JSON says."""
    if isinstance(data, dict):
        return [child.tag for child in element] == list(data) and all(same(child, data[child.tag]) for child in element)
    if isinstance(data, list):
        return len(element) == len(data) and all(map(same, element, data))
    text = "" if data is None else str(data).lower() if isinstance(data, bool) else str(data)
    return (element.text or "") == text


def test_a_definition_names_its_attributes_and_counties(office: Cast):
    found = asked(office, "services/complaint-roads.json").json()
    assert found["service_code"] == "complaint-roads"
    assert [one["code"] for one in found["attributes"]] == ["region", "anonymous", "enterprise"]
    assert {"key": "340122", "name": "肥东县"} in found["attributes"][0]["values"]
    error(asked(office, "services/unknown.json"), 404, "unknown")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("text/xml", "text/xml"),
        ("application/xml;q=0.9, application/json;q=0.1", "text/xml"),
        ("text/html", "text/xml"),
        ("*/*", "text/xml"),
        ("", "text/xml"),
    ],
)
def test_without_a_suffix_the_client_says_what_it_reads(office: Cast, accept: str, kind: str):
    answer = asked(office, "services", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    "address", ["services.csv", "services.", "requests.html", "nothing.json", "services.json/x", ""]
)
def test_an_unknown_suffix_or_address_is_not_found(office: Cast, address: str):
    answer = asked(office, address)
    assert answer.status_code == 404
    if address:
        assert xml(answer).findtext("error/code") == "404"


def test_only_the_city_is_served(office: Cast):
    for good in ("", "340100", "testserver"):
        assert asked(office, f"services.json?jurisdiction_id={good}").status_code == 200
    error(asked(office, "services.json?jurisdiction_id=city.gov"), 404, "city.gov")
    error(sent(office, given={"jurisdiction_id": "city.gov"}), 404, "city.gov")


# a report


def test_a_report_becomes_an_appeal_of_its_region(office: Cast):
    answer = sent(office)
    (receipt,) = answer.json()
    assert set(receipt) == {"service_request_id", "service_notice", "account_id"}
    row = Appeal.objects.select_related("case").get(case__number=receipt["service_request_id"])
    assert (row.type, row.domain, row.case.channel, row.case.region_id) == (
        "complaint",
        "市容环卫",
        "open311",
        "340122107",
    )
    assert (str(row.latitude), str(row.longitude), row.place) == ("31.961234", "117.471200", "肥东县石塘镇龙兴街12号")
    assert (row.contact_name, row.phone_masked, row.text) == ("高明", "139****0001", REPORT["description"])
    assert list(cases.verify(row.case.number)) == []
    root = xml(sent(office, "xml"))
    assert (root.tag, root[0].tag, root[0][0].tag) == ("service_requests", "request", "service_request_id")


@pytest.mark.parametrize(
    ("given", "region", "place"),
    [
        ({"address_string": None}, "340100", ""),
        ({"address_string": "北京路与南京路交口"}, "340100", "北京路与南京路交口"),
        ({"address_string": "石塘镇老街", "lat": None, "long": None}, "340122107", "石塘镇老街"),
        ({"attribute[region]": "340121"}, "340121", REPORT["address_string"]),
        ({"address_string": "", "lat": "", "long": "", "address_id": "340122"}, "340122", "合肥市肥东县"),
    ],
)
def test_where_it_is_comes_from_the_address_or_is_the_whole_city(
    office: Cast, given: dict[str, Any], region: str, place: str
):
    row = Appeal.objects.select_related("case").get(case__number=filed(office, **given))
    assert row.case.region_id == region
    assert row.place == place or (given.get("address_id") and row.place.endswith("肥东县"))


def test_a_report_that_says_nothing_speaks_by_its_service_and_a_picture_stays_a_link(office: Cast):
    number = filed(office, description=None, media_url="https://example.com/a.jpg?x=1&y=<2>")
    assert Appeal.objects.get(case__number=number).text == (
        "市容环卫·投诉:肥东县石塘镇龙兴街12号\n附图:https://example.com/a.jpg?x=1&y=<2>"
    )


@pytest.mark.parametrize(
    ("given", "status", "word"),
    [
        ({"api_key": None}, 403, "api_key"),
        ({"api_key": "tb_nothing"}, 403, "令牌"),
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "006"}, 404, "006"),
        ({"address_string": None, "lat": None, "long": None}, 400, "地点"),
        ({"lat": None}, 400, "lat"),
        ({"lat": "91"}, 400, "lat"),
        ({"lat": "NaN"}, 400, "lat"),
        ({"lat": "1e400"}, 400, "lat"),
        ({"long": "1" * 5000}, 400, "long"),
        ({"address_id": "999999"}, 404, "999999"),
        ({"attribute[region]": "1"}, 404, "1"),
        ({"attribute[anonymous]": "maybe"}, 400, "anonymous"),
        ({"attribute[enterprise]": "91340100MA2N1T2X30"}, 400, ""),
        ({"attribute[WHISPAWN]": "1"}, 400, "WHISPAWN"),
        ({"colour": "red"}, 400, "colour"),
        ({"phone": "111"}, 400, ""),
        ({"description": "长" * 4001}, 400, "4000"),
        ({"description": "换\u0007行"}, 400, "U+0007"),
        ({"description": "空\0白"}, 400, "U+0000"),
        ({"description": b"\xb2\xe2\xca\xd4"}, 400, "UTF-8"),
        ({"media_url": "file:///etc/passwd"}, 400, "media_url"),
        ({"media_url": "http://[::1"}, 400, "media_url"),
        ({"description": "x" * 3_000_000}, 413, "2500000"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_as_the_protocol_says(
    office: Cast, given: dict[str, Any], status: int, word: str
):
    error(sent(office, given=given), status, word)
    assert not Appeal.objects.exists()


def test_hostile_bodies_are_refused(office: Cast):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    client = office.client("nobody")
    error(client.post(f"{DOOR}requests.json", bomb, content_type="text/xml"), 400, "表单")
    error(client.post(f"{DOOR}requests.json", {"api_key": office.token}), 400, "表单")
    error(client.post(f"{DOOR}requests.json", urlencode(REPORT), content_type=f"{FORM}; charset=gbk"), 400)
    twice = urlencode([("api_key", office.token), *REPORT.items(), ("lat", "1")])
    error(client.post(f"{DOOR}requests.json", twice, content_type=FORM), 400, "lat")
    error(client.post(f"{DOOR}requests.json", "&".join(f"a{n}=1" for n in range(2000)), content_type=FORM), 400)


def test_markup_is_text_in_both_formats(office: Cast):
    number = filed(office, address_string="<b>]]>&\"'</b>")
    assert shown(office, number)["address"] == "<b>]]>&\"'</b>"
    assert xml(asked(office, f"requests/{number}.xml")).findtext("request/address") == "<b>]]>&\"'</b>"
    bad = asked(office, "services/%01%3Cx%3E.xml")
    assert (bad.status_code, xml(bad).findtext("error/code")) == (404, "404")


def test_a_key_must_be_of_a_system_and_may_come_in_the_header(office: Cast):
    account = accounts.account_named("bdc-system")
    _, token = sign_ins.issue_token(
        account=account, name="只读", scopes=["cases:read"], expires_at=office.at + timedelta(hours=1), at=office.at
    )
    error(sent(office, given={"api_key": token}), 403, "cases:write")
    bearer = {"Authorization": f"Bearer {office.token}"}
    assert sent(office, given={"api_key": None}, headers=bearer).status_code == 200


def test_one_key_files_one_report_in_whatever_format(office: Cast):
    key: dict[str, Any] = {"headers": {"Idempotency-Key": "o-1"}}
    first, again = sent(office, "json", **key).json(), xml(sent(office, "xml", **key))
    assert again.findtext("request/service_request_id") == first[0]["service_request_id"]
    error(sent(office, given={"description": "另一件"}, **key), 400, "Idempotency-Key")
    assert Appeal.objects.count() == 1


def test_an_address_has_its_methods_alone(office: Cast):
    for address in ("services.json", "requests/1.json", "tokens/1.json"):
        answer = office.client("nobody").post(DOOR + address)
        error(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD"
    error(office.client("nobody").delete(f"{DOOR}requests.json"), 405)


# what is public


def test_the_public_reads_where_it_stands_and_never_who_or_what_was_said(office: Cast):
    number = filed(office)
    one = shown(office, number)
    assert list(one)[:5] == ["service_request_id", "status", "status_notes", "service_name", "service_code"]
    assert (one["status"], one["status_notes"], one["description"]) == ("open", "待交办", None)
    assert (one["lat"], one["long"], one["address"]) == (31.961234, 117.4712, REPORT["address_string"])
    assert (one["agency_responsible"], one["expected_datetime"]) == ("合肥市政务服务管理局", None)
    assert datetime.fromisoformat(one["requested_datetime"]).utcoffset() == timedelta(hours=8)
    go(office, "clerk", number, "dispatch", lead="hf-bdc")
    go(office, "handler", number, "take", step="lead-1")
    evidence = attached(office, "handler", number).json()["attachment"]["id"]
    go(office, "handler", number, "answer", **UNMET, evidence=[evidence])
    go(office, "clerk", number, "call-back", result="satisfied")
    one = shown(office, number)
    assert (one["status"], one["agency_responsible"]) == ("closed", "合肥市不动产登记中心")
    assert one["status_notes"].startswith("已办结:")
    assert one["service_code"] == "complaint-sanitation"  # the desk did not say another field
    for form in ("json", "xml"):
        body = asked(office, f"requests/{number}.{form}").content.decode()
        for secret in ("高", "139", "gao@", "垃圾", "tt222111", "经办老李", UNMET["text"]):
            assert secret not in body


def test_of_an_anonymous_report_the_place_is_left_out_too(office: Cast):
    one = shown(office, filed(office, **{"attribute[anonymous]": "true"}))
    assert (one["address"], one["lat"], one["long"]) == (None, None, None)


def test_what_came_in_another_way_is_nobody_elses_business(office: Cast):
    private = told(office)["number"]
    for address in (f"requests/{private}.json", f"tokens/{private}.json", "requests/0.json"):
        error(asked(office, address), 404, "公开诉求")
    assert asked(office, f"requests.json?service_request_id={private}").json() == []
    assert asked(office, "requests.json").json() == []


def test_a_token_is_the_number_itself(office: Cast):
    number = filed(office)
    assert asked(office, f"tokens/{number}.json").json() == [{"service_request_id": number, "token": number}]


# lists


def test_a_list_is_narrowed_by_id_service_status_and_page(office: Cast):
    first, second = filed(office), filed(office, service_code="request-roads")
    other = filed(office, service_code="request-other")
    withdrawn = filed(office)
    go(office, "clerk", withdrawn, "withdraw", reason="重复")

    def numbers(query: str) -> list[str]:
        answer = asked(office, f"requests.json?{query}")
        assert answer.status_code == 200, answer.content.decode()
        return [one["service_request_id"] for one in answer.json()]

    assert numbers("") == [withdrawn, other, second, first]
    assert numbers("status=open") == [other, second, first]
    assert numbers("status=closed&service_code=") == [withdrawn]
    assert numbers("status=open,closed") == [withdrawn, other, second, first]
    assert numbers("service_code=request-roads,request-other") == [other, second]
    assert numbers("service_code=request-roads&service_code=request-other") == [other, second]
    assert numbers("page_size=2&page=2") == [second, first]
    assert numbers(f"service_request_id={first},{second},x&status=closed") == [second, first]
    assert numbers("end_date=2010-06-24T00:00:00Z") == []
    later = (office.at + timedelta(hours=1)).isoformat(timespec="seconds").replace("+", " ")
    assert len(numbers(f"end_date={later}")) == 4


@pytest.mark.parametrize(
    "query",
    [
        "status=pending",
        "start_date=2010-05-24",
        "start_date=2010-05-24T00:00:00",
        "start_date=2010-13-24T00:00:00Z",
        "start_date=9999-12-31T00:00:00Z",
        "end_date=0001-01-01T00:00:00Z",
        "start_date=2010-01-01T00:00:00Z&end_date=2010-06-24T00:00:00Z",
        "start_date=2010-02-01T00:00:00Z&end_date=2010-01-24T00:00:00Z",
        "page=0",
        "page=１",
        "page_size=1001",
        "page=99999999999999999999",
        "colour=red",
        "service_request_id=%00",
        "service_request_id=%ff",
    ],
)
def test_a_list_asked_for_in_another_way_is_refused(office: Cast, query: str):
    error(asked(office, f"requests.json?{query}"), 400)
    assert xml(asked(office, f"requests.xml?{query}")).findtext("error/code") == "400"


def test_every_address_takes_twelve_statements_at_most(office: Cast):
    number = filed(office)
    for address in ("services.json", "services/complaint-roads.xml", "requests.json", f"requests/{number}.json"):
        with CaptureQueriesContext(connection) as captured:
            assert asked(office, f"{address}?jurisdiction_id=340100").status_code == 200
        assert len(captured) <= 12
    with CaptureQueriesContext(connection) as captured:
        filed(office, jurisdiction_id="340100")
    said = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= 12, "\n".join(said)


def test_a_mistake_of_ours_is_told_in_the_format_with_a_reference(office: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views, "OFFERS", None)
    error(asked(office, "services.json"), 500, "编号")
