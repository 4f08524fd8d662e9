"""The list of items, by words and topics; the guide of one item, which on paper is its one-time notice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import now
from tongban.faces.pages import graph
from tongban.faces.pages.guards import page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.guides import words
from tongban.faces.portal.showing import perhaps, shown
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import Audience, ItemSpec, Mode, Topic
from tongban.registry.catalog.services.loading import LOADER
from tongban.registry.powers import queries as powers
from tongban.registry.regions import queries as regions
from tongban.workdays import Term
from tongban.workdays.reckoning import EVERY_DAY

ROWS = 40
LONGEST_SEARCH = 60
A_YEAR_DAYS = 365
TAKEN_KEPT_SECONDS = 3600  # the year ended yesterday: only a correction or a new calendar can still move its mean
CITY_DIGITS = 4


@page("GET", query=("text", "topic", "cursor"), public=True)
def items(request: HttpRequest) -> HttpResponse:
    """What can be done: the items with a guide in force today, by words and topic."""
    on = localdate(now(request))
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    topic = _topic(request.GET.get("topic", ""))
    asked = {"list": "portal-items", "text": text, "topic": topic or ""}
    cursor = request.GET.get("cursor", "")
    after = paging.opened(cursor, asked) if cursor else None
    rows = paging.beyond(catalog.search(text, on=on, topic=topic), ["rank", "code"], after, ROWS)
    found, following = paging.cut(rows, ROWS, lambda row: [row.rank, row.code], asked)
    lines = _lines(found, on)
    kept = {name: value for name, value in (("text", text), ("topic", topic.value if topic else "")) if value}
    context = {
        "text": text,
        "topic": topic,
        "lines": lines if text else [],
        "groups": [] if text else words.grouped(lines),
        "nothing": "" if lines else said("没有找到“{text}”。", text=text),
        "near": catalog.near(text, on=on) if text and not lines else [],
        "topics": words.doors(catalog.topic_counts(on)),
        "next": following and urlencode({**kept, "cursor": following}),
    }
    return shown(request, "portal/guides/items.html", context)


def _topic(given: str) -> Topic | None:
    if given and given not in list(Topic):
        raise NotFound("topic.unknown", "没有这个主题:请从办事指南里选择。")
    return Topic(given) if given else None


def _lines(found: Sequence[Any], on: date) -> list[dict[str, Any]]:
    """Rows of the list: for whom, what and how soon; one statement for all, without reading whole guides."""
    # The room has no read of many guides at once; its own word for being in force is used on the query set it gives.
    in_force = catalog.versions("").model.objects.in_force(on).filter(item_id__in=[row.code for row in found])
    names = ("spec__audience", "spec__summary", "spec__promised_term")
    guides = {row["item_id"]: row for row in in_force.values("item_id", "published_by", *names)}
    return [
        {
            "item": row,
            "audience": Audience(guides[row.code]["spec__audience"]),
            "summary": guides[row.code]["spec__summary"],
            "promised": words.term_words(_parsed(guides[row.code]["spec__promised_term"])),
            "is_sample": guides[row.code]["published_by"] == LOADER.key,
        }
        for row in found
    ]


def _parsed(term: str) -> Term | None:
    return Term.parse(term) if term else None


@page("GET", query=("region",), public=True)
def item(request: HttpRequest, *, code: str) -> HttpResponse:
    """The guide of an item in force today, and on paper its one-time notice."""
    on = localdate(now(request))
    version = catalog.version_in_force(code, on)
    spec = catalog.pinned(version.pk)
    reader = perhaps(request)
    names = _agency_names(spec, on)
    context = {
        "spec": spec,
        "version": version,
        "is_sample": version.published_by == LOADER.key,
        "is_online": Mode.ONLINE in spec.modes,
        "agency": names.get(spec.agency, spec.agency),
        "place": version.item.region.full_name,
        "printed": on,
        "materials": words.materials(spec),
        "layers": words.layers(spec, names),
        "picture": graph.picture(spec, names),
        "has_slack": words.has_slack(spec),
        "fee": words.fee(spec),
        "trips": words.trips(spec),
        "terms": words.terms(spec),
        "whole": words.whole(spec),
        **_times(spec),
        **_taken(spec, on),
        **_near(spec, request.GET.get("region", ""), reader.actor if reader else None, version.item.region_id, on),
        "try": urlencode({"start": on.isoformat(), "term": str(spec.promised_term)}),
    }
    return shown_to(request, reader, "portal/guides/item.html", context)


def _agency_names(spec: ItemSpec, on: date) -> dict[str, str]:
    needed = {spec.agency, *(step.agency for step in spec.procedure)}
    return dict(agencies.agencies(on).filter(code__in=needed).values_list("code", "name"))


def _times(spec: ItemSpec) -> dict[str, str]:
    statutory, promised = spec.statutory_term, spec.promised_term
    return {
        "statutory": words.term_words(statutory),
        "promised": words.term_words(promised),
        "is_shorter": "1" if statutory and promised and statutory != promised else "",
    }


def _taken(spec: ItemSpec, on: date) -> dict[str, Any]:
    """How long cases really took in the year that ended yesterday, and how many they were."""
    term = spec.promised_term or spec.statutory_term
    if term is None:
        return {}
    since_on, until_on = EVERY_DAY.add(on, -A_YEAR_DAYS), EVERY_DAY.add(on, -1)
    key = f"time-taken:{spec.code}:{term.counting}:{until_on}"
    taken = cache.get(key)
    if taken is None:
        taken = cases.time_taken(spec.code, term.counting, since_on=since_on, until_on=until_on)
        cache.set(key, taken, TAKEN_KEPT_SECONDS)
    return {"taken": taken, "mean": words.mean(taken), "since": since_on, "until": until_on}


def _near(spec: ItemSpec, chosen: str, actor: Actor | None, home: str, on: date) -> dict[str, Any]:
    """Where the item is taken in near a place: the one chosen, else where the reader lives, else the item's own."""
    known = list(regions.counties_and_towns())
    by_code = {region.code: region for region in known}
    if chosen and chosen not in by_code:
        raise NotFound("region.unknown", "没有代码为“{given}”的行政区划:请从列表中选择。", given=chosen[:20])
    living = actor.region[:9] if actor and actor.region[:9] in by_code else ""
    region = chosen or living or home
    handling = {
        spec.agency,
        *(holder.agency for holder in (powers.who_may(spec.power, region, on) if spec.power else ())),
    }
    windows = agencies.windows_serving(
        region=region, agencies=handling, enterprises=spec.audience is not Audience.PERSON, on=on
    )
    return {
        "near": by_code.get(region),
        "places": words.places(windows),
        "counties": [
            (one, [town for town in known if town.parent_id == one.code]) for one in known if len(one.code) == 6
        ],
    }
