"""Which clause a clock rests on."""

import pytest
from tests import cast

from tongban.casework.cases.clock import ClockName, law_of
from tongban.registry.catalog.rules import ItemSpec

OWN = [
    {"law": "不动产登记暂行条例", "article": "第十七条", "about": "应当当场告知补正内容"},
    {"law": "不动产登记暂行条例", "article": "第二十条", "about": "法定时限"},
]


def spec(**more):
    return ItemSpec.parse({**cast.ITEMS[0], **more})


@pytest.mark.parametrize(
    ("name", "law"),
    [
        (ClockName.ACCEPTANCE, "《不动产登记暂行条例》第十七条"),
        (ClockName.STATUTORY, "《不动产登记暂行条例》第二十条"),
        (ClockName.DELIVERY, "参照《行政许可法》第四十四条"),
        (ClockName.HANDLING, "承诺时限,不长于法定时限"),
    ],
)
def test_an_items_own_clause_comes_first(name, law):
    assert law_of(spec(type="confirmation", basis=OWN), name) == law


def test_a_permit_without_a_clause_of_its_own_rests_on_the_general_law():
    assert law_of(spec(), ClockName.ACCEPTANCE) == "《行政许可法》第三十二条"
    assert law_of(spec(), ClockName.STATUTORY) == "《行政许可法》第四十二条"
