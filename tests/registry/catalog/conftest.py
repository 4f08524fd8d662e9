"""A city, a county, their agencies, a power of the county's line, and two people who manage items."""

from datetime import UTC, date, datetime

import pytest
from tests.registry.catalog.guides import guide

from tongban.common.actors import Actor, Role
from tongban.registry.agencies.services import open_agency
from tongban.registry.catalog import services
from tongban.registry.powers.services import load_powers
from tongban.registry.regions.services import load_regions

AT = datetime(2022, 2, 20, 2, 0, tzinfo=UTC)
AUTHOR = Actor(kind="staff", name="编目员", roles=frozenset({Role.ITEM_MANAGER}), account_id=1)
REVIEWER = Actor(kind="staff", name="复核员", roles=frozenset({Role.ITEM_MANAGER}), account_id=2)
FROM = date(2022, 3, 1)


@pytest.fixture
def city(db):
    load_regions(rows=[("340100", "合肥市"), ("340102", "瑶海区"), ("340122", "肥东县")])
    for code, name, kind, region in (
        ("hf-csgl", "合肥市城市管理局", "csgl", "340100"),
        ("hf-zrzy", "合肥市自然资源和规划局", "zrzy", "340100"),
        ("hf-wlj", "合肥市文化和旅游局", "wlj", "340100"),
        ("340102-csgl", "瑶海区城市管理局", "csgl", "340102"),
        ("340122-csgl", "肥东县城市管理局", "csgl", "340122"),
    ):
        open_agency(code=code, name=name, kind=kind, region=region, from_on=date(2019, 1, 1))
    held = {"from": date(2020, 1, 1), "until": None, "document": "权责清单〔2020〕1号"}
    load_powers(
        [
            {
                "code": "kiosks",
                "name": "报刊亭设置",
                "type": "许可",
                "basis": "《城市市容和环境卫生管理条例》第十四条",
                "holders": [{"level": "county", "kind": "csgl"} | held],
            },
            {
                "code": "planning",
                "name": "规划核对",
                "type": "其他",
                "basis": "《中华人民共和国城乡规划法》第十一条",
                "holders": [{"level": "city", "kind": "zrzy"} | held],
            },
        ]
    )


@pytest.fixture
def draft(city):
    return services.draft_item(spec=guide(), actor=AUTHOR, at=AT)


@pytest.fixture
def published(draft):
    return services.publish(item="kiosk-permit", number=1, actor=REVIEWER, valid_from_on=FROM, at=AT)
