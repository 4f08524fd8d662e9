"""Versions of guides: drafted by one, published by another, then unchangeable, in force on their days."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.registry.catalog.conftest import AT, AUTHOR, FROM, REVIEWER
from tests.registry.catalog.guides import GUIDE, guide

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.registry.catalog import queries, services
from tongban.registry.catalog.checks import bars_to_publish
from tongban.registry.catalog.models import Item, ItemVersion, Status
from tongban.registry.catalog.rules import ItemSpec, ItemType
from tongban.registry.catalog.rules.documents import stamp_of

CLERK = Actor(kind="staff", name="窗口", roles=frozenset({Role.CLERK}), account_id=3)
LATER = date(2022, 6, 1)


def publish(number=1, actor=REVIEWER, valid_from_on=FROM, at=AT):
    return services.publish(item="kiosk-permit", number=number, actor=actor, valid_from_on=valid_from_on, at=at)


def second_version(**changes):
    services.draft_item(spec=guide(**changes), actor=AUTHOR, at=AT)
    return publish(number=2, valid_from_on=LATER)


def test_a_draft_makes_the_item_in_the_region_of_its_agency(draft):
    item = queries.item("kiosk-permit")
    assert (item.name, item.region_id, item.agency_id, item.power_id) == ("报刊亭设置许可", "340100", "hf-csgl", None)
    assert (draft.number, draft.status, draft.drafted_by) == (1, Status.DRAFT, "staff:1")


def test_a_draft_of_an_unknown_agency_is_refused(city):
    with pytest.raises(NotFound, match="hf-xx"):
        services.draft_item(spec=guide(agency="hf-xx"), actor=AUTHOR, at=AT)
    assert not Item.objects.exists()


def test_an_item_has_one_draft_at_a_time(draft):
    with pytest.raises(Conflict, match="第1版还是草稿"):
        services.draft_item(spec=guide(), actor=AUTHOR, at=AT)


@pytest.mark.parametrize("act", ["draft", "edit", "publish", "retire"])
def test_only_managers_of_items_change_the_catalogue(published, act):
    acts = {
        "draft": lambda: services.draft_item(spec=guide(), actor=CLERK, at=AT),
        "edit": lambda: services.edit_draft(item="kiosk-permit", number=1, spec=guide(), actor=CLERK, at=AT),
        "publish": lambda: publish(actor=CLERK),
        "retire": lambda: services.retire(item="kiosk-permit", actor=CLERK, until_on=LATER, at=AT),
    }
    with pytest.raises(NotAllowed, match="不是事项管理员"):
        acts[act]()


def test_a_draft_can_be_edited_but_keeps_its_code(draft):
    services.edit_draft(
        item="kiosk-permit", number=1, spec=guide(promised_term="6wd"), actor=AUTHOR, at=AT, change_note="放宽"
    )
    version = queries.version("kiosk-permit", 1)
    assert (version.spec["promised_term"], version.change_note) == ("6wd", "放宽")
    with pytest.raises(BadInput, match="other-code"):
        services.edit_draft(item="kiosk-permit", number=1, spec=guide(code="other-code"), actor=AUTHOR, at=AT)


def test_whoever_wrote_on_a_draft_cannot_publish_it(draft):
    with pytest.raises(NotAllowed, match="另一人"):
        publish(actor=AUTHOR)
    services.edit_draft(item="kiosk-permit", number=1, spec=guide(), actor=REVIEWER, at=AT)
    with pytest.raises(NotAllowed, match="另一人"):
        publish(actor=REVIEWER)
    with pytest.raises(NotAllowed, match="另一人"):
        publish(actor=AUTHOR)
    assert publish(actor=replace(REVIEWER, account_id=9)).status == Status.PUBLISHED


def test_publishing_puts_the_guide_in_force_from_its_day(published):
    assert (published.published_by, published.valid_from_on, published.valid_until_on) == ("staff:2", FROM, None)
    assert queries.item("kiosk-permit").power_id == "kiosks"
    assert queries.version_in_force("kiosk-permit", FROM) == published
    with pytest.raises(NotFound, match="2022-02-28"):
        queries.version_in_force("kiosk-permit", date(2022, 2, 28))


def test_a_published_version_is_neither_edited_nor_published_again(published):
    with pytest.raises(Refused, match="已发布"):
        services.edit_draft(item="kiosk-permit", number=1, spec=guide(), actor=AUTHOR, at=AT)
    with pytest.raises(Refused, match="已发布"):
        publish()


def test_a_version_that_is_not_there_is_refused(draft):
    with pytest.raises(NotFound, match="第7版"):
        publish(number=7)
    with pytest.raises(NotFound, match="第7版"):
        queries.version("kiosk-permit", 7)
    with pytest.raises(NotFound, match="no-such"):
        queries.item("no-such")


def test_the_next_version_ends_the_one_before_on_the_day_before(published):
    second = second_version(name="报刊亭许可")
    first = queries.version("kiosk-permit", 1)
    assert (first.status, first.valid_until_on, first.retired_by) == (Status.RETIRED, date(2022, 5, 31), "staff:2")
    assert queries.version_in_force("kiosk-permit", date(2022, 5, 31)) == first
    assert queries.version_in_force("kiosk-permit", LATER) == second
    assert queries.item("kiosk-permit").name == "报刊亭许可"
    assert [version.number for version in queries.versions("kiosk-permit")] == [2, 1]


def test_a_replacement_does_not_reach_into_the_past(published):
    services.draft_item(spec=guide(), actor=AUTHOR, at=AT)
    with pytest.raises(Refused, match=r"2022-06-01.*2022-07-01"):
        publish(number=2, valid_from_on=LATER, at=datetime(2022, 6, 30, 17, 0, tzinfo=UTC))


@pytest.mark.parametrize("on", [FROM, date(2022, 2, 25)])
def test_a_replacement_begins_after_the_version_it_replaces(published, on):
    services.draft_item(spec=guide(), actor=AUTHOR, at=AT)
    with pytest.raises(Conflict, match="第1版"):
        publish(number=2, valid_from_on=on)


def test_a_retired_item_is_in_force_until_its_last_day(published):
    services.retire(item="kiosk-permit", actor=AUTHOR, until_on=LATER, at=AT)
    assert queries.version_in_force("kiosk-permit", LATER).number == 1
    with pytest.raises(NotFound):
        queries.version_in_force("kiosk-permit", date(2022, 6, 2))
    with pytest.raises(NotFound, match="无从停用"):
        services.retire(item="kiosk-permit", actor=AUTHOR, until_on=LATER, at=AT)
    services.draft_item(spec=guide(), actor=AUTHOR, at=AT)
    with pytest.raises(Conflict, match="2022-06-01"):
        publish(number=2, valid_from_on=LATER)
    assert publish(number=2, valid_from_on=date(2022, 6, 2)).status == Status.PUBLISHED


@pytest.mark.parametrize("until_on", [date(2022, 2, 19), date(2022, 2, 28)])
def test_an_item_is_not_retired_before_today_or_before_it_began(published, until_on):
    with pytest.raises(Refused, match="早于2022-03-01"):
        services.retire(item="kiosk-permit", actor=AUTHOR, until_on=until_on, at=AT)


def steps(**change):
    first, *others = GUIDE["procedure"]
    return [first | change, *others]


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"power": ""}, "item.incomplete", ["power"]),
        ({"power": "flying"}, "item.power", ["flying", "2022-03-01"]),
        ({"agency": "hf-wlj"}, "item.not_entitled", ["合肥市文化和旅游局", "kiosks", "2022-03-01"]),
        ({"procedure": steps(agency="hf-gone")}, "item.step_agency", ["review", "hf-gone"]),
        (
            {"procedure": steps(agency="hf-wlj", power="planning")},
            "item.step_not_entitled",
            ["review", "合肥市文化和旅游局", "planning"],
        ),
        ({"procedure": steps(power="planning")}, "item.step_not_entitled", ["review", "牵头部门", "planning"]),
    ],
)
def test_a_guide_nobody_is_entitled_to_is_not_published(city, changes, code, words):
    services.draft_item(spec=guide(**changes), actor=AUTHOR, at=AT)
    with pytest.raises(BadInput) as caught:
        publish()
    assert caught.value.code == code
    assert [word for word in ["报刊亭设置许可", *words] if word not in caught.value.message] == []
    assert queries.version("kiosk-permit", 1).status == Status.DRAFT


def test_the_power_is_asked_for_the_day_the_guide_comes_into_force(draft):
    with pytest.raises(BadInput, match="2019-06-01没有任何部门持有"):
        publish(valid_from_on=date(2019, 6, 1))
    with pytest.raises(BadInput, match="2018-06-01不存在"):
        publish(valid_from_on=date(2018, 6, 1))


@pytest.mark.parametrize(
    "procedure",
    [steps(power="kiosks"), steps(agency="hf-zrzy", power="planning")],
    ids=["the lead holds the power of the item", "the agency holds the power of the step"],
)
def test_steps_with_a_power_of_their_own_may_be_published(city, procedure):
    services.draft_item(spec=guide(procedure=procedure), actor=AUTHOR, at=AT)
    assert publish().status == Status.PUBLISHED


def test_the_county_agency_that_holds_the_power_may_own_the_guide(city):
    services.draft_item(spec=guide(agency="340102-csgl"), actor=AUTHOR, at=AT)
    assert publish().item.region_id == "340102"


# What the database itself refuses.


@pytest.mark.parametrize(
    "change",
    [
        {"spec": {"code": "kiosk-permit"}},
        {"valid_from_on": date(2022, 1, 1)},
        {"published_by": "staff:8"},
        {"change_note": "改"},
        {"document": "改"},
        {"number": 5},
        {"authors": []},
        {"status": "draft", "published_at": None, "published_by": None, "valid_from_on": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_published_version(published, change):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        ItemVersion.objects.filter(pk=published.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_version_but_not_a_draft(published):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        published.delete()
    draft = services.draft_item(spec=guide(), actor=AUTHOR, at=AT)
    assert draft.delete()[0] == 1


def test_the_database_refuses_to_move_the_end_of_a_retired_version(published):
    services.retire(item="kiosk-permit", actor=AUTHOR, until_on=LATER, at=AT)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        ItemVersion.objects.filter(pk=published.pk).update(valid_until_on=date(2023, 1, 1))


@pytest.mark.parametrize("from_on", [date(2022, 1, 1), LATER])
def test_the_database_refuses_periods_that_overlap(published, from_on):
    services.retire(item="kiosk-permit", actor=AUTHOR, until_on=LATER, at=AT)
    row = {"item_id": "kiosk-permit", "spec": {}, "drafted_at": AT, "drafted_by": "staff:1"}
    row |= {"status": "published", "published_at": AT, "published_by": "staff:2"}
    with pytest.raises(DatabaseError, match="never overlap"), transaction.atomic():
        ItemVersion.objects.create(id=2, number=2, valid_from_on=from_on, **row)
    draft = services.draft_item(spec=guide(), actor=AUTHOR, at=AT)
    changes = {"status": "published", "published_at": AT, "published_by": "staff:2", "valid_from_on": from_on}
    with pytest.raises(DatabaseError, match="never overlap"), transaction.atomic():
        ItemVersion.objects.filter(pk=draft.pk).update(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"published_at": AT},
        {"published_by": "staff:2"},
        {"retired_at": AT},
        {"retired_by": "staff:2"},
        {"status": "lost"},
        {"number": 0},
        {"valid_from_on": FROM},
        {"status": "published", "published_at": AT, "published_by": "staff:2"},
    ],
    ids=str,
)
def test_the_database_refuses_half_an_act(draft, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemVersion.objects.filter(pk=draft.pk).update(**change)


# What is read, and at what cost.


def test_a_pinned_guide_is_read_once_and_kept(published):
    with CaptureQueriesContext(
        connection,
    ) as first:
        spec = queries.pinned(published.pk)
    with CaptureQueriesContext(connection) as second:
        again = queries.pinned(published.pk)
    assert (len(first), len(second)) == (1, 0)
    assert again is spec
    assert spec == ItemSpec.parse(guide())


def test_a_pinned_draft_is_read_anew_each_time(draft):
    assert str(queries.pinned(draft.pk).promised_term) == "5wd"
    services.edit_draft(item="kiosk-permit", number=1, spec=guide(promised_term="6wd"), actor=AUTHOR, at=AT)
    assert str(queries.pinned(draft.pk).promised_term) == "6wd"


def test_a_case_keeps_the_guide_it_was_accepted_under(published):
    second = second_version(promised_term="4wd")
    assert str(queries.pinned(published.pk).promised_term) == "5wd"
    assert str(queries.pinned(second.pk).promised_term) == "4wd"


def test_a_version_nobody_knows_cannot_be_pinned(db):
    with pytest.raises(NotFound, match="编号为7"):
        queries.pinned(7)


def test_every_act_takes_at_most_eight_statements(published):
    def counted(act):
        with CaptureQueriesContext(connection) as statements:
            act()
        return len([one for one in statements.captured_queries if "SAVEPOINT" not in one["sql"]])

    spent = {
        "draft": counted(lambda: services.draft_item(spec=guide(), actor=AUTHOR, at=AT)),
        "edit": counted(lambda: services.edit_draft(item="kiosk-permit", number=2, spec=guide(), actor=AUTHOR, at=AT)),
        "publish": counted(lambda: publish(number=2, valid_from_on=LATER)),
        "retire": counted(lambda: services.retire(item="kiosk-permit", actor=AUTHOR, until_on=LATER, at=AT)),
    }
    assert {act: number for act, number in spent.items() if number > 8} == {}


def test_items_are_found_by_words_type_agency_region_power_and_day(published):
    services.draft_item(
        spec=guide(code="other-1", name="县报刊亭备案", type="other"), actor=AUTHOR, at=AT, region="340122"
    )

    def found(**filters):
        return [item.code for item in queries.items(**filters)]

    assert found() == ["kiosk-permit", "other-1"]
    assert found(text="报刊亭 许可") == ["kiosk-permit"]
    assert found(text="OTHER") == ["other-1"]
    assert found(kind=ItemType.OTHER) == ["other-1"]
    assert found(agency="hf-wlj") == []
    assert found(region="340122") == ["other-1"]
    assert found(region="340100") == ["kiosk-permit", "other-1"]
    assert found(power="kiosks") == ["kiosk-permit"]
    assert found(in_force_on=FROM) == ["kiosk-permit"]
    assert found(in_force_on=date(2022, 1, 1)) == []


def test_of_two_editors_the_second_is_refused_and_neither_loses_anything(draft):
    seen = stamp_of(draft.spec, draft.change_note)
    first = services.edit_draft(
        item="kiosk-permit", number=1, spec=guide(trips=1), actor=REVIEWER, at=AT, change_note="甲", seen=seen
    )
    with pytest.raises(Conflict) as caught:
        services.edit_draft(item="kiosk-permit", number=1, spec=guide(trips=2), actor=AUTHOR, at=AT, seen=seen)
    assert caught.value.code == "item.draft_moved"
    kept = queries.version("kiosk-permit", 1)
    assert (kept.spec["trips"], kept.change_note) == (1, "甲")
    services.edit_draft(
        item="kiosk-permit",
        number=1,
        spec=guide(trips=2),
        actor=AUTHOR,
        at=AT,
        seen=stamp_of(first.spec, first.change_note),
    )
    assert queries.version("kiosk-permit", 1).spec["trips"] == 2


def test_a_draft_changed_since_the_publisher_read_it_is_not_published(draft):
    seen = stamp_of(draft.spec, draft.change_note)
    services.edit_draft(item="kiosk-permit", number=1, spec=guide(trips=1), actor=AUTHOR, at=AT)
    with pytest.raises(Conflict, match="已有人改过"):
        services.publish(item="kiosk-permit", number=1, actor=REVIEWER, valid_from_on=FROM, at=AT, seen=seen)


def test_a_discarded_draft_is_kept_with_its_reason_and_its_number_is_free_again(draft):
    kept = services.discard_draft(item="kiosk-permit", number=1, actor=REVIEWER, at=AT, reason=" 与上级\n目录重复 ")
    assert (kept.spec, kept.reason, kept.discarded_by) == (draft.spec, "与上级\n目录重复", REVIEWER.key)
    assert [one.number for one in queries.discarded("kiosk-permit")] == [1]
    assert list(queries.versions("kiosk-permit")) == []
    assert services.draft_item(spec=guide(), actor=AUTHOR, at=AT).number == 1


def test_a_draft_is_not_discarded_without_a_reason_by_strangers_or_once_published(published):
    services.draft_item(spec=guide(trips=1), actor=AUTHOR, at=AT)
    with pytest.raises(BadInput, match="废弃理由"):
        services.discard_draft(item="kiosk-permit", number=2, actor=AUTHOR, at=AT, reason=" ")
    with pytest.raises(NotAllowed, match="不是事项管理员"):
        services.discard_draft(item="kiosk-permit", number=2, actor=CLERK, at=AT, reason="理由")
    with pytest.raises(Refused, match="已发布"):
        services.discard_draft(item="kiosk-permit", number=1, actor=AUTHOR, at=AT, reason="理由")


def test_texts_no_database_keeps_are_not_drafted(city):
    with pytest.raises(BadInput, match=r"U\+0000"):
        services.draft_item(spec=guide(summary="a\0b"), actor=AUTHOR, at=AT)


def test_everything_that_bars_publishing_is_told_beforehand(published):
    spec = guide(power="ghost", form={}, agency="hf-csgl")
    spec["procedure"][1]["agency"] = "hf-none"
    draft = services.draft_item(spec=spec, actor=AUTHOR, at=AT)
    before = queries.latest_published("kiosk-permit")
    bars = bars_to_publish(draft, before, actor=AUTHOR, valid_from_on=date(2022, 2, 1), at=AT)
    assert [one.code for one in bars] == [
        "item.second_person",
        "item.backdated",
        "item.overlap",
        "item.incomplete",
        "item.power",
        "item.step_agency",
    ]
    services.edit_draft(item="kiosk-permit", number=2, spec=guide(trips=1), actor=AUTHOR, at=AT)
    fresh = queries.version("kiosk-permit", 2)
    assert bars_to_publish(fresh, before, actor=REVIEWER, valid_from_on=date(2022, 4, 1), at=AT) == []


def test_items_are_found_by_their_drafts_and_by_who_works_on_them(published):
    assert list(queries.items(has_draft=True)) == []
    assert [one.code for one in queries.items(by=REVIEWER.key)] == ["kiosk-permit"]
    draft = services.draft_item(spec=guide(trips=1), actor=AUTHOR, at=AT)
    assert [one.code for one in queries.items(has_draft=True, by=AUTHOR.key)] == ["kiosk-permit"]
    assert list(queries.items(by="staff:99")) == []
    assert [one.number for one in queries.standing(["kiosk-permit"], FROM)] == [1, draft.number]
