"""Parties: kinds, statuses, and the law of suspension of business (歇业), pure.

Sources: 《市场主体登记管理条例》 art. 30 and its implementing rules (《市场主体登记管理条例实施细则》) art. 40-42; years are counted
as 《民法典》 art. 201 and 202 count them.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tongban.common.actors import Role
from tongban.common.errors import BadInput, Refused
from tongban.common.identifiers import (
    check_credit_code,
    check_mobile,
    check_resident_id,
    mask_identifier,
    mask_mobile,
    mask_name,
)
from tongban.common.said import Joined
from tongban.workdays.reckoning import EVERY_DAY

ARTICLE = "《市场主体登记管理条例》第三十条"
EXTENSION_ARTICLE = "《市场主体登记管理条例实施细则》第四十一条"
LONGEST_SUSPENSION_YEARS = 3
EXTENSION_WINDOW_DAYS = 30
PUBLICATION_DAYS = 30
SHORTEST_REASON = 4
LENGTH_OF_IDENTIFIERS = 18
LENGTHS_OF_PHONES = (11, 13, 15)  # bare, with +86 or with 0086
LARGEST_CAPITAL_YUAN = Decimal("99999999999999.99")


class PartyKind(StrEnum):
    """A natural person, or an organisation that does business."""

    PERSON = "person"
    ENTERPRISE = "enterprise"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return {"person": "自然人", "enterprise": "经营主体"}[self.value]


class StatusKind(StrEnum):
    """How an enterprise stands in the register (登记状态)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    MOVED_OUT = "moved_out"

    @property
    def label(self) -> str:
        """The Chinese word of the register."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    StatusKind.ACTIVE: "存续",
    StatusKind.SUSPENDED: "歇业",
    StatusKind.CANCELLED: "注销",
    StatusKind.REVOKED: "吊销",
    StatusKind.MOVED_OUT: "迁出",
}
ALIVE = frozenset({StatusKind.ACTIVE, StatusKind.SUSPENDED})


class SuspensionGround(StrEnum):
    """The closed list of grounds for a suspension of business (art. 30)."""

    NATURAL_DISASTER = "natural_disaster"
    ACCIDENT = "accident"
    PUBLIC_HEALTH = "public_health"
    SOCIAL_SECURITY = "social_security"

    @property
    def label(self) -> str:
        """The words of the article."""
        return GROUND_LABELS[self]


GROUND_LABELS = {
    SuspensionGround.NATURAL_DISASTER: "自然灾害",
    SuspensionGround.ACCIDENT: "事故灾难",
    SuspensionGround.PUBLIC_HEALTH: "公共卫生事件",
    SuspensionGround.SOCIAL_SECURITY: "社会安全事件",
}


class RepresentativeKind(StrEnum):
    """As what a person acts for an enterprise."""

    LEGAL = "legal"
    AGENT = "agent"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return {"legal": "法定代表人", "agent": "代办人"}[self.value]


class IdentifierField(StrEnum):
    """What of a party is sealed and may be opened with a reason."""

    IDENTIFIER = "identifier"
    PHONE = "phone"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return {"identifier": "证照号码", "phone": "手机号码"}[self.value]


# who may read the logs of looks at numbers and of searches for people
WATCHERS = (Role.SUPERVISOR, Role.ADMIN)


class SearchKind(StrEnum):
    """By what somebody looked for a party."""

    IDENTIFIER = "identifier"
    PHONE = "phone"
    NAME = "name"
    EXPORT = "export"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return SEARCH_LABELS[self]


SEARCH_LABELS = {
    SearchKind.IDENTIFIER: "证照号码",
    SearchKind.PHONE: "手机号码",
    SearchKind.NAME: "姓名或名称",
    SearchKind.EXPORT: "导出清单",
}

FACT_LABELS = {
    "name": "名称",
    "legal_representative": "法定代表人",
    "business_scope": "经营范围",
    "address": "住所",
    "service_address": "法律文书送达地址",
    "registered_capital_yuan": "注册资本",
}
FACT_LIMITS = {
    "name": 200,
    "legal_representative": 100,
    "business_scope": 4000,
    "address": 300,
    "service_address": 300,
}


MASKS: Mapping[SearchKind, Callable[[str], str]] = {
    SearchKind.IDENTIFIER: mask_identifier,
    SearchKind.PHONE: mask_mobile,
    SearchKind.NAME: mask_name,
    SearchKind.EXPORT: str,  # what a list was narrowed by names nobody
}


def recognised(text: str) -> tuple[SearchKind, str]:
    """What kind of number this is, and the number as it is kept; refused by what is wrong with it. Names are none."""
    signs = [sign for sign in text if sign.isalnum()]
    if len(signs) != LENGTH_OF_IDENTIFIERS:
        if len(signs) not in LENGTHS_OF_PHONES:
            raise BadInput(
                "search.number", "请输入完整的18位公民身份号码、18位统一社会信用代码或11位手机号码:不能只输入一部分。"
            )
        return SearchKind.PHONE, check_mobile(text)
    try:
        return SearchKind.IDENTIFIER, check_resident_id(text)
    except BadInput as refusal:
        try:
            return SearchKind.IDENTIFIER, check_credit_code(text)
        except BadInput as other:
            # of 17 digits and a sign it is rather a person's; a code of an enterprise begins with a 9 or a letter
            is_person = all(sign.isdecimal() for sign in signs[:17]) and signs[0] != "9"
            raise (refusal if is_person else other) from None


def years_after(on: date, years: int) -> date:
    """The same calendar day ``years`` later; 29 February ends on the 28th where there is none (民法典 art. 202)."""
    year = on.year + years
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))


def days_of(spans: Iterable[tuple[date, date]]) -> int:
    """How many days periods took, both their ends included."""
    return sum(EVERY_DAY.count(first, last) + 1 for first, last in spans)


def latest_end(from_on: date, used_days: int) -> date:
    """The last day a suspension that begins on ``from_on`` may reach after ``used_days`` of earlier ones."""
    return EVERY_DAY.add(years_after(from_on, LONGEST_SUSPENSION_YEARS), -used_days)


def day_before(on: date) -> date:
    """The day a former state ends when the next begins on ``on``."""
    return EVERY_DAY.add(on, -1)


def publish_by(resumed_on: date) -> date:
    """The day by which a resumption is to be made public (implementing rules art. 42)."""
    return EVERY_DAY.add(resumed_on, PUBLICATION_DAYS)


def check_ground(ground: str) -> SuspensionGround:
    """The ground as the article knows it; any other is refused."""
    try:
        return SuspensionGround(ground)
    except ValueError:
        raise Refused(
            "suspension.ground",
            "歇业原因不在{article}所列范围内:限于{grounds}。请更正原因,或改办其他登记。",
            article=ARTICLE,
            grounds=Joined("、", GROUND_LABELS.values()),
        ) from None


def check_staff(agreed_on: date | None, from_on: date) -> None:
    """Refuse a suspension that begins before the enterprise has settled matters with its staff."""
    if agreed_on is None or agreed_on > from_on:
        raise Refused(
            "suspension.staff",
            "{article}要求在歇业前与职工依法协商劳动关系处理等事项:请先完成协商,再填写协商日期。",
            article=ARTICLE,
        )


def check_filing(filed_on: date, from_on: date) -> None:
    """Refuse a suspension filed after it began."""
    if filed_on > from_on:
        raise Refused(
            "suspension.filing",
            "{article}要求在歇业前办理备案:申请日为{filed_on},歇业起始日不能早于这一天,请更正起始日。",
            article=ARTICLE,
            filed_on=filed_on,
        )


def check_period(from_on: date, until_on: date, used_days: int) -> None:
    """Refuse a period that ends before it begins, or with the earlier ones lasts longer than three years."""
    if until_on < from_on:
        raise BadInput("suspension.dates", "歇业截止日不能早于起始日{from_on},请更正。", from_on=from_on)
    latest_on = latest_end(from_on, used_days)
    if until_on > latest_on and latest_on < from_on:
        raise Refused(
            "suspension.period",
            "{article}规定歇业期限最长{years}年(依实施细则第四十二条累计计算):此前已歇业{used_days}日,不能再次歇业,请恢复经营或办理注销。",
            article=ARTICLE,
            years=LONGEST_SUSPENSION_YEARS,
            used_days=used_days,
        )
    if until_on > latest_on:
        raise Refused(
            "suspension.period",
            "{article}规定歇业期限最长{years}年(依实施细则第四十二条累计计算):此前已歇业{used_days}日,本次最迟至{latest_on},请缩短期限。",
            article=ARTICLE,
            years=LONGEST_SUSPENSION_YEARS,
            used_days=used_days,
            latest_on=latest_on,
        )


def check_extension(filed_on: date, ends_on: date, until_on: date) -> None:
    """Refuse an extension filed outside the last 30 days of the period, or one that extends nothing."""
    if filed_on > ends_on:
        raise Refused(
            "suspension.extension",
            "歇业已于{ends_on}期满,视为自动恢复经营,不能再延期;仍需歇业的,请重新办理歇业备案({article})。",
            ends_on=ends_on,
            article=EXTENSION_ARTICLE,
        )
    opens_on = EVERY_DAY.add(ends_on, -EXTENSION_WINDOW_DAYS)
    if filed_on < opens_on:
        raise Refused(
            "suspension.extension",
            "{article}规定延长歇业应在期满前{days}日内办理:请于{opens_on}至{ends_on}期间申请。",
            article=EXTENSION_ARTICLE,
            days=EXTENSION_WINDOW_DAYS,
            opens_on=opens_on,
            ends_on=ends_on,
        )
    if until_on <= ends_on:
        raise BadInput("suspension.dates", "延长后的截止日应晚于原截止日{ends_on},请更正。", ends_on=ends_on)


def check_alive(status: StatusKind | None, act: str) -> None:
    """Refuse an act on an enterprise that is not in the register any more; ``act`` is its Chinese name."""
    if status not in ALIVE:
        raise Refused(
            "enterprise.status",
            "该经营主体的登记状态为“{status}”,不能办理{act}。",
            status=status.label if status else "尚未成立",
            act=act,
        )


def check_capital(given: object) -> Decimal:
    """A registered capital in yuan with at most two decimals; what is no amount is refused."""
    try:
        amount = Decimal(str(given).strip()) if not isinstance(given, bool) else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= LARGEST_CAPITAL_YUAN or amount != amount.quantize(Decimal("0.01")):
        raise BadInput("enterprise.capital", "注册资本应为不小于0、最多两位小数的金额(元),请更正。")
    return amount.quantize(Decimal("0.01"))
