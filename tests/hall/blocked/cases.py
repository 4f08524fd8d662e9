"""Blocked matters at each stage, by the shortest way."""

from datetime import date, datetime
from typing import Any

from tests.cast import AT, CLERK, COORDINATOR, HANDLER, City, filed

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.time import noon
from tongban.hall.applications import services as applications
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import ItemRectification, RefusalReport
from tongban.hall.blocked.rules.words import Cause, Entrance, Remedy, RootCause

SAID = "厂房没有做过测绘,窗口说材料不全不收件,融资急用,不知道该找谁。"
ANSWER = "经会商,由权籍调查中心先行测绘,登记中心同步预审,测绘完成当日即可受理,已与企业联系人对接。"
MONDAY = noon(date(2022, 7, 4), 10)
TUESDAY = noon(date(2022, 7, 5), 10)
LATER = noon(date(2022, 7, 6), 10)


def refused_application(city: City, *, at: datetime = AT) -> Case:
    """An application of the enterprise a window refused."""
    case = filed(city, at=at)
    return applications.refuse(number=case.number, reason="未做权籍调查", actor=CLERK, at=at)


def brought_of(**more: Any) -> blocked.Brought:
    given: dict[str, Any] = {"text": SAID, "cause": Cause.MATERIAL, "channel": Entrance.WINDOW}
    return blocked.Brought(**given | more)


def brought(city: City, *, actor: Any = CLERK, at: datetime = AT, **more: Any) -> Case:
    """A matter that hangs on a refused application."""
    number = refused_application(city, at=at).number
    return blocked.bring(brought=brought_of(application=number, **more), actor=actor, at=at)


def accepted(city: City, *, at: datetime = AT, **more: Any) -> Case:
    """A matter on the first rung."""
    return blocked.accept(number=brought(city, at=at, **more).number, actor=COORDINATOR, at=at)


def reviewing(city: City, *, at: datetime = MONDAY) -> Case:
    """A matter in a joint review of two agencies."""
    return blocked.joint_review(
        number=accepted(city).number,
        participants=["hf-bdc", "hf-cehui"],
        reason="涉及登记和测绘两个单位",
        actor=COORDINATOR,
        at=at,
    )


def conclusion(due_on: date = date(2022, 7, 8)) -> blocked.Conclusion:
    duty = blocked.Duty(agency="hf-cehui", what="三日内完成测绘", due_on=due_on)
    return blocked.Conclusion(minutes="七月四日会商,两单位到会。", decision="先行预审,同步测绘。", duties=[duty])


def concluded(city: City) -> Case:
    """A matter of which the joint review has decided; one of two gave its opinion before."""
    case = reviewing(city)
    blocked.opine(number=case.number, step="review-1", opinion="可以先行预审", actor=HANDLER, at=MONDAY)
    return blocked.conclude(number=case.number, conclusion=conclusion(), actor=COORDINATOR, at=MONDAY)


def led(city: City) -> Case:
    """A matter the leading group has."""
    case = reviewing(city)
    return blocked.leading_group(
        number=case.number, agency="hf-scjg", reason="需市级统筹", actor=COORDINATOR, at=TUESDAY
    )


def answered(
    city: City, *, at: datetime = AT, text: str = ANSWER, outcome: Outcome = Outcome.RESOLVED, **more: Any
) -> Case:
    """A matter answered by its agency."""
    number = accepted(city, at=at, **more).number
    return blocked.answer(number=number, outcome=outcome, text=text, actor=HANDLER, at=at)


def confirmed(city: City) -> Case:
    """A matter the enterprise agreed to."""
    return blocked.confirm(number=answered(city).number, actor=city.enterprise, at=MONDAY)


def root(cause: RootCause = RootCause.GUIDE) -> blocked.Root:
    change = "材料清单注明权籍调查可与预审同步" if cause.mends_item else ""
    return blocked.Root(cause=cause, words="指南没有写明权籍调查的先后", change=change)


def mending(city: City) -> ItemRectification:
    """A rectification of the item, set going by a matter."""
    case = confirmed(city)
    blocked.find_cause(number=case.number, root=root(), actor=COORDINATOR, at=MONDAY)
    return ItemRectification.objects.get(matter_id=case.pk)


def refusal(**more: Any) -> blocked.Refusal:
    given: dict[str, Any] = {
        "asked": "不动产首次登记",
        "ground": "未提交权籍调查成果",
        "basis": "《不动产登记暂行条例》第十六条",
        "cause": Cause.MATERIAL,
        "remedy": Remedy.RECONSIDERATION,
    }
    return blocked.Refusal(**given | more)


def reported(city: City, *, actor: Any = CLERK, at: datetime = AT, **more: Any) -> RefusalReport:
    """A report of refusal on a refused application."""
    number = refused_application(city, at=at).number
    return blocked.report_refusal(refusal=refusal(application=number, **more), actor=actor, at=at)
