"""Versions of a guide: drafted and edited by one, published by another, retired; never changed once published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict, NotFound, Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog.checks import (
    check_apart,
    check_authority,
    check_begins,
    check_draft,
    check_manager,
    check_second_person,
    check_unmoved,
)
from tongban.registry.catalog.models import DiscardedDraft, Item, ItemTopic, ItemVersion, Status, unguessed_id
from tongban.registry.catalog.queries import latest_published
from tongban.registry.catalog.rules.documents import check_texts
from tongban.registry.catalog.rules.items import ItemSpec, check_complete
from tongban.registry.regions import queries as regions
from tongban.workdays.reckoning import EVERY_DAY


@transaction.atomic
def draft_item(
    *, spec: Mapping[str, Any], actor: Actor, at: datetime, region: str = "", change_note: str = ""
) -> ItemVersion:
    """Draft the first version of a new item, or the next one of a known item; at most one draft at a time.

    ``spec`` is the guide as plain data; ``region`` of a new item is its agency's where not given.
    """
    check_manager(actor)
    check_texts([spec, change_note])
    guide = ItemSpec.parse(spec)
    item = Item.objects.select_for_update().filter(code=guide.code).first()
    if item is None:
        item = _new_item(guide, actor=actor, at=at, region=region)
        number = 1
    else:
        number = _next_number(item)
    return ItemVersion.objects.create(
        id=unguessed_id(),
        item=item,
        number=number,
        spec=guide.as_stored(),
        change_note=change_note,
        authors=[actor.key],
        drafted_at=at,
        drafted_by=actor.key,
    )


def _new_item(guide: ItemSpec, *, actor: Actor, at: datetime, region: str) -> Item:
    owner = agencies.agency(guide.agency)
    return Item.objects.create(
        code=guide.code,
        name=guide.name,
        type=guide.type.value,
        agency=owner,
        region_id=regions.region(region).code if region else owner.region_id,
        created_at=at,
        created_by=actor.key,
    )


def _next_number(item: Item) -> int:
    last = item.versions.order_by("-number").values_list("number", "status").first()
    if last is not None and last[1] == Status.DRAFT:
        raise Conflict(
            "item.draft_open",
            "事项“{name}”({item})的第{number}版还是草稿:请先修改或发布它。",
            name=item.name,
            item=item.code,
            number=last[0],
        )
    return last[0] + 1 if last else 1


@transaction.atomic
def edit_draft(
    *,
    item: str,
    number: int,
    spec: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    change_note: str | None = None,
    seen: str | None = None,
) -> ItemVersion:
    """Replace the guide of a draft; whoever edits becomes one of its authors and cannot publish it.

    ``seen`` is the stamp of the draft that was edited: of two who edit at once the second is refused.
    """
    check_manager(actor)
    version = _locked(item, number)
    check_draft(version)
    check_unmoved(version, seen)
    check_texts([spec, change_note or ""])
    guide = ItemSpec.parse(spec)
    if guide.code != item:
        raise BadInput(
            "item.code_changed",
            "草稿属于事项“{item}”,给出的编码却是“{given}”:事项编码不能修改。",
            item=item,
            given=guide.code,
        )
    version.spec = guide.as_stored()
    version.authors = sorted({*version.authors, actor.key})
    version.drafted_at, version.drafted_by = at, actor.key
    if change_note is not None:
        version.change_note = change_note
    version.save(update_fields=["spec", "authors", "drafted_at", "drafted_by", "change_note"])
    return version


@transaction.atomic
def publish(
    *,
    item: str,
    number: int,
    actor: Actor,
    valid_from_on: date,
    at: datetime,
    document: str = "",
    seen: str | None = None,
) -> ItemVersion:
    """Publish a draft from a day on; the version before it ends the day before. The publisher is no author of it.

    A version that replaces another begins on the day of publishing or later: no past day gets another guide. ``seen``
    is the stamp of the draft as the publisher read it; a draft changed since is refused.
    """
    check_manager(actor)
    version = _locked(item, number)
    check_draft(version)
    check_unmoved(version, seen)
    check_second_person(version, actor)
    before = latest_published(item)
    check_begins(version, before, valid_from_on, at)
    return release(version, before, by=actor.key, valid_from_on=valid_from_on, at=at, document=document)


def release(
    version: ItemVersion, before: ItemVersion | None, *, by: str, valid_from_on: date, at: datetime, document: str
) -> ItemVersion:
    """Put a checked draft in force and end the version before it; part of ``publish`` and of loading."""
    guide = ItemSpec.parse(version.spec)
    check_complete(guide)
    check_authority(guide, valid_from_on)
    if before is not None:
        _end(before, next_from_on=valid_from_on, by=by, at=at)
    version.status = Status.PUBLISHED
    version.valid_from_on, version.document = valid_from_on, document
    version.published_at, version.published_by = at, by
    version.save(update_fields=["status", "valid_from_on", "document", "published_at", "published_by"])
    Item.objects.filter(code=version.item_id).update(
        name=guide.name, type=guide.type.value, agency_id=guide.agency, power_id=guide.power, words=words_of(guide)
    )
    if before is not None:
        ItemTopic.objects.filter(item_id=version.item_id).delete()
    ItemTopic.objects.bulk_create(ItemTopic(item_id=version.item_id, topic=topic.value) for topic in guide.topics)
    return version


def words_of(guide: ItemSpec) -> str:
    """What people find an item by beside its name and code."""
    return "\n".join([guide.summary, *(text for one in guide.faq for text in (one.question, one.answer))]).strip()


def _end(before: ItemVersion, *, next_from_on: date, by: str, at: datetime) -> None:
    check_apart(before, next_from_on)
    if before.status == Status.PUBLISHED:
        _retire(before, until_on=EVERY_DAY.add(next_from_on, -1), by=by, at=at)


def _retire(version: ItemVersion, *, until_on: date, by: str, at: datetime) -> None:
    version.status, version.valid_until_on = Status.RETIRED, until_on
    version.retired_at, version.retired_by = at, by
    version.save(update_fields=["status", "valid_until_on", "retired_at", "retired_by"])


@transaction.atomic
def discard_draft(
    *, item: str, number: int, actor: Actor, at: datetime, reason: str, seen: str | None = None
) -> DiscardedDraft:
    """Put a draft aside, with the reason; its guide is kept, so that a new draft can begin from it."""
    check_manager(actor)
    version = _locked(item, number)
    check_draft(version)
    check_unmoved(version, seen)
    why = clean_text(reason, field="废弃理由", limit=500)
    kept = DiscardedDraft.objects.create(
        item_id=version.item_id,
        number=version.number,
        spec=version.spec,
        change_note=version.change_note,
        authors=version.authors,
        drafted_at=version.drafted_at,
        drafted_by=version.drafted_by,
        reason=why,
        discarded_at=at,
        discarded_by=actor.key,
    )
    version.delete()
    return kept


@transaction.atomic
def retire(*, item: str, actor: Actor, until_on: date, at: datetime) -> ItemVersion:
    """End an item without a successor; ``until_on`` is the last day its guide is in force, today or later."""
    check_manager(actor)
    open_ones = ItemVersion.objects.select_for_update().select_related("item")
    version = open_ones.filter(item_id=item, status=Status.PUBLISHED).first()
    if version is None:
        raise NotFound("item.not_published", "事项“{item}”没有正在施行的版本,无从停用。", item=item)
    earliest = max(localdate(at), version.valid_from_on or until_on)
    if until_on < earliest:
        raise Refused(
            "item.retire_past",
            "事项“{item}”的停用日期{on}早于{earliest}:请改为当日或以后,且不早于其生效日期。",
            item=item,
            on=until_on.isoformat(),
            earliest=earliest.isoformat(),
        )
    _retire(version, until_on=until_on, by=actor.key, at=at)
    return version


def _locked(item: str, number: int) -> ItemVersion:
    """The version, locked together with its item so that two publishers of one item wait for each other."""
    found = ItemVersion.objects.select_for_update().select_related("item").filter(item_id=item, number=number).first()
    if found is None:
        raise NotFound("item.version", "事项“{item}”没有第{number}版。", item=item, number=number)
    return found
