"""What agencies, windows and staff are called, and the checks of their periods and hours."""

import re
from datetime import date
from enum import StrEnum

from tongban.common.errors import BadInput
from tongban.registry.regions.rules import Level

SAMPLE_PREFIX, SAMPLE_END = "SAMPLE-", "SAMPLE."  # numbers of the sample's people: from the one up to the other
AGENCY_LEVELS = (Level.CITY, Level.COUNTY, Level.TOWN)
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")


class WindowKind(StrEnum):
    """What a window of a service centre is for."""

    COMPREHENSIVE = "comprehensive"
    ENTERPRISE = "enterprise"
    BLOCKED_MATTER = "blocked_matter"
    SPECIALIST = "specialist"
    DELIVERY = "delivery"

    @property
    def label(self) -> str:
        """The Chinese word on the sign."""
        return WINDOW_LABELS[self]


WINDOW_LABELS = {
    WindowKind.COMPREHENSIVE: "综合窗口",
    WindowKind.ENTERPRISE: "涉企服务专窗",
    WindowKind.BLOCKED_MATTER: "“办不成事”反映窗口",
    WindowKind.SPECIALIST: "部门专窗",
    WindowKind.DELIVERY: "出件窗口",
}


class IdentityType(StrEnum):
    """On which establishment a member of staff is; it stays whatever post the person holds."""

    ADMINISTRATIVE = "administrative"
    INSTITUTION = "institution"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return IDENTITY_LABELS[self]


IDENTITY_LABELS = {
    IdentityType.ADMINISTRATIVE: "行政",
    IdentityType.INSTITUTION: "事业",
    IdentityType.CONTRACT: "聘用",
}


def agency_code(region: str, level: Level, kind: str) -> str:
    """The agreed code of an agency: ``hf-scjg``, ``340122-scjg``, ``340122105-zf``.

    The city is written ``hf`` because it is the house's one city; the other levels carry their region.
    """
    return f"hf-{kind}" if level is Level.CITY else f"{region}-{kind}"


def check_slug(text: str, what: str) -> None:
    """Refuse a code that is not lower-case letters, digits and hyphens, at most 40."""
    if not SLUG.match(text):
        raise BadInput(
            "agency.code", "{what}“{text}”应由小写字母、数字和连字符组成,不超过40个字符。", what=what, text=text
        )


def check_period(from_on: date, until_on: date | None, what: str) -> None:
    """Refuse a period that ends before it begins; None is open-ended."""
    if until_on is not None and until_on < from_on:
        raise BadInput(
            "period.reversed",
            "{what}的截止日{until_on}早于起始日{from_on},请更正日期。",
            what=what,
            from_on=from_on,
            until_on=until_on,
        )


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two periods, both ends included and None open-ended, share a day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def check_hours(opens: str, closes: str) -> None:
    """Refuse office hours other than ``HH:MM`` to a later ``HH:MM``; both empty means not stated."""
    if not opens and not closes:
        return
    if not (HOUR.match(opens) and HOUR.match(closes)) or closes <= opens:
        raise BadInput(
            "window.hours", "办公时间“{opens}—{closes}”有误:请写作 09:00—17:00 的形式。", opens=opens, closes=closes
        )
