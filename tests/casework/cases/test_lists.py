"""Lists of cases: who sees which, words in titles by an index, and that neither guard of the table was lost for it."""

from datetime import date

import pytest
from django.db import connection
from tests import cast
from tests.cast import AT, CLERK, HANDLER, HEAD, OUTSIDER, SUPERVISOR, SURVEYOR, TOWN_CLERK, WARDEN, filing

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.queries import Filter
from tongban.casework.cases.queries.reach import shares
from tongban.casework.cases.queries.words import titled
from tongban.common.actors import Role, worker
from tongban.common.time import noon
from tongban.hall.applications import services as hall
from tongban.registry.regions.rules import bounds_of

ADMIN = cast.ADMIN


@pytest.fixture
def mixed(city):
    """Cases of two agencies and three places, drafts of both kinds."""
    cast.accepted(city)
    cast.filed(city)
    cast.accepted(city, code="occupation", region="340122107")
    cast.accepted(city, code="occupation", region="340122", at=noon(date(2022, 7, 4)))
    hall.open_draft(filing=filing(city.enterprise), actor=city.enterprise, at=AT)
    hall.open_draft(filing=filing(city.enterprise), actor=CLERK, at=AT)
    return city


EVERYBODY = (CLERK, HANDLER, HEAD, SURVEYOR, SUPERVISOR, TOWN_CLERK, WARDEN, OUTSIDER, ADMIN)


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name)
def test_a_list_shows_exactly_the_cases_one_may_look_at(mixed, who):
    listed = [case.number for case in cases.page(who, Filter(), at=AT)]
    one_by_one = [case.number for case in Case.objects.order_by("-pk") if is_known(case.number, who)]
    assert listed == one_by_one


def is_known(number: str, who) -> bool:
    """Whether a case opens for somebody."""
    return Case.objects.filter(cases.visible_to(who), number=number).exists()


@pytest.mark.parametrize("who", [*EVERYBODY, worker()], ids=lambda who: who.name)
def test_the_shares_of_a_reader_do_not_overlap_and_are_all_there_is(mixed, who):
    parts = [set(Case.objects.filter(share).values_list("pk", flat=True)) for share in shares(who)]
    assert sum(map(len, parts)) == len(set().union(*parts))
    assert set().union(*parts) == set(Case.objects.filter(cases.visible_to(who)).values_list("pk", flat=True))


def test_shares_of_one_who_is_of_a_region_and_of_an_agency_give_no_case_twice(mixed):
    both = cast.staff(99, "两头", "340122-csgl", "340122", Role.CLERK, Role.HANDLER)
    numbers = [case.number for case in cases.page(both, Filter(), at=AT)]
    assert len(numbers) == len(set(numbers)) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不动产", {"合肥先导薄膜材料有限公司:不动产首次登记"}),
        ("公司:不", {"合肥先导薄膜材料有限公司:不动产首次登记"}),
        ("登记不动产", set()),
        ("占道", {"合肥先导薄膜材料有限公司:占道许可"}),
        ("道", {"合肥先导薄膜材料有限公司:占道许可"}),
        ("LED大屏 %_'\"", {"LED大屏 %_'\"*安装"}),
        ("led大屏", {"LED大屏 %_'\"*安装"}),
        ("%%", set()),
        ('"*', {"LED大屏 %_'\"*安装"}),
        ("没有这样的字", set()),
        ("𠮷野家", {"𠮷野家牌匾"}),
    ],
)
def test_words_in_a_title_are_found_by_their_pairs(city, text, found):
    cast.filed(city)
    cast.filed(city, code="occupation", region="340122")
    cast.filed(city, code="occupation", region="340122", title="LED大屏 %_'\"*安装")
    cast.filed(city, code="occupation", region="340122", title="𠮷野家牌匾")
    assert set(Case.objects.filter(titled(text)).values_list("title", flat=True)) == found


def test_a_title_that_changes_is_found_by_its_new_words_only(city):
    case = cast.filed(city)
    Case.objects.filter(pk=case.pk).update(title="改了名字的件")
    assert not Case.objects.filter(titled("不动产")).exists()
    assert Case.objects.filter(titled("改了名字")).count() == 1


def test_a_number_is_kept_from_its_end_too(city):
    case = cast.filed(city)
    assert Case.objects.get(pk=case.pk).tail == case.number.replace("-", "")[::-1]


def test_no_case_is_lost_though_the_table_was_altered(city):
    case = cast.filed(city)
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])


@pytest.mark.parametrize(
    ("prefix", "bounds"),
    [
        ("3401", ("3401", "3402")),
        ("340199", ("340199", "340200")),
        ("340122107", ("340122107", "340122108")),
        ("99", ("99", "")),
        ("09", ("09", "10")),
    ],
)
def test_codes_of_a_beginning_are_a_range(prefix, bounds):
    assert bounds_of(prefix) == bounds
