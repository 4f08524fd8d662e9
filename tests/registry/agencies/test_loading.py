"""The shipped agencies, and strict loading."""

from copy import deepcopy
from datetime import date

import pytest

from tongban.common.errors import BadInput
from tongban.registry.agencies import queries, services
from tongban.registry.agencies.models import Agency, Window
from tongban.registry.agencies.rules import WindowKind
from tongban.registry.regions.services import load_hefei

ON = date(2022, 7, 1)
DATA = {
    "city": {
        "region": "340100",
        "since": date(2019, 1, 1),
        "phone": "12345",
        "agencies": {"zwfw": {"name": "合肥市政务服务管理局", "short_name": "市政务服务局"}},
    },
    "lines": [{"level": "county", "since": date(2019, 1, 1), "phone": "12345", "kinds": {"scjg": "市场监督管理局"}}],
    "centres": [
        {
            "code": "hf-centre",
            "name": "合肥市政务服务中心",
            "agency": "hf-zwfw",
            "region": "340100",
            "address": "合肥市",
            "opens": "09:00",
            "closes": "17:00",
        }
    ],
    "windows": [{"code": "w-1", "name": "综合窗口", "centre": "hf-centre", "kind": "comprehensive"}],
}


@pytest.fixture
def data():
    return deepcopy(DATA)


def test_the_shipped_agencies_cover_city_counties_and_four_towns(db):
    load_hefei()
    new = services.load_hefei()
    assert new == Agency.objects.count() + 8 + Window.objects.count()
    counted = {level: Agency.objects.filter(level=level).count() for level in ("city", "county", "town")}
    assert counted == {"city": 25, "county": 12 * 13, "town": 4 * 3}
    assert queries.agency("340176-scjg").name == "合肥高新技术产业开发区市场监督管理局"
    assert queries.agency("340122105-zf").name == "石塘镇人民政府"
    doors = {window.centre_id for window in queries.windows(kind=WindowKind.BLOCKED_MATTER)}
    assert doors == set(queries.windows().values_list("centre_id", flat=True))
    assert services.load_hefei() == 0


def test_loading_makes_one_agency_per_line_and_region(places, data):
    assert services.load_agencies(data=data) == 1 + 2 + 1 + 1
    assert [each.code for each in queries.agencies(ON)] == ["340121-scjg", "340122-scjg", "hf-zwfw"]
    assert services.load_agencies(data=data) == 0


def test_loading_renames_what_is_known(places, data):
    services.load_agencies(data=data)
    data["city"]["agencies"]["zwfw"]["name"] = "合肥市数据资源管理局"
    data["centres"][0]["address"] = "合肥市包河区"
    data["windows"][0]["name"] = "综合受理窗口"
    assert services.load_agencies(data=data) == 3
    assert services.load_agencies(data=data) == 0
    assert queries.agency("hf-zwfw").name == "合肥市数据资源管理局"
    assert queries.centre("hf-centre").address == "合肥市包河区"
    assert queries.windows().get().name == "综合受理窗口"


def test_a_line_may_name_its_regions(places, data):
    data["lines"][0]["regions"] = ["340122"]
    services.load_agencies(data=data)
    assert [each.code for each in queries.agencies(ON, kind="scjg")] == ["340122-scjg"]


def broken(change):
    content = deepcopy(DATA)
    change(content)
    return content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(broken(lambda d: d.update(colour=1)), "data.unknown_key", id="a key not known"),
        pytest.param(broken(lambda d: d.pop("windows")), "data.missing_key", id="a key missing"),
        pytest.param(broken(lambda d: d["lines"][0].update(level="province")), "data.choice", id="no such level"),
        pytest.param(broken(lambda d: d["lines"][0].update(regions=["340105"])), "data.region", id="no such county"),
        pytest.param(broken(lambda d: d["lines"][0].update(regions=["340100"])), "data.region", id="not a county"),
        pytest.param(broken(lambda d: d["lines"].append(d["lines"][0])), "data.twice", id="a line twice"),
        pytest.param(broken(lambda d: d["windows"][0].update(kind="hatch")), "data.choice", id="no such window"),
        pytest.param(broken(lambda d: d["city"].update(since="2019")), "data.day", id="a day that is none"),
        pytest.param([], "data.entry", id="a list"),
    ],
)
def test_bad_data_is_refused_as_a_whole(places, content, code):
    with pytest.raises(BadInput) as refusal:
        services.load_agencies(data=content)
    assert refusal.value.code == code
    assert refusal.value.message
    assert Agency.objects.count() == 0
