"""Filters people keep: named once, twelve at most, nobody else's."""

from datetime import UTC, datetime

import pytest

from tongban.common.actors import Actor, worker
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.registry.accounts import queries, services
from tongban.registry.accounts.rules import MOST_FILTERS

AT = datetime(2022, 8, 1, 2, 0, tzinfo=UTC)
ASKED = {"scope": "mine", "left": "overdue"}


@pytest.fixture
def somebody(clerk) -> Actor:
    """A member of staff with an account."""
    return Actor("staff", "窗口", account_id=clerk.pk)


@pytest.fixture
def other(citizen) -> Actor:
    """Another account."""
    return Actor("party", "别人", account_id=citizen.pk)


def save(who: Actor, name: str = "我的超期件", **asked: str):
    return services.save_filter(name=name, asked=asked or ASKED, actor=who, at=AT)


def test_a_filter_is_kept_renamed_and_dropped(somebody):
    kept = save(somebody, "  我的 超期件 ")
    assert [(one.name, one.asked) for one in queries.saved_filters(somebody.account_id)] == [("我的 超期件", ASKED)]
    services.rename_filter(filter_id=kept.pk, name="今天先办", actor=somebody)
    assert [one.name for one in queries.saved_filters(somebody.account_id)] == ["今天先办"]
    assert services.delete_filter(filter_id=kept.pk, actor=somebody) == "今天先办"
    assert queries.saved_filters(somebody.account_id) == []


def test_a_name_is_given_once_by_each(somebody, other):
    kept, second = save(somebody), save(somebody, "第二个")
    with pytest.raises(Conflict, match="换一个名称"):
        save(somebody)
    with pytest.raises(Conflict, match="换一个名称"):
        services.rename_filter(filter_id=second.pk, name=kept.name, actor=somebody)
    assert services.rename_filter(filter_id=kept.pk, name=kept.name, actor=somebody).name == kept.name
    assert save(other).name == kept.name


@pytest.mark.parametrize("name", ["", "   ", "长" * 21, "a\u202eb"])
def test_a_name_nobody_can_read_is_refused(somebody, name):
    with pytest.raises(BadInput):
        save(somebody, name)


def test_twelve_are_the_most_and_conditions_have_an_end(somebody):
    for place in range(MOST_FILTERS):
        save(somebody, f"筛选{place}")
    with pytest.raises(Refused, match="最多保存12个"):
        save(somebody, "第十三个")
    with pytest.raises(BadInput, match="太长"):
        save(somebody, "长", item="x" * 2000)


def test_anothers_filter_is_not_there(somebody, other):
    kept = save(somebody)
    for act in (
        lambda: services.rename_filter(filter_id=kept.pk, name="新名", actor=other),
        lambda: services.delete_filter(filter_id=kept.pk, actor=other),
    ):
        with pytest.raises(NotFound, match="没有这个保存的筛选"):
            act()
    with pytest.raises(NotAllowed):
        save(worker())


def test_saving_stays_within_its_statements(somebody, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        save(somebody)
