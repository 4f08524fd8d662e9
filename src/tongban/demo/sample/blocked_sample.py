"""Blocked matters of the sample on every rung of the ladder, and reports of refusal; every word is invented."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind, Outcome, Status
from tongban.common.actors import Actor, worker
from tongban.common.time import localdate, midnight
from tongban.demo.identifiers import credit_code
from tongban.demo.sample.appeals_sample import BUILDING, LAND, MARKET, STREETS, Desk
from tongban.demo.sample.applicants import Applicants
from tongban.demo.sample.blocked_words import ANSWERS, CHANGES, GROUNDS, SAID, TALK
from tongban.demo.sample.people import CITY, Office
from tongban.hall.appeals.rules.words import Door
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules.words import Cause, Entrance, Remedy, RootCause
from tongban.hall.ratings import queries as rated
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, RatingChannel, Stage
from tongban.workdays import current

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

REPORTED_BEFORE = 20  # working days: before every other report, so that they are numbered as they were filed
TOWN, OFFICE = "340122105", "hf-zwfw"
FUND, HEALTH, POLICE, INSURANCE, PLANNING = "hf-gjj", "hf-wjw", "hf-gaj", "hf-sbzx", "hf-zrzy"
FOOD, WITHDRAWAL, CHANGE = "food-business-licence", "provident-fund-withdrawal", "enterprise-change"
HOUSING, BIRTH, SOCIAL = "rural-housing-land-use", "birth-service-registration", "social-insurance-registration"
# who brought a matter is told of its way, and everybody who met the obstacle of the item that was rectified
LISTENERS = {"cn.tongban.blocked_matter.": blocked.tell_of, "cn.tongban.rectification.item-": blocked.tell_met}


class Window(Desk):
    """The desk of blocked matters: the same days, and the acts its coordinator makes."""

    reports = 0
    rated = 0

    @property
    def coordinator(self) -> Actor:
        """Who leads them."""
        return self.office.signed_in("coordinator")

    def bring(self, word: str, who: Actor, when: tuple[int, int, int], cause: Cause, **more: Any) -> str:
        """Somebody reports what could not be done; the number."""
        given: dict[str, Any] = {"region": CITY, "channel": Entrance.PORTAL}
        self.told += 1
        brought = blocked.Brought(text=SAID[word], cause=cause, sample=True, **given | more)
        return blocked.bring(brought=brought, actor=who, at=self.at(*when)).number

    def accept(self, number: str, when: tuple[int, int, int], agency: str = "") -> None:
        """The first rung."""
        note = "请今天联系反映人,三个工作日内反馈进展。(样例)"
        blocked.accept(number=number, agency=agency, note=note, actor=self.coordinator, at=self.at(*when))

    def take(self, number: str, step: str, agency: str, when: tuple[int, int, int]) -> None:
        """Somebody of the agency takes it."""
        blocked.take(number=number, step=step, actor=self.office.handler(agency), at=self.at(*when))

    def review(self, number: str, agencies: Sequence[str], reason: str, when: tuple[int, int, int]) -> None:
        """The second rung."""
        given: dict[str, Any] = {"number": number, "reason": reason, "actor": self.coordinator}
        blocked.joint_review(participants=agencies, at=self.at(*when), **given)

    def opine(self, number: str, agencies: Sequence[str], words: Sequence[str], day: int) -> None:
        """What the agencies think, one after the other; who says nothing yet is left out."""
        for place, (agency, opinion) in enumerate(zip(agencies, words, strict=False), 1):
            actor = self.office.handler(agency)
            at = self.at(day, 14, 10 * place)
            blocked.opine(number=number, step=f"review-{place}", opinion=opinion, actor=actor, at=at)

    def conclude(self, number: str, word: str, duties: Mapping[str, tuple[str, int]], day: int) -> None:
        """Minutes, decision, and who does what; a duty is due so many working days before the last day."""
        minutes, decision = TALK[word]
        tasks = [
            blocked.Duty(agency=agency, what=what, due_on=current().add(self.last_on, -days))
            for agency, (what, days) in duties.items()
        ]
        said = blocked.Conclusion(minutes=minutes, decision=decision, duties=tasks)
        blocked.conclude(number=number, conclusion=said, actor=self.coordinator, at=self.at(day, 10, 30))

    def done(self, number: str, step: str, agency: str, result: str, when: tuple[int, int, int]) -> None:
        """A task of the review is done."""
        given: dict[str, Any] = {"number": number, "step": step, "result": result}
        blocked.complete_task(actor=self.office.handler(agency), at=self.at(*when), **given)

    def reply(self, number: str, word: str, actor: Actor, when: tuple[int, int, int], **more: Any) -> None:
        """Answer it."""
        given: dict[str, Any] = {"outcome": Outcome.RESOLVED, "text": ANSWERS[word]}
        blocked.answer(number=number, actor=actor, at=self.at(*when), **given | more)

    def find_cause(self, number: str, word: str, when: tuple[int, int, int]) -> str:
        """The guide was wrong; the number of the rectification that opens."""
        words, change = CHANGES[word]
        found = blocked.Root(cause=RootCause.GUIDE, words=words, change=change)
        case = blocked.find_cause(number=number, root=found, actor=self.coordinator, at=self.at(*when))
        opened = queries.rectification_from(queries.matter_of(case))
        return opened.case.number if opened else ""

    def rate(self, number: str, who: Actor, level: Level, words: str, when: tuple[int, int, int]) -> None:
        """What the person says of the whole."""
        token = rated.token_for(number, Stage.WHOLE, channel=RatingChannel.PORTAL)
        opinion = ratings.Opinion(level, (), words)
        self.rated += 1
        ratings.rate(token=token, opinion=opinion, address="", actor=who, at=self.at(*when))

    def refuse(self, word: str, actor: Actor, when: tuple[int, int, int], cause: Cause, **more: Any) -> int:
        """A window says no and files why; the number of the report."""
        asked, ground, basis = GROUNDS[word]
        given: dict[str, Any] = {"region": CITY, "remedy": Remedy.RECONSIDERATION}
        self.reports += 1
        refusal = blocked.Refusal(asked=asked, ground=ground, basis=basis, cause=cause, sample=True, **given | more)
        return blocked.report_refusal(refusal=refusal, actor=actor, at=self.at(*when)).pk


def bring_all(office: Office, applicants: Applicants, *, last_on: date) -> Window:
    """Play all of them, the oldest first; the desk knows how many matters, reports and ratings there are."""
    desk = Window(office, last_on)
    me, other, third = applicants.people[0], applicants.people[3], applicants.people[5]
    firm, neighbour = applicants.firms[0], applicants.firms[7]
    report, case = _refused_long_ago(desk)
    _mended(desk, me, other, third)
    _led(desk, neighbour)
    _rooted(desk, firm)
    _overdue(desk, third)
    _concluded(desk, me)
    _in_review(desk, other)
    _contested(desk, neighbour)
    _refusals(desk, firm)
    _answered(desk, me)
    _at_the_window(desk, me)
    _turned(desk, report, case, applicants.of(case.applicant_id))
    _at_the_agency(desk, firm)
    _in_town(desk)
    desk.bring("just", me, (0, 15, 20), Cause.POLICY)
    return desk


def _mended(desk: Window, me: Actor, *others: Actor) -> None:
    """The guide is put right on the last day, and two who met the same at the window are told beside who told of it."""
    for day, who in zip((19, 18), others, strict=True):
        refused: dict[str, Any] = {"item": WITHDRAWAL, "applicant_id": who.party_id}
        refused |= {"remedy": Remedy.MAKE_UP, "remedy_text": "请向购房所在地登记机构索取原件后再来。(样例)"}
        desk.refuse("original", desk.clerk, (day, 10, 40), Cause.MATERIAL, **refused)
    number = desk.bring("original", me, (16, 9, 30), Cause.MATERIAL, item=WITHDRAWAL)
    desk.accept(number, (16, 10, 20))
    desk.take(number, "rung-1", FUND, (16, 14, 0))
    desk.reply(number, "original", desk.office.handler(FUND), (13, 15, 10))
    blocked.confirm(number=number, actor=me, at=desk.at(12, 10), words="当天就提取到了,谢谢。(样例)")
    mending = desk.find_cause(number, "original", (12, 15, 30))
    desk.rate(number, me, Level.VERY_SATISFIED, "有人管,还告诉我为什么会这样。(样例)", (11, 12, 10))
    changed = "材料清单改为“购房合同或不动产权证书,原件或电子证照均可”,窗口不再要求提交纸质原件。(样例)"
    blocked.mend(number=mending, changed=changed, actor=desk.office.head(FUND), at=desk.at(0, 10, 40))


def _led(desk: Window, who: Actor) -> None:
    both = [LAND, PLANNING, BUILDING]
    number = desk.bring("legacy", who, (13, 9, 40), Cause.POLICY, agency=LAND, region="340104")
    desk.accept(number, (13, 11, 0))
    desk.take(number, "rung-1", LAND, (12, 9, 20))
    desk.review(number, both, "涉及规划核实、竣工验收和登记三个单位,单个单位无权决定。(样例)", (9, 9, 30))
    desk.opine(number, both, ("竣工备案缺失的,登记没有依据。(样例)", "可以按现状补办规划核实。(样例)"), 7)
    reason = "历史遗留问题没有现行规定,三个单位意见不一致,请领导小组明确政策口径。(样例)"
    given: dict[str, Any] = {"number": number, "agency": OFFICE, "reason": reason}
    blocked.leading_group(actor=desk.coordinator, at=desk.at(4, 15, 30), **given)


def _rooted(desk: Window, firm: Actor) -> None:
    """A joint review that decided, was answered and agreed to; the rectification it set going is under way."""
    both = [MARKET, BUILDING]
    number = desk.bring("drawing", firm, (9, 9, 15), Cause.AGENCIES, item=FOOD)
    desk.accept(number, (9, 10, 0))
    desk.review(number, both, "两个单位互相要求对方先出具意见。(样例)", (8, 9, 30))
    desk.opine(number, both, ("本单位只核对布局,不需要消防设计图。(样例)", "装修备案表可以替代设计图。(样例)"), 8)
    desk.conclude(number, "drawing", {MARKET: ("按备案表重新收件", 5), BUILDING: ("当日出具装修备案表", 6)}, 7)
    desk.done(number, "task-2", BUILDING, "备案表已出具并共享。(样例)", (6, 11, 0))
    desk.done(number, "task-1", MARKET, "已收件并受理。(样例)", (5, 10, 20))
    desk.reply(number, "drawing", desk.coordinator, (5, 14, 0))
    blocked.confirm(number=number, actor=firm, at=desk.at(4, 9, 30))
    desk.find_cause(number, "drawing", (3, 10, 0))
    desk.rate(number, firm, Level.SATISFIED, "会审以后很快,希望一开始就能这样。(样例)", (3, 12, 20))


def _overdue(desk: Window, who: Actor) -> None:
    number = desk.bring("archive", who, (8, 10, 10), Cause.MATERIAL, agency=POLICE)
    desk.accept(number, (8, 11, 0))


def _concluded(desk: Window, me: Actor) -> None:
    """Decided by a joint review; one task is done, one is left to the agency of the sign-ins."""
    both = [MARKET, STREETS, BUILDING]
    number = desk.bring("breakfast", me, (7, 9, 20), Cause.AGENCIES, agency=MARKET, region="340104")
    desk.accept(number, (7, 10, 10))
    desk.take(number, "rung-1", MARKET, (7, 14, 30))
    desk.review(number, both, "住宅改为经营用房涉及三个单位,材料要求不一致。(样例)", (5, 9, 40))
    opinions = ("有利害关系业主同意即可登记。(样例)", "不占道、油烟有出路的,不另要证明。(样例)")
    desk.opine(number, both, opinions, 4)
    duties = {STREETS: ("现场核查油烟和占道情况并出具意见", 1), MARKET: ("凭业主同意书和核查意见收件登记", -1)}
    desk.conclude(number, "breakfast", duties, 3)
    desk.take(number, "task-2", MARKET, (2, 9, 30))
    desk.done(number, "task-1", STREETS, "已到现场:烟道接入楼顶,不占人行道,同意经营。(样例)", (1, 11, 20))


def _in_review(desk: Window, who: Actor) -> None:
    both = [HEALTH, BUILDING]
    number = desk.bring("clinic", who, (5, 9, 50), Cause.POLICY, agency=HEALTH)
    desk.accept(number, (5, 11, 10))
    desk.review(number, both, "口腔诊所设在商住楼二层,层高和排水要求两个单位说法不同。(样例)", (2, 10, 0))
    desk.opine(number, both, ("排水单独设置的可以先行受理,验收时一并核对。(样例)",), 1)


def _contested(desk: Window, who: Actor) -> None:
    number = desk.bring("base", who, (4, 9, 30), Cause.SYSTEM, item=SOCIAL)
    desk.accept(number, (4, 10, 30))
    desk.reply(number, "base", desk.office.handler(INSURANCE), (2, 10, 40), outcome=Outcome.INFORMED)
    reason = "按答复又试了一次,仍然提示“单位不存在”,并没有办成。(样例)"
    blocked.contest(number=number, reason=reason, actor=who, at=desk.at(1, 9, 40))


def _refusals(desk: Window, firm: Actor) -> None:
    """A no of the agency of the sign-ins to the enterprise of the sign-ins, one of the town to somebody it knows by name."""
    handler = desk.office.handler(MARKET)
    asked: dict[str, Any] = {"identifier": credit_code(1000), "name": firm.name, "actor": handler}
    known = blocked.known_applicant(at=desk.at(4, 11, 0), **asked)
    desk.refuse("kitchen", handler, (4, 11, 10), Cause.UNLAWFUL, item=FOOD, applicant_id=known)
    named: dict[str, Any] = {"item": HOUSING, "region": TOWN, "applicant_name": "样例村村民"}
    desk.refuse("homestead", desk.office.signed_in("town_clerk"), (3, 15, 0), Cause.UNLAWFUL, **named)


def _answered(desk: Window, me: Actor) -> None:
    number = desk.bring("birth", me, (3, 9, 45), Cause.MATERIAL, item=BIRTH)
    desk.accept(number, (3, 10, 40))
    desk.take(number, "rung-1", HEALTH, (3, 14, 20))
    desk.reply(number, "birth", desk.office.handler(HEALTH), (0, 14, 0))


def _at_the_window(desk: Window, me: Actor) -> None:
    """Solved on the spot, and turned away to the right door."""
    walk_in: dict[str, Any] = {"phone": "13905510011", "contact_name": "老王", "channel": Entrance.WINDOW}
    number = desk.bring("queue", desk.clerk, (2, 9, 10), Cause.ATTITUDE, agency=MARKET, **walk_in)
    root = blocked.Root(cause=RootCause.SERVICE, words="午间只留一个窗口,没有按规定安排替班。(样例)")
    given: dict[str, Any] = {"number": number, "text": ANSWERS["queue"], "root": root}
    blocked.solve_on_spot(actor=desk.coordinator, at=desk.at(2, 10), **given)
    number = desk.bring("court", me, (2, 10, 30), Cause.POLICY)
    reason = "房屋买卖合同纠纷已由法院受理,由法院依法处理。(样例)"
    blocked.refuse(number=number, door=Door.COURT, reason=reason, actor=desk.clerk, at=desk.at(2, 11, 30))


def _refused_long_ago(desk: Window) -> tuple[int, "Case"]:
    """The report on an application a window refused about a month ago, and the application."""
    before = midnight(current().add(desk.last_on, -REPORTED_BEFORE))
    refused = cases.cases(worker()).filter(kind=Kind.APPLICATION.value, status=Status.REFUSED.value)
    case = refused.filter(touched_at__lt=before).order_by("-touched_at", "-pk")[0]
    days = current().count(localdate(case.touched_at), desk.last_on)
    clerk = desk.office.clerk(case.region_id)
    return desk.refuse("papers", clerk, (days, 16, 20), Cause.MATERIAL, application=case.number), case


def _turned(desk: Window, report: int, case: "Case", who: Actor) -> None:
    """The report of refusal becomes a matter of the applicant."""
    number = desk.bring("papers", who, (1, 9, 10), Cause.MATERIAL, report=report, channel=Entrance.REPORT)
    desk.accept(number, (1, 10, 0))
    desk.take(number, "rung-1", case.agency_id, (1, 14, 30))


def _at_the_agency(desk: Window, firm: Actor) -> None:
    number = desk.bring("seal", firm, (1, 9, 30), Cause.SYSTEM, item=CHANGE)
    desk.accept(number, (1, 10, 20))
    desk.take(number, "rung-1", MARKET, (1, 11, 0))
    handler = desk.office.handler(MARKET)
    text = "已请技术人员查看,请把报错的截图发来。(样例)"
    blocked.message(number=number, text=text, actor=handler, at=desk.at(1, 14, 40))
    blocked.message(number=number, text="截图已发,每次都停在签章这一步。(样例)", actor=firm, at=desk.at(1, 15, 30))


def _in_town(desk: Window) -> None:
    villager: dict[str, Any] = {"phone": "13905510012", "contact_name": "样例村村民", "channel": Entrance.WINDOW}
    clerk = desk.office.signed_in("town_clerk")
    number = desk.bring("homestead", clerk, (1, 16, 0), Cause.AGENCIES, region=TOWN, item=HOUSING, **villager)
    desk.accept(number, (0, 9, 30), agency="340122-zrzy")
    desk.take(number, "rung-1", "340122-zrzy", (0, 11, 0))
