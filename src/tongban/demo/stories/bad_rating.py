"""Case four: a bad rating that is not left lying.

The rules are those of 国办发〔2019〕51号: five levels, one rating an act, a bad one is verified within a working day and mended
within fifteen. The enterprise, the people and the days are ours; every due day and refusal is the engine's.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.casework.notices import queries as notices
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError
from tongban.common.time import local, localdate, noon
from tongban.demo import papers, telling
from tongban.demo.stories import people
from tongban.demo.telling import Out
from tongban.hall.applications import services as hall
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import By, RatingFilter
from tongban.hall.ratings.rules import Level, Stage, moves

ITEM, REGION, AGENCY = "enterprise-change", "340100", "hf-scjg"
FILED_ON, RATED_ON, VERIFIED_ON = date(2022, 9, 1), date(2022, 9, 2), date(2022, 9, 5)
CONTACTED_ON, RECTIFIED_ON, CONFIRMED_ON, AGAIN_ON = (
    date(2022, 9, 6),
    date(2022, 9, 14),
    date(2022, 9, 15),
    date(2022, 9, 16),
)
# people of the offices need numbers here: who was rated is told from who verifies
WINDOW = replace(people.ENTERPRISE_WINDOW, account_id=9001)
REGISTRAR = replace(people.MARKET_REGISTRAR, account_id=9002)
HEAD = Actor("staff", "宋扬", frozenset({Role.HEAD}), account_id=9003, agency=AGENCY, region=REGION)
SUPERVISOR = Actor("staff", "罗平", frozenset({Role.SUPERVISOR}), account_id=9004, agency="hf-zwfw", region=REGION)
HOME = "9.9.9.9"
FORM = {
    "name": "合肥样例便民服务有限公司",
    "legal_representative": "方晴",
    "business_scope": "家政服务",
    "resolved_on": "2022-08-30",
}
SAID = ratings.Opinion(
    Level.DISSATISFIED, ("extra_trips", "extra_papers"), "办事指南没写要决议原件,为补一份材料多跑了一趟。"
)
SAID_AGAIN = ratings.Opinion(Level.VERY_SATISFIED, ("clear",), "打了电话说明,指南也改了。")


def play(out: Out) -> dict[str, Any]:
    """Play the case, print it, return its record: what was refused, every step with its due day, both ratings."""
    applicant = people.enterprise(
        name="合肥样例家政有限公司",
        serial=4,
        region=REGION,
        legal_representative="方晴",
        business_scope="家政服务",
        address="合肥市包河区",
        established_on=date(2021, 3, 1),
        at=noon(FILED_ON, 8),
    )
    number = _handle(applicant)
    refusals, mending = _rate(number)
    refusals += _mend(mending)
    link = _link_told(applicant)
    again = ratings.rate(token=link, opinion=SAID_AGAIN, address=HOME, at=noon(AGAIN_ON, 20))
    record = _record(number, mending) | {"refusals": refusals, "rated_again": Level(again.level).value}
    _print(record, number, out)
    return record


def _handle(applicant: Actor) -> str:
    """The enterprise applies online; the registrar enters the change the same day."""
    filing = hall.Filing(
        item=ITEM, region=REGION, applicant_id=applicant.party_id or 0, form=FORM, channel="online", sample=True
    )
    number = hall.open_draft(filing=filing, actor=applicant, at=noon(FILED_ON, 9)).number
    for minute, (key, title) in enumerate((("application", "变更登记申请书"), ("resolution", "变更决议")), start=1):
        hall.attach_material(
            number=number,
            name=f"{title}.pdf",
            content=papers.sheet(title),
            material=key,
            actor=applicant,
            at=noon(FILED_ON, 9, minute),
        )
    hall.submit(number=number, actor=applicant, at=noon(FILED_ON, 9, 10))
    hall.accept(number=number, actor=WINDOW, at=noon(FILED_ON, 9, 30))
    for minute, (step, result) in enumerate((("review", "材料齐全。"), ("register", "已核准变更。"))):
        hall.complete_step(number=number, step=step, result=result, actor=REGISTRAR, at=noon(FILED_ON, 14, minute))
    hall.decide(number=number, outcome=Outcome.GRANTED, reason="准予变更登记。", actor=REGISTRAR, at=noon(FILED_ON, 15))
    hall.deliver(number=number, how="窗口领取", actor=WINDOW, at=noon(FILED_ON, 15, 30))
    return number


def _refused(tried: str, act: Callable[[], object]) -> dict[str, str]:
    """What was tried and how it was refused."""
    try:
        act()
    except DomainError as refusal:
        return {"tried": tried, "code": refusal.code, "sentence": refusal.message}
    raise AssertionError(f"{tried}: not refused")


def _rate(number: str) -> tuple[list[dict[str, str]], str]:
    """The registrar may not rate the own agency, the person may, once; the number of the rectification."""
    token, at = queries.token_for(number, Stage.WHOLE), noon(RATED_ON, 10)
    praise = ratings.Opinion(Level.VERY_SATISFIED)
    refusals = [
        _refused(
            "经办人给本单位评价",
            lambda: ratings.rate(token=token, opinion=praise, address=HOME, at=at, actor=REGISTRAR),
        )
    ]
    given = ratings.rate(token=token, opinion=SAID, address=HOME, at=noon(RATED_ON, 10, 5))
    refusals.append(
        _refused(
            "同一次服务再评一遍",
            lambda: ratings.rate(token=token, opinion=praise, address=HOME, at=noon(RATED_ON, 10, 6)),
        )
    )
    return refusals, queries.rating(given.pk, telling.READER).rectification.case.number


def _mend(number: str) -> list[dict[str, str]]:
    """Verified by another than who was rated, the person asked, mended, accepted by another again."""

    def verify(actor: Actor, at: datetime) -> object:
        return ratings.verify(
            number=number, finding="指南确未写明决议须带原件,申请人多跑一趟属实。", actor=actor, at=at
        )

    def rectify(at: datetime) -> object:
        return ratings.rectify(
            number=number,
            measures="办事指南补写“决议原件核对后退还”,窗口人员当日培训,告知单同步修改。",
            evidence="新版办事指南、培训签到表",
            actor=REGISTRAR,
            at=at,
        )

    at = noon(VERIFIED_ON, 9)
    refusals = [_refused("被评的经办人自己核实", lambda: verify(REGISTRAR, at))]
    verify(HEAD, noon(VERIFIED_ON, 9, 30))
    refusals.append(_refused("没有联系评价人就整改", lambda: rectify(noon(VERIFIED_ON, 10))))
    ratings.contact(
        number=number,
        how="电话",
        words="已致歉,说明会改指南;对方希望其他企业不再多跑。",
        actor=REGISTRAR,
        at=noon(CONTACTED_ON, 10),
    )
    rectify(noon(RECTIFIED_ON, 16))
    ratings.confirm(
        number=number, opinion="指南已改,抽问两名窗口人员均能说清。", actor=SUPERVISOR, at=noon(CONFIRMED_ON, 11)
    )
    return refusals


def _link_told(applicant: Actor) -> str:
    """The token of the link that was sent to the person."""
    inbox = notices.inbox(applicant, CONFIRMED_ON)
    return next(one.link for one in inbox if one.link.startswith("/rate/")).removeprefix("/rate/")


def _record(number: str, mending: str) -> dict[str, Any]:
    """What came of it, read back."""
    found = queries.mending(mending, telling.READER)
    clocks = found.whole.clocks
    due = {name: telling.day(clocks[name].due_on()) for name in ("acceptance", "handling", "delivery")}
    days = {line.move: str(localdate(line.at)) for line in found.lines}
    whole = queries.total(telling.READER, RatingFilter()).counted
    return {
        "case_number": number,
        "rectification": mending,
        "rated_on": str(RATED_ON),
        "level": found.row.rating.level,
        "tags": list(found.row.rating.tags),
        "verified_on": days[moves.VERIFY.name],
        "verify_due_on": due["acceptance"],
        "contacted_on": days[moves.CONTACT.name],
        "rectified_on": days[moves.RECTIFY.name],
        "rectify_due_on": due["handling"],
        "working_days_used": clocks["handling"].used(),
        "confirmed_on": days[moves.CONFIRM.name],
        "confirm_due_on": due["delivery"],
        "rated_again_on": days[moves.RERATE.name],
        "status": found.case.status,
        "moves": [line.move for line in found.lines],
        "figures": {"total": whole.total, "good": whole.good, "excluded": whole.excluded},
        "refused": [why for _row, why in queries.refusals(replace(SUPERVISOR, roles=frozenset({Role.ADMIN})))],
        "chain_ok": not [*cases.verify(number), *cases.verify(mending)],
    }


def _print(record: dict[str, Any], number: str, out: Out) -> None:
    out("案例四  一条差评怎么办完:核实、联系、整改、验收,再请本人评一次")
    out("依据  国办发〔2019〕51号(企业、人物和日期为样例)\n")
    found = queries.mending(record["rectification"], telling.READER)
    rating = found.row.rating
    out(f"被评的件  {number}  {rating.item.name if rating.item else ''}    主办  {rating.agency.name}")
    tags = "、".join(tag.label for tag in queries.tags_of(rating))
    out(f"评价  {record['rated_on']}  {Level(rating.level).label}({tags}):{rating.words}\n")
    out("经过")
    for line in found.lines:
        at, move = local(line.at), moves.BY_NAME.get(line.move, moves.BEGIN)
        what = telling.padded(move.label, 22)
        out(f"  {telling.dated(at.date())} {at:%H:%M}  {what}{line.actor_name}{_clock_words(line.move, record)}")
    out("时限")
    out(f"  核实  1个工作日,{record['verify_due_on']}到期,{record['verified_on']}核实")
    out(
        f"  整改  15个工作日,{record['rectify_due_on']}到期,{record['rectified_on']}完成,用时{record['working_days_used']}个工作日"
    )
    out(f"  验收  {record['confirm_due_on']}到期,{record['confirmed_on']}验收")
    out("没有办成的(都留了记录或退回)")
    for one in record["refusals"]:
        out(f"  {telling.padded(one['tried'], 24)}{one['sentence']}")
    figure = next(one for one in queries.figures(By.AGENCY, telling.READER, RatingFilter()) if one.key == AGENCY)
    low, high = figure.counted.interval
    out(
        f"\n统计  {figure.label}:评价{figure.counted.total}条,好评{figure.counted.good}条,"
        f"95%区间{low:.1%}至{high:.1%};再评转好{figure.again_good}条。首次差评不因再评而改写。"
    )
    again = Level(record["rated_again"]).label
    out(
        f"结论  {record['rated_again_on']}本人再评:{again}。记录逐行核验:{'链完整,无改动' if record['chain_ok'] else '有改动'}。"
    )


def _clock_words(move: str, record: dict[str, Any]) -> str:
    """Which term begins with a move."""
    begins = {
        moves.BEGIN.name: ("核实", "verify_due_on"),
        moves.VERIFY.name: ("整改", "rectify_due_on"),
        moves.RECTIFY.name: ("验收", "confirm_due_on"),
    }
    return f"  {begins[move][0]}最迟{record[begins[move][1]]}" if move in begins else ""
