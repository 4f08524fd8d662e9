"""What a report says, read from its form: who sends it, which service, where, what."""

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotAllowed
from tongban.faces.open311.offers import Offer, offer
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules import points
from tongban.hall.appeals.rules.words import Channel
from tongban.registry.accounts import services as sign_ins
from tongban.registry.regions import queries as regions

if TYPE_CHECKING:
    from tongban.registry.regions.models import Region

SCOPE = "cases:write"
FORM = "application/x-www-form-urlencoded"
# the last four are taken and not kept: an appeal has no place for them
FIELDS = frozenset(
    {
        *("jurisdiction_id", "api_key", "service_code", "description", "media_url"),
        *("lat", "long", "address_string", "address_id", "first_name", "last_name", "phone"),
        *("email", "device_id", "account_id", "extensions"),
    }
)
ATTRIBUTE = re.compile(r"attribute\[(\w{1,40})\]")
ATTRIBUTES = frozenset({"region", "anonymous", "enterprise"})
LONGEST_DESCRIPTION = 4000
LONGEST_URL = 500


def sender(request: HttpRequest, at: datetime) -> Actor:
    """The system whose key the report carries; any other is refused."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    given: str = request.POST.get("api_key", "")
    key = given.strip() or (bearer.strip() if scheme.lower() == "bearer" else "")
    if not key:
        raise NotAllowed("open311.key", "缺少 api_key:请向管理员申请接口令牌。")
    grant = sign_ins.admit(token=key, at=at)
    if not grant.allows(SCOPE):
        raise NotAllowed("token.scope", "此令牌没有“{scope}”授权:请向管理员申请。", scope=SCOPE)
    return grant.actor


def check_form(request: HttpRequest) -> None:
    """Refuse a body that is no form, fields the protocol does not have, and fields given twice."""
    if request.content_type != FORM:
        raise BadInput("open311.form", "请以表单({form})提交。", form=FORM)
    for name, values in request.POST.lists():
        found = ATTRIBUTE.fullmatch(name)
        if name not in FIELDS and not (found and found[1] in ATTRIBUTES):
            raise BadInput("open311.field", "没有“{name}”这一项:请对照服务定义核对。", name=name[:60])
        if len(values) > 1:
            raise BadInput("open311.twice", "“{name}”只能给一次。", name=name[:60])


def intake(form: QueryDict) -> hall.Intake:
    """The report as an appeal."""
    code: str = form.get("service_code", "").strip()
    if not code:
        raise BadInput("open311.code", "缺少 service_code:请从 services 清单中选择。")
    wanted = offer(code)
    latitude, longitude = point(form)
    region, place = location(form, has_point=latitude is not None)
    return hall.Intake(
        type=wanted.type,
        text=words(form, wanted, place),
        region=region,
        place=place,
        latitude=latitude,
        longitude=longitude,
        channel=Channel.OPEN311,
        enterprise_id=hall.enterprise_of(attribute(form, "enterprise")),
        domain=wanted.domain,
        contact_name=contact(form),
        phone=form.get("phone", ""),
        is_anonymous=is_anonymous(form),
    )


def attribute(form: QueryDict, code: str) -> str:
    """The answer to an attribute of the service definition."""
    return form.get(f"attribute[{code}]", "").strip()


def is_anonymous(form: QueryDict) -> bool:
    """Whether the reporter stays unknown to those who handle it."""
    given = attribute(form, "anonymous").lower()
    if given not in {"", "true", "false"}:
        raise BadInput("open311.anonymous", "attribute[anonymous] 只能是 true 或 false。")
    return given == "true"


def point(form: QueryDict) -> tuple[Decimal | None, Decimal | None]:
    """Latitude and longitude (WGS84), both or neither."""
    latitude, longitude = (form.get(name, "").strip() for name in ("lat", "long"))
    if not latitude and not longitude:
        return None, None
    return degrees("lat", latitude, 90), degrees("long", longitude, 180)


def degrees(name: str, given: str, most: int) -> Decimal:
    """Degrees to six places, about a decimetre."""
    found = points.degrees(given, most)
    if found is None:
        raise BadInput(
            "open311.point", "{name} 应为-{most}至{most}的度数,lat 与 long 须同时给出。", name=name, most=most
        )
    return found


def location(form: QueryDict, *, has_point: bool) -> tuple[str, str]:
    """(region, place): as the report says, else as its address names it, else the whole city."""
    address, code = (form.get(name, "").strip() for name in ("address_string", "address_id"))
    if not (address or code or has_point):
        raise BadInput("open311.location", "缺少地点:请给出 lat 和 long,或 address_string,或 address_id(区划代码)。")
    if code:
        found: Region | None = regions.region(code)
        return code, address or (found.full_name if found else "")
    known = list(regions.down_to_towns())
    if wanted := attribute(form, "region"):
        regions.check_known(wanted)
        return wanted, address
    found = regions.placed(address, known)
    return (found or known[0]).code, address


def words(form: QueryDict, wanted: Offer, place: str) -> str:
    """What was said, with the link to a picture; a report that says nothing speaks by its service and place."""
    said = form.get("description", "").strip()
    if len(said) > LONGEST_DESCRIPTION:
        raise BadInput("open311.long", "description 最多{most}个字符,请缩短。", most=LONGEST_DESCRIPTION)
    link = form.get("media_url", "").strip()
    if link:
        check_link(link)
    return "\n".join(filter(None, [said or f"{wanted.name}:{place or '见坐标'}", link and f"附图:{link}"]))


def check_link(link: str) -> None:
    """Refuse what is no address of the web; it is kept as text and never fetched."""
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(link) > LONGEST_URL:
        raise BadInput("open311.media", "media_url 应为 http 或 https 地址,最多{most}个字符。", most=LONGEST_URL)


def contact(form: QueryDict) -> str:
    """The name as it is written: the family name first, a Western one last."""
    first, last = (form.get(name, "").strip() for name in ("first_name", "last_name"))
    return f"{first} {last}".strip() if (first + last).isascii() else f"{last}{first}"
