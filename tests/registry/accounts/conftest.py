"""Sign-ins of a clerk, a citizen and another system, in Feidong."""

from datetime import UTC, date, datetime

import pytest

from tongban.common.actors import Role
from tongban.registry.accounts import services
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.queries import agency
from tongban.registry.agencies.rules import IdentityType
from tongban.registry.parties import services as parties
from tongban.registry.regions.services import load_regions

AT = datetime(2022, 8, 1, 2, 0, tzinfo=UTC)
ON = date(2022, 8, 1)
PASSWORD = "chun-feng-2022"
CITIZEN_ID = "34012219870305221X"


@pytest.fixture
def places(db):
    load_regions(rows=[("340100", "合肥市"), ("340122", "肥东县"), ("340122105", "石塘镇")])
    agencies.open_agency(
        code="340122-scjg", name="肥东县市场监督管理局", kind="scjg", region="340122", from_on=date(2019, 1, 1)
    )


@pytest.fixture
def staff(places):
    person = agencies.hire(
        number="S001",
        name="王晓",
        agency="340122-scjg",
        identity_type=IdentityType.INSTITUTION,
        from_on=date(2020, 1, 1),
    )
    for role, until_on in ((Role.CLERK, None), (Role.HANDLER, date(2022, 7, 31))):
        agencies.assign_role(
            number="S001",
            role=role,
            jurisdiction="340122",
            from_on=date(2021, 1, 1),
            until_on=until_on,
            document="任职通知1号",
        )
    return person


@pytest.fixture
def clerk(staff):
    return services.create_account(username="wangxiao", password=PASSWORD, staff=staff, at=AT)


@pytest.fixture
def party(places):
    return parties.register_person(name="高某", resident_id=CITIZEN_ID, region="340122105", at=AT)


@pytest.fixture
def citizen(party):
    return services.create_account(username="gao-mou", password=PASSWORD, party=party, at=AT)


@pytest.fixture
def system(places):
    return services.create_account(username="tax", name="税务业务系统", agency=agency("340122-scjg"), at=AT)
