"""Administration: for administrators alone, within the budget, in words, with one-time forms and nothing secret kept."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from tests.cast import OPENED_ON, accepted
from tests.faces.cast import PASSWORD, Cast
from tests.faces.desk.managing import LARGEST, MOST_STATEMENTS, done, send, shown_once, token_of, words

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import Delivery, IdempotencyKey, Subscriber
from tongban.faces.desk.manage import urls
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts.models import ApiToken
from tongban.registry.administration.models import AdministrativeAct
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.models import Agency, Assignment, Staff, Window
from tongban.registry.agencies.rules import WindowKind

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def hall(office: Cast) -> Cast:
    """The office with a centre, a window, a subscriber and a delivery."""
    agencies.open_centre(code="hall", name="市民中心", agency="hf-zwfw", region="340100", address="一号路")
    agencies.open_window(code="w1", name="综合一号", centre="hall", kind=WindowKind.COMPREHENSIVE)
    admin, at = office.actors["admin"], office.at
    exchange.subscribe(
        code="tax",
        name="税务",
        url="https://tax.example/events",
        entitlements={ENTERPRISE_CHANGED.type: ["name"]},
        actor=admin,
        at=at,
    )
    with transaction.atomic():
        exchange.emit(type=ENTERPRISE_CHANGED.type, subject="340100-x", order_key="party:1", data={"name": "甲"}, at=at)
    exchange.fan_out(at=at)
    return office


def paths(people: Cast) -> list[str]:
    """Every page of administration with something to show."""
    delivery = Delivery.objects.get().pk
    token = ApiToken.objects.get().prefix
    role = Assignment.objects.get(staff__number="T0001").pk
    filled = {
        "number": "T0001",
        "username": "clerk",
        "assignment": role,
        "prefix": token,
        "delivery": delivery,
    }
    codes = {"agencies": "hf-bdc", "centres": "hall", "windows": "w1", "subscribers": "tax"}
    acts = {
        "manage/accounts": ("reset", "close", "unlock"),
        "manage/agencies": ("rename", "close", "post"),
        "manage/subscribers": ("change", "pause", "resume", "secret"),
        "manage/deliveries": ("resend", "skip"),
    }
    found = []
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        if "notice>" in route or "recount>" in route or "policy>" in route:
            continue
        kind = route.split("/")[1] if "/" in route else ""
        given = filled | {"code": codes.get(kind, "")}
        if route.startswith("manage/systems/<"):
            given["username"] = "bdc-system"
        for name, value in given.items():
            for type_ in ("str", "int"):
                route = route.replace(f"<{type_}:{name}>", str(value))
        known = acts.get("/".join(route.split("/")[:2]), ())
        found += [route.replace("<str:act>", act) for act in known] if "<str:act>" in route else [route]
    assert not [one for one in found if "<" in one]
    return [f"/{one}" for one in found]


def test_every_page_opens_for_an_administrator_within_the_budget(hall: Cast, django_assert_max_num_queries):
    for path in paths(hall):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            response = hall.get("admin", path)
        assert response.status_code == 200, (path, words(response))
        assert len(response.content) < LARGEST, path
        assert b"style=" not in response.content, path


@pytest.mark.parametrize("who", ["head", "citizen"])
def test_nobody_else_sees_or_sends_any_of_them(hall: Cast, who: str):
    for path in paths(hall):
        for response in (hall.get(who, path), hall.client(who).post(path, {"token": "x" * 20})):
            assert response.status_code in {403, 405}, path
            assert response.status_code == 405 or "只有系统管理员" in words(response)
    assert not AdministrativeAct.objects.exists()


def test_a_stranger_is_asked_to_sign_in(hall: Cast):
    for path in paths(hall):
        assert hall.get("nobody", path).headers["Location"].startswith("/sign-in"), path


def test_every_address_is_in_the_house(hall: Cast):
    known = {str(one.pattern) for one in get_resolver().url_patterns if hasattr(one, "url_patterns")}
    assert known
    for path in ("/manage/accounts/clerk/erase", "/manage/agencies/hf-bdc/x", "/manage/subscribers/tax/x"):
        assert hall.get("admin", path).status_code == 404
    for path in ("/manage/staff/none", "/manage/agencies/none", "/manage/windows/none", "/manage/subscribers/none"):
        assert hall.get("admin", path).status_code == 404
    for path in ("/manage/deliveries/999999", "/manage/tokens/tb_none/revoke", "/manage/deliveries/1/x"):
        assert hall.get("admin", path).status_code == 404


def test_in_english_too(hall: Cast):
    client = hall.client("admin")
    client.cookies["language"] = "en"
    for path in paths(hall):
        assert client.get(path).status_code == 200, path


def test_a_newcomer_is_registered_given_a_role_and_an_account_and_must_change_the_password(hall: Cast):
    to = done(
        hall,
        "/manage/staff/new",
        number="N1",
        name=EVIL,
        agency="hf-zwfw",
        post="",
        window="w1",
        identity="contract",
        from_on=str(OPENED_ON),
    )
    assert to == "/manage/staff/N1"
    page = hall.get("admin", to)
    assert EVIL.encode() not in page.content
    assert EVIL in words(page)
    done(
        hall,
        "/manage/staff/N1/role",
        role="clerk",
        region="340100",
        from_on=str(OPENED_ON),
        until_on="",
        document="任职1号",
    )
    password = shown_once(hall, "/manage/staff/N1/account", username="newcomer")
    assert password not in str(list(IdempotencyKey.objects.values()))
    assert password not in str(list(AdministrativeAct.objects.values()))
    browser = Client()
    assert browser.post("/sign-in", {"username": "newcomer", "password": password}).status_code == 302
    assert browser.get("/desk").headers["Location"] == "/account/password"
    assert browser.get("/api/me").status_code == 403
    typed = {"present": password, "password": "Quite-Another-1", "again": "Quite-Another-1"}
    assert browser.post("/account/password", typed).status_code == 302
    assert browser.get("/desk").status_code == 200


def test_a_form_sent_twice_acts_once_and_does_not_show_the_secret_again(hall: Cast):
    path = "/manage/accounts/clerk/reset"
    token = token_of(hall.get("admin", path))
    first = hall.client("admin").post(path, {"token": token})
    assert first.status_code == 200
    again = hall.client("admin").post(path, {"token": token}, follow=True)
    assert "不再显示" in words(again)
    assert AdministrativeAct.objects.filter(deed="password_reset").count() == 1


def test_a_refusal_keeps_what_was_typed(hall: Cast):
    typed = {"number": "T0001", "name": "重号", "agency": "hf-zwfw", "post": "", "window": "", "identity": "contract"}
    response = send(hall, "/manage/staff/new", **typed, from_on="2020-01-01")
    assert response.status_code == 409
    assert "工号“T0001”已被使用" in words(response)
    assert 'value="重号"' in response.content.decode()


WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("/manage/staff/new", {"from_on": "昨天", "identity": "contract"}, "应为日期"),
    ("/manage/staff/new", {"from_on": "2020-01-01", "identity": "king"}, "请从列表中选择"),
    ("/manage/staff/T0001/role", {"role": "king"}, "请从列表中选择"),
    ("/manage/staff/T0001/role", {"role": "clerk", "from_on": "", "region": "340100"}, "请填写“起始日期”"),
    ("/manage/staff/T0001/leave", {"last_on": "2999-99-99"}, "应为日期"),
    ("/manage/windows/w1/change", {"name": "x", "kind": "comprehensive", "opens": "25:00"}, "办公时间"),
    ("/manage/subscribers/tax/change", {"name": "x", "url": "ftp://x", "connect_seconds": "3", "read_seconds": "9"}, "只支持 http"),
    ("/manage/subscribers/tax/change", {"name": "x", "url": "https://x", "connect_seconds": "999"}, "应为1至60"),
    ("/manage/systems/bdc-system/token", {"name": "x", "days": "0", "scopes": "cases:read"}, "应为1至3650"),
    ("/manage/systems/bdc-system/token", {"name": "x", "days": "9"}, "至少选择一项"),
    ("/manage/staff/T0001/move", {"agency": "none"}, "没有代码为“none”的部门"),
    ("/manage/staff/new", {"surprise": "x"}, "没有“surprise”这一项"),
)  # fmt: skip


def test_wrong_input_is_refused_in_words(hall: Cast):
    whole = {"number": "N9", "name": "某人", "agency": "hf-zwfw"}
    for path, typed, sentence in WRONG:
        response = send(hall, path, **(whole | typed if path.endswith("new") else typed))
        assert response.status_code in {404, 409, 422}, path
        assert sentence in words(response), path


def test_staff_are_found_and_exported_safely(hall: Cast):
    agencies.hire(
        number="N2",
        name="=cmd()",
        agency="hf-zwfw",
        identity_type=Staff.objects.get(number="T0001").identity_type,  # type: ignore[arg-type]
        from_on=OPENED_ON,
    )
    page = words(hall.get("admin", "/manage/staff?text=窗口小王&role=clerk&state=at_work"))
    assert "T0001" in page
    assert "T0002" not in page
    assert "没有符合条件" in words(hall.get("admin", "/manage/staff?text=不存在"))
    table = hall.get("admin", "/manage/staff.csv?agency=hf-zwfw")
    assert table.headers["Content-Type"].startswith("text/csv")
    text = table.content.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert "T0002" not in text


def test_an_administrator_cannot_end_their_own_last_role(hall: Cast):
    own = Assignment.objects.get(staff__number="T0011", role="admin").pk
    response = send(hall, f"/manage/staff/T0011/roles/{own}/end", last_on="2030-01-01")
    assert response.status_code == 409
    assert "另一名系统管理员" in words(response)
    done(hall, f"/manage/staff/T0011/roles/{own}/end", "second", last_on="2099-01-01")
    assert hall.get("admin", f"/manage/staff/T0001/roles/{own}/end").status_code == 404  # another person's role


def test_bodies_are_opened_changed_and_closed(hall: Cast):
    to = done(
        hall,
        "/manage/agencies/new",
        code="hf-new",
        name="新设局",
        short_name="",
        kind="new",
        region="340100",
        parent="hf-zwfw",
        phone="",
        from_on="2021-01-01",
    )
    done(hall, f"{to}/rename", name="更名局", short_name="更名", phone="0551-1")
    done(hall, f"{to}/post", code="front", name="前台")
    done(hall, f"{to}/close", last_on="2030-01-01")
    page = words(hall.get("admin", to))
    for word in ("更名局", "前台", "新设局", "撤销部门", "2030年1月1日"):
        assert word in page
    assert Agency.objects.get(code="hf-new").short_name == "更名"
    done(
        hall,
        "/manage/centres/new",
        code="c2",
        name="东区",
        agency="hf-zwfw",
        region="340100",
        address="路",
        opens="",
        closes="",
    )
    done(hall, "/manage/centres/c2/change", name="东区中心", address="二路", opens="09:00", closes="17:00")
    window = {"name": "一号", "kind": "specialist", "agency": "hf-bdc", "opens": "", "closes": ""}
    to = done(hall, "/manage/windows/new", centre="c2", code="w2", **window)
    done(hall, f"{to}/change", **window | {"name": "不动产一号", "opens": "08:30", "closes": "12:00"})
    done(hall, f"{to}/close", last_on="2030-01-01")
    assert Window.objects.get(code="w2").name == "不动产一号"
    assert "关闭窗口" in words(hall.get("admin", to))


def test_a_subscriber_is_entered_changed_paused_and_given_a_new_secret(hall: Cast):
    fields: dict[str, Any] = {
        "name": "社保",
        "agency": "",
        "url": "https://si.example/in",
        "connect_seconds": "3",
        "read_seconds": "10",
        f"event:{ENTERPRISE_CHANGED.type}": ["name", "credit_code"],
    }
    secret = shown_once(hall, "/manage/subscribers/new", code="si", **fields)
    row = Subscriber.objects.get(code="si")
    assert row.entitlements == {ENTERPRISE_CHANGED.type: ["credit_code", "name"]}
    done(
        hall,
        "/manage/subscribers/si/change",
        **fields | {"name": "社会保险", f"event:{ENTERPRISE_CHANGED.type}": ["name"]},
    )
    done(hall, "/manage/subscribers/si/pause")
    assert send(hall, "/manage/subscribers/si/pause").status_code == 409
    done(hall, "/manage/subscribers/si/resume")
    other = shown_once(hall, "/manage/subscribers/si/secret")
    assert other != secret
    row.refresh_from_db()
    assert (row.name, row.active, row.entitlements) == ("社会保险", True, {ENTERPRISE_CHANGED.type: ["name"]})
    kept = str(list(IdempotencyKey.objects.values()))
    assert secret not in kept
    assert other not in kept


def test_a_dead_letter_is_sent_again_with_a_note_or_given_up_for_a_reason(hall: Cast):
    row = Delivery.objects.get()
    Delivery.objects.filter(pk=row.pk).update(status="dead", next_attempt_at=None, last_error="接收方没有应答")
    page = words(hall.get("admin", "/manage/dead-letters"))
    assert "接收方没有应答" in page
    done(hall, f"/manage/deliveries/{row.pk}/resend", reason="对方已修好")
    assert "对方已修好" in words(hall.get("admin", f"/manage/deliveries/{row.pk}"))
    assert send(hall, f"/manage/deliveries/{row.pk}/resend", reason="").status_code == 409
    assert send(hall, f"/manage/deliveries/{row.pk}/skip", reason=" ").status_code == 422
    done(hall, f"/manage/deliveries/{row.pk}/skip", reason="对方已销户")
    row.refresh_from_db()
    assert (row.status, row.skip_reason) == ("skipped", "对方已销户")


def test_deliveries_are_narrowed_and_exported(hall: Cast):
    assert "340100-x" in words(hall.get("admin", "/manage/deliveries?subscriber=tax&status=pending&since=2020-01-01"))
    assert "没有符合条件" in words(hall.get("admin", "/manage/deliveries?until=2020-01-01"))
    assert hall.get("admin", "/manage/deliveries?status=lost").status_code == 422
    assert hall.get("admin", "/manage/deliveries?since=x").status_code == 422
    assert hall.get("admin", "/manage/deliveries?unknown=1").status_code == 422
    assert "340100-x" in hall.get("admin", "/manage/deliveries.csv?subscriber=tax").content.decode()


def test_tokens_are_issued_listed_and_revoked(hall: Cast):
    done(hall, "/manage/systems/new", username="tax-system", name="税务系统", agency="")
    text = shown_once(hall, "/manage/systems/tax-system/token", name="联调", scopes=["cases:read"], days="30")
    actor = accounts.actor_by_token(text, timezone.now())
    assert actor is not None
    assert actor.name == "税务系统"
    page = words(hall.get("admin", "/manage/tokens?username=tax-system"))
    assert text[:15] in page
    assert text not in page
    assert text not in str(list(IdempotencyKey.objects.values()))
    done(hall, f"/manage/tokens/{text[:15]}/revoke")
    assert "已吊销" in words(hall.get("admin", "/manage/tokens?username=tax-system"))


def test_accounts_are_unlocked_and_closed(hall: Cast):
    for _ in range(6):
        Client().post("/sign-in", {"username": "clerk", "password": "wrong"})
    assert "登录已锁定" in words(hall.get("admin", "/manage/staff/T0001"))
    done(hall, "/manage/accounts/clerk/unlock")
    browser = Client()
    assert browser.post("/sign-in", {"username": "clerk", "password": PASSWORD}).status_code == 302
    done(hall, "/manage/accounts/clerk/close")
    assert browser.get("/desk").status_code == 302
    assert "解除登录锁定" in words(hall.get("admin", "/manage/staff/T0001"))  # the record of what was done
    assert send(hall, "/manage/accounts/admin/close").status_code == 409


def test_chains_are_verified_by_number_and_by_sample(hall: Cast, django_assert_max_num_queries):
    numbers = [accepted(hall.city).number for _ in range(3)]
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = words(hall.get("admin", "/manage/housekeeping/verify"))
    assert "核对3件" in page
    assert "链完整" in page
    assert "核对1件" in words(hall.get("admin", f"/manage/housekeeping/verify?case={numbers[0]}"))
    assert hall.get("admin", "/manage/housekeeping/verify?case=none").status_code == 404
    for given in ("0", "999", "x"):
        assert hall.get("admin", f"/manage/housekeeping/verify?sample={given}").status_code == 422


def test_a_silent_worker_is_told_of(hall: Cast):
    assert "后台办理的消息" in words(hall.get("admin", "/manage"))
    from tongban.registry.administration import services

    services.note_round(name="host:1", started_at=hall.at, rounds=1, at=hall.at)
    assert "后台办理的消息" not in words(hall.get("admin", "/manage"))
    assert "host:1" in words(hall.get("admin", "/manage/housekeeping"))
