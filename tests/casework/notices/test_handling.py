"""What people and gateways do with notices: read, look after the undelivered, say where they are reached."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casework.notices.cast import (
    ACKNOWLEDGED,
    ADMIN,
    CHANGFENG_CLERK,
    DAY,
    FEIDONG_CLERK,
    REFUSED,
    SUPERVISOR,
    SYSTEM,
    Way,
    as_actor,
    code_of,
    later,
    person,
    proven,
    send,
    tell,
    told,
)
from tests.cast import HANDLER, City

from tongban.casework.notices import queries, services
from tongban.casework.notices.models import ContactPoint, Dispatch, DispatchEntry, Notice
from tongban.casework.notices.rules import Channel, DispatchStatus, party, staff
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import localdate
from tongban.registry.accounts.models import Account
from tongban.registry.parties.models import Party

pytestmark = pytest.mark.django_db
ON = localdate(DAY)


@pytest.fixture(autouse=True)
def with_mail(settings) -> None:
    """A city that sends mail."""
    settings.MAIL_ON, settings.MAIL_FROM = True, "city@example.cn"


@pytest.fixture
def undelivered() -> Dispatch:
    """A notice given up after three refusals."""
    row = told(person(), case_number="340100-20220701-000001-1")
    for hour in range(3):
        send(Way([REFUSED]), at=later(hour))
    row.refresh_from_db()
    return row


class TestReading:
    def test_somebody_elses_notice_is_not_found(self):
        one, other = person(), person("邻居", serial=2)
        tell(party(one.pk))
        uid = Notice.objects.get().uid
        for actor in (as_actor(other), HANDLER, SYSTEM, ADMIN):
            with pytest.raises(NotFound):
                services.mark_read(uid=uid, actor=actor, at=DAY)
        with pytest.raises(NotFound):
            services.mark_read(uid="not a number", actor=as_actor(one), at=DAY)
        assert Notice.objects.get().read_at is None

    def test_the_first_reading_stays(self):
        who = person()
        tell(party(who.pk))
        uid = str(Notice.objects.get().uid)
        services.mark_read(uid=uid, actor=as_actor(who), at=later(1))
        assert services.mark_read(uid=uid, actor=as_actor(who), at=later(2)).read_at == later(1)

    def test_what_is_unread_is_counted_by_one_statement_along_an_index(self):
        who = person()
        for _ in range(3):
            tell(party(who.pk))
        actor = as_actor(who)
        with CaptureQueriesContext(connection) as statements:
            assert queries.unread(actor, ON) == 3
        assert len(statements) == 1
        assert queries.unread(actor, ON, most=2) == 2
        assert services.mark_all_read(actor=actor, at=later(1)) == 3
        assert queries.unread(actor, ON) == 0
        assert [one.read_at for one in queries.inbox(actor, ON, unread_only=True)] == []
        assert len(queries.inbox(actor, ON)) == 3
        assert [one.pk for one in queries.unread_first(actor, ON)] == [one.pk for one in queries.inbox(actor, ON)]

    def test_who_acts_for_an_enterprise_reads_its_notices(self, city: City):
        from tongban.registry.parties.rules import RepresentativeKind
        from tongban.registry.parties.services import appoint_representative

        firm, person_ = city.enterprise, city.neighbour
        tell(party(firm.party_id or 0))
        assert queries.unread(person_, ON) == 0
        appoint_representative(
            enterprise=Party.objects.get(pk=firm.party_id or 0),
            person=Party.objects.get(pk=person_.party_id or 0),
            kind=RepresentativeKind.AGENT,
            from_on=ON,
            document="授权委托书",
            at=DAY,
        )
        assert queries.unread(person_, ON) == 1
        assert queries.inbox(person_, ON)[0].party_id == firm.party_id

    def test_staff_read_what_was_told_to_their_number(self, city: City):
        from tongban.common.actors import Actor
        from tongban.registry.agencies.models import Staff

        member = Staff.objects.create(
            number="HF001", name="老李", agency_id="hf-bdc", identity_type="contract", active_from_on=ON
        )
        account = Account.objects.create(username="laoli", kind="staff", staff=member)
        tell(staff("HF001"))
        tell(staff("HF002"))
        actor = Actor("staff", "老李", account_id=account.pk)
        assert queries.unread(actor, ON) == 1
        assert queries.unread(Actor("staff", "无账号"), ON) == 0
        assert services.mark_all_read(actor=actor, at=later(1)) == 1


class TestUndelivered:
    @pytest.mark.parametrize(
        ("actor", "sees"),
        [(ADMIN, True), (SUPERVISOR, True), (FEIDONG_CLERK, True), (CHANGFENG_CLERK, False), (HANDLER, False)],
    )
    def test_who_looks_after_it(self, actor, sees: bool, undelivered: Dispatch):
        assert [one.pk for one in queries.undelivered(actor)] == ([undelivered.pk] if sees else [])
        if not sees:
            with pytest.raises(NotFound):
                queries.dispatch(undelivered.uid, actor)
            with pytest.raises(NotFound):
                services.handle(dispatch_id=undelivered.uid, words="已电话告知", actor=actor, at=DAY)

    def test_filters(self, undelivered: Dispatch):
        found = {
            "all": queries.undelivered(ADMIN),
            "sms": queries.undelivered(ADMIN, channel=Channel.SMS),
            "number": queries.undelivered(ADMIN, text="340100-2022"),
            "name": queries.undelivered(ADMIN, text="高"),
        }
        assert {name: len(rows) for name, rows in found.items()} == dict.fromkeys(found, 1)
        assert list(queries.undelivered(ADMIN, channel=Channel.EMAIL)) == []
        assert list(queries.undelivered(ADMIN, text="别人")) == []
        assert list(queries.undelivered(ADMIN, status=DispatchStatus.HANDLED)) == []

    def test_told_by_phone_is_written_down_for_ever(self, undelivered: Dispatch):
        services.handle(dispatch_id=undelivered.uid, words="7月2日已电话告知本人", actor=FEIDONG_CLERK, at=later(5))
        assert list(queries.undelivered(ADMIN)) == []
        (row,) = queries.undelivered(ADMIN, status=DispatchStatus.HANDLED)
        entry = queries.entries(row).last()
        assert entry is not None
        assert (entry.kind, entry.words, entry.by_name) == ("handled", "7月2日已电话告知本人", "肥东窗口")
        with pytest.raises(Refused):
            services.handle(dispatch_id=undelivered.uid, words="再一次", actor=ADMIN, at=later(6))
        for change in (
            DispatchEntry.objects.filter(pk=entry.pk).update,
            DispatchEntry.objects.filter(pk=entry.pk).delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(**({"words": "改"} if change.__name__ == "update" else {}))

    def test_handling_needs_words(self, undelivered: Dispatch):
        for words in ("", "  ", "字" * 501):
            with pytest.raises(BadInput):
                services.handle(dispatch_id=undelivered.uid, words=words, actor=ADMIN, at=DAY)

    def test_it_can_be_sent_again(self, undelivered: Dispatch):
        services.resend(dispatch_id=undelivered.uid, actor=ADMIN, at=later(5))
        assert send(Way([ACKNOWLEDGED]), at=later(5)).delivered == 1
        undelivered.refresh_from_db()
        assert undelivered.status == "delivered"

    def test_a_gateway_reports_what_will_not_arrive(self):
        row = told(person())
        send(Way())
        services.report_undelivered(dispatch_id=row.uid, reason="空号", actor=SYSTEM, at=later(1))
        services.report_undelivered(dispatch_id=row.uid, reason="空号", actor=SYSTEM, at=later(2))
        (found,) = queries.undelivered(ADMIN)
        assert (found.last_error, found.failed_at) == ("空号", later(1))
        services.acknowledge(dispatch_id=row.uid, receipt="还是到了", actor=SYSTEM, at=later(3))
        assert list(queries.undelivered(ADMIN)) == []
        with pytest.raises(Refused):
            services.report_undelivered(dispatch_id=row.uid, reason="空号", actor=SYSTEM, at=later(4))

    def test_only_a_gateway_acknowledges(self, undelivered: Dispatch):
        for actor in (ADMIN, FEIDONG_CLERK):
            with pytest.raises(NotAllowed):
                services.acknowledge(dispatch_id=undelivered.uid, receipt="R", actor=actor, at=DAY)


class TestContact:
    def test_only_a_party_says_where_it_is_reached(self):
        with pytest.raises(NotAllowed):
            services.choose(channel=Channel.SMS, wanted=False, quiet=True, actor=ADMIN, at=DAY)

    def test_the_address_is_sealed_and_shown_masked(self):
        point = proven(person(), Channel.EMAIL, "gao@example.cn")
        assert "gao@" not in point.address_sealed
        assert point.address_masked == "g****@example.cn"

    def test_a_wrong_code_counts_and_five_are_enough(self):
        who = person()
        actor = as_actor(who)
        services.set_address(channel=Channel.EMAIL, address="gao@example.cn", actor=actor, at=DAY)
        right = code_of(who, Channel.EMAIL)
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(5):
            with pytest.raises(BadInput):
                services.verify(channel=Channel.EMAIL, code=wrong, actor=actor, at=DAY)
        with pytest.raises(Refused):
            services.verify(channel=Channel.EMAIL, code=right, actor=actor, at=DAY)
        services.send_proof_again(channel=Channel.EMAIL, actor=actor, at=DAY)
        services.verify(channel=Channel.EMAIL, code=code_of(who, Channel.EMAIL), actor=actor, at=DAY)
        with pytest.raises(Refused):
            services.send_proof_again(channel=Channel.EMAIL, actor=actor, at=DAY)

    def test_a_code_ends_after_half_an_hour(self):
        who = person()
        services.set_address(channel=Channel.EMAIL, address="gao@example.cn", actor=as_actor(who), at=DAY)
        with pytest.raises(Refused):
            services.verify(channel=Channel.EMAIL, code=code_of(who, Channel.EMAIL), actor=as_actor(who), at=later(0.5))

    def test_proofs_are_rationed(self):
        actor = as_actor(person())
        for serial in range(5):
            services.set_address(channel=Channel.EMAIL, address=f"g{serial}@example.cn", actor=actor, at=DAY)
        with pytest.raises(Refused):
            services.set_address(channel=Channel.SMS, address="13900001234", actor=actor, at=DAY)
        assert Dispatch.objects.filter(status="waiting").count() == 1
        services.set_address(channel=Channel.SMS, address="13900001234", actor=actor, at=later(1))

    def test_a_person_has_no_system(self):
        with pytest.raises(Refused):
            services.set_address(
                channel=Channel.WEBHOOK, address="https://erp.example.cn/", actor=as_actor(person()), at=DAY
            )

    def test_a_system_proves_its_address_by_acknowledging(self, city: City):
        firm = city.enterprise
        secret = services.set_address(channel=Channel.WEBHOOK, address="https://erp.example.cn/in", actor=firm, at=DAY)
        assert secret.startswith("whsec_")
        way = Way([ACKNOWLEDGED])
        assert send(way).delivered == 1
        assert way.parcels[0].secret == secret
        assert ContactPoint.objects.get().verified_at == DAY
        tell(party(firm.party_id or 0))
        assert Dispatch.objects.filter(status="waiting", channel="webhook").count() == 1

    def test_a_closed_channel_is_not_set_up(self, settings):
        settings.MAIL_ON = False
        with pytest.raises(Refused):
            services.set_address(channel=Channel.EMAIL, address="gao@example.cn", actor=as_actor(person()), at=DAY)

    def test_what_was_removed_is_forgotten(self):
        who = person()
        proven(who, Channel.EMAIL, "gao@example.cn")
        proven(who, Channel.SMS, "13900001234")
        for channel in (Channel.EMAIL, Channel.SMS):
            services.remove_address(channel=channel, actor=as_actor(who), at=DAY)
        point = ContactPoint.objects.get()
        assert (point.channel, point.address_sealed, point.verified_at) == ("sms", "", None)
        way = Way()
        told(who)
        send(way)
        assert way.parcels[0].address == "13800001234"

    def test_a_channel_without_an_address_cannot_be_chosen(self):
        with pytest.raises(Refused):
            services.choose(channel=Channel.EMAIL, wanted=True, quiet=True, actor=as_actor(person()), at=DAY)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "gone"},
        {"status": "sent"},
        {"status": "delivered", "next_attempt_at": None},
        {"status": "failed", "next_attempt_at": None},
        {"status": "sent", "next_attempt_at": None, "receipt": "R"},
        {"claimed_until": DAY},
        {"refusals": 1},
        {"channel": "pigeon"},
        {"purpose": "proof"},
        {"next_attempt_at": None},
    ],
    ids=str,
)
def test_the_database_refuses_nonsense_in_a_dispatch(values):
    row = told(person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(**values)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL reads a small table whole")
class TestIndexes:
    def test_what_is_unread_is_found_along_its_index(self, city: City):
        counts = Account.objects.annotate(unread=queries.unread_of_account(ON)).filter(pk=1).explain()
        assert "notice_party_unread" in counts
        assert "notice_staff_unread" in counts
        assert "SCAN notices_notice" not in counts

    def test_an_inbox_is_walked_along_its_index(self, city: City):
        assert "SCAN notices_notice" not in queries.inbox(city.citizen, ON).explain()
        assert "notice_of_staff" in queries.inbox(HANDLER, ON).explain()

    def test_what_is_due_is_found_along_its_index(self):
        assert "dispatch_due" in Dispatch.objects.sendable(at=DAY, now=DAY).explain()
