"""Rows of an import: which columns are known, what they mean, everything wrong with them."""

import pytest

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules import Audience, ItemType
from tongban.registry.catalog.rules.imports import Known, Options, RowProblem, columns_of, read_items, read_term
from tongban.registry.catalog.rules.sheets import Table

HEADER = ("事项名称", "事项编码", "事项类型", "部门", "区划代码")
KNOWN = Known(
    regions=frozenset({"340100", "340102"}),
    agencies={("340100", "市城管局"): "hf-csgl", ("340102", "区城管局"): "340102-csgl"},
    agency_names=frozenset({"市城管局", "区城管局"}),
    agency_codes=frozenset({"hf-csgl", "340102-csgl"}),
    items=frozenset({"taken-1"}),
)
GOOD = ("报刊亭", "k-1", "01", "区城管局", "340102000000")


def read(*rows, header=HEADER, **options):
    numbered = tuple((line, tuple(row)) for line, row in enumerate(rows, start=2))
    return read_items(Table(tuple(header), numbered), KNOWN, Options(**options))


def with_cell(place, value):
    return tuple(value if here == place else cell for here, cell in enumerate(GOOD))


def test_chinese_and_english_headers_mean_the_same():
    chinese, _ = columns_of(HEADER, Options())
    english, _ = columns_of(("name", "itemCode", "taskType", "department", "areaCode"), Options())
    assert chinese == english == {"name": 0, "code": 1, "type": 2, "department": 3, "region": 4}


@pytest.mark.parametrize(
    ("header", "code", "words"),
    [
        ((*HEADER, "颜色", "体裁"), "import.columns", "颜色、体裁"),
        ((*HEADER, ""), "import.columns", "(第6列)"),
        ((*HEADER, "name"), "import.column_twice", "“事项名称”和“name”"),
        (HEADER[:3], "import.missing", "部门、区划代码"),
    ],
)
def test_columns_that_do_not_fit_are_refused_by_name(header, code, words):
    with pytest.raises(BadInput) as caught:
        columns_of(header, Options())
    assert caught.value.code == code
    assert words in caught.value.message


def test_unknown_columns_may_be_passed_over_on_demand():
    assert len(read((*GOOD, "红"), header=(*HEADER, "颜色"), ignore_columns=True).items) == 1


def test_a_row_becomes_an_item_of_its_region():
    header = (*HEADER, "法定时限", "承诺时限", "服务对象", "到现场次数", "主项名称", "link")
    row = (*GOOD, "20个工作日", "即办", "自然人", "1次", "市容", "https://example.org/1")
    outcome = read(row, header=header)
    (item,) = outcome.items
    assert (item.region, item.spec.agency, item.spec.type) == ("340102", "340102-csgl", ItemType.PERMIT)
    assert (str(item.spec.statutory_term), str(item.spec.promised_term)) == ("20wd", "0wd")
    assert (item.spec.audience, item.spec.trips) == (Audience.PERSON, 1)
    assert item.spec.origin == {"url": "https://example.org/1", "group": "市容", "department": "区城管局"}
    assert outcome.problems == []


@pytest.mark.parametrize("given", ["1", "01", "行政许可", "许可", "permit"])
def test_a_type_is_known_by_number_and_by_name(given):
    assert read(with_cell(2, given)).items[0].spec.type is ItemType.PERMIT


@pytest.mark.parametrize(
    ("row", "column", "reason", "value"),
    [
        (with_cell(0, ""), "事项名称", "事项名称为空", ""),
        (with_cell(1, ""), "事项编码", "事项编码为空", ""),
        (with_cell(1, "=A1"), "事项编码", "事项编码只能是", "=A1"),
        (with_cell(1, "taken-1"), "事项编码", "事项编码已在目录中", "taken-1"),
        (with_cell(2, "11"), "事项类型", "20 公共服务", "11"),
        (with_cell(3, ""), "部门", "部门为空", ""),
        (with_cell(3, "县城管局"), "部门", "部门不在本地机构名录中", "县城管局"),
        (with_cell(4, "511602000000"), "区划代码", "区划代码不在本地行政区划内", "511602000000"),
        ((*GOOD, "红"), "", "本行有6列,多于表头的5列", "红"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_by_line_column_and_value(row, column, reason, value):
    outcome = read((*GOOD[:1], "k-0", *GOOD[2:]), row)
    (problem,) = outcome.problems
    assert (problem.line, problem.column, problem.value) == (3, column, value)
    assert reason in problem.reason


def test_every_problem_of_every_row_is_reported():
    outcome = read(("", "", "x", "谁", "1"), GOOD, ("甲", "k-1", "01", "区城管局", "9"))
    assert [(one.line, one.column) for one in outcome.problems] == [
        (2, "事项编码"),
        (2, "事项名称"),
        (2, "事项类型"),
        (2, "区划代码"),
        (2, "部门"),
        (4, "事项编码"),
        (4, "区划代码"),
    ]
    assert RowProblem(4, "事项编码", "事项编码与第3行重复", "k-1") in outcome.problems


@pytest.mark.parametrize(
    ("cells", "column"),
    [(("10wd", "20wd"), "承诺时限"), (("soon", "1wd"), "法定时限"), (("5天天", "1wd"), "法定时限")],
)
def test_terms_that_do_not_fit_are_problems_of_their_row(cells, column):
    outcome = read((*GOOD, *cells), header=(*HEADER, "法定时限", "承诺时限"))
    assert [problem.column for problem in outcome.problems] == [column]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("20个工作日", "20wd"),
        ("7工作日", "7wd"),
        ("90日", "90d"),
        ("90天", "90d"),
        ("24小时", "24h"),
        ("即办", "0wd"),
        ("030个工作日", "30wd"),
        ("10wd", "10wd"),
    ],
)
def test_a_term_is_read_as_people_write_it(text, term):
    assert read_term(text) == term


def test_names_may_repeat_codes_may_not():
    assert len(read(GOOD, with_cell(1, "k-2")).items) == 2


def test_an_agency_above_the_region_serves_it():
    assert read(with_cell(3, "市城管局")).items[0].spec.agency == "hf-csgl"


def test_an_agency_is_known_by_its_code_too():
    row = (*with_cell(3, "城管"), "340102-csgl")
    assert read(row, header=(*HEADER, "部门编码")).items[0].spec.agency == "340102-csgl"


def test_agencies_not_known_are_made_once_when_allowed():
    outcome = read(with_cell(3, "区经信局"), ("乙", "k-2", "20", "区经信局", "340102"), create_agencies=True)
    (made,) = outcome.agencies.values()
    assert (made.name, made.region) == ("区经信局", "340102")
    assert {item.spec.agency for item in outcome.items} == {made.code}


def test_one_region_for_all_takes_the_place_of_the_column():
    assert read(with_cell(4, "511602000000"), region="340102").items[0].region == "340102"
    assert read(GOOD[:4], header=HEADER[:4], region="340102").items[0].region == "340102"
