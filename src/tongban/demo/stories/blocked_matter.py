"""A matter that could not be done: refused with a report, reviewed by two agencies, and the guide put right for everybody.

After the source text's window “办不成事”: an enterprise without a survey, survey and review side by side. That it was refused
first, the joint review, the new guide and the hours are ours.
"""

import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.notices import queries as notices
from tongban.common.actors import Actor, Role
from tongban.common.time import localdate, noon
from tongban.demo import chain
from tongban.demo.stories import people
from tongban.demo.stories.property_certificate import FORM, ITEM, XINZHAN
from tongban.demo.telling import READER, Out
from tongban.hall.applications import services as applications
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Cause, Entrance, Remedy, RootCause
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog import services as catalogue
from tongban.registry.parties import queries as parties

FRIDAY, MONDAY, TUESDAY, THURSDAY = date(2022, 7, 1), date(2022, 7, 4), date(2022, 7, 5), date(2022, 7, 7)
NEXT_MONDAY = date(2022, 7, 11)
GROUND = "未提交权籍调查成果,材料不齐全,按办事指南不能收件。"
SAID = "厂房和办公楼没有做过测绘,窗口说没有权籍调查成果不能收件;调查一般要十个工作日,融资等不到那一天。"
ANSWER = "经登记中心与权籍调查中心会审:先行预审登记资料,权籍调查同步进行,七月七日调查完成,当日即可受理并登簿。"
CHANGED = "材料清单注明:权籍调查成果可与登记资料预审同步,不作为收件的前提。"

WINDOW, COORDINATOR = replace(people.REGISTRY_WINDOW, account_id=9101), replace(people.COORDINATOR, account_id=9102)
REGISTRAR, SURVEYOR = replace(people.PROPERTY_REGISTRAR, account_id=9103), replace(people.SURVEYOR, account_id=9104)
EDITOR = Actor("staff", "方颖", frozenset({Role.ITEM_MANAGER}), 9105, agency="hf-bdc", region=people.CITY)
PUBLISHER = Actor("staff", "梁伟", frozenset({Role.ITEM_MANAGER}), 9106, agency="hf-bdc", region=people.CITY)
LISTENERS = {"cn.tongban.blocked_matter.": blocked.tell_of, "cn.tongban.rectification.item-": blocked.tell_met}


def play(out: Out) -> dict[str, Any]:
    """Play the matter, print it, return its record with hands, rungs, tasks, the new guide and who was told."""
    applicant, other = _firm("合肥样例薄膜科技有限公司", 51), _firm("合肥样例装备制造有限公司", 52)
    report = _refused(applicant)
    _refused(other)
    number = _reviewed(report["number"], applicant)
    mended = _mended(number, applicant)
    exchange.fan_out(at=noon(NEXT_MONDAY, 17), listeners=LISTENERS)
    exchange.fan_out(at=noon(NEXT_MONDAY, 18), listeners=LISTENERS)  # a second round tells nobody again
    record = chain.course(number) | _more(number, report, mended)
    chain.tell(
        number,
        out,
        known={one.name: one for one in (*moves.BIRTHS, *moves.MOVES)},
        kind="办不成事",
        rule="逐级提请,期限始终自受理之日起算",
    )
    out(
        f"根因  {record['root_cause']['label']};整改  {mended['case_number']}:{mended['changed']}(指南第{mended['version']}版)"
    )
    out(f"告知  {'、'.join(one['name'] for one in record['told'])}:遇到过同一问题,各告知一次。")
    return record


def _firm(name: str, serial: int) -> Actor:
    return people.enterprise(
        name=name,
        serial=serial,
        region=XINZHAN,
        legal_representative="某",
        business_scope="制造",
        address="合肥市新站高新区",
        established_on=date(2018, 5, 2),
        at=noon(FRIDAY, 8),
    )


def _refused(applicant: Actor) -> dict[str, Any]:
    """Refused at the window for want of a survey, with the report of refusal the same hour."""
    filing = applications.Filing(item=ITEM, region=XINZHAN, applicant_id=applicant.party_id or 0, form=FORM)
    number = applications.file(filing=filing, actor=WINDOW, at=noon(FRIDAY, 9)).number
    applications.refuse(number=number, reason=GROUND, actor=WINDOW, at=noon(FRIDAY, 10))
    row = blocked.report_refusal(
        refusal=blocked.Refusal(
            application=number,
            asked="厂房和办公楼不动产首次登记",
            ground=GROUND,
            basis="《不动产登记暂行条例》第十六条",
            cause=Cause.MATERIAL,
            remedy=Remedy.MAKE_UP,
            remedy_text="委托权籍调查,取得调查成果后重新申请;也可向“办不成事”窗口反映。",
        ),
        actor=WINDOW,
        at=noon(FRIDAY, 10, 30),
    )
    return {
        "number": row.pk,
        "application": number,
        "cause": row.cause,
        "ground": row.ground,
        "basis": row.basis,
        "remedy": row.remedy,
    }


def _reviewed(report: int, applicant: Actor) -> str:
    """Brought by the enterprise, given to the agency, raised to a joint review, decided, done, answered, agreed to."""
    brought = blocked.Brought(text=SAID, cause=Cause.MATERIAL, report=report, channel=Entrance.REPORT)
    number = blocked.bring(brought=brought, actor=applicant, at=noon(FRIDAY, 11)).number
    blocked.accept(number=number, actor=COORDINATOR, at=noon(FRIDAY, 14))
    both, reason = ["hf-bdc", "hf-cehui"], "登记和权籍调查分属两个单位,须共同确定能否同步办理。"
    blocked.joint_review(number=number, participants=both, reason=reason, actor=COORDINATOR, at=noon(MONDAY, 9))
    for step, actor, opinion in (
        ("review-1", REGISTRAR, "登记资料可以先行预审,调查成果到位即受理。"),
        ("review-2", SURVEYOR, "可以立即进场,三个工作日内完成。"),
    ):
        blocked.opine(number=number, step=step, opinion=opinion, actor=actor, at=noon(MONDAY, 15))
    duties = [
        blocked.Duty(agency="hf-cehui", what="完成厂房和办公楼权籍调查", due_on=THURSDAY),
        blocked.Duty(agency="hf-bdc", what="先行预审登记资料", due_on=TUESDAY),
    ]
    conclusion = blocked.Conclusion(
        minutes="七月五日上午会审,登记中心、权籍调查中心参加,一致同意同步办理。",
        decision="预审与权籍调查同步进行。",
        duties=duties,
    )
    blocked.conclude(number=number, conclusion=conclusion, actor=COORDINATOR, at=noon(TUESDAY, 10))
    blocked.complete_task(
        number=number, step="task-2", result="登记资料预审合格", actor=REGISTRAR, at=noon(TUESDAY, 16)
    )
    blocked.complete_task(number=number, step="task-1", result="权籍调查完成", actor=SURVEYOR, at=noon(THURSDAY, 10))
    blocked.answer(number=number, outcome=Outcome.RESOLVED, text=ANSWER, actor=COORDINATOR, at=noon(THURSDAY, 11))
    blocked.confirm(number=number, actor=applicant, at=noon(THURSDAY, 15))
    return number


def _mended(number: str, applicant: Actor) -> dict[str, Any]:
    """The guide is wrong: a rectification of the item, a new version by two persons, ended by its manager."""
    root = blocked.Root(cause=RootCause.GUIDE, words="指南把权籍调查成果写成收件的前提", change="注明可与预审同步")
    blocked.find_cause(number=number, root=root, actor=COORDINATOR, at=noon(THURSDAY, 16))
    matter = queries.matter_of(cases.case(number, READER))
    row = queries.rectification_from(matter)
    before = catalog.latest_published(ITEM)
    assert row is not None, "the root cause opened it"  # noqa: S101
    assert before is not None, "the reference data has it"  # noqa: S101
    spec = copy.deepcopy(before.spec)
    for material in spec["materials"]:
        if material["key"] == "survey_data":
            material["note"] = CHANGED
    draft = catalogue.draft_item(spec=spec, actor=EDITOR, at=noon(NEXT_MONDAY, 9), change_note=CHANGED)
    day = NEXT_MONDAY
    catalogue.publish(item=ITEM, number=draft.number, actor=PUBLISHER, valid_from_on=day, at=noon(day, 14))
    mended = row.case.number
    case = blocked.mend(number=mended, changed=CHANGED, version=draft.number, actor=EDITOR, at=noon(day, 15))
    return {
        "case_number": mended,
        "version": draft.number,
        "changed": CHANGED,
        "due_on": str(cases.whole(case).clocks["handling"].due_on()),
        "ended_on": str(localdate(case.ended_at or case.touched_at)),
    }


def _more(number: str, report: dict[str, Any], mended: dict[str, Any]) -> dict[str, Any]:
    case = cases.case(number, READER)
    matter, review = queries.matter_of(case), queries.review_of(case)
    raised = [json.loads(line.data) for line in cases.journal(case, READER) if line.move == moves.JOINT_REVIEW.name]
    row = queries.rectification_from(matter)
    met = list(queries.met(row, noon(NEXT_MONDAY, 15))) if row else []
    return {
        "returns": 0,
        "refusal": report,
        "rungs": [raised[0]["from"], *(one["to"] for one in raised)],
        "tasks": review.tasks if review else [],
        "root_cause": {"class": matter.root_class, "label": RootCause(matter.root_class).label},
        "rectification": mended,
        "told": [{"name": name, "times": times} for name, times in sorted(_told(met, mended).items())],
    }


def _told(met: list[queries.Met], mended: dict[str, Any]) -> dict[str, int]:
    """How often each of those who met the obstacle was told, read from their inboxes."""
    found: dict[str, int] = {}
    for party_id in {one.to.party_id for one in met if one.to.party_id is not None}:
        reader = Actor("party", "", frozenset({Role.APPLICANT}), party_id=party_id)
        rows = notices.inbox(reader, NEXT_MONDAY)
        found[parties.party(party_id).name] = sum(mended["changed"][:12] in one.text for one in rows)
    return found
