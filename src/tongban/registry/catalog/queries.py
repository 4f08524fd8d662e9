"""Reads of the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from tongban.common.errors import NotFound
from tongban.registry.catalog.models import DiscardedDraft, Item, ItemTopic, ItemVersion, Status
from tongban.registry.catalog.rules import Audience, ItemSpec, ItemType, Topic, topics_named
from tongban.registry.regions.queries import prefix_of


class Nearness(TypedDict):
    """What an item of a search knows besides its row: how near it is, 0 the nearest."""

    rank: int


if TYPE_CHECKING:  # a part of the development environment only
    from django_stubs_ext import WithAnnotations

    Ranked = WithAnnotations[Item, Nearness]


def item(code: str) -> Item:
    """The item with this code. Raises NotFound."""
    found = Item.objects.select_related("agency", "region").filter(code=code).first()
    if found is None:
        raise NotFound("item.unknown", "没有编码为“{item}”的事项:请核对编码。", item=code)
    return found


def versions(code: str) -> QuerySet[ItemVersion]:
    """All versions of an item, the newest first."""
    return ItemVersion.objects.filter(item_id=code).order_by("-number")


def version(code: str, number: int) -> ItemVersion:
    """One version of an item. Raises NotFound."""
    found = ItemVersion.objects.filter(item_id=code, number=number).first()
    if found is None:
        raise NotFound("item.version", "事项“{item}”没有第{number}版。", item=code, number=number)
    return found


def latest_published(code: str) -> ItemVersion | None:
    """The newest version that was ever published, ended or not; None before the first."""
    return ItemVersion.objects.filter(item_id=code).exclude(status=Status.DRAFT).order_by("-number").first()


def discarded(code: str) -> QuerySet[DiscardedDraft]:
    """Drafts of an item that were put aside, the latest first."""
    return DiscardedDraft.objects.filter(item_id=code).order_by("-discarded_at", "-pk")


def owners() -> list[tuple[str, str]]:
    """(code, name) of the agencies that own items, by name."""
    rows = Item.objects.order_by("agency__name", "agency_id").values_list("agency_id", "agency__name").distinct()
    return list(rows)


def standing(codes: Iterable[str], on: date) -> list[ItemVersion]:
    """Of these items the drafts, the versions in force on the day and those still to come, without their guides."""
    found = ItemVersion.objects.filter(item_id__in=list(codes))
    return list(
        found.filter(Q(status=Status.DRAFT) | Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=on))
        .defer("spec")
        .order_by("item_id", "number")
    )


def version_in_force(code: str, on: date) -> ItemVersion:
    """The version of an item in force on a day. Raises NotFound, also for an item without one on that day."""
    found = ItemVersion.objects.in_force(on).filter(item_id=code).select_related("item__region").first()
    if found is None:
        raise NotFound(
            "item.not_in_force",
            "事项“{item}”在{on}没有已生效的办事指南:请核对编码和日期,或先发布一版。",
            item=code,
            on=on.isoformat(),
        )
    return found


def version_id_in_force(code: str, on: date) -> int:
    """The id of the version in force on a day, for ``pinned``; read by every filing, so by one plain statement."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [code, day, day])
        row = cursor.fetchone()
    return int(row[0]) if row else version_in_force(code, on).pk  # which refuses with its sentence


_IN_FORCE = """
SELECT id FROM catalog_itemversion
WHERE item_id = %s AND status <> 'draft' AND valid_from_on <= %s AND (valid_until_on IS NULL OR valid_until_on >= %s)
"""


def pinned(version_id: int) -> ItemSpec:
    """The guide a case was accepted under; published ones are kept in the process, since they never change."""
    try:
        return _kept(version_id)
    except _StillDraftError as draft:
        return draft.spec


class _StillDraftError(LookupError):
    """Carries the guide of a draft past the cache: drafts change, and what raises is not kept."""

    def __init__(self, spec: ItemSpec) -> None:
        super().__init__(spec)
        self.spec = spec


@lru_cache(maxsize=4096)
def _kept(version_id: int) -> ItemSpec:
    found = _row(version_id)
    spec = ItemSpec.parse(found.spec)
    if found.status == Status.DRAFT:
        raise _StillDraftError(spec)
    return spec


def _row(version_id: int) -> ItemVersion:
    found = ItemVersion.objects.filter(pk=version_id).only("status", "spec").first()
    if found is None:
        raise NotFound("item.version_id", "没有编号为{id}的事项版本。", id=version_id)
    return found


def audiences(codes: Collection[str], on: date) -> dict[str, Audience]:
    """For whom these items are, by code; those without a guide in force on the day are left out. One statement."""
    rows = ItemVersion.objects.in_force(on).filter(item_id__in=codes).values_list("item_id", "spec__audience")
    return {code: Audience(audience or Audience.ANY) for code, audience in rows}


def items(
    *,
    text: str = "",
    kind: ItemType | None = None,
    agency: str = "",
    region: str = "",
    power: str = "",
    topic: Topic | None = None,
    in_force_on: date | None = None,
    has_draft: bool = False,
    by: str = "",
) -> QuerySet[Item]:
    """Items by words in name or code, type, agency, region and below, power, topic, being in force on a day; by code.

    ``has_draft`` narrows to those being written, ``by`` to those of which this actor drafted or published a version.
    """
    found = Item.objects.select_related("agency", "region").order_by("code")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word))
    exact = {"type": kind.value if kind else "", "agency_id": agency, "power_id": power}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if region:
        found = found.filter(region__code__startswith=prefix_of(region))
    if topic is not None:
        found = found.filter(_under((topic,)))
    if has_draft:
        found = found.filter(Exists(ItemVersion.objects.filter(item_id=OuterRef("pk"), status=Status.DRAFT)))
    if by:
        theirs = ItemVersion.objects.filter(Q(drafted_by=by) | Q(published_by=by), item_id=OuterRef("pk"))
        found = found.filter(Exists(theirs))
    if in_force_on is not None:
        found = found.filter(Exists(ItemVersion.objects.in_force(in_force_on).filter(item_id=OuterRef("pk"))))
    return found


def _under(topics: Iterable[Topic]) -> Exists:
    return Exists(ItemTopic.objects.filter(item_id=OuterRef("pk"), topic__in=[topic.value for topic in topics]))


def search(text: str, *, on: date, topic: Topic | None = None) -> "QuerySet[Ranked]":
    """What people find: items in force on a day in which every word stands, in name, code, topics, summary or questions.

    Ordered and annotated by ``rank``, the nearest first: the whole name, its beginning, words in it, the code, a topic,
    the rest. A text without blanks is found too when a name or a word of a topic is part of it.
    """
    found = items(topic=topic, in_force_on=on).annotate(asked=Value(text[:MOST_LETTERS], output_field=CharField()))
    words = text.split()[:MOST_WORDS]
    for word in words:
        found = found.filter(_named(word) | _under(topics_named(word)) | Q(words__icontains=word))
    return found.annotate(rank=_rank(text, words)).order_by("rank", "code")


MOST_WORDS, MOST_LETTERS = 6, 60


def _named(word: str) -> Q:
    return Q(name__icontains=word) | Q(code__icontains=word) | Q(asked__icontains=F("name"))


def _rank(text: str, words: Sequence[str]) -> Case | Value:
    if not words:
        return Value(0, output_field=IntegerField())
    every, some = Q(), Q()
    for word in words:
        every &= Q(name__icontains=word)
        some |= Q(name__icontains=word) | Q(asked__icontains=F("name"))
    topics = [topic for word in words for topic in topics_named(word)]
    nearness = [Q(name__iexact=text.strip()), Q(name__istartswith=words[0]), every, Q(code__icontains=words[0]), some]
    cases = [When(one, then=Value(place)) for place, one in enumerate([*nearness, Q(_under(topics))])]
    return Case(*cases, default=Value(len(cases)), output_field=IntegerField())


def topic_counts(on: date) -> dict[Topic, int]:
    """How many items with a guide in force on a day stand under each topic; those with none are left out."""
    in_force = Exists(ItemVersion.objects.in_force(on).filter(item_id=OuterRef("item_id")))
    rows = ItemTopic.objects.filter(in_force).order_by().values_list("topic").annotate(total=Count("pk"))
    found = dict(rows)
    return {topic: found[topic.value] for topic in Topic if topic.value in found}


def near(text: str, *, on: date) -> list[str]:
    """Shorter pieces of a text that would find something, the longest first, at most four; for a search without result."""
    letters = "".join(text.split())[:MOST_LETTERS]
    pairs = [letters[place : place + 2] for place in range(min(len(letters) - 1, MOST_PAIRS))]
    if not pairs:
        return []
    some = Q()
    for pair in pairs:
        some |= Q(name__icontains=pair) | Q(words__icontains=pair)
    texts = ["\n".join(row).casefold() for row in items(in_force_on=on).filter(some).values_list("name", "words")[:200]]
    found: list[str] = []
    for length in range(min(len(letters), 8), 1, -1):
        for place in range(len(letters) - length + 1):
            piece = letters[place : place + length]
            if any(piece in word for word in SAYS_NOTHING):
                continue
            if any(piece.casefold() in one for one in texts) and not any(piece in longer for longer in found):
                found.append(piece)
    return found[:4]


MOST_PAIRS = 24
SAYS_NOTHING = ("我要", "我想", "怎么办", "如何", "什么", "哪里", "可以", "办理", "申请")
