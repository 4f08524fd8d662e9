"""Two counties with a town each, their agencies, and two powers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tongban.common.actors import Actor, Role
from tongban.registry.agencies.services import open_agency
from tongban.registry.powers import services
from tongban.registry.powers.rules import Mode, PowerType
from tongban.registry.regions.queries import Level
from tongban.registry.regions.services import load_regions

START = date(2019, 1, 1)
FROM, LAST = date(2022, 3, 1), date(2022, 8, 31)
AT = datetime(2022, 2, 20, 2, 0, tzinfo=UTC)
REFORM = Actor(kind="staff", name="编办", roles=frozenset({Role.ADMIN}), account_id=7)
FEIDONG, SHITANG, TANGXI = "340122", "340122105", "340122105214"


@pytest.fixture
def agencies(db):
    load_regions(
        rows=[
            ("340100", "合肥市"),
            ("340121", "长丰县"),
            ("340121104", "岗集镇"),
            (FEIDONG, "肥东县"),
            (SHITANG, "石塘镇"),
            (TANGXI, "塘西社区"),
        ]
    )
    for code, name, kind, region in (
        ("hf-scjg", "合肥市市场监督管理局", "scjg", "340100"),
        ("340121-scjg", "长丰县市场监督管理局", "scjg", "340121"),
        ("340122-scjg", "肥东县市场监督管理局", "scjg", FEIDONG),
        ("340122-csgl", "肥东县城市管理局", "csgl", FEIDONG),
        ("340121104-zf", "岗集镇人民政府", "zf", "340121104"),
        ("340122105-zf", "石塘镇人民政府", "zf", SHITANG),
        ("340122105-wm", "石塘镇为民服务中心", "wm", SHITANG),
    ):
        open_agency(code=code, name=name, kind=kind, region=region, from_on=START)


@pytest.fixture
def food(agencies):
    """食品经营许可, held by the counties' market regulators since 2019."""
    power = services.declare_power(
        code="food", name="食品经营许可", type=PowerType.PERMIT, basis="《食品安全法》第三十五条"
    )
    services.hold(power="food", level=Level.COUNTY, kind="scjg", from_on=START, document="权责清单〔2019〕1号")
    return power


@pytest.fixture
def give(food):
    """Delegate the power of food to 石塘; say what is different."""

    def given(**change):
        fields: dict[str, Any] = {
            "power": "food",
            "town": SHITANG,
            "agency": "340122105-zf",
            "giver": "340122-scjg",
            "mode": Mode.ASSIGNED,
            "from_on": FROM,
            "document": "东政秘〔2022〕16号",
            "actor": REFORM,
            "at": AT,
        }
        return services.delegate(**(fields | change))

    return given
