"""Topics and search: people find an item by its name, by the event in their life, by the words they use themselves."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.registry.catalog.conftest import AT, AUTHOR, FROM, REVIEWER
from tests.registry.catalog.guides import guide

from tongban.common.errors import BadInput
from tongban.registry.catalog import queries, services
from tongban.registry.catalog.models import ItemTopic
from tongban.registry.catalog.rules import Audience, ItemSpec, Topic, topics_named
from tongban.registry.catalog.rules.topics import EVERYDAY
from tongban.registry.catalog.services.loading import PACKAGED, read_packaged

ON = date(2022, 3, 2)
FAQ = [{"question": "雨棚能不能加?", "answer": "可以,另报平面图。"}]


def put(code: str, name: str, **more):
    """Put a guide in force through two people."""
    version = services.draft_item(spec=guide(code=code, name=name, **more), actor=AUTHOR, at=AT)
    return services.publish(item=code, number=version.number, actor=REVIEWER, valid_from_on=FROM, at=AT)


def found(text: str, topic: Topic | None = None) -> list[str]:
    """Codes in the order people see them."""
    return [item.code for item in queries.search(text, on=ON, topic=topic)]


@pytest.fixture
def shelf(city):
    put("kiosk-permit", "报刊亭设置许可", topics=["street"], summary="在街边设报刊亭。", faq=FAQ)
    put("kiosk-change", "变更报刊亭", topics=["street", "change"])
    put("food", "食品经营许可", topics=["licences"], summary="卖吃的先办证。")


def test_a_guide_keeps_its_topics_through_plain_data():
    spec = ItemSpec.parse(guide(topics=["street", "opening"]))
    assert spec.topics == (Topic.STREET, Topic.OPENING)
    assert ItemSpec.parse(spec.as_data()) == spec
    assert ItemSpec.parse(guide()).topics == ()


@pytest.mark.parametrize(
    ("topics", "code", "named"), [(["moon"], "item.topic", "moon"), (["work", "work"], "item.duplicate", "work")]
)
def test_a_strange_or_doubled_topic_is_refused_by_name(topics, code, named):
    with pytest.raises(BadInput) as refused:
        ItemSpec.parse(guide(topics=topics))
    assert refused.value.code == code
    assert named in refused.value.message


def test_every_topic_has_its_door_and_its_everyday_words():
    assert {topic.audience for topic in Topic} == {Audience.PERSON, Audience.ENTERPRISE}
    assert all(topic.label and EVERYDAY[topic] for topic in Topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [("我想开一家饭店", Topic.LICENCES), ("买房", Topic.HOME), ("退休", Topic.RETIREMENT), ("停业", Topic.SUSPENSION)],
)
def test_everyday_words_lead_to_a_topic(text, topic):
    assert topic in topics_named(text)


def test_no_words_lead_to_no_topic():
    assert topics_named(" ") == ()
    assert topics_named("量子计算") == ()


def test_every_packaged_item_stands_under_a_topic():
    specs = [read_packaged(path).spec for path in sorted((PACKAGED / "items").glob("*.yaml"))]
    assert [spec.code for spec in specs if not spec.topics] == []


def test_names_come_before_topics_and_topics_before_other_words(shelf):
    assert found("报刊亭") == ["kiosk-permit", "kiosk-change"]
    assert found("变更报刊亭")[0] == "kiosk-change"
    assert found("许可") == ["food", "kiosk-permit"]
    assert found("雨棚") == ["kiosk-permit"]
    assert found("饭店") == ["food"]
    assert found("kiosk-change") == ["kiosk-change"]


def test_every_word_has_to_stand_somewhere_in_the_item(shelf):
    assert found("报刊亭 雨棚") == ["kiosk-permit"]
    assert found("报刊亭 饭店") == []


def test_a_whole_sentence_finds_the_item_it_names(shelf):
    assert found("我要办食品经营许可怎么弄") == ["food"]
    assert found("想开一家饭店要什么证") == ["food"]


def test_an_item_is_found_under_each_of_its_topics(shelf):
    assert found("", Topic.STREET) == ["kiosk-change", "kiosk-permit"]
    assert found("", Topic.CHANGE) == ["kiosk-change"]
    assert found("", Topic.BIRTH) == []
    assert queries.topic_counts(ON) == {Topic.STREET: 2, Topic.CHANGE: 1, Topic.LICENCES: 1}


def test_an_item_not_in_force_is_not_found(shelf):
    assert [item.code for item in queries.search("报刊亭", on=date(2022, 2, 1))] == []
    assert queries.topic_counts(date(2022, 2, 1)) == {}


def test_a_new_version_moves_the_item_to_its_new_topics(shelf):
    draft = services.draft_item(
        spec=guide(name="报刊亭设置许可", topics=["opening"], summary="新说法。"), actor=AUTHOR, at=AT
    )
    services.publish(item="kiosk-permit", number=draft.number, actor=REVIEWER, valid_from_on=date(2022, 3, 2), at=AT)
    assert found("", Topic.OPENING) == ["kiosk-permit"]
    assert found("", Topic.STREET) == ["kiosk-change"]
    assert found("雨棚") == []
    assert found("新说法") == ["kiosk-permit"]


def test_a_search_without_result_is_told_what_would_find_something(shelf):
    assert queries.near("报刊亭怎么搬到月球", on=ON) == ["报刊亭"]
    assert queries.near("月球", on=ON) == []
    assert queries.near("x", on=ON) == []
    assert queries.near("我要办理", on=ON) == []


@pytest.mark.parametrize("text", ["%", "_", "'; DROP TABLE", "\\", "%%__", "😀" * 60, "a" * 5000])
def test_hostile_words_find_nothing_and_break_nothing(shelf, text):
    assert found(text) == []
    assert queries.near(text, on=ON) == []


def test_a_search_takes_one_statement_and_turns_pages_by_its_rank(shelf, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(queries.search("报刊亭", on=ON))
    assert [row.rank for row in rows] == [1, 2]


def test_the_database_knows_the_topics_too(shelf):
    with pytest.raises(IntegrityError, match="item_topic_known"), transaction.atomic():
        ItemTopic.objects.create(item_id="food", topic="moon")
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemTopic.objects.create(item_id="food", topic="licences")
