"""Reads of the notices: inboxes and how much in them is unread, where a party is reached, what did not arrive."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotFound
from tongban.registry.accounts.models import Account
from tongban.registry.parties.models import Party, Representative
from tongban.registry.regions.rules import bounds_of, prefix_of

from .models import ContactPoint, Dispatch, DispatchEntry, Notice
from .rules import UNDELIVERED, Channel, DispatchStatus, EntryKind, Point, QuietHours, Recipient, party, staff, ways_to

__all__ = [
    "Channel",
    "DispatchStatus",
    "EntryKind",
    "Recipient",
    "contact_points",
    "dispatch",
    "entries",
    "inbox",
    "notice",
    "open_channels",
    "party",
    "quiet_hours",
    "reaches",
    "staff",
    "undelivered",
    "unread",
    "unread_first",
    "unread_of_account",
    "ways_of",
    "whose",
]
LOOKERS = frozenset({Role.CLERK, Role.TOWN_CLERK, Role.SUPERVISOR})


def quiet_hours() -> QuietHours:
    """The quiet hours of this deployment."""
    return QuietHours(*settings.QUIET_HOURS)


def open_channels() -> frozenset[Channel]:
    """The channels this deployment sends on."""
    closed = {Channel.EMAIL: not settings.MAIL_ON, Channel.SMS: settings.SMS_GATEWAY == "off"}
    return frozenset(channel for channel in Channel if not closed.get(channel, False))


def whose(actor: Actor, on: date) -> Q:
    """The notices an actor may read: its own, those of enterprises a person acts for on that day, those of its 工号."""
    if actor.kind == "staff":
        own = Account.objects.filter(pk=actor.account_id or 0).values("staff__number")
        return Q(party__isnull=True, region__isnull=True, staff_number__in=own)
    if actor.party_id is None:
        return Q(pk__in=())
    acts_for = Representative.objects.in_force(on).filter(person_id=actor.party_id).values("enterprise_id")
    return Q(party_id=actor.party_id) | Q(party_id__in=acts_for)


def unread(actor: Actor, on: date, *, most: int = 100) -> int:
    """How many notices nobody has opened, counted up to ``most``; one statement along the index of the unread."""
    return Notice.objects.filter(whose(actor, on), read_at=None).order_by()[:most].count()


def unread_of_account(on: date) -> Case:
    """The same for every row of accounts, as a part of the statement that reads the account of a session."""
    acts_for = Representative.objects.in_force(on).filter(person_id=OuterRef(OuterRef("party_id")))
    own = Q(party_id=OuterRef("party_id")) | Q(party_id__in=acts_for.values("enterprise_id"))
    of_party = Notice.objects.filter(own, read_at=None)
    staffs = Notice.objects.filter(party__isnull=True, region__isnull=True, read_at=None)
    of_staff = staffs.filter(staff_number=OuterRef("staff__number"))
    return Case(
        When(staff__isnull=False, then=counted(of_staff)),
        When(party__isnull=False, then=counted(of_party)),
        default=0,
        output_field=IntegerField(),
    )


def counted(found: QuerySet[Notice]) -> Coalesce:
    """How many there are, inside another statement."""
    number = found.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def inbox(actor: Actor, on: date, *, unread_only: bool = False) -> QuerySet[Notice]:
    """The notices of an actor with whose they are, the newest first."""
    found = Notice.objects.filter(whose(actor, on)).select_related("party").order_by("-told_at", "-id")
    return found.filter(read_at=None) if unread_only else found


def unread_first(actor: Actor, on: date) -> QuerySet[Notice]:
    """The same, those nobody has opened before the others."""
    unread_ = ExpressionWrapper(Q(read_at__isnull=True), output_field=BooleanField())
    return inbox(actor, on).annotate(is_unread=unread_).order_by("-is_unread", "-told_at", "-id")


def notice(uid: UUID | str, actor: Actor, on: date) -> Notice:
    """One notice of the actor; somebody else's is as unknown as one that never was."""
    found = None
    if (known := as_uuid(uid)) is not None:
        found = Notice.objects.filter(whose(actor, on), uid=known).select_related("party").first()
    if found is None:
        raise NotFound("notice.unknown", "没有这条消息:请从消息列表中选择。")
    return found


def as_uuid(given: UUID | str) -> UUID | None:
    """The number in an address, if it is one."""
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except ValueError:
        return None


def contact_points(party_id: int) -> dict[Channel, ContactPoint]:
    """What a party has said of each channel; those it has said nothing of are missing."""
    return {Channel(one.channel): one for one in ContactPoint.objects.filter(party_id=party_id)}


def ways_of(party_ids: Collection[int]) -> dict[int, dict[Channel, bool]]:
    """On which open channels each party is told, and whether quiet hours bind there; one statement."""
    if not party_ids:
        return {}
    rows = Party.objects.filter(pk__in=party_ids).values_list(
        *("pk", "phone_masked", "contact_points__channel", "contact_points__wanted", "contact_points__quiet"),
        "contact_points__verified_at",
    )
    phones: dict[int, bool] = {}
    points: dict[int, dict[Channel, Point]] = {}
    for pk, phone, channel, wanted, quiet, verified_at in rows.order_by():
        phones[pk] = bool(phone)
        if channel is not None:
            points.setdefault(pk, {})[Channel(channel)] = Point(wanted, quiet, verified_at is not None)
    open_ones = open_channels()
    return {pk: ways_to(points.get(pk, {}), has_phone=phones[pk], open_ones=open_ones) for pk in phones}


def reaches(actor: Actor) -> Q:
    """The dispatches whose failure an actor looks after: an administrator all, the others those of their region.

    The region is that of the party, or of the case a phone was left with.
    """
    if actor.has(Role.ADMIN):
        return Q()
    if not actor.has(*LOOKERS) or not actor.region:
        return Q(pk__in=())
    first, beyond = bounds_of(prefix_of(actor.region))
    found = Q(pk__in=())
    for region in ("party__region_id", "notice__region_id"):
        inside = Q(**{f"{region}__gte": first})
        found |= inside & Q(**{f"{region}__lt": beyond}) if beyond else inside
    return found


def undelivered(
    actor: Actor,
    *,
    status: DispatchStatus = DispatchStatus.FAILED,
    channel: Channel | None = None,
    text: str = "",
) -> QuerySet[Dispatch]:
    """Notices that did not arrive, or that somebody told otherwise, with notice, party and region, the newest first.

    ``text`` is the beginning of a case number or of the party's name.
    """
    found = Dispatch.objects.filter(reaches(actor), status=status.value, notice__isnull=False)
    if channel is not None:
        found = found.filter(channel=channel.value)
    if text:
        found = found.filter(Q(notice__case_number__startswith=text) | Q(party__name__startswith=text))
    return found.select_related("notice__region", "party__region").order_by("-pk")


def dispatch(uid: UUID | str, actor: Actor) -> Dispatch:
    """One dispatch whose failure the actor looks after."""
    found = None
    if (known := as_uuid(uid)) is not None:
        mine = Dispatch.objects.filter(reaches(actor), uid=known, notice__isnull=False)
        found = mine.select_related("notice__region", "party__region").first()
    if found is None:
        raise no_dispatch()
    return found


def no_dispatch() -> NotFound:
    """The refusal where no such dispatch is."""
    return NotFound("dispatch.unknown", "没有这条发送记录:请从“未送达”清单里选择。")


def entries(dispatch: Dispatch) -> QuerySet[DispatchEntry]:
    """What happened to a dispatch, first to last."""
    return DispatchEntry.objects.filter(dispatch=dispatch).order_by("pk")


def is_undelivered(dispatch: Dispatch) -> bool:
    """Whether somebody has to tell it otherwise."""
    return dispatch.status in UNDELIVERED
