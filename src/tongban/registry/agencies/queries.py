"""Reads of agencies, windows and staff, as of a day wherever the day matters."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from tongban.common.actors import Role
from tongban.common.errors import NotFound
from tongban.registry.agencies.models import Agency, Assignment, Centre, Post, Staff, Window
from tongban.registry.agencies.rules import SAMPLE_END, SAMPLE_PREFIX, WindowKind
from tongban.registry.regions.queries import chain
from tongban.registry.regions.rules import bounds_of, prefix_of


def agency(code: str) -> Agency:
    """The agency with this code, existing or abolished; an unknown one is refused by its code."""
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise NotFound("agency.unknown", "没有代码为“{given}”的部门:请核对代码。", given=code)
    return found


def agencies(on: date, *, region: str = "", kind: str = "") -> QuerySet[Agency]:
    """The agencies that exist on that day, of one region or one functional line where given."""
    found = Agency.objects.existing(on)
    if region:
        found = found.filter(region_id=region)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("code")


def concerning(region: str, on: date) -> list[tuple[str, str]]:
    """(code, name) of the agencies that exist on that day in a region, around it and inside it; the region's own first."""
    first, beyond = bounds_of(prefix_of(region))
    inside = Q(region_id__gte=first, region_id__lt=beyond) if beyond else Q(region_id__gte=first)
    found = Agency.objects.existing(on).filter(inside | Q(region_id__in=chain(region)))
    rows = found.order_by("code").values_list("code", "name", "region_id")
    return [(code, name) for code, name, home in sorted(rows, key=lambda row: row[2] != region)]


def names_of(codes: Collection[str]) -> dict[str, str]:
    """The names of agencies by their codes, existing or abolished."""
    return dict(Agency.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def agency_of_kind(kind: str, region: str, on: date) -> Agency | None:
    """The nearest agency of a functional line for a region on that day: its own, else its county's, else the city's."""
    found = Agency.objects.existing(on).filter(kind=kind, region_id__in=chain(region))
    # codes of inner regions are longer, or larger for a county in its city
    return max(found, key=lambda each: (len(each.region_id), each.region_id), default=None)


def centre(code: str) -> Centre:
    """The service centre with this code."""
    found = Centre.objects.select_related("agency", "region").filter(code=code).first()
    if found is None:
        raise NotFound("centre.unknown", "没有代码为“{given}”的服务中心:请核对代码。", given=code)
    return found


def windows(*, centre: str = "", kind: WindowKind | None = None) -> QuerySet[Window]:
    """The windows that are not closed, of one centre or kind where given, with centre and agency."""
    found = Window.objects.filter(valid_until_on=None).select_related("centre", "agency")
    if centre:
        found = found.filter(centre_id=centre)
    if kind is not None:
        found = found.filter(kind=kind.value)
    return found.order_by("code")


def windows_serving(*, region: str, agencies: Collection[str], enterprises: bool, on: date) -> list[Window]:
    """Where an item is taken in on a day: windows of a region's centres and of those around it, the nearest centre first.

    Comprehensive windows take in everything, those for enterprises what an enterprise may apply for, those of an
    agency what is in its hands; ``agencies`` are the codes of those that handle the item. One statement.
    """
    takes = Q(kind=WindowKind.COMPREHENSIVE.value) | Q(kind__in=OF_AN_AGENCY, agency_id__in=agencies)
    if enterprises:
        takes |= Q(kind=WindowKind.ENTERPRISE.value, agency_id=F("centre__agency_id"))
    open_then = Q(valid_until_on=None) | Q(valid_until_on__gte=on)
    found = Window.objects.filter(takes, open_then, centre__region_id__in=chain(region)).select_related(
        "centre__agency"
    )
    # codes of inner regions are longer, or larger for a county in its city
    return sorted(found.order_by("code"), key=lambda each: (-len(each.centre.region_id), -int(each.centre.region_id)))


OF_AN_AGENCY = (WindowKind.SPECIALIST.value, WindowKind.ENTERPRISE.value)


def window(code: str) -> Window:
    """The window with this code, open or closed."""
    found = Window.objects.select_related("centre", "agency").filter(code=code).first()
    if found is None:
        raise NotFound("window.unknown", "没有代码为“{given}”的窗口:请核对代码。", given=code)
    return found


def all_windows(text: str = "") -> QuerySet[Window]:
    """Every window ever opened, with centre and agency; of those whose name or code holds the text."""
    found = Window.objects.select_related("centre", "agency").order_by("code")
    return found.filter(Q(name__contains=text) | Q(code__contains=text)) if text else found


def sitting_at(window: str, on: date) -> QuerySet[Staff]:
    """Who sits at a window and is at work after that day."""
    return Staff.objects.filter(Q(active_until_on=None) | Q(active_until_on__gt=on), window_id=window).order_by(
        "number"
    )


def all_agencies(text: str = "") -> QuerySet[Agency]:
    """Every agency there ever was, with region and parent; of those whose name or code holds the text."""
    found = Agency.objects.select_related("region", "parent").order_by("code")
    return found.filter(Q(name__contains=text) | Q(code__contains=text)) if text else found


def centres() -> QuerySet[Centre]:
    """Every service centre with agency and region, by code."""
    return Centre.objects.select_related("agency", "region").order_by("code")


def posts(agency: str = "") -> QuerySet[Post]:
    """The posts, of one agency where given."""
    found = Post.objects.select_related("agency").order_by("agency", "code")
    return found.filter(agency_id=agency) if agency else found


def has_sample_staff() -> bool:
    """Whether the database holds people of the sample; one look into the index of numbers."""
    return sample_staff().exists()


def sample_staff() -> QuerySet[Staff]:
    """The people of the sample."""
    return Staff.objects.filter(number__gte=SAMPLE_PREFIX, number__lt=SAMPLE_END).order_by("number")


def staff_member(number: str) -> Staff:
    """The member of staff with this 工号."""
    found = Staff.objects.select_related("agency", "post", "window").filter(number=number).first()
    if found is None:
        raise NotFound("staff.unknown", "没有工号为“{number}”的工作人员:请核对工号。", number=number)
    return found


def roles_on(staff_id: int, on: date) -> frozenset[Role]:
    """The roles the person holds on that day; none once the person has left."""
    held = Assignment.objects.in_force(on).filter(staff_id=staff_id)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def jurisdiction(staff_id: int, on: date) -> str:
    """The code of the region the person's roles of that day reach; empty without a role.

    It is one region: ``assign_role`` refuses roles over two regions at the same time.
    """
    held = Assignment.objects.in_force(on).filter(staff_id=staff_id)
    return held.order_by("id").values_list("jurisdiction_id", flat=True).first() or ""


def assignments(staff_id: int) -> QuerySet[Assignment]:
    """The whole history of a person's roles, the oldest first."""
    return Assignment.objects.filter(staff_id=staff_id).select_related("jurisdiction").order_by("from_on", "id")
