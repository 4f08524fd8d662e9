"""Telling: what is written, what it costs, and that nobody is told the same twice."""

from datetime import time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casework.notices.cast import DAY, MORNING, NIGHT, Way, as_actor, person, proven, send, tell, told

from tongban.casework.notices import services
from tongban.casework.notices.models import Dispatch, Notice
from tongban.casework.notices.rules import Channel, NewNotice, party, staff
from tongban.common.errors import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_mail(settings) -> None:
    """A city that sends mail."""
    settings.MAIL_ON, settings.MAIL_FROM = True, "city@example.cn"


def channels() -> list[str]:
    """The channels on which something waits."""
    return list(Dispatch.objects.order_by("channel").values_list("channel", flat=True))


def test_a_notice_stands_in_the_inbox_and_goes_to_the_phone_of_the_register():
    row = told(person(), case_number="340100-20220701-000001-1", link="/my/notices")
    notice = Notice.objects.get()
    assert (notice.title, notice.read_at, notice.told_at) == ("您的申请已受理", None, DAY)
    assert (row.channel, row.status, row.not_before_at, row.next_attempt_at) == ("sms", "waiting", DAY, DAY)


def test_a_party_without_any_address_has_the_inbox_alone():
    assert tell(party(person(phone="").pk))
    assert (Notice.objects.count(), channels()) == (1, [])


def test_staff_are_told_in_their_inbox():
    assert tell(staff("HF001"))
    assert Notice.objects.get().staff_number == "HF001"
    assert channels() == []


def test_proven_addresses_get_their_own_dispatch_and_the_caller_may_narrow():
    who = person()
    proven(who, Channel.EMAIL, "gao@example.cn")
    assert tell(party(who.pk))
    assert channels() == ["email", "sms"]
    Dispatch.objects.all().delete()
    assert tell(party(who.pk), channels={Channel.EMAIL, Channel.WEBHOOK})
    assert channels() == ["email"]
    Dispatch.objects.all().delete()
    assert tell(party(who.pk), channels=())
    assert channels() == []


def test_an_address_nobody_has_proven_is_told_nothing():
    who = person(phone="")
    services.set_address(channel=Channel.EMAIL, address="gao@example.cn", actor=as_actor(who), at=DAY)
    assert tell(party(who.pk))
    assert list(Dispatch.objects.values_list("purpose", flat=True)) == ["proof"]


def test_at_night_it_waits_for_the_morning_and_the_instant_is_stored():
    row = told(person(), at=NIGHT)
    assert (row.not_before_at, row.next_attempt_at, row.quiet) == (MORNING, MORNING, True)
    way = Way()
    assert send(way, at=NIGHT).tried == send(way, at=MORNING - timedelta(seconds=1)).tried == 0
    assert send(way, at=MORNING).sent == 1


def test_what_is_urgent_rings_at_night():
    row = told(person(), at=NIGHT, urgent=True)
    assert (row.not_before_at, row.quiet) == (NIGHT, False)
    assert send(Way(), at=NIGHT).sent == 1


def test_who_lifted_the_quiet_hours_is_told_at_night():
    who = person()
    services.choose(channel=Channel.SMS, wanted=True, quiet=False, actor=as_actor(who), at=DAY)
    assert told(who, at=NIGHT).not_before_at == NIGHT


def test_the_hours_come_from_the_configuration(settings):
    settings.QUIET_HOURS = (time(0), time(0))
    assert told(person(), at=NIGHT).not_before_at == NIGHT


def test_under_one_key_a_recipient_is_told_once():
    one, other = person(), person("邻居", serial=2, phone="13900001234")
    assert tell(party(one.pk), dedupe="case-1:due")
    assert not tell(party(one.pk), dedupe="case-1:due")
    assert tell(party(other.pk), dedupe="case-1:due")
    assert tell(staff("HF001"), dedupe="case-1:due")
    assert not tell(staff("HF001"), dedupe="case-1:due")
    assert tell(staff("HF002"), dedupe="case-1:due")
    assert tell(party(one.pk), dedupe="case-2:due")
    assert tell(party(one.pk))
    assert tell(party(one.pk))
    assert (Notice.objects.count(), Dispatch.objects.count()) == (7, 5)


def test_one_call_tells_a_recipient_once_under_one_key():
    who = person()
    notice = NewNotice(party(who.pk), "标题", "内容", DAY, dedupe="k")
    with transaction.atomic():
        assert services.tell_many([notice, notice]) == 1


def test_nothing_survives_a_rolled_back_act():
    who = person()
    with transaction.atomic():
        assert services.tell(to=party(who.pk), title="标题", text="内容", at=DAY)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Dispatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 5, 200])
def test_telling_many_takes_three_statements(count: int):
    people = [person(f"居民{serial}", serial=serial, phone=f"139{serial:08d}") for serial in range(count)]
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        done = services.tell_many(
            NewNotice(party(one.pk), "您反映的问题已解决", "路灯已修复。", DAY, dedupe="appeal-1") for one in people
        )
    assert done == count
    assert len(statements) == 3
    assert Dispatch.objects.count() == count


def test_telling_nobody_asks_the_database_nothing():
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        assert services.tell_many([]) == 0
    assert len(statements) == 0


def test_more_than_one_statement_can_hold_are_told_in_parts():
    with transaction.atomic():
        assert services.tell_many(NewNotice(staff(f"N{one}"), "标题", "内容", DAY) for one in range(900)) == 900


def test_hostile_text_is_refused_and_markup_is_kept_as_text():
    who = person()
    for wrong in ("\0", "响\a铃", "倒\u202e置"):
        with pytest.raises(BadInput):
            tell(party(who.pk), text=wrong)
    row = told(who, title="<b>标题</b>", text="<script>alert(1)</script>")
    assert row.notice is not None
    assert row.notice.title == "<b>标题</b>"
