"""Who may come in: every address needs a sign-in unless it is on the list."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.faces.cast import PASSWORD, Cast

from tongban.faces.api.auth import ACTING_FOR

PUBLIC = {
    "": 200,
    "manner": 302,
    "api/openapi.json": 200,
    "api/docs": 200,
    "api/health": 200,
    "api/": 404,
    "api/<path:rest>": 404,
    "open311/v2/services": 200,
    "open311/v2/services.<str:form>": 200,
    "open311/v2/services/<str:code>": 404,
    "open311/v2/services/<str:code>.<str:form>": 404,
    "open311/v2/requests": 200,
    "open311/v2/requests.<str:form>": 200,
    "open311/v2/requests/<str:number>": 404,
    "open311/v2/requests/<str:number>.<str:form>": 404,
    "open311/v2/tokens/<str:number>": 404,
    "open311/v2/tokens/<str:number>.<str:form>": 404,
    "open311/v2/<path:rest>": 404,
    "sign-in": 200,
    "assets/<str:name>": 200,
    "clock": 200,
    "items": 200,
    "items/<str:code>": 200,
    "enterprise": 200,
    "appeals": 409,  # no policy of service is in force in this city
    "appeals/new": 409,
    "appeals/<str:number>/received": 302,  # to the question for number and phone
    "blocked": 409,
    "apply/<str:code>": 200,
    "track": 200,
    "track/<str:number>": 302,
    "track/<str:number>/why": 302,
    "track/<str:number>/code": 302,
    "track/<str:number>/proof": 302,
    "track/<str:number>/<str:act>": 302,
    "rate/<str:token>": 404,
    "rate/<str:token>/thanks": 404,
    "rate/<str:token>/withdraw": 404,
}
EXAMPLES = {
    "number": "340100-20220701-000001-2",
    "code": "certificate",
    "power": "street",
    "rest": "nothing/here",
    "form": "json",
    "name": "house.css",
    "uid": "00000000-0000-4000-8000-000000000000",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route below, as written in the URL tables."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


def filled(route: str) -> str:
    """A route with something in every place."""
    return "/" + re.sub(
        r"<(?:(\w+):)?(\w+)>", lambda found: "1" if found[1] == "int" else EXAMPLES.get(found[2], "1"), route
    )


def routes() -> list[str]:
    """Every route of the house but those of Django's administration."""
    return sorted(set(addresses(get_resolver().url_patterns)))


def test_every_address_needs_a_sign_in_unless_listed(people: Cast):
    answers: dict[str, int] = {}
    for route in routes():
        if route.startswith("admin/"):
            continue
        for method in ("get", "post"):
            response = getattr(people.client("nobody"), method)(filled(route))
            turned_away = response.status_code in {401, 405} or response.headers.get("Location", "").startswith(
                "/sign-in"
            )
            if not turned_away:
                answers.setdefault(route, response.status_code)
    assert answers == PUBLIC


def test_the_walk_over_addresses_finds_every_kind_of_them():
    found = set(routes())
    assert {"", "sign-in", "cases/<str:number>/why", "api/cases/<number>/moves/accept", "api/docs"} <= found
    assert len([route for route in found if "/moves/" in route]) >= 26


def test_the_administration_sends_strangers_to_the_sign_in_and_refuses_the_wrong_role(people: Cast):
    stranger = people.get("nobody", "/admin/", follow=True)
    assert stranger.redirect_chain[-1][0] == "/sign-in?next=%2Fadmin%2F"
    assert people.get("handler", "/admin/", follow=True).status_code == 403
    assert people.get("citizen", "/admin/accounts/account/", follow=True).status_code == 403
    assert people.get("admin", "/admin/").status_code == 200
    shown = people.get("admin", "/admin/accounts/account/")
    assert shown.status_code == 200
    assert "bdc-system" in shown.content.decode()


def test_a_person_signs_in_by_the_form_and_out_again(people: Cast):
    browser = Client()
    signed = browser.post("/sign-in", {"username": "CITIZEN", "password": PASSWORD, "next": "/?status=draft"})
    assert (signed.status_code, signed.headers["Location"]) == (302, "/?status=draft")
    assert browser.get("/api/me").json()["name"] == "高明"
    browser.post("/sign-out")
    assert browser.get("/api/me").status_code == 401


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_signing_in_leads_to_no_foreign_page(people: Cast, target: str):
    signed = Client().post("/sign-in", {"username": "citizen", "password": PASSWORD, "next": target})
    assert signed.headers["Location"] == "/my"


def test_a_wrong_password_is_refused_in_words_and_five_lock_the_name(people: Cast):
    browser = Client()
    said = [browser.post("/sign-in", {"username": "citizen", "password": "wrong"}).content.decode() for _ in range(6)]
    assert "登录名或密码不正确" in said[0]
    assert "已暂时锁定" in said[5]
    locked = browser.post("/sign-in", {"username": "citizen", "password": PASSWORD})
    assert locked.status_code == 403


def test_a_session_needs_the_csrf_token_for_what_is_not_a_mere_look(people: Cast):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = people.client("clerk").cookies
    assert browser.get("/api/me").status_code == 200
    refused = browser.post("/api/cases", "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf.failed")
    page = browser.get("/my")
    token = page.cookies["csrftoken"].value
    passed = browser.post("/api/cases", "{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert passed.json()["code"] == "request.invalid"
    form = browser.post("/sign-out")
    assert form.status_code == 403
    assert "防伪令牌" in form.content.decode()


def test_a_token_needs_no_csrf_token_and_a_bad_one_is_never_passed_over(people: Cast):
    browser = Client(enforce_csrf_checks=True)
    good = {"Authorization": f"Bearer {people.token}"}
    assert browser.post("/api/cases", "{}", content_type="application/json", headers=good).status_code == 422
    signed_in = people.client("clerk")
    for header in ("Bearer tb_000000000000_" + "x" * 43, "Basic abc", "Bearer", people.token):
        refused = signed_in.get("/api/me", headers={"Authorization": header})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_reaches_only_what_it_was_issued_for(people: Cast):
    party = people.actors["citizen"].party_id
    refused = people.post("system", f"/api/parties/{party}/open", {"field": "phone"})
    assert (refused.status_code, refused.json()["code"]) == (403, "token.scope")


def test_a_person_acts_for_an_enterprise_it_represents_and_for_no_other(people: Cast):
    enterprise, neighbour = people.actors["enterprise"].party_id, people.actors["neighbour"].party_id
    me = people.get("citizen", "/api/me").json()
    assert [one["party"] for one in me["represents"]] == [enterprise]
    acting = people.get("citizen", "/api/me", headers={ACTING_FOR: str(enterprise)}).json()
    assert acting["party"] == enterprise
    assert acting["name"] == "合肥先导薄膜材料有限公司(经办:高明)"
    other = people.get("citizen", "/api/me", headers={ACTING_FOR: str(neighbour)})
    nobody = people.get("citizen", "/api/me", headers={ACTING_FOR: "999999"})
    assert [other.status_code, nobody.status_code] == [403, 403]
    assert other.json()["detail"] == nobody.json()["detail"]
    assert people.get("clerk", "/api/me", headers={ACTING_FOR: str(enterprise)}).status_code == 403
    assert people.get("citizen", "/api/me", headers={ACTING_FOR: "9" * 40}).status_code == 422


def test_staff_without_a_role_today_sees_no_case(people: Cast):
    from tests.cast import OPENED_ON, accepted

    from tongban.registry.agencies import services as agencies

    case = accepted(people.city)
    assert people.get("handler", f"/api/cases/{case.number}").status_code == 200
    agencies.leave(number="T0002", last_on=OPENED_ON)
    assert people.get("handler", f"/api/cases/{case.number}").status_code == 404
    assert people.get("handler", "/api/cases").json()["items"] == []
