"""Versions of a guide: drafted and edited by one, published by another, retired; never changed once published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.common.time import localdate
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog.models import Item, ItemTopic, ItemVersion, Status, unguessed_id
from tongban.registry.catalog.rules.items import ItemSpec, check_complete
from tongban.registry.catalog.services.authority import check_authority
from tongban.registry.regions import queries as regions
from tongban.workdays.reckoning import EVERY_DAY


def check_manager(actor: Actor) -> None:
    """Only managers of items and administrators change the catalogue."""
    if not actor.has(Role.ITEM_MANAGER, Role.ADMIN):
        raise NotAllowed(
            "item.manager", "“{name}”不是事项管理员,不能变更事项目录:请由事项管理员办理。", name=actor.name
        )


@transaction.atomic
def draft_item(
    *, spec: Mapping[str, Any], actor: Actor, at: datetime, region: str = "", change_note: str = ""
) -> ItemVersion:
    """Draft the first version of a new item, or the next one of a known item; at most one draft at a time.

    ``spec`` is the guide as plain data; ``region`` of a new item is its agency's where not given.
    """
    check_manager(actor)
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
        spec=guide.as_data(),
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
    *, item: str, number: int, spec: Mapping[str, Any], actor: Actor, at: datetime, change_note: str | None = None
) -> ItemVersion:
    """Replace the guide of a draft; whoever edits becomes one of its authors and cannot publish it."""
    check_manager(actor)
    version = _locked(item, number)
    _check_draft(version)
    guide = ItemSpec.parse(spec)
    if guide.code != item:
        raise BadInput(
            "item.code_changed",
            "草稿属于事项“{item}”,给出的编码却是“{given}”:事项编码不能修改。",
            item=item,
            given=guide.code,
        )
    version.spec = guide.as_data()
    version.authors = sorted({*version.authors, actor.key})
    version.drafted_at, version.drafted_by = at, actor.key
    if change_note is not None:
        version.change_note = change_note
    version.save(update_fields=["spec", "authors", "drafted_at", "drafted_by", "change_note"])
    return version


@transaction.atomic
def publish(
    *, item: str, number: int, actor: Actor, valid_from_on: date, at: datetime, document: str = ""
) -> ItemVersion:
    """Publish a draft from a day on; the version before it ends the day before. The publisher is no author of it.

    A version that replaces another begins on the day of publishing or later: no past day gets another guide.
    """
    check_manager(actor)
    version = _locked(item, number)
    _check_draft(version)
    if actor.key in version.authors:
        raise NotAllowed(
            "item.second_person",
            "“{name}”参与起草了事项“{item}”第{number}版,不能自己发布:请由另一人复核发布。",
            name=actor.name,
            item=item,
            number=number,
        )
    before = _latest_published(version)
    if before is not None and valid_from_on < localdate(at):
        raise Refused(
            "item.backdated",
            "事项“{item}”已有生效的版本,新版生效日期{on}早于发布当日{today}:请改为当日或以后。",
            item=item,
            on=valid_from_on.isoformat(),
            today=localdate(at).isoformat(),
        )
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
    last_on = before.valid_until_on or before.valid_from_on
    if last_on is not None and next_from_on <= last_on:
        raise Conflict(
            "item.overlap",
            "事项“{item}”第{number}版的生效期到{last}或以后,与新版生效日期{on}重叠:请改为之后的日期。",
            item=before.item_id,
            number=before.number,
            last=last_on.isoformat(),
            on=next_from_on.isoformat(),
        )
    if before.status == Status.PUBLISHED:
        _retire(before, until_on=EVERY_DAY.add(next_from_on, -1), by=by, at=at)


def _retire(version: ItemVersion, *, until_on: date, by: str, at: datetime) -> None:
    version.status, version.valid_until_on = Status.RETIRED, until_on
    version.retired_at, version.retired_by = at, by
    version.save(update_fields=["status", "valid_until_on", "retired_at", "retired_by"])


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


def _check_draft(version: ItemVersion) -> None:
    if version.status != Status.DRAFT:
        raise Refused(
            "item.published",
            "事项“{item}”第{number}版已发布,不能再改:请另起一版草稿。",
            item=version.item_id,
            number=version.number,
        )


def _latest_published(version: ItemVersion) -> ItemVersion | None:
    released = ItemVersion.objects.filter(item_id=version.item_id).exclude(status=Status.DRAFT)
    return released.order_by("-number").first()
