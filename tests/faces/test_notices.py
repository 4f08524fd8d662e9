"""The inbox, how one is reached, what did not arrive: pages and API."""

import re
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from tests.casework.notices.cast import REFUSED, Way, code_of, ways
from tests.faces.cast import Cast
from tests.faces.desk.managing import done, send, words

from tongban.casework.notices import services
from tongban.casework.notices.models import ContactPoint, Dispatch, Notice
from tongban.casework.notices.rules import Channel, party, phone, staff
from tongban.registry.parties.models import Party

MOST_STATEMENTS = 12
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def with_mail(settings) -> None:
    """A city that sends mail."""
    settings.MAIL_ON, settings.MAIL_FROM = True, "city@example.cn"


def tell(people: Cast, **given: Any) -> Notice:
    """Tell the enterprise something, unless told otherwise."""
    values: dict[str, Any] = {
        "to": party(people.city.enterprise.party_id or 0),
        "title": "您的申请已受理",
        "text": "承诺办结日 2022-07-15。",
        "at": people.at,
        "urgent": True,
    } | given
    with transaction.atomic():
        assert services.tell(**values)
    found = Notice.objects.order_by("pk").last()
    assert found is not None
    return found


def given_up(people: Cast) -> Dispatch:
    """A message to the citizen that was refused for good."""
    who = Party.objects.get(pk=people.city.citizen.party_id or 0)
    services.set_address(channel=Channel.SMS, address="13800001234", actor=people.city.citizen, at=people.at)
    point = ContactPoint.objects.get(party=who)
    services.contacts.proven(point, at=people.at)
    Dispatch.objects.filter(party=who, notice=None).delete()
    tell(people, to=party(who.pk), case_number="340100-20220701-000001-1")
    refused(people)
    return Dispatch.objects.get(party=who)


def refused(people: Cast) -> None:
    """Everything on its way is refused until it is given up."""
    for hour in range(3):
        at = people.at + timedelta(hours=hour)
        services.send_due(at=at, now=fixed(at), transports=ways(Way([REFUSED])), rng=Random(1))


def fixed(at: datetime):
    """A clock that stands still."""
    return lambda: at


class TestInbox:
    def test_what_is_unread_is_counted_beside_the_navigation(self, people: Cast):
        assert "条未读" not in people.get("enterprise", "/my").content.decode()
        for _ in range(2):
            tell(people)
        page = people.get("enterprise", "/my")
        assert "消息 2 条未读" in words(page)
        assert "条未读" not in people.get("neighbour", "/my").content.decode()

    def test_opening_reads_it_and_leads_on(self, people: Cast):
        one = tell(people, case_number="340100-1", link="/my")
        assert "未读 您的申请已受理" in words(people.get("enterprise", "/my/notices"))
        shown = people.get("enterprise", f"/my/notices/{one.uid}")
        assert 'href="/my"' in shown.content.decode()
        assert "承诺办结日" in words(shown)
        assert "条未读" not in words(shown)
        assert "已读 您的申请已受理" in words(people.get("enterprise", "/my/notices"))

    def test_somebody_elses_is_not_found(self, people: Cast):
        one = tell(people)
        for who in ("neighbour", "clerk", "admin"):
            assert people.get(who, f"/my/notices/{one.uid}").status_code == 404
            assert people.get(who, f"/desk/notices/{one.uid}").status_code == 404
        one.refresh_from_db()
        assert one.read_at is None

    def test_all_are_read_at_once(self, people: Cast):
        for _ in range(3):
            tell(people)
        assert people.client("enterprise").post("/my/notices/read").status_code == 302
        assert not Notice.objects.filter(read_at=None).exists()
        assert "没有未读" in words(people.client("enterprise").post("/my/notices/read", follow=True))

    def test_an_empty_inbox_says_what_will_come(self, people: Cast):
        assert "还没有消息" in words(people.get("neighbour", "/my/notices"))
        assert "还没有消息" in words(people.get("handler", "/desk/notices"))

    def test_staff_have_an_inbox_of_their_own(self, people: Cast):
        from tongban.registry.agencies.models import Staff

        number = Staff.objects.get(account__username="handler").number
        one = tell(people, to=staff(number), title="有一件待办")
        assert "消息 1 条未读" in words(people.get("handler", "/desk"))
        assert people.get("handler", "/my/notices").headers["Location"] == "/desk/notices"
        assert people.get("enterprise", "/desk/notices").headers["Location"] == "/my/notices"
        assert "有一件待办" in words(people.get("handler", f"/desk/notices/{one.uid}"))
        assert people.get("head", f"/desk/notices/{one.uid}").status_code == 404

    def test_hostile_text_is_shown_as_text(self, people: Cast):
        one = tell(people, title=HOSTILE[:60], text=HOSTILE)
        for path in ("/my/notices", f"/my/notices/{one.uid}"):
            assert not re.search(r"<script(?! src=./assets/)|<img", people.get("enterprise", path).content.decode())

    def test_many_are_turned_over(self, people: Cast):
        for serial in range(35):
            tell(people, title=f"第{serial}条")
        assert "下一页" in words(people.get("enterprise", "/my/notices"))
        second = words(people.get("enterprise", "/my/notices?page=2"))
        assert "第4条" in second
        assert "上一页" in second
        assert people.get("enterprise", "/my/notices?page=x").status_code == 200

    @pytest.mark.parametrize("path", ["/my/notices", "/my/contact", "/my"])
    def test_pages_stay_cheap(self, people: Cast, path: str, django_assert_max_num_queries):
        for _ in range(35):
            tell(people)
        people.get("enterprise", path)
        with django_assert_max_num_queries(MOST_STATEMENTS):
            people.get("enterprise", path)


class TestContact:
    def test_a_registered_phone_needs_no_proof_and_can_be_silenced(self, people: Cast):
        who = Party.objects.get(pk=people.city.enterprise.party_id or 0)
        assert ("没有登记手机号码" in words(people.get("enterprise", "/my/contact"))) == (not who.phone_masked)

    def test_an_address_is_given_proven_chosen_and_removed(self, people: Cast):
        path, who = "/my/contact/email", Party.objects.get(pk=people.city.citizen.party_id or 0)
        client = people.client("citizen")
        assert client.post(f"{path}/address", {"token": "t1", "address": "gao@example.cn"}).status_code == 302
        client.post(f"{path}/address", {"token": "t1", "address": "gao@example.cn"})
        assert Dispatch.objects.count() == 1
        page = people.get("citizen", "/my/contact")
        assert "g****@example.cn" in words(page)
        assert "待验证" in words(page)
        wrong = client.post(f"{path}/code", {"code": "1"})
        assert wrong.status_code == 422
        assert "还可以试4次" in words(wrong)
        assert ContactPoint.objects.get().code_tries == 1
        assert client.post(f"{path}/code", {"code": code_of(who, Channel.EMAIL)}).status_code == 302
        assert "已验证" in words(people.get("citizen", "/my/contact"))
        assert client.post(f"{path}/choose", {"quiet": "1"}).status_code == 302
        assert ContactPoint.objects.get().wanted is False
        assert client.post(f"{path}/remove").status_code == 302
        assert not ContactPoint.objects.exists()

    def test_what_was_typed_wrong_comes_back_with_the_reason(self, people: Cast):
        page = people.client("citizen").post("/my/contact/email/address", {"token": "t", "address": "<b>@x"})
        assert page.status_code == 422
        assert "电子邮件地址无法识别" in words(page)
        assert 'value="&lt;b&gt;@x"' in page.content.decode()

    def test_the_secret_of_a_system_is_shown_once_and_kept_nowhere(self, people: Cast):
        client = people.client("enterprise")
        given = {"token": "t", "address": "https://erp.example.cn/in"}
        first = client.post("/my/contact/webhook/address", given)
        found = re.findall(r"<code>(whsec_[^<]+)</code>", first.content.decode())
        assert len(found) == 1
        again = client.post("/my/contact/webhook/address", given)
        assert again.status_code == 302
        from tongban.casework.exchange.models import IdempotencyKey

        assert found[0] not in str(list(IdempotencyKey.objects.values_list("response", flat=True)))

    def test_a_person_is_offered_no_system_and_staff_have_no_such_page(self, people: Cast):
        assert "系统推送" not in words(people.get("citizen", "/my/contact"))
        assert "系统推送" in words(people.get("enterprise", "/my/contact"))
        assert people.get("clerk", "/my/contact").status_code == 403
        assert people.client("citizen").post("/my/contact/pigeon/address").status_code == 404
        assert people.client("citizen").post("/my/contact/sms/fly").status_code == 404

    def test_a_closed_channel_says_so(self, people: Cast, settings):
        settings.MAIL_ON = False
        assert "本市尚未开通" in words(people.get("citizen", "/my/contact"))


class TestUndelivered:
    def test_it_is_found_looked_at_and_told_by_phone(self, people: Cast):
        row = given_up(people)
        page = words(people.get("clerk", "/manage/undelivered"))
        assert "高明" in page
        assert "空号" in page
        path = f"/manage/undelivered/{row.uid}"
        assert "发送 空号" in words(people.get("supervisor", path))
        assert send(people, f"{path}/handle", "clerk", words="").status_code == 422
        assert done(people, f"{path}/handle", "clerk", words="已电话告知本人") == "/manage/undelivered"
        assert "没有未送达的通知" in words(people.get("clerk", "/manage/undelivered"))
        assert "已电话告知本人" in words(people.get("admin", path))
        assert "高明" in words(people.get("admin", "/manage/undelivered?status=handled"))

    def test_a_phone_alone_is_looked_after_like_the_others(self, people: Cast):
        given = {"case_number": "340100-20220701-000001-1", "title": "窗口没有开"}
        tell(people, to=phone("13800001234", region="340100"), **given)
        refused(people)
        row = Dispatch.objects.get()
        path = f"/manage/undelivered/{row.uid}"
        for page in (words(people.get("clerk", at)) for at in ("/manage/undelivered", path, f"{path}/handle")):
            assert "没有登录的反映人" in page
            assert "138****1234" in page
            assert "13800001234" not in page
        assert "尚未阅读" not in words(people.get("clerk", path))
        assert people.get("town_clerk", path).status_code == 404
        assert done(people, f"{path}/handle", "clerk", words="已电话告知本人") == "/manage/undelivered"
        assert "已电话告知本人" in words(people.get("admin", path))

    def test_it_is_sent_again(self, people: Cast):
        row = given_up(people)
        done(people, f"/manage/undelivered/{row.uid}/resend")
        row.refresh_from_db()
        assert row.status == "waiting"

    def test_filters_narrow_and_unknown_ones_are_refused(self, people: Cast):
        given_up(people)
        for query, found in (("channel=sms", True), ("channel=email", False), ("text=高", True), ("text=李", False)):
            assert ("空号" in words(people.get("admin", f"/manage/undelivered?{query}"))) == found
        for query in ("channel=pigeon", "status=waiting"):
            assert people.get("admin", f"/manage/undelivered?{query}").status_code == 422

    def test_who_may_not_look(self, people: Cast):
        row = given_up(people)
        for who in ("handler", "citizen"):
            assert people.get(who, "/manage/undelivered").status_code == 403
        for path in (f"/manage/undelivered/{row.uid}", f"/manage/undelivered/{row.uid}/handle"):
            assert people.get("town_clerk", path).status_code == 404

    @pytest.mark.parametrize("who", ["admin", "clerk", "supervisor"])
    def test_the_list_stays_cheap(self, people: Cast, who: str, django_assert_max_num_queries):
        row = given_up(people)
        for path in ("/manage/undelivered", f"/manage/undelivered/{row.uid}"):
            people.get(who, path)
            with django_assert_max_num_queries(MOST_STATEMENTS):
                people.get(who, path)


class TestApi:
    def test_my_notices_page_by_page(self, people: Cast):
        for serial in range(3):
            tell(people, title=f"第{serial}条")
        first = people.get("enterprise", "/api/notices?limit=2").json()
        assert ([one["title"] for one in first["items"]], first["unread"]) == (["第2条", "第1条"], 3)
        second = people.get("enterprise", f"/api/notices?limit=2&cursor={first['next']}").json()
        assert ([one["title"] for one in second["items"]], second["next"]) == (["第0条"], None)
        uid = first["items"][0]["id"]
        read = people.client("enterprise").post(f"/api/notices/{uid}/read", content_type="application/json")
        assert read.json()["read_at"]
        assert len(people.get("enterprise", "/api/notices?unread=true").json()["items"]) == 2
        assert people.client("neighbour").post(f"/api/notices/{uid}/read").status_code == 404
        assert people.client("enterprise").post("/api/notices/read").json() == {"read": 2}
        assert people.get("neighbour", "/api/notices").json() == {"items": [], "unread": 0, "next": None}

    def test_only_a_system_says_what_arrived(self, people: Cast):
        row = given_up(people)
        path = f"/api/dispatches/{row.uid}/receipt"
        body = {"receipt": "SMS-7"}
        assert people.client("admin").post(path, body, content_type="application/json").status_code == 403
        answer = people.client("system").post(path, body, content_type="application/json")
        assert (answer.status_code, answer.json()["status"]) == (200, "delivered")
        path = f"/api/dispatches/{row.uid}/undelivered"
        answer = people.client("system").post(path, {"reason": "空号"}, content_type="application/json")
        assert answer.status_code == 409
