"""One's own password, the initial one above all; and the banner over sample data."""

import pytest
from django.test import Client
from tests.cast import OPENED_ON
from tests.faces.cast import PASSWORD, Cast
from tests.faces.desk.managing import words

from tongban.faces.pages import samples
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import IdentityType

NEW = "Quite-Another-1"


@pytest.fixture(autouse=True)
def _asked_anew():
    samples.forget()
    yield
    samples.forget()


def change(client: Client, present: str = PASSWORD, password: str = NEW, again: str = NEW):
    return client.post("/account/password", {"present": present, "password": password, "again": again})


def test_everybody_changes_their_own_password_and_other_sessions_end(people: Cast):
    here, elsewhere = people.client("citizen"), Client()
    elsewhere.post("/sign-in", {"username": "citizen", "password": PASSWORD})
    assert elsewhere.get("/my").status_code == 200
    assert here.get("/account/password").status_code == 200
    assert change(here).status_code == 302
    assert here.get("/my").status_code == 200
    assert elsewhere.get("/my").status_code == 302
    assert Client().post("/sign-in", {"username": "citizen", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "wrong"}, "当前密码不正确"),
        ({"again": "other"}, "两次输入的新密码不一致"),
        ({"password": PASSWORD, "again": PASSWORD}, "与当前密码相同"),
        ({"password": "12345", "again": "12345"}, "不符合要求"),
        ({"password": "x" * 300, "again": "x" * 300}, "最多200个字符"),
    ],
)
def test_a_wrong_form_is_refused_and_nothing_typed_is_shown_again(people: Cast, typed: dict[str, str], sentence: str):
    response = change(people.client("clerk"), **typed)
    assert response.status_code in {403, 422}
    assert sentence in words(response)
    for secret in (PASSWORD, NEW, *typed.values()):
        assert secret.encode() not in response.content
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_stranger_has_no_password_to_change(people: Cast):
    assert people.get("nobody", "/account/password").status_code == 302


def test_an_initial_password_opens_nothing_but_its_change(people: Cast):
    sign_ins.change_password(account=accounts.account_named("admin"), password=PASSWORD, must_change=True)
    client = Client()
    client.post("/sign-in", {"username": "admin", "password": PASSWORD})
    for path in ("/desk", "/manage", "/manage/staff.csv"):
        assert client.get(path).headers["Location"] == "/account/password"
    assert client.get("/api/me").status_code == 403
    assert client.get("/admin/").status_code in {302, 403}
    assert "初始密码" in words(client.get("/account/password"))
    assert client.post("/sign-out").status_code == 302


def test_pages_over_sample_data_say_so_and_ask_once_in_a_while(people: Cast, django_assert_num_queries):
    assert "样例数据" not in words(people.get("clerk", "/clock"))
    agencies.hire(
        number="SAMPLE-001",
        name="样例",
        agency="hf-zwfw",
        identity_type=IdentityType.CONTRACT,
        from_on=OPENED_ON,
    )
    assert "样例数据" not in words(people.get("clerk", "/clock"))  # asked a moment ago
    samples.forget()
    for who, path in (("nobody", "/clock"), ("clerk", "/desk"), ("citizen", "/none"), ("nobody", "/sign-in")):
        assert "本系统装有样例数据" in words(people.get(who, path)), path
    with django_assert_num_queries(0):
        samples.hold()
    page = words(people.get("admin", "/manage/sample"))
    assert "工作人员 1" in page
    assert "--no-sample" in page
