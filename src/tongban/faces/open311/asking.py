"""What a list is asked for: ids, services, a span of at most 90 days, open or closed, a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime

from tongban.common.errors import BadInput, NotFound
from tongban.faces.open311.offers import matters_of
from tongban.hall.appeals.queries import Matters
from tongban.registry.regions import queries as regions

ASKED = frozenset(
    {
        *("jurisdiction_id", "api_key", "extensions"),
        *("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size"),
    }
)
EVERYWHERE = frozenset({"jurisdiction_id", "api_key", "extensions"})
LONGEST_SPAN = timedelta(hours=24 * 90)
MOST = 1000
MOST_PAGES = 1000
YEARS = range(1990, 2200)
OPEN = {"open": True, "closed": False}


@dataclass(frozen=True)
class Asked:
    """A list as it is asked for; ``numbers`` override all the rest."""

    numbers: tuple[str, ...]
    matters: Matters | None
    since: datetime
    until: datetime
    is_open: bool | None
    offset: int
    limit: int


def check_known(given: QueryDict, known: frozenset[str]) -> None:
    """Refuse parameters the protocol does not have here: one ignored answers another question."""
    if unknown := sorted(set(given) - known):
        raise BadInput("open311.parameter", "没有名为“{name}”的参数。", name=unknown[0][:60])


def check_jurisdiction(request: HttpRequest, given: QueryDict) -> None:
    """Refuse another jurisdiction than the city, which goes by its region code or by the name of this host."""
    wanted = given.get("jurisdiction_id", "").strip().lower()
    if not wanted or wanted == request.get_host().partition(":")[0].removeprefix("www."):
        return
    if wanted != regions.city().code:
        raise NotFound("open311.jurisdiction", "没有辖区“{given}”:本接口只服务本市,可以省略。", given=wanted[:60])


def asked(given: QueryDict, at: datetime) -> Asked:
    """What the query says; empty parameters are as good as none."""
    states = {_known_state(one) for one in _listed(given, "status")}
    since, until = span(given.get("start_date", ""), given.get("end_date", ""), at)
    size = _whole(given, "page_size", MOST, MOST)
    return Asked(
        numbers=tuple(_listed(given, "service_request_id")),
        matters=matters_of(_listed(given, "service_code")),
        since=since,
        until=until,
        is_open=states.pop() if len(states) == 1 else None,
        offset=(_whole(given, "page", 1, MOST_PAGES) - 1) * size,
        limit=size,
    )


def span(start: str, end: str, at: datetime) -> tuple[datetime, datetime]:
    """From when until when; the most recent 90 days where it does not say, never more than 90."""
    since, until = instant("start_date", start), instant("end_date", end)
    if since is None:
        until = until or at
        return until - LONGEST_SPAN, until
    until = until or since + LONGEST_SPAN
    if until < since:
        raise BadInput("open311.span", "start_date 晚于 end_date:请核对。")
    if until - since > LONGEST_SPAN:
        raise BadInput("open311.span", "start_date 与 end_date 最多相隔90天:请分段查询。")
    return since, until


def instant(name: str, given: str) -> datetime | None:
    """An instant as the W3C writes it, with its offset; a plus sign sent as a space is one all the same."""
    if not given.strip():
        return None
    try:
        found = parse_datetime(given.strip().replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise BadInput("open311.instant", "{name} 应写作 2022-07-01T09:00:00+08:00,须带时区。", name=name)
    return found.astimezone(UTC)


def _listed(given: QueryDict, name: str) -> list[str]:
    found = [one.strip() for value in given.getlist(name) for one in value.split(",")]
    kept = list(dict.fromkeys(one for one in found if one))
    if len(kept) > MOST:
        raise BadInput("open311.many", "{name} 一次最多{most}个:请分批查询。", name=name, most=MOST)
    return kept


def _known_state(given: str, states: Mapping[str, bool] = OPEN) -> bool:
    if given not in states:
        raise BadInput("open311.status", "status 只能是 open 或 closed。")
    return states[given]


def _whole(given: QueryDict, name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise BadInput("open311.number", "{name} 应为1至{most}的整数。", name=name, most=most)
    return int(text)
