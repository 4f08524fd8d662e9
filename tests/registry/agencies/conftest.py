"""A few regions and agencies of Hefei."""

from datetime import date

import pytest

from tongban.registry.agencies import services
from tongban.registry.agencies.rules import IdentityType
from tongban.registry.regions.services import load_regions

START = date(2019, 1, 1)


@pytest.fixture
def places(db):
    load_regions(
        rows=[
            ("340100", "合肥市"),
            ("340121", "长丰县"),
            ("340122", "肥东县"),
            ("340122105", "石塘镇"),
            ("340122105214", "塘西社区"),
        ]
    )


@pytest.fixture
def agencies(places):
    def opened(code, name, kind, region):
        return services.open_agency(code=code, name=name, kind=kind, region=region, from_on=START)

    opened("hf-scjg", "合肥市市场监督管理局", "scjg", "340100")
    opened("340122-scjg", "肥东县市场监督管理局", "scjg", "340122")
    opened("340122105-wm", "石塘镇为民服务中心", "wm", "340122105")


@pytest.fixture
def person(agencies):
    return services.hire(
        number="S001",
        name="王晓",
        agency="340122-scjg",
        identity_type=IdentityType.INSTITUTION,
        from_on=date(2020, 1, 1),
    )
