"""Case two: an enterprise suspends its business instead of giving up, wholly online.

Source: in August 2022 合肥呈上建材科技有限公司 could not go on because of the epidemic; the enterprise window had it file a
suspension (歇业备案) electronically, to the relief of its legal representative, Mr 高. The days in August, the refused
attempts, the extension and the resumption are ours: they show the law of 2022 (市场主体登记管理条例 art. 30 and its
implementing rules arts. 40 to 42) at work on one enterprise.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.time import noon
from tongban.demo import papers, telling
from tongban.demo.stories import people
from tongban.demo.telling import Out
from tongban.hall.applications import services as hall
from tongban.registry.parties import queries as parties

SUSPENSION, EXTENSION, RESUMPTION = "enterprise-suspension", "enterprise-suspension-extension", "enterprise-resumption"
REGION = "340100"
FILED_ON = date(2022, 8, 10)
FROM_ON, UNTIL_ON, LONGER_UNTIL_ON = date(2022, 8, 15), date(2023, 2, 14), date(2023, 8, 14)
EXTENDED_TOO_EARLY_ON, EXTENDED_ON, RESUMED_ON = date(2022, 12, 20), date(2023, 2, 6), date(2023, 6, 1)
FORM = {
    "ground": "public_health",
    "ground_detail": "受疫情影响,经营状况不好,无法正常经营",
    "from_on": FROM_ON.isoformat(),
    "until_on": UNTIL_ON.isoformat(),
    "staff_agreement": True,
    "service_address": "合肥市瑶海区(法律文书送达地址)",
}
# what was tried first: words for people, and what differs from the form that is in order
ATTEMPTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("歇业4年(2022-08-15至2026-08-14)", {"until_on": "2026-08-14"}),
    ("以“市场行情不好”为由歇业", {"ground": "poor_sales"}),
    ("未与职工协商即歇业", {"staff_agreement": False}),
)
COMMITMENT = "承诺所报歇业原因属实,已与职工依法协商劳动关系处理等事项,歇业期间按时公示年度报告。"


def play(out: Out) -> dict[str, Any]:
    """Play the case, print it, return its record with refusals, standing, extension and resumption."""
    applicant = people.enterprise(
        name="合肥呈上建材科技有限公司",
        serial=2,
        region=REGION,
        legal_representative="高先生",
        business_scope="建筑材料销售及技术服务",
        address="合肥市瑶海区",
        established_on=date(2019, 5, 6),
        at=noon(FILED_ON, 8),
    )
    number, refusals = _file(applicant)
    _decide(number, applicant, FILED_ON)
    standing = _standing(applicant, FROM_ON)
    extension = _extend(applicant)
    resumption = _resume(applicant)
    record = telling.record(number) | {
        "channel": telling.read(number).case.channel,
        "refusals": refusals,
        "enterprise": standing,
        "extension": extension,
        "resumption": resumption,
        "status_history": _history(applicant),
    }
    _print(record, out)
    return record


def _file(applicant: Actor) -> tuple[str, list[dict[str, Any]]]:
    """Fill in online, be refused at every unlawful attempt, then submit what is in order."""
    number = _draft(applicant, SUSPENSION, FORM, noon(FILED_ON, 9))
    refusals = []
    for place, (tried, wrong) in enumerate(ATTEMPTS, start=1):
        at = noon(FILED_ON, 9, 10 * place)
        hall.edit(number=number, form={**FORM, **wrong}, actor=applicant, at=at)
        refusals.append(_refused(tried, number, applicant, at))
    hall.edit(number=number, form=FORM, actor=applicant, at=noon(FILED_ON, 9, 40))
    hall.submit(number=number, actor=applicant, at=noon(FILED_ON, 9, 50))
    return number, refusals


def _draft(applicant: Actor, item: str, form: Mapping[str, Any], at: datetime) -> str:
    """A draft of the enterprise's own with the application form uploaded; nobody goes to a window."""
    filing = hall.Filing(
        item=item, region=REGION, applicant_id=applicant.party_id or 0, form=form, channel="online", sample=True
    )
    number = hall.open_draft(filing=filing, actor=applicant, at=at).number
    hall.attach_material(
        number=number,
        name="申请书.pdf",
        content=papers.sheet("市场主体登记申请书(电子签名)"),
        material="application",
        actor=applicant,
        at=at,
    )
    return number


def _refused(tried: str, number: str, applicant: Actor, at: datetime) -> dict[str, Any]:
    """The answer of the law to an unlawful submission."""
    try:
        hall.submit(number=number, actor=applicant, at=at)
    except Refused as refusal:
        article = str(refusal.params["article"])
        return {"tried": tried, "code": refusal.code, "article": article, "sentence": refusal.message}
    raise ValueError(f"the law refuses this: {tried}")


def _decide(number: str, applicant: Actor, on: date) -> None:
    """Accepted, reviewed, entered and delivered the same day, all of it online."""
    registrar = people.MARKET_REGISTRAR
    if any(row.key == "commitment" for row in telling.read(number).spec.materials):
        hall.accept_committed(number=number, commitment=COMMITMENT, actor=people.ENTERPRISE_WINDOW, at=noon(on, 10))
    else:
        hall.accept(number=number, actor=people.ENTERPRISE_WINDOW, at=noon(on, 10))
    for minute, step in enumerate(telling.read(number).spec.procedure, start=1):
        at = noon(on, 10, 10 * minute)
        hall.complete_step(number=number, step=step.key, result=f"{step.name}通过。", actor=registrar, at=at)
    reason = f"材料齐全、符合法定形式,准予{applicant.name}办理。"
    hall.decide(number=number, outcome=Outcome.GRANTED, reason=reason, actor=registrar, at=noon(on, 11))
    hall.deliver(number=number, how="全程电子化平台电子送达", actor=people.ENTERPRISE_WINDOW, at=noon(on, 11, 5))


def _standing(applicant: Actor, on: date) -> dict[str, Any]:
    """How the register shows the enterprise on a day."""
    party = parties.party(applicant.party_id or 0)
    status, suspension = parties.status_on(party, on), parties.suspension_on(party, on)
    return {
        "name": party.name,
        "on": on.isoformat(),
        "status": status.value if status else None,
        "status_label": status.label if status else None,
        "suspended_from": telling.day(suspension.from_on if suspension else None),
        "suspended_until": telling.day(suspension.until_on if suspension else None),
        "service_address": parties.facts_of(party)["service_address"],
    }


def _extend(applicant: Actor) -> dict[str, Any]:
    """Too early it is refused; within the last thirty days the suspension is extended."""
    before = _standing(applicant, EXTENDED_ON)["suspended_until"]
    form = {"until_on": LONGER_UNTIL_ON.isoformat(), "reason": "市场尚未恢复,继续歇业"}
    number = _draft(applicant, EXTENSION, form, noon(EXTENDED_TOO_EARLY_ON, 9))
    tried = f"{EXTENDED_TOO_EARLY_ON}申请延期(距期满超过30日)"
    refusal = _refused(tried, number, applicant, noon(EXTENDED_TOO_EARLY_ON, 9, 30))
    hall.submit(number=number, actor=applicant, at=noon(EXTENDED_ON, 9))
    _decide(number, applicant, EXTENDED_ON)
    return _brief(number) | {
        "filed_on": EXTENDED_ON.isoformat(),
        "suspended_until_before": before,
        "suspended_until": _standing(applicant, EXTENDED_ON)["suspended_until"],
        "refused_before": refusal,
    }


def _resume(applicant: Actor) -> dict[str, Any]:
    """Back in business, with the day by which that is to be made public."""
    number = _draft(applicant, RESUMPTION, {"resumed_on": RESUMED_ON.isoformat()}, noon(RESUMED_ON, 9))
    hall.submit(number=number, actor=applicant, at=noon(RESUMED_ON, 9, 30))
    _decide(number, applicant, RESUMED_ON)
    party = parties.party(applicant.party_id or 0)
    (change,) = [one for one in parties.changes_of(party) if one.case_number == number]
    return _brief(number) | {
        "resumed_on": change.changes["resumed_on"][1],
        "publish_by": change.changes["publish_by"][1],
        "status": _standing(applicant, RESUMED_ON)["status"],
    }


def _brief(number: str) -> dict[str, Any]:
    record = telling.record(number)
    return {key: record[key] for key in ("case_number", "item", "accepted_on", "ended_on", "time_state", "chain_ok")}


def _history(applicant: Actor) -> list[dict[str, Any]]:
    party = parties.party(applicant.party_id or 0)
    return [
        {
            "status": row.status,
            "status_label": parties.StatusKind(row.status).label,
            "from_on": row.from_on.isoformat(),
            "until_on": telling.day(row.until_on),
            "ground": row.ground,
            "case_number": row.case_number,
        }
        for row in parties.statuses_of(party)
    ]


def _print(record: dict[str, Any], out: Out) -> None:
    out("案例二  先歇业、不注销:合肥呈上建材科技有限公司全程网办歇业备案")
    out("出处  2022年合肥市效能建设优秀案例,市政务服务管理局“V+”服务大升级,案例二\n")
    telling.tell(record["case_number"], out)
    out("\n被依法挡回的申请")
    for refusal in (*record["refusals"], record["extension"]["refused_before"]):
        out(f"  {refusal['tried']}\n    → {refusal['sentence']}")
    extension, resumption = record["extension"], record["resumption"]
    out("\n此后")
    out(
        f"  {extension['filed_on']}  期满前30日内延期:{extension['suspended_until_before']} 延至 "
        f"{extension['suspended_until']}(编号 {extension['case_number']})"
    )
    out(
        f"  {resumption['resumed_on']}  恢复营业,应于{resumption['publish_by']}前公示终止歇业"
        f"(编号 {resumption['case_number']})"
    )
    out("登记状态")
    for row in record["status_history"]:
        ground = f"({parties.SuspensionGround(row['ground']).label})" if row["ground"] else ""
        out(f"  {row['from_on']} 至 {row['until_on'] or '今'}  {row['status_label']}{ground}")
    out(
        f"\n结论  {record['accepted_on']}全程网办,当日备案:企业不必注销,{record['enterprise']['suspended_from']}起"
        f"“{record['enterprise']['status_label']}”;不合法的申请在提交时即被挡回,并告知条款。"
    )
