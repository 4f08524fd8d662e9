"""A citizen, an enterprise and officials of Feidong."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.common.actors import Actor, Role
from tongban.registry.parties import services
from tongban.registry.regions.services import load_regions

CITIZEN_ID = "34012219870305221X"
CREDIT_CODE = "91340122MA2N3X7K8E"
PHONE = "13805510001"
ESTABLISHED_ON = date(2017, 3, 1)
AT = datetime(2022, 8, 1, 2, 0, tzinfo=UTC)
CASE = "340122-20220801-000001-0"


@pytest.fixture
def places(db):
    load_regions(rows=[("340100", "合肥市"), ("340122", "肥东县"), ("340122105", "石塘镇")])


@pytest.fixture
def statements():
    """Counts the SQL statements of an act, its own transaction (here a savepoint) aside."""

    def counted(act) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)

    return counted


@pytest.fixture
def citizen(places):
    return services.register_person(name="高某", resident_id=CITIZEN_ID, region="340122105", phone=PHONE, at=AT)


@pytest.fixture
def enterprise(places):
    return services.register_enterprise(
        name="合肥呈上建材科技有限公司",
        credit_code=CREDIT_CODE,
        region="340122",
        legal_representative="高某",
        business_scope="建筑材料销售",
        address="肥东县石塘镇新街1号",
        registered_capital_yuan=Decimal("2000000"),
        established_on=ESTABLISHED_ON,
        phone="13905510002",
        at=AT,
    )


@pytest.fixture
def clerk():
    return Actor(kind="staff", name="王晓", roles=frozenset({Role.CLERK}), account_id=7, agency="340122-scjg")


@pytest.fixture
def applicant(citizen):
    return Actor(kind="party", name="高某", roles=frozenset({Role.APPLICANT}), account_id=8, party_id=citizen.pk)
