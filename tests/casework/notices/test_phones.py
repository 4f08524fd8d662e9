"""A phone alone: told by a short message, looked after by the desk of the region, in nobody's inbox."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casework.notices.cast import (
    ACKNOWLEDGED,
    ADMIN,
    CHANGFENG_CLERK,
    DAY,
    FAILED,
    FEIDONG_CLERK,
    MORNING,
    NIGHT,
    PHONE,
    REFUSED,
    SENT,
    SUPERVISOR,
    SYSTEM,
    Way,
    as_actor,
    later,
    person,
    send,
    tell,
)
from tests.cast import HANDLER

from tongban.casework.notices import queries, services
from tongban.casework.notices.models import Dispatch, Notice
from tongban.casework.notices.rules import Channel, NewNotice, Recipient, party, phone, staff
from tongban.casework.notices.services.sealing import opened_phone_of
from tongban.common.actors import Actor
from tongban.common.crypto import SealError
from tongban.common.errors import NotAllowed, NotFound
from tongban.common.time import localdate
from tongban.registry.parties.models import Party

pytestmark = pytest.mark.django_db
NUMBER = "340122-20220701-000001-1"
GUEST = phone(PHONE, region="340122")
NOBODYS = Actor("staff", "无账号", account_id=0)


@pytest.fixture(autouse=True)
def known() -> Party:
    """Somebody with the same phone who has a sign-in."""
    return person()


def told(to: Recipient = GUEST, **given) -> Dispatch:
    """The dispatch of a notice to a phone."""
    assert tell(to, case_number=NUMBER, **given)
    return Dispatch.objects.latest("pk")


def test_a_recipient_is_one_of_three():
    for wrong in ({}, {"party_id": 1, "phone": PHONE, "region": "340122"}, {"staff_number": "1", "phone": PHONE}):
        with pytest.raises(ValueError, match="for a phone"):
            Recipient(**wrong)
    with pytest.raises(ValueError, match="region"):
        Recipient(phone=PHONE)
    with pytest.raises(ValueError, match="region"):
        Recipient(party_id=1, region="340122")
    assert PHONE not in repr(GUEST)


def test_it_is_sealed_for_this_notice_and_shown_masked():
    row = told()
    notice = Notice.objects.get()
    assert (notice.party_id, notice.staff_number, notice.region_id) == (None, "", "340122")
    assert notice.phone_masked == "138****1234"
    assert PHONE not in notice.phone_sealed + notice.phone_index
    assert opened_phone_of(notice) == PHONE
    assert (row.party_id, row.channel, row.status, row.not_before_at) == (None, "sms", "waiting", DAY)
    other = Notice.objects.get(dispatches=told(phone("13900001234", region="340122")))
    other.phone_sealed = notice.phone_sealed
    with pytest.raises(SealError):
        opened_phone_of(other)


def test_the_message_goes_to_the_phone_and_is_acknowledged_by_the_gateway():
    row = told(text="已登记。", link=f"/track?number={NUMBER}")
    way = Way([SENT])
    assert send(way).sent == 1
    (parcel,) = way.parcels
    assert (parcel.channel, parcel.address, parcel.order_key) == (Channel.SMS, PHONE, "")
    assert parcel.message.is_for_phone
    row.refresh_from_db()
    assert (row.status, row.address_masked) == ("sent", "138****1234")
    assert services.acknowledge(dispatch_id=row.uid, receipt="R-1", actor=SYSTEM, at=later(1)).status == "delivered"


def test_it_waits_for_the_morning_and_is_tried_again():
    row = told(at=NIGHT)
    assert (row.not_before_at, row.quiet) == (MORNING, True)
    assert send(Way(), at=NIGHT).tried == 0
    assert send(Way([FAILED]), at=MORNING).waiting == 1
    assert send(Way([ACKNOWLEDGED]), at=later(1, MORNING)).delivered == 1
    assert told(urgent=True, at=NIGHT).not_before_at == NIGHT


def test_the_same_phone_is_told_once_of_an_event_of_a_case():
    assert tell(GUEST, case_number=NUMBER, dedupe="event-1")
    assert not tell(GUEST, case_number=NUMBER, dedupe="event-1")
    assert tell(GUEST, case_number=NUMBER, dedupe="event-2")
    assert tell(GUEST, case_number="340122-20220701-000002-2", dedupe="event-1")
    assert tell(phone("13900001234", region="340122"), case_number=NUMBER, dedupe="event-1")
    assert Notice.objects.count() == Dispatch.objects.count() == 4


def test_it_is_in_nobodys_inbox(known):
    told()
    notice, on = Notice.objects.get(), localdate(DAY)
    readers = (as_actor(known), ADMIN, SUPERVISOR, FEIDONG_CLERK, NOBODYS, HANDLER, SYSTEM)
    for reader in readers:
        assert queries.unread(reader, on) == 0
        assert list(queries.inbox(reader, on)) == []
        with pytest.raises(NotFound):
            services.mark_read(uid=notice.uid, actor=reader, at=DAY)
        assert services.mark_all_read(actor=reader, at=later(1)) == 0
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize(
    ("actor", "sees"),
    [(ADMIN, True), (SUPERVISOR, True), (FEIDONG_CLERK, True), (CHANGFENG_CLERK, False), (HANDLER, False)],
)
def test_what_does_not_arrive_is_looked_after_in_the_region_of_the_case(actor, sees: bool):
    row = told()
    for hour in range(3):
        send(Way([REFUSED]), at=later(hour))
    assert [one.pk for one in queries.undelivered(actor)] == ([row.pk] if sees else [])
    assert [one.pk for one in queries.undelivered(actor, text=NUMBER[:12])] == ([row.pk] if sees else [])
    if sees:
        services.resend(dispatch_id=row.uid, actor=actor, at=later(4))
        send(Way([REFUSED] * 3), at=later(4))
    else:
        with pytest.raises(NotFound):
            services.handle(dispatch_id=row.uid, words="已电话告知", actor=actor, at=DAY)


def test_of_who_asked_not_to_be_known_not_even_four_digits_are_shown():
    row = told(phone(PHONE, region="340122", is_nameless=True))
    way = Way([REFUSED])
    for hour in range(3):
        send(way, at=later(hour))
    row.refresh_from_db()
    assert way.parcels[0].address == PHONE
    assert row.address_masked == Notice.objects.get().phone_masked == "匿名****"


def test_a_phone_that_does_not_open_holds_nobody_up():
    row = told()
    Notice.objects.filter(dispatches=row).update(phone_sealed="v1.broken")
    assert send(Way()).waiting == 1
    row.refresh_from_db()
    assert "无法解封" in row.last_error


@pytest.mark.parametrize("how", [{"channels": {Channel.EMAIL}}, {"channels": ()}])
def test_without_a_short_message_nothing_is_told(how):
    assert not tell(GUEST, case_number=NUMBER, **how)
    assert not Notice.objects.exists()


def test_a_city_without_short_messages_keeps_no_phones(settings):
    settings.SMS_GATEWAY = "off"
    assert not tell(GUEST, case_number=NUMBER)
    assert not Notice.objects.exists()


def test_only_a_gateway_acknowledges():
    row = told()
    send(Way())
    with pytest.raises(NotAllowed):
        services.acknowledge(dispatch_id=row.uid, receipt="R", actor=FEIDONG_CLERK, at=DAY)


def test_all_three_kinds_are_told_by_three_statements():
    who = person("邻居", serial=2)
    to = [party(who.pk), staff("HF001"), *(phone(f"139{one:08d}", region="340122") for one in range(40))]
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        assert services.tell_many(NewNotice(one, "标题", "内容", DAY, NUMBER) for one in to) == 42
    assert (len(statements), Dispatch.objects.count()) == (3, 41)


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": "known"},
        {"phone_index": ""},
        {"phone_sealed": ""},
        {"phone_masked": PHONE},
        {"region": None},
        {"case_number": ""},
        {"staff_number": "HF001"},
        {"read_at": DAY},
    ],
)
def test_the_database_refuses_half_a_phone(wrong, known):
    row = told()
    if "party" in wrong:
        wrong = {"party": known}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(dispatches=row).update(**wrong)


@pytest.mark.parametrize("wrong", [{"channel": "email"}, {"channel": "webhook"}, {"purpose": "proof", "notice": None}])
def test_the_database_refuses_anything_but_a_short_message_to_a_phone(wrong):
    row = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(**wrong)


def test_the_lists_of_others_are_still_found_along_their_indexes():
    told()
    for found, name in (
        (Notice.objects.filter(party_id=1).order_by("-told_at", "-id"), "notice_of_party"),
        (Notice.objects.filter(queries.whose(HANDLER, localdate(DAY))).order_by("-told_at", "-id"), "notice_of_staff"),
        (Notice.objects.filter(party_id=1, read_at=None).order_by(), "notice_party_unread"),
        (Notice.objects.filter(queries.whose(HANDLER, localdate(DAY)), read_at=None).order_by(), "notice_staff_unread"),
    ):
        if connection.vendor == "sqlite":
            assert name in found.explain()
