"""Who acts in the stories. The enterprises are those of the source text; the people of the offices are invented."""

from datetime import date, datetime
from decimal import Decimal

from tongban.common.actors import Actor, Role
from tongban.demo.identifiers import credit_code
from tongban.registry.parties import services as parties

CITY = "340100"


def _staff(name: str, agency: str, *roles: Role) -> Actor:
    return Actor("staff", name, frozenset(roles), agency=agency, region=CITY)


# Source: 市政务服务管理局 keeps the windows “办不成事” and 涉企服务专窗, 市不动产登记中心 its 企业专窗.
COORDINATOR = _staff("周晓芸", "hf-zwfw", Role.COORDINATOR, Role.CLERK)
ENTERPRISE_WINDOW = _staff("陈立", "hf-zwfw", Role.CLERK)
REGISTRY_WINDOW = _staff("吴倩", "hf-bdc", Role.CLERK)
SURVEYOR = _staff("徐振", "hf-cehui", Role.HANDLER)
PROPERTY_REGISTRAR = _staff("何敏", "hf-bdc", Role.HANDLER)
MARKET_REGISTRAR = _staff("胡静", "hf-scjg", Role.HANDLER)
ADMINISTRATOR = _staff("系统管理员", "hf-zwfw", Role.ADMIN)


def enterprise(
    *,
    name: str,
    serial: int,
    region: str,
    legal_representative: str,
    business_scope: str,
    address: str,
    established_on: date,
    at: datetime,
) -> Actor:
    """Register an enterprise under a fictional code and return it as the applicant it will be."""
    party = parties.register_enterprise(
        name=name,
        credit_code=credit_code(serial),
        region=region,
        legal_representative=legal_representative,
        business_scope=business_scope,
        address=address,
        registered_capital_yuan=Decimal(10_000_000),
        established_on=established_on,
        at=at,
    )
    return Actor("party", party.name, frozenset({Role.APPLICANT}), party_id=party.pk, region=region)
